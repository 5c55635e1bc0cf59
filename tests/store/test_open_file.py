"""A program that has a file open does not let go of SQLite's locks on it by looking at the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pipeline_tui.services import checkup, keeping
from pipeline_tui.services.desk import Desk
from tests.conftest import NOW

_OTHER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
if len(sys.argv) > 2:
    db.execute("UPDATE memo SET value = value")
    db.commit()
print([row[0] for row in db.execute("SELECT name FROM client ORDER BY id")])
db.close()
"""


def _another(path: Path, *how: str) -> str:
    """What another program sees in the file; it opens it, perhaps writes, and closes it again."""
    return subprocess.run(
        [sys.executable, "-c", _OTHER, str(path), *how],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout.strip()  # fmt: skip


def test_what_is_written_after_a_look_at_the_file_reaches_everybody(desk: Desk) -> None:
    """A close of any handle to a file drops every lock that the process has on it. Without them another
    program takes itself for the last one, and takes the log away under the one that still writes."""
    path = desk.book.path
    desk.memos.keep("a", 1)
    desk.clients.add({"name": "Acorn"})
    backup = desk.keeping.backup().path
    desk.keeping.compare(backup)
    keeping.compare(path, backup)
    checkup.check(path, NOW)
    assert _another(path, "write") == "['Acorn']"
    desk.clients.add({"name": "Birch"})
    assert _another(path) == "['Acorn', 'Birch']"
    desk.close()
    assert _another(path) == "['Acorn', 'Birch']"
