"""The strip of screens on the first line: key and name of each, the one in front marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from typing_extensions import override

from pipeline_tui.tui.text import clean, fit, width_of
from pipeline_tui.tui.widgets.lines import LineWidget, join_runs


class Tab(Struct, frozen=True):
    """A tab: what it is called in messages, its key, and its name for people."""

    id: str
    key: str
    label: str


class TabStrip(LineWidget):
    """One line of tabs; a click on one posts `Selected`. `current` is an id, or "" for none.

    `title` stands at the right end, where there is room: whose card this is, which file.
    """

    DEFAULT_CSS = "TabStrip { width: 1fr; height: 1; }"

    class Selected(Message):
        """A tab was clicked."""

        def __init__(self, tab_id: str) -> None:
            super().__init__()
            self.tab_id = tab_id

    def __init__(
        self, tabs: Sequence[Tab], *, current: str = "", title: str = "", **widget: Any
    ) -> None:
        super().__init__(**widget)
        self._tabs = tuple(tabs)
        self._current = current
        self._title = title
        self._places: list[tuple[int, int, str]] = []

    @property
    def current(self) -> str:
        """The id of the marked tab."""
        return self._current

    @current.setter
    def current(self, tab_id: str) -> None:
        self._current = tab_id
        self.refresh()

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """The tabs, left to right; setting them draws them anew."""
        return self._tabs

    @tabs.setter
    def tabs(self, tabs: Sequence[Tab]) -> None:
        self._tabs = tuple(tabs)
        self.refresh()

    @property
    def title(self) -> str:
        """What stands at the right end."""
        return self._title

    @title.setter
    def title(self, text: str) -> None:
        self._title = text
        self.refresh()

    @override
    def draw_line(self, y: int, width: int) -> Strip:
        plain, key = self.palette.style("muted", "header"), self.palette.style("accent", "header")
        front = self.palette.style("strong", "cursor")
        runs: list[tuple[str, Style]] = []
        self._places = []
        x = 0
        for tab in self._tabs:
            label = clean(tab.label)
            here = tab.id == self._current
            mark = f" {tab.key} " if tab.key else " "
            size = width_of(mark) + width_of(label) + 1
            if x + size > width:
                break
            runs += [(mark, front if here else key), (label + " ", front if here else plain)]
            self._places.append((x, x + size, tab.id))
            x += size
        room = width - x
        title = clean(self._title)
        if title and room > 8:
            runs.append((fit(title + " ", room, "right"), plain))
        else:
            runs.append((" " * room, plain))
        return Strip(join_runs(runs), width)

    def on_click(self, event: events.Click) -> None:
        for left, right, tab_id in self._places:
            if left <= event.x < right:
                self.post_message(self.Selected(tab_id))
