"""Import batches, and which foreign key became which record, so that a second import finds it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field

from pipeline_tui.domain.records.columns import STRICT, Json, key, link, moment, string
from pipeline_tui.domain.records.record import Record


class ImportBatch(Record, table=True):
    """One import: the files, and what became of their rows."""

    __tablename__ = "import_batch"
    __table_args__ = STRICT
    id: int | None = key()
    imported_at: datetime = moment(nullable=False)
    files: str = string()
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=Json, nullable=False)


class ImportLink(Record, table=True):
    """`kind` and `foreign_key` of a source stand for our record `record_id` of table `kind`."""

    __tablename__ = "import_link"
    __table_args__ = STRICT
    id: int | None = key()
    kind: str = string()
    foreign_key: str = string()
    record_id: int
    row_hash: str = string()
    batch_id: int | None = link("import_batch", nullable=True)
