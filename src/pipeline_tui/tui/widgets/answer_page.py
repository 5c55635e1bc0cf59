"""`AnswerPage`: answers to be read aloud, each with the digit that takes it, below a line one types in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from typing_extensions import override

from pipeline_tui.domain.objections import CardFacts, RankedAnswer
from pipeline_tui.tui.text import clean, fit, width_of
from pipeline_tui.tui.widgets.lines import ScrolledLines, join_runs
from pipeline_tui.tui.widgets.panel import Run, hanging
from pipeline_tui.tui.widgets.search_line import SearchLine
from pipeline_tui.wording import objections as words

_DIGIT = "digit"
"""The tone of a digit that stands as a key."""


class HeardLine(SearchLine):
    """What was heard, letter by letter; a digit is not text here but an answer.

    While it is `closed` nothing is typed, and every key goes to the screen. It keeps the focus: giving
    it away and taking it back would restyle both.
    """

    closed = False

    def check_consume_key(self, key: str, character: str | None) -> bool:
        typed = not self.closed and key not in ("1", "2", "3")
        return typed and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if self.closed:
            event.prevent_default()  # of the input itself

    def _on_paste(self, event: events.Paste) -> None:
        if self.closed:
            event.prevent_default()


class Said(Struct, frozen=True):
    """A line of runs, cut where the page ends; a click takes the answer of this `number`, if any."""

    runs: tuple[Run, ...]
    number: int = 0


class Told(Struct, frozen=True):
    """A text that is wrapped, its further lines under its first, behind a mark."""

    text: str
    tone: str = ""
    mark: str = ""
    number: int = 0


Part = Said | Told

GAP = Said(())


def answer_parts(
    number: int, one: RankedAnswer, facts: CardFacts, before: str, *, follow_up: bool
) -> list[Part]:
    """One answer; `before` says how it went with this client the last time, if ever."""
    head: list[Run] = [(f" {number} ", _DIGIT), ("  ", "")]
    technique = words.technique(one.answer.technique)
    if technique:
        head += [(technique, "accent"), ("  ", "")]
    head.append((words.earned(one), "muted"))
    if before:
        head.append((f"  ! {before}", "warning"))
    parts: list[Part] = [
        Said(tuple(head), number),
        Told(words.said(one.answer.text, facts), number=number),
    ]
    if follow_up and one.answer.follow_up:
        parts.append(Told(words.said(one.answer.follow_up, facts), "accent", "→", number))
    return parts


class AnswerPage(ScrolledLines):
    """Parts that change at every letter. Only the lines that differ are painted, nothing is laid out."""

    can_focus = False

    class Used(Message):
        """The answer with this number was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, **widget: Any) -> None:
        super().__init__(**widget)
        self._parts: Sequence[Part] = ()
        self._lines: list[tuple[Sequence[Run], int]] | None = []

    @property
    def text(self) -> str:
        """What is shown, without its tones."""
        return "\n".join("".join(text for text, _tone in runs) for runs, _number in self._wrapped)

    def show(self, parts: Sequence[Part]) -> None:
        """Put other parts in place, from the top."""
        before, had_bar, top = self._wrapped, self.has_bar, self.top
        self._parts, self._lines, self.top = parts, None, 0
        now = self._wrapped
        if top or had_bar or self.has_bar:
            self.refresh()
            return
        self.refresh_some(
            place for place in range(max(len(before), len(now)))
            if before[place : place + 1] != now[place : place + 1]
        )  # fmt: skip

    @property
    @override
    def line_count(self) -> int:
        return len(self._wrapped)

    @property
    def _wrapped(self) -> list[tuple[Sequence[Run], int]]:
        if self._lines is None:
            room = max(8, self.size.width - 1)  # with a bar the page is a column narrower
            self._lines = []
            for part in self._parts:
                if isinstance(part, Said):
                    self._lines.append((part.runs, part.number))
                    continue
                lead = f"{part.mark} " if part.mark else ""
                found = hanging([(lead, part.tone)], width_of(lead), part.text, part.tone, room)
                self._lines += [(runs, part.number) for runs in found]
        return self._lines

    @override
    def forget_drawn(self) -> None:
        self._lines = None

    @override
    def draw_body(self, line: int, width: int) -> Strip:
        plain = self.palette.style("")
        runs: list[tuple[str, Style]] = []
        room = width
        for text, tone in self._wrapped[line][0]:
            shown = clean(text)
            taken = min(width_of(shown), room)
            style = (
                self.palette.style("accent", "cursor")
                if tone == _DIGIT
                else self.palette.style(tone)
            )
            runs.append((fit(shown, taken), style))
            room -= taken
        runs.append((" " * room, plain))
        return Strip(join_runs(runs), width)

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        line = self.top + at.y if at is not None else -1
        if 0 <= line < len(self._wrapped) and self._wrapped[line][1]:
            self.post_message(self.Used(self._wrapped[line][1]))
