"""`PickList`: what a search found so far, a line each, one of them to be taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from pipeline_tui.tui.text import clean, fit, width_of
from pipeline_tui.tui.widgets.lines import ScrolledLines, join_runs


class PickLine(Struct, frozen=True):
    """Runs of (text, tone of the palette); without an id it is a heading, or a remark, that is passed
    over. User data goes in as it is: the list cleans it."""

    runs: tuple[tuple[str, str], ...]
    id: str = ""

    @property
    def text(self) -> str:
        """The line without its tones."""
        return "".join(text for text, _tone in self.runs)


class PickList(ScrolledLines):
    """Lines that change at every letter, while the keys go to the input above it.

    Only the lines that differ are painted, and nothing is laid out: that is what keeps a letter as quick
    as in an empty program.
    """

    can_focus = False

    class Picked(Message):
        """A line was taken."""

        def __init__(self, id_: str) -> None:
            super().__init__()
            self.id = id_

    def __init__(self, **widget: Any) -> None:
        super().__init__(**widget)
        self.lines: Sequence[PickLine] = ()
        self.cursor = -1

    def show(self, lines: Sequence[PickLine]) -> None:
        """Put other lines in place; the first that can be taken is chosen."""
        before, at, had_bar, top = self.lines, self.cursor, self.has_bar, self.top
        self.lines = lines
        self.cursor = next((place for place, line in enumerate(lines) if line.id), -1)
        self.top = 0
        if top or had_bar or self.has_bar:
            self.refresh()
            return
        self.refresh_some(
            place for place in range(max(len(before), len(lines)))
            if before[place : place + 1] != lines[place : place + 1]
            or (place == at) != (place == self.cursor)
        )  # fmt: skip

    def move(self, by: int) -> None:
        """Choose the next line that can be taken, so many on; round the end by single steps."""
        places = [place for place, line in enumerate(self.lines) if line.id]
        if not places:
            return
        here = places.index(self.cursor) + by
        here = here % len(places) if abs(by) == 1 else max(0, min(here, len(places) - 1))
        self._choose(places[here])

    def page_move(self, by: int) -> None:
        """A page on or back."""
        self.move(by * max(2, self.page - 1))

    def pick(self) -> None:
        """Take the line that is chosen."""
        if self.cursor >= 0:
            self.post_message(self.Picked(self.lines[self.cursor].id))

    def _choose(self, place: int) -> None:
        old, self.cursor = self.cursor, place
        self.refresh_body(old)
        self.refresh_body(place)
        self.show_line(place)

    @property
    def line_count(self) -> int:
        return len(self.lines)

    def draw_body(self, line: int, width: int) -> Strip:
        surface = "cursor" if line == self.cursor else "base"
        plain = self.palette.style("", surface)
        runs: list[tuple[str, Style]] = []
        room = width
        for text, tone in self.lines[line].runs:
            text = clean(text)
            taken = min(width_of(text), room)
            runs.append((fit(text, taken), self.palette.style(tone, surface) if tone else plain))
            room -= taken
        runs.append((" " * room, plain))
        return Strip(join_runs(runs), width)

    async def _on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is None or self.on_bar(at.x, at.y):
            return
        event.stop()
        line = self.top + at.y
        if line < len(self.lines) and self.lines[line].id:
            self._choose(line)
            self.pick()
