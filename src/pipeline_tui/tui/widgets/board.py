"""`Board`: a whole funnel in one widget, drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from typing_extensions import override

from pipeline_tui.tui.text import clean_lines, fit
from pipeline_tui.tui.widgets.cards import CARD_LINES, BoardColumn, Card, draw_card, draw_head
from pipeline_tui.tui.widgets.lanes import Deck, Grid, Lane, Lanes, measure_grid, share_lanes
from pipeline_tui.tui.widgets.lines import LineWidget

__all__ = ["Board", "BoardColumn", "Card"]

_KEPT = 2000  # drawn cards kept
_NEAR_END = 20  # cards below the cursor when more are asked for


class Board(LineWidget, can_focus=True):
    """Columns of cards; the cursor is on one card. Each column scrolls by itself.

    Only visible cards are drawn, so ten thousand cards move like ten. When the columns do not
    fit, the board shifts with the cursor and says how many are hidden on each side.
    """

    DEFAULT_CSS = """
    Board { width: 1fr; height: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", show=False),
        Binding("down", "cursor_down", show=False),
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
        Binding("home", "cursor_first", show=False),
        Binding("end", "cursor_last", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("enter", "open", show=False),
        Binding("space", "toggle_mark", show=False),
    ]

    class BoardMessage(Message):
        """Any message of a board."""

        def __init__(self, board: Board) -> None:
            super().__init__()
            self.board = board

        @property
        def control(self) -> Board:
            return self.board

    class Highlighted(BoardMessage):
        """The cursor came to another card; `card_id` is None in an empty column."""

        def __init__(self, board: Board, card_id: int | None, column_key: str) -> None:
            super().__init__(board)
            self.card_id = card_id
            self.column_key = column_key

    class Opened(BoardMessage):
        """Enter, or a double click."""

        def __init__(self, board: Board, card_id: int) -> None:
            super().__init__(board)
            self.card_id = card_id

    class MoveRequested(BoardMessage):
        """Cards are to go to the column `column_key`, `direction` columns away.

        The screen writes the change, then calls `put_card`.
        """

        def __init__(
            self, board: Board, card_ids: tuple[int, ...], column_key: str, direction: int
        ) -> None:
            super().__init__(board)
            self.card_ids = card_ids
            self.column_key = column_key
            self.direction = direction

        @property
        def card_id(self) -> int:
            return self.card_ids[0]

    class MarksChanged(BoardMessage):
        """The set of marked ids changed."""

        def __init__(self, board: Board, marked: frozenset[int]) -> None:
            super().__init__(board)
            self.marked = marked

    class NeedCards(BoardMessage):
        """The cursor nears the end of the `have` cards of a column that has more: `extend` it."""

        def __init__(self, board: Board, column_key: str, have: int) -> None:
            super().__init__(board)
            self.column_key = column_key
            self.have = have

    def __init__(self, *, empty: str = "", min_width: int = 18, **widget: Any) -> None:
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
        self._drawn: dict[tuple[int, int, str], list[list[Segment]]] = {}
        self._shown_once = False

    # Data

    def show(self, columns: Sequence[BoardColumn], *, cursor_id: int | None = None) -> None:
        """Replace everything. The cursor goes to `cursor_id`, else stays on its card or place."""
        wanted = self.cursor_id if cursor_id is None else cursor_id
        before = self.cursor_id
        self._deck.replace(columns, wanted)
        if self._marked:
            self._marked.intersection_update(self._deck.ids())
        self._drawn.clear()
        self._shown_once = True
        self._fit()
        self.refresh()
        if self.cursor_id != before:
            self._tell_cursor()

    def put_card(self, card: Card, column_key: str, index: int | None = None) -> None:
        """Add, replace or move one card, repainting only what it touches.

        `index` None: in its place when it stays in its column, else on top. The cursor follows
        the card when it stood on it.
        """
        target = self._deck.number(column_key)
        if target is None:
            return
        followed = self.cursor_id == card.id
        self._forget(card.id)
        lane = self._deck.lanes[target]
        found = self._deck.find(card.id)
        if found is not None and found[0] == target and index is None:
            lane.cards[found[1]] = card
            self._refresh_card(target, found[1])
            return
        if found is not None:
            self._take_out(*found)
        at = 0 if index is None else max(0, min(index, len(lane.cards)))
        self._deck.put_in(target, at, card)
        if followed:
            lane.cursor = at
            self._go_to(target)
        self._settle(target, at)

    def remove_card(self, card_id: int) -> None:
        """Take a card off the board; the cursor goes to the next one in the column."""
        found = self._deck.find(card_id)
        if found is None:
            return
        followed = self.cursor_id == card_id
        self._marked.discard(card_id)
        self._forget(card_id)
        self._take_out(*found)
        if followed:
            self._tell_cursor()

    def set_head(self, column: BoardColumn) -> None:
        """Put a fresh title, count and sums on the column of the same key; its cards stay."""
        number = self._deck.number(column.key)
        if number is None:
            return
        grid = self._grid
        self._deck.lanes[number].column = column
        self._measure(self.size)
        if self._grid != grid:
            self._fit()
            self.refresh()
        else:
            self._refresh_head(number)

    def extend(self, column_key: str, cards: Sequence[Card], *, more: bool = False) -> None:
        """Add the cards that `NeedCards` asked for; `more` when there are still others."""
        number = self._deck.number(column_key)
        if number is None:
            return
        lane = self._deck.lanes[number]
        have = len(lane.cards)
        lane.cards.extend(cards)
        if not more:
            lane.asked = len(lane.cards) + 1
        self._settle(number, have)

    def card(self, card_id: int) -> Card | None:
        found = self._deck.find(card_id)
        return None if found is None else self._deck.lanes[found[0]].cards[found[1]]

    # Cursor and marks

    @property
    def cursor_id(self) -> int | None:
        card = self._deck.card
        return None if card is None else card.id

    @property
    def cursor_column(self) -> str:
        """The key of the column under the cursor, empty when there are none."""
        return "" if self._deck.current is None else self._deck.current.column.key

    def select(self, card_id: int) -> bool:
        """Put the cursor on a card; False when it is not on the board."""
        found = self._deck.find(card_id)
        if found is None:
            return False
        self._move_to(*found)
        return True

    @property
    def marked(self) -> frozenset[int]:
        return frozenset(self._marked)

    @property
    def chosen(self) -> tuple[int, ...]:
        """What an action works on: the marked cards, else the one under the cursor."""
        if self._marked:
            return tuple(id_ for id_ in self._deck.ids() if id_ in self._marked)
        return () if self.cursor_id is None else (self.cursor_id,)

    def action_cursor_down(self) -> None:
        self._move_by(1)

    def action_cursor_up(self) -> None:
        self._move_by(-1)

    def action_cursor_first(self) -> None:
        if self._deck.lanes:
            self._move_to(self._deck.at, 0)

    def action_cursor_last(self) -> None:
        if self._deck.lanes:
            self._move_to(self._deck.at, len(self._deck.lanes[self._deck.at].cards) - 1)

    def action_page_down(self) -> None:
        self._move_by(self._grid.visible)

    def action_page_up(self) -> None:
        self._move_by(-self._grid.visible)

    def action_cursor_left(self) -> None:
        self._move_across(-1)

    def action_cursor_right(self) -> None:
        self._move_across(1)

    def action_open(self) -> None:
        if self.cursor_id is not None:
            self.post_message(self.Opened(self, self.cursor_id))

    def action_move_left(self) -> None:
        self._ask_move(-1)

    def action_move_right(self) -> None:
        self._ask_move(1)

    def action_toggle_mark(self) -> None:
        """Mark or unmark the card and go on to the next one."""
        card_id = self.cursor_id
        if card_id is None:
            return
        self._marked ^= {card_id}
        self._forget(card_id)
        self._refresh_card(self._deck.at, self._deck.lanes[self._deck.at].cursor)
        self.post_message(self.MarksChanged(self, self.marked))
        self.action_cursor_down()

    def action_clear_marks(self) -> None:
        if self._marked:
            self._marked.clear()
            self._drawn.clear()
            self.refresh()
            self.post_message(self.MarksChanged(self, self.marked))

    def _ask_move(self, direction: int) -> None:
        target = self._deck.at + direction
        if self.chosen and 0 <= target < len(self._deck.lanes):
            key = self._deck.lanes[target].column.key
            self.post_message(self.MoveRequested(self, self.chosen, key, direction))

    def _move_by(self, step: int) -> None:
        if self._deck.lanes:
            self._move_to(self._deck.at, self._deck.lanes[self._deck.at].cursor + step)

    def _move_across(self, step: int) -> None:
        """To the card on the same screen line of the next column."""
        target = self._deck.at + step
        if 0 <= target < len(self._deck.lanes):
            here, there = self._deck.lanes[self._deck.at], self._deck.lanes[target]
            self._move_to(target, there.first + here.cursor - here.first)

    def _move_to(self, number: int, index: int) -> None:
        lane = self._deck.lanes[number]
        index = max(0, min(index, len(lane.cards) - 1))
        if number == self._deck.at and index == lane.cursor:
            return
        self._refresh_card(self._deck.at, self._deck.lanes[self._deck.at].cursor)
        first = lane.first
        lane.cursor = index
        lane.clamp(self._grid.visible)
        self._go_to(number)
        if lane.first != first:
            self._refresh_lane(number)
        else:
            self._refresh_card(number, index)
        self._want_more(lane)
        self._tell_cursor()

    def _go_to(self, number: int) -> None:
        """Make a lane the current one; shift the board when it is out of view."""
        if number == self._deck.at:
            return
        old, self._deck.at = self._deck.at, number
        view = self._view
        self._place_lanes()
        if self._view != view:
            self.refresh()
        else:
            self._refresh_head(old)
            self._refresh_head(number)

    def _tell_cursor(self) -> None:
        self.post_message(self.Highlighted(self, self.cursor_id, self.cursor_column))

    def _want_more(self, lane: Lane) -> None:
        have = len(lane.cards)
        if lane.column.more and lane.asked < have and lane.cursor >= have - _NEAR_END:
            lane.asked = have
            self.post_message(self.NeedCards(self, lane.column.key, have))

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

    def _forget(self, card_id: int) -> None:
        for key in [key for key in self._drawn if key[0] == card_id]:
            del self._drawn[key]

    def _take_out(self, number: int, index: int) -> None:
        self._deck.take_out(number, index)
        self._settle(number, index)

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
        key = (card.id, width, surface)
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

    # Mouse

    def _card_at(self, x: int, y: int) -> tuple[int, int] | None:
        number = self._view.lane_at(x)
        if number is None or y < self._grid.head:
            return None
        index = self._deck.lanes[number].first + (y - self._grid.head) // self._grid.stride
        return (number, index) if index < len(self._deck.lanes[number].cards) else None

    async def _on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is None:
            return
        event.stop()
        found = self._card_at(at.x, at.y)
        if found is not None:
            self._move_to(*found)
            if event.chain == 2:
                self.action_open()
        elif (number := self._view.lane_at(at.x)) is not None:
            self._move_to(number, self._deck.lanes[number].cursor)

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, step: int) -> None:
        """Scroll the column under the pointer by one card."""
        event.stop()
        at = event.get_content_offset(self)
        number = None if at is None else self._view.lane_at(at.x)
        if number is None:
            return
        lane = self._deck.lanes[number]
        first = max(0, min(lane.first + step, len(lane.cards) - self._grid.visible))
        if first != lane.first:
            lane.first = first
            self._refresh_lane(number)
