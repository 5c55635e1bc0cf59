"""The file itself: backed up, restored, and looked over."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from pipeline_tui.domain.errors import Problem, StoreProblem
from pipeline_tui.domain.keeping import (
    BackupRow,
    Check,
    CheckCode,
    Difference,
    Restored,
    kept_backups,
)
from pipeline_tui.services.base import Service
from pipeline_tui.store import backup as copies
from pipeline_tui.store import checking
from pipeline_tui.store.connection import connect, revision_of

_STALE = timedelta(days=7)
_ROOM = 3
"""Free disk as a multiple of the file: a backup and a large change at once."""


class Keeping(Service):
    """Use cases of an open file's safety."""

    def backup(self, target: Path | None = None, *, reason: str = "") -> BackupRow:
        """Copy the file to `target`, or into `backups` beside it, where old copies are thinned.

        The copy is verified before it gets its name. Raises Conflict file_exists, Invalid
        folder_missing, Refused file_no_write, StoreProblem.
        """
        db = self._desk.book.path
        now = self._now()
        if target is None:
            copies.make_folder(db)
            path = copies.named(db, now, reason)
        else:
            path = target
        copies.copy(db, path)
        if target is None:
            self._thin(now)
        return BackupRow(path, now, path.stat().st_size, reason)

    def backups(self) -> list[BackupRow]:
        """The copies beside the file, newest first."""
        return copies.listed(self._desk.book.path)

    def backup_if_due(self) -> BackupRow | None:
        """The day's backup, where the file has changed since the last one. For the end of a session.

        A failure is not worth keeping anybody from leaving: it answers with none, and `check` tells.
        """
        newest = next(iter(self.backups()), None)
        if newest is not None:
            if newest.made_at.astimezone(self._desk.zone).date() >= self._today():
                return None
            if copies.newest_entry(newest.path) == copies.newest_entry(self._desk.book.path):
                return None
        try:
            return self.backup()
        except Problem:
            return None

    def backup_before_import(self) -> BackupRow | None:
        """A copy to go back to, unless the newest one is of this very state."""
        newest = next(iter(self.backups()), None)
        if newest is not None and copies.newest_entry(newest.path) == copies.newest_entry(
            self._desk.book.path
        ):
            return None
        return self.backup(reason="import")

    def _thin(self, now: datetime) -> None:
        found = self.backups()
        kept = kept_backups((each.made_at for each in found), now, self._desk.zone)
        for each in found:
            if each.made_at not in kept:
                with suppress(OSError):
                    each.path.unlink()


def newest_backup(db: Path) -> Path | None:
    """The newest copy of a file, which itself may be gone."""
    return next((row.path for row in copies.listed(db)), None)


def restore(db: Path, backup: Path, now: datetime) -> Restored:
    """Put a backup in place of the file, which is saved first, whatever state it is in.

    A sound file takes the backup's content in one transaction, so that a window that has it open
    goes on working; one that cannot be read is moved aside. Raises StoreProblem where the backup is
    not ours, newer than the program, or broken; then nothing has changed.
    """
    revision_of(backup)
    copies.verify(backup)
    after, changed = copies.state(backup)
    before: dict[str, int] = {}
    saved: Path | None = None
    if db.exists():
        copies.make_folder(db)
        saved = copies.named(db, now, "restore")
        if copies.is_sound(db):
            before, _ = copies.state(db)
            copies.copy(db, saved)
            copies.pour(backup, db)
        else:
            saved = saved.with_suffix(".damaged")
            copies.set_aside(db, saved)
            copies.put(backup, db)
    else:
        copies.put(backup, db)
    differences = tuple(
        Difference(table, before.get(table, 0), rows)
        for table, rows in after.items()
        if before.get(table, 0) != rows
    )
    return Restored(db, backup, saved, differences, changed)


def backups_of(db: Path) -> list[BackupRow]:
    """The copies beside a file, which may be missing, newest first."""
    return copies.listed(db)


def check(db: Path, now: datetime) -> list[Check]:
    """Everything that can be wrong with a file, found without changing it."""
    try:
        revision_of(db)
    except StoreProblem as found:
        return [
            Check(CheckCode.FILE, ok=False, facts={"problem": found}),
            *_around(db, now),
        ]
    return [
        Check(CheckCode.FILE, ok=True, facts={"file": str(db), "size": db.stat().st_size}),
        *_inside(db),
        *_around(db, now),
    ]


def _inside(db: Path) -> Iterator[Check]:
    try:
        with closing(connect(db)) as opened:
            pages = checking.integrity(opened)
            yield Check(CheckCode.INTEGRITY, not pages, len(pages), {"found": "; ".join(pages)})
            if pages:
                return
            lost = checking.references(opened)
            yield Check(CheckCode.REFERENCES, not lost, lost)
            for code, numbers in (
                (CheckCode.LOG, checking.log(opened)),
                (CheckCode.STAGES, checking.stages(opened)),
                (CheckCode.INSTALMENTS, checking.instalments(opened)),
                (CheckCode.PAYMENTS, checking.payments(opened)),
            ):
                shown = ", ".join(str(number) for number in numbers[:10])
                yield Check(code, not numbers, len(numbers), {"numbers": shown})
            stale = checking.search(opened)
            yield Check(CheckCode.SEARCH, not stale, len(stale), mends=bool(stale))
    except sqlite3.DatabaseError as error:
        found = copies.problem_of(error, db)
        yield Check(
            CheckCode.INTEGRITY, ok=False, count=1, facts={"found": str(error), "problem": found}
        )


def _around(db: Path, now: datetime) -> Iterator[Check]:
    loose = loose_permissions(db)
    yield Check(
        CheckCode.PERMISSIONS, not loose, len(loose),
        {"paths": ", ".join(str(path) for path in loose[:5])}, mends=bool(loose),
    )  # fmt: skip
    found = copies.listed(db)
    newest = found[0].made_at if found else None
    fresh = newest is not None and now - newest < _STALE
    yield Check(CheckCode.BACKUPS, fresh, len(found), {"newest": newest})
    folder = next((each for each in (db, *db.parents) if each.exists()), Path("/"))
    free = shutil.disk_usage(folder).free
    size = db.stat().st_size if db.is_file() else 0
    yield Check(CheckCode.DISK, free > _ROOM * size + (1 << 24), facts={"free": free})


def loose_permissions(db: Path) -> list[Path]:
    """What of the file, its sidecars and its backups others than its owner may read."""
    backups = copies.folder_of(db)
    mine = [db, *(db.with_name(db.name + end) for end in ("-wal", "-shm"))]
    if backups.is_dir():
        mine += [backups, *backups.iterdir()]
    return [path for path in mine if path.exists() and path.stat().st_mode & 0o077]


def mend(db: Path) -> list[CheckCode]:
    """Put right what can be: permissions, and the search tables. Answers with what was."""
    mended = []
    loose = loose_permissions(db)
    for path in loose:
        path.chmod(0o700 if path.is_dir() else 0o600)
    if loose:
        mended.append(CheckCode.PERMISSIONS)
    try:
        revision_of(db)
        with closing(connect(db)) as opened:
            if checking.search(opened):
                opened.execute("BEGIN IMMEDIATE")
                checking.rebuild_search(opened)
                opened.execute("COMMIT")
                mended.append(CheckCode.SEARCH)
    except StoreProblem:
        return mended
    except sqlite3.DatabaseError as error:
        raise copies.problem_of(error, db) from error
    return mended
