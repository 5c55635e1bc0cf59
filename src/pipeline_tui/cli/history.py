"""`undo`, `redo`, `log`: the line of changes, back and forth."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.i18n import _


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
        limit: options.Limit = 20,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.wording import actions, formats

        with base.run_of(context).desk() as desk:
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
                        actions.entry(entry) + (f" ({_('undone')})" if entry.undone else ""),
                    )
                    for entry in entries
                ],
            )
