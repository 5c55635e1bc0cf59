"""What every run shares: a file to hurt, a process to lose, and the questions asked afterwards."""

from __future__ import annotations

import os
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline_tui.config import Settings
from pipeline_tui.services.checkup import check
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import dumping

NOW = datetime(2026, 3, 11, 7, 20, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Moscow")
_BESIDE = ("backups", "disk", "permissions", "settings")
"""Checks of what is around a file, not of the file."""


def clock() -> datetime:
    """The moment at which every run happens, so that two of them may be compared."""
    return NOW


def new_file(path: Path) -> Path:
    """A file as the program makes it."""
    Desk.create(
        path, clock=clock, settings=Settings(), zone=ZONE, actor="torture", language=""
    ).close()
    return path


def open_file(path: Path) -> Desk:
    """The file, open as the program opens it."""
    return Desk.open(path, clock=clock, settings=Settings(), zone=ZONE, actor="torture")


def apart(work: Callable[[], None]) -> int:
    """Do the work in a process of its own; answers with its pid."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, this process must end here
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def ended(pid: int) -> int:
    """Wait for a process; its exit code, or the signal it died of as a negative number."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def wrong_with(path: Path) -> list[str]:
    """Everything that the program itself and SQLite find wrong with a file."""
    return [
        f"{found.code}: {dict(found.facts)}"
        for found in check(path, NOW)
        if not found.ok and found.code not in _BESIDE
    ]


def contents(path: Path, *, but: Iterable[str] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that holds data: records, logs, counters."""
    with closing(sqlite3.connect(path)) as db:
        return {
            name: [tuple(row) for row in rows]
            for name, _columns, rows in dumping.contents(db)
            if name not in but
        }


def count(found: int, singular: str, plural: str) -> str:
    """A number with its noun, for a report."""
    return f"{found} {singular if found == 1 else plural}"
