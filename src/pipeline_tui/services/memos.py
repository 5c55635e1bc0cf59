"""Scraps the program remembers for the user, outside undo and audit."""

from __future__ import annotations

from typing import Any

from pipeline_tui.services.base import Service
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import memos


class Memos(Service):
    """JSON values under keys such as `draft:client:new`, `call:running`, `place:clients`.

    A file that is open for reading only keeps none of them: they are remembered to the end of the
    session.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._of_session: dict[str, Any] = {}

    def keep(self, key: str, value: Any) -> None:
        """Remember a value; a later one replaces it."""
        if self._desk.read_only:
            self._of_session[key] = value
            return
        with self._desk.book.scribble() as db:
            memos.remember(db, key, value, self._now())

    def recall(self, key: str) -> Any | None:
        """What was remembered, or none."""
        if key in self._of_session:
            return self._of_session[key]
        return memos.recall(self._db, key)

    def drop(self, key: str) -> None:
        """Forget a key."""
        if self._desk.read_only:
            self._of_session[key] = None
            return
        with self._desk.book.scribble() as db:
            memos.forget(db, key)
