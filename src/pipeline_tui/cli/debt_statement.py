"""`debt statement` and `debt sign`: the reconciliation statement, and that the client signed it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli import money_options as opt
from pipeline_tui.i18n import _


def add(debts: typer.Typer) -> None:
    """Add the verbs."""

    @debts.command(help=_("The reconciliation statement of a period, in the client’s language."))
    def statement(
        context: typer.Context,
        client: options.Client,
        since: Annotated[str, typer.Option("--from", metavar="DAY", help=_("First day; else the first of the year."))] = "",
        to: Annotated[str, typer.Option("--to", metavar="DAY", help=_("Last day; else today."))] = "",
        out: Annotated[Path | None, typer.Option("--out", "-o", help=_("To a file: .pdf to be signed, .xlsx, else a text."))] = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import reconciliation as words

        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            today = desk.today()
            last = opt.read_day(desk, to, "--to") if to else today
            first = opt.read_day(desk, since, "--from") if since else last.replace(month=1, day=1)
            found = desk.reconciliations.of_client(client_id, first, last)
            settings = desk.settings
            if out is not None:
                document = words.for_file(found, settings, out)
                desk.exports.document(out, document, "statement")
        if as_json:
            base.give_json(
                {
                    **base.plain(found),
                    "accounts": [
                        {**base.plain(one), "closing_minor": one.closing_minor}
                        for one in found.accounts
                    ],
                    "file": out,
                }
            )
            return
        if out is not None:
            base.give(str(out.absolute()))
        else:
            for line in words.as_text(found, settings).rstrip("\n").split("\n"):
                base.give(line)
        for text in words.warnings(found, today):
            base.remark(text)

    @debts.command(help=_("Note that the client signed a statement: the limitation begins anew."))
    def sign(
        context: typer.Context,
        client: options.Client,
        to: Annotated[str, typer.Option("--to", metavar="DAY", help=_("Last day of the statement."))],
        on: Annotated[str, typer.Option("--on", metavar="DAY", help=_("When it was signed; else today."))] = "",
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            desk.reconciliations.sign(
                base.find_client(desk, client),
                opt.read_day(desk, to, "--to"),
                opt.read_day(desk, on, "--on") if on else desk.today(),
            )
        base.done(_("done"))
