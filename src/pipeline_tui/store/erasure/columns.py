"""Which columns of which tables may hold a word of a person, and whose row it is: read off the schema,
so that a table or a column that comes later is looked through by itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any

from pipeline_tui.store.journal import tracked_tables

_STAYS: Mapping[str, frozenset[str]] = {
    "contact": frozenset({"role", "created_at", "archived_at"}),
    "consent": frozenset({"channel", "purpose", "recorded_at"}),
    "activity": frozenset({"kind", "direction", "started_at", "owner"}),
    "task": frozenset(
        {"kind", "origin", "due_on", "due_at", "created_at", "done_at", "dropped_at"}
    ),
    "objection_event": frozenset({"result", "met_at"}),
    "client": frozenset(
        {"kind", "status", "abc", "industry", "size", "region", "city", "country",
         "time_zone", "source", "owner", "verified_on", "snoozed_until", "created_at", "archived_at"}
    ),
    "deal": frozenset({"currency", "source", "owner", "expected_close", "stage_since", "snoozed_until"}),
    "invoice": frozenset({"number", "currency"}),
    "payment": frozenset({"kind", "reference", "currency"}),
    "promise": frozenset({"currency"}),
    "instalment": frozenset({"currency"}),
    "offer": frozenset({"currency", "valid_until"}),
    "offer_line": frozenset({"name", "unit"}),
    "list_mark": frozenset({"kind", "on_day"}),
    "debt_step": frozenset({"step", "way"}),
    "request": frozenset({"way"}),
    "sighting": frozenset({"currency"}),
    "statement_line": frozenset({"line_key", "currency", "own_account"}),
}  # fmt: skip
"""Table → texts that stay in rows of the person's own; days and moments stay too, all others are
emptied, also those that a later schema adds. A payment's reference and a deal's title are looked
through before."""
_MARKED: Mapping[str, tuple[str, ...]] = {
    "contact": ("last_name", "full_name"),
    "client": ("name", "name_key"),
    "client_merge": ("name",),
    "deal": ("title",),
}
"""Table → its columns that say in a row of the person's own that they were erased."""
_CODES = frozenset({
    "kind", "status", "abc", "size", "country", "time_zone", "owner", "actor", "currency",
    "direction", "origin", "channel", "purpose", "way", "result", "role", "number", "inn", "kpp", "ogrn",
    "bik", "account", "stage_since", "expected_close", "snoozed_until", "birthday", "on_day",
    "row_hash", "digest", "code", "entity", "technique", "month", "metric", "schedules",
    "valid_from", "valid_until", "valid_to", "line_key", "own_account", "step",
})  # fmt: skip
"""Columns of codes, days and checksums, and of who did it: a colleague, a seller."""
_PLACES = frozenset({"city", "region", "industry", "address", "website"})
"""Looked through for a full name only: half of the surnames there are are towns and streets too."""
_NAMES = {
    "client": frozenset({"name", "name_key"}),
    "contact": frozenset({"last_name", "first_name", "patronymic", "full_name", "name_key"}),
    "phone": frozenset({"typed", "e164", "digits", "extension"}),
    "email": frozenset({"address"}),
}
"""What a record is called and how it is reached: another's, who may be called the same."""


class Columns:
    """The tables of a file."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.tables = tracked_tables(db)

    def of(self, table: str) -> tuple[str, ...]:
        """All columns."""
        return self.tables[table]

    @cached_property
    def texts(self) -> dict[str, dict[str, bool]]:
        """Table → its columns of text, and whether each may be missing."""
        return {
            table: {
                row[1]: not row[3]
                for row in self._db.execute(f'PRAGMA main.table_info("{table}")') if row[2] == "TEXT"
            }
            for table in self.tables
        }  # fmt: skip

    def emptied(self, table: str, mark: str) -> dict[str, Any]:
        """What becomes of the columns of a row of the person's own."""
        stays = _STAYS.get(table, frozenset())
        values: dict[str, Any] = {
            column: None if missing else "{}" if column == "custom" else ""
            for column, missing in self.texts[table].items()
            if column not in stays and not _is_day(column)
        }
        values |= dict.fromkeys(_MARKED.get(table, ()), mark)
        return values | ({"informal": 0} if table == "contact" else {})

    def prose(self, table: str) -> dict[str, bool]:
        """Columns that are looked through in a row that is not the person's own, and whether for any
        one of their names where the row is their client's; else for the full name only."""
        apart = _CODES | _NAMES.get(table, frozenset())
        return {
            column: column not in _PLACES
            for column in self.texts[table]
            if column not in apart and not _is_day(column)
        }

    @cached_property
    def _parents(self) -> dict[str, list[tuple[str, str]]]:
        """Table → (column, table that it points at) of what leads to a client, that itself first."""
        points = {
            table: [
                (row[3], row[2]) for row in self._db.execute(f'PRAGMA main.foreign_key_list("{table}")')
            ]
            for table in self.tables
        }  # fmt: skip
        leading = {"client"}
        while more := {
            table for table, ways in points.items()
            if table not in leading and any(parent in leading for _column, parent in ways)
        }:  # fmt: skip
            leading |= more
        return {
            table: sorted(
                (way for way in points[table] if way[1] in leading),
                key=lambda way: (way[1] != "client", way),
            )
            for table in leading
        }

    def whose(self, table: str) -> str:
        """The SQL of whose row of the table it is, a client's number or NULL."""
        return self.client(table, partial(_quoted, table))

    def client(
        self, table: str, column: Callable[[str], str], past: frozenset[str] = frozenset()
    ) -> str:
        """As `whose`, wherever the row lies: `column` turns the name of a column
        of it to SQL, `past` are tables that the way to here led through."""
        if table == "client":
            return column("id")
        past |= {table}
        parts = ["NULL", "NULL"]  # coalesce wants two
        for name, parent in reversed(self._parents.get(table, ())):
            if parent == "client":
                parts.insert(0, column(name))
            elif parent not in past:
                whose = self.client(parent, partial(_quoted, parent), past)
                parts.insert(
                    0, f'(SELECT {whose} FROM "{parent}" WHERE "{parent}".id = {column(name)})'
                )
        return f"coalesce({', '.join(parts)})"


def _quoted(table: str, column: str) -> str:
    return f'"{table}"."{column}"'


def _is_day(column: str) -> bool:
    return column.endswith(("_on", "_at"))


def replaced(text: str, fix: Callable[[str], str]) -> str:
    """A text of a column put through `fix`; where it is JSON, its texts and numbers one by one."""
    if text[:1] in ("{", "["):
        try:
            held = json.loads(text)
        except ValueError:
            return fix(text)
        clean = _walked(held, fix)
        return text if clean == held else json.dumps(clean, ensure_ascii=False, sort_keys=True)
    return fix(text)


def _walked(held: Any, fix: Callable[[str], str]) -> Any:
    match held:
        case str():
            return fix(held)
        case bool() | None:
            return held
        case int() if held >= 10_000:
            clean = fix(str(held))
            return held if clean == str(held) else clean
        case dict():
            return {key: _walked(value, fix) for key, value in held.items()}
        case list():
            return [_walked(value, fix) for value in held]
        case _:
            return held
