"""Banks of the directory that the user brought."""

from __future__ import annotations

from sqlmodel import SQLModel

from pipeline_tui.domain.records.columns import STRICT, key, string


class Bank(SQLModel, table=True):
    """A bank by its БИК, with its correspondent account."""

    __table_args__ = STRICT
    id: int | None = key()
    bik: str = string()
    name: str = string()
    account: str = string()
    city: str = string()
    kpp: str = string()
