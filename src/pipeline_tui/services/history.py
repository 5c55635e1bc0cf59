"""Undo, redo, and the log of who changed what."""

from __future__ import annotations

from pipeline_tui.domain.history import EntryRow, RecordChange
from pipeline_tui.services.base import Service
from pipeline_tui.store import journal, record_history


class History(Service):
    """The line of changes, forwards and back."""

    def undo(self, entry_id: int | None = None) -> EntryRow:
        """Take back the newest change, or the one named; answers with what was taken back."""
        return self._desk.book.undo(entry_id)

    def redo(self) -> EntryRow:
        """Bring back what the last undo took."""
        return self._desk.book.redo()

    def entries(self, *, subject: tuple[str, int] | None = None, limit: int = 50) -> list[EntryRow]:
        """The newest entries, all or those about one record ("deal", 7)."""
        return journal.entries(self._db, subject=subject, limit=limit)

    def of_record(self, kind: str, id_: int, *, limit: int = 50) -> list[RecordChange]:
        """Who changed a record, when, by which action, each field from what to what, newest first.

        `kind` is the name of its table ("deal"). Raises NotFound not_found.
        """
        return record_history.changes_of(self._db, kind, id_, limit)

    def broken(self) -> list[int]:
        """Numbers of entries whose seal does not hold; empty when the log is whole."""
        return journal.broken_entries(self._db)

    def revision(self) -> int:
        """A number that grows with every change of the file, whoever made it."""
        return journal.revision(self._db)
