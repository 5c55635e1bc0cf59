"""The figures of the funnel one by one, and the deals behind each number of them."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline_tui.domain.cohorts import Cohorts
from pipeline_tui.domain.deals import DealFilter, StageRow
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.figures import Behind, Figure, Scope, Split
from pipeline_tui.domain.funnel import HISTORY_DAYS, PERIOD_DAYS, LossRow, Result
from pipeline_tui.domain.stage_moves import Changes, Moved
from pipeline_tui.domain.stays import StayRow
from pipeline_tui.domain.win_rates import WinRates
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import (
    cohorts,
    exports,
    funnel,
    stage_moves,
    stays,
    vocabularies,
    win_rates,
)

_MONTHS = 12
_DAYS = {
    Figure.TIME: HISTORY_DAYS, Figure.RATES: HISTORY_DAYS, Figure.LOSSES: PERIOD_DAYS,
    Figure.VELOCITY: PERIOD_DAYS, Figure.CHANGES: 8,
}  # fmt: skip
"""Days looked back on. A week ago is the eighth day back, today counted."""


class Analytics(Service):
    """Reads of the funnel's figures. Nothing here writes."""

    def scope(
        self, figure: Figure, *, since: date | None = None, until: date | None = None,
        pipeline_id: int | None = None,
    ) -> Scope:  # fmt: skip
        """The deals that a figure is of, where days are not named as far back as is usual for it.

        What goes by stages is of one pipeline, by default the first: each has stages of its own.
        Cohorts are whole months; what changed is until today. Raises Invalid changes_until_today.
        """
        today = self._today()
        if figure is Figure.CHANGES and until not in (None, today):
            raise Invalid("until", "changes_until_today")
        if pipeline_id is None and figure in (Figure.COHORTS, Figure.TIME):
            pipeline_id = vocabularies.pipelines(self._db)[0].id
        if since is None and figure is Figure.COHORTS:
            months = today.year * 12 + today.month - _MONTHS
            since = date(months // 12, months % 12 + 1, 1)
        elif figure is Figure.COHORTS and since is not None:
            since = since.replace(day=1)
        elif since is None:
            since = today - timedelta(days=_DAYS[figure] - 1)
        return Scope(since, until or today, pipeline_id)

    def cohorts(self, scope: Scope) -> Cohorts:
        """Conversion by the month in which deals entered the pipeline of a scope."""
        return cohorts.read(self._db, self._stages(scope), scope, self._today())

    def time_in_stage(self, scope: Scope) -> list[StayRow]:
        """Median and ninth decile of the days in each open stage; those there yet count too."""
        return stays.read(
            self._db, vocabularies.stages(self._db, pipeline_id=scope.pipeline_id), scope,
            self._now(), self._desk.zone,
        )  # fmt: skip

    def win_rates(self, by: Split, scope: Scope) -> WinRates:
        """Win rates of the deals closed within a scope by what they have in common."""
        return win_rates.win_rates(self._db, by, scope)

    def own_fields(self) -> list[str]:
        """The names of own fields that deals have, to split by."""
        return exports.custom_names(self._db, "deal")

    def losses(self, scope: Scope) -> list[LossRow]:
        """Deals lost within a scope by reason, with their money."""
        return funnel.losses(
            self._db, since=scope.since, until=scope.until, pipeline_id=scope.pipeline_id
        )

    def velocity(self, scope: Scope) -> list[Result]:
        """Velocity and what it is made of, by currency; open deals are those of today."""
        wanted = DealFilter(pipeline_id=scope.pipeline_id)
        # Of the columns those of open stages alone are asked: no need to count what was closed.
        columns = self._desk.funnel.columns(wanted, since=self._today())
        return funnel.results(
            self._db, columns, since=scope.since, until=scope.until, pipeline_id=scope.pipeline_id
        )

    def changes(self, scope: Scope) -> Changes:
        """What became of deals from the first day of a scope until now."""
        return stage_moves.read(self._db, self._known(), scope, self._today(), self._desk.zone)

    def deals(self, behind: Behind, scope: Scope) -> list[int]:
        """The numbers of the deals behind a number of a figure of a scope."""
        row, part = behind.row, behind.part
        match behind.figure:
            case Figure.COHORTS:
                return cohorts.deal_ids(self._db, self._stages(scope), row, part, scope)
            case Figure.TIME:
                stage = self._stage(row, scope)
                return stays.deal_ids(self._db, stage, part, scope, self._now(), self._desk.zone)
            case Figure.RATES:
                return win_rates.closed_deals(self._db, behind.by, row, part, scope)
            case Figure.LOSSES:
                return win_rates.lost_deals(self._db, row, scope)
            case Figure.VELOCITY:
                return win_rates.deals_of_currency(self._db, row, part, scope)
            case Figure.CHANGES:
                return stage_moves.deal_ids(
                    self._db, self._known(), Moved(row), scope, self._today(), self._desk.zone
                )

    def _stages(self, scope: Scope) -> list[StageRow]:
        """Every stage of the pipeline of a scope, retired ones too."""
        return vocabularies.stages(self._db, pipeline_id=scope.pipeline_id, retired=True)

    def _known(self) -> dict[int, StageRow]:
        """Every stage there is, by number."""
        return {one.id: one for one in vocabularies.stages(self._db, retired=True)}

    def _stage(self, code: str, scope: Scope) -> StageRow:
        stages = vocabularies.stages(self._db, pipeline_id=scope.pipeline_id)
        return next(one for one in stages if one.code == code)
