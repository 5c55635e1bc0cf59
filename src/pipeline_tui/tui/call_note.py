"""The note of a call: typed below the card, or in the user's own editor; a draft until the call is over."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from pipeline_tui.i18n import _


class NoteLine(TextArea):
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
