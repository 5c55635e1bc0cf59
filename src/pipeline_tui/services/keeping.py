"""The file itself: backed up and restored."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from pipeline_tui.domain.errors import Problem, Refused, StoreProblem
from pipeline_tui.domain.keeping import (
    BackupRow,
    Comparison,
    Difference,
    Restored,
    kept_backups,
)
from pipeline_tui.services.base import Service
from pipeline_tui.store import backup as copies
from pipeline_tui.store import cipher, comparing, passing
from pipeline_tui.store import hold as hold_of
from pipeline_tui.store.connection import revision_of, salt_of
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
        clear_leftovers(db, self._desk.local_now())
        if target is None:
            self._thin(self.backups())
        return BackupRow(path, now, path.stat().st_size, reason)

    def backups(self) -> list[BackupRow]:
        """The copies beside the file, newest first."""
        return copies.listed(self._desk.book.path)

    def backup_if_due(self) -> BackupRow | None:
        """A backup where the file has changed since the newest one. For the end of a session."""
        newest = next(iter(self.backups()), None)
        if newest is not None and self._is_as(newest.path):
            return None
        return self.backup()

    def carry_away(self) -> Path | None:
        """Copy the newest backup to the folder that the setting `backup_folder` names, where it is not
        there yet; thin what lies there. Answers with the copy, or none where nothing was to be done.

        Raises Refused away_missing where the folder is not there, such as a stick that is not plugged
        in, away_failed for all else.
        """
        away = self._desk.settings.backup_folder
        newest = next(iter(self.backups()), None)
        if not away or newest is None:
            return None
        folder = Path(away).expanduser()
        try:
            if not folder.is_dir():
                raise Refused("away_missing", folder=str(folder))
            target = folder / newest.path.name
            if target.exists():
                return None
            copies.copy(newest.path, target)
            self._thin(copies.listed_in(folder, self._desk.book.path))
        except (OSError, Problem) as error:
            if isinstance(error, Refused) and error.code == "away_missing":
                raise
            reason = error.strerror if isinstance(error, OSError) else error.facts.get("detail")
            raise Refused("away_failed", folder=str(folder), reason=reason or str(error)) from error
        return target

    def backup_before_import(self) -> BackupRow | None:
        """A copy to go back to, unless the newest one is of this very state."""
        newest = next(iter(self.backups()), None)
        if newest is not None and self._is_as(newest.path):
            return None
        return self.backup(reason="import")

    def compare(self, backup: Path) -> Comparison:
        """What a restore of a backup would change; raises as the function does."""
        return compare(self._desk.book.path, backup)

    def restore(self, backup: Path) -> Restored:
        """Put a backup in place of this file while it is open; raises as the function does, and
        StoreProblem read_only_mode."""
        if self._desk.read_only:
            raise StoreProblem("read_only_mode", file=str(self._desk.book.path))
        return restore(self._desk.book.path, backup, self._desk.local_now())

    def _is_as(self, backup: Path) -> bool:
        return copies.newest_entry(backup) == copies.newest_entry(self._desk.book.path)

    def _thin(self, found: list[BackupRow]) -> None:
        kept = kept_backups((each.made_at for each in found), self._now(), self._desk.zone)
        for each in found:
            if each.made_at not in kept:
                with suppress(OSError):
                    each.path.unlink()


def newest_good_backup(db: Path) -> BackupRow | None:
    """The newest copy of a file that is whole; the file itself may be damaged, or gone."""
    return copies.newest_good(db)


def compare(db: Path, backup: Path, *, newest: int = 20) -> Comparison:
    """What a restore of a backup would change; nothing is changed. Raises StoreProblem where the backup
    is not ours, newer than the program, or broken."""
    revision_of(backup)
    copies.verify(backup)
    after, changed = copies.state(backup)
    if not copies.is_sound(db):
        differences = tuple(Difference(table, 0, rows, back=rows) for table, rows in after.items())
        return Comparison(backup, False, changed, differences, 0, (), 0, ())
    with comparing.beside(db, backup) as both:
        lost_count, lost = comparing.entries_only(both, of_main=True, limit=newest)
        found_count, found = comparing.entries_only(both, of_main=False, limit=newest)
        return Comparison(
            backup, True, changed, tuple(comparing.differences(both)),
            lost_count, tuple(lost), found_count, tuple(found),
        )  # fmt: skip


def restore(db: Path, backup: Path, now: datetime) -> Restored:
    """Put a backup in place of the file, which is saved first, whatever state it is in.

    A sound file takes the backup's content in one transaction, so that a window that has it open
    goes on working; one that cannot be read is moved aside. Raises StoreProblem where the backup is
    not ours, newer than the program, or broken, and already_open where the screens of another process
    are open on a file that would have to be moved; then nothing has changed.
    """
    with _alike(backup, db, now) as taken:
        return replace(_restore(db, taken, now), backup=backup)


@contextmanager
def _alike(backup: Path, db: Path, now: datetime) -> Iterator[Path]:
    """A backup that is encrypted where the file is, and plain where it is plain."""
    if not db.is_file() or (salt_of(db) is None) == (salt_of(backup) is None):
        yield backup
        return
    from pipeline_tui.store.resealing import reseal

    with passing.passing(db, "alike", now) as beside:
        copies.copy(backup, beside)
        reseal(beside, None if salt_of(db) is None else cipher.passphrase())
        yield beside


def _restore(db: Path, backup: Path, now: datetime) -> Restored:
    compared = compare(db, backup)
    saved: Path | None = None
    if compared.readable:
        copies.make_folder(db)
        saved = copies.named(db, now, "restore")
        copies.copy(db, saved)
        copies.pour(backup, db)
    else:
        if os.path.lexists(db):
            refuse_held(db, now)
            copies.make_folder(db)
            saved = copies.named(db, now, "restore").with_suffix(".damaged")
            copies.set_aside(db, saved)
        copies.put(backup, db)
    return Restored(db, backup, saved, compared.differences, compared.last_change)


def backups_of(db: Path) -> list[BackupRow]:
    """The copies beside a file, which may be missing, newest first."""
    return copies.listed(db)


def clear_leftovers(db: Path, now: datetime) -> None:
    """Remove copies, plain ones too, that a process left which was killed while it brought one back."""
    passing.clear(db, now)


def hold(db: Path, now: datetime) -> Hold:
    """Be the one whose screens are open on a file, to the end of this process at the latest.

    Raises StoreProblem already_open, read_only_place, file_unwritable. `now` is local.
    """
    return Hold.take(db, now)


def trouble(error: BaseException, db: Path) -> StoreProblem | None:
    """What an error of SQLite's, which may have come up through SQLAlchemy, means to a person; none for
    any other error, which is a defect of the program's."""
    found = getattr(error, "orig", error)
    if isinstance(found, sqlite3.OperationalError) or type(found) is sqlite3.DatabaseError:
        return copies.problem_of(found, db)
    return None


def refuse_held(db: Path, now: datetime) -> None:
    """Raise StoreProblem already_open where the screens of another process are open on a file."""
    hold_of.refuse_held(db, now)
