"""One line of figures under the tabs: names muted, values bright, most important first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from rich.style import Style
from textual.strip import Strip
from typing_extensions import override

from pipeline_tui.tui.text import clean, fit, width_of
from pipeline_tui.tui.widgets.lines import LineWidget, join_runs


class Figure(Struct, frozen=True):
    """A name with its value; `tone` as in the palette ("", "accent", "success", "warning", "danger")."""

    label: str
    value: str
    tone: str = "strong"


class Headline(LineWidget):
    """Figures from the left, a remark at the right; what does not fit is left out from the end."""

    DEFAULT_CSS = "Headline { width: 1fr; height: 1; }"

    def __init__(self, **widget: Any) -> None:
        super().__init__(**widget)
        self._figures: tuple[Figure, ...] = ()
        self._remark = ""

    def show(self, figures: Sequence[Figure], remark: str = "") -> None:
        """Show these figures."""
        self._figures = tuple(figures)
        self._remark = remark
        self.refresh()

    @override
    def draw_line(self, y: int, width: int) -> Strip:
        muted = self.palette.style("muted")
        runs: list[tuple[str, Style]] = [(" ", muted)]
        x = 1
        for place, figure in enumerate(self._figures):
            label, value = clean(figure.label), clean(figure.value)
            lead = f" {self.glyphs.dot} " if place else ""
            gap = " " if label and value else ""
            size = width_of(lead) + width_of(label) + width_of(gap) + width_of(value)
            if x + size >= width:
                break
            runs += [(lead + label + gap, muted), (value, self.palette.style(figure.tone))]
            x += size
        room = width - x
        remark = clean(self._remark)
        if remark and room >= width_of(remark) + 3:
            runs.append((fit(remark + " ", room, "right"), muted))
        else:
            runs.append((" " * room, muted))
        return Strip(join_runs(runs), width)
