"""Somebody asks for us: who is it, and how. One prompt, from any screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pipeline_tui.domain.clients import ClientHit
from pipeline_tui.domain.requests import RequestWay, read_arrival, read_caller
from pipeline_tui.domain.vocabulary import Direction
from pipeline_tui.i18n import N_, _
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.forms.fields import Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.typed import TypedLine
from pipeline_tui.wording import finding

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.tui.base import DeskScreen

_HITS = 8
TALKING = "talking"
_WAYS: tuple[tuple[str, str], ...] = (
    (TALKING, N_("Talking now")),
    (RequestWay.CALL, N_("Missed call")),
    (RequestWay.SITE, N_("From the site")),
    (RequestWay.EMAIL, N_("E-mail")),
    (RequestWay.MESSAGE, N_("Message")),
)


class Caller(Struct, frozen=True):
    """A client's number, or none with the phone and the name of somebody new; which contact of
    theirs it is, where that was found; and how they ask."""

    client_id: int | None
    contact_id: int | None
    phone: str
    name: str
    way: str


class WayLabel(Static):
    """One of the ways to ask for us; a click chooses it."""

    def __init__(self, place: int, text: str) -> None:
        super().__init__(classes="way")
        self.place = place
        self._text = text

    def mark(self, *, chosen: bool) -> None:
        """Show whether it is the one chosen: by brackets, for colour alone says nothing."""
        self.set_class(chosen, "chosen")
        self.update(Content(f"[{self._text}]" if chosen else f" {self._text} "))

    def on_click(self) -> None:
        screen = self.screen
        assert isinstance(screen, CallerPrompt)
        screen.choose_way(self.place)


class CallerPrompt(DeskModal[Caller]):
    """Find who it is by any digits or letters, or take them as new; Tab says how they ask."""

    CSS_PATH = "incoming.tcss"
    BINDINGS: ClassVar = [
        ("down", "move(1)", ""),
        ("up", "move(-1)", ""),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._hits: Sequence[ClientHit] = ()
        self._found_by = ""
        self._way = 0

    def compose(self) -> ComposeResult:
        with Vertical(id="caller"):
            yield Static(Content(_("Who is it?")), id="caller-question")
            with Horizontal(id="caller-ways"):
                for place, (_way, text) in enumerate(_WAYS):
                    yield WayLabel(place, _(text))
            yield TypedLine(
                placeholder=_("any digits of the phone, a name, the first digits of the INN"),
                compact=True,
            )
            yield OptionList(compact=True)
            yield Static(id="caller-hint")

    def on_mount(self) -> None:
        self.choose_way(0)

    def choose_way(self, place: int) -> None:
        """Say how they ask for us."""
        self._way = place % len(_WAYS)
        for one in self.query(WayLabel):
            one.mark(chosen=one.place == self._way)
        does = _("Enter opens the call") if not self._way else _("Enter writes it down")
        hint = f"{does} · " + _("Tab: how they ask · Esc leaves")
        self.query_one("#caller-hint", Static).update(Content(hint))
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.run_worker(self._find(event.value), exclusive=True, group="find")

    async def _find(self, text: str) -> None:
        phone, name = read_caller(text)
        hits: Sequence[ClientHit] = ()
        for wanted in dict.fromkeys((text.strip(), phone, name)):
            if wanted and not hits:
                hits = await self.ask(self.desk.lists.find, wanted, _HITS)
        self._hits, self._found_by = hits, text
        options = self.query_one(OptionList)
        options.clear_options()
        for hit in hits:
            said = " · ".join([hit.name, *finding.beside(hit)])
            options.add_option(Option(Content(clean(said))))
        if text.strip():
            new = " · ".join(filter(None, (name, phone)))
            options.add_option(Option(Content(_("New: {text}").format(text=clean(new)))))
        if options.option_count:
            options.highlighted = 0

    def action_move(self, by: int) -> None:
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = ((options.highlighted or 0) + by) % options.option_count

    @on(Input.Submitted)
    async def _entered(self, event: Input.Submitted) -> None:
        if event.value != self._found_by:
            await self._find(event.value)
        if event.value.strip():
            place = self.query_one(OptionList).highlighted or 0
            self._take(min(place, len(self._hits)))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option_index)

    def _take(self, place: int) -> None:
        hit = self._hits[place] if place < len(self._hits) else None
        phone, name = read_caller(self.query_one(Input).value)
        self.dismiss(
            Caller(
                hit.id if hit else None, hit.contact_id if hit else None, phone, name,
                _WAYS[self._way][0],
            )
        )  # fmt: skip

    def on_key(self, event: events.Key) -> None:
        if event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()
            self.choose_way(self._way + (1 if event.key == "tab" else -1))


def request_form(desk: Desk, caller: Caller, whose: str) -> FormScreen:
    """A form for the words of a request and when it came; it leaves with what was taken."""

    def save(typed: dict[str, str]) -> object:
        return desk.requests.take(
            caller.client_id, way=caller.way, phone=caller.phone, name=caller.name,
            text=typed["text"],
            arrived_at=read_arrival(typed["when"], desk.local_now(), desk.calendar),
        )  # fmt: skip

    labels = dict(_WAYS)
    return FormScreen(
        f"{_(labels[caller.way])}: {whose}",
        [
            Field("text", _("What they want"), "long"),
            Field("when", _("When it came"), hint=_("now; or 12:40, yesterday 18:20")),
        ],
        save,
        draft=f"request:{caller.client_id or whose}",
    )


async def take_incoming(screen: DeskScreen) -> None:
    """Ask who it is; open the call, or put the request on the list."""
    from pipeline_tui.tui.screens.call import CallScreen

    caller = await screen.app.push_screen_wait(CallerPrompt())
    if caller is None:
        return
    if caller.way == TALKING:
        client_id = caller.client_id
        if client_id is None:
            _done, client_id = await screen.attempt(
                screen.desk.calls.meet, phone=caller.phone, name=caller.name
            )
        if client_id is not None:
            screen.app.push_screen(
                CallScreen(client_id, contact_id=caller.contact_id, direction=Direction.IN)
            )
        return
    whose = caller.name or caller.phone
    if caller.client_id is not None:
        whose = await screen.ask(screen.desk.lists.name_of, caller.client_id)
    taken = await screen.app.push_screen_wait(request_form(screen.desk, caller, whose))
    if taken is not None:
        screen.pipeline.look_for_changes()
        screen.say(_("On top of today's list"))
