"""Screens with a list in front: moving, marking and opening, once for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.widgets.table import LineTable

if TYPE_CHECKING:
    from pipeline_tui.tui.record_screen import RecordScreen


class Front(Protocol):
    """What keys move in: a table, a board, or a page that is read."""

    def action_cursor_down(self) -> None: ...
    def action_cursor_up(self) -> None: ...
    def action_cursor_first(self) -> None: ...
    def action_cursor_last(self) -> None: ...
    def action_toggle_mark(self) -> None: ...
    def action_open(self) -> None: ...


@runtime_checkable
class Picking(Front, Protocol):
    """A list that one picks from: a table or a board, not a page."""

    @property
    def marked(self) -> frozenset[int]: ...
    def select(self, id_: int, /) -> bool: ...
    def action_clear_marks(self) -> None: ...


class ListScreen(DeskScreen):
    """Passes the keys of lists on to the one in front; comes back to the record seen last."""

    def __init__(self) -> None:
        super().__init__()
        self._record: RecordScreen | None = None

    @property
    def front(self) -> Front:
        """The list that keys mean now."""
        return self.table

    @property
    def table(self) -> LineTable:
        """The list, where it is a table and the only one."""
        return self.query_one(LineTable)

    def action_cursor_down(self) -> None:
        self.front.action_cursor_down()

    def action_cursor_up(self) -> None:
        self.front.action_cursor_up()

    def action_cursor_first(self) -> None:
        self.front.action_cursor_first()

    def action_cursor_last(self) -> None:
        self.front.action_cursor_last()

    def action_mark(self) -> None:
        self.front.action_toggle_mark()

    def action_open(self) -> None:
        self.front.action_open()

    def open_record(self, record: RecordScreen) -> None:
        """Open what the cursor is on; coming back the list stands on the record seen last."""
        self._record = record
        self.app.push_screen(record)

    def on_screen_resume(self) -> None:
        record, self._record = self._record, None
        if record is not None and isinstance(front := self.front, Picking):
            front.select(record.record_id)
