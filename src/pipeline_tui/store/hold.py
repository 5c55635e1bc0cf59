"""The hold on a file: one process at a time has its screens open, to the end of that process.

The system's own lock on a small file beside the database: it goes when the process does, however that
ends, so that nothing is ever left behind to be cleaned up. Who holds it is written in the file.
"""

from __future__ import annotations

import errno
import json
import os
from datetime import datetime
from pathlib import Path

from pipeline_tui.domain.dates import moment_text, read_moment
from pipeline_tui.domain.errors import StoreProblem

_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
_LONGEST = 4_096


class Hold:
    """A hold that is taken. `release` it, or use it as a context."""

    def __init__(self, path: Path, lock: int | None) -> None:
        self._path = path
        self._lock = lock

    @classmethod
    def take(cls, db: Path, now: datetime) -> Hold:
        """Take the hold at once or not at all. Where a file system knows no locks there is none.

        Raises StoreProblem already_open with the `pid` that has it and `since` when; read_only_place,
        file_unwritable.
        """
        path = place(db)
        while True:
            try:
                lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError as error:
                code = "read_only_place" if error.errno == errno.EROFS else "file_unwritable"
                raise StoreProblem(code, file=str(db), reason=error.strerror) from error
            try:
                if not _locked(lock):
                    raise _holder(lock, db, now)
                if not _still_there(lock, path):  # the one before took it away as we came
                    os.close(lock)
                    continue
                os.ftruncate(lock, 0)
                os.pwrite(
                    lock, json.dumps({"pid": os.getpid(), "since": moment_text(now)}).encode(), 0
                )
            except OSError as error:
                os.close(lock)
                if error.errno in _NO_LOCKS:
                    return cls(path, None)
                raise StoreProblem(
                    "file_unwritable", file=str(db), reason=error.strerror
                ) from error
            except StoreProblem:
                os.close(lock)
                raise
            return cls(path, lock)

    def release(self) -> None:
        """Let go; the file is taken away first, so that nobody takes a hold of one that is gone."""
        if self._lock is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Hold:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def place(db: Path) -> Path:
    """The file of the hold on a database: one for every name that the database has by links."""
    real = Path(os.path.realpath(db))
    return real.with_name(f".{real.name}.lock")


def refuse_held(db: Path, now: datetime) -> None:
    """Raise StoreProblem already_open where another process has the screens of a file open."""
    try:
        lock = os.open(place(db), os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return  # nobody made one
    try:
        if not _locked(lock):
            raise _holder(lock, db, now)
    except OSError:
        return  # a file system that knows no locks
    finally:
        os.close(lock)


def _locked(lock: int) -> bool:
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _still_there(lock: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock), path.stat())
    except FileNotFoundError:
        return False


def _holder(lock: int, db: Path, now: datetime) -> StoreProblem:
    """Who has it, as far as the file says, in the zone of `now`."""
    try:
        told = json.loads(os.pread(lock, _LONGEST, 0))
        pid, since = int(told["pid"]), read_moment(told["since"])
    except (ValueError, KeyError, TypeError, OSError):
        return StoreProblem("already_open", file=str(db), pid=None, since=None)
    return StoreProblem("already_open", file=str(db), pid=pid, since=since.astimezone(now.tzinfo))
