"""Reading the directory of banks."""

from __future__ import annotations

import sqlite3

from pipeline_tui.domain.banks import BankRow

_COLUMNS = ", ".join(BankRow.__struct_fields__)


def bank(db: sqlite3.Connection, bik: str) -> BankRow | None:
    """The bank with this БИК."""
    row = db.execute(f"SELECT {_COLUMNS} FROM bank WHERE bik = ?", (bik,)).fetchone()
    return None if row is None else BankRow(*row)


def banks(db: sqlite3.Connection) -> list[BankRow]:
    """All of them, by БИК."""
    return [BankRow(*row) for row in db.execute(f"SELECT {_COLUMNS} FROM bank ORDER BY bik")]


def any_bank(db: sqlite3.Connection) -> bool:
    """Whether a directory was ever loaded."""
    return db.execute("SELECT 1 FROM bank LIMIT 1").fetchone() is not None
