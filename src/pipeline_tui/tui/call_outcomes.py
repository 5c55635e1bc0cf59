"""The outcomes of a call, each on its digit, with what it will put on the calendar beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from msgspec import Struct
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from typing_extensions import override

from pipeline_tui.tui.text import clean, fit, width_of
from pipeline_tui.tui.widgets.lines import LineWidget, join_runs

_GAP = 2
_LEAD = 3
"""Cells before a name: the cursor's sign, the digit, a blank."""


class Ending(Struct, frozen=True):
    """A way to end the call: its digit, its name, and what follows, in a longer and a shorter form."""

    id: int
    digit: str
    name: str
    then: tuple[str, str] = ("", "")


class OutcomeGrid(LineWidget, can_focus=True):
    """Endings in one column, or in two where the grid is too low for one; the cursor is an index.

    What follows is never cut: where the longer forms do not all fit, every ending shows its shorter.
    It stands in a column of its own where there is room for one, else at the right edge.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("left", "across(-1)", show=False),
        Binding("right", "across(1)", show=False),
        Binding("enter", "open", show=False),
    ]

    class Opened(Message):
        """Enter, or a click, on the ending with this id."""

        def __init__(self, id_: int) -> None:
            super().__init__()
            self.id = id_

    def __init__(self, **widget: Any) -> None:
        super().__init__(**widget)
        self._endings: tuple[Ending, ...] = ()
        self.cursor = 0

    def show(self, endings: Sequence[Ending]) -> None:
        """Show these endings; the cursor stays on its place."""
        self._endings = tuple(endings)
        self.cursor = max(0, min(self.cursor, len(self._endings) - 1))
        self.refresh()

    # Moving

    @property
    def _columns(self) -> int:
        return 2 if self.size.height < len(self._endings) else 1

    @property
    def _rows(self) -> int:
        return -(-len(self._endings) // self._columns) or 1

    def action_move(self, by: int) -> None:
        """Step through the endings in the order of their digits."""
        self._to(self.cursor + by)

    def action_across(self, by: int) -> None:
        """Step to the other column, where there is one."""
        if self._columns > 1:
            self._to(self.cursor + by * self._rows)

    def _to(self, place: int) -> None:
        if 0 <= place < len(self._endings):
            self.cursor = place
            self.refresh()

    def action_open(self) -> None:
        """Take the ending under the cursor."""
        if self._endings:
            self.post_message(self.Opened(self._endings[self.cursor].id))

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is None or at.y >= self._rows:
            return
        place = at.y + self._rows * min(self._columns - 1, at.x // (self._width() + _GAP))
        if place < len(self._endings):
            self._to(place)
            self.action_open()

    # Drawing

    def _width(self) -> int:
        return (self.size.width - _GAP * (self._columns - 1)) // self._columns

    def _form(self, width: int) -> int:
        """Which form of what follows is shown: 0 the longer, 1 the shorter."""
        room = width - _LEAD
        fits = all(width_of(one.name) + 1 + width_of(one.then[0]) <= room for one in self._endings)
        return 0 if fits else 1

    def _names_width(self) -> int:
        """The width of the longest name."""
        return max((width_of(clean(one.name)) for one in self._endings), default=0)

    @override
    def draw_line(self, y: int, width: int) -> Strip:
        rows, cell = self._rows, self._width()
        if y >= rows:
            return self.blank(width)
        form = self._form(cell)
        runs: list[tuple[str, Style]] = []
        for column in range(self._columns):
            place = y + rows * column
            if column:
                runs.append((" " * _GAP, self.palette.style("")))
            if place < len(self._endings):
                runs += self._ending(place, form, cell)
        used = sum(width_of(text) for text, _style in runs)
        runs.append((" " * max(0, width - used), self.palette.style("")))
        return Strip(join_runs(runs)).adjust_cell_length(width, self.palette.style(""))

    def _ending(self, place: int, form: int, width: int) -> list[tuple[str, Style]]:
        one, here = self._endings[place], place == self.cursor
        surface = "base"
        if here:
            surface = "cursor" if self.has_focus else "cursor-blurred"
        style = self.palette.style
        then = clean(one.then[form])
        gap = 1 if then else 0
        room = max(0, width - _LEAD)
        left = self._names_width() + _GAP - gap
        if left + gap + max(width_of(clean(each.then[form])) for each in self._endings) > room:
            left = room - width_of(then) - gap
        name = fit(clean(one.name), max(0, left))
        edge = self.palette.bar("accent" if surface == "cursor" else "muted", surface)
        return [
            (self.glyphs.cursor if here else " ", edge),
            (f"{one.digit} ", style("accent", surface)),
            (name + " " * gap, style("strong" if then else "muted", surface)),
            (fit(then, room - width_of(name) - gap), style("muted", surface)),
        ]
