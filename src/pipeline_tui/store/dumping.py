"""Every table as it stands, out and into a new file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.store import checking

TableRows = tuple[str, tuple[str, ...], Iterable[Sequence[Any]]]
"""A table's name, its columns, its rows."""
_MADE_BY_SCHEMA = frozenset({"alembic_version", "sqlite_schema"})
_AT_ONCE = 1_000


def tables(db: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Every table whose rows are data, with its columns: records, logs, memos, and the counters that
    keep a number from being given twice. Not the search tables, which repeat what others say."""
    names = sorted(
        row[1]
        for row in db.execute("PRAGMA main.table_list")
        if row[2] == "table"
        and row[1] not in _MADE_BY_SCHEMA
        and not row[1].startswith("sqlite_stat")
    )
    return {
        name: tuple(row[1] for row in db.execute(f'PRAGMA main.table_info("{name}")'))
        for name in names
    }


def contents(db: sqlite3.Connection) -> Iterator[TableRows]:
    """Every table with its rows in the order of their numbers. Inside a transaction, to be one state."""
    for name, columns in tables(db).items():
        listed = ", ".join(f'"{column}"' for column in columns)
        yield name, columns, db.execute(f'SELECT {listed} FROM "{name}" ORDER BY rowid')


def fill(db: sqlite3.Connection, parts: Iterable[TableRows]) -> None:
    """Write rows of tables into a file that has none, as they are; the search tables
    are made from them. Inside a writing transaction.

    Raises Unreadable archive_damaged for a table or column that the schema does not have, a row that
    it does not take, or a reference to nothing.
    """
    known = tables(db)
    db.execute("PRAGMA defer_foreign_keys = ON")
    with without_triggers(db):
        for name, columns, rows in parts:
            if columns != known.get(name):
                raise Unreadable("archive_damaged", table=name)
            if name == "sqlite_sequence":
                db.execute("DELETE FROM sqlite_sequence")
            marks = ", ".join("?" * len(columns))
            listed = ", ".join(f'"{column}"' for column in columns)
            statement = f'INSERT INTO "{name}" ({listed}) VALUES ({marks})'
            try:
                for some in _batches(rows):
                    db.executemany(statement, some)
            except (sqlite3.IntegrityError, OverflowError) as error:
                raise Unreadable("archive_damaged", table=name) from error
        checking.rebuild_search(db)
    lost = db.execute("PRAGMA foreign_key_check").fetchone()
    if lost is not None:
        raise Unreadable("archive_damaged", table=lost[0])


@contextmanager
def without_triggers(db: sqlite3.Connection) -> Iterator[None]:
    """The schema's own triggers out of the way until the block ends; part of the transaction."""
    triggers = db.execute(
        "SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    for name, _sql in triggers:
        db.execute(f'DROP TRIGGER main."{name}"')
    yield
    for _name, sql in triggers:
        db.execute(sql)


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    some: list[Sequence[Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some
