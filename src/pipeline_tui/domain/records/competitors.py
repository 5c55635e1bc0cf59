"""Competitors, and what they were seen to offer."""

from __future__ import annotations

from datetime import date

from pydantic import model_validator
from sqlmodel import Field

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.lengths import NAME
from pipeline_tui.domain.records.columns import STRICT, day, flag, key, lines, link, string
from pipeline_tui.domain.records.record import Record

_MOST = 10**12


class CompetitorDraft(Record):
    """Who else sells to our clients. `also` are its other names, one a line; `battlecard` is how to
    answer when it comes up."""

    name: str = string(min_length=1, max_length=NAME)
    also: str = lines()
    site: str = string()
    strengths: str = lines()
    weaknesses: str = lines()
    battlecard: str = lines()


class Competitor(CompetitorDraft, table=True):
    """A competitor."""

    __table_args__ = STRICT
    id: int | None = key()
    retired: bool = flag()


class SightingDraft(Record):
    """What a competitor was seen to offer on a day; the price is of one unit, in minor units."""

    competitor_id: int = link("competitor")
    seen_on: date = day(nullable=False)
    client_id: int | None = link("client", nullable=True)
    deal_id: int | None = link("deal", nullable=True)
    product_id: int | None = link("product", nullable=True)
    price_minor: int | None = Field(default=None, ge=0, le=_MOST)
    currency: str = string(default="RUB")
    offered: str = string()
    note: str = lines()

    @model_validator(mode="after")
    def _says_something(self) -> SightingDraft:
        if self.price_minor is None and not self.offered and not self.note:
            raise Invalid("offered", "nothing_seen")
        return self


class Sighting(SightingDraft, table=True):
    """A sighting."""

    __table_args__ = STRICT
    id: int | None = key()
