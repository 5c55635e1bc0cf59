"""The brief of a client over any screen: all that matters before a call, on one page."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.errors import Problem
from pipeline_tui.i18n import _
from pipeline_tui.tui import client_pages
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.widgets.panel import CardPanel


class BriefScreen(DeskModal[None]):
    """The brief; Esc, Enter or b closes it."""

    CSS_PATH = "brief.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,b,й,и", "leave", show=False),
    ]

    def __init__(self, client_id: int) -> None:
        super().__init__()
        self._client_id = client_id

    def compose(self) -> ComposeResult:
        with Vertical(id="brief"):
            yield CardPanel(id="brief-page")
            yield Static(Content(_("Esc closes")), id="brief-hint")

    async def on_mount(self) -> None:
        try:
            found = await self.ask(self.desk.cards.brief, self._client_id)
        except Problem as wrong:
            self.tell(wrong)
            self.dismiss(None)
            return
        page = self.query_one("#brief-page", CardPanel)
        page.show(client_pages.brief(found, self.desk.now(), self.desk.zone))
        page.focus()
