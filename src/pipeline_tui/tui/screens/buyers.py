"""Buyers: who buys, how lately, how often and for how much, and who is due to order again."""

from __future__ import annotations

from itertools import groupby

from textual import on
from textual.app import ComposeResult

from pipeline_tui.domain.buyers import Buyer, Segment
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.client_actions import ClientActions
from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.rows import Cell, ListSource, Row, Section
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.tui.widgets.tabs import TabStrip
from pipeline_tui.wording import buyers as words
from pipeline_tui.wording import formats

_TONES = {Segment.BEST: "success", Segment.AT_RISK: "danger", Segment.GONE: "muted"}


class BuyersScreen(ListScreen, ClientActions):
    """The buyers by segment; whoever is late by their own rhythm stands out."""

    AUTO_FOCUS = "#buyers"
    COMMANDS_HERE = (
        *commands.LIST, "call", "step", "snooze", "brief", "copy_phone", "back"
    )  # fmt: skip

    def body(self) -> ComposeResult:
        yield LineTable(
            (
                Column("client", _("Client"), flex=1, min_width=18, sortable=False),
                Column("rfm", _("RFM"), 6, sortable=False),
                Column("orders", _("Orders"), 7, align="right", min_total_width=90, sortable=False),
                Column("last", _("Last order"), 13, sortable=False),
                Column("next", _("Next by rhythm"), 20, min_total_width=76, sortable=False),
                Column("paid", _("Paid in 12 months"), 20, align="right", min_total_width=100,
                       sortable=False),
                Column("tier", _("Loyalty"), 18, min_total_width=120, sortable=False),
            ),
            empty=_("Nobody has bought anything in two years.\nWon deals and invoices count."),
            id="buyers",
        )  # fmt: skip

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode

    async def reload(self) -> None:
        found = await self.ask(self.desk.buyers.list)
        sections, at = [], 0
        for segment, rows in groupby(found, lambda one: one.segment):
            count = len(list(rows))
            title = f"{words.segment(segment)} · {count}"
            sections.append(Section(at, title, _TONES.get(segment, "")))
            at += count
        self.table.show(ListSource([self._line(one) for one in found], sections))
        today = self.desk.today()
        late = sum(one.expected_on is not None and one.expected_on < today for one in found)
        at_risk = sum(one.segment is Segment.AT_RISK for one in found)
        self.query_one(Headline).show(
            [
                Figure(_("buyers"), formats.number(len(found))),
                Figure(_("late to order"), formats.number(late)),
                Figure(_("at risk"), formats.number(at_risk)),
            ],
            _("two years; R lately, F often, M much: 5 is best"),
        )

    def _line(self, one: Buyer) -> Row:
        today = self.desk.today()
        late = one.expected_on is not None and one.expected_on < today
        return Row(
            one.client_id,
            {
                "client": Cell(one.name, "strong"),
                "rfm": one.scores,
                "orders": formats.number(one.orders),
                "last": formats.day(one.last_on, today),
                "next": Cell(words.expected(one, today), "danger" if late else ""),
                "paid": words.paid(one),
                "tier": words.tier(one.tier),
            },
        )

    # What an action is for

    def chosen_clients(self) -> tuple[int, ...]:
        return self.table.chosen

    async def changed(self) -> None:
        self.table.action_clear_marks()

    @on(LineTable.Opened, "#buyers")
    def _opened(self, event: LineTable.Opened) -> None:
        self.pipeline.open_client(event.id)

    def action_brief(self) -> None:
        """The card on a page of its own."""
        if ids := self.chosen_clients():
            from pipeline_tui.tui.screens.brief import BriefScreen

            self.app.push_screen(BriefScreen(ids[0]))

    def action_back(self) -> None:
        self.app.pop_screen()
