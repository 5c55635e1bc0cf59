"""Requests that came in: who waits and for how long, what was answered, and how fast."""

from __future__ import annotations

from datetime import timedelta

from textual import on
from textual.app import ComposeResult

from pipeline_tui.domain.requests import RequestRow, Response
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.client_actions import ClientActions
from pipeline_tui.tui.day_lines import ASKED_TONES
from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.request_work import answer_request
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.panel import Block, CardPanel, Heading, Paragraph
from pipeline_tui.tui.widgets.rows import Cell, ListSource, Row, Section
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.tui.widgets.tabs import TabStrip
from pipeline_tui.wording import formats
from pipeline_tui.wording import requests as words
from pipeline_tui.wording.labels import label

_DAYS = 30
"""The period of the figures on top."""

_LOOK_EVERY_S = 30.0


class RequestsScreen(ListScreen, ClientActions):
    """The list of requests, and the words of the one under the cursor."""

    CSS_PATH = "requests.tcss"
    AUTO_FOCUS = "#requests"
    COMMANDS_HERE = (
        *commands.LIST, "answer", "call", "step", "snooze", "brief", "copy_phone", "back"
    )  # fmt: skip
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, RequestRow] = {}

    def body(self) -> ComposeResult:
        yield LineTable(
            (
                Column("state", _("Answer"), 28, sortable=False),
                Column("way", _("By"), 20, min_total_width=76, sortable=False),
                Column("client", _("Client"), flex=2, min_width=16, sortable=False),
                Column("came", _("Came"), 16, min_total_width=90, sortable=False),
                Column("text", _("Text"), flex=4, min_width=16, min_total_width=60, sortable=False),
            ),
            empty=_("No requests yet.\ni writes one down, from any screen"),
            markable=False,
            id="requests",
        )
        yield CardPanel(id="request-text")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode
        self.set_interval(_LOOK_EVERY_S, self._look_at_clock)

    def _look_at_clock(self) -> None:
        """The clocks run on while somebody looks."""
        if self.app.screen is self:
            self.latest(self.reload, "reload")

    @property
    def row(self) -> RequestRow | None:
        """The request under the cursor."""
        return self._rows.get(self.table.cursor_id or 0)

    async def reload(self) -> None:
        last = self.desk.today()
        found = await self.ask(self.desk.inbox.requests)
        figures = await self.ask(self.desk.inbox.response, last - timedelta(days=_DAYS - 1), last)
        self._rows = {one.id: one for one in found}
        open_ones = sum(one.waiting is not None for one in found)
        sections = []
        if open_ones:
            sections.append(Section(0, f"{_('Waiting for an answer')} · {open_ones}"))
        if open_ones < len(found):
            sections.append(Section(open_ones, _("Answered, or put away"), "muted"))
        self.table.show(ListSource([self._line(one) for one in found], sections))
        self._show_figures(figures)
        self._show_text()

    def _line(self, one: RequestRow) -> Row:
        now = self.desk.now()
        tone = ASKED_TONES[one.waiting.state(now)] if one.waiting is not None else "muted"
        return Row(
            one.id,
            {
                "state": Cell(words.state(one, now), tone),
                "way": label("request", one.way),
                "client": Cell(one.client, "strong" if one.waiting is not None else ""),
                "came": formats.moment(one.arrived_at, now, self.desk.zone),
                "text": " ".join(one.text.split()),
            },
        )

    def _show_figures(self, found: Response) -> None:
        shown = [Figure(name, value) for name, value in words.figures(found)]
        self.query_one(Headline).show(
            shown, _("last {span}, in your working time").format(span=formats.days(_DAYS))
        )

    @on(LineTable.Highlighted, "#requests")
    def _show_text(self) -> None:
        """The whole text as it was received: the list has room for its beginning."""
        row = self.row
        blocks: list[Block] = []
        if row is not None:
            blocks = [Heading(row.client), Paragraph(row.text or _("Nothing was said."))]
        self.query_one("#request-text", CardPanel).show(blocks)

    # What an action is for

    def chosen_clients(self) -> tuple[int, ...]:
        return () if self.row is None else (self.row.client_id,)

    @on(LineTable.Opened, "#requests")
    def _opened(self) -> None:
        if self.row is not None:
            self.pipeline.open_client(self.row.client_id)

    def action_answer(self) -> None:
        row = self.row
        if row is None:
            return
        if row.waiting is None:
            self.warn(_("This one is answered or put away."))
            return
        self.start(answer_request, self, row.id, row.client, self.action_call)

    def action_brief(self) -> None:
        """The card on a page of its own."""
        if self.row is not None:
            from pipeline_tui.tui.screens.brief import BriefScreen

            self.app.push_screen(BriefScreen(self.row.client_id))

    def action_back(self) -> None:
        self.app.pop_screen()
