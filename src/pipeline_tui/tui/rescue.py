"""The file cannot be used, and there is a backup that can: one question before the screens open."""

from __future__ import annotations

from datetime import datetime
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
from pipeline_tui.wording import formats
from pipeline_tui.wording import keeping as words
from pipeline_tui.wording.problems import remark

if TYPE_CHECKING:
    from pipeline_tui.config import Settings
    from pipeline_tui.domain.errors import StoreProblem
    from pipeline_tui.domain.keeping import BackupRow

_RESTORE, _LEAVE = "restore", "leave"


class RescueApp(OwnApp[str]):
    """What is the matter, the backup there is, and whether to take it."""

    CSS_PATH = "welcome.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [("escape,q,й", "leave", ""), ("j,о", "down", ""), ("k,л", "up", "")]

    def __init__(self, path: Path, told: str, backup: str, theme: str) -> None:
        super().__init__()
        self._path = path
        self._told = told
        self._backup = backup
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme if theme in self.available_themes else THEMES[0].name

    def compose(self) -> ComposeResult:
        with Vertical(id="welcome"):
            yield Static(Content.styled(clean(self._told), "bold $error"), id="welcome-title")
            yield Static(
                Content(_("The newest backup that is whole: {backup}").format(backup=self._backup))
            )
            yield OptionList(
                self._option(
                    "1", _RESTORE, _("Bring it back"), _("what is there now is kept beside")
                ),
                self._option("2", _LEAVE, _("Leave"), _("nothing is touched")),
                compact=True,
            )
            yield Static(Content(clean(str(self._path))), id="welcome-path")

    def _option(self, key: str, choice: str, title: str, said: str) -> Option:
        return Option(
            Content.assemble((f" {key} ", "bold $primary"), (title, "bold"), "  ", (said, "dim")),
            id=choice,
        )

    def on_mount(self) -> None:
        leave_when_told(self)

    def on_key(self, event: events.Key) -> None:
        choices = {"1": _RESTORE, "2": _LEAVE}
        if event.key in choices:
            self.exit(choices[event.key])

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def action_leave(self) -> None:
        self.exit(_LEAVE)

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        self.exit(event.option.id)


def rescue(
    path: Path, found: StoreProblem, backup: BackupRow, settings: Settings, now: datetime
) -> bool:
    """Ask whether the backup is to take the place of the file. `now` is local."""
    zone = now.tzinfo
    assert zone is not None
    told = f"{formats.moment(backup.made_at, now, zone)}, {words.size(backup.size)}"
    return RescueApp(path, remark(found), told, settings.theme).run_to_end() == _RESTORE
