"""When a payer pays: the share of debts still unpaid, by days past the due day.

Everybody's curve is the product-limit estimate (Kaplan and Meier 1958): a debt that is open counts for
as long as it was watched. Its end, where debts are still open, falls off at the rate of what was seen
(Brown, Hollander and Korwar 1974). A payer's own curve is pulled towards it: the Bayes estimate under a
Dirichlet process around everybody's (Susarla and Van Ryzin 1976). Where nothing is open it is plainly
(own debts + m × everybody's share) / (n + m); m, so many debts' worth, is estimated from how far payers
lie apart (the moments of a random effect; Bühlmann and Straub 1970 call m their k).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate
from math import exp, log

from msgspec import Struct

from pipeline_tui.domain.paying.parts import Part, fallen

FIRST, LAST = -120, 365
"""Days past the due day that are looked at; what lies beyond counts as at these."""
COUNTED = 90
"""Days late that a mean counts at most: what is older is no matter of terms any more, and one debt that
never comes would drown all the others."""
LEAST, MOST = 1.0, 20.0
"""The strength of the pull never leaves these: one debt is never a whole character, and of twenty one is
worth as much as of everybody."""
USUAL = 4.0
"""The strength where too few payers tell: that of the smoothing (k+2)/(n+4) used elsewhere."""
_HAIR = 1e-9
"""What is a half by hand may be a hair more by sums of floating point."""
_SLOWEST = log(2) / 90
"""Of what is unpaid after all that was seen, half comes within 90 days at the latest."""


class Base(Struct, frozen=True):
    """Everybody's curve as of a day: `left[x − FIRST]` is the share unpaid at the end of day x past
    the due day, `sums` its running sum; `fallen` debts fell due and `late` of them were late."""

    left: tuple[float, ...]
    sums: tuple[float, ...]
    strength: float
    fallen: int
    late: int

    def unpaid(self, x: int) -> float:
        """The share unpaid at the end of day x past the due day; all before FIRST."""
        return 1.0 if x < FIRST else self.left[min(x, LAST) - FIRST]

    def total(self, first: int, last: int) -> float:
        """Σ unpaid(x) from one day to another, both of the range."""
        before = self.sums[first - 1 - FIRST] if first > FIRST else 0.0
        return self.sums[last - FIRST] - before


class Knot(Struct, frozen=True):
    """From day x on, of `count` own debts still watched, `left` is unpaid until the next knot; `scale`
    is what `left` stands over: count + m × base."""

    x: int
    left: float
    count: int
    scale: float


class Curve(Struct, frozen=True):
    """A payer's own curve, pulled towards everybody's."""

    base: Base
    knots: tuple[Knot, ...]

    def unpaid(self, x: int) -> float:
        """The share unpaid at the end of day x past the due day."""
        x = min(x, LAST)
        at = bisect_right(self.knots, x, key=_x) - 1
        return 1.0 if at < 0 else self._at(self.knots[at], x)

    def _at(self, knot: Knot, x: int) -> float:
        if knot.scale <= 0:
            return 0.0
        return knot.left * (knot.count + self.base.strength * self.base.unpaid(x)) / knot.scale

    @property
    def chance(self) -> float:
        """The chance to be late: unpaid at the end of the due day."""
        return self.unpaid(0)

    @property
    def expected(self) -> float:
        """Days late on the mean, one paid in time counting as 0, counted up to 90."""
        total = 0.0
        for at, knot in enumerate(self.knots):
            after = self.knots[at + 1].x if at + 1 < len(self.knots) else COUNTED
            end = min(after, COUNTED) - 1
            first = max(knot.x, 0)
            if end < first or knot.scale <= 0:
                continue
            base = self.base.strength * self.base.total(first, end)
            total += knot.left * (knot.count * (end - first + 1) + base) / knot.scale
        return total

    @property
    def usual(self) -> int:
        """The median of days late: half are paid by then."""
        low, high = 0, LAST
        while low < high:
            middle = (low + high) // 2
            if self.unpaid(middle) <= 0.5 + _HAIR:
                high = middle
            else:
                low = middle + 1
        return low

    def paid_by(self, x: int, seen: int) -> float:
        """The chance to be paid by day x past the due day, of one unpaid at the end of day `seen`."""
        left = self.unpaid(seen)
        return 1 - self.unpaid(x) / left if left > 0 else 1.0


def _x(knot: Knot) -> int:
    return knot.x


def _clip(x: int) -> int:
    return min(max(x, FIRST), LAST)


def _seen(parts: Iterable[Part], day: int) -> tuple[Counter[int], Counter[int]]:
    """Days past the due day: of those paid by a day, and of those open at its end."""
    paid: Counter[int] = Counter()
    still: Counter[int] = Counter()
    for one in parts:
        if one.opening or not one.known(day):
            continue
        if one.settled <= day and one.settled - one.due <= LAST:
            paid[_clip(one.settled - one.due)] += 1
        else:
            still[_clip(day - one.due)] += 1
    return paid, still


def base_of(parts: Iterable[Part], day: int) -> Base:
    """Everybody's curve, with what was known at the end of a day."""
    known = [one for one in parts if one.known(day) and not one.opening]
    paid, still = _seen(known, day)
    left, count, share = [], len(known), 1.0
    last = max((x for some in (paid, still) for x in some), default=0)
    for x in range(FIRST, min(max(last, 0), LAST) + 1):
        if paid[x]:
            share *= 1 - paid[x] / count
        count -= paid[x] + still[x]
        left.append(share)
    _finish(left)
    over = fallen(known, day)
    return Base(
        tuple(left), tuple(accumulate(left)), _strength(over, day), len(over),
        sum(bool(one.is_late(day)) for one in over),
    )  # fmt: skip


def _finish(left: list[float]) -> None:
    """The end that nobody has lived to see."""
    at_due, seen = left[-FIRST], len(left) - 1 + FIRST
    share = left[-1]
    rate = log(at_due / share) / seen if seen > 0 and 0 < share < at_due else 0.0
    fall = exp(-max(rate, _SLOWEST))
    while len(left) < LAST - FIRST + 1:
        share *= fall
        left.append(share)


def _strength(over: Iterable[Part], day: int) -> float:
    """How many debts' worth everybody's share counts for: the variance of being late within payers
    over that between them, from the two mean squares of an analysis of variance."""
    payers: Mapping[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in over:
        line = payers[one.client_id]
        line[0] += 1
        line[1] += bool(one.is_late(day))
    count, late = (sum(line[at] for line in payers.values()) for at in (0, 1))
    if len(payers) < 2 or count <= len(payers):
        return USUAL
    mean = late / count
    between = sum(n * (k / n - mean) ** 2 for n, k in payers.values()) / (len(payers) - 1)
    within = sum(k - k * k / n for n, k in payers.values()) / (count - len(payers))
    size = (count - sum(n * n for n, _k in payers.values()) / count) / (len(payers) - 1)
    apart = (between - within) / size
    if within <= 0:
        return LEAST if apart > 0 else USUAL
    return min(max(within / apart, LEAST), MOST) if apart > 0 else MOST


def curve_of(parts: Iterable[Part], day: int, base: Base) -> Curve:
    """A payer's own curve, with what was known at the end of a day."""
    paid, still = _seen(parts, day)
    count = sum(paid.values()) + sum(still.values())
    pull = base.strength
    share, scale = 1.0, count + pull
    knots = [Knot(FIRST - 1, share, count, scale)]
    for x in sorted(paid.keys() | still.keys()):
        weight = count - paid[x] + pull * base.unpaid(x)
        share = share * weight / scale if scale > 0 else 0.0
        count -= paid[x] + still[x]
        scale = count + pull * base.unpaid(x)
        knots.append(Knot(x, share, count, scale))
    return Curve(base, tuple(knots))
