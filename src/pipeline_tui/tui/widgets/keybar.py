"""The last line of a screen: what can be done here, by which key, or by a click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from typing_extensions import override

from pipeline_tui.tui.text import clean, width_of
from pipeline_tui.tui.widgets.lines import LineWidget, join_runs


class Hint(Struct, frozen=True):
    """A key and what it does. Where room is short the highest `rank` goes first."""

    key: str
    label: str
    action: str
    rank: int = 50


class KeyBar(LineWidget):
    """One line of key hints; a click on one posts `Pressed`. Help and quit stay as long as they fit."""

    DEFAULT_CSS = "KeyBar { width: 1fr; height: 1; }"

    class Pressed(Message):
        """A hint was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, hints: Sequence[Hint] = (), **widget: Any) -> None:
        super().__init__(**widget)
        self._hints = tuple(hints)
        self._places: list[tuple[int, int, str]] = []

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The hints in their order; setting them draws them anew."""
        return self._hints

    @hints.setter
    def hints(self, hints: Sequence[Hint]) -> None:
        self._hints = tuple(hints)
        self.refresh()

    def _fitting(self, width: int) -> list[Hint]:
        """As many as fit, those of low rank kept, in their own order. The help key always stays."""
        kept: list[Hint] = []
        used = 0
        ordered = sorted(self._hints, key=lambda hint: (hint.action != "help", hint.rank))
        for hint in ordered:
            size = width_of(clean(hint.key)) + width_of(clean(hint.label)) + 3
            if used + size <= width:
                kept.append(hint)
                used += size
        return [hint for hint in self._hints if hint in kept]

    @override
    def draw_line(self, y: int, width: int) -> Strip:
        key_style = self.palette.style("accent", "header")
        plain = self.palette.style("muted", "header")
        runs: list[tuple[str, Style]] = []
        self._places = []
        x = 0
        for hint in self._fitting(width):
            key, label = clean(hint.key), clean(hint.label)
            size = width_of(key) + width_of(label) + 3
            runs += [(f" {key} ", key_style), (label + " ", plain)]
            self._places.append((x, x + size, hint.action))
            x += size
        runs.append((" " * (width - x), plain))
        return Strip(join_runs(runs), width)

    def on_click(self, event: events.Click) -> None:
        for left, right, action in self._places:
            if left <= event.x < right:
                self.post_message(self.Pressed(action))
