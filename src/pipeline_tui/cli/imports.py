"""`import`: spreadsheets taken in, shown first and asked about."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base
from pipeline_tui.cli.import_shown import file_json, give_plans, give_result
from pipeline_tui.cli.run import FAILED
from pipeline_tui.domain.imports import (
    ImportOptions,
    ImportResult,
    Progress,
)
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.cli.run import Run
    from pipeline_tui.services.desk import Desk


def add(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command("import")
    def import_files(
        context: typer.Context,
        files: Annotated[
            list[Path],
            typer.Argument(
                metavar="FILE",
                help=_("CSV, XLSX, XLS or VCF; a folder of them; - reads a table from a pipe."),
            ),
        ],
        maps: Annotated[
            list[str] | None,
            typer.Option(
                "--map",
                metavar="COLUMN=FIELD",
                help=_(
                    "What a column, by its name or number, means; - leaves it out, custom keeps"
                    " it as an own field."
                ),
            ),
        ] = None,
        kind: Annotated[
            str,
            typer.Option(
                help=_(
                    "clients, contacts, deals, activities, invoices, products, people; auto"
                    " forgets what was said of such files before."
                )
            ),
        ] = "",
        dates: Annotated[
            list[str] | None,
            typer.Option(
                metavar="[COLUMN=]ORDER",
                help=_("Order of dates like 3/4/2025, in one column or in all: dmy, mdy, ymd."),
            ),
        ] = None,
        decimals: Annotated[
            list[str] | None,
            typer.Option(
                metavar="[COLUMN=]MARK",
                help=_("What stands before decimals, in one column or in all: comma, dot."),
            ),
        ] = None,
        currency: Annotated[
            str, typer.Option(help=_("Currency of sums that name none, e.g. USD."))
        ] = "",
        country: Annotated[
            str, typer.Option(help=_("Country of phones without its code, e.g. US."))
        ] = "",
        source: Annotated[
            str,
            typer.Option(help=_("A name for where the files come from, if their columns change.")),
        ] = "",
        encoding: Annotated[
            str, typer.Option(help=_("Encoding of a text file, e.g. cp1251."))
        ] = "",
        sheet: Annotated[str, typer.Option(help=_("Sheet of a workbook, by name."))] = "",
        strict: Annotated[
            bool, typer.Option("--strict", help=_("One row that cannot be taken stops it all."))
        ] = False,
        rejects: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help=_("Where to write the rows that were not taken.")),
        ] = None,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", "-n", help=_("Show what would be done, do nothing."))
        ] = False,
        yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Do it without asking."))] = False,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.exchange.export import check_table
        from pipeline_tui.exchange.recognise import parse_override

        options = ImportOptions(
            overrides=dict(parse_override(text) for text in maps or ()),
            kind=kind, dates=_by_column(dates), decimals=_by_column(decimals), currency=_currency(currency), country=country.upper(),
            source=source, encoding=encoding, sheet=sheet, strict=strict,
        )  # fmt: skip
        run = base.run_of(context)
        if rejects is not None:  # before the import: rows left over must have where to go
            rejects = rejects.expanduser()
            check_table(rejects)
        with _desk(run, writes=yes and not dry_run) as desk, _Inbox() as inbox, _until_break():
            given = [inbox.piped() if str(path) == "-" else path.expanduser() for path in files]
            paths, aside = desk.imports.tables_of(given, options)
            if aside:
                from pipeline_tui.wording.imports import skipped

                base.remark(skipped(aside))
            options = _with_answers(desk, paths, options)
            _import(desk, paths, options, rejects, dry_run=dry_run, yes=yes, as_json=as_json)


def _import(
    desk: Desk,
    paths: Sequence[Path],
    options: ImportOptions,
    rejects: Path | None,
    *,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    done = yes and not dry_run
    if done:
        result = desk.imports.run(paths, options, progress=_progress())
    else:
        result = desk.imports.rehearse(paths, options, progress=_progress())
        if not as_json:
            give_plans([one.plan for one in result.files])
    if not as_json:
        give_result(result, done=done)
    if not done and not dry_run and not as_json and base.asked(N_("Import it?")):
        result, done = desk.imports.run(paths, options, progress=_progress()), True
    if as_json:
        base.give_json(
            {
                "done": done,
                "batch": result.batch_id,
                "files": [file_json(one) for one in result.files],
                "made": result.made,
                "open_deals_without_step": result.without_step,
            }
        )
    if done:
        _say_done(result)
    elif not dry_run:
        base.remark(_("Nothing has been changed; --yes imports it."))
    if rejects is not None and result.listed:
        from pipeline_tui.wording import imports as words

        saved = desk.imports.save_rejects(result, rejects, words.row_note, options)
        for path in saved:
            base.remark(_("Rows that were not taken are in {file}").format(file=str(path)))
    if result.rows and result.listed == result.rows:
        raise typer.Exit(FAILED)


class _Inbox:
    """Where a table that comes through a pipe lies while it is taken in."""

    def __init__(self) -> None:
        self._exit = ExitStack()

    def __enter__(self) -> _Inbox:
        return self

    def __exit__(self, *_: object) -> None:
        self._exit.close()

    def piped(self) -> Path:
        """All of standard input as a file of the user's own."""
        import shutil
        from tempfile import TemporaryDirectory

        path = Path(self._exit.enter_context(TemporaryDirectory())) / "stdin"
        with path.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        return path


_stopped = False
"""Whether Ctrl-C was pressed while an import ran."""


@contextmanager
def _until_break() -> Iterator[None]:
    """Ctrl-C ends an import at a row, with nothing changed; pressed again, at once."""
    import signal
    from types import FrameType

    def stop(_number: int, _frame: FrameType | None) -> None:
        global _stopped
        if _stopped:
            raise KeyboardInterrupt
        _stopped = True

    global _stopped
    _stopped = False
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _by_column(said: Sequence[str] | None) -> dict[str, str]:
    """Column → word, of "Column=word"; a word alone is said of all."""
    parts = [text.rpartition("=") for text in said or ()]
    return {column.strip(): word.strip().casefold() for column, _equals, word in parts}


def _with_answers(desk: Desk, paths: Sequence[Path], options: ImportOptions) -> ImportOptions:
    """On a terminal, ask how dates and sums are written where a column does not tell."""
    from msgspec.structs import replace

    from pipeline_tui.domain.errors import Invalid

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return options
    while True:
        try:
            desk.imports.look(paths, options)
        except Invalid as problem:
            facts = problem.facts
            if problem.code == "date_ambiguous":
                question = _("“{text}” in “{column}”: day first or month first? dmy / mdy")
                said = options.dates
            elif problem.code == "decimal_ambiguous":
                question = _("“{text}” in “{column}”: what stands before the decimals? comma / dot")
                said = options.decimals
            else:
                raise
            question = question.format(text=facts["text"], column=facts["column"])
            said = {**said, str(facts["column"]): base.typed(question).strip().casefold()}
            field = "dates" if problem.code == "date_ambiguous" else "decimals"
            options = replace(options, **{field: said})
        else:
            return options


@contextmanager
def _desk(run: Run, *, writes: bool) -> Iterator[Desk]:
    """The file; where there is none yet, a new one, which a mere look makes for itself alone."""
    run.refuse_to_forget()
    if run.db.exists():
        with run.desk() as desk:
            yield desk
        return
    if writes or (sys.stdin.isatty() and sys.stderr.isatty()):
        with run.new_desk() as desk:
            yield desk
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder, run.new_desk(Path(folder) / "look.db") as desk:
        yield desk


def _currency(text: str) -> str:
    from pipeline_tui.domain.money import read_currency

    return read_currency(text) if text.strip() else ""


def _progress() -> Progress:
    """Goes on until Ctrl-C; on a terminal a line counts the rows."""
    if not sys.stderr.isatty():
        return lambda _done, _total: not _stopped
    from pipeline_tui.wording.formats import number

    def show(done: int, total: int) -> bool:
        end = "\r\x1b[K" if done == total else ""
        sys.stderr.write(f"\r{number(done)} / {number(total)}{end}")
        sys.stderr.flush()
        return not _stopped

    return show


def _say_done(result: ImportResult) -> None:
    if result.batch_id is None:
        from pipeline_tui.wording.imports import nothing_new

        base.remark(nothing_new(result))
    else:
        base.remark(
            _("Imported as No. {n}; `pipeline-tui undo` takes it back.").format(n=result.batch_id)
        )
