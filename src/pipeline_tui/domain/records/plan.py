"""What a month is to bring."""

from __future__ import annotations

from datetime import date

from pydantic import field_validator
from sqlmodel import Field

from pipeline_tui.domain.plan import Metric, month_of
from pipeline_tui.domain.records.columns import STRICT, day, key, string
from pipeline_tui.domain.records.record import Record


class PlanDraft(Record):
    """A target: how many, or how much in minor units of `currency`, which counts have none of."""

    month: date = day(nullable=False)
    metric: str = string()
    currency: str = string()
    target: int = Field(gt=0)

    @field_validator("month")
    @classmethod
    def _month(cls, value: date) -> date:
        return month_of(value)

    @field_validator("metric")
    @classmethod
    def _metric(cls, value: str) -> str:
        return Metric(value).value


class Plan(PlanDraft, table=True):
    """A target of a month, named by its first day. One row for each metric and currency."""

    __table_args__ = STRICT
    id: int | None = key()
