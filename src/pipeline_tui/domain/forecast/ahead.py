"""The forecast of a day: every open deal with its chance, and what months and quarters bring."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from pipeline_tui.domain.forecast.courses import HISTORY_DAYS, Course, Stages, Standing, observed
from pipeline_tui.domain.forecast.model import Chance, Model
from pipeline_tui.domain.forecast.outlook import Outlook, outlooks, periods
from pipeline_tui.domain.forecast.replay import MONTHS, Backtest, Replay
from pipeline_tui.domain.funnel import LITTLE_DATA

READ_DAYS = HISTORY_DAYS + 31 * (MONTHS + 1)
"""How far back courses are read, so that the first replayed month knows as much as the last."""


class DealAhead(Struct, frozen=True):
    """An open deal with the `chance` to use, what it was `learnt` from, and the chances to be won by
    the end of this month and of this quarter."""

    deal: Standing
    learnt: Chance
    chance: float
    by_month: float
    by_quarter: float

    @property
    def expected_minor(self) -> int:
        """What it is expected to bring in the end."""
        return int(self.deal.worth_minor * self.chance + 0.5)


class Forecast(Struct, frozen=True):
    """As of the end of `day`: periods by currency, deals that are to bring most first, and the
    backtest that says which chances are used. `closed` deals were learnt from."""

    day: int
    closed: int
    outlooks: tuple[Outlook, ...]
    deals: tuple[DealAhead, ...]
    backtest: Backtest

    @property
    def little_data(self) -> bool:
        """Whether there are too few closed deals to learn from."""
        return self.closed < LITTLE_DATA


def forecast(
    courses: Sequence[Course], stages: Stages, day: int, pipeline_id: int | None = None
) -> Forecast:
    """Look ahead from the end of a day, with what was known then; at one pipeline or at all."""
    replay = Replay(courses, stages, pipeline_id)
    replay.run(day)
    backtest = replay.summary()
    known = replay.known if backtest.every == 1 else observed(courses, stages, day, pipeline_id)
    model = Model(known, stages, day)
    spans = periods(day)
    month, _next_month, quarter, _next_quarter = (one.last - day for one in spans)
    found = []
    for deal in model.standing(known):
        learnt = model.chance(deal)
        chance = backtest.trust.chance(deal.stage_id, learnt)
        by_month, by_quarter = (chance * one for one in model.pace(deal, (month, quarter)))
        found.append(DealAhead(deal, learnt, chance, by_month, by_quarter))
    money = [(one.deal, one.chance) for one in found]
    found.sort(key=lambda one: (-one.expected_minor, one.deal.deal_id))
    return Forecast(
        day, model.closed, tuple(outlooks(model, known, money, spans, replay.pasts())),
        tuple(found), backtest,
    )  # fmt: skip
