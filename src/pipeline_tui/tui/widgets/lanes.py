"""The columns of a board on screen: what they hold, how they share it, where the cursor is."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from pipeline_tui.tui.widgets.cards import CARD_LINES, BoardColumn, Card

ROOMY = 22
"""Body lines from which cards are set apart by a blank line."""


class Lane(Struct):
    """A column on screen: the cards it has now, its own cursor and first visible card."""

    column: BoardColumn
    cards: list[Card] = field(default_factory=list)
    cursor: int = 0
    first: int = 0
    asked: int = -1
    """How many cards there were when more were asked for."""

    @property
    def current(self) -> Card | None:
        return self.cards[self.cursor] if 0 <= self.cursor < len(self.cards) else None

    def clamp(self, visible: int) -> None:
        """Keep the cursor on a card and the card in view."""
        self.cursor = max(0, min(self.cursor, len(self.cards) - 1))
        self.first = max(0, min(self.first, len(self.cards) - visible))
        if self.cursor < self.first:
            self.first = self.cursor
        elif self.cursor >= self.first + visible:
            self.first = self.cursor - visible + 1

    def thumb(self, body: int, visible: int) -> tuple[int, int]:
        """The first body line of the scroll bar's thumb and the one after it; none is (0, 0)."""
        count = len(self.cards)
        if count <= visible:
            return 0, 0
        size = max(1, body * visible // count)
        start = (body - size) * self.first // (count - visible)
        return start, start + size

    def index_of(self, card_id: int) -> int | None:
        """Where the card is; looks at the cursor first."""
        if (current := self.current) is not None and current.id == card_id:
            return self.cursor
        return next((at for at, card in enumerate(self.cards) if card.id == card_id), None)


class Grid(Struct, frozen=True):
    """Lines of a board: of the heads, of the body, from card to card, and whole cards in view."""

    head: int = 2
    body: int = 0
    stride: int = CARD_LINES
    visible: int = 1


def measure_grid(height: int, summary_lines: int) -> Grid:
    """Heads are a title, the sums and a rule; the last card needs no blank line after it."""
    head = 2 + summary_lines
    body = max(0, height - head)
    stride = CARD_LINES + 1 if body >= ROOMY else CARD_LINES
    return Grid(head, body, stride, max(1, (body + stride - CARD_LINES) // stride))


class Lanes(Struct, frozen=True):
    """How lanes share a width: `shown` of them from `first`, and the cells of each."""

    first: int
    widths: tuple[int, ...]

    @property
    def shown(self) -> int:
        return len(self.widths)

    def span(self, lane: int) -> tuple[int, int] | None:
        """First cell and width of a lane; None when it is out of view."""
        at = lane - self.first
        if not 0 <= at < len(self.widths):
            return None
        return sum(self.widths[:at]) + at, self.widths[at]

    def lane_at(self, x: int) -> int | None:
        """The lane at a cell."""
        start = 0
        for at, width in enumerate(self.widths):
            if start <= x <= start + width:
                return self.first + at
            start += width + 1
        return None


def share_lanes(count: int, current: int, first: int, total: int, min_width: int) -> Lanes:
    """Show as many of `count` lanes as fit at `min_width`, shifted just enough to see `current`.

    One cell after each lane but the last is its bar.
    """
    if count == 0 or total <= 0:
        return Lanes(0, ())
    shown = max(1, min(count, (total + 1) // (min_width + 1)))
    first = max(0, min(first, count - shown))
    if current < first:
        first = current
    elif current >= first + shown:
        first = current - shown + 1
    room = total - shown  # the last lane has its bar as well
    base, extra = divmod(max(shown, room), shown)
    return Lanes(first, tuple(base + (1 if at < extra else 0) for at in range(shown)))


class Deck:
    """Lanes and the cursor: the lane `at`, and in each lane a card."""

    def __init__(self) -> None:
        self.lanes: list[Lane] = []
        self.at = 0

    @property
    def current(self) -> Lane | None:
        return self.lanes[self.at] if self.lanes else None

    @property
    def card(self) -> Card | None:
        """The card under the cursor; an empty column has none."""
        return None if self.current is None else self.current.current

    def replace(self, columns: Sequence[BoardColumn], wanted: int | None) -> None:
        """Take new columns; the cursor goes to the card `wanted`, else stays at its place."""
        old = {lane.column.key: lane for lane in self.lanes}
        key = "" if self.current is None else self.current.column.key
        self.lanes = [Lane(column, list(column.cards)) for column in columns]
        for number, lane in enumerate(self.lanes):
            if (was := old.get(lane.column.key)) is not None:
                lane.cursor, lane.first = was.cursor, was.first
            if lane.column.key == key:
                self.at = number
        self.at = max(0, min(self.at, len(self.lanes) - 1))
        if wanted is not None and (found := self.find(wanted)) is not None:
            self.at, self.lanes[found[0]].cursor = found

    def find(self, card_id: int) -> tuple[int, int] | None:
        """Lane number and index of a card; the current lane is looked at first."""
        order = sorted(range(len(self.lanes)), key=lambda number: number != self.at)
        for number in order:
            if (index := self.lanes[number].index_of(card_id)) is not None:
                return number, index
        return None

    def number(self, key: str) -> int | None:
        """The number of the lane of a column."""
        return next((at for at, lane in enumerate(self.lanes) if lane.column.key == key), None)

    def take_out(self, number: int, index: int) -> None:
        """Remove a card; the cursor stays on its own card, or comes to the next one."""
        lane = self.lanes[number]
        del lane.cards[index]
        if lane.cursor > index:
            lane.cursor -= 1

    def put_in(self, number: int, index: int, card: Card) -> None:
        """Insert a card; the cursor of the lane stays on its own."""
        lane = self.lanes[number]
        lane.cards.insert(index, card)
        if lane.cursor >= index and len(lane.cards) > 1:
            lane.cursor += 1

    def ids(self) -> list[int]:
        """The ids of all cards, column by column."""
        return [card.id for lane in self.lanes for card in lane.cards]
