"""What a board shows and where its cursor stands: lanes of cards, each scrolling by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """Three lines of a card, each a left and a right text. User data goes in as it is.

    `sign` stands before the title (a rotting or stepless deal); `tone` colours the sign and the last
    line, whose words must say the same.
    """

    id: int
    title: str
    middle: str = ""
    amount: str = ""
    foot: str = ""
    foot_right: str = ""
    sign: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """A column: its cards by number, in order, and two lines of what they come to."""

    id: int
    title: str
    note: str
    sums: str
    ids: Sequence[int]
    tone: str = "accent"


Cards = Mapping[int, Card]
CardSource = Callable[[Sequence[int]], "Cards | Awaitable[Cards]"]


class Cursor:
    """Where the cursor is, and which card is the first in view in each lane."""

    def __init__(self) -> None:
        self.lanes: tuple[Lane, ...] = ()
        self.lane = 0
        self.rows: list[int] = []
        self.tops: list[int] = []
        self.first_lane = 0

    @property
    def card(self) -> int | None:
        """The number of the card under the cursor, or none."""
        if not self.lanes:
            return None
        ids = self.lanes[self.lane].ids
        return ids[self.rows[self.lane]] if ids else None

    def take(self, lanes: Sequence[Lane]) -> None:
        """Take new lanes; the cursor stays on its card wherever it went, else near its place."""
        kept, lane_id = self.card, self.lanes[self.lane].id if self.lanes else None
        tops = {one.id: top for one, top in zip(self.lanes, self.tops, strict=True)}
        rows = {one.id: row for one, row in zip(self.lanes, self.rows, strict=True)}
        self.lanes = tuple(lanes)
        self.tops = [tops.get(one.id, 0) for one in lanes]
        self.rows = [max(0, min(rows.get(one.id, 0), len(one.ids) - 1)) for one in lanes]
        found = next((i for i, one in enumerate(lanes) if one.id == lane_id), None)
        if found is None:
            found = next((i for i, one in enumerate(lanes) if one.ids), 0)
        self.lane = min(found, max(0, len(lanes) - 1))
        if kept is not None:
            self.select(kept)

    def select(self, card_id: int) -> bool:
        """Put the cursor on a card, looking in its own lane first; False where there is none."""
        order = sorted(range(len(self.lanes)), key=lambda lane: lane != self.lane)
        for lane in order:
            ids = self.lanes[lane].ids
            if card_id in ids:
                self.lane = lane
                self.rows[lane] = ids.index(card_id)
                return True
        return False

    def down(self, by: int) -> None:
        """Move within the lane."""
        if self.lanes:
            last = len(self.lanes[self.lane].ids) - 1
            self.rows[self.lane] = max(0, min(self.rows[self.lane] + by, last))

    def across(self, by: int) -> None:
        """Move to a neighbouring lane, to the card at the same height."""
        if not self.lanes:
            return
        target = max(0, min(self.lane + by, len(self.lanes) - 1))
        if target != self.lane:
            height = self.rows[self.lane] - self.tops[self.lane]
            last = len(self.lanes[target].ids) - 1
            self.rows[target] = max(0, min(self.tops[target] + height, last))
            self.lane = target

    def follow(self, cards_in_view: int, lanes_in_view: int) -> None:
        """Scroll just enough for the cursor to be seen."""
        if not self.lanes:
            return
        shown = max(1, cards_in_view)
        for lane, one in enumerate(self.lanes):
            self.tops[lane] = max(0, min(self.tops[lane], len(one.ids) - shown))
        row, top = self.rows[self.lane], self.tops[self.lane]
        self.tops[self.lane] = max(min(top, row), row - shown + 1)
        wide = max(1, lanes_in_view)
        first = max(min(self.first_lane, self.lane), self.lane - wide + 1)
        self.first_lane = max(0, min(first, len(self.lanes) - wide))
