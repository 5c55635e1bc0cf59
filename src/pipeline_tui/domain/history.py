"""The audit log as it is read back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct


class FieldChange(Struct, frozen=True):
    """One value of a record, as it was and as it became; none where there was no record, or no value.

    Where a value is the number of another record, `old_name` and `new_name` are what that is called, or
    its code in the vocabulary.
    """

    field: str
    old: str | int | None
    new: str | int | None
    old_name: str = ""
    new_name: str = ""


class EntryRow(Struct, frozen=True):
    """One entry; `words` fill the sentence that names the action to the user."""

    id: int
    made_at: datetime
    action: str
    actor: str
    subject_kind: str
    subject_id: int | None
    words: dict[str, Any]
    undone: bool


class RecordChange(Struct, frozen=True):
    """One entry of a record's history, with what of the record itself it changed. `currency` is the
    record's own, where it has one."""

    entry: EntryRow
    fields: tuple[FieldChange, ...]
    currency: str = ""
