"""`LineTable`: one list for ten rows or a million, drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from typing_extensions import override

from pipeline_tui.tui.text import clean_lines, fit
from pipeline_tui.tui.widgets.columns import GAP, Column
from pipeline_tui.tui.widgets.drawn_rows import DrawnRows
from pipeline_tui.tui.widgets.lines import PICKING_KEYS, ScrolledLines, join_runs
from pipeline_tui.tui.widgets.row_drawing import draw_header, draw_row, draw_section
from pipeline_tui.tui.widgets.row_feed import RowFeed
from pipeline_tui.tui.widgets.rows import (
    Cell,
    LazySource,
    ListSource,
    Row,
    Rows,
    RowSource,
    Section,
    index_of,
)
from pipeline_tui.tui.widgets.sections import Sections

__all__ = ["Cell", "Column", "LazySource", "LineTable", "ListSource", "Row", "RowSource", "Section"]


class LineTable(ScrolledLines, can_focus=True):
    """A table by the line API: fixed header, row cursor, marks, sections, rows by need.

    `show(source)` gives it its data. It keeps the cursor on the same id and on the same screen
    line. Rows it does not have yet are dim dots and are painted when they come. A key costs two
    lines of painting, whatever the number of rows.
    """

    BINDINGS: ClassVar[list[BindingType]] = PICKING_KEYS

    fixed = 1

    class TableMessage(Message):
        """Any message of a table."""

        def __init__(self, table: LineTable) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> LineTable:
            return self.table

    class Highlighted(TableMessage):
        """The cursor came to another row (`id`), or there is no row left (`id` is None)."""

        def __init__(self, table: LineTable, id_: int | None, index: int) -> None:
            super().__init__(table)
            self.id = id_
            self.index = index

    class Opened(TableMessage):
        """Enter, or a double click, on the row `id`."""

        def __init__(self, table: LineTable, id_: int) -> None:
            super().__init__(table)
            self.id = id_

    class SortRequested(TableMessage):
        """A click on the header of the column `key`. The screen sorts, then sets `sort`."""

        def __init__(self, table: LineTable, key: str) -> None:
            super().__init__(table)
            self.key = key

    class MarksChanged(TableMessage):
        """The set of marked ids changed."""

        def __init__(self, table: LineTable, marked: frozenset[int]) -> None:
            super().__init__(table)
            self.marked = marked

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: str = "",
        markable: bool = True,
        **widget: Any,
    ) -> None:
        """`empty`: what is said, centred, when there are no rows; name the key to press."""
        super().__init__(**widget)
        self._drawn = DrawnRows(columns)
        self._empty = empty
        self._markable = markable
        self._feed = RowFeed(self._in_view, self._rows_came)
        self._sections = Sections(())
        self._sort: tuple[str, bool] | None = None
        self._cursor = -1
        self._marked: set[int] = set()

    # Data

    def show(
        self, source: RowSource, *, cursor_id: int | None = None, forget: bool = False
    ) -> None:
        """Replace the data. The cursor goes to `cursor_id`, else stays on its id, else nearby.

        Rows known by id stay on screen until their fresh text comes; `forget=True` drops them,
        for data of another kind under the same ids.
        """
        wanted = self.cursor_id if cursor_id is None else cursor_id
        before = self.cursor_id
        screen_line = self._sections.line_of(self._cursor) - self.top if self._cursor >= 0 else 0
        self._feed.use(source, forget=forget)
        self._sections = Sections(source.sections)
        self._drawn.forget()
        if self._marked:
            self._marked.intersection_update(self.ids)
        near = max(0, self._cursor)
        found = None if wanted is None else index_of(self.ids, wanted, near)
        self._cursor = min(near, len(self.ids) - 1) if found is None else found
        if self._cursor >= 0:
            self.top = self._sections.line_of(self._cursor) - screen_line
        self.lines_changed()
        self._show_cursor()
        if self.cursor_id != before:
            self._tell_cursor()

    def keep_in_view(self) -> None:
        self._show_cursor()

    def update_rows(self, rows: Rows) -> None:
        """Put fresh rows in place of those with the same ids, and repaint the visible ones."""
        self._feed.take(rows)

    def _rows_came(self, changed: set[int]) -> None:
        self._drawn.drop(changed)
        self._refresh_visible(changed)

    def reload(self) -> None:
        """Ask the source again for the rows in view; what is painted stays until they come."""
        self._feed.expire()
        self._drawn.forget()
        self.refresh()
        self.scrolled()

    def row(self, id_: int) -> Row | None:
        """The row as last given, None when it has not come yet."""
        return self._feed.row(id_)

    @property
    def ids(self) -> Sequence[int]:
        """The ids in order; do not change it."""
        return self._feed.ids

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._drawn.columns

    @columns.setter
    def columns(self, columns: Sequence[Column]) -> None:
        self._drawn = DrawnRows(columns)
        self.refresh()

    @property
    def sort(self) -> tuple[str, bool] | None:
        """The column key and whether descending, for the sign in the header."""
        return self._sort

    @sort.setter
    def sort(self, sort: tuple[str, bool] | None) -> None:
        self._sort = sort
        self.refresh_lines(0)

    @property
    def empty(self) -> str:
        return self._empty

    @empty.setter
    def empty(self, text: str) -> None:
        self._empty = text
        if not self.ids:
            self.refresh()

    # Cursor and marks

    @property
    def cursor(self) -> int:
        """The index of the row under the cursor, -1 when there are none."""
        return self._cursor

    @property
    def cursor_id(self) -> int | None:
        return self.ids[self._cursor] if 0 <= self._cursor < len(self.ids) else None

    def move_cursor(self, index: int) -> None:
        """Put the cursor on a row, clamped; scroll to it and tell."""
        index = max(0, min(index, len(self.ids) - 1))
        if not self.ids or index == self._cursor:
            return
        old, self._cursor = self._cursor, index
        self._refresh_row(old)
        self._refresh_row(index)
        self._show_cursor()
        self._tell_cursor()

    def select(self, id_: int) -> bool:
        """Put the cursor on the row `id_`; False when it is not in the list."""
        index = index_of(self.ids, id_, max(0, self._cursor))
        if index is None:
            return False
        self.move_cursor(index)
        return True

    @property
    def marked(self) -> frozenset[int]:
        """The marked ids. Set it to mark exactly these."""
        return frozenset(self._marked)

    @marked.setter
    def marked(self, ids: frozenset[int] | set[int]) -> None:
        changed = self._marked ^ ids
        self._marked = set(ids)
        if changed:
            self._refresh_visible(changed)
            self.post_message(self.MarksChanged(self, self.marked))

    @property
    def chosen(self) -> tuple[int, ...]:
        """What an action works on: the marked rows in list order, else the one under the cursor."""
        if self._marked:
            return tuple(id_ for id_ in self.ids if id_ in self._marked)
        return () if self.cursor_id is None else (self.cursor_id,)

    def action_cursor_down(self) -> None:
        self.move_cursor(self._cursor + 1)

    def action_cursor_up(self) -> None:
        self.move_cursor(self._cursor - 1)

    def action_cursor_first(self) -> None:
        self.move_cursor(0)

    def action_cursor_last(self) -> None:
        self.move_cursor(len(self.ids) - 1)

    def action_page_down(self) -> None:
        self._move_page(1)

    def action_page_up(self) -> None:
        self._move_page(-1)

    def action_open(self) -> None:
        if self.cursor_id is not None:
            self.post_message(self.Opened(self, self.cursor_id))

    def action_toggle_mark(self) -> None:
        """Mark or unmark the row and go on to the next one."""
        id_ = self.cursor_id
        if id_ is None or not self._markable:
            return
        self._marked.symmetric_difference_update((id_,))
        self._refresh_row(self._cursor)
        self.post_message(self.MarksChanged(self, self.marked))
        self.action_cursor_down()

    def action_clear_marks(self) -> None:
        self.marked = frozenset()

    def _move_page(self, direction: int) -> None:
        """A page moves the window and leaves the cursor on its screen line."""
        if not self.ids:
            return
        step = max(1, self.page - 1) * direction
        line = self._sections.line_of(self._cursor) + step
        self.scroll_to_line(self.top + step)
        self.move_cursor(self._sections.index_near(line, len(self.ids)))

    def _show_cursor(self) -> None:
        if self._cursor >= 0 and self.size.height:
            line = self._sections.line_of(self._cursor)
            self.show_line(line, before=self._sections.titles_above(self._cursor))

    def _tell_cursor(self) -> None:
        self.post_message(self.Highlighted(self, self.cursor_id, self._cursor))

    # Rows by need

    def scrolled(self) -> None:
        """Start the loader when a row in view or in the window next to it is not here yet."""
        if self._feed.loading or not self._feed.missing():
            return
        if not self.is_attached or not self.size.height:
            return
        self._feed.loading = True
        self.run_worker(self._feed.load(), group="rows", exit_on_error=True)

    def _in_view(self) -> tuple[int, int]:
        """The indexes of the first and the last row in view."""
        count = len(self.ids)
        last = self.top + max(1, self.page)
        return self._sections.index_near(self.top, count), self._sections.index_near(last, count)

    # Drawing

    @property
    def line_count(self) -> int:
        return len(self.ids) + len(self._sections)

    def forget_drawn(self) -> None:
        self._drawn.forget_all()

    def on_focus(self) -> None:
        self._focus_changed()

    def on_blur(self) -> None:
        self._focus_changed()

    def _focus_changed(self) -> None:
        """The cursor and the bar look different; the rows do not."""
        self.refresh_lines(self.fixed, self.page)

    def _refresh_row(self, index: int) -> None:
        if index >= 0:
            self.refresh_body(self._sections.line_of(index))

    def _refresh_visible(self, ids: set[int]) -> None:
        for line in range(self.top, min(self.top + self.page, self.line_count)):
            index = self._sections.index_at(line)
            if index is not None and self.ids[index] in ids:
                self.refresh_body(line)

    @override
    def draw_fixed(self, y: int, width: int) -> Strip:
        columns = self._drawn.placed(self.body_width)
        return draw_header(columns, self._sort, width, self.palette, self.glyphs)

    def draw_body(self, line: int, width: int) -> Strip:
        index = self._sections.index_at(line)
        if index is None:
            section = self._sections.title_at(line)
            return draw_section(section, width, self.palette, self.glyphs)
        id_ = self.ids[index]
        if index == self._cursor:
            return self._draw_row(id_, width, "cursor" if self.has_focus else "cursor-blurred")
        if id_ in self._marked:
            return self._draw_row(id_, width, "marked")
        return self._drawn.strip(id_, width, lambda: self._draw_row(id_, width, "base"))

    def _draw_row(self, id_: int, width: int, surface: str) -> Strip:
        return draw_row(
            self._feed.row(id_),
            self._drawn.placed(width),
            width,
            surface,
            self.palette,
            self.glyphs,
            marked=id_ in self._marked,
        )

    def draw_below(self, y: int, width: int) -> Strip:
        if self._feed.source is None or self.ids or not self._empty:
            return self.blank(width)
        lines = clean_lines(self._empty)
        at = y - max(0, (self.page - len(lines)) // 3)
        if not 0 <= at < len(lines):
            return self.blank(width)
        style = self.palette.style("strong" if at == 0 else "muted")
        return Strip(join_runs([(fit(lines[at], width, "center"), style)]), width)

    # Mouse

    async def _on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is None or self.on_bar(at.x, at.y):
            return
        event.stop()
        if at.y < self.fixed:
            self._click_header(at.x)
            return
        line = self.top + at.y - self.fixed
        index = self._sections.index_at(line) if line < self.line_count else None
        if index is None:
            return
        self.move_cursor(index)
        if event.chain == 2:
            self.action_open()

    def _click_header(self, x: int) -> None:
        for placed in self._drawn.placed(self.body_width):
            if placed.x <= x < placed.x + placed.width + GAP and placed.column.sortable:
                self.post_message(self.SortRequested(self, placed.column.key))
                return
