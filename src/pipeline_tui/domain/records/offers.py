"""What is sold and at what price, and what was offered to whom.

Quantities are thousandths, shares hundredths of a percent, money minor units.
"""

from __future__ import annotations

from datetime import date, datetime

from pydantic import model_validator
from sqlmodel import Field

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.lengths import NAME
from pipeline_tui.domain.offers import ONE, WHOLE
from pipeline_tui.domain.records.columns import STRICT, day, flag, key, lines, link, moment, string
from pipeline_tui.domain.records.record import Record

_MOST = 10**12


class ProductDraft(Record):
    """A thing that is sold. Price and cost are of one `unit`, the cost without VAT; `vat` is its own
    rate where it is not the usual one."""

    name: str = string(min_length=1, max_length=NAME)
    code: str = string()
    series: str = string()
    unit: str = string(max_length=20)
    price_minor: int | None = Field(default=None, ge=0, le=_MOST)
    cost_minor: int | None = Field(default=None, ge=0, le=_MOST)
    currency: str = string(default="RUB")
    vat: int | None = Field(default=None, ge=0, le=WHOLE)


class Product(ProductDraft, table=True):
    """A product."""

    __table_args__ = STRICT
    id: int | None = key()
    retired: bool = flag()
    batch_id: int | None = link("import_batch", nullable=True)


class PriceListDraft(Record):
    """Prices of one currency that hold from a day, to a day inclusive or until further notice."""

    name: str = string(min_length=1, max_length=NAME)
    currency: str = string(default="RUB")
    valid_from: date = day(nullable=False)
    valid_to: date | None = day()

    @model_validator(mode="after")
    def _forwards(self) -> PriceListDraft:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise Invalid("valid_to", "period_backwards")
        return self


class PriceList(PriceListDraft, table=True):
    """A price list."""

    __tablename__ = "price_list"
    __table_args__ = STRICT
    id: int | None = key()


class PriceDraft(Record):
    """What one unit of a product costs by a price list."""

    price_list_id: int = link("price_list", on_delete="CASCADE")
    product_id: int = link("product", on_delete="CASCADE")
    price_minor: int = Field(ge=0, le=_MOST)


class Price(PriceDraft, table=True):
    """A price of a list. A product has one in each."""

    __table_args__ = STRICT
    id: int | None = key()


class OfferDraft(Record):
    """What the head of an offer says; `terms` of payment and delivery in the seller's words."""

    deal_id: int = link("deal")
    currency: str = string(default="RUB")
    vat_included: bool = flag(default=True)
    valid_until: date = day(nullable=False)
    terms: str = lines()


class Offer(OfferDraft, table=True):
    """A version of an offer. Once sent neither it nor its lines change, which the database watches
    over. `step_id` is the step of the deal that its last day became."""

    __table_args__ = STRICT
    id: int | None = key()
    number: int
    version: int
    made_at: datetime = moment(nullable=False)
    sent_at: datetime | None = moment()
    accepted_at: datetime | None = moment()
    step_id: int | None = link("task", nullable=True)


class OfferLineDraft(Record):
    """A line of an offer: a product, or anything else by a name of its own."""

    product_id: int | None = link("product", nullable=True)
    name: str = string(min_length=1, max_length=NAME)
    unit: str = string(max_length=20)
    quantity: int = Field(default=ONE, gt=0, le=10**10)
    price_minor: int = Field(ge=0, le=_MOST)
    discount: int = Field(default=0, ge=0, le=WHOLE)
    vat: int = Field(default=0, ge=0, le=WHOLE)
    cost_minor: int | None = Field(default=None, ge=0, le=_MOST)
    floor_reason: str = string()


class OfferLine(OfferLineDraft, table=True):
    """A line of an offer. `deal_id` repeats the offer's, so that all of a client's is found."""

    __tablename__ = "offer_line"
    __table_args__ = STRICT
    id: int | None = key()
    offer_id: int = link("offer", on_delete="CASCADE")
    deal_id: int = link("deal")
    position: int = 0
