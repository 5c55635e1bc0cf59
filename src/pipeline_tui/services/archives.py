"""Archives of the whole base (`Exports.archive` writes them), read back into a database file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from pipeline_tui.domain.errors import Refused, Unreadable
from pipeline_tui.domain.keeping import Difference, Restored
from pipeline_tui.exchange import archive
from pipeline_tui.services import keeping
from pipeline_tui.store import backup as copies
from pipeline_tui.store import dumping
from pipeline_tui.store.book import Book
from pipeline_tui.store.connection import REVISIONS
from pipeline_tui.store.new_file import made_beside, remove

is_archive = archive.looks_like_one


def unpack(path: Path, target: Path, clock: Callable[[], datetime]) -> archive.Manifest:
    """Make a database file of an archive, equal to the one it was written from, table by table.

    An archive of an older schema gives a file of that schema, which is upgraded when it is opened.
    Raises Conflict file_exists, Unreadable not_archive, archive_newer, archive_damaged, StoreProblem;
    then there is no file.
    """
    try:
        with archive.opened(path) as reader:
            manifest = reader.manifest
            if manifest.revision not in REVISIONS:
                raise Unreadable("archive_newer", file=path.name)
            with (
                made_beside(target) as beside_it,
                Book.blank(beside_it, clock, "archive", manifest.revision) as book,
                book.scribble() as db,
            ):
                dumping.fill(
                    db, ((one.name, one.columns, reader.rows(one)) for one in manifest.tables)
                )
    except OSError as error:
        raise Refused("file_no_write", file=target.name, detail=error.strerror or "") from error
    return manifest


def restore(db: Path, path: Path, clock: Callable[[], datetime]) -> Restored:
    """Put an archive in place of the file, which is saved first; where there is none, it is made.
    Raises what `unpack` and `keeping.restore` raise; then nothing has changed."""
    if not db.exists():
        unpack(path, db, clock)
        after, changed = copies.state(db)
        differences = tuple(Difference(table, 0, rows) for table, rows in after.items() if rows)
        return Restored(db, path, None, differences, changed)
    beside = db.with_name(f".{db.name}.archive")
    remove(beside)
    try:
        unpack(path, beside, clock)
        return replace(keeping.restore(db, beside, clock()), backup=path)
    finally:
        remove(beside)
