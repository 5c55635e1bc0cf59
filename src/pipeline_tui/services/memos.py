"""Scraps the program remembers for the user, outside undo and audit."""

from __future__ import annotations

from typing import Any

from pipeline_tui.services.base import Service
from pipeline_tui.store import memos


class Memos(Service):
    """JSON values under keys such as `draft:client:new`, `call:running`, `place:clients`."""

    def keep(self, key: str, value: Any) -> None:
        """Remember a value; a later one replaces it."""
        with self._desk.book.scribble() as db:
            memos.remember(db, key, value, self._now())

    def recall(self, key: str) -> Any | None:
        """What was remembered, or none."""
        return memos.recall(self._db, key)

    def drop(self, key: str) -> None:
        """Forget a key."""
        with self._desk.book.scribble() as db:
            memos.forget(db, key)
