"""The audit log as it is read back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct


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
