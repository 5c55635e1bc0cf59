"""Bringing a file to the current schema. Alembic is loaded only when there is something to do."""

from __future__ import annotations

import sqlite3
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
