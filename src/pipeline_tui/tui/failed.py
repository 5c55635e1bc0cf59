"""The program failed: what is said of it, the report that may be kept, and the way back in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pipeline_tui.domain.errors import Problem
from pipeline_tui.i18n import _
from pipeline_tui.tui.question import Answer, QuestionApp
from pipeline_tui.tui.text import clean
from pipeline_tui.wording.problems import remark

if TYPE_CHECKING:
    from pipeline_tui.config import Settings

_AGAIN, _SAVE, _LEAVE = "again", "save", "leave"


class FailedApp(QuestionApp):
    """Leaves with "again" where the screens are to open once more."""

    def __init__(self, report: str, theme: str, save: Callable[[], Path]) -> None:
        super().__init__(theme)
        self._report = report
        self._save = save

    def asked(self) -> tuple[Content, ...]:
        return (
            Content.styled(_("The program failed"), "bold $error"),
            Content(_("What was confirmed is kept. What failed is told below.")),
        )

    def answers(self) -> tuple[Answer, ...]:
        return (
            Answer(_AGAIN, _("Open again"), _("drafts are still there")),
            Answer(_SAVE, _("Save the report"), _("no data of yours is in it")),
            Answer(_LEAVE, _("Leave")),
        )

    def below(self) -> Iterator[Widget]:
        yield VerticalScroll(
            Static(Content("\n".join(map(clean, self._report.splitlines())))), id="failed-report"
        )
        yield Static(id="failed-saved")

    def take(self, code: str) -> None:
        if code != _SAVE:
            self.exit(code)
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
