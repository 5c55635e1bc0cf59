"""The program failed: what is said of it, the report that may be kept, and the way back in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pipeline_tui.domain.errors import Problem
from pipeline_tui.i18n import _
from pipeline_tui.tui.own_app import OwnApp
from pipeline_tui.tui.signals import leave_when_told
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.themes import THEMES
from pipeline_tui.wording.problems import remark

if TYPE_CHECKING:
    from pipeline_tui.config import Settings

_AGAIN, _SAVE, _LEAVE = "again", "save", "leave"


class FailedApp(OwnApp[str]):
    """Leaves with "again" where the screens are to open once more."""

    CSS_PATH = "welcome.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [("escape,q,й", "leave", ""), ("j,о", "down", ""), ("k,л", "up", "")]

    def __init__(self, report: str, theme: str, save: Callable[[], Path]) -> None:
        super().__init__()
        self._report = report
        self._save = save
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme if theme in self.available_themes else THEMES[0].name

    def compose(self) -> ComposeResult:
        with Vertical(id="welcome"):
            yield Static(Content.styled(_("The program failed"), "bold $error"), id="welcome-title")
            yield Static(Content(_("What was confirmed is kept. What failed is told below.")))
            yield OptionList(
                self._option("1", _AGAIN, _("Open again"), _("drafts are still there")),
                self._option("2", _SAVE, _("Save the report"), _("no data of yours is in it")),
                self._option("3", _LEAVE, _("Leave"), ""),
                compact=True,
            )
            with VerticalScroll(id="failed-report"):
                yield Static(Content("\n".join(map(clean, self._report.splitlines()))))
            yield Static(id="failed-saved")

    def _option(self, key: str, choice: str, title: str, said: str) -> Option:
        return Option(
            Content.assemble((f" {key} ", "bold $primary"), (title, "bold"), "  ", (said, "dim")),
            id=choice,
        )

    def on_mount(self) -> None:
        leave_when_told(self)
        self.query_one(OptionList).focus()

    def on_key(self, event: events.Key) -> None:
        choices = {"1": _AGAIN, "2": _SAVE, "3": _LEAVE}
        if event.key in choices:
            self._take(choices[event.key])

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def action_leave(self) -> None:
        self.exit(_LEAVE)

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option.id or _LEAVE)

    def _take(self, choice: str) -> None:
        if choice != _SAVE:
            self.exit(choice)
            return
        try:
            said = _("Saved: {path}").format(path=self._save())
        except Problem as found:
            said = remark(found)
        self.query_one("#failed-saved", Static).update(Content.styled(clean(said), "bold"))


def ask_again(report: str, settings: Settings, save: Callable[[], Path]) -> bool:
    """Say that the program failed; whether its screens are to open once more. `save` puts the report into
    a file and says where it lies."""
    return FailedApp(report, settings.theme, save).run_to_end() == _AGAIN
