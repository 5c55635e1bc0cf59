"""Money with a range: what open deals bring, drawn many times over.

Deals are drawn one by one, each won or not. But months differ by more than the luck of single deals:
a push at the end of a quarter, a holiday, a price list. So every draw is multiplied by a swing, whose
width is how far past months lay from what was expected of them, beyond that luck.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from math import inf, sqrt
from random import Random

from msgspec import Struct

RUNS = 2000
"""How many times the deals are drawn."""
_SINGLY = 200
"""Deals drawn one by one, those that sway the sum most; the rest is so many and so small that their
sum is normal."""
SWING = 0.3
"""How far a month lies from what was expected, where there is no past to tell: 30 %."""
_SWING_COUNTS = 3
"""How many past spans a guess counts for."""

Money = tuple[int, tuple[float, ...]]
"""What a deal is worth, and its chance to be won by the end of each span."""


class Range(Struct, frozen=True):
    """Money that comes to less in one of ten, in half, and in nine of ten cases; minor units."""

    p10: int
    p50: int
    p90: int

    def holds(self, fact: int) -> bool:
        """Whether it came within."""
        return self.p10 <= fact <= self.p90


class Past(Struct, frozen=True):
    """A span that is over: money expected of it, the variance of that by luck alone, and the fact.

    `factor` is the mean of the swing that the forecast was made with. `season` tells apart spans that
    are alike, such as the first months of quarters.
    """

    expected: float
    variance: float
    fact: int
    factor: float = 1.0
    season: int = 0


class Swing(Struct, frozen=True):
    """A factor that money comes with: its mean and its relative deviation, learnt from `count` spans."""

    mean: float = 1.0
    deviation: float = SWING
    count: int = 0

    def draw(self, random: Random) -> float:
        """One such factor, never below zero."""
        shape = 1 / max(1e-6, self.deviation**2)
        return random.gammavariate(shape, self.mean / shape)


def swing(
    past: Sequence[Past], season: int = 0, *, overlap: int = 1, usual: float = SWING
) -> Swing:
    """What past spans say of one to come; every `overlap` of them count for one.

    The mean is Σ fact / Σ expected, of spans of the season pulled towards that of all and this towards
    one, by three spans' worth each. The deviation is how far facts lay from what was forecast then,
    less what the luck of single deals explains (method of moments), pulled towards `usual` as much; few
    spans widen it by √(1 + 1/n).
    """
    usable = [one for one in past if one.expected > 0]
    if not usable:
        return Swing(deviation=usual)
    worth = _SWING_COUNTS * overlap * sum(one.expected for one in usable) / len(usable)
    whole = _mean(usable, 1.0, worth)
    mean = _mean([one for one in usable if one.season == season], whole, worth)
    excess = sum(
        (one.fact - one.factor * one.expected) ** 2 - one.factor**2 * one.variance for one in usable
    )
    size = sum((one.factor * one.expected) ** 2 for one in usable)
    seen, count = max(0.0, excess / size), len(usable) / overlap
    square = (count * seen + _SWING_COUNTS * usual**2) / (count + _SWING_COUNTS)
    return Swing(mean, sqrt(square * (1 + 1 / (count + _SWING_COUNTS))), len(usable))


def between(one: Swing, other: Swing, part: float) -> Swing:
    """The swing that lies so far on the way from one to the other, 0 to 1: means and variances are
    mixed. It has learnt from no more spans than the one that knew least."""
    if part <= 0:
        return one
    if part >= 1:
        return other
    square = (1 - part) * one.deviation**2 + part * other.deviation**2
    return Swing(
        (1 - part) * one.mean + part * other.mean, sqrt(square), min(one.count, other.count)
    )


def _mean(past: Sequence[Past], broader: float, worth: float) -> float:
    """Fact for expected, pulled towards the broader one by so much money."""
    return (sum(one.fact for one in past) + broader * worth) / (
        sum(one.expected for one in past) + worth
    )


def expected(deals: Iterable[Money], span: int) -> tuple[float, float]:
    """The mean and the variance of what deals bring by the end of a span."""
    mean = variance = 0.0
    for worth, chances in deals:
        chance = chances[span]
        mean += worth * chance
        variance += worth * worth * chance * (1 - chance)
    return mean, variance


def draws(
    deals: Sequence[Money], spans: int, random: Random, runs: int = RUNS
) -> list[list[float]]:
    """What deals bring within each span, drawn `runs` times: one list of runs for each span.

    Spans follow one another: a deal is won in one of them or in none.
    """
    order = sorted(deals, key=_sway, reverse=True)
    singly, rest = order[:_SINGLY], order[_SINGLY:]
    found = [[0.0] * runs for _span in range(spans)]
    for span in range(spans):
        mean = variance = 0.0
        for worth, chances in rest:
            chance = chances[span] - (chances[span - 1] if span else 0.0)
            mean += worth * chance
            variance += worth * worth * chance * (1 - chance)
        if variance > 0:
            deviation = sqrt(variance)
            found[span] = [max(0.0, random.gauss(mean, deviation)) for _run in range(runs)]
    for worth, chances in singly:
        most = chances[-1]
        for run in range(runs):
            luck = random.random()
            if luck < most:
                found[bisect_right(chances, luck)][run] += worth
    return found


def _sway(deal: Money) -> float:
    worth, chances = deal
    return worth * worth * chances[-1] * (1 - chances[-1])


def spread(
    sums: Sequence[float], added: float, one: Swing, random: Random, most: float = inf
) -> Range:
    """The range of drawn sums with what is added to each, all times the swing and none above `most`."""
    found = sorted(min(most, (drawn + added) * one.draw(random)) for drawn in sums)
    return Range(*(int(found[len(found) * part // 10] + 0.5) for part in (1, 5, 9)))
