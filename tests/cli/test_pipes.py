"""A reader that goes away before the end, as `head` does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline_tui.services.desk import Desk


def _unread(path: Path, *argv: str, both: bool = False) -> tuple[int, bytes]:
    """Call the program with a standard output that nobody reads; `both` with its errors too."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline_tui", *argv],
            stdout=writer, stderr=writer if both else subprocess.PIPE, check=False,
            env={"PIPELINE_TUI_DB": str(path), "HOME": "/nowhere", "LANG": "en_US.UTF-8"},
        )  # fmt: skip
    finally:
        os.close(writer)
    return done.returncode, done.stderr or b""


@pytest.mark.parametrize(
    "argv",
    [
        ("client", "list", "--limit", "500"), ("log", "--json"), ("--help",), ("client", "--help"),
        ("--version",),
    ],
)  # fmt: skip
def test_a_reader_that_is_gone_ends_it_quietly(demo_desk: Desk, argv: tuple[str, ...]) -> None:
    assert _unread(demo_desk.book.path, *argv) == (0, b"")


def test_more_than_a_pipe_holds(demo_desk: Desk) -> None:
    # The first write fails in the middle of the verb, not when Python leaves.
    assert _unread(demo_desk.book.path, "client", "list", "--limit", "1000", "--json") == (0, b"")


def test_nobody_hears_the_complaint_either(demo_desk: Desk) -> None:
    assert _unread(demo_desk.book.path, "client", "show", "nobody", both=True)[0] == 0
