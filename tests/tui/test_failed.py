"""The program fails: what was on its mind reaches neither the terminal nor the report nor the log."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Refused
from pipeline_tui.services import failures
from pipeline_tui.services.desk import Desk
from tests.conftest import NOW
from tests.terminal import LEFT, Terminal

SECRET = "Zanzibar-7"
BROKEN = f"""
from pipeline_tui.tui.app import PipelineApp
def broken(self):
    client = {SECRET!r}
    raise RuntimeError("no such client: " + client)
PipelineApp.action_show_debts = broken
"""


@pytest.fixture
def path(demo_desk: Desk) -> Path:
    """The demo file, closed."""
    demo_desk.close()
    return demo_desk.book.path


def written(folder: Path) -> dict[str, Path]:
    return {one.name: one for one in (folder / ".local/share/pipeline-tui").iterdir()}


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_a_failure_of_the_screens_is_told_kept_on_wish_and_left_behind(path: Path) -> None:
    before = os.umask(0)
    try:
        with Terminal(path, BROKEN) as terminal:
            terminal.wait_for("Today")
            terminal.press("5")
            terminal.wait_for("The program failed")
            terminal.wait_for("RuntimeError")
            assert not [name for name in written(path.parent) if name.startswith("report")]
            terminal.press("2")
            terminal.wait_for("Saved:")
            terminal.press("1")
            terminal.wait_for(LEFT)
            terminal.wait_for("Today")
            terminal.press("q")
            assert terminal.code() == os.EX_OK
    finally:
        os.umask(before)
    files = written(path.parent)
    assert set(files) >= {"errors.log"}
    assert [name for name in files if name.startswith("report-")]
    for file in files.values():
        text = file.read_text("utf-8")
        assert "builtins.RuntimeError" in text
        assert "<string>:5 broken" in text
        assert SECRET not in text
        assert str(path.parent) not in text
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((path.parent / ".local/share/pipeline-tui").stat().st_mode) == 0o700
    assert SECRET.encode() not in terminal.all


def test_a_failure_of_a_verb_is_one_line_without_data(path: Path) -> None:
    code = (
        "import pipeline_tui.cli.main as m\n"
        f"def run(*_): raise LookupError({SECRET!r})\n"
        "m.run = run\nimport sys\nsys.argv[1:] = ['client', 'list']\n"
        "from pipeline_tui.__main__ import main\nmain()"
    )
    env = {**os.environ, "HOME": str(path.parent), "LANG": "en_US.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    log = written(path.parent)["errors.log"]
    assert done.stderr == (
        f"The program failed (LookupError). Where in it is noted, without your data: {log}\n"
    )
    assert done.stdout == ""
    assert SECRET not in log.read_text("utf-8")


def failure() -> Exception:
    def stumble(client: str) -> None:
        known: dict[str, int] = {}
        try:
            known[client]
        except KeyError as error:
            raise ValueError(f"{client} is not there") from error

    try:
        stumble(SECRET)
    except ValueError as error:
        return error
    raise AssertionError


def test_a_report_has_places_and_no_values() -> None:
    lines = failures.report(failure(), NOW).splitlines()
    assert lines[2] == "builtins.KeyError"
    assert lines[4] == "builtins.ValueError"
    assert all(SECRET not in line and "/work" not in line and "/tmp" not in line for line in lines)


def test_the_log_keeps_one_older_part_and_no_more(tmp_path: Path) -> None:
    log = tmp_path / "new" / "errors.log"
    for number in range(40):
        assert failures.note(log, f"{number}\n" + "x" * (failures.LARGEST // 8))
    assert {one.name for one in log.parent.iterdir()} == {"errors.log", "errors.log.1"}
    assert all(one.stat().st_size <= failures.LARGEST for one in log.parent.iterdir())
    assert log.read_text().rpartition("39\n")[1]


def test_a_place_that_takes_no_file_makes_no_second_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not failures.note(tmp_path / "file" / "errors.log", "text")
    with pytest.raises(Refused, match="file_no_write"):
        failures.save(tmp_path / "file", "text", datetime(2026, 3, 11, tzinfo=NOW.tzinfo))
