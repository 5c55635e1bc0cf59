"""The passphrase of an encrypted file, asked before the screens open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from pipeline_tui.domain.errors import Problem
from pipeline_tui.i18n import _
from pipeline_tui.tui.own_app import OwnApp
from pipeline_tui.tui.signals import leave_when_told
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.themes import THEMES
from pipeline_tui.tui.widgets.typed import TypedLine
from pipeline_tui.wording.problems import remark

if TYPE_CHECKING:
    from pipeline_tui.config import Settings


class UnlockApp(OwnApp[bool]):
    """One line that shows dots; leaves with True once the file opens with what was typed."""

    CSS_PATH = "welcome.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [("escape", "leave", "")]

    def __init__(self, path: Path, theme: str, unlock: Callable[[str], None]) -> None:
        super().__init__()
        self._path = path
        self._unlock = unlock
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme if theme in self.available_themes else THEMES[0].name

    def compose(self) -> ComposeResult:
        with Vertical(id="welcome"):
            yield Static(
                Content.styled(_("The database is encrypted"), "bold $primary"), id="welcome-title"
            )
            yield TypedLine(
                password=True,
                compact=True,
                placeholder=_("Passphrase; Esc leaves"),
                id="passphrase",
            )
            yield Static(id="passphrase-wrong")
            yield Static(Content(clean(str(self._path))), id="welcome-path")

    def on_mount(self) -> None:
        leave_when_told(self)

    @on(Input.Submitted)
    async def _try(self, event: Input.Submitted) -> None:
        try:
            await asyncio.to_thread(self._unlock, event.value)
        except Problem as found:
            event.input.value = ""
            self.query_one("#passphrase-wrong", Static).update(
                Content.styled(clean(remark(found)), "$error")
            )
        else:
            self.exit(True)

    def action_leave(self) -> None:
        self.exit(False)


def ask_passphrase(path: Path, settings: Settings, unlock: Callable[[str], None]) -> bool:
    """Ask until the file opens; false where the user leaves."""
    return bool(UnlockApp(path, settings.theme, unlock).run_to_end())
