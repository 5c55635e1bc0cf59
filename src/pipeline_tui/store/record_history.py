"""What became of one record: the log read back row by row, each value as it was and as it became."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.history import FieldChange, RecordChange
from pipeline_tui.store.journal import entries, entry_named, row_image, tracked_tables

_NAMES = ("title", "number", "name", "code")
"""Columns that a record is called by, the least telling last."""


def changes_of(
    db: sqlite3.Connection, table: str, row_id: int, limit: int = 50
) -> list[RecordChange]:
    """The newest entries that changed a row, or were about it, each with the row's fields from and to.

    Raises NotFound not_found for a table that keeps no records.
    """
    columns = tracked_tables(db).get(table)
    if columns is None:
        raise NotFound("not_found", kind=table, id=row_id)
    current = db.execute(
        f'SELECT {row_image("held", columns)} FROM main."{table}" held WHERE id = ?', (row_id,)
    ).fetchone()
    after = None if current is None else str(current[0])
    before_by_entry: dict[int, tuple[str | None, str | None]] = {}
    for entry_id, before in db.execute(
        "SELECT entry_id, before FROM row_change WHERE table_name = ? AND row_id = ?"
        " ORDER BY entry_id DESC, id DESC",
        (table, row_id),
    ):
        known = before_by_entry.get(entry_id)
        before_by_entry[entry_id] = (before, after if known is None else known[1])
        after = before
    about = {row.id: row for row in entries(db, subject=(table, row_id), limit=limit)}
    numbers = sorted({*about, *before_by_entry}, reverse=True)[:limit]
    if not numbers:
        raise NotFound("not_found", kind=table, id=row_id)
    names = _Names(db, table)
    found = []
    for number in numbers:
        was, became = (_row(one) for one in before_by_entry.get(number, (None, None)))
        entry = about.get(number) or entry_named(db, number)
        currency = became.get("currency") or was.get("currency") or ""
        found.append(RecordChange(entry, _differences(names, was, became), currency))
    return found


def _row(image: str | None) -> dict[str, Any]:
    return {} if image is None else dict(json.loads(image))


class _Names:
    """What the records are called that a row points at."""

    def __init__(self, db: sqlite3.Connection, table: str) -> None:
        self._db = db
        self._targets = {
            row[3]: row[2] for row in db.execute(f'PRAGMA main.foreign_key_list("{table}")')
        }

    def of(self, column: str, row_id: Any) -> str:
        """The name, or the code, of the record that a value points at; empty where it is none."""
        table = self._targets.get(column)
        if table is None or row_id is None:
            return ""
        columns = {row[1] for row in self._db.execute(f'PRAGMA main.table_info("{table}")')}
        named = ["last_name || ' ' || first_name"] if "last_name" in columns else []
        named += [one for one in _NAMES if one in columns]
        if not named:
            return ""
        found = self._db.execute(
            f'SELECT {", ".join(named)} FROM main."{table}" WHERE id = ?', (row_id,)
        ).fetchone()
        return next((str(one).strip() for one in found or () if one not in (None, "")), "")


def _differences(
    names: _Names, old: dict[str, Any], new: dict[str, Any]
) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(
            name, old.get(name), new.get(name),
            names.of(name, old.get(name)), names.of(name, new.get(name)),
        )
        for name in dict.fromkeys([*new, *old])
        if name != "id" and old.get(name) != new.get(name) and not (not old and new.get(name) == "")
    )  # fmt: skip
