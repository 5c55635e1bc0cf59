"""Saved views as they stand."""

from __future__ import annotations

import sqlite3

from pipeline_tui.domain.views import ViewRow


def saved(db: sqlite3.Connection) -> list[ViewRow]:
    """The views in the user's order."""
    return [
        ViewRow(row[0], row[1], row[2], row[3], row[4], bool(row[5]), tuple(row[6].split("\n")) if row[6] else ())
        for row in db.execute(
            "SELECT id, code, name, query, sort, descending, columns FROM saved_view"
            " ORDER BY position, id"
        )
    ]  # fmt: skip
