"""What can be written out, and what a file written says of itself."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

EXPORTS = (
    "clients", "contacts", "deals", "activities", "tasks", "invoices", "payments", "objections",
)  # fmt: skip
"""Kinds of records that have a table of their own in an export."""


class ExportDone(Struct, frozen=True):
    """A file written: `rows` below its header; `cut` cells were longer than a spreadsheet holds."""

    kind: str
    path: Path
    rows: int
    cut: int
