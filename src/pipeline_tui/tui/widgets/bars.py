"""Bars beside their numbers: a line for each value, its share drawn to the eighth of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from typing_extensions import override

from pipeline_tui.tui.text import clean, fit, width_of
from pipeline_tui.tui.widgets.lines import LineWidget, join_runs
from pipeline_tui.wording.bars import bar


class Bar(Struct, frozen=True):
    """A labelled value. `value` decides the length, `text` is what is written, `note` follows it."""

    label: str
    value: float
    text: str
    note: str = ""
    tone: str = "accent"


class Bars(LineWidget):
    """A bar a line; as tall as it has bars. A click posts `Pressed` with the bar's index."""

    DEFAULT_CSS = "Bars { width: 1fr; height: auto; }"

    class Pressed(Message):
        """A bar was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, bars: Sequence[Bar] = (), **widget: Any) -> None:
        super().__init__(**widget)
        self._bars = tuple(bars)
        self._full = 0.0

    def show(self, bars: Sequence[Bar], *, full: float = 0.0) -> None:
        """Show these bars instead. `full` is the value of the longest bar there may be; without it
        the longest bar shown is that long."""
        taller = len(bars) != len(self._bars)
        self._bars = tuple(bars)
        self._full = full
        self.refresh(layout=taller)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is shown."""
        return self._bars

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._bars)

    @override
    def draw_line(self, y: int, width: int) -> Strip:
        if y >= len(self._bars):
            return self.blank(width)
        shown = self._bars[y]
        labels = max(width_of(clean(one.label)) for one in self._bars)
        texts = max(width_of(clean(one.text)) for one in self._bars)
        notes = max(width_of(clean(one.note)) for one in self._bars)
        if labels + texts + notes + 14 > width:
            notes = 0
        room = max(0, width - labels - texts - (notes + 2 if notes else 0) - 5)
        most = self._full or max((one.value for one in self._bars), default=0)
        drawn = bar(shown.value / most if most > 0 else 0, room, self.glyphs.eighths)
        style = self.palette.style
        runs: list[tuple[str, Style]] = [
            (" " + fit(clean(shown.label), labels) + " ", style("muted")),
            (drawn, self.palette.bar(shown.tone)),
            (" " * (room - width_of(drawn)) + " ", style("")),
            (fit(clean(shown.text), texts, "right"), style("strong" if shown.value else "muted")),
        ]
        if notes:
            runs.append(("  " + fit(clean(shown.note), notes, "right"), style("muted")))
        return Strip(join_runs(runs)).adjust_cell_length(width, style(""))

    def on_click(self, event: events.Click) -> None:
        if event.y < len(self._bars):
            self.post_message(self.Pressed(event.y))
