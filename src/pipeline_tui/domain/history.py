"""The audit log as it is read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry; `words` fill the sentence that names the action to the user."""

    id: int
    made_at: datetime
    action: str
    actor: str
    subject_kind: str
    subject_id: int | None
    words: dict[str, Any]
    undone: bool
