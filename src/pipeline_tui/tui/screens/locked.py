"""The screen is locked: nothing of what is behind it shows, and no key does anything but type."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from pipeline_tui.i18n import _
from pipeline_tui.tui.widgets.typed import TypedLine

if TYPE_CHECKING:
    from pipeline_tui.services.locking import Locking


class LockedScreen(ModalScreen[None]):
    """Goes when the PIN, or the passphrase of an encrypted file, was typed."""

    DEFAULT_CSS = """
    LockedScreen { align: center middle; background: $background; }
    LockedScreen > Vertical {
        width: 50; max-width: 96%; height: auto; border: round $primary; background: $surface; padding: 1 2;
    }
    LockedScreen ToastRack { display: none; }
    """
    AUTO_FOCUS: ClassVar[str] = "#lock"

    def __init__(self, locking: Locking) -> None:
        super().__init__()
        self._locking = locking
        self._by_passphrase = locking.by_passphrase()

    def compose(self) -> ComposeResult:
        told = _("Passphrase") if self._by_passphrase else _("PIN")
        with Vertical():
            yield Static(Content.styled(_("Locked"), "bold $primary"))
            yield TypedLine(password=True, compact=True, placeholder=told, id="lock")
            yield Static(id="lock-wrong")

    @on(Input.Submitted)
    async def _try(self, event: Input.Submitted) -> None:
        event.input.value = ""
        if await asyncio.to_thread(self._locking.opens, event.value):
            self.dismiss()
            return
        self.query_one("#lock-wrong", Static).update(Content.styled(_("That is not it"), "$error"))
