"""Reading offers. No write, no sqlmodel."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.offers import OfferRow, OfferState, OfferView
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import offers, products

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk


def line_values(
    desk: Desk,
    db: sqlite3.Connection,
    currency: str,
    closes_on: date | None,
    product_id: int | None,
) -> dict[str, Any]:
    """What a line of an offer in a currency says of a product unless told otherwise: its name and
    unit, its price today, its cost, its rate of VAT, else the usual one on the day of closing.

    A price or a cost that is not known in that currency is left out.
    """
    usual = desk.price_book.usual_vat(closes_on)
    if product_id is None:
        return {"vat": usual}
    row = products.row(db, product_id, desk.today(), currency)
    known: dict[str, Any] = {
        "product_id": product_id, "name": row.name, "unit": row.unit,
        "vat": usual if row.vat is None else row.vat,
    }  # fmt: skip
    same = row.currency == currency
    price = row.asked_minor if same else row.list_price_minor
    if price is not None:
        known["price_minor"] = price
    if same and row.cost_minor is not None:
        known["cost_minor"] = row.cost_minor
    return known


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

    def line_of(self, offer_id: int, product_id: int | None) -> dict[str, Any]:
        """What a new line of an offer says unless told otherwise: fields of `OfferLineDraft`."""
        row = offers.head(self._db, offer_id)
        close = offers.closes_on(self._db, row.deal_id)
        return line_values(self._desk, self._db, row.currency, close, product_id)

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
