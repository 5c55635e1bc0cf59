"""`demo`: the program on made-up data, in a file of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline_tui.cli import base, opening
from pipeline_tui.i18n import _


def add(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def demo(
        context: typer.Context,
        fresh: Annotated[bool, typer.Option("--fresh", help=_("Make the data anew."))] = False,
        make_only: Annotated[
            bool, typer.Option("--make-only", help=_("Make the file, say where, open nothing."))
        ] = False,
    ) -> None:
        run = base.run_of(context)
        run.db = opening.demo_file(run, fresh=fresh)
        if make_only:
            base.give(str(run.db))
            return
        raise typer.Exit(opening.open_screens(run))
