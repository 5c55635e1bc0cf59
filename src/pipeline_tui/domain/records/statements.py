"""Lines of bank statements that became payments."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from pipeline_tui.domain.records.columns import STRICT, day, key, link, moment, string
from pipeline_tui.domain.records.record import Record


class TakenLine(Record, table=True):
    """A line that was taken, so that it is not taken again; whose account and name it came from
    is how the payer is known the next time. Without a payment: that was removed by hand."""

    __tablename__ = "statement_line"
    __table_args__ = STRICT
    id: int | None = key()
    line_key: str = string()
    file: str = string()
    own_account: str = string()
    booked_on: date = day(nullable=False)
    amount_minor: int = Field(gt=0)
    currency: str = string()
    name: str = string()
    inn: str = string()
    kpp: str = string()
    account: str = string()
    bik: str = string()
    number: str = string()
    bank_id: str = string()
    purpose: str = string()
    taken_at: datetime = moment(nullable=False)
    payment_id: int | None = link("payment", nullable=True, on_delete="SET NULL")
