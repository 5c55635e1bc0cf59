"""Go to anything: a command by its name, a client by name, phone digits or ИНН."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from pipeline_tui.domain.clients import fold
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.text import clean
from pipeline_tui.wording import finding

if TYPE_CHECKING:
    from pipeline_tui.domain.clients import ClientHit
    from pipeline_tui.tui.base import DeskScreen

_CLIENTS = 8
_THEME = "theme:"
_CLIENT = "client:"
_WRITTEN = ("deal", "note")
"""Found by what was written, not by who it is: shown last, under a heading."""


class PaletteScreen(DeskModal[None]):
    """A line to type in, and below it what it could mean."""

    CSS_PATH = "palette.tcss"
    BINDINGS: ClassVar = [("escape", "leave", "")]

    def __init__(self, screen: DeskScreen) -> None:
        super().__init__()
        self._front = screen

    def compose(self) -> ComposeResult:
        with Vertical(id="palette"):
            yield Input(placeholder=_("a command, or a client's name, phone or INN"), compact=True)
            options = OptionList(compact=True)
            options.can_focus = False
            yield options

    async def on_mount(self) -> None:
        self._show("", [])

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.run_worker(self._look_up(event.value), exclusive=True, group="look-up")

    async def _look_up(self, text: str) -> None:
        if not text.strip():
            self._show(text, [])
            return
        found = await self.ask(self.desk.lists.find, text, _CLIENTS, quick=True)
        self._show(text, found)
        whole = await self.ask(self.desk.lists.find, text, _CLIENTS)
        if whole != found:
            self._show(text, whole)

    def _show(self, text: str, hits: list[ClientHit]) -> None:
        found = self._commands(text)
        by_name = [self._client(hit) for hit in hits if hit.matched not in _WRITTEN]
        written = [self._client(hit) for hit in hits if hit.matched in _WRITTEN]
        if written:
            written.insert(
                0, Option(Content.styled(_("In notes and deals"), "bold"), disabled=True)
            )
        options = self.query_one(OptionList)
        options.clear_options()
        first = [*by_name, *found] if len(text.strip()) > 2 else [*found, *by_name]
        options.add_options([*first, *written])
        if options.option_count:
            options.highlighted = 0 if first else 1  # not the heading
        elif text.strip():
            options.add_option(Option(Content(_("Nothing matches.")), disabled=True))

    def _client(self, hit: ClientHit) -> Option:
        known = "  ".join(finding.beside(hit))
        return Option(
            Content.assemble((clean(hit.name), "bold"), "  ", (clean(known), "dim")),
            id=f"{_CLIENT}{hit.id}",
        )

    def _commands(self, text: str) -> list[Option]:
        wanted = fold(text)
        words = wanted.split()
        rows: list[tuple[tuple[bool, int], Option]] = []
        here = self._front.COMMANDS_HERE
        work = [one for one in here if one not in commands.LIST]
        ids = (*work, *commands.GLOBAL, *(one for one in here if one in commands.LIST))
        for place, one in enumerate(dict.fromkeys(ids)):
            command = commands.COMMANDS[one]
            label, said = _(command.label), _(command.help)
            folded = fold(f"{label} {said}")
            if all(word in folded for word in words):
                key = self.pipeline.key_of(one)
                rows.append(
                    (
                        (not fold(label).startswith(wanted), place),
                        Option(
                            Content.assemble(
                                (f"{key:>6}  ", "bold $primary"), label, "  ", (said, "dim")
                            ),
                            id=one,
                        ),
                    )
                )
        if words:
            for theme in sorted(self.app.available_themes):
                named = f"{_('Theme')}: {theme}"
                if all(word in fold(named) for word in words):
                    rows.append(
                        (
                            (True, 1000),
                            Option(Content.assemble(("        ", ""), named), id=_THEME + theme),
                        )
                    )
        rows.sort(key=lambda row: row[0])
        return [option for _rank, option in rows]

    def on_key(self, event: events.Key) -> None:
        options = self.query_one(OptionList)
        moves: dict[str, Callable[[], None]] = {
            "down": options.action_cursor_down,
            "up": options.action_cursor_up,
            "pagedown": options.action_page_down,
            "pageup": options.action_page_up,
        }
        if event.key in moves:
            moves[event.key]()
            event.stop()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        chosen = event.option.id or ""
        self.dismiss(None)
        if chosen.startswith(_THEME):
            self.app.theme = chosen.removeprefix(_THEME)
        elif chosen.startswith(_CLIENT):
            self.pipeline.open_client(int(chosen.removeprefix(_CLIENT)))
        else:
            self.app.call_later(self._front.run_command, chosen)
