"""Files that are among the backups only while something is done with them: a copy decrypted, or encrypted
as the file is. Each is held while it is used, so that what a killed process left is told from what another
one is at, and goes at the next start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from pipeline_tui.domain.errors import StoreProblem
from pipeline_tui.store import backup
from pipeline_tui.store.hold import Hold
from pipeline_tui.store.new_file import remove

Purpose = Literal["unsealed", "alike"]


@contextmanager
def passing(db: Path, purpose: Purpose, now: datetime) -> Iterator[Path]:
    """Where to make such a file; it is gone after the block, whatever happens in it.

    Raises StoreProblem already_open where another process does the same, and what `make_folder` raises.
    """
    backup.make_folder(db)
    beside = _place(db, purpose)
    with Hold.take(beside, now):
        remove(beside)
        try:
            yield beside
        finally:
            remove(beside)


def clear(db: Path, now: datetime) -> None:
    """Remove what a process left that was killed in such a block."""
    for purpose in get_args(Purpose):
        beside = _place(db, purpose)
        if beside.exists():
            with suppress(StoreProblem), Hold.take(beside, now):
                remove(beside)


def _place(db: Path, purpose: str) -> Path:
    return backup.folder_of(db) / f".{db.name}.{purpose}"
