"""What every service shares: the open file, the clock, the settings, and one way to write.

A public method that changes anything is one transaction, one undo step and one audit entry. What two
services need inside one transaction is a module function that takes the `Unit`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pipeline_tui.domain.errors import Conflict, Invalid
from pipeline_tui.domain.money import read_currency

if TYPE_CHECKING:
    from sqlmodel import SQLModel

    from pipeline_tui.config import Settings
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.store.book import Unit

    DraftT = TypeVar("DraftT", bound=SQLModel)


class Service:
    """One noun's, or one screen's, use cases over the open file."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def _settings(self) -> Settings:
        return self._desk.settings

    @property
    def _db(self) -> sqlite3.Connection:
        """This thread's reading connection."""
        return self._desk.book.reader

    def _now(self) -> datetime:
        """This moment, UTC."""
        return self._desk.now()

    def _today(self) -> date:
        """The day it is for the user."""
        return self._desk.today()

    def _write(self, action: str, *, undoable: bool = True) -> AbstractContextManager[Unit]:
        return self._desk.book.write(action, undoable=undoable)


class Placed(Protocol):
    """A record with a place of its own in a list."""

    position: int


P = TypeVar("P", bound=Placed)


def move_among(unit: Unit, rows: Sequence[P], moved: P, by: int) -> None:
    """Move one of the rows, all in their order, `by` places down, up where negative; it stops at the
    ends."""
    for position, row in enumerate(moved_among(rows, moved, by)):
        if row.position != position:
            row.position = position
            unit.session.add(row)


def moved_among(rows: Sequence[P], moved: P, by: int) -> list[P]:
    """The rows with one of them `by` places further down; it stops at the ends."""
    order = list(rows)
    at = order.index(moved)
    order.insert(max(0, min(len(order) - 1, at + by)), order.pop(at))
    return order


def tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    """Text without spaces around it; the currency in capitals. Raises as `read_currency`."""
    found = {name: one.strip() if isinstance(one, str) else one for name, one in values.items()}
    currency = found.get("currency")
    if currency is not None:
        found["currency"] = read_currency(str(currency))
    return found


_CODES = {
    "missing": "required",
    "string_too_short": "required",
    "string_too_long": "too_long",
    "greater_than": "not_positive",
    "greater_than_equal": "negative",
    "less_than_equal": "too_large",
}


def validated(draft: type[DraftT], values: Mapping[str, Any]) -> DraftT:
    """A draft of these values; raises Invalid for the first field that cannot be taken."""
    from pydantic import ValidationError

    unknown = set(values) - set(draft.model_fields)
    if unknown:
        raise Invalid(sorted(unknown)[0], "unknown_field")
    try:
        return draft.model_validate(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        kind = str(first["type"])
        code = _CODES.get(kind)
        if code is None:
            if kind.startswith(("int", "decimal", "float")):
                code = "not_a_number"
            elif kind.startswith(("date", "datetime")):
                code = "not_a_date"
            else:
                code = "not_a_choice"
        facts: dict[str, Any] = {"value": first.get("input")}
        facts.update({k: v for k, v in first.get("ctx", {}).items() if k != "error"})
        raise Invalid(field, code, **facts) from error


def revise(
    record: SQLModel,
    draft: type[SQLModel],
    values: Mapping[str, Any],
    seen: Mapping[str, Any] | None,
) -> dict[str, tuple[Any, Any]]:
    """Set the values that differ and answer with them as field → (from, to).

    `seen` holds what the user was looking at: a field that has changed underneath raises Conflict,
    while two people editing different fields of a record do not disturb each other.
    """
    changes: dict[str, tuple[Any, Any]] = {}
    current = {name: getattr(record, name) for name in draft.model_fields}
    clean = validated(draft, {**current, **values})
    for name in values:
        old, new = current[name], getattr(clean, name)
        if old == new or (seen is not None and name in seen and seen[name] == new):
            continue
        if seen is not None and name in seen and seen[name] != old:
            raise Conflict("changed_meanwhile", field=name, now=old)
        setattr(record, name, new)
        changes[name] = (old, new)
    return changes
