"""A read-only page of blocks: headings, pairs, paragraphs, dated entries. The client card is one.

Blocks are given as data; the page wraps them to its width, draws them line by line, and scrolls.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from msgspec import Struct, field
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.strip import Strip
from typing_extensions import override

from pipeline_tui.tui.text import clean, clean_lines, fit, width_of, wrap
from pipeline_tui.tui.widgets.lines import ScrolledLines, join_runs

Run = tuple[str, str]
"""Text and its tone in the palette."""


class Title(Struct, frozen=True):
    """The first line of a card: a name, and badges beside it where there is room."""

    text: str
    badges: tuple[Run, ...] = ()


class Heading(Struct, frozen=True):
    """A group title with a rule; `note` stands at its right end."""

    text: str
    note: str = ""


class Pair(Struct, frozen=True):
    """A name and its value; the values of neighbours line up."""

    label: str
    value: str
    tone: str = ""


class Paragraph(Struct, frozen=True):
    """Running text; line breaks in it stay."""

    text: str
    tone: str = ""
    mark: str = ""
    """A sign before the first line, the rest is indented under it."""


class Entry(Struct, frozen=True):
    """Something that happened: when, what, and what was said about it."""

    when: str
    title: str
    text: str = ""
    tone: str = "strong"


class Gap(Struct, frozen=True):
    """An empty line."""


Block = Title | Heading | Pair | Paragraph | Entry | Gap

_MARGIN = 1


class _Page(Struct):
    """Blocks wrapped to one width: runs of (text, tone) by line."""

    width: int
    lines: list[list[Run]] = field(default_factory=list)


class CardPanel(ScrolledLines, can_focus=True):
    """Shows blocks; `show` replaces them and goes back to the top unless told to stay."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j,о", "scroll_lines(1)", show=False),
        Binding("up,k,л", "scroll_lines(-1)", show=False),
        Binding("pagedown", "scroll_pages(1)", show=False),
        Binding("pageup", "scroll_pages(-1)", show=False),
        Binding("home,g,п", "scroll_lines(-1000000)", show=False),
        Binding("end,G,П", "scroll_lines(1000000)", show=False),
    ]  # fmt: skip

    def __init__(self, blocks: Sequence[Block] = (), *, empty: str = "", **widget: Any) -> None:
        super().__init__(**widget)
        self._blocks = tuple(blocks)
        self._empty = empty
        self._page: _Page | None = None

    def show(self, blocks: Sequence[Block], *, stay: bool = False) -> None:
        """Show these blocks instead; `stay` keeps the place, for a page that was only refreshed."""
        self._blocks = tuple(blocks)
        self._page = None
        if not stay:
            self.top = 0
        self.lines_changed()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What is shown."""
        return self._blocks

    def action_scroll_lines(self, by: int) -> None:
        """Scroll by lines."""
        self.scroll_to_line(self.top + by)

    def action_scroll_pages(self, by: int) -> None:
        """Scroll by pages."""
        self.scroll_to_line(self.top + by * max(1, self.page - 1))

    # The keys of a list, where the page stands in place of one

    def action_cursor_down(self) -> None:
        self.action_scroll_lines(1)

    def action_cursor_up(self) -> None:
        self.action_scroll_lines(-1)

    def action_cursor_first(self) -> None:
        self.scroll_to_line(0)

    def action_cursor_last(self) -> None:
        self.scroll_to_line(self.line_count)

    def action_toggle_mark(self) -> None:
        """Nothing is marked on a page; Space pages on, as in any reader."""
        self.action_scroll_pages(1)

    def action_open(self) -> None:
        """A page leads nowhere."""

    # Drawing

    @property
    @override
    def line_count(self) -> int:
        # With a bar the page is a column narrower; wrapping for that width always keeps both true.
        return len(self._wrapped(max(4, self.size.width - 1)).lines)

    @override
    def forget_drawn(self) -> None:
        self._page = None

    @override
    def draw_body(self, line: int, width: int) -> Strip:
        runs: list[tuple[str, Style]] = []
        x = 0
        for text, tone in self._wrapped(max(4, self.size.width - 1)).lines[line]:
            draw = self.palette.bar if tone == "faint" else self.palette.style
            runs.append((text, draw(tone)))
            x += width_of(text)
        if x < width:
            runs.append((" " * (width - x), self.palette.style("")))
        return Strip(join_runs(runs)).adjust_cell_length(width, self.palette.style(""))

    @override
    def draw_below(self, y: int, width: int) -> Strip:
        if y == 0 and not self._blocks and self._empty:
            text = fit(" " * _MARGIN + clean(self._empty), width)
            return Strip(join_runs([(text, self.palette.style("muted"))]), width)
        return self.blank(width)

    def _wrapped(self, width: int) -> _Page:
        page = self._page
        if page is None or page.width != width:
            page = self._page = _Page(width)
            inner = max(4, width - 2 * _MARGIN)
            label_width = self._label_width(inner)
            for place, block in enumerate(self._blocks):
                before = self._blocks[place - 1] if place else None
                for runs in self._lines_of(block, before, inner, label_width):
                    page.lines.append([(" " * _MARGIN, ""), *runs] if runs else [])
        return page

    def _label_width(self, inner: int) -> int:
        widths = [width_of(clean(one.label)) for one in self._blocks if isinstance(one, Pair)]
        return min(max(widths, default=0), max(8, inner * 2 // 5))

    def _lines_of(
        self, block: Block, before: Block | None, inner: int, label_width: int
    ) -> list[list[Run]]:
        if isinstance(block, Gap):
            return [[]]
        if isinstance(block, Title):
            return self._title(block, inner)
        if isinstance(block, Heading):
            return self._heading(block, before, inner)
        if isinstance(block, Pair):
            return hanging(
                [(fit(clean(block.label), label_width) + "  ", "muted")],
                label_width + 2, block.value, block.tone, inner,
            )  # fmt: skip
        if isinstance(block, Paragraph):
            lead = f"{block.mark} " if block.mark else ""
            return hanging([(lead, block.tone)], width_of(lead), block.text, block.tone, inner)
        return self._entry(block, inner)

    def _title(self, block: Title, inner: int) -> list[list[Run]]:
        lines: list[list[Run]] = [[(part, "strong")] for part in wrap(clean(block.text), inner)]
        for text, tone in block.badges:
            badge = clean(text)
            used = sum(width_of(part) for part, _ in lines[-1])
            if used + width_of(badge) + 2 > inner:
                lines.append([])
                lines[-1].append((badge, tone))
            else:
                lines[-1] += [("  ", ""), (badge, tone)]
        return lines

    def _heading(self, block: Heading, before: Block | None, inner: int) -> list[list[Run]]:
        text, note = clean(block.text), clean(block.note)
        room = inner - width_of(text) - (width_of(note) + 1 if note else 0) - 1
        line: list[Run] = [(text + " ", "accent"), (self.glyphs.line * max(0, room), "faint")]
        if note:
            line.append((" " + note, "muted"))
        return [line] if before is None or isinstance(before, Gap) else [[], line]

    def _entry(self, block: Entry, inner: int) -> list[list[Run]]:
        when = clean(block.when)
        whens = (width_of(clean(one.when)) for one in self._blocks if isinstance(one, Entry))
        lead = min(max(whens), max(8, inner // 3)) + 2  # one column for all, so that titles line up
        lines = hanging([(fit(when, lead), "muted")], lead, block.title, block.tone, inner)
        if block.text:
            lines += hanging([(" " * lead, "")], lead, block.text, "", inner)
        return lines


def hanging(lead: Sequence[Run], indent: int, text: str, tone: str, inner: int) -> list[list[Run]]:
    """Text after a lead, its further lines indented under its first."""
    room = max(4, inner - indent)
    parts = [part for line in clean_lines(text) for part in wrap(line, room)] or [""]
    lines: list[list[Run]] = [[*lead, (parts[0], tone)]]
    lines += [[(" " * indent, ""), (part, tone)] for part in parts[1:]]
    return lines
