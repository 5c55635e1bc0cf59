"""Today: whom to call now, in what order and why; who is not on the list; the card beside it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from pipeline_tui.domain.errors import NotFound
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands, day_columns
from pipeline_tui.tui.day_actions import DayActions
from pipeline_tui.tui.forms.prompts import ConfirmPrompt
from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.panel import Block, CardPanel, Gap, Paragraph
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.wording import formats

if TYPE_CHECKING:
    from textual.timer import Timer

    from pipeline_tui.domain.calls import CallRow, DayList, HiddenRow, RunningCall
    from pipeline_tui.tui.day_view import DayView
    from pipeline_tui.wording import reasons

_LOOK_EVERY_S = 30.0
"""How often the clock is looked at: an exact-time call comes up by itself."""

_READ_EVERY = timedelta(minutes=5)
"""How often the whole list is read anew while nothing changes: offices open and close."""

_CARD_AFTER_S = 0.06
"""A held key passes over lines; their cards are not worth reading."""

_KEEP_AFTER_S = 0.5
"""Nor are lines passed over worth remembering as the place one stood at."""

_MET = "today:goal-met"
"""The memo of the day on which it was said that the day's goal is met."""


class TodayScreen(ListScreen, DayActions):
    """The day's call list.

    It is the first screen of the program: whatever its first frame does not need (the words of
    reasons, the card) is imported in the thread that reads the list.
    """

    CSS_PATH = "today.tcss"
    MODE = "today"
    COMMANDS_HERE = (
        *commands.LIST, "call", "answer", "step", "snooze", "skip", "pin", "done", "hidden",
        "view", "why", "brief", "copy_phone", "back",
    )  # fmt: skip
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (150, "-broad")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._day: DayList | None = None
        self._read_at = datetime.min.replace(tzinfo=UTC)
        self._rows: dict[int, CallRow] = {}
        self.hidden: dict[int, HiddenRow] = {}
        self._offered: RunningCall | None = None
        self._card_of: tuple[int | None, datetime] | None = None
        self._view: DayView | None = None
        self._keeping: Timer | None = None

    def body(self) -> ComposeResult:
        with Horizontal(id="day"):
            yield LineTable(day_columns.listed(), id="calls", empty=day_columns.empty())
            yield CardPanel(id="card", empty=_("The card of the line under the cursor"))

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(_LOOK_EVERY_S, self._look_at_clock)

    def _look_at_clock(self) -> None:
        """Let the clock bring what is due, while somebody looks; the rest is read now and then."""
        day = self._day
        if day is None or self.app.screen is not self:
            return
        from pipeline_tui.tui import day_lines

        now = self.desk.now()
        due = day_lines.due(day, now)
        if due or now - self._read_at >= _READ_EVERY:
            self.latest(self.reload, "reload")
        else:
            self._show_head(day)
            self._show_list(day)

    def _read_day(self) -> DayList:
        from pipeline_tui.tui import client_pages, day_lines  # noqa: F401 - needed next

        return self.desk.call_list.today()

    @property
    def table(self) -> LineTable:
        """The list."""
        return self.query_one("#calls", LineTable)

    @property
    def row(self) -> CallRow | None:
        """The line under the cursor, none among the hidden."""
        if self.showing_hidden or self.table.cursor_id is None:
            return None
        return self._rows.get(self.table.cursor_id)

    def hint_ids(self) -> tuple[str, ...]:
        """No way back leads from the list itself; an answer is given where somebody asked."""
        asked = any(row.request is not None for row in self._rows.values())
        idle = {"back": self.showing_hidden, "answer": asked and not self.showing_hidden}
        return tuple(one for one in super().hint_ids() if idle.get(one, True))

    # Showing

    async def reload(self) -> None:
        day = await self.ask(self._read_day)
        if not self.query("#calls"):
            return
        if self._view is None:
            await self._take_place()
        self._day, self._read_at = day, self.desk.now()
        self._rows = {row.id: row for row in day.rows}
        self.hidden = {row.id: row for row in day.hidden}
        self.show_hints()
        self._show_head(day)
        self._show_list(day)
        if self.query_one("#card").display:
            await self._fill_card()
        await self._say_goal_met(day)
        running = day.head.running
        if running is not None and running != self._offered and not self._in_a_call():
            self._offered = running
            self.start(self._offer_to_finish, running.client_id, running.name)

    def _in_a_call(self) -> bool:
        """Whether something lies over the list, or a call goes on over another screen."""
        from pipeline_tui.tui.call_endings import CallEndings

        stacks = self.app._screen_stacks.values()
        return self.app.screen is not self or any(
            isinstance(one, CallEndings) for stack in stacks for one in stack
        )

    def _show_list(self, day: DayList) -> None:
        from pipeline_tui.tui import day_lines

        table, at, mine = self.table, self.at(), self.desk.zone
        if self.showing_hidden:
            table.empty = _("Nobody is hidden.\nEsc goes back to the list")
            table.show(day_lines.hidden(day, at, mine))
        elif self._view is not None:
            rows = self._view.of(day.rows)
            table.empty = (
                day_columns.empty() if len(rows) == len(day.rows) else day_columns.empty_view()
            )
            at_first, self._view.client_id = self._view.client_id, None
            known = at_first in {row.id for row in rows}
            table.show(day_lines.listed(rows, at, mine), cursor_id=at_first if known else None)

    def _show_head(self, day: DayList) -> None:
        from pipeline_tui.tui import day_lines

        at = self.at()
        view = self._view.figures(at.now.astimezone(at.zone).time()) if self._view else []
        self.query_one(Headline).show(
            [*view, *day_lines.figures(day, at)],
            f"{formats.day_full(at.today)}, {formats.clock(at.now, at.zone)}",
        )

    def at(self) -> reasons.Clock:
        from pipeline_tui.wording import reasons

        return reasons.Clock(self.desk.now(), self.desk.zone)

    @on(LineTable.Highlighted, "#calls")
    def _cursor_moved(self) -> None:
        self._show_card()
        self._keep_place()

    # The view, and the place one comes back to

    async def _take_place(self) -> None:
        from pipeline_tui.tui.day_view import KEY, DayView

        view = DayView(self.desk.settings.blocks)
        now = self.desk.local_now()
        view.open(await self.ask(self.desk.memos.recall, KEY), now.date(), now.time())
        self._view = view

    def _keep_place(self) -> None:
        """Remember the view and the line, once the cursor has come to rest."""
        if self._view is None or self.showing_hidden:
            return
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(_KEEP_AFTER_S, self._keep_place_now)

    def _keep_place_now(self) -> None:
        from pipeline_tui.tui.day_view import KEY

        if self._view is not None and not self.showing_hidden:
            place = self._view.to_keep(self.desk.today(), self.table.cursor_id)
            self.latest(partial(self.ask, self.desk.memos.keep, KEY, place), "place")

    def action_view(self) -> None:
        """The next view of the list; the cursor stays on its client where the view has it."""
        if self._view is None or self._day is None:
            return
        if self.showing_hidden:
            self.action_hidden()
        self._view.step()
        self._show_head(self._day)
        self._show_list(self._day)
        self._keep_place()

    async def _say_goal_met(self, day: DayList) -> None:
        """Say once a day that as many calls are made as were planned."""
        head, today = day.head, day.day.isoformat()
        met = head.goal and head.calls_done >= head.goal
        if not met or await self.ask(self.desk.memos.recall, _MET) == today:
            return
        await self.ask(self.desk.memos.keep, _MET, today)
        self.say(
            formats.count(
                head.calls_done,
                "The day's goal is met: {n} call",
                "The day's goal is met: {n} calls",
            )
        )

    def _show_card(self) -> None:
        """Read the card of the line under the cursor, when there is room for it."""
        if self._day is not None and self.query_one("#card").display:
            self.latest(self._follow_cursor, "card")

    async def _follow_cursor(self) -> None:
        await asyncio.sleep(_CARD_AFTER_S)
        if self._card_of != (self.table.cursor_id, self._read_at):
            await self._fill_card()

    async def _fill_card(self) -> None:
        if not self.query("#card"):
            return
        card, client_id = self.query_one("#card", CardPanel), self.table.cursor_id
        self._card_of = (client_id, self._read_at)
        if client_id is None:
            card.show([])
            return
        try:
            found = await self.ask(self.desk.cards.brief, client_id)
        except NotFound:
            card.show([])
            return
        from pipeline_tui.tui import client_pages

        why = self._why(client_id)
        card.show([*why, *client_pages.brief(found, self.desk.now(), self.desk.zone)])

    def _why(self, client_id: int) -> list[Block]:
        """The whole reason of the line: the list has room for its beginning only."""
        from pipeline_tui.domain.zones import zone_of
        from pipeline_tui.wording import reasons

        if self.showing_hidden:
            hidden = self.hidden.get(client_id)
            if hidden is None:
                return []
            text = reasons.gate(hidden, self.at(), zone_of(hidden.zone, self.desk.zone))
        else:
            row = self._rows.get(client_id)
            if row is None:
                return []
            text = reasons.reason(row, self.at())
        return [Paragraph(text, "accent"), Gap()]

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_card)

    def action_hidden(self) -> None:
        """Show who is hidden and why, or the list again."""
        self.showing_hidden = not self.showing_hidden
        self.table.columns = day_columns.hidden() if self.showing_hidden else day_columns.listed()
        if self._day is not None:
            self._show_list(self._day)
        self._card_of = None
        self._show_card()
        self.show_hints()

    # What an action is for

    def chosen_clients(self) -> tuple[int, ...]:
        return self.table.chosen

    async def changed(self) -> None:
        self.table.marked = frozenset()

    async def phone_of(self, client_id: int) -> str:
        """The number of the person the line names."""
        row = self._rows.get(client_id)
        return (row.e164 or row.phone if row else "") or await super().phone_of(client_id)

    # Moving

    @on(LineTable.Opened, "#calls")
    def _opened(self, event: LineTable.Opened) -> None:
        from pipeline_tui.tui.screens.card import ClientCard

        self.open_record(ClientCard(event.id, tuple(self.table.ids)))

    def action_back(self) -> None:
        """From the hidden to the list; else let go of the marks."""
        if self.showing_hidden:
            self.action_hidden()
        else:
            self.table.action_clear_marks()

    # Calling

    def action_call(self) -> None:
        client_id = self.table.cursor_id
        if client_id is None:
            return
        row = self.row
        order = self.table.ids if row is not None else ()
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

    def action_answer(self) -> None:
        """Note how the request of the line was answered."""
        row = self.row
        if row is None or row.request is None:
            self.warn(_("There is no request on this line."))
            return
        from pipeline_tui.tui.request_work import answer_request

        self.start(answer_request, self, row.request.id, row.client, self.action_call)

    async def _offer_to_finish(self, client_id: int, name: str) -> None:
        if await self.ask(self.desk.call_list.running) is None:
            return  # it was ended while the list was read
        answer = await self.prompt(
            ConfirmPrompt(
                formats.quoted_once(_("The call to {name} was not finished.").format(name=name)),
                _("Finish it now"), _("It did not take place"),
            )
        )  # fmt: skip
        if answer is True:
            row = self._rows.get(client_id)
            self.open_call(client_id, row, tuple(self.table.ids) if row is not None else ())
        elif answer is False:
            await self.attempt(self.desk.calls.drop)
