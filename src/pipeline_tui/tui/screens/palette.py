"""Go to anything: a command by its name, a client by any part of what is known of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from pipeline_tui.domain.clients import fold
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.widgets.pick_list import PickLine, PickList
from pipeline_tui.tui.widgets.search_line import SearchLine
from pipeline_tui.wording import finding

if TYPE_CHECKING:
    from pipeline_tui.domain.clients import ClientHit
    from pipeline_tui.tui.base import DeskScreen

_CLIENTS = 8
_THEME = "theme:"
_CLIENT = "client:"
_WRITTEN = ("deal", "note")
"""Found by what was written, not by who it is: shown last, under a heading."""


class _Entry(Struct, frozen=True):
    """Something the palette knows by heart: how it is called, folded; what it is found by; its line."""

    called: str
    known_by: str
    line: PickLine
    offered: bool = True
    """Whether it is shown before anything was typed."""


class PaletteScreen(DeskModal[None]):
    """A line to type in, and below it what it could mean."""

    CSS_PATH = "palette.tcss"
    BINDINGS: ClassVar = [("escape", "leave", "")]

    def __init__(self, screen: DeskScreen) -> None:
        super().__init__()
        self._front = screen
        self._entries: list[_Entry] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="palette"):
            yield SearchLine(
                self._look_up, placeholder=_("a command, or a client's name, phone or INN")
            )
            yield PickList()

    def on_mount(self) -> None:
        self._entries = [*map(self._command, self._command_ids()), *self._themes()]
        self._show("", [])

    async def _look_up(self, text: str) -> None:
        found: list[ClientHit] = []
        if text.strip():
            found = await self.ask(self.desk.lists.find, text, _CLIENTS, quick=True)
        self._show(text, found)
        if text.strip() and len(found) < _CLIENTS:
            whole = await self.ask(self.desk.lists.find, text, _CLIENTS)
            if whole != found:
                self._show(text, whole)

    def _show(self, text: str, hits: list[ClientHit]) -> None:
        found = self._matching(fold(text))
        by_name = [self._client(hit) for hit in hits if hit.matched not in _WRITTEN]
        written = [self._client(hit) for hit in hits if hit.matched in _WRITTEN]
        if written:
            written.insert(0, PickLine(((_("In notes and deals"), "strong"),)))
        first = [*by_name, *found] if len(text.strip()) > 2 else [*found, *by_name]
        lines = [*first, *written]
        if not lines and text.strip():
            lines = [PickLine(((_("Nothing matches."), "muted"),))]
        self.query_one(PickList).show(lines)

    def _client(self, hit: ClientHit) -> PickLine:
        known = "  ".join(finding.beside(hit))
        return PickLine(((hit.name, "strong"), (f"  {known}", "muted")), f"{_CLIENT}{hit.id}")

    # What it knows by heart

    def _command_ids(self) -> dict[str, None]:
        """The commands of the screen in front, then those of everywhere."""
        here = self._front.COMMANDS_HERE
        work = [one for one in here if one not in commands.LIST]
        lists = (one for one in here if one in commands.LIST)
        return dict.fromkeys((*work, *commands.GLOBAL, *lists))

    def _command(self, id_: str) -> _Entry:
        command = commands.COMMANDS[id_]
        label, said = _(command.label), _(command.help)
        key = self.pipeline.key_of(id_)
        runs = ((f"{key:>6}  ", "accent"), (label, ""), (f"  {said}", "muted"))
        return _Entry(fold(label), fold(f"{label} {said}"), PickLine(runs, id_))

    def _themes(self) -> list[_Entry]:
        found = []
        for theme in sorted(self.app.available_themes):
            named = f"{_('Theme')}: {theme}"
            line = PickLine((("        ", ""), (named, "")), _THEME + theme)
            found.append(_Entry("", fold(named), line, offered=False))
        return found

    def _matching(self, wanted: str) -> list[PickLine]:
        """Those with every word; those called so first, themes last."""
        words = wanted.split()
        found = [
            entry for entry in self._entries
            if (entry.offered or words) and all(word in entry.known_by for word in words)
        ]  # fmt: skip
        found.sort(key=lambda entry: (not entry.offered, not entry.called.startswith(wanted)))
        return [entry.line for entry in found]

    # Keys

    def on_key(self, event: events.Key) -> None:
        lines = self.query_one(PickList)
        moves: dict[str, Callable[[], None]] = {
            "down": lambda: lines.move(1),
            "up": lambda: lines.move(-1),
            "pagedown": lambda: lines.page_move(1),
            "pageup": lambda: lines.page_move(-1),
        }
        if event.key in moves:
            moves[event.key]()
            event.stop()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.query_one(PickList).pick()

    @on(PickList.Picked)
    def _taken(self, event: PickList.Picked) -> None:
        if self.answered:
            return
        self.dismiss(None)
        if event.id.startswith(_THEME):
            self.app.theme = event.id.removeprefix(_THEME)
        elif event.id.startswith(_CLIENT):
            self.pipeline.open_client(int(event.id.removeprefix(_CLIENT)))
        else:
            self.app.call_later(self._front.run_command, event.id)
