"""Call mode: one client fills the screen, one key ends the call, the next card opens by itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Digits, Input, Static

from pipeline_tui.domain.errors import Problem
from pipeline_tui.domain.vocabulary import Direction
from pipeline_tui.domain.zones import zone_of
from pipeline_tui.i18n import _
from pipeline_tui.tui import call_pages, client_pages
from pipeline_tui.tui.call_endings import CallEndings
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import Cell, Column, LineTable, ListSource, Row
from pipeline_tui.tui.widgets.tabs import TabStrip
from pipeline_tui.wording import formats, reasons
from pipeline_tui.wording.labels import named

if TYPE_CHECKING:
    from pipeline_tui.domain.calls import Brief, OutcomeRow
    from pipeline_tui.domain.ladder import Rest, Retry
    from pipeline_tui.domain.ranking import Reason

_DIGITS = "123456789"
_SLIP_S = 0.4
"""A digit this soon after a card opened by itself is the last one pressed twice."""

_DRAFT = "draft:call:{client_id}"


class NoteLine(Input):
    """The note of the call; leaving it keeps what was typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,up,down", "screen.note_done", show=False)
    ]


class CallScreen(CallEndings):
    """A call to one client; `order` are the clients whose cards follow."""

    CSS_PATH = "call.tcss"
    MODE = "today"
    AUTO_FOCUS = "#call-outcomes"
    COMMANDS_HERE = (
        "cursor_down", "cursor_up", "note", "objection", "payment", "win", "lose", "snooze", "next",
        "copy_phone", "back",
    )  # fmt: skip
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (170, "-broad")]  # noqa: RUF012

    def __init__(
        self,
        client_id: int,
        *,
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
        self.client_id = client_id
        self._deal_id = deal_id
        self._task_id = task_id
        self._reason = reason
        self._order = order
        self._direction = direction
        self.objections = []
        self._next_try: Retry | Rest | None = None
        self.outcomes = []
        self._first_shown = 0
        self._early: int | None = None
        self._first_card = True
        self._awake = True
        self._mode = ""

    def body(self) -> ComposeResult:
        yield Static(id="call-name")
        yield Static(id="call-who")
        with Horizontal(id="call-top"):
            yield Digits("", id="call-phone")
            yield Digits("0:00", id="call-timer")
        with Horizontal(id="call-body"):
            yield CardPanel(id="call-brief")
            with Vertical(id="call-side"):
                yield LineTable(
                (
                    Column("key", "", 1, sortable=False),
                    Column("name", _("Outcome"), flex=1, min_width=14, sortable=False),
                    Column("then", _("Then"), flex=1, min_width=12, min_total_width=36, sortable=False),
                ),
                markable=False,
                id="call-outcomes",
            )  # fmt: skip
                yield CardPanel(id="call-past")
        with Horizontal(id="call-note-line"):
            yield Static(Content(_("Note")), id="call-note-label")
            yield NoteLine(
                placeholder=_("e writes here; kept with the call"), compact=True, id="call-note"
            )

    def on_mount(self) -> None:
        super().on_mount()
        self._mode = self.app.current_mode
        self.set_interval(1.0, self._tick)

    def on_tab_strip_selected(self, event: TabStrip.Selected) -> None:
        """The tab the call lies over leads back to its list, by the rules of leaving."""
        if event.tab_id == self.MODE == self._mode:
            self.action_back()
        else:
            super().on_tab_strip_selected(event)

    # Showing

    async def reload(self) -> None:
        try:
            if self.call is None:
                self.call = await self.ask(
                    self.desk.calls.start, self.client_id, deal_id=self._deal_id,
                    task_id=self._task_id, direction=self._direction,
                )  # fmt: skip
                await self._restore_draft()
            brief = await self.ask(self.desk.call_list.brief, self.client_id, self._deal_id)
            self._next_try = await self.ask(self.desk.call_list.after_no_answer, self.client_id)
            facts = await self.ask(
                self.desk.objection_views.facts, self.client_id,
                brief.deal.id if brief.deal else None, brief.contact_id,
            )  # fmt: skip
            self.outcomes = await self.ask(self.desk.vocabularies.outcomes)
        except Problem as found:
            self.tell(found)
            self.leave()
            return
        if self._gone:
            return
        self.brief = brief
        now, zone = self.desk.now(), self.desk.zone
        self._show_head(brief, now)
        past = call_pages.past(brief, now, zone)
        blocks = call_pages.now(brief, self._reason, facts, now, zone)
        self.query_one("#call-past", CardPanel).show(past)
        if not self.query_one("#call-past").display:
            blocks += past
        self.query_one("#call-brief", CardPanel).show(blocks)
        self._show_outcomes()
        if self._early is not None:
            place, self._early = self._early, None
            self.action_outcome(place)

    @property
    def _gone(self) -> bool:
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
        place = self._place()
        figures = [
            Figure(_("Call mode"), "" if self._direction == Direction.OUT else _("incoming"))
        ]
        if place:
            figures.append(Figure(_("card"), place))
        if self._direction == Direction.OUT:
            figures.append(Figure(_("attempt"), str(brief.attempt)))
        if brief.phones and brief.phones[0][2]:
            figures.append(Figure(_("extension"), brief.phones[0][2], "warning"))
        spare = [formats.phone(*one) for one in brief.phones[1:]]
        if brief.email:
            spare.append(brief.email)
        self.query_one(Headline).show(figures, " · ".join(spare))

    def _place(self) -> str:
        if self.client_id not in self._order:
            return ""
        return f"{self._order.index(self.client_id) + 1} / {len(self._order)}"

    def _show_outcomes(self) -> None:
        if self._next_try is None:
            return
        at = reasons.Clock(self.desk.now(), self.desk.zone)
        page = self._page()
        rows = [
            Row(
                one.id,
                {
                    "key": Cell(digit, "accent"),
                    "name": Cell(_raised(named("outcome", one.code, one.name)), "strong"),
                    "then": Cell(reasons.foreseen(one, self._next_try, at), "muted"),
                },
            )
            for digit, one in zip(_DIGITS, page, strict=False)
        ]
        if len(self.outcomes) > len(_DIGITS):
            more = _("more outcomes") if not self._first_shown else _("the first nine")
            rows.append(Row(0, {"key": Cell("0", "accent"), "name": Cell(f"{more} …", "muted")}))
        self.query_one("#call-outcomes", LineTable).show(ListSource(rows), forget=True)

    def _page(self) -> list[OutcomeRow]:
        return self.outcomes[self._first_shown : self._first_shown + len(_DIGITS)]

    def _tick(self) -> None:
        if self.call is not None and not self._gone:
            seconds = (self.desk.now() - self.call.started_at).total_seconds()
            self.query_one("#call-timer", Digits).update(formats.timer(seconds))

    # The note and the objections, until the call is over

    async def _restore_draft(self) -> None:
        kept = await self.ask(self.desk.memos.recall, _DRAFT.format(client_id=self.client_id))
        draft = kept if isinstance(kept, dict) else {}
        if self._gone:
            return
        self.objections = list(draft.get("objections", ()))
        with self.prevent(Input.Changed):
            self.query_one("#call-note", Input).value = str(draft.get("note", ""))

    @property
    def note(self) -> str:
        return self.query_one("#call-note", Input).value.strip()

    def action_note(self) -> None:
        self.query_one("#call-note").focus()

    async def action_note_done(self) -> None:
        self.query_one("#call-outcomes").focus()

    @on(Input.Changed, "#call-note")
    def _keep_note(self) -> None:
        if self.call is not None:
            self.latest(self.keep_draft, "draft")

    async def keep_draft(self) -> None:
        key = _DRAFT.format(client_id=self.client_id)
        if self.note or self.objections:
            draft = {"note": self.note, "objections": self.objections}
            await self.ask(self.desk.memos.keep, key, draft)
        else:
            await self.ask(self.desk.memos.drop, key)

    async def forget_draft(self) -> None:
        self.objections = []
        if self._gone:
            return
        with self.prevent(Input.Changed):
            self.query_one("#call-note", Input).value = ""
        await self.ask(self.desk.memos.drop, _DRAFT.format(client_id=self.client_id))

    # Ending the call

    def action_cursor_down(self) -> None:
        self.query_one("#call-outcomes", LineTable).action_cursor_down()

    def action_cursor_up(self) -> None:
        self.query_one("#call-outcomes", LineTable).action_cursor_up()

    @on(LineTable.Opened, "#call-outcomes")
    def _outcome_opened(self, event: LineTable.Opened) -> None:
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
        """Open the next card of the list, or leave when there is none."""
        following = (
            self._order[self._order.index(self.client_id) + 1 :]
            if (self.client_id in self._order)
            else ()
        )
        waiting = {row.id: row for row in (await self.ask(self.desk.call_list.today)).rows}
        row = next((waiting[one] for one in following if one in waiting), None)
        if row is None:
            if self._order:
                self.say(_("That was the last one on the list."))
            self.leave()
            return
        self.client_id, self._deal_id, self._task_id = row.id, row.deal_id, row.task_id
        self._reason, self._direction = row.reason, Direction.OUT
        self.call, self.brief, self._first_shown = None, None, 0
        self._first_card = self._awake = False
        self.set_timer(_SLIP_S, self._wake)
        self.query_one("#call-outcomes").focus()
        self.latest(self.reload, "reload")


def _for_digits(phone: str) -> str:
    """Only what the large figures can draw."""
    return "".join(one if one in "0123456789+-" else " " for one in phone).strip()


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]
