"""What reads of products and price lists answer with. Money in minor units, shares in hundredths of a
percent."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class ProductRow(Struct, frozen=True):
    """A product, and what one unit of it costs by the price list that holds on a day, where one
    does. `vat` is its own rate; none means the usual one. The cost is without VAT."""

    id: int
    name: str
    code: str
    series: str
    unit: str
    price_minor: int | None
    cost_minor: int | None
    currency: str
    vat: int | None
    retired: bool
    list_price_minor: int | None = None
    list_name: str = ""

    @property
    def asked_minor(self) -> int | None:
        """What is asked for it on the day: the price of the list, else its own."""
        return self.price_minor if self.list_price_minor is None else self.list_price_minor


class PriceListRow(Struct, frozen=True):
    """A price list and how many products it prices."""

    id: int
    name: str
    currency: str
    valid_from: date
    valid_to: date | None
    count: int = 0

    def holds(self, day: date) -> bool:
        """Whether it holds on a day; both its first and its last day belong to it."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class PriceRow(Struct, frozen=True):
    """A product in use and what a price list says of it, which may be nothing."""

    product_id: int
    name: str
    code: str
    unit: str
    price_minor: int | None
    own_minor: int | None
    """Its own price, where that is in the currency of the list."""
