"""A database on a place that can only be read: it is read, and a change says what is the matter."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline_tui.services.desk import Desk
from pipeline_tui.store.connection import connect
from tests.importing import write_csv

_FREEZE = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0"'


def _frozen(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """A shell that has the folder mounted so that nobody can write to it, root neither."""
    argv = ["unshare", "--map-root-user", "--mount", "sh", "-c", f"{_FREEZE} && {script}"]
    return subprocess.run(
        [*argv, str(folder)], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Path:
    desk.clients.add({"name": "Birch"})
    desk.close()
    folder = tmp_path / "frozen"
    folder.mkdir()
    desk.book.path.rename(folder / "p.db")
    if shutil.which("unshare") is None or _frozen(folder, "true").returncode:
        pytest.skip("this system lets nobody mount a folder for reading only")
    return folder


def _call(folder: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    words = " ".join(f"'{word}'" for word in argv)
    return _frozen(folder, f"'{sys.executable}' -m pipeline_tui --lang en --db \"$0/p.db\" {words}")


def test_reading_works_and_writing_says_why_it_does_not(folder: Path, tmp_path: Path) -> None:
    said = _call(folder, "client", "list")
    assert (said.returncode, said.stderr) == (0, "")
    assert "Birch" in said.stdout
    table = write_csv(tmp_path / "c.csv", ("Client name", "City"), ("Acme", "Perm"))
    for argv in (
        ("client", "add", "Acme"), ("undo",), ("import", str(table), "--yes"), ("backup",),
    ):  # fmt: skip
        said = _call(folder, *argv)
        assert (said.returncode, said.stdout, said.stderr.count("\n")) == (1, "", 1)
        assert "p.db: the place of the database can only be read; copy" in said.stderr


def test_changes_that_are_not_in_the_file_yet_are_never_passed_over(folder: Path) -> None:
    # As after a power cut: the newest changes stand beside the file, and nothing can take them in.
    other = folder / "other.db"
    shutil.copy(folder / "p.db", other)
    writer = connect(other)
    writer.execute("UPDATE client SET city = 'Perm'")
    for ending in ("", "-wal"):
        shutil.copy(f"{other}{ending}", f"{folder / 'p.db'}{ending}")
    writer.close()
    said = _call(folder, "client", "list")
    assert "Perm" in said.stdout or "can only be read" in said.stderr


def test_the_screens_say_it_before_they_open(folder: Path) -> None:
    line = [sys.executable, "-m", "pipeline_tui", "--lang", "en", "--db", str(folder / "p.db")]
    script = folder.parent / "on_a_terminal.py"
    script.write_text(f"import pty\npty.spawn({line!r})\n", encoding="utf-8")
    said = _frozen(folder, f"'{sys.executable}' '{script}'")
    assert "p.db: the place of the database can only be read; copy" in said.stdout
    assert said.stdout.count("\n") == 1
