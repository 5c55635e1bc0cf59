"""The starter library written into a file, row by row without records: eighty answers at every start of a
new file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable


def describe_kind(db: sqlite3.Connection, code: str, heard: str, behind: str, probe: str) -> None:
    """Say of a kind how it is heard, what is behind it and how to probe, where nothing is said yet."""
    db.execute(
        "UPDATE objection_type SET heard = ?, behind = ?, probe = ?"
        " WHERE code = ? AND heard = '' AND behind = '' AND probe = ''",
        (heard, behind, probe, code),
    )


def add_answers(db: sqlite3.Connection, rows: Iterable[tuple[int, str, str, str, str, int]]) -> int:
    """Add answers (kind, technique, text, follow-up, code, place); gives their number."""
    return db.executemany(
        "INSERT INTO answer (type_id, technique, text, follow_up, code, position, retired, stages,"
        " segments, products) VALUES (?, ?, ?, ?, ?, ?, 0, '', '', '')",
        rows,
    ).rowcount
