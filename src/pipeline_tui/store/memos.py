"""Scraps the program remembers: drafts, a running call, a place in a list. Not undone, not audited."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import Any

from pipeline_tui.domain.dates import moment_text


def remember(db: sqlite3.Connection, key: str, value: Any, now: datetime) -> None:
    """Keep a JSON value under a key; inside a transaction."""
    db.execute(
        "INSERT INTO memo (key, value, kept_at) VALUES (?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value, kept_at = excluded.kept_at",
        (key, json.dumps(value, ensure_ascii=False), moment_text(now)),
    )


def recall(db: sqlite3.Connection, key: str) -> Any | None:
    """The value kept under a key, or none."""
    row = db.execute("SELECT value FROM memo WHERE key = ?", (key,)).fetchone()
    return None if row is None else json.loads(row[0])


def forget(db: sqlite3.Connection, key: str) -> None:
    """Drop a key; inside a transaction."""
    db.execute("DELETE FROM memo WHERE key = ?", (key,))
