"""Indexes that only sort lists, left out while many rows come in and made anew at the end.

An index that is filled row by row costs twice what sorting all its rows once does. Nothing that an
import looks up is among these. They come back before the transaction ends, and with its failure.
"""

from __future__ import annotations

import sqlite3

_LEAST = 5_000
"""Rows from which it pays."""
_SORTING = tuple(
    f"client_by_{column}"
    for column in (
        "status", "city", "region", "country", "owner", "industry", "source", "abc", "created",
    )
)  # fmt: skip


class SortingIndexes:
    """The indexes put aside until `resume`; none, where the rows there are outnumber those to come."""

    def __init__(self, db: sqlite3.Connection, coming: int) -> None:
        self._db = db
        self._coming = coming
        self._put_aside: list[str] = []

    def suspend(self) -> None:
        """From here on lists are sorted without them. Inside a writing transaction."""
        (there,) = self._db.execute("SELECT count(*) FROM client").fetchone()
        if self._coming < max(_LEAST, there):
            return
        for name in _SORTING:
            (sql,) = self._db.execute(
                "SELECT sql FROM main.sqlite_schema WHERE type = 'index' AND name = ?", (name,)
            ).fetchone()
            self._put_aside.append(sql)
            self._db.execute(f'DROP INDEX main."{name}"')

    def resume(self) -> None:
        """Make them anew."""
        for sql in self._put_aside:
            self._db.execute(sql)
        self._put_aside.clear()
