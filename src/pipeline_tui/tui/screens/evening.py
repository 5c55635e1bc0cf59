"""The evening: what is not done, what tomorrow begins with, and the report."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult

from pipeline_tui.domain.plan import month_of
from pipeline_tui.domain.review import Loose
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands, evening_pages
from pipeline_tui.tui.client_actions import ClientActions
from pipeline_tui.tui.forms.prompts import TextPrompt
from pipeline_tui.tui.list_screen import Front, ListScreen
from pipeline_tui.tui.report_pane import ReportPane
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.tui.widgets.tabs import Tab, TabStrip
from pipeline_tui.wording import formats, reasons

if TYPE_CHECKING:
    from pipeline_tui.domain.plan import PlanView
    from pipeline_tui.domain.review import Ahead, LooseEnd, Review

REVIEW, TOMORROW, REPORT = VIEWS = ("review", "tomorrow", "report")

_KEYS = {
    REVIEW: ("open", "call", "step", "done", "snooze", "lose", "payment"),
    TOMORROW: ("open", "call", "step", "snooze"),
    REPORT: ("copy_report", "save_report", "set_plan", "view", "next", "previous"),
}
"""What does something in each view, beyond moving."""


class EveningScreen(ListScreen, ClientActions):
    """Three views of one screen: the review, tomorrow, the report."""

    CSS_PATH = "evening.tcss"
    MODE = "evening"
    AUTO_FOCUS = "#review"
    COMMANDS_HERE = (
        *commands.LIST, "call", "step", "done", "snooze", "lose", "payment", "copy_report",
        "save_report", "set_plan", "view", "next", "previous", "tab_next", "tab_previous", "back",
    )  # fmt: skip
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._view = REVIEW
        self._review: Review | None = None
        self._ahead: Ahead | None = None
        self._plan: PlanView | None = None
        self._loose: dict[int, LooseEnd] = {}

    def body(self) -> ComposeResult:
        yield TabStrip(self._view_tabs(), current=self._view, id="views")
        yield LineTable(
            evening_pages.review_columns(), empty=_nothing_left(), markable=False, id="review"
        )
        yield LineTable(
            evening_pages.tomorrow_columns(), empty=_nothing_ahead(), markable=False, id="tomorrow"
        )
        yield CardPanel(id="line")
        yield ReportPane(id="report")

    def _view_tabs(self) -> tuple[Tab, ...]:
        left, ahead = "", ""
        if self._review is not None:
            left = f" · {formats.number(len(self._review.rows) + self._review.more)}"
        if self._ahead is not None:
            ahead = f" · {formats.number(self._ahead.count)}"
        return (
            Tab(REVIEW, "", _("Not done") + left), Tab(TOMORROW, "", _("Tomorrow") + ahead),
            Tab(REPORT, "", _("Report")),
        )  # fmt: skip

    def on_mount(self) -> None:
        self._show_view()

    @property
    def front(self) -> Front:
        """What keys mean now: a list, or the page of the report."""
        if self._view == REPORT:
            return self.pane
        return self.query_one(f"#{self._view}", LineTable)

    @property
    def pane(self) -> ReportPane:
        """The report."""
        return self.query_one(ReportPane)

    @property
    def row(self) -> LooseEnd | None:
        """The loose end under the cursor; none in the other views."""
        if self._view != REVIEW:
            return None
        return self._loose.get(self.query_one("#review", LineTable).cursor_id or -1)

    def hint_ids(self) -> tuple[str, ...]:
        """What the view in front has a use for."""
        every = {one for ids in _KEYS.values() for one in ids}
        idle = every - set(_KEYS[self._view])
        if not self._leads_back:
            idle.add("back")
        return tuple(one for one in super().hint_ids() if one not in idle)

    # Reading

    async def reload(self) -> None:
        """Read the view in front anew, then what stands on top."""
        if self._view == REVIEW:
            self._review = await self.ask(self.desk.review.open_ends)
            self._show_review()
        elif self._view == TOMORROW:
            self._ahead = await self.ask(self.desk.review.tomorrow)
            self._show_tomorrow()
        else:
            await self.pane.read()
        self._show_head()
        self._plan = await self.ask(self.desk.reports.plan)
        self._show_head()

    def _at(self) -> reasons.Clock:
        return reasons.Clock(self.desk.now(), self.desk.zone)

    def _show_review(self) -> None:
        found = self._review
        assert found is not None
        self._loose = {row.id: row for row in found.rows}
        self.query_one("#review", LineTable).show(evening_pages.review_lines(found, self._at()))
        self._show_line()

    def _show_tomorrow(self) -> None:
        found = self._ahead
        assert found is not None
        self.query_one("#tomorrow", LineTable).show(evening_pages.tomorrow_lines(found, self._at()))
        self._show_line()

    def _show_head(self) -> None:
        at = self._at()
        self.query_one("#views", TabStrip).tabs = self._view_tabs()
        self.query_one(Headline).show(
            evening_pages.figures(self._plan),
            f"{formats.day_full(at.today)}, {formats.clock(at.now, at.zone)}",
        )

    @on(LineTable.Highlighted)
    def _show_line(self) -> None:
        """The whole of the line under the cursor: the list has room for its beginning only."""
        at, row = self._at(), self.row
        client_id = next(iter(self.chosen_clients()), None)
        blocks = [] if row is None else evening_pages.whole_loose(row, at)
        if self._view == TOMORROW and self._ahead is not None and client_id is not None:
            blocks = evening_pages.whole_ahead(self._ahead, client_id, at)
        self.query_one("#line", CardPanel).show(blocks)

    # Views

    def _show_view(self) -> None:
        self.query_one("#views", TabStrip).current = self._view
        for view in VIEWS:
            self.query_one(f"#{view}").display = view == self._view
        self.query_one("#line").set_class(self._view == REPORT, "off")
        self._show_line()
        self.show_hints()

    def on_tab_strip_selected(self, event: TabStrip.Selected) -> None:
        if event.tab_id in VIEWS:
            event.prevent_default()  # the base would take it for one of the screens
            self._switch(event.tab_id)

    def action_tab_next(self) -> None:
        self._switch(VIEWS[(VIEWS.index(self._view) + 1) % len(VIEWS)])

    def action_tab_previous(self) -> None:
        self._switch(VIEWS[VIEWS.index(self._view) - 1])

    def _switch(self, view: str) -> None:
        if view == self._view:
            return
        self._view = view
        self._show_view()
        self.query_one("#page" if view == REPORT else f"#{view}").focus()
        self.read_anew()

    @property
    def _leads_back(self) -> bool:
        return self._view != REVIEW

    def action_back(self) -> None:
        """From another day to today, from another view to the review."""
        if self._view == REPORT and not self.pane.is_of_now:
            self.pane.to_now()
            self.read_anew()
        elif self._view != REVIEW:
            self._switch(REVIEW)

    # The report

    def action_view(self) -> None:
        """The report of the day, the week, the month."""
        if self._view == REPORT:
            self.pane.widen()
            self.read_anew()

    def action_next(self) -> None:
        """The day, week or month after, as far as today."""
        self._turn(1)

    def action_previous(self) -> None:
        """The day, week or month before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        if self._view != REPORT:
            return
        if self.pane.turn(by):
            self.read_anew()
        else:
            self.say(_("There is no later report yet."))

    def action_copy_report(self) -> None:
        """Put the report on the clipboard as text; of a list, the phone of the line."""
        if self._view != REPORT:
            self.action_copy_phone()
        elif text := self.pane.text():
            self.app.copy_to_clipboard(text)
            self.say(_("The report is on the clipboard."))

    def action_save_report(self) -> None:
        if self._view == REPORT:
            self.start(self._save_report)

    async def _save_report(self) -> None:
        name = await self.prompt(
            TextPrompt(
                _("Write the report to which file?"), value=self.pane.file_name,
                hint=_(".md for Markdown, .txt for plain text"),
            )
        )  # fmt: skip
        if name and (await self.attempt(self.pane.save, Path(name)))[0]:
            self.say(_("Written: {file}").format(file=name))

    def action_set_plan(self) -> None:
        self.start(self._set_plan)

    async def _set_plan(self) -> None:
        from pipeline_tui.tui.forms.plan_form import set_plan

        month = self.pane.month if self._view == REPORT else month_of(self.desk.today())
        await set_plan(self, month, month_of(month - timedelta(days=1)))

    # Mending a loose end

    def chosen_clients(self) -> tuple[int, ...]:
        if self._view == TOMORROW:
            client_id = self.query_one("#tomorrow", LineTable).cursor_id
        else:
            client_id = None if self.row is None else self.row.client_id
        return () if client_id is None else (client_id,)

    @on(LineTable.Opened)
    def _opened(self) -> None:
        row = self.row
        if ids := self.chosen_clients():
            self.pipeline.open_client(ids[0])
        elif row is not None and row.deal_id is not None:
            from pipeline_tui.tui.screens.deal import DealScreen

            self.app.push_screen(DealScreen(row.deal_id))

    def action_call(self) -> None:
        row = self.row
        if row is None or row.client_id is None:
            super().action_call()
            return
        from pipeline_tui.tui.screens.call import CallScreen

        self.app.push_screen(CallScreen(row.client_id, deal_id=row.deal_id, task_id=row.task_id))

    def action_step(self) -> None:
        """Plan a step for the line: a step that was missed is moved."""
        row = self.row
        if row is None:
            super().action_step()
        elif row.task_id is not None:
            self.start(self._move_step, row)
        else:
            from pipeline_tui.tui.forms.step_forms import plan_next_step

            of_deal = row.deal_id if row.loose is Loose.NO_STEP else None
            self.start(partial(plan_next_step, self, deal_id=of_deal, client_id=row.client_id))

    async def _move_step(self, row: LooseEnd) -> None:
        from pipeline_tui.tui.forms.step_forms import ask_step

        what = row.title or row.client or row.deal
        step = await ask_step(self, _("Next step: {name}").format(name=what))
        if step is not None:
            values: dict[str, Any] = {"due_on": step.on, "due_at": step.at}
            if step.title:
                values |= {"title": step.title, "kind": step.kind}
            when = formats.day(step.on, self.desk.today())
            await self._do(
                _("Next step: {when}").format(when=when), self.desk.tasks.edit, row.task_id, values
            )

    def action_done(self) -> None:
        row = self.row
        if row is None or row.task_id is None:
            self.warn(_("There is no step on this line; t plans one."))
        else:
            self.start(self._done, row)

    async def _done(self, row: LooseEnd) -> None:
        """Done after all; a deal then needs its next step."""
        from pipeline_tui.tui.forms.step_forms import ask_step

        then = None
        if row.deal_id is not None:
            then = await ask_step(self, _("Done. What comes next?"))
            if then is None:
                return
        await self._do(
            _("Step done"), self.desk.tasks.done, row.task_id,
            then_on=then.on if then else None, then_at=then.at if then else None,
            then_title=then.title if then else "", then_kind=then.kind if then else "call",
        )  # fmt: skip

    def action_snooze(self) -> None:
        row = self.row
        if row is None or row.deal_id is None:
            super().action_snooze()
            return
        from pipeline_tui.tui.forms.deal_moves import snooze_deals

        self.start(snooze_deals, self, (row.deal_id,))

    def action_lose(self) -> None:
        row = self.row
        if row is None or row.deal_id is None:
            self.warn(_("There is no deal on this line."))
            return
        from pipeline_tui.tui.forms.deal_endings import lose_deals

        self.start(lose_deals, self, (row.deal_id,))

    def action_payment(self) -> None:
        if ids := self.chosen_clients():
            from pipeline_tui.tui.forms.payment_forms import ask_payment

            self.start(ask_payment, self, ids[0])


def _nothing_left() -> str:
    return _("Nothing is left undone.\nTab shows tomorrow's list and the report")


def _nothing_ahead() -> str:
    return _("Nothing stands on tomorrow's list yet.\n2 opens the clients: plan a step with t")
