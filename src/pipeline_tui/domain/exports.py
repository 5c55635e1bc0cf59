"""What can be written out, and what a file written says of itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct

EXPORTS = (
    "clients", "contacts", "deals", "activities", "tasks", "invoices", "payments", "objections",
)  # fmt: skip
"""Kinds of records that have a table of their own in an export."""

ALSO = {"steps": "tasks"}
"""Other words for a kind."""


class ExportDone(Struct, frozen=True):
    """A file written: `rows` below its header; `cut` cells were longer than a spreadsheet holds."""

    kind: str
    path: Path
    rows: int
    cut: int


class ExportRow(Struct, frozen=True):
    """An entry of the log of exports: what went out, of how many rows, narrowed by which filter line,
    to a file of which name and format, when, and by whom: the screen or the command line."""

    id: int
    made_at: datetime
    kind: str
    format: str
    rows: int
    filter: str
    file: str
    actor: str
