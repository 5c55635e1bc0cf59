"""The line above a list that narrows it as one types."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.typed import TypedLine


class _FilterInput(TypedLine):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "screen.filter_off", show=False),
        Binding("down,pagedown", "screen.filter_done", show=False),
        Binding("f1", "screen.filter_help", show=False),
    ]


class FilterLine(Horizontal):
    """Hidden until it is asked for or narrows something. The screen answers `filter_off` and
    `filter_done`: out of the filter, and back to the list with it."""

    DEFAULT_CSS = """
    FilterLine { height: 1; display: none; background: $boost; }
    FilterLine.open { display: block; }
    FilterLine #filter-label { width: auto; height: 1; color: $text-muted; padding: 0 0 0 1; }
    FilterLine #filter { width: 1fr; height: 1; background: $boost; }
    FilterLine #filter-note {
        width: auto; max-width: 60%; height: 1; padding: 0 1; color: $text-muted;
    }
    FilterLine #filter-note.wrong { color: $text-error; }
    """

    class Typed(Message):
        """What narrows the list is now `text`, without spaces around it."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Entered(Message):
        """Enter: back to the list."""

    def __init__(self, label: str, hint: str, **widget: Any) -> None:
        super().__init__(**{"id": "filter-line", **widget})
        self._label = label
        self._hint = hint
        self._noted = ""

    def compose(self) -> ComposeResult:
        yield Static(Content(self._label + ": "), id="filter-label")
        yield _FilterInput(compact=True, id="filter", select_on_focus=False, placeholder=self._hint)
        yield Static("", id="filter-note")

    @property
    def _input(self) -> Input:
        return self.query_one("#filter", Input)

    @property
    def text(self) -> str:
        """What narrows the list, without spaces around it."""
        return self._input.value.strip()

    @property
    def is_open(self) -> bool:
        return self.has_class("open")

    def column_of(self, at: int) -> int:
        """The cell, from the left edge, in which the character `at`, counted from 1, stands."""
        before = self._input.value[: at - 1]
        shift = round(self._input.scroll_offset.x)
        label = self.query_one("#filter-label").outer_size.width
        return max(0, label + cell_len(before) - shift)

    def relabel(self, label: str) -> None:
        """Call it otherwise: what is typed means something else now."""
        self.query_one("#filter-label", Static).update(Content(label + ": "))

    def open(self) -> None:
        """Show the line, ready to type on."""
        self.add_class("open")
        self._input.focus()
        self._input.cursor_position = len(self._input.value)

    def settle(self) -> None:
        """The typing is over: the line stays where it narrows something."""
        self.set_class(bool(self.text), "open")

    def set(self, text: str, *, quietly: bool = False) -> None:
        """Put a text there; `Typed` follows when it is another one, unless `quietly`."""
        if quietly:
            with self.prevent(Input.Changed):
                self._input.value = text
        else:
            self._input.value = text
        self.settle()

    def note(self, text: str, *, wrong: bool = False) -> None:
        """Say something at the end of the line."""
        if text == self._noted:
            return  # a changed text is a new layout, and this is called for every key
        self._noted = text
        note = self.query_one("#filter-note", Static)
        note.update(Content(clean(text)))
        note.set_class(wrong, "wrong")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value.strip()))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered())
