"""`Board`: a whole funnel in one widget, moved in by keys and by the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from pipeline_tui.tui.widgets.cards import BoardColumn, Card
from pipeline_tui.tui.widgets.lanes import Lane
from pipeline_tui.tui.widgets.lanes_drawing import LanesDrawing
from pipeline_tui.tui.widgets.lines import PICKING_KEYS

__all__ = ["Board", "BoardColumn", "Card"]

_NEAR_END = 20  # cards below the cursor when more are asked for


class Board(LanesDrawing, can_focus=True):
    """Columns of cards; the cursor is on one card. Each column scrolls by itself.

    Only visible cards are drawn, so ten thousand cards move like ten. When the columns do not
    fit, the board shifts with the cursor and says how many are hidden on each side.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *PICKING_KEYS,
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
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

    class NowhereToMove(BoardMessage):
        """Cards were to go beyond the first column (`direction` -1) or the last (1)."""

        def __init__(self, board: Board, direction: int) -> None:
            super().__init__(board)
            self.direction = direction

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

    # Data

    def show(self, columns: Sequence[BoardColumn], *, cursor_id: int | None = None) -> None:
        """Replace everything, repainting only what looks other than before. The cursor goes to
        `cursor_id`, else stays on its card or place."""
        wanted = self.cursor_id if cursor_id is None else cursor_id
        before, picture = self.cursor_id, self._picture()
        self._deck.replace(columns, wanted)
        if self._marked:
            self._marked.intersection_update(self._deck.ids())
        self._fit()
        if self._shown_once:
            self._repaint_since(picture)
        else:
            self._shown_once = True
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

    def _take_out(self, number: int, index: int) -> None:
        self._deck.take_out(number, index)
        self._settle(number, index)

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
        self._refresh_card(self._deck.at, self._deck.lanes[self._deck.at].cursor)
        self.post_message(self.MarksChanged(self, self.marked))
        self.action_cursor_down()

    def action_clear_marks(self) -> None:
        if self._marked:
            self._marked.clear()
            self.refresh()
            self.post_message(self.MarksChanged(self, self.marked))

    def _ask_move(self, direction: int) -> None:
        target = self._deck.at + direction
        if not self.chosen:
            return
        if 0 <= target < len(self._deck.lanes):
            key = self._deck.lanes[target].column.key
            self.post_message(self.MoveRequested(self, self.chosen, key, direction))
        else:
            self.post_message(self.NowhereToMove(self, direction))

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
