"""The file cannot be used, and there is a backup that can: one question before the screens open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pipeline_tui.i18n import _
from pipeline_tui.tui.question import Answer, QuestionApp
from pipeline_tui.tui.text import clean
from pipeline_tui.wording import formats
from pipeline_tui.wording import keeping as words
from pipeline_tui.wording.problems import remark

if TYPE_CHECKING:
    from pipeline_tui.config import Settings
    from pipeline_tui.domain.errors import StoreProblem
    from pipeline_tui.domain.keeping import BackupRow

_RESTORE, _LEAVE = "restore", "leave"


class RescueApp(QuestionApp):
    """What is the matter, the backup there is, and whether to take it."""

    def __init__(self, path: Path, told: str, backup: str, theme: str) -> None:
        super().__init__(theme)
        self._path = path
        self._told = told
        self._backup = backup

    def asked(self) -> tuple[Content, ...]:
        return (
            Content.styled(clean(self._told), "bold $error"),
            Content(_("The newest backup that is whole: {backup}").format(backup=self._backup)),
        )

    def answers(self) -> tuple[Answer, ...]:
        return (
            Answer(_RESTORE, _("Bring it back"), _("what is there now is kept beside")),
            Answer(_LEAVE, _("Leave"), _("nothing is touched")),
        )

    def below(self) -> Iterator[Widget]:
        yield Static(Content(clean(str(self._path))), id="welcome-path")


def rescue(
    path: Path, found: StoreProblem, backup: BackupRow, settings: Settings, now: datetime
) -> bool:
    """Ask whether the backup is to take the place of the file. `now` is local."""
    zone = now.tzinfo
    assert zone is not None
    told = f"{formats.moment(backup.made_at, now, zone)}, {words.size(backup.size)}"
    return RescueApp(path, remark(found), told, settings.theme).run_to_end() == _RESTORE
