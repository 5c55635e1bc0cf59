"""Deals moved on the funnel screen: at once where nothing is to be asked, else by the forms."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace
from textual import on

from pipeline_tui.domain.deals import DealGroup, DealRow, DealSort, StageRow, StepState
from pipeline_tui.domain.funnel import is_back_move
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.tui.forms.checklists import goes_on
from pipeline_tui.tui.funnel_narrowing import FunnelNarrowing
from pipeline_tui.tui.screens import funnel_views as views
from pipeline_tui.tui.screens.funnel_reads import BoardData
from pipeline_tui.tui.widgets.board import Board


class FunnelMoves(FunnelNarrowing):
    """The keys that move deals along the stages."""

    def __init__(self) -> None:
        super().__init__()
        self._stages: Mapping[int, StageRow] = {}
        self._data = BoardData()

    @property
    def _board(self) -> Board:
        return self.query_one(Board)

    def action_stage_on(self) -> None:
        self._step_stage(1)

    def action_stage_back(self) -> None:
        self._step_stage(-1)

    def _step_stage(self, by: int) -> None:
        if self._view == "board" and self._group is DealGroup.STAGE:
            (self._board.action_move_right if by > 0 else self._board.action_move_left)()
            return
        row = self._data.rows.get(self.deal_here() or 0)
        order = list(self._stages.values())
        if row is None or row.stage_id not in self._stages:
            return
        place = order.index(self._stages[row.stage_id]) + by
        if 0 <= place < len(order) and order[place].kind != StageKind.LOST:
            self.move_to(order[place])
        else:
            self.warn_no_stage(by)

    @on(Board.NowhereToMove)
    def _nowhere(self, event: Board.NowhereToMove) -> None:
        self.warn_no_stage(event.direction)

    @on(Board.MoveRequested)
    def _move_requested(self, event: Board.MoveRequested) -> None:
        row = self._data.rows.get(event.card_id)
        target = next((s for s in self._stages.values() if s.code == event.column_key), None)
        if target is None:
            return
        if len(event.card_ids) == 1 and row and self._asks_nothing(row, target):
            self.run_worker(self._move_at_once(row, target), group="moves")
        else:
            self.move_to(target)

    def _asks_nothing(self, row: DealRow, target: StageRow) -> bool:
        """Whether a move needs neither a reason nor a step, so that it can be shown at once."""
        here = self._stages.get(row.stage_id)
        if here is None or not here.is_open or not target.is_open:
            return False
        return (
            not is_back_move(here, target)
            and not goes_on(here, target)
            and (row.step_state(self.desk.today()) is not StepState.NONE)
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
        saved, _none = await self.attempt(self.desk.deals.move, row.id, target.id)
        if not saved:
            self.read_anew()
