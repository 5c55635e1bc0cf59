"""What a board shows: columns, their cards, and the three lines of one card."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style

from pipeline_tui.tui.text import clean, fit, width_of
from pipeline_tui.tui.widgets.glyphs import Glyphs
from pipeline_tui.tui.widgets.lines import join_runs
from pipeline_tui.tui.widgets.palette import Palette

CARD_LINES = 3
NARROW = 30
"""Cells of a card below which its subtitle gets a line of its own."""
_ENDS = " ,;:.–—-("


class Card(Struct, frozen=True):
    """One card in three lines; user data goes in as it is, the board cleans it.

    title                    mark     what it is; a short warning ("! 14 д") in `tone`
    subtitle               amount     whose it is; the sum, never cut
    note                              age and next step, in `note_tone`

    A narrow one has no room for subtitle and amount side by side: the amount moves down to `brief`,
    the note in a word or two.
    """

    id: int
    title: str
    subtitle: str = ""
    amount: str = ""
    note: str = ""
    mark: str = ""
    tone: str = ""
    note_tone: str = "muted"
    brief: str = ""


class BoardColumn(Struct, frozen=True):
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
    strong = "strong" if on_cursor else ""
    head = pair(card.title, "strong", mark, card.tone or ("accent" if marked else "muted"))
    if card.brief and inner < NARROW:
        lines = (
            head,
            pair(whole_words(card.subtitle, inner), "", "", ""),
            pair(card.brief, card.note_tone, card.amount, strong),
        )
    else:
        lines = (
            head,
            pair(card.subtitle, "", card.amount, strong),
            pair(card.note, card.note_tone, "", ""),
        )
    return [join_runs([(sign, edge), *runs, (" ", plain)]) for runs in lines]


def whole_words(text: str, room: int) -> str:
    """As many whole words as there is room for: `Pallet racking` says more than `Pallet racki…`.

    A number at the end counts something that is cut off: it goes too.
    """
    text = clean(text)
    if width_of(text) <= room:
        return text
    kept: list[str] = []
    for word in text.split():
        if width_of(" ".join([*kept, word]).rstrip(_ENDS)) > room:
            break
        kept.append(word)
    while len(kept) > 1 and any(letter.isdigit() for letter in kept[-1]):
        kept.pop()
    return " ".join(kept).rstrip(_ENDS) or text


def draw_head(
    column: BoardColumn,
    line: int,
    width: int,
    palette: Palette,
    glyphs: Glyphs,
    *,
    last: bool,
    current: bool,
    focused: bool,
    hidden: tuple[int, int],
) -> list[Segment]:
    """Line `line` of a column's head: title and count, its sums, a rule (`last`).

    `hidden`: how many columns are out of view left and right of this one, shown where not 0.
    """
    blank = (" ", palette.style())
    if last:
        tone = ("accent" if focused else "muted") if current else "faint"
        sign = glyphs.heavy if current else glyphs.line
        return join_runs([(sign * width, palette.bar(tone)), blank])
    if line > 0:
        text = clean(column.summary[line - 1]) if line <= len(column.summary) else ""
        return join_runs([(" " + fit(text, max(0, width - 1)), palette.style("muted")), blank])
    before, after = hidden
    left = f"{glyphs.more_left}{before} " if before else " "
    right = f" {after}{glyphs.more_right}" if after else " "
    tail = f" {clean(column.count)}{right}"
    size = min(width_of(tail), width)
    title = fit(left + clean(column.title), width - size)
    style = palette.style("accent", "section") if current else palette.style(column.tone)
    return join_runs([(title, style), (fit(tail, size), palette.style("muted")), blank])
