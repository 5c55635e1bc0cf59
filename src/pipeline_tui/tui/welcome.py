"""The first start: a new base of one's own, a base from a spreadsheet, or made-up data to look at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pipeline_tui.i18n import _
from pipeline_tui.tui.own_app import OwnApp
from pipeline_tui.tui.signals import leave_when_told
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.themes import THEMES

if TYPE_CHECKING:
    from pipeline_tui.config import Settings

_EMPTY, _DEMO, _IMPORT = "empty", "demo", "import"


class WelcomeApp(OwnApp[str]):
    """One question; leaves with what was chosen, or None."""

    CSS_PATH = "welcome.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [("escape,q,й", "leave", ""), ("j,о", "down", ""), ("k,л", "up", "")]

    def __init__(self, path: Path, theme: str, greeting: str) -> None:
        super().__init__()
        self._path = path
        self._greeting = greeting
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme if theme in self.available_themes else THEMES[0].name

    def compose(self) -> ComposeResult:
        with Vertical(id="welcome"):
            yield Static(Content.styled(clean(self._greeting), "bold $primary"), id="welcome-title")
            yield Static(
                Content(
                    _("There is no client base on this machine yet. How would you like to begin?")
                )
            )
            yield OptionList(
                self._option("1", _EMPTY, _("Start empty"), _("clients are added as you go")),
                self._option(
                    "2", _IMPORT, _("Bring in a spreadsheet"), _("CSV or Excel, nothing is lost")
                ),
                self._option("3", _DEMO, _("Look at made-up data"), _("in a file of its own")),
                compact=True,
            )
            yield Static(
                Content(
                    _("Your data stays in one file: {path}").format(path=clean(str(self._path)))
                ),
                id="welcome-path",
            )

    def _option(self, key: str, choice: str, title: str, said: str) -> Option:
        return Option(
            Content.assemble((f" {key} ", "bold $primary"), (title, "bold"), "  ", (said, "dim")),
            id=choice,
        )

    def on_mount(self) -> None:
        leave_when_told(self)

    def on_key(self, event: events.Key) -> None:
        choices = {"1": _EMPTY, "2": _IMPORT, "3": _DEMO}
        if event.key in choices:
            self.exit(choices[event.key])

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def action_leave(self) -> None:
        self.exit(None)

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        self.exit(event.option.id)


def greeting(at: time, name: str) -> str:
    """A word to begin with, by the local time; `name` is the user's, empty while it is not known."""
    if time(5) <= at < time(12):
        text = _("Good morning")
    elif time(12) <= at < time(18):
        text = _("Good afternoon")
    else:
        text = _("Good evening")
    return f"{text}, {name}!" if name else f"{text}!"


def welcome(
    path: Path, settings: Settings, now: datetime, make_demo: Callable[[], Path]
) -> tuple[Path, bool] | None:
    """Ask how to begin: (the file to open, whether to import at once), or None to leave. `now` is
    local.

    Only the demo file is made here; the user's own is made by the caller.
    """
    chosen = WelcomeApp(path, settings.theme, greeting(now.time(), settings.owner)).run_to_end()
    if chosen is None:
        return None
    if chosen == _DEMO:
        return make_demo(), False
    return path, chosen == _IMPORT
