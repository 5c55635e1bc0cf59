"""Saved views of the client list."""

from __future__ import annotations

from sqlmodel import Field

from pipeline_tui.domain.records.columns import STRICT, flag, key, string
from pipeline_tui.domain.records.record import Record


class SavedView(Record, table=True):
    """A filter line with an order and columns, one key a line. One that a new file begins with has a
    `code`, and an empty `name` until the user renames it."""

    __tablename__ = "saved_view"
    __table_args__ = STRICT
    id: int | None = key()
    code: str = string()
    name: str = string()
    query: str = string()
    sort: str = string()
    descending: bool = flag()
    columns: str = string()
    position: int = Field(nullable=False)
