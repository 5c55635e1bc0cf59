"""Where a new kind of objection or a new answer goes, and which are there already."""

from __future__ import annotations

import sqlite3


def after_answers(db: sqlite3.Connection, type_id: int) -> int:
    """The place after the answers to a kind."""
    (position,) = db.execute(
        "SELECT coalesce(max(position) + 1, 0) FROM answer WHERE type_id = ?", (type_id,)
    ).fetchone()
    return int(position)


def of_new_kind(db: sqlite3.Connection) -> tuple[int, int]:
    """The place after all kinds, and a number that no kind ever had."""
    (position,) = db.execute("SELECT coalesce(max(position) + 1, 0) FROM objection_type").fetchone()
    (last,) = db.execute(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'objection_type'"
    ).fetchone()
    return int(position), int(last) + 1


def kind_numbers(db: sqlite3.Connection) -> dict[str, int]:
    """The kinds by their codes."""
    return dict(db.execute("SELECT code, id FROM objection_type"))


def answer_codes(db: sqlite3.Connection) -> frozenset[str]:
    """The codes of all answers, retired ones too."""
    return frozenset(code for (code,) in db.execute("SELECT code FROM answer"))
