"""Copies of the file, made by SQLite itself, verified after writing, and put back."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from pipeline_tui.domain.dates import read_moment
from pipeline_tui.domain.errors import Conflict, Invalid, Refused, StoreProblem
from pipeline_tui.domain.keeping import BackupRow
from pipeline_tui.store import journal
from pipeline_tui.store.connection import connect, fresh, refusal, revision_of
from pipeline_tui.store.new_file import SIDECARS, sync_folder
from pipeline_tui.store.private import private_folder

_NAME = re.compile(r"-(\d{8}T\d{6}Z)(?:-([a-z]+))?(?:-(\d+))?\.db$")
_STAMP = "%Y%m%dT%H%M%SZ"
_PAGES = 4_096
_TABLES = ("client", "contact", "deal", "stage_change", "activity", "task", "invoice", "payment",
           "objection_event", "audit_entry")  # fmt: skip
"""Whose rows are counted: what a person would miss."""


def folder_of(db: Path) -> Path:
    """Where the copies of a file live: beside it."""
    return db.parent / "backups"


def named(db: Path, now: datetime, reason: str = "") -> Path:
    """A free name for a copy made now."""
    stem = f"{db.stem}-{now.astimezone(UTC).strftime(_STAMP)}" + (f"-{reason}" if reason else "")
    found, number = folder_of(db) / f"{stem}.db", 2
    while found.exists():
        found = folder_of(db) / f"{stem}-{number}.db"
        number += 1
    return found


def make_folder(db: Path) -> None:
    """Make the folder of a file's copies where it is missing; raises StoreProblem read_only_place,
    Refused file_no_write."""
    folder = folder_of(db)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        if error.errno == errno.EROFS:
            raise StoreProblem("read_only_place", file=str(db)) from error
        raise Refused("file_no_write", file=folder.name, detail=error.strerror or "") from error


def listed(db: Path) -> list[BackupRow]:
    """The copies of a file, newest first."""
    return listed_in(folder_of(db), db)


def listed_in(folder: Path, db: Path) -> list[BackupRow]:
    """The copies of a file that lie in a folder, newest first."""
    found: list[tuple[int, BackupRow]] = []
    for path in folder.glob("*.db") if folder.is_dir() else ():
        match = _NAME.search(path.name)
        if match and path.name[: match.start()] == db.stem:
            made = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
            row = BackupRow(path, made, path.stat().st_size, match[2] or "")
            found.append((int(match[3] or 1), row))
    found.sort(key=lambda each: (each[1].made_at, each[0]), reverse=True)
    return [row for _, row in found]


def copy(db: Path, target: Path) -> None:
    """Copy a file that may be in use, and see that the copy is whole.

    The copy appears under its name only once it is verified, readable by its owner alone. Raises
    Conflict file_exists, Invalid folder_missing, Refused file_no_write, StoreProblem.
    """
    temporary = target.with_name(f".{target.name}.part")
    try:
        if target.exists():
            raise Conflict("file_exists", file=target.name)
        if not target.parent.is_dir():
            raise Invalid("file", "folder_missing", folder=str(target.parent))
        temporary.unlink(missing_ok=True)
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(connect(db, read_only=True)) as source:
            source.execute("BEGIN")  # one state of the file for the counts and for the copy
            expected = counts(source)
            head = journal.head(source)
            with closing(fresh(temporary, source)) as copied:
                source.backup(copied, pages=_PAGES)
                copied.execute("PRAGMA journal_mode = DELETE")
            verify(temporary, expected)
            with closing(connect(temporary, read_only=True)) as copied:
                broken = journal.broken_entries(copied)
                # A chain that was broken before is copied as it is: such a file needs its copies most.
                if journal.head(copied) != head or (
                    broken and broken != journal.broken_entries(source)
                ):
                    raise StoreProblem("backup_broken", file=str(target))
            source.execute("ROLLBACK")
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.replace(target)
        with suppress(OSError):  # a disk that cannot
            sync_folder(target.parent)
    except OSError as error:
        raise Refused("file_no_write", file=target.name, detail=error.strerror or "") from error
    except sqlite3.DatabaseError as error:
        raise problem_of(error, db) from error
    finally:
        for name in ("", *SIDECARS):
            with suppress(OSError):  # a place that can only be read has said so already
                temporary.with_name(temporary.name + name).unlink(missing_ok=True)


def before_upgrade(db: Path, now: datetime) -> None:
    """Copy a file before its schema is changed; raises what `copy` and `make_folder` raise."""
    make_folder(db)
    copy(db, named(db, now, "upgrade"))


def verify(path: Path, expected: dict[str, int] | None = None) -> None:
    """Raise StoreProblem backup_broken unless a copy is sound and has the rows it should have."""
    try:
        with closing(connect(path, read_only=True)) as db:
            (found,) = db.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok" or (expected is not None and counts(db) != expected):
                raise StoreProblem("backup_broken", file=str(path))
    except sqlite3.DatabaseError as error:
        raise refusal(path, error, "backup_broken") from error


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """Rows by table, of the tables that the file's schema has."""
    there = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return {
        table: int(db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
        for table in _TABLES
        if table in there
    }


def last_change(db: sqlite3.Connection) -> datetime | None:
    """When the file was last changed by a person."""
    row = db.execute("SELECT made_at FROM audit_entry ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else read_moment(row[0])


def newest_entry(path: Path) -> tuple[int, str] | None:
    """(number, seal) of the last entry of a file's log: equal ones mean equal files."""
    try:
        with closing(connect(path, read_only=True)) as db:
            row: tuple[int, str] | None = db.execute(
                "SELECT id, entry_hash FROM audit_entry ORDER BY id DESC LIMIT 1"
            ).fetchone()
            return row
    except sqlite3.DatabaseError:
        return None


def newest_good(db: Path) -> BackupRow | None:
    """The newest copy of a file that is whole; the file itself may be anything, or gone."""
    return next((row for row in listed(db) if is_sound(row.path)), None)


def state(path: Path) -> tuple[dict[str, int], datetime | None]:
    """(rows by table, last change) of a file."""
    with closing(connect(path, read_only=True)) as db:
        return counts(db), last_change(db)


def is_sound(path: Path) -> bool:
    """Whether a file opens and reads as ours."""
    try:
        revision_of(path)
        verify(path)
    except StoreProblem as found:
        if found.code == "busy":
            raise
        return False
    return True


def pour(backup: Path, db: Path) -> None:
    """Make a sound file's content that of the backup, as one transaction other programs may watch."""
    try:
        with closing(connect(backup, read_only=True)) as source, closing(connect(db)) as target:
            source.backup(target)
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError as error:
        raise problem_of(error, db) from error


def put(backup: Path, db: Path) -> None:
    """Place a copy of the backup where there is no file."""
    private_folder(db.parent)
    copy(backup, db)


def set_aside(db: Path, target: Path) -> None:
    """Move a file that cannot be read out of the way, with what belongs to it."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    for name in ("", *SIDECARS):
        part = db.with_name(db.name + name)
        if os.path.lexists(part):
            part.replace(target.with_name(target.name + name))


def problem_of(error: sqlite3.DatabaseError, db: Path) -> StoreProblem:
    """What an error of SQLite's means to a person."""
    if "full" in str(error) or "I/O" in str(error):
        return StoreProblem("write_failed", file=str(db), reason=str(error))
    return refusal(db, error, "damaged_file")
