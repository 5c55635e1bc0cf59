"""`export`: files written for a spreadsheet, an address book, a calendar, another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.exports import ExportDone
    from pipeline_tui.exchange.export import Format
    from pipeline_tui.services.desk import Desk


def add(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def export(
        context: typer.Context,
        kind: Annotated[
            str,
            typer.Argument(
                metavar="KIND",
                help="clients, contacts, deals, activities, steps, invoices, payments, objections,"
                " all, log",
            ),
        ],
        file: Annotated[
            Path | None,
            typer.Argument(
                help=_("A file; its ending is the format. Without it, one of its own name here.")
            ),
        ] = None,
        ending: Annotated[
            str,
            typer.Option(
                "--format", "-f", metavar="FORMAT",
                help=_("csv, xlsx, json, jsonl; vcard of clients, ics of steps, archive of all."),
            ),
        ] = "",
        only: Annotated[
            str,
            typer.Option("--filter", metavar="FILTER", help=_("Only of clients like “status:active debt”.")),
        ] = "",
        view: Annotated[
            str, typer.Option("--view", metavar="VIEW", help=_("Only of clients in this view of the list."))
        ] = "",
        semicolons: Annotated[
            bool, typer.Option("--semicolons", help=_("Divide CSV cells by semicolons."))
        ] = False,
        force: Annotated[
            bool, typer.Option("--force", help=_("Write over a file that is there."))
        ] = False,
        limit: options.Limit = 50,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        target = None if file is None else file.expanduser()
        with base.run_of(context).desk() as desk:
            if kind == "log":
                _give_log(desk, limit, as_json=as_json)
                return
            if view:
                only = " ".join(filter(None, (_line_of(desk, view), only)))
            done = _written(desk, kind, target, ending, only, semicolons=semicolons, force=force)
        _say(done, as_json=as_json, many=kind == "all")


def _written(
    desk: Desk, kind: str, target: Path | None, ending: str, only: str, *, semicolons: bool,
    force: bool,
) -> list[ExportDone]:  # fmt: skip
    from pipeline_tui.exchange.export import TABLES, Format
    from pipeline_tui.wording import exports as words

    to: Format | None = Format.named(ending) if ending else None
    if kind == "all":
        if to is None and target is not None and target.suffix == ".zip":
            to = Format.ARCHIVE
        if to is Format.ARCHIVE:
            if only:
                raise Invalid("--filter", "archive_is_whole")
            path = target or Path(desk.exports.file_name(kind, to))
            return [desk.exports.archive(path, overwrite=force)]
        folder = target or Path(f"{kind}-{desk.today().isoformat()}")
        return desk.exports.export_all(
            folder, (to or TABLES[0]).value, words=words.word, heading=words.heading, only=only,
            overwrite=force,
        )  # fmt: skip
    path = target or Path(desk.exports.file_name(kind, to or TABLES[0]))
    return [
        desk.exports.export(
            kind, path, words=words.word, heading=words.heading,
            to=to or (TABLES[0] if target is None else None), only=only, overwrite=force,
            delimiter=";" if semicolons else ",",
        )
    ]  # fmt: skip


def _line_of(desk: Desk, name: str) -> str:
    """The filter line of a view of the client list, given or the user's own."""
    from pipeline_tui.wording import views

    return views.named(desk.lists.views(), name).query


def _say(done: list[ExportDone], *, as_json: bool, many: bool) -> None:
    from pipeline_tui.wording import exports as words

    if as_json:
        base.give_json(done if many else done[0])
        return
    for one in done:
        base.give(f"{one.path}: {words.written(one.kind, one.rows)}")
        if one.cut:
            base.remark(
                _("{n} cells were longer than a spreadsheet holds and were cut").format(n=one.cut)
            )


def _give_log(desk: Desk, limit: int, *, as_json: bool) -> None:
    from pipeline_tui.wording import exports as words
    from pipeline_tui.wording import formats

    found = desk.exports.log(limit)
    if as_json:
        base.give_json(found)
        return
    base.give_table(
        (_("When"), _("By"), _("What"), _("Rows"), _("Filter"), _("File")),
        [
            (
                formats.moment(one.made_at, desk.now(), desk.zone), one.actor, words.kind(one.kind),
                formats.number(one.rows), one.filter, one.file,
            )
            for one in found
        ],
        right=(3,),
    )  # fmt: skip
