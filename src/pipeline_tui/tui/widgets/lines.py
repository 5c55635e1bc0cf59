"""The base of every widget here: it draws lines itself and repaints only those that changed.

`ScrollView` lays out the screen again whenever the number of lines changes, which a live filter
does at every letter; `ScrolledLines` keeps its own offset and draws its own bar instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

from pipeline_tui.tui.widgets.glyphs import Glyphs, terminal_glyphs
from pipeline_tui.tui.widgets.palette import Palette

PICKING_KEYS: list[BindingType] = [
    Binding("up", "cursor_up", show=False),
    Binding("down", "cursor_down", show=False),
    Binding("home", "cursor_first", show=False),
    Binding("end", "cursor_last", show=False),
    Binding("pageup", "page_up", show=False),
    Binding("pagedown", "page_down", show=False),
    Binding("enter", "open", show=False),
    Binding("space", "toggle_mark", show=False),
]
"""Keys of whatever one moves in and picks from: a table, a board."""


class LineWidget(Widget):
    """Draws `draw_line(y)` strips with styles of the palette.

    Content never is markup: segments are made of text that went through `clean`.
    """

    ALLOW_SELECT = False

    def __init__(self, **widget: Any) -> None:
        """`widget`: the keyword arguments of `textual.widget.Widget` (id, classes, ...)."""
        super().__init__(**widget)
        self.glyphs: Glyphs = terminal_glyphs()
        self._palette: Palette | None = None
        self._area = Size(0, 0)

    @property
    def palette(self) -> Palette:
        """Styles for the theme in use and the background behind this widget."""
        if self._palette is None:
            self._palette = Palette(
                self.app.theme_variables,
                self.background_colors[1],
                no_color=self.app.no_color,
            )
        return self._palette

    def notify_style_update(self) -> None:
        """A theme, a class or the focus changed."""
        super().notify_style_update()
        self._palette = None
        self.forget_drawn()

    def forget_drawn(self) -> None:
        """Drop strips kept for reuse; colours or widths are no longer what they were."""

    def refresh_lines(self, y: int, count: int = 1) -> None:
        """Repaint `count` lines from line `y` of the content area, and nothing else."""
        if count > 0:
            self.refresh(Region(0, y, self.size.width, count))

    def refresh_some(self, lines: Iterable[int]) -> None:
        """Repaint these lines, ascending; neighbours as one region, which is cheaper to paint."""
        first, last = 0, -2  # no line yet, and none that comes after it
        for y in lines:
            if y != last + 1:
                self.refresh_lines(first, last + 1 - first)
                first = y
            last = y
        self.refresh_lines(first, last + 1 - first)

    @override
    def render_lines(self, crop: Region) -> list[Strip]:
        # Asking for the size costs more than drawing a line: it is done once for all lines.
        self._area = self.size
        self.before_drawing(self._area)
        return super().render_lines(crop)

    @override
    def render_line(self, y: int) -> Strip:
        return self.draw_line(y, self._area.width)

    def before_drawing(self, area: Size) -> None:
        """Lines are about to be drawn in a content area of this size."""

    def draw_line(self, y: int, width: int) -> Strip:
        """The strip of line `y`, exactly `width` cells."""
        raise NotImplementedError

    def blank(self, width: int, surface: str = "base") -> Strip:
        return Strip.blank(width, self.palette.style("", surface))


class ScrolledLines(LineWidget):
    """Lines behind a window: an own offset `top`, a bar in the last column when it is needed.

    `fixed` lines at the top do not scroll. Subclasses give `line_count` and `draw_body(line,
    width)`; they call `lines_changed` when the number of lines changes.
    """

    DEFAULT_CSS = """
    ScrolledLines { width: 1fr; height: 1fr; }
    """

    fixed = 0

    def __init__(self, **widget: Any) -> None:
        super().__init__(**widget)
        self.top = 0
        self._dragging = False
        self._thumb_start = self._thumb_size = self._drawn_page = 0

    # What subclasses say

    @property
    def line_count(self) -> int:
        """How many lines scroll."""
        raise NotImplementedError

    def draw_fixed(self, y: int, width: int) -> Strip:  # noqa: ARG002
        """The strip of the fixed line `y`, the full width of the widget."""
        return self.blank(width)

    def draw_body(self, line: int, width: int) -> Strip:
        """The strip of the scrolled line `line`, `width` cells."""
        raise NotImplementedError

    def draw_below(self, y: int, width: int) -> Strip:  # noqa: ARG002
        """The strip of body line `y` (from the first body line) where no line is left."""
        return self.blank(width)

    def scrolled(self) -> None:
        """The window moved, or its size changed."""

    # Geometry

    @property
    def page(self) -> int:
        """How many scrolled lines are visible."""
        return max(0, self.size.height - self.fixed)

    @property
    def has_bar(self) -> bool:
        return self.line_count > self.page > 0

    @property
    def body_width(self) -> int:
        return max(0, self.size.width - (1 if self.has_bar else 0))

    def scroll_to_line(self, line: int) -> None:
        """Make `line` the first visible one, as far as there are lines."""
        top = max(0, min(line, self.line_count - self.page))
        if top != self.top:
            self.top = top
            self.refresh_lines(self.fixed, self.page)
            self.scrolled()

    def show_line(self, line: int, before: int = 0) -> None:
        """Scroll just enough to see `line` and the `before` lines above it."""
        page = self.page
        if line - before < self.top:
            self.scroll_to_line(line - before)
        elif page and line >= self.top + page:
            self.scroll_to_line(line - page + 1)

    def refresh_body(self, line: int, count: int = 1) -> None:
        """Repaint those of the scrolled lines from `line` that are visible."""
        first = max(line, self.top)
        last = min(line + count, self.top + self.page)
        self.refresh_lines(self.fixed + first - self.top, last - first)

    def lines_changed(self) -> None:
        """The number of lines or all of their content changed."""
        self.top = max(0, min(self.top, self.line_count - self.page))
        self.refresh()
        self.scrolled()

    def on_resize(self) -> None:
        self.forget_drawn()
        self.lines_changed()
        self.keep_in_view()

    def keep_in_view(self) -> None:
        """The size changed: scroll back to what the person was looking at."""

    # Drawing

    @override
    def before_drawing(self, area: Size) -> None:
        self._thumb_start, self._thumb_size = self._thumb()
        self._drawn_page = max(0, area.height - self.fixed)

    @override
    def draw_line(self, y: int, width: int) -> Strip:
        if y < self.fixed:
            return self.draw_fixed(y, width)
        y -= self.fixed
        count = self.line_count
        bar = count > self._drawn_page
        body = width - 1 if bar else width
        line = self.top + y
        strip = self.draw_body(line, body) if line < count else self.draw_below(y, body)
        if not bar:
            return strip
        return Strip([*strip, self._bar_segment(y)], width)

    def _bar_segment(self, y: int) -> Segment:
        if self._thumb_start <= y < self._thumb_start + self._thumb_size:
            return Segment(self.glyphs.thumb, self.palette.bar("accent" if self.has_focus else ""))
        return Segment(self.glyphs.track, self.palette.bar("faint"))

    def _thumb(self) -> tuple[int, int]:
        """The first body line and the number of lines of the bar's thumb."""
        page, count = self.page, self.line_count
        if count <= page or not page:
            return 0, 0
        size = max(1, page * page // count)
        hidden = count - page
        start = (page - size) * self.top // hidden
        if self.top and start == 0 and page > size:
            start = 1  # the first cell belongs to the very top
        return start, size

    # Mouse

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_to_line(self.top + 3)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_to_line(self.top - 3)

    def on_bar(self, x: int, y: int) -> bool:
        """Whether a point of the content area is on the scroll bar."""
        return self.has_bar and x == self.size.width - 1 and y >= self.fixed

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        at = event.get_content_offset_capture(self)
        if self.on_bar(at.x, at.y):
            event.stop()
            self._dragging = True
            self.capture_mouse()
            self._drag_to(at.y)

    def _on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragging:
            event.stop()
            self._drag_to(event.get_content_offset_capture(self).y)

    async def _on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            event.stop()
            self._dragging = False
            self.release_mouse()

    def _drag_to(self, y: int) -> None:
        _start, size = self._thumb()
        room = max(1, self.page - size)
        at = max(0, min(y - self.fixed - size // 2, room))
        self.scroll_to_line((self.line_count - self.page) * at // room)

    # Textual's own scrolling has nothing to do here

    @override
    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.line_count + self.fixed


def join_runs(runs: Iterable[tuple[str, Style]]) -> list[Segment]:
    """Segments of text runs, neighbours of one style made one (fewer to write, same picture)."""
    segments: list[Segment] = []
    text, style = "", None
    for run, run_style in runs:
        if run_style is style:
            text += run
        else:
            if text and style is not None:
                segments.append(Segment(text, style))
            text, style = run, run_style
    if text and style is not None:
        segments.append(Segment(text, style))
    return segments
