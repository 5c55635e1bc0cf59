"""The funnel: a board of stages, the same deals as a table, and the figures behind them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

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
from pipeline_tui.tui.screens import funnel_views as views
from pipeline_tui.tui.screens.funnel_reads import (
    WINDOW,
    BoardData,
    read_board,
    read_figures,
    read_table,
)
from pipeline_tui.tui.widgets.board import Board, BoardColumn
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import LazySource, LineTable, Row

_SIDE_FROM = 150
_TWO_PAGES_FROM = 100
_FIGURES_AFTER_S = 0.2
"""Cards moved one after another are counted once, when the hand rests."""
_PLACE = "place:funnel"
_NOT_HINTED = frozenset({"objection", "document", "brief"})
_SORTS = tuple(DealSort)
_EMPTY = N_("No deals here yet.\na adds the first one; Esc takes a filter off.")


class FunnelScreen(DealActions):
    """Deals by stage. `v` steps through board, table and figures; both lists share filter and sort."""

    CSS_PATH = Path(__file__).with_name("funnel.tcss")
    MODE = "funnel"
    COMMANDS_HERE = (
        *commands.LIST, "step", "move", "stage_back", "stage_on", "win", "lose", "snooze", "done",
        "add", "edit", "filter", "list", "sort", "view", "call", "objection", "document", "brief",
        "back",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._view = "board"
        self._wanted = DealFilter()
        self._sort = DealSort.AMOUNT
        self._down = True
        self._placed = False
        self._stages: dict[int, StageRow] = {}
        self._columns: list[ColumnRow] = []
        self._data = BoardData()
        self._report: Report | None = None

    def body(self) -> ComposeResult:
        with Horizontal(id="funnel"):
            with Vertical(id="funnel-main"):
                yield Input(id="funnel-filter", compact=True, placeholder=_(
                    "title, client, manager or product; Enter keeps the filter, Esc drops it"
                ))  # fmt: skip
                yield Board(empty=_(_EMPTY), id="funnel-board")
                yield LineTable(
                    views.table_columns(), empty=_(_EMPTY), id="funnel-table", classes="off"
                )
                with Horizontal(id="funnel-figures", classes="off"):
                    yield CardPanel(id="funnel-course")
                    yield CardPanel(id="funnel-money")
                yield Headline(id="funnel-closed")
            yield CardPanel(id="funnel-side", classes="hidden")

    def hint_ids(self) -> tuple[str, ...]:
        """What moves deals comes first; the rest of a deal's keys are on its card and in the help."""
        return tuple(one for one in super().hint_ids() if one not in _NOT_HINTED)

    @property
    def _board(self) -> Board:
        return self.query_one(Board)

    @property
    def _table(self) -> LineTable:
        return self.query_one(LineTable)

    @property
    def _list(self) -> Board | LineTable:
        return self._table if self._view == "table" else self._board

    def on_resize(self, event: events.Resize) -> None:
        wide = event.size.width >= _SIDE_FROM and self._view != "figures"
        side = self.query_one("#funnel-side")
        narrow = event.size.width < _TWO_PAGES_FROM
        if wide == side.has_class("hidden") or narrow != self.has_class("narrow"):
            side.set_class(not wide, "hidden")
            self.set_class(narrow, "narrow")
            self.run_worker(self._reload_figures(), exclusive=True, group="figures")

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
        self.run_worker(self._reload_figures(), exclusive=True, group="figures")

    async def _reload_board(self) -> None:
        self._data = data = await self.ask(
            read_board, self.desk.funnel, self._wanted, self._sort, descending=self._down
        )
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
            read_table, self.desk.funnel, self._wanted, self._sort, descending=self._down
        )
        self._show_stages(columns)
        self._table.sort = (self._sort.value, self._down)
        self._table.show(LazySource(ids, self._table_rows))

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
        self._report = await self.ask(self.desk.funnel.report, conversion=False)
        self._show_headline()
        if not seen:
            return

        found = await self.ask(read_figures, self.desk.funnel)
        course = views.figures(found.report)
        side = [*course, *views.money_figures(found.report, found.months)]
        self.query_one("#funnel-side", CardPanel).show(side, stay=True)
        money = views.money_figures(found.report, found.months, found.owners, found.products)
        narrow = self.size.width < _TWO_PAGES_FROM
        self.query_one("#funnel-course", CardPanel).show(
            [*course, *money] if narrow else course, stay=True
        )
        self.query_one("#funnel-money", CardPanel).show(money, stay=True)

    def _show_headline(self) -> None:
        narrowed = bool(self._wanted.text) or self._wanted.show is not DealList.OPEN
        figures = views.headline(self._columns, None if narrowed else self._report)
        marked = len(self._list.marked)
        self.query_one("#headline", Headline).show(
            figures, views.remark(self._wanted, self._sort, marked)
        )
        self.query_one("#funnel-closed", Headline).show(views.closed_strip(self._columns))

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
            self._sort = DealSort(kept["sort"])
            self._down = bool(kept.get("down"))
        if kept.get("view") in ("board", "table"):
            self._show_view(str(kept["view"]))

    def _keep_place(self) -> None:
        value = {"view": self._view, "sort": self._sort.value, "down": self._down}
        self.run_worker(
            self.ask(self.desk.memos.keep, _PLACE, value), exclusive=True, group="place"
        )

    def _again(self) -> None:
        self.run_worker(self.reload(), exclusive=True, group="reload")

    # Views, lists, filter, sort

    def _show_view(self, view: str) -> None:
        self._view = view
        self._board.set_class(view != "board", "off")
        self._table.set_class(view != "table", "off")
        self.query_one("#funnel-figures").set_class(view != "figures", "off")
        wide = self.size.width >= _SIDE_FROM and view != "figures"
        self.query_one("#funnel-side").set_class(not wide, "hidden")
        self.query_one(
            {"board": "Board", "table": "LineTable"}.get(view, "#funnel-figures")
        ).focus()

    def action_view(self) -> None:
        views_ = ("board", "table", "figures")
        chosen = self._list.cursor_id
        self._show_view(views_[(views_.index(self._view) + 1) % len(views_)])
        if self._view == "board" and self._wanted.show in (
            DealList.WON, DealList.LOST, DealList.ALL,
        ):  # fmt: skip
            self._wanted = replace(self._wanted, show=DealList.OPEN)
        self._keep_place()
        self.run_worker(self._arrive(chosen), exclusive=True, group="reload")

    async def _arrive(self, deal_id: int | None) -> None:
        """Reload and put the cursor on the deal that it was on in the other view."""
        await self.reload()
        if deal_id is not None and self._view != "figures":
            self._list.select(deal_id)

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
        self._wanted = replace(self._wanted, show=found)
        closed = found in (DealList.WON, DealList.LOST, DealList.ALL)
        if closed and self._sort is DealSort.STEP:
            self._sort, self._down = DealSort.CLOSE, True
        if self._view == "figures" or (closed and self._view == "board"):
            self._show_view("table")
        self._again()
        return False

    def action_sort(self) -> None:
        self._set_sort(_SORTS[(_SORTS.index(self._sort) + 1) % len(_SORTS)])

    @on(LineTable.SortRequested)
    def _sort_by_column(self, event: LineTable.SortRequested) -> None:
        sort = DealSort(event.key)
        if sort is self._sort:
            self._down = not self._down
            self._keep_place()
            self._again()
        else:
            self._set_sort(sort)

    def _set_sort(self, sort: DealSort) -> None:
        self._sort, self._down = sort, sort in SORTS_DOWN_FIRST
        self._keep_place()
        self._again()

    def action_filter(self) -> None:
        field = self.query_one("#funnel-filter", Input)
        field.set_class(True, "shown")
        field.focus()

    @on(Input.Changed, "#funnel-filter")
    def _filter(self, event: Input.Changed) -> None:
        if event.value != self._wanted.text:
            self._wanted = replace(self._wanted, text=event.value)
            if self._view == "figures":
                self._show_view("board")
                self.query_one("#funnel-filter").focus()
            self._again()

    @on(Input.Submitted, "#funnel-filter")
    def _filter_kept(self) -> None:
        self.query_one("#funnel-filter").set_class(bool(self._wanted.text), "shown")
        self._list.focus()

    def action_back(self) -> None:
        """Step out of what narrows the view: marks, then the filter, then the list."""
        field = self.query_one("#funnel-filter", Input)
        if self._list.marked and not field.has_focus:
            self._list.action_clear_marks()
        elif self._wanted.text or field.has_class("shown"):
            field.value = ""
            field.set_class(False, "shown")
            self._wanted = replace(self._wanted, text="")
            self._list.focus()
            self._again()
        elif self._wanted.show is not DealList.OPEN:
            self._wanted = replace(self._wanted, show=DealList.OPEN)
            self._again()
        elif self._view == "figures":
            self._show_view("board")

    @on(Board.MarksChanged)
    @on(LineTable.MarksChanged)
    def _marks_changed(self) -> None:
        self._show_headline()

    # Moving about

    def action_cursor_down(self) -> None:
        self._in_list("cursor_down")

    def action_cursor_up(self) -> None:
        self._in_list("cursor_up")

    def action_cursor_first(self) -> None:
        self._in_list("cursor_first")

    def action_cursor_last(self) -> None:
        self._in_list("cursor_last")

    def action_mark(self) -> None:
        if self._view != "figures":
            self._list.action_toggle_mark()

    def action_open(self) -> None:
        if self._view != "figures" and (deal_id := self._list.cursor_id) is not None:
            self._open(deal_id)

    def _in_list(self, what: str) -> None:
        if self._view != "figures":
            getattr(self._list, f"action_{what}")()

    @on(Board.Opened)
    def _card_opened(self, event: Board.Opened) -> None:
        self._open(event.card_id)

    @on(LineTable.Opened)
    def _line_opened(self, event: LineTable.Opened) -> None:
        self._open(event.id)

    def _open(self, deal_id: int) -> None:
        from pipeline_tui.tui.screens.deal import DealScreen

        ids: Sequence[int] = self._table.ids
        if self._view == "board":
            ids = self._data.vectors.get(self._board.cursor_column, [])
        self.app.push_screen(DealScreen(deal_id, ids))

    # Work

    def deal_here(self) -> int | None:
        return None if self._view == "figures" else self._list.cursor_id

    def deals_chosen(self) -> tuple[int, ...]:
        return () if self._view == "figures" else self._list.chosen

    def flow_saved(self) -> None:
        self._list.action_clear_marks()

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
        self._board.put_card(card, target.code, self._place_among(moved, target.code))
        saved, _none = await self.attempt(self.desk.deals.move, row.id, target.code)
        if not saved:
            self._again()

    def _place_among(self, row: DealRow, code: str) -> int | None:
        """Where a card comes to stand in its new column; known for the order by amount only."""
        if self._sort is not DealSort.AMOUNT or not self._down:
            return None
        worth = -1 if row.amount_minor is None else row.amount_minor
        for place, id_ in enumerate(self._data.vectors.get(code, ())):
            other = self._data.rows.get(id_)
            if other is None or (other.amount_minor or -1) < worth:
                return place
        return len(self._data.vectors.get(code, ()))

    def action_call(self) -> None:
        row = self._data.rows.get(self.deal_here() or 0)
        if row is not None:
            self.call_about(row.id, row.client_id)
