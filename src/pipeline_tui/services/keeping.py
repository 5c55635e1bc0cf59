"""The file itself: backed up and restored."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pipeline_tui.domain.errors import Problem
from pipeline_tui.domain.keeping import (
    BackupRow,
    Difference,
    Restored,
    kept_backups,
)
from pipeline_tui.services.base import Service
from pipeline_tui.store import backup as copies
from pipeline_tui.store import hold as hold_of
from pipeline_tui.store.connection import revision_of
from pipeline_tui.store.hold import Hold


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


def hold(db: Path, now: datetime) -> Hold:
    """Be the one whose screens are open on a file, to the end of this process at the latest.

    Raises StoreProblem already_open, read_only_place, file_unwritable. `now` is local.
    """
    return Hold.take(db, now)


def refuse_held(db: Path, now: datetime) -> None:
    """Raise StoreProblem already_open where the screens of another process are open on a file."""
    hold_of.refuse_held(db, now)
