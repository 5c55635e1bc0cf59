"""Taking one person out of the file: records, search, both logs, scraps, and the room they lay in.

This is the one place that changes what only grows. Why it may: docs/decisions, "Erasing a person".
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from pipeline_tui.store import erased_reach, journal
from pipeline_tui.store.checking import SEARCHED, rebuild_search
from pipeline_tui.store.connection import connect
from pipeline_tui.store.dumping import without_triggers
from pipeline_tui.store.erasure import log, records, scraps
from pipeline_tui.store.erasure.subject import Subject


class Found(Struct, frozen=True):
    """What was done: see `domain.persons.Erased`."""

    client_id: int
    texts: int
    entries: int
    elsewhere: tuple[str, ...]
    mentions: tuple[str, ...]
    beside: tuple[str, ...]


def erase(db: sqlite3.Connection, subject: Subject, mark: str, now: datetime) -> Found:
    """Take a person out of every table, their name becoming `mark`.

    Inside a writing transaction whose connection notes no rows (`journal.still`). Every step that
    could be undone before is forgotten. Old entries of the log are cleaned and sealed anew.
    """
    erased_reach.remember(db, subject.phones, subject.emails, now)
    with without_triggers(db):
        done = records.clean(db, subject, mark, now)
        scraps.clean(db, subject, mark)
        first = log.clean(db, subject, mark)
        # Rows of today are sealed too, by the entries that wrote them.
        broken = journal.broken_entries(db)
        first = min([*broken, *(() if first is None else (first,))], default=None)
        entries = 0 if first is None else journal.seal_anew(db, first)
        db.execute("DELETE FROM undo_step")
    _search_anew(db)
    return Found(
        subject.client_id, done.texts, entries, subject.elsewhere(), subject.named(done.mentions),
        subject.beside(),
    )  # fmt: skip


def settle(path: Path) -> bool:
    """Write the file anew, so that nothing erased is left in free room or in the write-ahead log;
    false where somebody else was at it for five seconds."""
    try:
        with closing(connect(path)) as db:
            db.execute("PRAGMA temp_store = FILE")  # a copy of the whole file would fill the memory
            db.execute("VACUUM")
            busy, _pages, _moved = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    return not busy


def _search_anew(db: sqlite3.Connection) -> None:
    """Search tables made anew and merged: a deletion alone leaves the words in them for a while."""
    rebuild_search(db)
    for table in (*SEARCHED, "deal_titles"):
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
