"""Reading products, price lists and prices as of a day. No write, no sqlmodel."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.offers import VAT_BY_COUNTRY, vat_on
from pipeline_tui.domain.products import PriceListRow, PriceRow, ProductRow
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import products


class PriceBook(Service):
    """What is sold, and at what price."""

    def products(
        self, text: str = "", *, retired: bool = False, on: date | None = None
    ) -> list[ProductRow]:
        """Products by name with their prices on a day, by default today; every word of `text` must
        stand in the name, the code or the series."""
        return products.rows(self._db, on or self._today(), text=text, retired=retired)

    def product(self, product_id: int, *, on: date | None = None) -> ProductRow:
        """One product with its price on a day, by default today; raises NotFound."""
        return products.row(self._db, product_id, on or self._today())

    def usual_vat(self, on: date | None = None) -> int:
        """The usual rate of VAT of a shipment on a day, at the earliest today: the settings' own, else
        that of the country; in hundredths of a percent."""
        today = self._today()
        own = {day: round(percent * 100) for day, percent in self._settings.vat.items()}
        rates = own or VAT_BY_COUNTRY.get(self._settings.country, {})
        return vat_on(max(on or today, today), rates)

    def price_lists(self) -> list[PriceListRow]:
        """Price lists, the one that begins last first."""
        return products.price_lists(self._db)

    def price_list(self, list_id: int) -> PriceListRow:
        """One price list; raises NotFound."""
        return products.price_list(self._db, list_id)

    def prices(self, list_id: int) -> list[PriceRow]:
        """What a price list says of each product in use."""
        return products.prices(self._db, list_id)
