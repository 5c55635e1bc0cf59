"""`field`: fields of the user's own, by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base
from pipeline_tui.domain.custom_fields import FieldKind, FieldOf
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.custom_fields import FieldRow
    from pipeline_tui.services.desk import Desk

_Name = Annotated[str, typer.Argument(metavar="FIELD", help=N_("Its name, or its number."))]
_Of = Annotated[FieldOf, typer.Option("--of", help=N_("What has the field."))]


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    fields = typer.Typer(no_args_is_help=True)
    app.add_typer(fields, name="field")

    @fields.command("list", help=_("List the fields of your own, in their order."))
    def list_fields(
        context: typer.Context,
        retired: Annotated[bool, typer.Option("--all", help=_("Those put away too."))] = False,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            _give(desk.vocabularies.custom_fields(retired=retired), as_json)

    @fields.command("add", help=_("Define a field; values imported under its name become its own."))
    def add_field(
        context: typer.Context,
        name: Annotated[str, typer.Argument(metavar="NAME", help=_("What it is called."))],
        of: _Of = FieldOf.CLIENT,
        kind: Annotated[FieldKind, typer.Option(help=_("What it holds."))] = FieldKind.TEXT,
        option: Annotated[list[str] | None, typer.Option("--option", help=_("One of a choice; repeat for more."))] = None,
        required: Annotated[bool, typer.Option("--required", help=_("Never left empty by who is asked."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            number = desk.custom_fields.add(of, name, kind, option or (), required=required)
        if as_json:
            base.give_json({"id": number})
        else:
            base.give(str(number))

    @fields.command("edit", help=_("Rename a field, its values with it; set its options or place."))
    def edit_field(
        context: typer.Context, field: _Name, of: _Of = FieldOf.CLIENT,
        name: Annotated[str | None, typer.Option(help=_("Its new name."))] = None,
        option: Annotated[list[str] | None, typer.Option("--option", help=_("One of a choice; repeat for more."))] = None,
        required: Annotated[bool | None, typer.Option("--required/--optional", help=_("Whether it may be left empty."))] = None,
        place: Annotated[int | None, typer.Option(min=1, help=_("Its place among the fields."))] = None,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            row = _found(desk, field, of)
            if name is not None or option is not None or required is not None:
                desk.custom_fields.edit(row.id, name or row.name, option, required=required)
            if place is not None:
                order = [one.id for one in desk.vocabularies.custom_fields(row.entity)]
                if row.id in order:
                    desk.custom_fields.move(row.id, place - 1 - order.index(row.id))
        base.done(_("done"))

    @fields.command("retire", help=_("Ask for a field no more, or --back; values stay."))
    def retire(
        context: typer.Context, field: _Name, of: _Of = FieldOf.CLIENT,
        back: Annotated[bool, typer.Option("--back", help=_("Ask for it again."))] = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            desk.custom_fields.retire(_found(desk, field, of).id, back=back)
        base.done(_("done"))


def _found(desk: Desk, wanted: str, of: str) -> FieldRow:
    """The field of this number, or of this name; raises NotFound own_field_unknown."""
    from pipeline_tui.domain.clients import fold

    for row in desk.vocabularies.custom_fields(retired=True):
        if wanted == str(row.id) or (row.entity == of and fold(row.name) == fold(wanted)):
            return row
    raise NotFound("own_field_unknown", text=wanted)


def _give(rows: list[FieldRow], as_json: bool) -> None:
    from pipeline_tui.wording.labels import field, label

    if as_json:
        base.give_json(rows)
        return
    base.give_table(
        (_("No."), field("entity"), field("name"), field("kind"), field("options")),
        [
            (
                str(row.id), label("record", row.entity), row.name + (" *" if row.required else ""),
                label("field_kind", row.kind) + (f" ({_('put away')})" if row.retired else ""),
                ", ".join(row.options),
            )
            for row in rows
        ],
    )  # fmt: skip
