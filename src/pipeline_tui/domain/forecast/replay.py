"""History replayed month by month, each time with only what was known then; and what it teaches.

At the end of every month the program of that day is asked: for the chance of every open deal, and for
the money of the month and the quarter to come. What came is then read from the deals as they were known
when that time was over. Months that were over before a replayed day teach the forecast of that day
which of its chances to trust, and how wide to draw its range; later ones do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from pipeline_tui.domain.forecast.courses import Course, Seen, Stages, Standing, Watch
from pipeline_tui.domain.forecast.model import Chance, Model, clip, fared, more
from pipeline_tui.domain.forecast.outlook import (
    MONTHS_OF,
    Outlook,
    Period,
    Span,
    fact,
    month_end,
    outlooks,
)
from pipeline_tui.domain.forecast.ranges import Past
from pipeline_tui.domain.forecast.scores import Bin, Guess, Score, calibration, score
from pipeline_tui.domain.funnel import LITTLE_DATA

MOST = 12_000
"""Deals replayed at most; of more, a part tells as well, and is told in seconds."""
MONTHS = 12
"""Months replayed unless another number is given."""


class Trust(Struct, frozen=True):
    """Which own chances did better than those the stages were given, when history was replayed.

    The own share of wins did in the stages of `better`, and not in those of `worse`; where too few
    deals tell, `rest` says how it did in all stages together. `ends` tells whether the chance to end at
    all did. `scale` multiplies the odds: deals were won more or less often than was said.
    """

    better: frozenset[int] = frozenset()
    worse: frozenset[int] = frozenset()
    rest: bool = False
    ends: bool = False
    scale: float = 1.0

    def own(self, stage_id: int) -> bool:
        """Whether the own share is used in a stage."""
        return stage_id in self.better or (self.rest and stage_id not in self.worse)

    def told(self, stage_id: int) -> bool:
        """Whether the stage's own deals told; else all stages together did."""
        return stage_id in self.better or stage_id in self.worse

    def chance(self, stage_id: int, found: Chance) -> float:
        """The chance to use: own where it is trusted, else what the stage was given."""
        share = found.share if self.own(stage_id) else found.default
        return more(clip(share * found.ends), self.scale) if self.ends else share


class Trial(Struct, frozen=True):
    """A chance said on a replayed day: the own share, the default, and to be won by the quarter's end,
    as it was said and before the scale."""

    deal_id: int
    stage_id: int
    share: float
    default: float
    by_quarter: float
    unscaled: float


class Replayed(Struct):
    """A replayed day with what was said on it."""

    day: int
    trials: list[Trial]
    outlooks: list[Outlook]


class Checked(Struct, frozen=True):
    """An outlook of a replayed day, and what came."""

    day: int
    outlook: Outlook
    fact_minor: int


class StageScore(Struct, frozen=True):
    """Chances of deals of a stage that have ended since, own against given."""

    stage_id: int
    score: Score


class Coverage(Struct, frozen=True):
    """How often money came within P10–P90, which is to be 8 of 10 times; and how far off, on the mean,
    P50 and the plain weighted sum were."""

    span: Span
    currency: str
    count: int
    within: int
    off_minor: int
    plain_off_minor: int


class Backtest(Struct, frozen=True):
    """History replayed up to a day. `ended` scores chances of deals that have ended since, `quarter`
    those to be won within a quarter, of all deals; both against what the stages were given. Of very
    many deals only `every` so many-th one is replayed."""

    until: int
    months: tuple[int, ...]
    deals: int
    ended: Score | None
    quarter: Score | None
    stages: tuple[StageScore, ...]
    bins: tuple[Bin, ...]
    quarter_bins: tuple[Bin, ...]
    checked: tuple[Checked, ...]
    coverage: tuple[Coverage, ...]
    trust: Trust
    every: int = 1

    @property
    def by_all(self) -> tuple[StageScore, ...]:
        """Stages of too few deals to tell, for which all stages together decide; none where these are
        too few as well."""
        if self.ended is None or self.ended.count < LITTLE_DATA:
            return ()
        return tuple(one for one in self.stages if not self.trust.told(one.stage_id))


class Replay:
    """Deals from a day some months ago up to now."""

    def __init__(
        self, courses: Sequence[Course], stages: Stages, pipeline_id: int | None = None
    ) -> None:
        courses, self._every = _sampled(courses)
        self._watch = Watch(courses, stages, pipeline_id)
        self._stages = stages
        self._days: list[Replayed] = []
        self._checked: list[Checked] = []
        self._by_quarter: list[Guess] = []
        self._won, self._said = 0, 0.0
        self._known: list[Seen] = []
        self._by_id: dict[int, Seen] = {}
        self._day = 0

    def run(self, until: int, months: int = MONTHS) -> None:
        """Replay the months before a day, and stop at it."""
        for back in range(months, 0, -1):
            day = month_end(until, -back)
            if day < until:
                self._arrive(day)
                self._ask(day)
        self._arrive(until)

    @property
    def known(self) -> Sequence[Seen]:
        """The deals as they were known on the day it stopped at."""
        return self._known

    def _arrive(self, day: int) -> None:
        self._day = day
        self._known = self._watch.on(day)
        self._by_id = {one.course.deal_id: one for one in self._known}
        for one in self._days:
            self._check(one, day)

    def _check(self, one: Replayed, day: int) -> None:
        """Compare what was said with what came, where that time is over today."""
        for span, months in MONTHS_OF.items():
            if month_end(one.day, months) != day:
                continue
            here = [each for each in one.outlooks if each.period.span is span]
            if here:
                came = fact(self._known, here[0].period)
                self._checked += [Checked(one.day, each, came[each.currency]) for each in here]
            if span is Span.QUARTER:
                for trial in one.trials:
                    won = self._is_won(trial.deal_id)
                    self._by_quarter.append((trial.by_quarter, trial.default, won))
                    self._won += won
                    self._said += trial.unscaled

    def _is_won(self, deal_id: int) -> bool:
        found = self._by_id.get(deal_id)
        return found is not None and found.won

    def _ask(self, day: int) -> None:
        """Say what the program would have said today."""
        model = Model(self._known, self._stages, day)
        if model.closed < LITTLE_DATA:
            return  # it would have said that there is too little data
        trust, pasts = self.trust(), self.pasts()
        spans = [
            Period(span, day + 1, month_end(day, months)) for span, months in MONTHS_OF.items()
        ]
        quarter = spans[-1].last - day
        deals: list[tuple[Standing, float]] = []
        trials = []
        for deal in model.standing(self._known):
            found = model.chance(deal)
            deals.append((deal, trust.chance(deal.stage_id, found)))
            pace = model.pace(deal, (quarter,))[0]
            said, unscaled = (
                replace(trust, ends=True, scale=scale).chance(deal.stage_id, found) * pace
                for scale in (trust.scale, 1.0)
            )
            trials.append(
                Trial(deal.deal_id, deal.stage_id, found.share, found.default, said, unscaled)
            )
        self._days.append(Replayed(day, trials, outlooks(model, self._known, deals, spans, pasts)))

    # What it teaches

    def _ended(self) -> dict[int, list[Guess]]:
        """Stage → what was said of deals that have ended by now."""
        found: dict[int, list[Guess]] = defaultdict(list)
        for one in self._days:
            for trial in one.trials:
                end = self._by_id.get(trial.deal_id)
                if end is not None and end.closed is not None:
                    found[trial.stage_id].append((trial.share, trial.default, end.won))
        return found

    def trust(self) -> Trust:
        """Which chances have done better than the stages', by the day it stands at."""
        ended = self._ended()
        told = [one for one in _by_stage(ended) if one.score.count >= LITTLE_DATA]
        return Trust(
            frozenset(one.stage_id for one in told if one.score.better),
            frozenset(one.stage_id for one in told if not one.score.better),
            rest=_tells(score(_every(ended))),
            ends=_tells(score(self._by_quarter)),
            scale=fared(self._won, len(self._by_quarter), self._said),
        )

    def pasts(self) -> Mapping[tuple[Span, str], Sequence[Past]]:
        """The periods that are over by the day it stands at."""
        found: dict[tuple[Span, str], list[Past]] = defaultdict(list)
        for one in self._checked:
            key = one.outlook.period.span, one.outlook.currency
            found[key].append(one.outlook.past(one.fact_minor))
        return found

    def summary(self) -> Backtest:
        """How it went."""
        ended = self._ended()
        every = _every(ended)
        return Backtest(
            until=self._day,
            months=tuple(one.day for one in self._days),
            deals=sum(len(one.trials) for one in self._days),
            ended=score(every),
            quarter=score(self._by_quarter),
            stages=tuple(_by_stage(ended)),
            bins=calibration((ours, came) for ours, _default, came in every),
            quarter_bins=calibration((ours, came) for ours, _default, came in self._by_quarter),
            checked=tuple(self._checked),
            coverage=tuple(_coverage(self._checked)),
            trust=self.trust(),
            every=self._every,
        )


def _sampled(courses: Sequence[Course]) -> tuple[Sequence[Course], int]:
    """Deals to replay, by their numbers, which have nothing to do with how they fare."""
    every = -(-len(courses) // MOST) or 1
    if every == 1:
        return courses, 1
    return [one for one in courses if one.deal_id % every == 0], every


def _tells(one: Score | None) -> bool:
    """Whether own chances did better, over deals enough to tell."""
    return one is not None and one.count >= LITTLE_DATA and one.better


def _every(ended: Mapping[int, Sequence[Guess]]) -> list[Guess]:
    return [guess for some in ended.values() for guess in some]


def _by_stage(ended: Mapping[int, Sequence[Guess]]) -> list[StageScore]:
    found = [(stage_id, score(some)) for stage_id, some in sorted(ended.items())]
    return [StageScore(stage_id, one) for stage_id, one in found if one is not None]


def _coverage(checked: Sequence[Checked]) -> list[Coverage]:
    groups: dict[tuple[Span, str], list[Checked]] = defaultdict(list)
    for one in checked:
        groups[one.outlook.period.span, one.outlook.currency].append(one)
    return [
        Coverage(
            span, currency, len(some),
            sum(one.outlook.range.holds(one.fact_minor) for one in some),
            sum(abs(one.outlook.range.p50 - one.fact_minor) for one in some) // len(some),
            sum(abs(one.outlook.plain_minor - one.fact_minor) for one in some) // len(some),
        )
        for (span, currency), some in sorted(groups.items())
    ]  # fmt: skip
