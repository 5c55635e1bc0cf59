"""Saved views of the client list."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field, SQLModel

from pipeline_tui.domain.records.columns import STRICT, Json, flag, key, string


class SavedView(SQLModel, table=True):
    """A filter line with an order and columns. One that a new file begins with has a `code`, and an
    empty `name` until the user renames it; `columns` empty means those that fit."""

    __tablename__ = "saved_view"
    __table_args__ = STRICT
    id: int | None = key()
    code: str = string()
    name: str = string(max_length=60)
    query: str = string()
    sort: str = string()
    descending: bool = flag()
    columns: list[Any] = Field(default_factory=list, sa_type=Json, nullable=False)
    position: int = Field(nullable=False)
