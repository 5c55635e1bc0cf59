"""The funnel: a board of stages, the same deals as a table, and the figures behind them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from pipeline_tui.domain.deals import DealFilter, DealGroup, DealList
from pipeline_tui.domain.funnel import ColumnRow
from pipeline_tui.i18n import N_, _
from pipeline_tui.tui import commands
from pipeline_tui.tui.funnel_moves import FunnelMoves
from pipeline_tui.tui.funnel_narrowing import CLOSED_LISTS
from pipeline_tui.tui.screens import funnel_views as views
from pipeline_tui.tui.screens.funnel_figures import FunnelFigures
from pipeline_tui.tui.screens.funnel_reads import WINDOW, read_board, read_groups, read_table
from pipeline_tui.tui.widgets.board import Board, BoardColumn
from pipeline_tui.tui.widgets.filter_line import FilterLine
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import LazySource, LineTable, Row

_SIDE_FROM = 150
_FIGURES_AFTER_S = 0.2
"""Cards moved one after another are counted once, when the hand rests."""
_VIEWS = ("board", "table", "figures")
_ON_THE_CARD = frozenset({"checklist", "objection", "document", "brief"})
_OF_DEALS = frozenset({"open", "step", "move", "win", "lose", "snooze", "edit", "call", "sort"})
_NOT_HINTED = {
    "board": _ON_THE_CARD, "table": _ON_THE_CARD, "figures": _ON_THE_CARD | _OF_DEALS,
}  # fmt: skip
_EMPTY = N_("No deals here yet.\na adds the first one; Esc takes a filter off.")


class FunnelScreen(FunnelMoves):
    """Deals by stage. `v` steps through board, table and figures, which share filter, sort, period."""

    CSS_PATH = Path(__file__).with_name("funnel.tcss")
    MODE = "funnel"
    COMMANDS_HERE = (
        *commands.LIST, "step", "move", "stage_back", "stage_on", "win", "lose", "snooze", "done",
        "add", "edit", "filter", "list", "narrow", "group", "pipeline", "sort", "view", "period", "call", "checklist", "objection", "document", "brief",
        "forecast", "figures", "back",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._placed = False
        self._columns: list[ColumnRow] = []

    def body(self) -> ComposeResult:
        with Horizontal(id="funnel"):
            with Vertical(id="funnel-main"):
                yield FilterLine(_("Filter"), _("title, client, manager or product"))
                yield Board(empty=_(_EMPTY), id="funnel-board")
                yield LineTable(
                    views.table_columns(), empty=_(_EMPTY), id="funnel-table", classes="off"
                )
                yield FunnelFigures(id="funnel-figures", classes="off")
                yield Headline(id="funnel-closed")
            yield CardPanel(id="funnel-side", classes="hidden")

    def hint_ids(self) -> tuple[str, ...]:
        """What moves deals comes first; the rest of a deal's keys are on its card and in the help."""
        left_out = _NOT_HINTED[self._view]
        if len(self._pipelines) < 2:
            left_out |= {"pipeline"}
        return tuple(one for one in super().hint_ids() if one not in left_out)

    @property
    def _figures(self) -> FunnelFigures:
        return self.query_one(FunnelFigures)

    @property
    def front(self) -> Board | LineTable | CardPanel:
        return self._figures.page if self._view == "figures" else self._deals

    @property
    def _deals(self) -> Board | LineTable:
        """The list of deals that was in front last."""
        return self.table if self._view == "table" else self._board

    @property
    def _since(self) -> date:
        return self._period.since(self.desk.today())

    def on_resize(self, event: events.Resize) -> None:
        wide = event.size.width >= _SIDE_FROM and self._view != "figures"
        side = self.query_one("#funnel-side")
        if wide == side.has_class("hidden"):
            side.set_class(not wide, "hidden")
            self.latest(self._reload_figures, "figures")

    # Reading

    async def reload(self) -> None:
        """Read the view in front, then the figures."""
        if not self._placed:
            self._placed = True
            await self.take_place()
        await self.read_pipelines()
        if self._view == "table":
            await self._reload_table()
        else:
            await self._reload_board()
        self._show_headline()
        self.show_hints()
        self.latest(self._reload_figures, "figures")

    async def _reload_board(self) -> None:
        if self._group is not DealGroup.STAGE:
            await self._reload_groups()
            return
        self._data = data = await self.ask(
            read_board, self.desk.funnel, self._wanted, self._sort,
            descending=self.order[1], since=self._since,
        )  # fmt: skip
        self._show_stages(data.columns)
        self._board.show(
            [self._board_column(one) for one in data.columns if one.stage.code in data.vectors]
        )

    async def _reload_groups(self) -> None:
        self._data = data = await self.ask(
            read_groups, self.desk.funnel, self._wanted, self._group, self._sort,
            descending=self.order[1], since=self._since,
        )  # fmt: skip
        self._show_stages(data.columns)
        today, zone = self.desk.today(), self.desk.zone
        self._board.show([
            views.group_column(
                self._group, group,
                [views.card(data.rows[id_], today, zone, self._stages) for id_ in data.seen(group.key)],
                more=len(data.vectors[group.key]) > WINDOW,
            )
            for group in data.groups
        ])  # fmt: skip

    def _show_stages(self, columns: list[ColumnRow]) -> None:
        self._columns = columns
        self._stages = {column.stage.id: column.stage for column in columns}

    def _board_column(self, column: ColumnRow) -> BoardColumn:
        ids, rows = self._data.vectors[column.stage.code], self._data.rows
        today, zone = self.desk.today(), self.desk.zone
        cards = [views.card(rows[id_], today, zone) for id_ in ids if id_ in rows]
        return views.board_column(column, cards, more=len(ids) > len(cards))

    async def _reload_table(self) -> None:
        columns, ids = await self.ask(
            read_table, self.desk.funnel, self._wanted, self._sort,
            descending=self.order[1], since=self._since,
        )  # fmt: skip
        self._show_stages(columns)
        self.table.sort = self.order
        self.table.show(LazySource(ids, self._table_rows))

    async def _table_rows(self, ids: Sequence[int]) -> dict[int, Row]:
        rows = await self.ask(self.desk.funnel.rows, ids)
        self._data.rows.update(rows)
        today, zone = self.desk.today(), self.desk.zone
        return {id_: views.line(row, self._stages, today, zone) for id_, row in rows.items()}

    async def _reload_figures(self) -> None:
        """The figures on top, and those of the panels where one is to be seen."""
        seen = self._view == "figures" or self.size.width >= _SIDE_FROM
        if self._report is not None:
            await asyncio.sleep(_FIGURES_AFTER_S)
        self._report = await self.ask(
            self.desk.funnel.report, since=self._since, conversion=False,
            pipeline_id=self._filter.pipeline_id,
        )  # fmt: skip
        self._show_headline()
        if seen:
            await self._figures.read(self._period, self._filter.pipeline_id)
            self.query_one("#funnel-side", CardPanel).show(self._figures.side(), stay=True)

    def _show_headline(self) -> None:
        plain = self._wanted == DealFilter(pipeline_id=self._filter.pipeline_id)
        figures = views.headline(self._columns, self._report if plain else None)
        if self.pipeline_here is not None:
            figures.insert(0, views.pipeline_figure(self.pipeline_here))
        self.query_one("#headline", Headline).show(
            figures,
            views.remark(self.remarks(), self.line, self._sort, len(self._deals.marked)),
        )
        self.query_one("#funnel-closed", Headline).show(
            views.closed_strip(self._columns, self._period)
        )

    @on(Board.NeedCards)
    async def _more_cards(self, event: Board.NeedCards) -> None:
        ids = self._data.vectors.get(event.column_key, [])
        wanted = ids[event.have : event.have + WINDOW]
        rows = await self.ask(self.desk.funnel.rows, wanted)
        self._data.rows.update(rows)
        today, zone = self.desk.today(), self.desk.zone
        stages = None if self._group is DealGroup.STAGE else self._stages
        self._board.extend(
            event.column_key,
            [views.card(rows[id_], today, zone, stages) for id_ in wanted if id_ in rows],
            more=event.have + WINDOW < len(ids),
        )

    # Views

    def show_view(self, view: str) -> None:
        self._view = view
        self._board.set_class(view != "board", "off")
        self.table.set_class(view != "table", "off")
        self._figures.set_class(view != "figures", "off")
        wide = self.size.width >= _SIDE_FROM and view != "figures"
        self.query_one("#funnel-side").set_class(not wide, "hidden")
        self.focus_front()
        self.show_hints()

    def action_view(self) -> None:
        chosen = self._deals.cursor_id
        self.show_view(_VIEWS[(_VIEWS.index(self._view) + 1) % len(_VIEWS)])
        if self._view == "board" and self._filter.show in CLOSED_LISTS:
            self._filter = replace(self._filter, show=DealList.OPEN)
        self.keep_place()
        self.latest(partial(self._arrive, chosen), "reload")

    async def _arrive(self, deal_id: int | None) -> None:
        """Reload and put the cursor on the deal that it was on in the other view."""
        await self.reload()
        if deal_id is not None:
            self._deals.select(deal_id)

    def narrowed(self) -> None:
        if self._view == "figures":
            self.show_view("board")
            self.filter_line.open()
        super().narrowed()

    @on(Board.MarksChanged)
    @on(LineTable.MarksChanged)
    def _marks_changed(self) -> None:
        self._show_headline()

    # Opening

    @on(Board.Opened)
    def _card_opened(self, event: Board.Opened) -> None:
        self._open(event.card_id)

    @on(LineTable.Opened)
    def _line_opened(self, event: LineTable.Opened) -> None:
        self._open(event.id)

    def _open(self, deal_id: int) -> None:
        from pipeline_tui.tui.screens.deal import DealScreen

        ids: Sequence[int] = self.table.ids
        if self._view == "board":
            ids = self._data.vectors.get(self._board.cursor_column, [])
        self.open_record(DealScreen(deal_id, ids))

    # Work

    def deal_here(self) -> int | None:
        return None if self._view == "figures" else self._deals.cursor_id

    def deals_chosen(self) -> tuple[int, ...]:
        return () if self._view == "figures" else self._deals.chosen

    def flow_saved(self) -> None:
        self._deals.action_clear_marks()

    def action_forecast(self) -> None:
        from pipeline_tui.tui.screens.forecast import ForecastScreen

        self.app.push_screen(ForecastScreen(self.pipeline_here))

    def action_figures(self) -> None:
        from pipeline_tui.tui.screens.figures import FiguresScreen

        self.app.push_screen(FiguresScreen(self._filter.pipeline_id))

    def action_add(self) -> None:
        self.flow(self._add)

    async def _add(self) -> bool:
        from pipeline_tui.tui.forms.deal_forms import add_deal

        number = await add_deal(self, pipeline_id=self._filter.pipeline_id)
        if number is not None:
            await self._arrive(number)
        return False

    def action_call(self) -> None:
        row = self._data.rows.get(self.deal_here() or 0)
        if row is not None:
            self.call_about(row.id, row.client_id)
