"""Promises of the structure that the import contracts cannot state."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import NOW

SOURCE = Path(__file__).parents[1] / "src" / "pipeline_tui"


def loaded_by(program: str) -> set[str]:
    """Names of the top modules that a fresh interpreter has loaded after running `program`."""
    code = f"{program}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="/"
    )
    return set(done.stdout.split())


def test_help_loads_neither_the_screens_nor_the_tables() -> None:
    loaded = loaded_by(
        "import os, sys, io, contextlib\n"
        "from datetime import datetime, UTC\n"
        "from pipeline_tui.cli.main import run\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    assert run(['--help'], {'HOME': '/nowhere'}, lambda: datetime.now(UTC)) == 0"
    )
    assert not loaded & {"textual", "sqlmodel", "sqlalchemy", "alembic", "pydantic", "babel"}


@pytest.mark.parametrize(
    "module",
    ["call_list", "cards", "lists", "funnel", "debts", "objection_views", "vocabularies", "memos"],
)
def test_what_only_reads_does_not_load_the_tables(module: str) -> None:
    loaded = loaded_by(f"import pipeline_tui.services.{module}")
    assert not loaded & {"sqlmodel", "sqlalchemy", "alembic", "textual", "typer"}


def test_the_screens_do_not_load_the_tables_before_they_paint() -> None:
    loaded = loaded_by("import pipeline_tui.tui.app, pipeline_tui.tui.screens.today")
    assert not loaded & {"sqlmodel", "sqlalchemy", "alembic", "typer", "babel", "phonenumbers"}


def test_little_is_loaded_until_the_first_list_stands(demo_desk: Desk) -> None:
    loaded = loaded_by(
        "import asyncio\n"
        "from datetime import datetime\n"
        "from pathlib import Path\n"
        "from zoneinfo import ZoneInfo\n"
        "from pipeline_tui.config import Settings\n"
        "from pipeline_tui.services.desk import Desk\n"
        "from pipeline_tui.tui import app\n"
        "app._WARM_UP_AFTER_S = 1000\n"  # what writing needs comes later, whatever the machine does
        f"now = datetime.fromisoformat({NOW.isoformat()!r})\n"
        f"path, zone = Path({str(demo_desk.book.path)!r}), ZoneInfo('Europe/Moscow')\n"
        "async def run(desk):\n"
        "    async with app.PipelineApp(desk).run_test(size=(120, 40)) as pilot:\n"
        "        await pilot.pause()\n"
        "        await pilot.app.workers.wait_for_complete()\n"
        "with Desk.open(path, clock=lambda: now, settings=Settings(), zone=zone, actor='t') as desk:\n"
        "    asyncio.run(run(desk))"
    )
    assert "pipeline_tui.tui.screens.today" in loaded
    assert not loaded & {
        "sqlmodel", "sqlalchemy", "pydantic", "alembic", "typer", "babel", "holidays", "phonenumbers",
        "stdnum", "rapidfuzz", "fsrs", "xlsxwriter", "python_calamine", "fpdf",
    }  # fmt: skip
    ours = sum(name.startswith("pipeline_tui") for name in loaded)
    assert ours <= 175
    assert len(loaded) <= 620


def test_the_clock_is_read_in_one_place() -> None:
    readers = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if re.search(
            r"\b(datetime\.now|(date|datetime)\.today|time\.time|utcnow|localtime|gmtime)\(",
            path.read_text(),
        )
    ]
    assert readers == ["__main__.py"]


@cache
def _nodes_of(path: Path) -> list[tuple[str, ast.AST]]:
    name = path.relative_to(SOURCE)
    return [
        (f"{name}:{getattr(node, 'lineno', 0)}", node)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    ]


def nodes(*folders: str) -> Iterator[tuple[str, ast.AST]]:
    """(place, node) of the whole source, or of these folders of it."""
    for folder in folders or (".",):
        for path in sorted((SOURCE / folder).rglob("*.py")):
            yield from _nodes_of(path)


def called(node: ast.Call) -> str:
    """The name of what is called, without what it hangs on."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_values_are_structs_and_never_dataclasses() -> None:
    found = [
        place
        for place, node in nodes()
        if (isinstance(node, ast.ImportFrom) and node.module == "dataclasses")
        or (isinstance(node, ast.Import) and any(one.name == "dataclasses" for one in node.names))
    ]
    assert found == []


def test_nothing_is_printed_past_the_console() -> None:
    """`print` writes to the screen the program draws on, and control bytes of user data with it."""
    found = [
        place
        for place, node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and called(node) == "print"
    ]
    assert found == []


_SHOWN = {
    "say": 0, "warn": 0, "notify": 0, "Static": 0, "Label": 0, "Content": 0, "Heading": 0, "Title": 0,
    "Paragraph": 0, "Pair": 0, "Figure": 0, "TextPrompt": 0, "ConfirmPrompt": 0, "ChoicePrompt": 0,
    "Section": 1, "Column": 1, "Field": 1, "Tab": 2,
}  # fmt: skip
"""What shows a text to the user, and which of its arguments that is."""


def test_what_the_user_reads_comes_from_the_catalogue() -> None:
    """A sentence written straight into a widget is never translated."""
    found = []
    for place, node in nodes("tui", "cli"):
        if not isinstance(node, ast.Call) or called(node) not in _SHOWN:
            continue
        shown = node.args[_SHOWN[called(node)] :][:1]
        parts = [
            part
            for one in shown
            for part in (one.values if isinstance(one, ast.JoinedStr) else [one])
        ]
        texts = [part.value for part in parts if isinstance(part, ast.Constant)]
        if any(isinstance(text, str) and re.search(r"[^\W\d_]{2}", text) for text in texts):
            found.append(place)
    assert found == []


def test_files_stay_small_enough_to_read_at_once() -> None:
    long = {
        str(path.relative_to(SOURCE)): lines
        for path in SOURCE.rglob("*.py")
        if (lines := len(path.read_text().splitlines())) > 600
    }
    assert long == {}
