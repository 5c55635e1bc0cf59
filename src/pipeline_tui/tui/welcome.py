"""The first start: a new base of one's own, a base from a spreadsheet, or made-up data to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pipeline_tui.i18n import _
from pipeline_tui.tui.question import Answer, QuestionApp
from pipeline_tui.tui.text import clean

if TYPE_CHECKING:
    from pipeline_tui.config import Settings

_EMPTY, _DEMO, _IMPORT = "empty", "demo", "import"


class WelcomeApp(QuestionApp):
    """One question; leaves with what was chosen, or None."""

    def __init__(self, path: Path, theme: str, greeting: str) -> None:
        super().__init__(theme)
        self._path = path
        self._greeting = greeting

    def asked(self) -> tuple[Content, ...]:
        return (
            Content.styled(clean(self._greeting), "bold $primary"),
            Content(_("There is no client base on this machine yet. How would you like to begin?")),
        )

    def answers(self) -> tuple[Answer, ...]:
        return (
            Answer(_EMPTY, _("Start empty"), _("clients are added as you go")),
            Answer(_IMPORT, _("Bring in a spreadsheet"), _("CSV or Excel, nothing is lost")),
            Answer(_DEMO, _("Look at made-up data"), _("in a file of its own")),
        )

    def below(self) -> Iterator[Widget]:
        kept = _("Your data stays in one file: {path}").format(path=clean(str(self._path)))
        yield Static(Content(kept), id="welcome-path")


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
