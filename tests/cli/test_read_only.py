"""`--read-only`, and two programs on one file, as the shell sees them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline_tui.cli.opening import open_screens
from pipeline_tui.cli.run import prepare
from pipeline_tui.domain.errors import StoreProblem
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.keeping import hold
from pipeline_tui.wording.problems import problem
from tests.conftest import MOSCOW, NOW, HandClock, Said
from tests.importing import write_csv

Cli = Callable[..., Said]


def test_reading_verbs_read_and_every_other_says_why_not(
    desk: Desk, cli: Cli, tmp_path: Path
) -> None:
    desk.clients.add({"name": "Birch"})
    desk.close()
    table = write_csv(tmp_path / "c.csv", ("Client name", "City"), ("Acme", "Perm"))
    before = hashlib.sha256(desk.book.path.read_bytes()).digest()
    said = cli("--read-only", "client", "list")
    assert (said.code, "Birch" in said.out) == (0, True)
    assert cli("--read-only", "doctor").code == 0
    for argv in (
        ("client", "add", "Acme"), ("undo",), ("redo",), ("import", str(table), "--yes"),
        ("restore", str(desk.book.path), "--yes"), ("doctor", "--fix"),
    ):  # fmt: skip
        said = cli("--read-only", *argv)
        assert (said.code, said.out, said.err.count("\n")) == (1, "", 1), argv
        assert "open for reading only" in said.err, argv
    assert hashlib.sha256(desk.book.path.read_bytes()).digest() == before


def test_the_second_screens_are_refused_within_a_second(
    desk: Desk, tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    env = {"HOME": str(tmp_path), "PIPELINE_TUI_DB": str(desk.book.path), "TZ": "Europe/Moscow"}
    call = prepare(env, clock)
    with hold(desk.book.path, NOW.astimezone(MOSCOW)):
        began = time.monotonic()
        with pytest.raises(StoreProblem) as told:
            open_screens(call)
        assert time.monotonic() - began < 1
    assert "already open (process " in problem(told.value)
    assert "11.03.2026 10:20" in problem(told.value) or "2026" in problem(told.value)


def test_the_command_line_writes_while_the_screens_are_open(desk: Desk, cli: Cli) -> None:
    with hold(desk.book.path, NOW):
        revision = desk.history.revision()
        assert cli("client", "add", "Acorn").code == 0
        assert desk.history.revision() > revision, "the screens look for this once a second"
        assert [hit.name for hit in desk.lists.find("acorn", 5)] == ["Acorn"]
