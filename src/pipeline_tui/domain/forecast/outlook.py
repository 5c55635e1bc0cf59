"""What a month or a quarter brings: won so far, the open deals, and deals that are still to be opened.

Days are ordinals; money is minor units, each currency on its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from random import Random

from msgspec import Struct
from msgspec.structs import astuple

from pipeline_tui.domain.deals import weighted
from pipeline_tui.domain.forecast.courses import Seen, Standing
from pipeline_tui.domain.forecast.model import Model
from pipeline_tui.domain.forecast.ranges import (
    Money,
    Past,
    Range,
    Swing,
    between,
    draws,
    expected,
    spread,
    swing,
)

_LOOKS_BACK = 12
_STEP_DAYS = 30
_SEED = 20170101


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"


MONTHS_OF = {Span.MONTH: 1, Span.QUARTER: 3}


class Period(Struct, frozen=True):
    """From `first` to `last`, both included."""

    span: Span
    first: int
    last: int

    @property
    def season(self) -> int:
        """The place of a month in its quarter, 0 to 2; quarters are alike."""
        return _season(self.first) if self.span is Span.MONTH else 0


def _season(day: int) -> int:
    return (date.fromordinal(day).month - 1) % 3


def month_end(day: int, months: int = 0) -> int:
    """The last day of a day's month, or of one so many months after it."""
    when = date.fromordinal(day)
    count = when.year * 12 + when.month + months  # months from the year 0 to the first of the next
    return date(count // 12, count % 12 + 1, 1).toordinal() - 1


def periods(day: int) -> list[Period]:
    """The month and the quarter of a day, and the next of each."""
    to_quarter_end = -date.fromordinal(day).month % 3
    quarter = month_end(day, to_quarter_end)
    return [
        Period(Span.MONTH, month_end(day, -1) + 1, month_end(day)),
        Period(Span.MONTH, month_end(day) + 1, month_end(day, 1)),
        Period(Span.QUARTER, month_end(quarter, -3) + 1, quarter),
        Period(Span.QUARTER, quarter + 1, month_end(quarter, 3)),
    ]


class Outlook(Struct, frozen=True):
    """What a period brings in one currency, as of a day.

    `won_minor` is won so far; `plain_minor` the sum × the chance that the stage was given, of open deals
    that are not expected later; `open_minor` what open deals are expected to bring, `fresh_minor` deals
    opened from now on, both before the `swing`. `range` is of all that is won by the end of the period.
    """

    period: Period
    currency: str
    deals: int
    won_minor: int
    plain_minor: int
    open_minor: float
    fresh_minor: float
    variance: float
    swing: Swing
    range: Range

    def past(self, fact_minor: int) -> Past:
        """The period when it is over: what came of what was still to come."""
        return Past(
            self.open_minor + self.fresh_minor, self.variance, fact_minor - self.won_minor,
            self.swing.mean, self.period.season,
        )  # fmt: skip


class _Coming(Struct, frozen=True):
    """What the days from one to another bring; periods that end together share it."""

    open_minor: float
    fresh_minor: float
    variance: float
    swing: Swing
    range: Range


Pasts = Mapping[tuple[Span, str], Sequence[Past]]
"""(span, currency) → periods that are over."""


def outlooks(
    model: Model,
    known: Sequence[Seen],
    deals: Sequence[tuple[Standing, float]],
    spans: Sequence[Period],
    pasts: Pasts,
) -> list[Outlook]:
    """What every period brings, a line for each currency; `deals` are open ones with their chances.

    The draws are the same for the same day.
    """
    day = model.day
    cuts = sorted({one for span in spans for one in (span.first - 1, span.last) if one > day})
    by_currency: dict[str, list[tuple[Standing, float]]] = defaultdict(list)
    for deal, chance in deals:
        by_currency[deal.facts.currency].append((deal, chance))
    won = _won(known)
    found = []
    for currency in sorted({*by_currency, *won}):
        some = by_currency.get(currency, [])
        money: list[Money] = [
            (
                deal.worth_minor,
                tuple(chance * one for one in model.pace(deal, [cut - day for cut in cuts])),
            )
            for deal, chance in some
        ]
        random = Random(_SEED + day)
        drawn = draws(money, len(cuts), random)
        coming: dict[tuple[int, int], _Coming] = {}
        for span in spans:
            start, end = max(span.first - 1, day), span.last
            if (start, end) not in coming:
                before, until = _place(cuts, start), _place(cuts, end)
                bring = [(worth, (0.0, *chances)) for worth, chances in money]
                mean, variance = _between(bring, before, until)
                fresh = _fresh(won.get(currency, ()), day, start - day, end - day)
                # On its last day a period holds no days more.
                sums = [sum(runs) for runs in zip(*drawn[before:until], strict=True)] or [0.0]
                factor = _swing_of(pasts, currency, start, end)
                coming[start, end] = _Coming(
                    mean, fresh, variance, factor, spread(sums, fresh, factor, random)
                )
            ahead = coming[start, end]
            so_far = sum(
                one[2] for one in won.get(currency, ()) if span.first <= one[1] <= min(day, end)
            )
            found.append(
                Outlook(
                    span, currency, len(some), so_far, _plain(some, span, day, end, model),
                    ahead.open_minor, ahead.fresh_minor, ahead.variance, ahead.swing,
                    Range(*(so_far + one for one in astuple(ahead.range))),
                )
            )  # fmt: skip
    return found


def fact(known: Iterable[Seen], period: Period) -> dict[str, int]:
    """Currency → money won in a period, of what is known."""
    found: dict[str, int] = defaultdict(int)
    for currency, some in _won(known).items():
        found[currency] = sum(one[2] for one in some if period.first <= one[1] <= period.last)
    return found


def _swing_of(pasts: Pasts, currency: str, start: int, end: int) -> Swing:
    """The swing of what comes after one day and up to another, whatever period they end.

    Up to a month of it swings as months do, three months as quarters do, what lies between in
    proportion; months of several seasons by the part of each that is left.
    """
    by_month = pasts.get((Span.MONTH, currency), ())
    found, months, at = swing(by_month, _season(end)), 0.0, start
    while at < end:
        last = min(end, month_end(at + 1))
        part = (last - at) / (month_end(last) - month_end(last, -1))
        months += part
        found = between(found, swing(by_month, _season(last)), part / months)
        at = last
    by_quarter = swing(pasts.get((Span.QUARTER, currency), ()), overlap=MONTHS_OF[Span.QUARTER])
    return between(found, by_quarter, (months - 1) / (MONTHS_OF[Span.QUARTER] - 1))


def _place(cuts: Sequence[int], day: int) -> int:
    return sum(one <= day for one in cuts)


def _between(deals: Sequence[Money], before: int, until: int) -> tuple[float, float]:
    return expected(((worth, (chances[until] - chances[before],)) for worth, chances in deals), 0)


def _plain(
    deals: Iterable[tuple[Standing, float]], span: Period, day: int, end: int, model: Model
) -> int:
    """The weighted sum of what is expected in a period; the one that comes first has what is late and
    what has no day too."""
    first = 0 if span.first <= day + 1 else span.first
    return sum(
        weighted(deal.worth_minor, model.stages[deal.stage_id].probability)
        for deal, _chance in deals
        if first <= (deal.facts.expected or 0) <= end
    )


_Won = tuple[int, int, int]


def _won(known: Iterable[Seen]) -> dict[str, list[_Won]]:
    """Currency → (opened, won, sum) of won deals."""
    found: dict[str, list[_Won]] = defaultdict(list)
    for one in known:
        if one.won and one.closed is not None:
            currency = one.course.known(one.closed).currency
            found[currency].append((one.opened, one.closed, one.won_minor or 0))
    return found


def _fresh(won: Sequence[_Won], day: int, start: int, end: int) -> float:
    """What deals opened within a span of days ahead bring between `start` and `end` days from its
    beginning: the mean of such spans of the past year."""
    if not won:
        return 0.0
    first = min(closed for _opened, closed, _minor in won)
    total = count = 0
    for back in range(_LOOKS_BACK):
        at = day - end - back * _STEP_DAYS
        if at < first and count:
            break
        count += 1
        total += sum(
            minor
            for opened, closed, minor in won
            if opened > at and at + start < closed <= at + end
        )
    return total / count
