"""Banks of the directory that the user brought."""

from __future__ import annotations

from pipeline_tui.domain.records.columns import STRICT, key, string
from pipeline_tui.domain.records.record import Record


class Bank(Record, table=True):
    """A bank by its БИК, with its correspondent account."""

    __table_args__ = STRICT
    id: int | None = key()
    bik: str = string()
    name: str = string()
    account: str = string()
    city: str = string()
    kpp: str = string()
