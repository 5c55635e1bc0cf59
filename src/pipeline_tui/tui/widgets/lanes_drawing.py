"""Lanes of cards on the screen: their sizes, what they look like, and which part to paint anew."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from msgspec import Struct
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from typing_extensions import override

from pipeline_tui.tui.text import clean_lines, fit
from pipeline_tui.tui.widgets.cards import CARD_LINES, Card, draw_card, draw_head
from pipeline_tui.tui.widgets.lanes import Deck, Grid, Lanes, measure_grid, share_lanes
from pipeline_tui.tui.widgets.lines import LineWidget

_KEPT = 2000  # drawn cards kept


class LanePicture(Struct, frozen=True):
    """What is to be seen of a lane: its head, where its bar and its cards stand, and each card with
    whether it is under the cursor and marked."""

    head: tuple[object, ...]
    bar: tuple[int, tuple[int, int]]
    cards: list[tuple[Card, bool, bool]]


class Picture(Struct, frozen=True):
    """What is to be seen of a board: how lanes share it, how many lanes there are, whether any has a
    card, and those in view."""

    frame: tuple[Grid, Lanes, int, bool]
    lanes: list[LanePicture]


class LanesDrawing(LineWidget):
    """Draws the deck and paints anew what changed in it. It knows no keys: `Board` does."""

    DEFAULT_CSS = """
    LanesDrawing { width: 1fr; height: 1fr; }
    """

    def __init__(self, *, empty: str = "", min_width: int = 22, **widget: Any) -> None:
        """`empty`: what is said when no column has a card. `min_width`: cells of a column."""
        super().__init__(**widget)
        self._empty = empty
        self._min_width = min_width
        self._deck = Deck()
        self._view = Lanes(0, ())
        self._grid = Grid()
        self._fitted = Size(0, 0)
        self._thumbs: list[tuple[int, int]] = []
        self._marked: set[int] = set()
        self._drawn: dict[tuple[Card, bool, int, str], list[list[Segment]]] = {}
        self._shown_once = False

    # Where things are

    def _measure(self, size: Size) -> None:
        """Work out the lines of heads and cards; cheap, and done before each drawing."""
        sums = max((len(lane.column.summary) for lane in self._deck.lanes), default=0)
        self._grid = measure_grid(size.height, sums)

    def _place_lanes(self) -> None:
        self._view = share_lanes(
            len(self._deck.lanes), self._deck.at, self._view.first, self.size.width, self._min_width
        )

    def _fit(self) -> None:
        """Sizes or the number of cards changed."""
        self._measure(self.size)
        self._place_lanes()
        for lane in self._deck.lanes:
            lane.clamp(self._grid.visible)

    def on_resize(self) -> None:
        self._drawn.clear()
        self._fit()
        self.refresh()

    def on_focus(self) -> None:
        self._refresh_cursor()

    def on_blur(self) -> None:
        self._refresh_cursor()

    def _refresh_cursor(self) -> None:
        if self._deck.lanes:
            self._refresh_card(self._deck.at, self._deck.lanes[self._deck.at].cursor)
            self._refresh_head(self._deck.at)

    @override
    def forget_drawn(self) -> None:
        self._drawn.clear()

    def _picture(self) -> Picture:
        """What is to be seen now."""
        view = self._view
        return Picture(
            (self._grid, view, len(self._deck.lanes), any(lane.cards for lane in self._deck.lanes)),
            [self._lane_picture(view.first + at) for at in range(view.shown)],
        )

    def _lane_picture(self, number: int) -> LanePicture:
        lane, here = self._deck.lanes[number], number == self._deck.at
        column = lane.column
        return LanePicture(
            (column.title, column.count, column.summary, column.tone, here),
            (lane.first, lane.thumb(self._grid.body, self._grid.visible)),
            [
                (card, here and index == lane.cursor, card.id in self._marked)
                for index, card in enumerate(
                    lane.cards[lane.first : lane.first + self._grid.visible + 1], lane.first
                )
            ],
        )

    def _repaint_since(self, before: Picture) -> None:
        """Repaint what looks other than it did: a reread that brings what was there paints nothing."""
        now = self._picture()
        if now.frame != before.frame:
            self.refresh()
            return
        for number, (old, new) in enumerate(
            zip(before.lanes, now.lanes, strict=True), self._view.first
        ):
            if old.head != new.head:
                self._refresh_head(number)
            if old.bar != new.bar:
                self._refresh_lane(number)
                continue
            for row, (was, is_) in enumerate(zip_longest(old.cards, new.cards)):
                if was != is_:
                    self._refresh_card(number, new.bar[0] + row)

    def _settle(self, number: int, index: int) -> None:
        """After cards changed from `index` on: repaint from there, or all when it scrolled."""
        lane = self._deck.lanes[number]
        first = lane.first
        lane.clamp(self._grid.visible)
        self._refresh_lane(number, 0 if lane.first != first else max(0, index - first))
        self._refresh_head(number)

    def _refresh_card(self, number: int, index: int) -> None:
        span = self._view.span(number)
        row = index - self._deck.lanes[number].first
        if span is not None and 0 <= row <= self._grid.visible:
            y = self._grid.head + row * self._grid.stride
            self.refresh(Region(span[0], y, span[1], min(CARD_LINES, self.size.height - y)))

    def _refresh_lane(self, number: int, row: int = 0) -> None:
        """Repaint a lane from its visible row on, its bar included."""
        span = self._view.span(number)
        y = self._grid.head + row * self._grid.stride
        if span is not None and y < self.size.height:
            self.refresh(Region(span[0], y, span[1] + 1, self.size.height - y))

    def _refresh_head(self, number: int) -> None:
        span = self._view.span(number)
        if span is not None:
            self.refresh(Region(span[0], 0, span[1] + 1, self._grid.head))

    # Drawing

    @override
    def before_drawing(self, area: Size) -> None:
        if area != self._fitted:
            self._fitted = area
            self._fit()
        self._thumbs = [
            lane.thumb(self._grid.body, self._grid.visible) for lane in self._deck.lanes
        ]

    @override
    def draw_line(self, y: int, width: int) -> Strip:
        if not self._deck.lanes:
            return self._draw_empty(y, width)
        head = self._grid.head
        segments: list[Segment] = []
        if y < head:
            for at, lane_width in enumerate(self._view.widths):
                segments += self._draw_head(self._view.first + at, y, lane_width)
            return Strip(segments).adjust_cell_length(width, self.palette.style())
        if not any(lane.cards for lane in self._deck.lanes):
            return self._draw_empty(y - head, width)
        plain = self.palette.style()
        row, part = divmod(y - head, self._grid.stride)
        for at, lane_width in enumerate(self._view.widths):
            number = self._view.first + at
            lane = self._deck.lanes[number]
            index = lane.first + row
            if part < CARD_LINES and index < len(lane.cards):
                segments += self._draw_card(number, index, lane_width)[part]
            else:
                segments.append(Segment(" " * lane_width, plain))
            start, stop = self._thumbs[number]
            if not stop:
                segments.append(Segment(" ", plain))
            elif start <= y - head < stop:
                segments.append(Segment(self.glyphs.thumb, self.palette.bar("muted")))
            else:
                segments.append(Segment(self.glyphs.track, self.palette.bar("faint")))
        return Strip(segments).adjust_cell_length(width, self.palette.style())

    def _draw_card(self, number: int, index: int, width: int) -> list[list[Segment]]:
        lane = self._deck.lanes[number]
        card = lane.cards[index]
        marked = card.id in self._marked
        # Without a blank line between them, cards are told apart by every other surface.
        surface = "base" if self._grid.stride == CARD_LINES and index % 2 else "card"
        if marked:
            surface = "marked"
        if number == self._deck.at and index == lane.cursor:
            surface = "cursor" if self.has_focus else "cursor-blurred"
        key = (card, marked, width, surface)
        drawn = self._drawn.get(key)
        if drawn is None:
            if len(self._drawn) >= _KEPT:
                self._drawn.clear()
            drawn = draw_card(card, width, surface, self.palette, self.glyphs, marked=marked)
            self._drawn[key] = drawn
        return drawn

    def _draw_head(self, number: int, line: int, width: int) -> list[Segment]:
        view = self._view
        after = len(self._deck.lanes) - view.first - view.shown
        return draw_head(
            self._deck.lanes[number].column,
            line,
            width,
            self.palette,
            self.glyphs,
            last=line == self._grid.head - 1,
            current=number == self._deck.at,
            focused=self.has_focus,
            hidden=(
                view.first if number == view.first else 0,
                after if number == view.first + view.shown - 1 else 0,
            ),
        )

    def _draw_empty(self, y: int, width: int) -> Strip:
        lines = clean_lines(self._empty) if self._shown_once and self._empty else []
        at = y - max(0, (self._grid.body - len(lines)) // 3)
        if not 0 <= at < len(lines):
            return self.blank(width)
        style = self.palette.style("strong" if at == 0 else "muted")
        return Strip([Segment(fit(lines[at], width, "center"), style)], width)
