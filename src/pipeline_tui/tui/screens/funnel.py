"""The funnel: a board of stages, the same deals as a table, and the figures behind them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from pipeline_tui.domain.deals import (
    SORTS_DOWN_FIRST,
    DealFilter,
    DealList,
    DealRow,
    DealSort,
    StageRow,
    StepState,
)
from pipeline_tui.domain.funnel import ColumnRow, Report, is_back_move
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.i18n import N_, _
from pipeline_tui.tui import commands
from pipeline_tui.tui.deal_actions import DealActions
from pipeline_tui.tui.funnel_period import Period, periods
from pipeline_tui.tui.narrowed_screen import NarrowedScreen
from pipeline_tui.tui.screens import funnel_views as views
from pipeline_tui.tui.screens.funnel_figures import FunnelFigures
from pipeline_tui.tui.screens.funnel_reads import (
    WINDOW,
    BoardData,
    read_board,
    read_table,
)
from pipeline_tui.tui.widgets.board import Board, BoardColumn
from pipeline_tui.tui.widgets.filter_line import FilterLine
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import LazySource, LineTable, Row

_SIDE_FROM = 150
_FIGURES_AFTER_S = 0.2
"""Cards moved one after another are counted once, when the hand rests."""
_PLACE = "place:funnel"
_VIEWS = ("board", "table", "figures")
_CLOSED_LISTS = frozenset({DealList.WON, DealList.LOST, DealList.ALL})
_ON_THE_CARD = frozenset({"objection", "document", "brief"})
_OF_DEALS = frozenset({"open", "step", "move", "win", "lose", "snooze", "edit", "call", "sort"})
_NOT_HINTED = {
    "board": _ON_THE_CARD, "table": _ON_THE_CARD, "figures": _ON_THE_CARD | _OF_DEALS,
}  # fmt: skip
_EMPTY = N_("No deals here yet.\na adds the first one; Esc takes a filter off.")


class FunnelScreen(NarrowedScreen, DealActions):
    """Deals by stage. `v` steps through board, table and figures, which share filter, sort, period."""

    CSS_PATH = Path(__file__).with_name("funnel.tcss")
    MODE = "funnel"
    DOWN_FIRST = frozenset(one.value for one in SORTS_DOWN_FIRST)
    COMMANDS_HERE = (
        *commands.LIST, "step", "move", "stage_back", "stage_on", "win", "lose", "snooze", "done",
        "add", "edit", "filter", "list", "sort", "view", "period", "call", "objection", "document", "brief",
        "back",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._view = "board"
        self._show = DealList.OPEN
        self.order = (DealSort.AMOUNT.value, True)
        self._period = Period()
        self._placed = False
        self._stages: dict[int, StageRow] = {}
        self._columns: list[ColumnRow] = []
        self._data = BoardData()
        self._report: Report | None = None

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
        return tuple(one for one in super().hint_ids() if one not in _NOT_HINTED[self._view])

    def way_back(self) -> bool:
        here = self._show is DealList.OPEN and self._view != "figures"
        return not here or super().way_back()

    @property
    def _board(self) -> Board:
        return self.query_one(Board)

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
    def _wanted(self) -> DealFilter:
        return DealFilter(text=self.line, show=self._show)

    @property
    def _sort(self) -> DealSort:
        return DealSort(self.order[0])

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
            await self._take_place()
        if self._view == "table":
            await self._reload_table()
        else:
            await self._reload_board()
        self._show_headline()
        self.show_hints()
        self.latest(self._reload_figures, "figures")

    async def _reload_board(self) -> None:
        self._data = data = await self.ask(
            read_board, self.desk.funnel, self._wanted, self._sort,
            descending=self.order[1], since=self._since,
        )  # fmt: skip
        self._show_stages(data.columns)
        self._board.show(
            [self._board_column(one) for one in data.columns if one.stage.code in data.vectors]
        )

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
        self._report = await self.ask(self.desk.funnel.report, since=self._since, conversion=False)
        self._show_headline()
        if seen:
            await self._figures.read(self._period)
            self.query_one("#funnel-side", CardPanel).show(self._figures.side(), stay=True)

    def _show_headline(self) -> None:
        narrowed = bool(self.line) or self._show is not DealList.OPEN
        figures = views.headline(self._columns, None if narrowed else self._report)
        marked = len(self._deals.marked)
        self.query_one("#headline", Headline).show(
            figures, views.remark(self._wanted, self._sort, marked)
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
        self._board.extend(
            event.column_key,
            [views.card(rows[id_], today, zone) for id_ in wanted if id_ in rows],
            more=event.have + WINDOW < len(ids),
        )

    # The place one comes back to

    async def _take_place(self) -> None:
        self._placed = True
        kept = await self.ask(self.desk.memos.recall, _PLACE)
        if not isinstance(kept, dict):
            return
        if kept.get("sort") in set(DealSort):
            self.order = (kept["sort"], bool(kept.get("down")))
        self._period = Period.of(kept.get("period"))
        if kept.get("view") in ("board", "table"):
            self._show_view(str(kept["view"]))

    def _keep_place(self) -> None:
        value = {
            "view": self._view, "sort": self.order[0], "down": self.order[1],
            "period": self._period.kept(),
        }  # fmt: skip
        self.latest(partial(self.ask, self.desk.memos.keep, _PLACE, value), "place")

    # Views, lists, filter, sort

    def _show_view(self, view: str) -> None:
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
        self._show_view(_VIEWS[(_VIEWS.index(self._view) + 1) % len(_VIEWS)])
        if self._view == "board" and self._show in _CLOSED_LISTS:
            self._show = DealList.OPEN
        self._keep_place()
        self.latest(partial(self._arrive, chosen), "reload")

    async def _arrive(self, deal_id: int | None) -> None:
        """Reload and put the cursor on the deal that it was on in the other view."""
        await self.reload()
        if deal_id is not None:
            self._deals.select(deal_id)

    def action_list(self) -> None:
        self.flow(self._choose_list)

    async def _choose_list(self) -> bool:
        from pipeline_tui.tui.forms.fields import Choice
        from pipeline_tui.tui.forms.prompts import ChoicePrompt

        names = views.list_names(self._report)
        found: DealList | None = await self.pipeline.push_screen_wait(
            ChoicePrompt(_("Which deals?"), [Choice(one, name) for one, name in names.items()])
        )
        if found is None:
            return False
        self._show = found
        closed = found in _CLOSED_LISTS
        if closed and self._sort is DealSort.STEP:
            self.order = (DealSort.CLOSE.value, True)
        if self._view == "figures" or (closed and self._view == "board"):
            self._show_view("table")
        self.read_anew()
        return False

    def action_period(self) -> None:
        self.start(self._choose_period)

    async def _choose_period(self) -> None:
        from pipeline_tui.tui.forms.fields import Choice
        from pipeline_tui.tui.forms.prompts import ChoicePrompt, PastPrompt

        choices: list[Choice] = [Choice(one, one.name) for one in periods()]
        choices.append(Choice("other", _("since another day…")))
        found: Any = await self.prompt(ChoicePrompt(_("Figures of which time?"), choices))
        if found == "other":
            when = await self.prompt(PastPrompt(_("Since which day?")))
            found = None if when is None else Period(None, when.day)
        if isinstance(found, Period):
            self._period = found
            self._keep_place()
            self.read_anew()

    def sort_keys(self) -> tuple[str, ...]:
        return tuple(DealSort)

    def sort_by(self, key: str) -> None:
        super().sort_by(key)
        self._keep_place()

    def narrowed(self) -> None:
        if self._view == "figures":
            self._show_view("board")
            self.filter_line.open()
        super().narrowed()

    def action_back(self) -> None:
        """Step out of what narrows the view: marks, then the filter, then the list."""
        if self.let_go():
            return
        if self._show is not DealList.OPEN:
            self._show = DealList.OPEN
            self.read_anew()
        elif self._view == "figures":
            self._show_view("board")
            self._keep_place()

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

    def action_add(self) -> None:
        self.flow(self._add)

    async def _add(self) -> bool:
        from pipeline_tui.tui.forms.deal_forms import add_deal

        number = await add_deal(self)
        if number is not None:
            await self._arrive(number)
        return False

    def action_stage_on(self) -> None:
        self._step_stage(1)

    def action_stage_back(self) -> None:
        self._step_stage(-1)

    def _step_stage(self, by: int) -> None:
        if self._view == "board":
            (self._board.action_move_right if by > 0 else self._board.action_move_left)()
            return
        row = self._data.rows.get(self.deal_here() or 0)
        order = list(self._stages.values())
        if row is None or row.stage_id not in self._stages:
            return
        place = order.index(self._stages[row.stage_id]) + by
        if 0 <= place < len(order) and order[place].kind != StageKind.LOST:
            self.move_to(order[place].code)

    @on(Board.MoveRequested)
    def _move_requested(self, event: Board.MoveRequested) -> None:
        row = self._data.rows.get(event.card_id)
        target = next((s for s in self._stages.values() if s.code == event.column_key), None)
        if len(event.card_ids) == 1 and row and target and self._asks_nothing(row, target):
            self.run_worker(self._move_at_once(row, target), group="moves")
        else:
            self.move_to(event.column_key)

    def _asks_nothing(self, row: DealRow, target: StageRow) -> bool:
        """Whether a move needs neither a reason nor a step, so that it can be shown at once."""
        here = self._stages.get(row.stage_id)
        if here is None or not here.is_open or not target.is_open:
            return False
        return not is_back_move(here, target) and (
            row.step_state(self.desk.today()) is not StepState.NONE
        )

    async def _move_at_once(self, row: DealRow, target: StageRow) -> None:
        """Show the card where it goes, then write; a refusal puts it back."""
        today, zone = self.desk.today(), self.desk.zone
        moved = replace(row, stage_id=target.id, days_in_stage=0, days_untouched=0, rotting=False)
        self._data.rows[row.id] = moved
        card = views.card(moved, today, zone)
        by_amount = self.order == (DealSort.AMOUNT.value, True)
        place = self._data.place_by_amount(moved, target.code) if by_amount else None
        self._board.put_card(card, target.code, place)
        saved, _none = await self.attempt(self.desk.deals.move, row.id, target.code)
        if not saved:
            self.read_anew()

    def action_call(self) -> None:
        row = self._data.rows.get(self.deal_here() or 0)
        if row is not None:
            self.call_about(row.id, row.client_id)
