"""Numbers and addresses of people who were erased, as keyed hashes: the guard against calling again."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.persons import Way, reach_digest
from pipeline_tui.store import memos

KEY = "erased:key"
"""The memo that holds the key of the hashes."""


def remember(
    db: sqlite3.Connection, phones: Iterable[str], emails: Iterable[str], now: datetime
) -> None:
    """Keep numbers and addresses as hashes; inside a transaction."""
    key = memos.recall(db, KEY)
    if not isinstance(key, str):
        key = secrets.token_hex(32)
        memos.remember(db, KEY, key, now)
    known = [(Way.PHONE, one) for one in phones] + [(Way.EMAIL, one) for one in emails]
    db.executemany(
        "INSERT OR IGNORE INTO erased_reach (way, digest, erased_at) VALUES (?, ?, ?)",
        [
            (way.value, reach_digest(key, way, value), moment_text(now))
            for way, value in known if value
        ],
    )  # fmt: skip


def is_erased(db: sqlite3.Connection, way: Way, value: str) -> bool:
    """Whether a number's digits, or an address, is of somebody whose data was erased."""
    key = memos.recall(db, KEY)
    if not isinstance(key, str) or not value:
        return False
    digest = reach_digest(key, way, value)
    return (
        db.execute("SELECT 1 FROM erased_reach WHERE digest = ?", (digest,)).fetchone() is not None
    )


def allow(db: sqlite3.Connection, way: Way, value: str) -> bool:
    """Forget that a number or address is of somebody erased; whether it was known as such."""
    key = memos.recall(db, KEY)
    if not isinstance(key, str):
        return False
    digest = reach_digest(key, way, value)
    return db.execute("DELETE FROM erased_reach WHERE digest = ?", (digest,)).rowcount > 0
