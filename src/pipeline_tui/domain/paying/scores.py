"""How good chances and days were: ours beside two that cost nothing, everybody's and the last invoice's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from math import sqrt

from msgspec import Struct

from pipeline_tui.domain.funnel import LITTLE_DATA
from pipeline_tui.domain.paying.grade import Method


class Compared(Struct, frozen=True):
    """One measure of the three methods over the same `count` debts; none where it cannot be told."""

    count: int
    own: float | None
    base: float | None
    last: float | None

    def of(self, method: Method) -> float | None:
        """The measure of one of them."""
        return {Method.OWN: self.own, Method.BASE: self.base, Method.LAST: self.last}[method]

    def best(self, *, least: bool = True) -> Method:
        """Which did best; own where it ties, and where too few debts tell."""
        if self.count < LITTLE_DATA:
            return Method.OWN
        sign = 1 if least else -1
        known = [one for one in Method if self.of(one) is not None]
        return min(known, key=lambda one: sign * (self.of(one) or 0.0), default=Method.OWN)


def compare(count: int, values: Mapping[Method, float | None]) -> Compared:
    """A measure of the three methods."""
    return Compared(count, *(values[one] for one in (Method.OWN, Method.BASE, Method.LAST)))


def auc(said: Sequence[tuple[float, bool]]) -> float | None:
    """The chance that one that came true had been given more than one that did not, ties half (Mann
    and Whitney 1947): 0.5 is a coin's, 1 perfect; none where all or none came true."""
    came = sum(true for _chance, true in said)
    failed = len(said) - came
    if not came or not failed:
        return None
    below, wins = 0, 0.0
    for _chance, some in groupby(sorted(said), key=lambda one: one[0]):
        true = [one for _same, one in some]
        hits = sum(true)
        wins += hits * (below + (len(true) - hits) / 2)
        below += len(true) - hits
    return wins / (came * failed)


def brier(said: Sequence[tuple[float, bool]]) -> float | None:
    """The mean squared error of chances; none without any."""
    return sum((chance - true) ** 2 for chance, true in said) / len(said) if said else None


def mean_error(said: Sequence[tuple[float, int]]) -> float | None:
    """The mean absolute error; none without any."""
    return sum(abs(days - came) for days, came in said) / len(said) if said else None


def root_error(said: Sequence[tuple[float, int]]) -> float | None:
    """The root of the mean squared error; none without any."""
    return sqrt(sum((days - came) ** 2 for days, came in said) / len(said)) if said else None
