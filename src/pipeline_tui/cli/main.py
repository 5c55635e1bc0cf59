"""The command line. A bare call opens the screens and never comes here: see `__main__`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline_tui import __version__, i18n
from pipeline_tui.cli import base, opening
from pipeline_tui.cli.misuse import misuse
from pipeline_tui.cli.register import HungUp, Root
from pipeline_tui.cli.run import (
    FAILED,
    WRONG_USE,
    choose_language,
    exit_code,
    prepare,
    remark,
)
from pipeline_tui.domain.errors import Problem
from pipeline_tui.i18n import _


def build() -> typer.Typer:
    """The whole command line, its help in the language spoken now."""
    app = typer.Typer(
        cls=Root,
        help=_("The working day of one sales manager. Without a verb it opens the screens."),
        add_completion=True,
        no_args_is_help=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=True)
    def start(
        context: typer.Context,
        db: Annotated[
            Path | None, typer.Option("--db", help=_("The database file."), metavar="PATH")
        ] = None,
        lang: Annotated[
            str | None, typer.Option("--lang", help=_("Language: ru or en."), metavar="LANG")
        ] = None,
        read_only: Annotated[
            bool,
            typer.Option("--read-only", help=_("Only read the database: change nothing in it.")),
        ] = False,
        key_file: Annotated[
            Path | None,
            typer.Option(
                "--key-file",
                metavar="PATH",
                help=_("File whose first line is the passphrase of an encrypted database."),
            ),
        ] = None,
        version: Annotated[bool, typer.Option("--version", help=_("Show the version."))] = False,
    ) -> None:
        run = base.run_of(context)
        if version:
            base.give(__version__)
            raise typer.Exit
        if db is not None:
            run.db = db.expanduser()
        run.read_only = read_only
        run.key_file = key_file
        if lang is not None:
            choose_language(run, lang)
        if context.invoked_subcommand is None:
            raise typer.Exit(opening.open_screens(run))

    return app


def run(argv: Sequence[str], env: Mapping[str, str], clock: Callable[[], datetime]) -> int:
    """Do what the command line says; answers with the exit code. Problems are said, never thrown.

    A reader that has had enough, such as `head`, ends the answer, and that is no failure.
    """
    try:
        code = _run(argv, env, clock)
        sys.stdout.flush()
    except (BrokenPipeError, HungUp):
        _silence()
        return 0
    return code


def _silence() -> None:
    """Send what is still to be written nowhere: at the end Python writes it out and would complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _run(argv: Sequence[str], env: Mapping[str, str], clock: Callable[[], datetime]) -> int:
    # typer carries a click of its own; an installed click's exceptions would not be these.
    from typer import Abort
    from typer._click.exceptions import ClickException, UsageError

    try:
        call = prepare(env, clock)
    except Problem as found:
        return _say(found)
    try:
        language = _language_ahead(argv)
        if language in i18n.LANGUAGES:
            choose_language(call, language)
        answer = build()(args=list(argv), obj=call, standalone_mode=False, prog_name="pipeline-tui")
    except Problem as found:
        return _say(call.way_out(found))
    except Abort:
        return 130
    except ClickException as error:
        wrong = misuse(error)
        if wrong is not None:
            return _say(wrong)
        error.show(sys.stderr)
        return WRONG_USE if isinstance(error, UsageError) else FAILED
    except Exception as error:
        from pipeline_tui.services.keeping import trouble

        told = trouble(error, call.db)
        if told is None:
            raise
        return _say(call.way_out(told))
    return answer if isinstance(answer, int) else 0


def _say(found: Problem) -> int:
    from pipeline_tui.wording.problems import problem

    remark(problem(found))
    return exit_code(found)


def _language_ahead(argv: Sequence[str]) -> str:
    """The value of --lang, looked for ahead of parsing because help texts depend on it."""
    for place, word in enumerate(argv):
        if word.startswith("--lang="):
            return word[7:]
        if word == "--lang" and place + 1 < len(argv):
            return argv[place + 1]
    return ""
