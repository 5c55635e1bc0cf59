"""Call outcomes as they are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """How a call can end; `schedules` is one of `vocabulary.Schedules`."""

    id: int
    code: str
    name: str | None
    connected: bool
    schedules: str
