"""`undo`, `redo`, `log`: the line of changes, back and forth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk


def _of_record(desk: Desk, record: str, limit: int, *, as_json: bool) -> None:
    """Say what became of one record, change by change."""
    from pipeline_tui.wording import formats
    from pipeline_tui.wording import history as words

    kind, _colon, number = record.partition(":")
    if not number.isdecimal():
        raise Invalid("--record", "record_form", text=record)
    changes = desk.history.of_record(kind, int(number), limit=limit)
    if as_json:
        base.give_json(changes)
        return
    rows = []
    for change in changes:
        entry = change.entry
        head = (
            str(entry.id), formats.moment(entry.made_at, desk.now(), desk.zone), entry.actor,
            words.title(entry),
        )  # fmt: skip
        fields = words.changes(change, desk.settings.currency, desk.now(), desk.zone)
        rows.append((*head, fields[0] if fields else ""))
        rows += [("", "", "", "", one) for one in fields[1:]]
    base.give_table((_("No."), _("When"), _("By"), _("What"), _("From → to")), rows)


def add(app: typer.Typer) -> None:
    """Add the verbs."""

    @app.command()
    def undo(
        context: typer.Context,
        number: Annotated[
            int | None, typer.Argument(metavar="NUMBER", help=_("A number from the log."))
        ] = None,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.wording import actions

        with base.run_of(context).desk() as desk:
            entry = desk.history.undo(number)
        if as_json:
            base.give_json(entry)
        else:
            base.give(_("Undone: {what}").format(what=actions.entry(entry)))

    @app.command()
    def redo(context: typer.Context, as_json: base.Json = False) -> None:
        from pipeline_tui.wording import actions

        with base.run_of(context).desk() as desk:
            entry = desk.history.redo()
        if as_json:
            base.give_json(entry)
        else:
            base.give(_("Redone: {what}").format(what=actions.entry(entry)))

    @app.command()
    def log(
        context: typer.Context,
        record: Annotated[
            str | None,
            typer.Option(
                "--record",
                metavar="KIND:NUMBER",
                help=_("Of one record only, with each field from and to: client:7, deal:12."),
            ),
        ] = None,
        limit: options.Limit = 20,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.wording import formats
        from pipeline_tui.wording import history as words

        with base.run_of(context).desk() as desk:
            if record is not None:
                _of_record(desk, record, limit, as_json=as_json)
                return
            entries = desk.history.entries(limit=limit)
            if as_json:
                base.give_json(entries)
                return
            base.give_table(
                (_("No."), _("When"), _("By"), _("What")),
                [
                    (
                        str(entry.id),
                        formats.moment(entry.made_at, desk.now(), desk.zone),
                        entry.actor,
                        words.title(entry),
                    )
                    for entry in entries
                ],
            )
