"""Screens whose list is narrowed by a line typed above it, and put in another order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.widget import Widget

from pipeline_tui.tui.list_screen import ListScreen, Picking
from pipeline_tui.tui.widgets.board import Board
from pipeline_tui.tui.widgets.filter_line import FilterLine
from pipeline_tui.tui.widgets.table import LineTable


class NarrowedScreen(ListScreen):
    """A list with a line above it that narrows it, and an order that can be changed.

    `line` is what was typed, `order` the key of a column and whether it goes down.
    """

    DOWN_FIRST: ClassVar[frozenset[str]] = frozenset()
    """Columns that are wanted largest first."""

    def __init__(self) -> None:
        super().__init__()
        self.line = ""
        self.order = ("", False)

    @property
    def filter_line(self) -> FilterLine:
        """The line."""
        return self.query_one(FilterLine)

    def action_filter(self) -> None:
        self.filter_line.open()

    @on(FilterLine.Typed)
    def _line_typed(self, event: FilterLine.Typed) -> None:
        if event.text != self.line:
            self.line = event.text
            self.narrowed()

    def narrowed(self) -> None:
        """Another line narrows the list now."""
        self.read_anew()
        self.show_hints()

    @on(FilterLine.Entered)
    def _line_entered(self) -> None:
        self.action_filter_done()

    def action_filter_done(self) -> None:
        """Back to the list; what was typed goes on narrowing it."""
        self.filter_line.settle()
        self.focus_front()
        self.show_hints()

    def action_filter_off(self) -> None:
        """Back to the whole list."""
        self.filter_line.set("")
        self.focus_front()
        self.show_hints()

    def focus_front(self) -> None:
        """Give the keys back to the list."""
        if isinstance(front := self.front, Widget):
            front.focus()

    @property
    def marked(self) -> bool:
        """Whether anything in the list is marked."""
        return isinstance(front := self.front, Picking) and bool(front.marked)

    def way_back(self) -> bool:
        """Whether there is anything to step out of: marks, the filter."""
        return bool(self.line) or self.filter_line.is_open or self.marked

    def let_go(self) -> bool:
        """Let go of the marks, else of the filter; False when there was neither."""
        if isinstance(front := self.front, Picking) and front.marked:
            front.action_clear_marks()
        elif self.line or self.filter_line.is_open:
            self.action_filter_off()
        else:
            return False
        return True

    def hint_ids(self) -> tuple[str, ...]:
        """No way leads back from the whole list."""
        back = self.is_mounted and self.way_back()
        return tuple(one for one in super().hint_ids() if one != "back" or back)

    @on(LineTable.MarksChanged)
    @on(Board.MarksChanged)
    def _way_back_changed(self) -> None:
        self.show_hints()

    # Order

    def sort_keys(self) -> Sequence[str]:
        """What the list may be sorted by, in the order that one key steps through."""
        return [column.key for column in self.table.columns if column.sortable]

    def action_sort(self) -> None:
        """Sort by the next column."""
        keys = list(self.sort_keys())
        here = keys.index(self.order[0]) + 1 if self.order[0] in keys else 0
        self.sort_by(keys[here % len(keys)])

    @on(LineTable.SortRequested)
    def _header_clicked(self, event: LineTable.SortRequested) -> None:
        self.sort_by(event.key)

    def sort_by(self, key: str) -> None:
        """Sort by this; the other way round when the list is sorted so already."""
        self.order = (key, not self.order[1] if key == self.order[0] else key in self.DOWN_FIRST)
        self.read_anew()
