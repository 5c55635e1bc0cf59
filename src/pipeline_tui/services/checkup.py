"""The file looked over: what can be wrong with it, found without changing it, and what can be mended."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path, PurePath

from pipeline_tui.domain.errors import StoreProblem
from pipeline_tui.domain.keeping import Check, CheckCode
from pipeline_tui.domain.places import network_of, sync_service
from pipeline_tui.store import backup as copies
from pipeline_tui.store import checking
from pipeline_tui.store.connection import connect, revision_of, salt_of

_STALE = timedelta(days=7)
_ROOM = 3
"""Free disk as a multiple of the file: a backup and a large change at once."""
_NAMED = 10
"""How many of the records that are wrong are named."""
_MOUNTS = Path("/proc/mounts")


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
            if pages:
                facts = {
                    "found": "; ".join(pages), "problem": StoreProblem("damaged_file", file=str(db))
                }  # fmt: skip
                yield Check(CheckCode.INTEGRITY, ok=False, count=len(pages), facts=facts)
                return
            yield Check(CheckCode.INTEGRITY, ok=True)
            lost = checking.references(opened)
            yield Check(CheckCode.REFERENCES, not lost, lost)
            broken = checking.log(opened)
            yield Check(CheckCode.LOG, not broken, len(broken), {"numbers": _first(broken)})
            strange = checking.unnoted(opened)
            yield Check(CheckCode.UNNOTED, not strange, len(strange), {"rows": strange[:_NAMED]})
            for code, numbers in (
                (CheckCode.STAGES, checking.stages(opened)),
                (CheckCode.INSTALMENTS, checking.instalments(opened)),
                (CheckCode.PAYMENTS, checking.payments(opened)),
            ):
                yield Check(code, not numbers, len(numbers), {"numbers": _first(numbers)})
            stale = checking.search(opened)
            yield Check(CheckCode.SEARCH, not stale, len(stale), mends=bool(stale))
    except sqlite3.DatabaseError as error:
        found = copies.problem_of(error, db)
        yield Check(
            CheckCode.INTEGRITY, ok=False, count=1, facts={"found": str(error), "problem": found}
        )


def _first(numbers: list[int]) -> str:
    return ", ".join(str(number) for number in numbers[:_NAMED])


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
    sealed = salt_of(db) is not None
    plain = [each for each in found if sealed and salt_of(each.path) is None]
    yield Check(CheckCode.ENCRYPTION, not plain, len(plain), {"on": sealed})
    service, network = place_of(db)
    yield Check(
        CheckCode.PLACE, not (service or network), facts={"service": service, "network": network}
    )
    folder = next((each for each in (db, *db.parents) if each.exists()), Path("/"))
    free = shutil.disk_usage(folder).free
    size = db.stat().st_size if db.is_file() else 0
    yield Check(CheckCode.DISK, free > _ROOM * size + (1 << 24), facts={"free": free})


def place_of(db: Path) -> tuple[str, str]:
    """(the service that copies the file's folder to and fro, the file system of the share it lies
    on); each empty where there is none."""
    real = db.resolve()
    try:
        mounts = _MOUNTS.read_text("utf-8", "replace")
    except OSError:  # not on this system
        mounts = ""
    return sync_service(real, _names_in), network_of(real, mounts)


def _names_in(folder: PurePath) -> list[str]:
    try:
        return [each.name for each in Path(folder).iterdir() if each.name.startswith(".")]
    except OSError:
        return []


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
