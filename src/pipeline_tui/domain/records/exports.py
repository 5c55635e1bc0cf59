"""The log of what was written out."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from pipeline_tui.domain.records.columns import STRICT, key, moment, string
from pipeline_tui.domain.records.record import Record


class ExportLog(Record, table=True):
    """One file written out. Append-only; the file's name without its folder."""

    __tablename__ = "export_log"
    __table_args__ = STRICT
    id: int | None = key()
    made_at: datetime = moment(nullable=False)
    kind: str = string()
    format: str = string()
    rows: int = Field(ge=0)
    filter: str = string()
    file: str = string()
    actor: str = string()
