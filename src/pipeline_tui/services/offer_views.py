"""Reading offers. No write, no sqlmodel."""

from __future__ import annotations

from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.offers import OfferRow, OfferState, OfferView
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import offers


class OfferViews(Service):
    """Lists of offers, and one whole."""

    def listed(
        self, *, deal_id: int | None = None, client_id: int | None = None,
        state: OfferState | None = None, limit: int | None = None,
    ) -> list[OfferRow]:  # fmt: skip
        """Offers of a deal, of a client, or all, the newest first; those in one state where asked."""
        today = self._today()
        rows = [
            row for row in offers.heads(self._db, deal_id=deal_id, client_id=client_id)
            if state is None or row.state(today) is state
        ]  # fmt: skip
        return offers.with_sums(self._db, rows[:limit])

    def view(self, offer_id: int) -> OfferView:
        """One offer with its lines and versions; raises NotFound."""
        return offers.view(self._db, offer_id)

    def find(self, code: str) -> int:
        """The offer that is called so: `7` is the last version of offer 7, `7.1` its first.

        Raises NotFound offer_unknown.
        """
        number, point, version = code.strip().lstrip("№#").strip().partition(".")
        if number.isdecimal() and (version.isdecimal() or not point):
            found = offers.numbered(self._db, int(number), int(version) if point else None)
            if found is not None:
                return found
        raise NotFound("offer_unknown", text=code)
