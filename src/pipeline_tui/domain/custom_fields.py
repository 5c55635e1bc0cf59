"""Fields of the user's own: what may be defined, and how a value of each kind is stored.

Values stand in the JSON column `custom` of their record under the name of the field: text and a
choice as text, a number as a number, money as integer minor units of the file's currency, a date as
`2026-03-11`, yes or no as true or false. What an import brought stays text until it is defined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import Struct

from pipeline_tui.domain.errors import Invalid


class FieldKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


class FieldOf(StrEnum):
    """What has the field."""

    CLIENT = "client"
    DEAL = "deal"
    CONTACT = "contact"


class FieldRow(Struct, frozen=True):
    """A field of the user's own; `options` of a choice. One that is `required` is not left empty by
    those who are asked for it; what files bring may lack it."""

    id: int
    entity: str
    name: str
    kind: str
    options: tuple[str, ...]
    position: int
    retired: bool
    required: bool = False


def fits(field: FieldRow, value: Any) -> bool:
    """Whether a stored value is of the field's kind; a choice that is offered no more still fits."""
    match field.kind:
        case FieldKind.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case FieldKind.MONEY:
            return isinstance(value, int) and not isinstance(value, bool)
        case FieldKind.DATE:
            return isinstance(value, str) and _is_day(value)
        case FieldKind.YES_NO:
            return isinstance(value, bool)
        case _:
            return isinstance(value, str)


def outside(field: FieldRow | None, value: Any, digits: int) -> Any:
    """A stored value as it leaves the file: money in major units of a currency with so many digits
    after the point, a date as one; the rest, and what is not of the field's kind, as it stands."""
    if field is None or value is None or not fits(field, value):
        return value
    if field.kind == FieldKind.MONEY:
        return Decimal(value).scaleb(-digits)
    return date.fromisoformat(value) if field.kind == FieldKind.DATE else value


def check_filled(
    fields: Iterable[FieldRow], values: Mapping[str, Any], there: Mapping[str, Any] | None
) -> None:
    """Refuse to leave a required field empty: of a new record (`there` is none) any, of a known one
    those that were filled. Raises Invalid custom own_required for the first."""
    for one in fields:
        empty = values.get(one.name) in (None, "")
        asked = there is None or there.get(one.name) not in (None, "")
        if one.required and not one.retired and empty and asked:
            raise Invalid("custom", "own_required", name=one.name)


def check_options(kind: str, options: tuple[str, ...]) -> None:
    """A choice has at least two options, nothing else has any; raises Invalid."""
    if kind == FieldKind.CHOICE and len(options) < 2:
        raise Invalid("options", "field_options_few")
    if kind != FieldKind.CHOICE and options:
        raise Invalid("options", "field_options_none")


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
