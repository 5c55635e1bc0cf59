"""Bringing a file to the current schema. Alembic is loaded only when there is something to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def upgrade(connection: Any, revision: str = "head") -> None:
    """Upgrade to a revision through a SQLAlchemy connection inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@contextmanager
def carrying_the_log(db: sqlite3.Connection, actor: str, now: datetime) -> Iterator[None]:
    """Change the schema, and rows with it, inside the caller's transaction.

    The seals of the log hold rows as they were, so a log that was whole is sealed anew; one that was
    broken stays so. Rows that the change made are noted as its own.
    """
    from pipeline_tui.store import dumping, journal

    is_there = "audit_entry" in dumping.tables(db)
    whole = is_there and not journal.broken_entries(db)
    yield
    if not whole:
        return
    with dumping.without_triggers(db):
        journal.seal_anew(db, 0)
    new = journal.unnoted(db)
    if new:
        db.execute("CREATE TEMP TABLE IF NOT EXISTS recording (entry_id INTEGER NOT NULL)")
        entry = journal.begin_entry(db, "file.upgrade", actor, now)
        entry.undoable = False
        db.executemany(
            "INSERT INTO row_change (entry_id, table_name, row_id, before) VALUES (?, ?, ?, NULL)",
            [(entry.id, table, row_id) for table, row_id in new],
        )
        journal.end_entry(db, entry)


def statements(script: str) -> list[str]:
    """The statements of an SQL script, triggers kept whole.

    `executescript` would do, but it commits the open transaction first.
    """
    found: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        if not pending and (not line.strip() or line.lstrip().startswith("--")):
            continue
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    if pending.strip():
        raise ValueError(f"unfinished statement: {pending.strip()[:60]}")
    return found
