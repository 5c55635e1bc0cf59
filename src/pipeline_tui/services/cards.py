"""Reading one client whole. No write, no sqlmodel."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from pipeline_tui.domain.cards import BriefView, CardView, TimelineRow
from pipeline_tui.domain.deals import DealRow
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import cards, needs, timelines, win_back


class Cards(Service):
    """The client card, the brief before a call, and the timeline."""

    def client(self, client_id: int) -> CardView:
        """The card of a client, archived or not; raises NotFound."""
        found = cards.card(
            self._db, client_id, today=self._today(), zone=self._desk.zone,
            currency=self._settings.currency,
        )  # fmt: skip
        best = self._desk.contact_rates.best_hour(client_id, found.zone)
        return replace(
            found, best_hour=best, needs=needs.of_client(self._db, client_id),
            own_fields=tuple(self._desk.vocabularies.custom_fields("client")),
            contact_fields=tuple(self._desk.vocabularies.custom_fields("contact")),
            bank=self._desk.banks.named(found.bik) if found.bik else None,
        )  # fmt: skip

    def brief(self, client_id: int) -> BriefView:
        """What must be known before a call; raises NotFound."""
        found = cards.brief(
            self._db, client_id, today=self._today(), zone=self._desk.zone,
            currency=self._settings.currency,
        )  # fmt: skip
        best = self._desk.contact_rates.best_hour(client_id, found.zone)
        views = self._desk.objection_views
        facts = views.facts(client_id, contact_id=found.contact_id)
        silent = self._today() - timedelta(self._settings.dormant_days)
        return replace(
            found, best_hour=best, needs=needs.of_client(self._db, client_id),
            win_back=win_back.of_parted(self._db, client_id, self._desk.zone, silent),
            objections=views.expected(client_id, facts), facts=facts,
        )  # fmt: skip

    def timeline(
        self, client_id: int, before: str | None = None, limit: int = 50
    ) -> list[TimelineRow]:
        """What happened, newest first; `before` is the `mark` of the last row already shown."""
        return timelines.timeline(
            self._db, client_id, before=before, limit=limit, zone=self._desk.zone
        )

    def deals(self, client_id: int) -> list[DealRow]:
        """Every deal of a client: the open ones, the farthest first, then the closed ones, newest first."""
        return cards.all_deals(self._db, client_id, self._today(), self._desk.zone)

    def objections(self, client_id: int, limit: int = 200) -> list[TimelineRow]:
        """Objections heard from a client, newest first."""
        return timelines.objections(self._db, client_id, limit=limit, zone=self._desk.zone)
