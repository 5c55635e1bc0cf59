"""Help: every key of the screen in front, and those that work everywhere."""

from __future__ import annotations

from typing import ClassVar

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
            yield Static(self._section(_("Here"), self._here))
            yield Static(self._section(_("Everywhere"), commands.GLOBAL))
            yield Static(
                Content(
                    _(
                        "Letters work on the Russian layout too: press the same key. "
                        "The mouse works wherever a key does."
                    )
                ),
                classes="help-note",
            )

    def _section(self, title: str, ids: tuple[str, ...]) -> Content:
        lines = [Content.styled(title, "bold $primary")]
        for one in ids:
            command = commands.COMMANDS[one]
            own = self.pipeline.desk.settings.keys.get(one)
            bound = own.replace(",", " ").split() if own else command.keys
            shown = " ".join(keys.shown(key) for key in bound)
            if not shown:
                shown = ":"
            lines.append(
                Content.assemble(
                    (f"{shown:>12}  ", "bold"),
                    f"{_(command.label):<18} ",
                    (_(command.help), "dim"),
                )
            )
        return Content("\n").join([*lines, Content("")])

    def action_page_scroll(self, by: int) -> None:
        """Scroll the page."""
        self.query_one("#help").scroll_relative(y=by, animate=False)
