"""How good chances were: the Brier score, and how often what was called 70 % came true.

G. W. Brier, Verification of forecasts expressed in terms of probability, Mon. Weather Rev. 78 (1950).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

_BINS = 10

Guess = tuple[float, float, bool]
"""Our chance, the baseline's, and whether it came true."""


class Score(Struct, frozen=True):
    """Mean squared errors of `count` chances, ours and the baseline's: 0 is perfect, 0.25 a coin's."""

    count: int
    ours: float
    baseline: float

    @property
    def better(self) -> bool:
        """Whether ours were better."""
        return self.ours < self.baseline

    @property
    def skill(self) -> float | None:
        """The share of the baseline's error that ours do without; below zero where they are worse."""
        return 1 - self.ours / self.baseline if self.baseline > 0 else None


def score(guesses: Sequence[Guess]) -> Score | None:
    """The Brier scores; none without guesses."""
    count = len(guesses)
    if not count:
        return None
    ours = sum((one - came) ** 2 for one, _other, came in guesses)
    baseline = sum((other - came) ** 2 for _one, other, came in guesses)
    return Score(count, ours / count, baseline / count)


class Bin(Struct, frozen=True):
    """Chances from `low` to below `high`: how many, their mean, and the share that came true."""

    low: float
    high: float
    count: int
    said: float
    came: float


def calibration(guesses: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Chances in ten equal bins, those that hold any."""
    bins: list[list[float]] = [[0, 0.0, 0] for _bin in range(_BINS)]
    for chance, came in guesses:
        one = bins[min(_BINS - 1, int(chance * _BINS))]
        one[0] += 1
        one[1] += chance
        one[2] += came
    return tuple(
        Bin(place / _BINS, (place + 1) / _BINS, int(count), said / count, came / count)
        for place, (count, said, came) in enumerate(bins)
        if count
    )
