"""One process has the screens of a file open, and none has after it is gone."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import StoreProblem
from pipeline_tui.services.desk import Desk
from pipeline_tui.store.hold import Hold, place, refuse_held
from tests.conftest import MOSCOW, NOW, HandClock, open_desk

_HOLDER = """
import sys
from datetime import datetime
from pathlib import Path
from pipeline_tui.store.hold import Hold
hold = Hold.take(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
print("held", flush=True)
sys.stdin.read()
"""


def _holder(db: Path) -> subprocess.Popen[str]:
    """Another process that holds the file until it is ended."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(db), NOW.isoformat()],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def _end(process: subprocess.Popen[str], how: signal.Signals) -> None:
    process.send_signal(how)
    process.communicate(timeout=20)


def test_the_second_is_told_who_has_it_and_since_when(tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    process = _holder(db)
    later = (NOW + timedelta(hours=2)).astimezone(MOSCOW)
    for take in (Hold.take, refuse_held):
        with pytest.raises(StoreProblem) as told:
            take(db, later)
        assert told.value.code == "already_open"
        assert told.value.facts["pid"] == process.pid
        assert str(told.value.facts["since"]) == "2026-03-11 10:20:00+03:00"
    _end(process, signal.SIGTERM)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_dead_process_leaves_no_hold_behind(tmp_path: Path, how: signal.Signals) -> None:
    db = tmp_path / "p.db"
    _end(_holder(db), how)
    assert place(db).exists(), "it had no time to tidy"
    refuse_held(db, NOW)
    with Hold.take(db, NOW):
        pass
    assert not place(db).exists()


def test_a_hold_is_of_the_file_whatever_it_is_called(tmp_path: Path) -> None:
    db, other = tmp_path / "p.db", tmp_path / "link.db"
    db.touch()
    other.symlink_to(db)
    process = _holder(other)
    with pytest.raises(StoreProblem, match="already_open"):
        Hold.take(db, NOW)
    _end(process, signal.SIGKILL)


def test_a_hold_that_says_nothing_is_still_one(tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    with Hold.take(db, NOW):
        place(db).write_text("")
        with pytest.raises(StoreProblem) as told:
            Hold.take(db, NOW)
    assert told.value.facts["pid"] is None


# -- what writes meanwhile


def test_a_file_that_was_replaced_is_not_written_to(desk: Desk, tmp_path: Path) -> None:
    desk.clients.add({"name": "Acorn"})
    other = desk.keeping.backup(tmp_path / "copy.db").path
    other.replace(desk.book.path)  # as a sync program does
    for write in (
        lambda: desk.clients.add({"name": "Birch"}),
        desk.history.undo,
        lambda: desk.memos.keep("a", 1),
    ):
        with pytest.raises(StoreProblem, match="file_replaced"):
            write()


def test_a_file_that_was_deleted_is_not_made_anew(desk: Desk) -> None:
    path = desk.book.path
    desk.clients.add({"name": "Acorn"})
    with open_desk(path, HandClock()) as late:
        for each in path.parent.glob("pipeline.db*"):
            each.unlink()
        for one in (desk, late):
            with pytest.raises(StoreProblem):
                one.clients.add({"name": "Birch"})
    assert not path.exists()
