"""Values that stand in the fields of clients, to be compared folded: SQLite cannot fold Cyrillic."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.custom_fields import FieldKind
from pipeline_tui.store.queries.names_in_use import forms_of

TEXTS = ("city", "region", "country", "owner", "industry", "source")
"""Fields of text that have an index of their own."""


class Known:
    """What is in use now, each read once for a query; of those put away too where they are asked
    about."""

    def __init__(self, db: sqlite3.Connection, *, archived_too: bool = False) -> None:
        self._db = db
        self._archived_too = archived_too
        self._folded: dict[str, list[tuple[str, str]]] = {}

    def forms(self, word: str) -> list[str]:
        """How else a word stands in names: in another case, in the other alphabet."""
        return forms_of(self._db, word)

    def cities(self, word: str) -> list[str]:
        """Cities with a word that starts so; none for a single letter, which means a name."""
        if len(word) < 2:
            return []
        return [
            city for city, folded in self._column("city")
            if folded.startswith(word) or f" {word}" in folded or f"-{word}" in folded
        ]  # fmt: skip

    def values(self, column: str, wanted: Sequence[str]) -> list[str]:
        """Values that begin with any of these; an empty one is an empty field."""
        found = [""] if "" in wanted else []
        heads = tuple(one for one in wanted if one)
        return found + [
            value for value, folded in self._column(column) if heads and folded.startswith(heads)
        ]

    def tags(self, wanted: str) -> list[str]:
        """Tags that read so; where none does, those that begin so."""
        known = self._known("tag", lambda: tag_names(self._db))
        exact = [name for name, folded in known if folded == wanted]
        return exact or [name for name, folded in known if folded.startswith(wanted)]

    def own_kinds(self, wanted: str) -> dict[str, str]:
        """Names of own fields that read so, with what each holds; where none does, those that begin
        so. What only files brought holds text."""
        known = self._known("custom", lambda: own_fields(self._db))
        exact = [name for name, folded in known if folded == wanted]
        kinds = dict(
            self._db.execute("SELECT name, kind FROM custom_field WHERE entity = 'client'")
        )
        return {
            name: kinds.get(name, FieldKind.TEXT)
            for name in exact or [name for name, folded in known if folded.startswith(wanted)]
        }

    def own_values(self, names: Sequence[str], wanted: Sequence[str]) -> list[str]:
        """Values of own fields that begin with any of these."""
        heads = tuple(one for one in wanted if one)
        if not heads or not names:
            return []
        marks = ", ".join("?" * len(names))
        return [
            value
            for (value,) in self._db.execute(
                "SELECT DISTINCT CAST(j.value AS TEXT) FROM client c, json_each(c.custom) j"
                f" WHERE c.custom <> '{{}}' AND j.value IS NOT NULL AND j.key IN ({marks})",
                names,
            )
            if fold(value).startswith(heads)
        ]

    def _column(self, column: str) -> list[tuple[str, str]]:
        def read() -> list[str]:
            if not self._archived_too:
                return distinct(self._db, column)
            rows = self._db.execute(f"SELECT DISTINCT {column} FROM client WHERE {column} <> ''")
            return [str(row[0]) for row in rows]

        return self._known(column, read)

    def _known(self, what: str, read: Callable[[], list[str]]) -> list[tuple[str, str]]:
        if what not in self._folded:
            self._folded[what] = [(value, fold(value)) for value in read()]
        return self._folded[what]


def distinct(db: sqlite3.Connection, column: str) -> list[str]:
    """The values of one of `TEXTS` among clients in work, by hops from value to value along its
    index."""
    if column not in TEXTS:
        raise ValueError(column)
    return _hops(
        db,
        f"SELECT {column} FROM client INDEXED BY client_by_{column}"
        f" WHERE archived_at IS NULL AND {column} > {{}} ORDER BY {column} LIMIT 1",
    )


def tag_names(db: sqlite3.Connection) -> list[str]:
    """Tags in use."""
    return _hops(
        db, "SELECT name FROM tag INDEXED BY tag_by_name WHERE name > {} ORDER BY name LIMIT 1"
    )


def _hops(db: sqlite3.Connection, hop: str) -> list[str]:
    """The values of a column from the smallest on; `hop` asks for the first one above `{}`."""
    return [
        value
        for (value,) in db.execute(
            f"WITH RECURSIVE hop (value) AS (SELECT ({hop.format(repr(''))})"
            f" UNION ALL SELECT ({hop.format('hop.value')}) FROM hop WHERE hop.value IS NOT NULL)"
            " SELECT value FROM hop WHERE value IS NOT NULL"
        )
    ]


def tags(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """Tags in use with how many clients bear each."""
    return db.execute("SELECT name, count(*) FROM tag GROUP BY name ORDER BY name").fetchall()


def own_fields(db: sqlite3.Connection) -> list[str]:
    """Names of the user's own fields that any client has, in order."""
    return [
        str(name)
        for (name,) in db.execute(
            "SELECT DISTINCT j.key FROM client c, json_each(c.custom) j WHERE c.custom <> '{}'"
            " ORDER BY j.key"
        )
    ]
