"""The note of a call: typed below the card, or in the user's own editor; a draft until the call is over."""

from __future__ import annotations

import os
from pathlib import Path

from textual import events, on
from textual.app import SuspendNotSupported
from textual.widgets import TextArea

from pipeline_tui.domain.errors import Problem
from pipeline_tui.i18n import _
from pipeline_tui.tui import editor
from pipeline_tui.tui.call_endings import CallEndings
from pipeline_tui.tui.widgets.typed import TypedPage

_DRAFT = "draft:call:{client_id}"
_EDITED = ".note-{client_id}.txt"
"""Where a note lies, beside the database, while the user's editor has it."""


class NoteLine(TypedPage):
    """A line that grows with its text. Enter and Esc leave it, and so do the arrows at its edges."""

    def __init__(self) -> None:
        super().__init__(
            placeholder=_("e writes here, E in your editor; kept with the call"),
            compact=True, tab_behavior="focus", highlight_cursor_line=False, id="call-note",
        )  # fmt: skip

    def on_key(self, event: events.Key) -> None:
        row, last = self.cursor_location[0], self.document.line_count - 1
        leaves = (
            event.key in ("enter", "escape")
            or (event.key == "up" and row == 0)
            or (event.key == "down" and row == last)
        )
        if leaves:
            event.stop()
            event.prevent_default()
            self.screen.query_one("#call-outcomes").focus()


class CallWithNote(CallEndings):
    """A running call with its note and the objections met, which are a draft until it is over."""

    @property
    def gone(self) -> bool:
        """Whether the screen was left while a service answered."""
        return False

    async def restore_draft(self) -> None:
        """What was written of this call before the program was left."""
        kept = await self.ask(self.desk.memos.recall, _DRAFT.format(client_id=self.client_id))
        draft = kept if isinstance(kept, dict) else {}
        if self.gone:
            return
        self.objections = list(draft.get("objections", ()))
        # A program that was killed while the editor had the note left it in its file.
        edited = editor.taken(self._edited)
        self._write_note(edited or str(draft.get("note", "")))
        if edited:
            await self.keep_draft()

    @property
    def _edited(self) -> Path:
        """Where the note lies while the user's editor has it."""
        return self.desk.book.path.with_name(_EDITED.format(client_id=self.client_id))

    @property
    def _note_line(self) -> NoteLine:
        return self.query_one("#call-note", NoteLine)

    @property
    def note(self) -> str:
        return self._note_line.text.strip()

    def _write_note(self, text: str) -> None:
        with self.prevent(TextArea.Changed):
            self._note_line.text = text
        self._note_line.move_cursor(self._note_line.document.end)

    def action_note(self) -> None:
        self._note_line.focus()

    def action_write(self) -> None:
        """The note in the user's own editor; the program waits behind it."""
        self.start(self._in_editor)

    async def _in_editor(self) -> None:
        try:
            with self.app.suspend():
                text = editor.edit(self._edited, self.note, os.environ)
        except SuspendNotSupported:
            self.warn(_("This terminal cannot make room for an editor; e writes here."))
        except Problem as found:
            self.tell(found)
        else:
            self._write_note(text)
            await self.keep_draft()

    @on(TextArea.Changed, "#call-note")
    def _keep_note(self) -> None:
        if self.call is not None:
            self.latest(self.keep_draft, "draft")

    async def keep_draft(self) -> None:
        key = _DRAFT.format(client_id=self.client_id)
        if self.note or self.objections:
            draft = {"note": self.note, "objections": self.objections}
            await self.ask(self.desk.memos.keep, key, draft)
        else:
            await self.ask(self.desk.memos.drop, key)

    async def forget_draft(self, client_id: int) -> None:
        if client_id == self.client_id:
            self.objections = []
            if not self.gone:
                self._write_note("")
        await self.ask(self.desk.memos.drop, _DRAFT.format(client_id=client_id))
