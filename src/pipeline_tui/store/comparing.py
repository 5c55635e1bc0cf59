"""Two files of ours beside each other: which rows only one of them has, and which differ."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pipeline_tui.domain.history import EntryRow
from pipeline_tui.domain.keeping import Difference
from pipeline_tui.store import journal
from pipeline_tui.store.connection import attach, connect

KINDS = ("client", "contact", "phone", "email", "deal", "activity", "task", "invoice", "payment",
         "allocation", "promise", "objection_event", "answer", "offer", "offer_line", "product",
         "competitor")  # fmt: skip
"""Tables whose rows a person would miss, in the order in which they are told of."""
_ONLY = (
    "SELECT a.id, a.made_at, a.action, a.actor, a.subject_kind, a.subject_id, a.words"
    " FROM {here}.audit_entry a WHERE NOT EXISTS (SELECT 1 FROM {there}.audit_entry b"
    " WHERE b.id = a.id AND b.entry_hash = a.entry_hash) ORDER BY a.id DESC"
)


@contextmanager
def beside(db: Path, other: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads one file as `main` and another as `other`, each in one state."""
    with closing(connect(db, read_only=True)) as opened:
        attach(opened, other, "other")
        opened.execute("BEGIN")
        yield opened
        opened.execute("ROLLBACK")


def differences(db: sqlite3.Connection) -> list[Difference]:
    """What a change from `main` to `other` means, by kinds of records that differ at all; in the
    columns that both schemas have."""
    found = []
    for table in KINDS:
        here, there = (
            [row[1] for row in db.execute(f'PRAGMA {where}.table_info("{table}")')]
            for where in ("main", "other")
        )
        if not there:
            continue
        columns = ", ".join(f'"{column}"' for column in here if column in there)
        gone = _only(db, table, "id", "main", "other")
        back = _only(db, table, "id", "other", "main")
        changed = _only(db, table, columns, "main", "other") - gone
        if gone or back or changed:
            before, after = (
                _count(db, f'SELECT count(*) FROM {where}."{table}"')
                for where in ("main", "other")
            )  # fmt: skip
            found.append(Difference(table, before, after, gone, back, changed))
    return found


def entries_only(
    db: sqlite3.Connection, *, of_main: bool, limit: int
) -> tuple[int, list[EntryRow]]:
    """(how many changes only one of the two has, the newest of them)."""
    here, there = ("main", "other") if of_main else ("other", "main")
    sql = _ONLY.format(here=here, there=there)
    rows = [journal.entry_of(row, undone=False) for row in db.execute(f"{sql} LIMIT ?", (limit,))]
    return _count(db, f"SELECT count(*) FROM ({sql})"), rows


def _only(db: sqlite3.Connection, table: str, columns: str, here: str, there: str) -> int:
    """How many rows, in these columns, one of the two has and the other has not."""
    return _count(
        db,
        f'SELECT count(*) FROM (SELECT {columns} FROM {here}."{table}"'
        f' EXCEPT SELECT {columns} FROM {there}."{table}")',
    )


def _count(db: sqlite3.Connection, sql: str) -> int:
    return int(db.execute(sql).fetchone()[0])
