"""The floor: the smallest Textual program that fills a screen and answers to a key; with `input` behind
it, one that is typed in."""

from __future__ import annotations

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Input, Static


class Card(Screen[None]):
    """A screen with its number on it, and text."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def compose(self) -> ComposeResult:
        yield Static(f"card {self.number} of many")
        yield Static("\n".join(f"line {number} of the card" for number in range(60)))


class Bare(App[None]):
    """A screen of text; `j` and page down change a line of it, `o` opens the next card."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [("j,pagedown", "count", ""), ("o", "card", ""), ("q", "quit", "")]
    count = 0
    card = 0

    def compose(self) -> ComposeResult:
        yield Static("pressed 0", id="count")
        yield Static("\n".join(f"line {number} of the page" for number in range(60)))

    def action_count(self) -> None:
        self.count += 1
        self.query_one("#count", Static).update(f"pressed {self.count}")

    def action_card(self) -> None:
        self.card += 1
        (self.switch_screen if self.card > 1 else self.push_screen)(Card(self.card))


class Typed(App[None]):
    """An input above a screen of text."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Input(compact=True)
        yield Static("\n".join(f"line {number} of the page" for number in range(60)))


if __name__ == "__main__":
    (Typed if sys.argv[1:] == ["input"] else Bare)().run()
