"""The table of verbs against the files that bring them, and what a call has to load."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
import typer
from typer.main import get_group

from pipeline_tui import cli as package
from pipeline_tui.cli.register import VERBS, load
from tests.conftest import Said

Cli = Callable[..., Said]


def brought() -> dict[str, str]:
    """Every name that a file of the command line brings to the top, with that file."""
    found = {}
    for path in sorted(Path(package.__path__[0]).glob("*.py")):
        if re.search(r"^def add\(app: typer\.Typer\)", path.read_text("utf-8"), re.MULTILINE):
            app = typer.Typer()
            import_module(f"pipeline_tui.cli.{path.stem}").add(app)
            found.update(dict.fromkeys(get_group(app).commands, path.stem))
    return found


def test_the_table_names_what_the_files_bring() -> None:
    assert brought() == {name: file for name, (file, _) in VERBS.items()}


def test_the_help_of_the_program_is_the_table(cli: Cli) -> None:
    lines = cli("--help").out.partition("Commands:\n")[2]
    assert re.findall(r"^  (\S+)", lines, re.MULTILINE) == list(VERBS)


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_says_in_its_own_help_what_the_table_says_of_it(name: str) -> None:
    assert load(name).help == VERBS[name][1]


def loaded(*argv: str) -> set[str]:
    """The modules that a call of the program imports."""
    code = (
        "import sys; from pipeline_tui.cli.main import run; from datetime import datetime, UTC;"
        "run(sys.argv[1:], {'HOME': '/nowhere'}, lambda: datetime(2026, 3, 11, tzinfo=UTC));"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *argv], capture_output=True, text=True, check=True
    )
    return set(done.stderr.splitlines())


def test_help_loads_no_verb_and_a_verb_loads_no_other() -> None:
    files = {f"pipeline_tui.cli.{file}" for file, _ in VERBS.values()}
    assert loaded("--help") & files == set()
    assert loaded("client", "--help") & files == {"pipeline_tui.cli.client"}
    assert loaded("call", "log", "--help") & files == {"pipeline_tui.cli.call"}


def test_values_are_read_without_pydantic() -> None:
    # It takes as long to load as everything else together.
    assert "pydantic" not in loaded("client", "show", "1")
    assert "pydantic" not in loaded("client", "list", "--limit", "3", "status:active")
