"""A question before the screens open, or after they failed: a few answers, each on its digit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pipeline_tui.tui.own_app import OwnApp
from pipeline_tui.tui.signals import leave_when_told
from pipeline_tui.tui.themes import THEMES


class Answer(NamedTuple):
    """What may be chosen: what the application leaves with, its title, and a word on it."""

    code: str
    title: str
    said: str = ""


class QuestionApp(OwnApp[str]):
    """Leaves with the code of the answer; with None by Esc."""

    CSS_PATH = "welcome.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [("escape,q,й", "leave", ""), ("j,о", "down", ""), ("k,л", "up", "")]

    def __init__(self, theme: str) -> None:
        super().__init__()
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme if theme in self.available_themes else THEMES[0].name

    # What differs

    def asked(self) -> Sequence[Content]:
        """The title, and what else stands above the answers."""
        raise NotImplementedError

    def answers(self) -> Sequence[Answer]:
        """The answers in the order of their digits."""
        raise NotImplementedError

    def below(self) -> Iterable[Widget]:
        """What stands below the answers."""
        return ()

    def take(self, code: str) -> None:
        """An answer was chosen."""
        self.exit(code)

    # What is the same

    def compose(self) -> ComposeResult:
        title, *more = self.asked()
        with Vertical(id="welcome"):
            yield Static(title, id="welcome-title")
            for text in more:
                yield Static(text)
            yield OptionList(
                *(self._option(*one) for one in enumerate(self.answers(), 1)), compact=True
            )
            yield from self.below()

    def _option(self, digit: int, answer: Answer) -> Option:
        key, title = (f" {digit} ", "bold $primary"), (answer.title, "bold")
        return Option(Content.assemble(key, title, "  ", (answer.said, "dim")), id=answer.code)

    def on_mount(self) -> None:
        leave_when_told(self)
        self.query_one(OptionList).focus()

    def on_key(self, event: events.Key) -> None:
        codes = {str(digit): one.code for digit, one in enumerate(self.answers(), 1)}
        if event.key in codes:
            self.take(codes[event.key])

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def action_leave(self) -> None:
        self.exit(None)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.take(event.option.id or "")
