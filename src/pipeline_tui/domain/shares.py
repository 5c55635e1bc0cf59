"""Shares of a whole, and how far few cases can be trusted."""

from __future__ import annotations

from math import sqrt

from msgspec import Struct

_Z95 = 1.959963984540054
"""Quantile of the standard normal distribution at 0.975."""


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share, each bound 0 to 1; (0, 1) for no trials.

    Wilson (1927), "Probable inference, the law of succession, and statistical inference".
    8 of 10 gives 0.4902 to 0.9433.
    """
    if n <= 0:
        return 0.0, 1.0
    share = k / n
    square = _Z95 * _Z95
    centre = share + square / (2 * n)
    spread = _Z95 * sqrt(share * (1 - share) / n + square / (4 * n * n))
    low, high = (centre - spread) / (1 + square / n), (centre + spread) / (1 + square / n)
    return (0.0 if k <= 0 else max(0.0, low)), (1.0 if k >= n else min(1.0, high))


def smoothed(k: int, n: int, prior: int) -> float:
    """(k + prior) / (n + 4): a rate that a few cases cannot throw to 0 or 1."""
    return (k + prior) / (n + 4)


class Share(Struct, frozen=True):
    """`k` of `n` cases."""

    k: int = 0
    n: int = 0

    @property
    def rate(self) -> float | None:
        """The share, 0 to 1; none where there is no case."""
        return self.k / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval."""
        return wilson(self.k, self.n)
