"""What keeps the file honest: the audit log, the undo log, and scraps that are not yet records.

These tables are written by `store.journal` and `store.memos` alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Text
from sqlmodel import Field

from pipeline_tui.domain.records.columns import (
    STRICT,
    Json,
    key,
    link,
    maybe_string,
    moment,
    string,
)
from pipeline_tui.domain.records.record import Record


class AuditEntry(Record, table=True):
    """One change by one action. Append-only, each entry sealed with the hash of the one before."""

    __tablename__ = "audit_entry"
    __table_args__ = STRICT
    id: int | None = key()
    made_at: datetime = moment(nullable=False)
    action: str = string()
    actor: str = string()
    subject_kind: str = string()
    subject_id: int | None = None
    words: dict[str, Any] = Field(default_factory=dict, sa_type=Json, nullable=False)
    previous_hash: str = string()
    entry_hash: str = string()


class RowChange(Record, table=True):
    """A row before a change; nothing before means that the change made it."""

    __tablename__ = "row_change"
    __table_args__ = STRICT
    id: int | None = key()
    entry_id: int = link("audit_entry")
    table_name: str = string()
    row_id: int
    before: str | None = maybe_string()


class UndoStep(Record, table=True):
    """Where an entry stands on the undo stack; `undone_by` is the entry that took it back."""

    __tablename__ = "undo_step"
    __table_args__ = STRICT
    id: int | None = key()
    entry_id: int = link("audit_entry")
    undone_by: int | None = link("audit_entry", nullable=True)


class Memo(Record, table=True):
    """Something the program remembers for the user: a draft, a running call, a place in a list."""

    __table_args__ = {"sqlite_strict": True}  # noqa: RUF012
    key: str = Field(primary_key=True, sa_type=Text)
    value: str = string()
    kept_at: datetime = moment(nullable=False)
