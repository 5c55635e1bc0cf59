"""Taking an incoming call: who is it, and did one talk to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pipeline_tui.domain.clients import ClientHit
from pipeline_tui.domain.vocabulary import Direction
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.tui.text import clean

if TYPE_CHECKING:
    from pipeline_tui.tui.base import DeskScreen

Caller = tuple[int | None, str]
"""A client's number, or none and what was typed: a number or a name."""


class CallerPrompt(DeskModal[Caller]):
    """Find who is calling by any digits of the phone or part of the name, or take them as new."""

    CSS_PATH = "incoming.tcss"
    BINDINGS: ClassVar = [
        ("down", "move(1)", ""),
        ("up", "move(-1)", ""),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._hits: Sequence[ClientHit] = ()

    def compose(self) -> ComposeResult:
        with Vertical(id="caller"):
            yield Static(Content(_("Who is calling?")), id="caller-question")
            yield Input(placeholder=_("digits of the phone, or a name"), compact=True)
            yield OptionList(compact=True)
            yield Static(Content(_("Enter takes · Esc leaves")), id="caller-hint")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.run_worker(self._find(event.value), exclusive=True, group="find")

    async def _find(self, text: str) -> None:
        self._hits = await self.ask(self.desk.lists.find, text, 8) if text.strip() else ()
        options = self.query_one(OptionList)
        options.clear_options()
        for hit in self._hits:
            parts = [clean(hit.name), clean(hit.city), clean(hit.why)]
            options.add_option(Option(Content(" · ".join(filter(None, parts)))))
        if text.strip():
            options.add_option(Option(Content(_("New: {text}").format(text=clean(text.strip())))))
        if options.option_count:
            options.highlighted = 0

    def action_move(self, by: int) -> None:
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = ((options.highlighted or 0) + by) % options.option_count

    @on(Input.Submitted)
    async def _entered(self, event: Input.Submitted) -> None:
        await self._find(event.value)
        if event.value.strip():
            place = self.query_one(OptionList).highlighted or 0
            self._take(min(place, len(self._hits)))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option_index)

    def _take(self, place: int) -> None:
        if place < len(self._hits):
            self.dismiss((self._hits[place].id, ""))
        else:
            self.dismiss((None, self.query_one(Input).value.strip()))

    def on_key(self, event: events.Key) -> None:
        if event.key == "tab":
            event.stop()


async def take_incoming(screen: DeskScreen) -> None:
    """Ask who is calling and how it went; opens call mode, or puts the request on the list."""
    from pipeline_tui.tui.screens.call import CallScreen

    ask = screen.app.push_screen_wait
    caller = await ask(CallerPrompt())
    if caller is None:
        return
    client_id, typed = caller
    phone = typed if sum(one.isdigit() for one in typed) >= 7 else ""
    name = "" if phone else typed
    if phone:
        name = (
            await ask(
                TextPrompt(_("Who is it?"), hint=_("empty: the number for a name"), required=False)
            )
            or ""
        )
    how = await ask(
        ChoicePrompt(
            _("Incoming call"),
            [
                Choice("talk", _("Talking now")),
                Choice("missed", _("Missed: call back")),
                Choice("message", _("A message or request came in")),
            ],
        )
    )
    if how is None:
        return
    if how == "talk":
        if client_id is None:
            done, client_id = await screen.attempt(screen.desk.calls.meet, phone=phone, name=name)
            if not done or client_id is None:
                return
        screen.app.push_screen(CallScreen(client_id, direction=Direction.IN))
        return
    note = await ask(TextPrompt(_("What do they want?"), hint=_("may stay empty"), required=False))
    if note is None:
        return
    done, _answer = await screen.attempt(
        screen.desk.calls.incoming, client_id, phone=phone, name=name, note=note,
        kind="message" if how == "message" else "call",
    )  # fmt: skip
    if done:
        screen.say(_("On top of today's list"))
