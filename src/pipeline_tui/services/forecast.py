"""The forecast of the open deals and its backtest. Nothing here writes."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.forecast.ahead import READ_DAYS, DealAhead, Forecast, forecast
from pipeline_tui.domain.forecast.courses import HISTORY_DAYS, Course
from pipeline_tui.domain.forecast.replay import MONTHS, Backtest, Replay
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import forecast as queries

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

BY_THE_WAY = 5_000
"""Up to so many deals a forecast is made for the sake of one of them: under a second in its thread."""


class _Held(Struct, frozen=True):
    """The forecast of all pipelines that was made last, at a state of the file."""

    day: date
    revision: int
    forecast: Forecast


class Forecasts(Service):
    """What the open deals will bring, and how good such forecasts were."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._held: _Held | None = None
        self._lock = threading.Lock()

    def stages(self) -> dict[int, StageRow]:
        """Every stage by its number, retired ones too."""
        return queries.stages(self._db)

    def forecast(self, as_of: date | None = None, pipeline_id: int | None = None) -> Forecast:
        """The forecast of today, or as it would have been made at the end of another day; of one
        pipeline or of all."""
        today, revision = self._today(), self._desk.history.revision()
        day = as_of or today
        found = forecast(self._courses(day, READ_DAYS), self.stages(), day.toordinal(), pipeline_id)
        if day == today and pipeline_id is None:
            self._held = _Held(today, revision, found)
        return found

    def of_deal(self, deal_id: int, stage_id: int) -> tuple[DealAhead, Backtest] | None:
        """The chance of an open deal that stands in a stage, with the backtest it goes by; none where
        there is none to be had by the way.

        A small file is forecast anew after any change; of one with more than `BY_THE_WAY` deals only
        the forecast is asked that was made today, by whoever wanted it.
        """
        with self._lock:
            held, today = self._held, self._today()
            if held is not None and held.day != today:
                held = None
            if not queries.more_deals_than(self._db, BY_THE_WAY):
                if held is None or held.revision != self._desk.history.revision():
                    self.forecast()
                held = self._held
        if held is None:
            return None
        for one in held.forecast.deals:
            if one.deal.deal_id == deal_id and one.deal.stage_id == stage_id:
                return one, held.forecast.backtest
        return None

    def backtest(
        self, until: date | None = None, months: int = MONTHS, pipeline_id: int | None = None
    ) -> Backtest:
        """So many months before a day replayed, each with what was known at its beginning."""
        day = until or self._today()
        courses = self._courses(day, HISTORY_DAYS + 31 * (months + 1))
        replay = Replay(courses, self.stages(), pipeline_id)
        replay.run(day.toordinal(), months)
        return replay.summary()

    def _courses(self, day: date, back: int) -> list[Course]:
        since = day - timedelta(days=back)
        return queries.courses(self._db, since=since, zone=self._desk.zone)
