"""The user's own fields in a form: asked by their kind, and put back under their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from pipeline_tui.domain.custom_fields import FieldKind, FieldRow, fits
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice, Field, Kind

T = TypeVar("T")
_PREFIX = "own-"


def asked(known: Sequence[FieldRow], custom: Mapping[str, Any], currency: str) -> list[Field]:
    """A question for each field; one whose value is not of its kind is asked as the text it is."""
    return [_question(one, custom.get(one.name), currency) for one in known]


def shown(known: Sequence[FieldRow], custom: Mapping[str, Any]) -> dict[str, Any]:
    """Their values, by the names of the questions."""
    found: dict[str, Any] = {}
    for one in known:
        value = custom.get(one.name)
        if one.kind == FieldKind.DATE and value is not None and fits(one, value):
            value = date.fromisoformat(value)
        found[f"{_PREFIX}{one.id}"] = value
    return found


def others(known: Sequence[FieldRow], custom: Mapping[str, Any]) -> dict[str, Any]:
    """Values that no field is defined for: what imports brought."""
    names = {one.name for one in known}
    return {name: value for name, value in custom.items() if name not in names}


def take(
    known: Sequence[FieldRow], typed: dict[str, Any], custom: Mapping[str, Any]
) -> dict[str, Any]:
    """Take the answers out of `typed`: by the names of the fields, blanks left out."""
    found: dict[str, Any] = {}
    for one in known:
        value = typed.pop(f"{_PREFIX}{one.id}")
        if isinstance(value, date):
            value = value.isoformat()
        was = custom.get(one.name)
        if value is not None and value != "":
            found[one.name] = was if was is not None and str(was) == str(value) else value
    return found


def at_its_field(known: Sequence[FieldRow], work: Callable[[], T]) -> T:
    """Run it; what is wrong with an own field is told at its question."""
    try:
        return work()
    except Invalid as found:
        for one in known:
            if found.field == "custom" and found.facts.get("name") == one.name:
                raise found.at(f"{_PREFIX}{one.id}") from found
        raise


def _question(one: FieldRow, value: Any, currency: str) -> Field:
    name = f"{_PREFIX}{one.id}"
    if value is not None and not fits(one, value):
        return Field(name, one.name, required=one.required)
    kind: Kind = "text"
    choices: Sequence[Choice] = ()
    match one.kind:
        case FieldKind.MONEY:
            kind = "money"
        case FieldKind.DATE:
            kind = "date"
        case FieldKind.YES_NO:
            kind, choices = "choice", [Choice(True, _("yes")), Choice(False, _("no"))]
        case FieldKind.CHOICE:
            offered = dict.fromkeys((*one.options, *([value] if value else [])))
            kind, choices = "choice", [Choice(it, it) for it in offered]
    hint = _("a number") if one.kind == FieldKind.NUMBER else ""
    return Field(name, one.name, kind, one.required, hint, choices, currency)
