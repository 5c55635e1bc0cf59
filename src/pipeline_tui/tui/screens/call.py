"""Call mode: one client fills the screen, one key ends the call, the next card opens by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Digits, Static

from pipeline_tui.domain.errors import Problem
from pipeline_tui.domain.outcomes import that_fit
from pipeline_tui.domain.ranking import going_on
from pipeline_tui.domain.vocabulary import Direction
from pipeline_tui.domain.zones import zone_of
from pipeline_tui.i18n import _
from pipeline_tui.tui import call_pages, client_pages
from pipeline_tui.tui.call_note import CallWithNote, NoteLine
from pipeline_tui.tui.call_outcomes import Ending, OutcomeGrid
from pipeline_tui.tui.dialling import dial
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.wording import formats, reasons
from pipeline_tui.wording.labels import named

if TYPE_CHECKING:
    from pipeline_tui.domain.calls import Ahead, Brief, CallRow, OutcomeRow, RunningCall
    from pipeline_tui.domain.cross_sell import Suggestion
    from pipeline_tui.domain.objections import CardFacts
    from pipeline_tui.domain.ranking import Reason

_DIGITS = "123456789"
_SLIP_S = 0.4
"""A digit this soon after a card opened by itself is the last one pressed twice."""

_WIDE = 110
"""From this width on the outcomes and the past stand beside the card, below it they lie under it."""


class CallScreen(CallWithNote):
    """A call to one client; `order` are the clients whose cards follow."""

    CSS_PATH = "call.tcss"
    MODE = "today"
    AUTO_FOCUS = "#call-outcomes"
    COMMANDS_HERE = (
        "cursor_down", "cursor_up", "note", "write", "objection", "battlecard", "payment", "win", "lose", "snooze",
        "next", "call", "copy_phone", "back",
    )  # fmt: skip
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide"), (170, "-broad")]  # noqa: RUF012

    def __init__(
        self,
        client_id: int,
        *,
        contact_id: int | None = None,
        deal_id: int | None = None,
        task_id: int | None = None,
        reason: Reason | None = None,
        order: tuple[int, ...] = (),
        direction: str = Direction.OUT,
    ) -> None:
        super().__init__()
        for place, digit in enumerate(_DIGITS):
            self._bindings.bind(digit, f"outcome({place})", show=False)
        self._bindings.bind("0", "more_outcomes", show=False)
        self._bindings.bind("pagedown", "brief_pages(1)", show=False)
        self._bindings.bind("pageup", "brief_pages(-1)", show=False)
        self.client_id = client_id
        self._contact_id = contact_id
        self._deal_id = deal_id
        self._task_id = task_id
        self._reason = reason
        self._order = order
        self._direction = direction
        self.objections = []
        self._ahead: Ahead | None = None
        self._facts: CardFacts | None = None
        self._goods_of: int | None = None
        self._goods: list[Suggestion] = []
        self.outcomes = []
        self._first_shown = 0
        self._early: int | None = None
        self._first_card = True
        self._awake = True
        self._mode = ""

    def body(self) -> ComposeResult:
        yield Static(id="call-name")
        with Horizontal(id="call-top"):
            yield Digits("", id="call-phone")
            yield Static(id="call-who")
            yield Digits("0:00", id="call-timer")
        with Horizontal(id="call-body"):
            yield CardPanel(id="call-brief")
            with Vertical(id="call-side"):
                yield OutcomeGrid(id="call-outcomes")
                yield CardPanel(id="call-past")
        with Horizontal(id="call-note-line"):
            yield Static(Content(_("Note")), id="call-note-label")
            yield NoteLine()

    def on_mount(self) -> None:
        super().on_mount()
        self._mode = self.app.current_mode
        self.set_interval(1.0, self._tick)

    # Showing

    async def reload(self) -> None:
        try:
            fresh = False
            if self.call is None:
                fresh = await self.ask(self.desk.call_list.running) is None
                self.call = await self.ask(
                    self.desk.calls.start, self.client_id, contact_id=self._contact_id,
                    deal_id=self._deal_id, task_id=self._task_id, direction=self._direction,
                )  # fmt: skip
                self._direction = self.call.direction  # of one that runs on: as it was begun
                await self.restore_draft()
            brief, facts, self.outcomes, self._ahead = await self.ask(
                self._look_up, self.client_id, self._deal_id, self.call.contact_id,
                self._direction,
            )  # fmt: skip
            self._warn_of(self.call, brief)
        except Problem as found:
            self.tell(found)
            self.leave()
            return
        if self.gone:
            return
        self.brief, self._facts = brief, facts
        self._show_card(brief, facts)
        self._show_outcomes()
        if fresh and self._first_card and self._direction == Direction.OUT:
            self.latest(self._dial, "dial")
        if self._early is not None:
            place, self._early = self._early, None
            self.action_outcome(place)

    def _look_up(
        self, client_id: int, deal_id: int | None, contact_id: int | None, direction: str
    ) -> tuple[Brief, CardFacts, list[OutcomeRow], Ahead]:
        """All that the card shows, read in one go."""
        desk = self.desk
        brief = desk.call_list.brief(client_id, deal_id, contact_id)
        deal_id = brief.deal.id if brief.deal else None
        facts = desk.objection_views.facts(client_id, deal_id, brief.contact_id)
        outcomes = that_fit(desk.vocabularies.outcomes(), direction)
        return brief, facts, outcomes, desk.calling_again.ahead(client_id, outcomes)

    def refresh_if_changed(self) -> None:
        """What the end of the call itself has changed is not read: the next card follows."""
        if not self._busy:
            super().refresh_if_changed()

    def _show_card(self, brief: Brief, facts: CardFacts) -> None:
        """Draw what is known, in the room there is."""
        now, zone = self.desk.now(), self.desk.zone
        self._show_head(brief, now)
        self.show_hints()
        incoming = self._direction == Direction.IN
        code = call_pages.script_code(brief, self._reason, incoming=incoming)
        page = self.query_one("#call-brief", CardPanel)
        if self.size.width < _WIDE:
            page.show(call_pages.dense(brief, code, facts, now, zone, self._goods))
        else:
            page.show(call_pages.now(brief, code, facts, now, zone, self._goods))
            self.query_one("#call-past", CardPanel).show(call_pages.past(brief, facts, now, zone))
        if self._goods_of != self.client_id:
            self.latest(self._read_goods, "goods")

    async def _read_goods(self) -> None:
        """What to offer beside what they have: the one read that may take its time comes last."""
        client_id = self.client_id
        found = await self.ask(self.desk.cross_sell.for_client, client_id)
        if client_id == self.client_id and not self.gone:
            self._goods_of, self._goods = client_id, found
            if found and self.brief is not None and self._facts is not None:
                self._show_card(self.brief, self._facts)

    def on_resize(self) -> None:
        if self.brief is not None and self._facts is not None:
            self._show_card(self.brief, self._facts)

    def action_brief_pages(self, by: int) -> None:
        """Read on in the card, while the outcomes keep the keys."""
        self.query_one("#call-brief", CardPanel).action_scroll_pages(by)

    def _warn_of(self, call: RunningCall, brief: Brief) -> None:
        """Say once what speaks against the call; no rule forbids it."""
        if self.brief is None:
            at, zone = (
                reasons.Clock(self.desk.now(), self.desk.zone),
                zone_of(brief.zone, self.desk.zone),
            )
            for one in call.cautions:
                self.warn(reasons.gate(one, at, zone))

    @property
    def gone(self) -> bool:
        """Whether the screen was left while a service answered."""
        app = self.app
        return app.current_mode == self._mode and self not in app.screen_stack

    def leave(self) -> None:
        """Leave, when nothing else has been put in front."""
        if self.app.screen is self:
            self.app.pop_screen()

    def _show_head(self, brief: Brief, now: datetime) -> None:
        badges = client_pages.badges(brief.status, brief.abc, ())
        name = Content.assemble(
            (clean(brief.name), "bold"),
            *((f"  {clean(text)}", "$text-muted") for text, _tone in badges),
        )
        self.query_one("#call-name", Static).update(name)
        zone = zone_of(brief.zone, self.desk.zone) if brief.zone else None
        self.query_one("#call-who", Static).update(Content(clean(call_pages.who(brief, now, zone))))
        phone = formats.phone(brief.phones[0][0], brief.phones[0][1]) if brief.phones else ""
        self.query_one("#call-phone", Digits).update(_for_digits(phone))
        self._tick()

    def _show_figures(self, brief: Brief, timer: str) -> None:
        """The line on top; it has the timer where there is no room for large figures."""
        incoming = self._direction == Direction.IN
        timer = timer if self.size.width < _WIDE else ""
        figures = call_pages.figures(brief, self._place(), timer, incoming=incoming)
        self.query_one(Headline).show(figures, call_pages.spare(brief))

    def _place(self) -> str:
        if self.client_id not in self._order:
            return ""
        return f"{self._order.index(self.client_id) + 1} / {len(self._order)}"

    def _show_outcomes(self) -> None:
        if self._ahead is None:
            return
        at = reasons.Clock(self.desk.now(), self.desk.zone)
        endings = [
            Ending(
                one.id, digit, _raised(named("outcome", one.code, one.name)),
                reasons.foreseen(one, self._ahead, at),
            )
            for digit, one in zip(_DIGITS, self._page(), strict=False)
        ]  # fmt: skip
        if len(self.outcomes) > len(_DIGITS):
            more = _("more outcomes") if not self._first_shown else _("the first nine")
            endings.append(Ending(0, "0", f"{more} …"))
        self.query_one("#call-outcomes", OutcomeGrid).show(endings)

    def _page(self) -> list[OutcomeRow]:
        return self.outcomes[self._first_shown : self._first_shown + len(_DIGITS)]

    def _tick(self) -> None:
        if self.call is not None and not self.gone:
            timer = formats.timer((self.desk.now() - self.call.started_at).total_seconds())
            self.query_one("#call-timer", Digits).update(timer)
            if self.brief is not None:
                self._show_figures(self.brief, timer)

    # The phone

    async def phone_of(self, client_id: int) -> str:  # noqa: ARG002 - the one on the card
        """The number in large figures."""
        phones = self.brief.phones if self.brief else ()
        return (phones[0][0] or phones[0][1]) if phones else ""

    def hint_ids(self) -> tuple[str, ...]:
        """Nothing is dialled from here until the settings say how; nobody is to be answered about
        where no deal names a competitor."""
        idle = {"call"} if self.desk.settings.dial == "off" else set()
        if not any(text for _deal, text in self.deals_in_work):
            idle.add("battlecard")
        return tuple(one for one in super().hint_ids() if one not in idle)

    def action_call(self) -> None:
        if self.desk.settings.dial == "off":
            self.warn(_("The setting dial says how to dial from here; y copies the number."))
        else:
            self.latest(self._dial, "dial")

    async def _dial(self) -> None:
        """Hand the number to what dials. Of the cards that open by themselves none is dialled
        before `c` says so: one may still be writing down the last call."""
        phone = await self.phone_of(self.client_id)
        if self.desk.settings.dial == "off" or not phone:
            return
        try:
            await self.ask(dial, self.desk.settings.dial, phone)
        except Problem as found:
            self.tell(found)
        else:
            self.say(_("Dialling {phone}").format(phone=formats.phone(phone, phone)))

    # Ending the call

    def action_cursor_down(self) -> None:
        self.query_one("#call-outcomes", OutcomeGrid).action_move(1)

    def action_cursor_up(self) -> None:
        self.query_one("#call-outcomes", OutcomeGrid).action_move(-1)

    @on(OutcomeGrid.Opened)
    def _outcome_opened(self, event: OutcomeGrid.Opened) -> None:
        if event.id == 0:
            self.action_more_outcomes()
            return
        for one in self.outcomes:
            if one.id == event.id:
                self.start(self.end, one)

    def action_more_outcomes(self) -> None:
        """The outcomes that have no digit yet, or the first nine again."""
        if len(self.outcomes) > len(_DIGITS):
            self._first_shown = 0 if self._first_shown else len(_DIGITS)
            self._show_outcomes()

    def action_outcome(self, place: int) -> None:
        """End the call with the outcome on this digit. One pressed before the first card is read
        waits for it; one pressed as soon as the next card opens was meant for the last."""
        if self.brief is None:
            self._early = place if self._first_card else None
            return
        if not self._awake:
            return
        page = self._page()
        if place < len(page):
            self.start(self.end, page[place])

    def _wake(self) -> None:
        self._awake = True

    async def go_on(self) -> None:
        """Open the next card of the list, or leave when there is none.

        Only what may interrupt comes in between: a call at an exact time, a request that came in.
        """
        if (following := await self._following()) is not None:
            self._turn_to(*following)
            self.latest(self.reload, "reload")
            return
        if self._order:
            self.say(_("That was the last one on the list."))
        self.leave()

    async def turn(self) -> Callable[[], Awaitable[None]] | None:
        following = await self._following()
        if following is None:
            return None
        row, order = following
        shown = await self.ask(self._look_up, row.id, row.deal_id, None, Direction.OUT)
        here = self.client_id, self._deal_id, self._task_id, self._contact_id
        before = self._reason, self._direction, self._order

        async def back() -> None:
            self.client_id, self._deal_id, self._task_id, self._contact_id = here
            self._reason, self._direction, self._order = before
            self.call, self._awake = None, True
            await self.reload()  # with the note, which is a draft until the end is written

        self._turn_to(row, order)
        self.objections = []
        self._write_note("")
        brief, facts, self.outcomes, self._ahead = shown
        self._show_card(brief, facts)
        self._show_figures(brief, formats.timer(0))
        self._show_outcomes()
        return back

    async def _following(self) -> tuple[CallRow, tuple[int, ...]] | None:
        """The line that is next, and the order of the cards from there on."""
        rows = {row.id: row for row in await self.ask(self.desk.call_list.after_call)}
        waiting = {id_: row.tier for id_, row in rows.items()}
        behind, ahead = going_on(waiting, self._order, self.client_id)
        return (rows[ahead[0]], (*behind, *ahead)) if self._order and ahead else None

    def _turn_to(self, row: CallRow, order: tuple[int, ...]) -> None:
        self._order = order
        self.client_id, self._deal_id, self._task_id = row.id, row.deal_id, row.task_id
        self._reason, self._direction, self._contact_id = row.reason, Direction.OUT, None
        self.call, self.brief, self._first_shown, self._goods = None, None, 0, []
        self._first_card = self._awake = False
        self.set_timer(_SLIP_S, self._wake)
        self.query_one("#call-outcomes").focus()


def _for_digits(phone: str) -> str:
    """Only what the large figures can draw."""
    return "".join(one if one in "0123456789+-" else " " for one in phone).strip()


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]
