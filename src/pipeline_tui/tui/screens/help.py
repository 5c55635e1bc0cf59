"""Help: every key of the screen in front, and those that work everywhere."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.i18n import _
from pipeline_tui.tui import commands, keys
from pipeline_tui.tui.base import DeskModal


class HelpScreen(DeskModal[None]):
    """A page of keys. Letters work on both keyboard layouts."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar = [
        ("escape,q,й,f1,question_mark", "leave", ""),
        ("j,о", "page_scroll(1)", ""),
        ("k,л", "page_scroll(-1)", ""),
    ]

    def __init__(self, commands_here: tuple[str, ...]) -> None:
        super().__init__()
        self._here = commands_here

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help", can_focus=True) as page:
            page.border_title = Content(_("Keys")).plain
            page.border_subtitle = Content(_("Esc closes")).plain
            for title, ids in ((_("Here"), self._here), (_("Everywhere"), commands.GLOBAL)):
                yield Static(Content(title), classes="help-title")
                yield Static(self._section(ids), classes="help-keys")
            yield Static(
                Content(
                    _(
                        "Letters work on the Russian layout too: press the same key. "
                        "The mouse works wherever a key does."
                    )
                ),
                classes="help-note",
            )

    def _section(self, ids: tuple[str, ...]) -> Table:
        """Keys, names and what they do, each in a column of its own, so that long help hangs."""
        lines = Table.grid(padding=(0, 2, 0, 0))
        lines.add_column(width=12, justify="right")
        lines.add_column(width=17)
        lines.add_column(ratio=1)
        for one in ids:
            command = commands.COMMANDS[one]
            own = self.pipeline.desk.settings.keys.get(one)
            bound = own.replace(",", " ").split() if own else command.keys
            lines.add_row(
                Text(" ".join(keys.shown(key) for key in bound) or ":", style="bold"),
                Text(_(command.label)),
                Text(_(command.help), style="dim"),
            )
        return lines

    def action_page_scroll(self, by: int) -> None:
        """Scroll the page."""
        self.query_one("#help").scroll_relative(y=by, animate=False)
