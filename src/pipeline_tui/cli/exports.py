"""`export`: tables written for a spreadsheet or another program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline_tui.cli import base
from pipeline_tui.i18n import _


def add(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def export(
        context: typer.Context,
        kind: Annotated[
            str,
            typer.Argument(
                metavar="KIND",
                help="clients, contacts, deals, activities, tasks, invoices, payments, objections,"
                " all",
            ),
        ],
        file: Annotated[
            Path, typer.Argument(help=_("A name ending in .csv, .xlsx, .json or .jsonl; a folder."))
        ],
        ending: Annotated[
            str, typer.Option("--format", help=_("Format of the files of `all`: csv, xlsx, json."))
        ] = "csv",
        semicolons: Annotated[
            bool, typer.Option("--semicolons", help=_("Divide CSV cells by semicolons."))
        ] = False,
        force: Annotated[
            bool, typer.Option("--force", help=_("Write over a file that is there."))
        ] = False,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.wording import exports as words

        target = file.expanduser()
        with base.run_of(context).desk() as desk:
            if kind == "all":
                done = desk.exports.export_all(
                    target, ending, words=words.word, heading=words.heading, overwrite=force
                )
            else:
                done = [
                    desk.exports.export(
                        kind, target, words=words.word, heading=words.heading, overwrite=force,
                        delimiter=";" if semicolons else ",",
                    )
                ]  # fmt: skip
        if as_json:
            base.give_json(done if kind == "all" else done[0])
            return
        for one in done:
            base.give(f"{one.path}: {words.written(one.kind, one.rows)}")
            if one.cut:
                base.remark(
                    _("{n} cells were longer than a spreadsheet holds and were cut").format(
                        n=one.cut
                    )
                )
