"""Where a new row goes among those that are there, and which number it will have."""

from __future__ import annotations

import sqlite3


def after_answers(db: sqlite3.Connection, type_id: int) -> int:
    """The place after the answers to a kind of objection."""
    return _after(db, "SELECT max(position) FROM answer WHERE type_id = ?", type_id)


def after_lines(db: sqlite3.Connection, offer_id: int) -> int:
    """The place after the lines of an offer."""
    return _after(db, "SELECT max(position) FROM offer_line WHERE offer_id = ?", offer_id)


def next_number(db: sqlite3.Connection, table: str) -> int:
    """The number of the next new row of a table, which no row of it ever had."""
    (last,) = db.execute(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?", (table,)
    ).fetchone()
    return int(last) + 1


def _after(db: sqlite3.Connection, sql: str, of: int) -> int:
    (last,) = db.execute(sql, (of,)).fetchone()
    return 0 if last is None else int(last) + 1
