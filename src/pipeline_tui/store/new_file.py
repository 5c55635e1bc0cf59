"""A file made beside its place, so that under its name there is never half of one."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline_tui.domain.errors import Conflict, StoreProblem

SIDECARS = ("-wal", "-shm", "-journal")


@contextmanager
def made_beside(path: Path) -> Iterator[Path]:
    """Where to make a file, and to close it; it gets its name once the block has ended well.

    Raises Conflict file_exists where there is something of that name, StoreProblem file_unwritable;
    then, and when the block raises, nothing is left.
    """
    if os.path.lexists(path):
        raise Conflict("file_exists", file=str(path))
    beside = path.with_name(f".{path.name}.new")
    remove(beside)
    try:
        yield beside
        try:
            _name(beside, path)
        except FileExistsError as error:
            raise Conflict("file_exists", file=str(path)) from error
        except OSError as error:
            raise StoreProblem("file_unwritable", file=str(path), reason=error.strerror) from error
    finally:
        remove(beside)


def _name(beside: Path, path: Path) -> None:
    """Give a whole file its name, for good, and never in place of another."""
    log = beside.with_name(f"{beside.name}-wal")
    if log.exists() and log.stat().st_size:  # the disk failed when the log was folded into the file
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    with beside.open("rb+") as stream:
        os.fsync(stream.fileno())
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no second name
        beside.rename(path)
    try:
        sync_folder(path.parent)
    except OSError:
        path.unlink()
        raise


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def remove(path: Path) -> None:
    """Remove a file with what SQLite keeps beside it, where it is there."""
    for end in ("", *SIDECARS):
        with suppress(OSError):
            path.with_name(path.name + end).unlink(missing_ok=True)
