"""The floor: the smallest Textual program that fills a screen and answers to a key."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """A screen of text; `j` and page down change a line of it."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [("j,pagedown", "count", ""), ("q", "quit", "")]
    count = 0

    def compose(self) -> ComposeResult:
        yield Static("pressed 0", id="count")
        yield Static("\n".join(f"line {number} of the page" for number in range(60)))

    def action_count(self) -> None:
        self.count += 1
        self.query_one("#count", Static).update(f"pressed {self.count}")


if __name__ == "__main__":
    Bare().run()
