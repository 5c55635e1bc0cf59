"""Today: whom to call now, in what order and why; who is not on the list; the card beside it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.ranking import Gate, Reason, Tier
from pipeline_tui.i18n import _
from pipeline_tui.services.prospecting import zone_of
from pipeline_tui.tui import client_pages, commands
from pipeline_tui.tui.client_actions import ClientActions
from pipeline_tui.tui.forms.prompts import ConfirmPrompt, TextPrompt, WhenPrompt
from pipeline_tui.tui.widgets.headline import Figure
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import Cell, Column, LineTable, ListSource, Row, Section
from pipeline_tui.wording import formats, reasons

if TYPE_CHECKING:
    from pipeline_tui.domain.calls import CallRow, DayList, HiddenRow, RunningCall

_LOOK_EVERY_S = 30.0
"""How often the clock may bring a line: an exact-time call comes up by itself."""

_CARD_AFTER_S = 0.06
"""A held key passes over lines; their cards are not worth reading."""

_TONES = {
    Reason.EXACT_CALLBACK: "accent", Reason.INBOUND: "warning", Reason.BROKEN_PROMISE: "danger",
    Reason.DEBT_STEP: "warning", Reason.ROTTING: "warning",
}  # fmt: skip


class TodayScreen(ClientActions):
    """The day's call list."""

    CSS_PATH = "today.tcss"
    MODE = "today"
    COMMANDS_HERE = (
        *commands.LIST, "call", "step", "incoming", "snooze", "skip", "pin", "done", "hidden",
        "why", "brief", "copy_phone", "back",
    )  # fmt: skip
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (150, "-broad")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._day: DayList | None = None
        self._rows: dict[int, CallRow] = {}
        self._hidden: dict[int, HiddenRow] = {}
        self._showing_hidden = False
        self._offered: RunningCall | None = None

    def body(self) -> ComposeResult:
        with Horizontal(id="day"):
            yield LineTable(_columns(), id="calls", empty=_empty())
            yield CardPanel(id="card", empty=_("The card of the line under the cursor"))

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(_LOOK_EVERY_S, self._look_at_clock)

    def _look_at_clock(self) -> None:
        """Let the clock bring what is due, while somebody looks."""
        if self.app.screen is self:
            self.run_worker(self.reload, exclusive=True, group="reload")  # type: ignore[arg-type]

    @property
    def table(self) -> LineTable:
        """The list."""
        return self.query_one("#calls", LineTable)

    @property
    def row(self) -> CallRow | None:
        """The line under the cursor, none among the hidden."""
        if self._showing_hidden or self.table.cursor_id is None:
            return None
        return self._rows.get(self.table.cursor_id)

    def hint_ids(self) -> tuple[str, ...]:
        """No way back leads from the list itself."""
        here = [one for one in super().hint_ids() if one != "back" or self._showing_hidden]
        return tuple(here)

    # Showing

    async def reload(self) -> None:
        day = await self.ask(self.desk.call_list.today)
        if not self.query("#calls"):
            return
        self._day = day
        self._rows = {row.id: row for row in day.rows}
        self._hidden = {row.id: row for row in day.hidden}
        self._show_head(day)
        self._show_list(day)
        self._show_card()
        running = day.head.running
        if running is not None and running != self._offered and self.app.screen is self:
            self._offered = running
            self.start(self._offer_to_finish, running.client_id, running.name)

    def _show_head(self, day: DayList) -> None:
        head, at = day.head, self._at()
        figures = [
            Figure(_("Calls"), f"{head.calls_done} / {head.calls_planned}"),
            Figure(_("connected"), str(head.connected)),
        ]
        if head.promises_due:
            promised = formats.sums(head.promised, short=True)
            figures.append(
                Figure(_("Promised for today"), f"{head.promises_due} · {promised}", "warning")
            )
        later = [one for one in day.hidden if one.gate is Gate.LATER and one.until is not None]
        if later:
            first = min(later, key=lambda one: str(one.until))
            when = formats.clock(first.until, at.zone) if isinstance(first.until, datetime) else ""
            figures.append(Figure(_("Next at"), f"{when} {first.client}", "accent"))
        label = _("Paid this month") if head.fact == "paid" else _("Won this month")
        figures.append(Figure(label, formats.sums(head.month, short=True), "success"))
        if day.hidden:
            figures.append(Figure(_("Hidden"), str(len(day.hidden)), "muted"))
        self.query_one("#headline").show(  # type: ignore[attr-defined]
            figures, f"{formats.day_full(at.today)}, {formats.clock(at.now, at.zone)}"
        )

    def _show_list(self, day: DayList) -> None:
        table, at = self.table, self._at()
        if self._showing_hidden:
            table.empty = _("Nobody is hidden.\nEsc goes back to the list")
            lines = sorted(day.hidden, key=lambda one: list(Gate).index(one.gate))
            table.show(
                ListSource([self._hidden_line(one, at) for one in lines], _gate_sections(lines))
            )
            return
        table.empty = _empty()
        table.show(ListSource([self._line(row, at) for row in day.rows], _sections(day.rows)))

    def _line(self, row: CallRow, at: reasons.Clock) -> Row:
        late = row.due_on is not None and row.due_on < at.today
        late = late or (row.tier is Tier.EXACT and row.due_at is not None and row.due_at < at.now)
        tone = (
            "warning"
            if late and row.tier is Tier.EXACT
            else _TONES.get(row.reason, "warning" if late and row.tier <= Tier.STEP else "")
        )
        return Row(
            row.id,
            {
                "rank": Cell(str(row.rank), "muted"),
                "why": Cell(reasons.reason(row, at), tone),
                "client": Cell(row.client, "strong"),
                "contact": Cell(row.contact or _("nobody named"), "" if row.contact else "muted"),
                "time": self._their_time(row.zone, at),
                "money": formats.money_short(row.stake_minor, row.currency)
                if row.stake_minor else "",
            },
        )  # fmt: skip

    def _hidden_line(self, row: HiddenRow, at: reasons.Clock) -> Row:
        return Row(
            row.id,
            {
                "why": reasons.gate(row, at, zone_of(row.zone, self.desk.zone)),
                "client": Cell(row.client, "strong"),
                "contact": Cell(reasons.tier_title(row.tier), "muted"),
                "time": self._their_time(row.zone, at),
            },
        )

    def _their_time(self, zone: str | None, at: reasons.Clock) -> Cell:
        if zone is None:
            return Cell("?", "muted")
        mine = formats.clock(at.now, at.zone)
        theirs = formats.clock(at.now, zone_of(zone, self.desk.zone))
        return Cell(theirs, "muted" if theirs == mine else "accent")

    def _at(self) -> reasons.Clock:
        return reasons.Clock(self.desk.now(), self.desk.zone)

    @on(LineTable.Highlighted, "#calls")
    def _cursor_moved(self) -> None:
        self._show_card()

    def _show_card(self) -> None:
        """Read the card of the line under the cursor, when there is room for it."""
        if self.query_one("#card").display and self.is_mounted:
            self.run_worker(self._fill_card, exclusive=True, group="card")  # type: ignore[arg-type]

    async def _fill_card(self) -> None:
        await asyncio.sleep(_CARD_AFTER_S)
        if not self.query("#card"):
            return
        card, client_id = self.query_one("#card", CardPanel), self.table.cursor_id
        if client_id is None:
            card.show([])
            return
        try:
            found = await self.ask(self.desk.cards.brief, client_id)
        except NotFound:
            card.show([])
            return
        card.show(client_pages.brief(found, self.desk.now(), self.desk.zone))

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_card)

    # What an action is for

    def chosen_clients(self) -> tuple[int, ...]:
        return self.table.chosen

    async def changed(self) -> None:
        self.table.marked = frozenset()

    # Moving

    def action_cursor_down(self) -> None:
        self.table.action_cursor_down()

    def action_cursor_up(self) -> None:
        self.table.action_cursor_up()

    def action_cursor_first(self) -> None:
        self.table.action_cursor_first()

    def action_cursor_last(self) -> None:
        self.table.action_cursor_last()

    def action_mark(self) -> None:
        self.table.action_toggle_mark()

    def action_open(self) -> None:
        self.table.action_open()

    @on(LineTable.Opened, "#calls")
    def _opened(self, event: LineTable.Opened) -> None:
        from pipeline_tui.tui.screens.card import ClientCard

        self.app.push_screen(ClientCard(event.id))

    def action_back(self) -> None:
        """From the hidden to the list; else let go of the marks."""
        if self._showing_hidden:
            self.action_hidden()
        else:
            self.table.action_clear_marks()

    # Calling

    def action_call(self) -> None:
        client_id = self.table.cursor_id
        if client_id is None:
            return
        row = self.row
        hidden = self._hidden.get(client_id) if self._showing_hidden else None
        if hidden is not None and hidden.gate is Gate.LAW:
            self.warn(reasons.gate(hidden, self._at()))
        order = [one.id for one in self._day.rows] if self._day and row is not None else []
        self.open_call(client_id, row, tuple(order))

    def open_call(self, client_id: int, row: CallRow | None, order: tuple[int, ...] = ()) -> None:
        """Fill the screen with a call; after it the next of `order` follows."""
        from pipeline_tui.tui.screens.call import CallScreen

        self.app.push_screen(
            CallScreen(
                client_id, deal_id=row.deal_id if row else None,
                task_id=row.task_id if row else None, reason=row.reason if row else None,
                order=order,
            )
        )  # fmt: skip

    async def _offer_to_finish(self, client_id: int, name: str) -> None:
        answer = await self.prompt(
            ConfirmPrompt(
                _("The call to {name} was not finished.").format(name=name),
                _("Finish it now"), _("It did not take place"),
            )
        )  # fmt: skip
        if answer is True:
            self.open_call(client_id, self._rows.get(client_id))
        elif answer is False:
            await self.attempt(self.desk.calls.drop)

    def action_incoming(self) -> None:
        from pipeline_tui.tui.screens.incoming import take_incoming

        self.start(take_incoming, self)

    # The list itself

    def action_pin(self) -> None:
        if self.table.cursor_id is not None:
            self.start(self._pin, self.table.cursor_id)

    async def _pin(self, client_id: int) -> None:
        done, pinned = await self.attempt(self.desk.calls.pin, client_id)
        if done:
            self.say(_("On top of today's list") if pinned else _("Back in its place"))

    def action_skip(self) -> None:
        ids = self.table.chosen
        if not ids:
            return
        if self._showing_hidden:
            self.start(self._bring_back, ids[0])
        else:
            self.start(self._skip, ids)

    async def _skip(self, ids: tuple[int, ...]) -> None:
        reason = await self.prompt(
            TextPrompt(_("Why not today?"), hint=_("back tomorrow; s lets rest for longer"))
        )
        if reason:
            await self._do(_("Left out of today's list"), self.desk.calls.skip, ids, reason)

    async def _bring_back(self, client_id: int) -> None:
        """Undo what hides a client, where that is the user's own doing."""
        row = self._hidden.get(client_id)
        if row is None:
            return
        if row.gate is Gate.SKIPPED:
            await self._do(_("Back on the list"), self.desk.calls.unmark, client_id)
        elif row.gate is Gate.SNOOZED:
            await self._do(_("Back on the list"), self.desk.calls.wake, client_id)
        else:
            self.warn(reasons.gate(row, self._at(), zone_of(row.zone, self.desk.zone)))

    def action_hidden(self) -> None:
        """Show who is hidden and why, or the list again."""
        self._showing_hidden = not self._showing_hidden
        self.table.columns = _hidden_columns() if self._showing_hidden else _columns()
        if self._day is not None:
            self._show_list(self._day)
        self.show_hints()

    def action_why(self) -> None:
        row = self.row
        if row is None:
            return
        from pipeline_tui.tui.screens.why import WhyScreen

        self.app.push_screen(WhyScreen(row, self._at()))

    def action_brief(self) -> None:
        """The card of the line on a page of its own, where the window has no room beside the list."""
        if self.table.cursor_id is not None:
            from pipeline_tui.tui.screens.brief import BriefScreen

            self.app.push_screen(BriefScreen(self.table.cursor_id))

    def action_done(self) -> None:
        row = self.row
        if row is None or row.task_id is None:
            self.warn(_("There is no step on this line; c calls."))
            return
        self.start(self._done, row.task_id, row.deal_id is not None)

    async def _done(self, task_id: int, of_deal: bool) -> None:
        then = None
        if of_deal:
            then = await self.prompt(WhenPrompt(_("Done. What comes next?")))
            if then is None:
                return
        await self._do(
            _("Step done"), self.desk.tasks.done, task_id,
            then_on=then.day if then else None,
            then_at=self.moment_of(then) if then else None, then_title=then.rest if then else "",
        )  # fmt: skip


def _columns() -> tuple[Column, ...]:
    return (
        Column("rank", "№", 3, "right", sortable=False),
        Column("why", _("Why"), flex=2, min_width=24, sortable=False),
        Column("client", _("Client"), flex=1, min_width=16, sortable=False),
        Column("contact", _("Contact"), flex=1, min_width=14, min_total_width=96, sortable=False),
        Column("time", _("There"), 5, "right", min_total_width=66, sortable=False),
        Column("money", _("At stake"), 12, "right", min_total_width=58, sortable=False),
    )


def _hidden_columns() -> tuple[Column, ...]:
    return (
        Column("why", _("Why not"), flex=5, min_width=24, sortable=False),
        Column("client", _("Client"), flex=3, min_width=16, sortable=False),
        Column("contact", _("Otherwise"), 20, min_total_width=64, sortable=False),
        Column("time", _("There"), 5, "right", min_total_width=66, sortable=False),
    )


def _empty() -> str:
    return _(
        "Nobody to call now.\n2 opens the clients, i takes an incoming call, h shows who waits"
    )


def _sections(rows: tuple[CallRow, ...]) -> list[Section]:
    """A title over each tier, and over the pins."""
    found: list[Section] = []
    last: tuple[bool, int] | None = None
    for place, row in enumerate(rows):
        here = (row.pinned, 0 if row.pinned else int(row.tier))
        if here != last:
            title = _("On top") if row.pinned else reasons.tier_title(row.tier)
            same = sum(
                (one.pinned, 0 if one.pinned else int(one.tier)) == here for one in rows
            )  # fmt: skip
            found.append(Section(place, f"{title} · {same}"))
            last = here
    return found


def _gate_sections(rows: list[HiddenRow]) -> list[Section]:
    found: list[Section] = []
    last: Gate | None = None
    for place, row in enumerate(rows):
        if row.gate is not last:
            same = sum(one.gate is row.gate for one in rows)
            found.append(Section(place, f"{reasons.gate_title(row.gate)} · {same}"))
            last = row.gate
    return found
