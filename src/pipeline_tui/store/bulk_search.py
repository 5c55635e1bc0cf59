"""Search indexes filled for many new rows at once.

An FTS5 index that a trigger fills writes itself out after every row; the same rows put in by one
statement cost a fraction. The triggers come back before the transaction ends, and with its failure.
"""

from __future__ import annotations

import re
import sqlite3

_FILLING = re.compile(
    r"CREATE TRIGGER (?P<name>\w+) AFTER INSERT ON (?P<table>\w+)(?: WHEN (?P<when>.+?))? BEGIN"
    r" INSERT INTO (?P<index>\w+) \(rowid, (?P<column>\w+)\) VALUES \(NEW\.id, (?P<value>.+)\); END$"
)


class SearchFill:
    """The triggers that fill indexes of new rows, put aside until `resume`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._put_aside: list[str] = []
        self._fills: dict[str, list[str]] = {}

    def suspend(self) -> None:
        """From here on new rows are found only after `fill`. Inside a writing transaction."""
        for name, sql in self._db.execute(
            "SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            found = _FILLING.match(" ".join(sql.split()))
            if found is None:
                continue
            when = f" AND ({found['when']})" if found["when"] else ""
            statement = (
                f"INSERT INTO {found['index']} (rowid, {found['column']})"
                f" SELECT NEW.id, {found['value']} FROM {found['table']} AS NEW"
                f" WHERE NEW.id BETWEEN ? AND ?{when}"
            )
            self._fills.setdefault(found["table"], []).append(statement)
            self._put_aside.append(sql)
            self._db.execute(f'DROP TRIGGER main."{name}"')

    def fill(self, table: str, first: int, last: int) -> None:
        """Let rows of these numbers be found."""
        for statement in self._fills.get(table, ()):
            self._db.execute(statement, (first, last))

    def resume(self) -> None:
        """Put the triggers back."""
        for sql in self._put_aside:
            self._db.execute(sql)
        self._put_aside.clear()
        self._fills.clear()
