"""Own fields on the command line: `--field NAME=VALUE`, and how they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base
from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Invalid, NotFound
from pipeline_tui.i18n import N_

if TYPE_CHECKING:
    from pipeline_tui.domain.custom_fields import FieldRow
    from pipeline_tui.services.desk import Desk

Own = Annotated[
    list[str] | None,
    typer.Option(
        "--field", metavar="NAME=VALUE",
        help=N_("A field of your own; empty clears it. Repeat for more."),
    ),
]  # fmt: skip


def with_own(
    desk: Desk, entity: str, typed: Sequence[str] | None, there: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The own fields of a record after these changes: `there`, and what was typed over it.

    A name is one of a defined field, or of a value that a file brought. Raises Invalid custom_form;
    NotFound own_field_unknown.
    """
    found = dict(there or {})
    known = {fold(name): name for name in found}
    known |= {fold(one.name): one.name for one in desk.vocabularies.custom_fields(entity)}
    for line in typed or ():
        name, sign, value = (part.strip() for part in line.partition("="))
        if not (name and sign):
            raise Invalid("custom", "custom_form", text=line)
        if fold(name) not in known:
            raise NotFound("own_field_unknown", text=name)
        found[known[fold(name)]] = value
    return found


def give_own(
    desk: Desk, fields: Sequence[FieldRow], custom: Mapping[str, Any], indent: str
) -> None:
    """Own fields with their values, one a line."""
    from pipeline_tui.wording import cards

    for name, text in cards.own_values(fields, custom, desk.settings.currency, desk.today()):
        base.give(f"{indent}{name}: {text}")
