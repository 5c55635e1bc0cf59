"""Many clients at once, as few statements however many they are. Inside a writing transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.dates import moment_text

_THESE = "(SELECT value FROM json_each(:ids))"
FIELDS = ("status", "abc", "owner", "verified_on", "archived_at")
"""Columns that are set on many."""


def known(db: sqlite3.Connection, ids: Sequence[int]) -> set[int]:
    """Those of the numbers that are clients."""
    return {
        row[0] for row in db.execute(f"SELECT id FROM client WHERE id IN {_THESE}", _these(ids))
    }


def put(db: sqlite3.Connection, ids: Sequence[int], field: str, value: Any) -> None:
    """Set a field of `FIELDS` where it is another."""
    if field not in FIELDS:
        raise ValueError(field)
    db.execute(
        f"UPDATE client SET {field} = :value WHERE id IN {_THESE} AND {field} IS NOT :value",
        {**_these(ids), "value": value},
    )


def give_classes(db: sqlite3.Connection, classes: Iterable[tuple[int, str]]) -> None:
    """Set the computed class of (client, class) where it is another."""
    db.executemany(
        "UPDATE client SET abc = ?2, abc_computed = 1 WHERE id = ?1 AND abc IS NOT ?2", classes
    )


def archive(db: sqlite3.Connection, ids: Sequence[int], now: datetime) -> None:
    """Put away those in work."""
    db.execute(
        f"UPDATE client SET archived_at = :now WHERE id IN {_THESE} AND archived_at IS NULL",
        {**_these(ids), "now": moment_text(now)},
    )


def with_open_deal(db: sqlite3.Connection, ids: Sequence[int]) -> str | None:
    """The name of the first that has a deal open, or none."""
    return _first(
        db, ids, "EXISTS (SELECT 1 FROM deal h WHERE h.closed_on IS NULL AND h.archived_at IS NULL"
        " AND h.client_id = c.id)",
    )  # fmt: skip


def owing(db: sqlite3.Connection, ids: Sequence[int]) -> str | None:
    """The name of the first that owes, or none."""
    return _first(
        db, ids, "EXISTS (SELECT 1 FROM instalment h WHERE h.open_minor > 0 AND h.client_id = c.id)"
    )


def of_status(db: sqlite3.Connection, ids: Sequence[int], status: str) -> str | None:
    """The name of the first of this status, or none."""
    return _first(db, ids, "c.status = :status", status=status)


def tag(db: sqlite3.Connection, ids: Sequence[int], name: str) -> int:
    """Put a word on those that bear none that reads the same; answers with how many."""
    return db.execute(
        "INSERT INTO tag (client_id, name) SELECT value, :name FROM json_each(:ids) WHERE value NOT IN"
        " (SELECT client_id FROM tag WHERE name IN (SELECT value FROM json_each(:names)))",
        {**_these(ids), "name": name, "names": json.dumps(_spellings(db, name))},
    ).rowcount


def untag(db: sqlite3.Connection, ids: Sequence[int], name: str) -> int:
    """Take a word off, however it is spelt; answers with how many bore it."""
    return db.execute(
        f"DELETE FROM tag WHERE client_id IN {_THESE}"
        " AND name IN (SELECT value FROM json_each(:names))",
        {**_these(ids), "names": json.dumps(_spellings(db, name))},
    ).rowcount


def _spellings(db: sqlite3.Connection, name: str) -> list[str]:
    """Tags in use that read the same, whatever their case, and this one."""
    there = (row[0] for row in db.execute("SELECT DISTINCT name FROM tag"))
    return list({name, *(one for one in there if fold(one) == fold(name))})


def _first(db: sqlite3.Connection, ids: Sequence[int], where: str, **values: str) -> str | None:
    row = db.execute(
        f"SELECT c.name FROM client c WHERE c.id IN {_THESE} AND {where} ORDER BY c.id LIMIT 1",
        {**_these(ids), **values},
    ).fetchone()
    return None if row is None else str(row[0])


def _these(ids: Sequence[int]) -> dict[str, str]:
    return {"ids": json.dumps(list(ids))}
