"""The forecast of the open deals and its backtest. Nothing here writes."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.forecast.ahead import READ_DAYS, Forecast, forecast
from pipeline_tui.domain.forecast.courses import HISTORY_DAYS, Course
from pipeline_tui.domain.forecast.replay import MONTHS, Backtest, Replay
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import forecast as queries


class Forecasts(Service):
    """What the open deals will bring, and how good such forecasts were."""

    def stages(self) -> dict[int, StageRow]:
        """Every stage by its number, retired ones too."""
        return queries.stages(self._db)

    def forecast(self, as_of: date | None = None, pipeline_id: int | None = None) -> Forecast:
        """The forecast of today, or as it would have been made at the end of another day; of one
        pipeline or of all."""
        day = as_of or self._today()
        return forecast(self._courses(day, READ_DAYS), self.stages(), day.toordinal(), pipeline_id)

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
