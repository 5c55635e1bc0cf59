"""Objections as they are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ObjectionTypeRow:
    """A kind of objection; `heard` are phrases as clients say it."""

    id: int
    code: str
    name: str | None
    heard: tuple[str, ...]
