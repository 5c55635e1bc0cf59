"""Column types for STRICT tables, which know only INTEGER, TEXT and BLOB.

Moments are UTC and whole seconds, written so that text order is time order; days are ISO; flags are
0 or 1. A naive moment is refused at the door, because its zone can only be guessed.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

from pipeline_tui.domain import lengths
from pipeline_tui.domain.dates import day_text, moment_text, read_day, read_moment

STRICT = {"sqlite_strict": True, "sqlite_autoincrement": True}
"""Table arguments of every numbered record; a number is never given twice, so an old entry of the
logs can never come to mean a new record."""


class Moment(TypeDecorator[datetime]):
    """An aware datetime as `2026-03-11T07:20:00Z`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else moment_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else read_moment(value).astimezone(UTC)


class Day(TypeDecorator[date]):
    """A date as `2026-03-11`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else day_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:  # noqa: ARG002
        return None if value is None else read_day(value)


class Flag(TypeDecorator[bool]):
    """A truth value as 0 or 1."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:  # noqa: ARG002
        return None if value is None else bool(value)


class Json(TypeDecorator[dict[str, Any]]):
    """A small mapping as JSON text, keys sorted so that equal values are equal texts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str:  # noqa: ARG002
        return json.dumps(value or {}, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any]:  # noqa: ARG002
        return dict(json.loads(value)) if value else {}


def moment(**more: Any) -> Any:
    """A nullable moment field unless `nullable=False` is given."""
    nullable = more.pop("nullable", True)
    if nullable:
        more.setdefault("default", None)
    return Field(sa_type=Moment, nullable=nullable, **more)


def day(**more: Any) -> Any:
    """A nullable day field unless `nullable=False` is given."""
    nullable = more.pop("nullable", True)
    if nullable:
        more.setdefault("default", None)
    return Field(sa_type=Day, nullable=nullable, **more)


def flag(**more: Any) -> Any:
    """A flag, false unless said otherwise."""
    more.setdefault("default", False)
    return Field(sa_type=Flag, nullable=False, **more)


def string(**more: Any) -> Any:
    """A line of text that is empty rather than missing."""
    more.setdefault("default", "")
    more.setdefault("max_length", lengths.LINE)
    return Field(sa_type=Text, nullable=False, **more)


def maybe_string(**more: Any) -> Any:
    """A line of text that may be missing."""
    more.setdefault("default", None)
    more.setdefault("max_length", lengths.LINE)
    return Field(sa_type=Text, nullable=True, **more)


def lines(**more: Any) -> Any:
    """A text of several lines, empty rather than missing."""
    return string(max_length=lengths.TEXT, **more)


def key() -> Any:
    """The record's own number, given by the database."""
    return Field(default=None, primary_key=True)


def link(target: str, *, nullable: bool = False, **more: Any) -> Any:
    """A foreign key to `table.id`; `on_delete` says what a deletion of the target does."""
    if nullable:
        more.setdefault("default", None)
    return Field(
        foreign_key=f"{target}.id",
        nullable=nullable,
        ondelete=more.pop("on_delete", "RESTRICT"),
        **more,
    )
