"""What a board shows: columns, their cards, and the three lines of one card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.segment import Segment
from rich.style import Style

from pipeline_tui.tui.text import clean, fit, width_of
from pipeline_tui.tui.widgets.glyphs import Glyphs
from pipeline_tui.tui.widgets.lines import join_runs
from pipeline_tui.tui.widgets.palette import Palette

CARD_LINES = 3
ROOMY = 22
"""Body lines from which cards are set apart by a blank line."""


@dataclass(frozen=True, slots=True)
class Card:
    """One card in three lines; user data goes in as it is, the board cleans it.

    title                    mark     what it is; a short warning ("! 14 д") in `tone`
    subtitle               amount     whose it is; the sum, never cut
    note                              age and next step, in `note_tone`
    """

    id: int
    title: str
    subtitle: str = ""
    amount: str = ""
    note: str = ""
    mark: str = ""
    tone: str = ""
    note_tone: str = "muted"


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column: its name, how many there are (`count` as text), and lines of sums below it.

    `more`: the cards given are only the first ones; the board asks for the rest by `NeedCards`.
    """

    key: str
    title: str
    cards: Sequence[Card] = ()
    count: str = ""
    summary: tuple[str, ...] = ()
    tone: str = "strong"
    more: bool = False


@dataclass(slots=True)
class Lane:
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


@dataclass(frozen=True, slots=True)
class Grid:
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


@dataclass(frozen=True, slots=True)
class Lanes:
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


def draw_card(
    card: Card, width: int, surface: str, palette: Palette, glyphs: Glyphs, *, marked: bool
) -> list[list[Segment]]:
    """The segments of the three lines of a card, each `width` cells."""
    plain = palette.style("", surface)
    on_cursor = surface.startswith("cursor")
    sign = glyphs.cursor if on_cursor else " "
    edge = palette.bar("accent" if surface == "cursor" else "muted", surface)
    inner = max(0, width - 2)

    def pair(left: str, left_tone: str, right: str, right_tone: str) -> list[tuple[str, Style]]:
        right = clean(right)
        size = min(width_of(right), inner)
        gap = 1 if right and size < inner else 0
        return [
            (fit(clean(left), inner - size - gap), palette.style(left_tone, surface)),
            (" " * gap, plain),
            (fit(right, size), palette.style(right_tone, surface)),
        ]

    mark = f"{glyphs.mark} {card.mark}".rstrip() if marked else card.mark
    lines = (
        pair(card.title, "strong", mark, card.tone or ("accent" if marked else "muted")),
        pair(card.subtitle, "", card.amount, "strong" if on_cursor else ""),
        pair(card.note, card.note_tone, "", ""),
    )
    return [join_runs([(sign, edge), *runs, (" ", plain)]) for runs in lines]
