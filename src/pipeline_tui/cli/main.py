"""The command line. A bare call opens the screens and never comes here: see `__main__`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline_tui import __version__, i18n
from pipeline_tui.cli import base, opening
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
    from pipeline_tui.cli import register

    app = typer.Typer(
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
        version: Annotated[bool, typer.Option("--version", help=_("Show the version."))] = False,
    ) -> None:
        run = base.run_of(context)
        if version:
            base.give(__version__)
            raise typer.Exit
        if db is not None:
            run.db = db.expanduser()
        if lang is not None:
            choose_language(run, lang)
        if context.invoked_subcommand is None:
            raise typer.Exit(opening.open_screens(run))

    register.add_verbs(app)
    return app


def run(argv: Sequence[str], env: Mapping[str, str], clock: Callable[[], datetime]) -> int:
    """Do what the command line says; answers with the exit code. Problems are said, never thrown."""
    # typer carries a click of its own; an installed click's exceptions would not be these.
    from typer import Abort
    from typer._click.exceptions import ClickException, UsageError

    try:
        call = prepare(env, clock)
        language = _language_ahead(argv)
        if language in i18n.LANGUAGES:
            choose_language(call, language)
        answer = build()(args=list(argv), obj=call, standalone_mode=False, prog_name="pipeline-tui")
    except Problem as found:
        from pipeline_tui.wording.problems import problem

        remark(problem(found))
        return exit_code(found)
    except Abort:
        return 130
    except ClickException as error:
        error.show(sys.stderr)
        return WRONG_USE if isinstance(error, UsageError) else FAILED
    except BrokenPipeError:
        return 0
    return answer if isinstance(answer, int) else 0


def _language_ahead(argv: Sequence[str]) -> str:
    """The value of --lang, looked for ahead of parsing because help texts depend on it."""
    for place, word in enumerate(argv):
        if word.startswith("--lang="):
            return word[7:]
        if word == "--lang" and place + 1 < len(argv):
            return argv[place + 1]
    return ""
