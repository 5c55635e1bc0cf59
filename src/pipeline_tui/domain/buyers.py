"""Who buys, how lately, how often and for how much (RFM), their rhythm, and their loyalty tier.

An order is a won deal, or an invoice that belongs to no deal. From `FIFTHS_FROM` buyers up each score
is the fifth of the base that a client stands in; a smaller base is scored by fixed steps, and its
money by ABC 80/15/5. Scores run from 1 to 5, the best.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from msgspec import Struct

from pipeline_tui.domain.abc import classes

FIFTHS_FROM = 100
YEARS = 2
"""How far back orders are counted."""
_DAYS = (30, 90, 180, 365)
"""Days since the last order up to which recency is 5, 4, 3, 2."""
_ORDERS = (2, 3, 5, 10)
"""Orders from which frequency is 2, 3, 4, 5."""
_BY_CLASS = {"A": 5, "B": 3, "C": 1}
_LEAST_GAP = 7
"""Days; whoever orders more often has no rhythm worth a call."""
GONE_GAPS = 6
"""So many gaps of their own rhythm without an order, and a client is gone rather than late."""
SOONEST_GONE = _LEAST_GAP * GONE_GAPS
"""Days since the last order before which nobody is gone."""


class Segment(StrEnum):
    """What the scores together say of a client."""

    BEST = "best"
    LOYAL = "loyal"
    AT_RISK = "at_risk"
    NEW = "new"
    PROMISING = "promising"
    GONE = "gone"


class Tier(Struct, frozen=True):
    """A loyalty tier: the paid turnover of twelve months from which it holds, in minor units of the
    user's currency, and its discount in percent."""

    name: str
    from_minor: int
    percent: float


class Orders(Struct, frozen=True):
    """What a client ordered: days, rising, a day as often as there were orders."""

    client_id: int
    name: str
    days: tuple[date, ...]


class Paid(Struct, frozen=True):
    """What a client paid in twelve months, minor units of one currency."""

    minor: int
    currency: str


class Buyer(Struct, frozen=True):
    """One client that buys. `expected_on` is when the next order is due by the client's own rhythm,
    none while it has none; `paid` is none where nothing was paid in twelve months."""

    client_id: int
    name: str
    recency: int
    frequency: int
    money: int
    segment: Segment
    orders: int
    last_on: date
    expected_on: date | None
    paid: Paid | None
    tier: Tier | None

    @property
    def scores(self) -> str:
        """The three scores in one word: `5-4-3`."""
        return f"{self.recency}-{self.frequency}-{self.money}"


def rhythm(days: Sequence[date]) -> int | None:
    """The median gap between days of orders, in days; none with fewer than three of them, or where
    they follow closer than a week."""
    once = sorted(set(days))
    if len(once) < 3:
        return None
    gap = median((b - a).days for a, b in itertools.pairwise(once))
    return round(gap) if gap >= _LEAST_GAP else None


def dormant(days: Sequence[date], today: date, after_days: int) -> bool:
    """Whether a client with orders on these days, rising, has gone: nothing for longer than
    `after_days`, or than six gaps of its own rhythm."""
    quiet = (today - days[-1]).days
    if quiet > after_days:
        return True
    gap = rhythm(days)
    return gap is not None and quiet > gap * GONE_GAPS


def tier_of(tiers: Sequence[Tier], minor: int) -> Tier | None:
    """The highest tier that a turnover reaches."""
    return max(
        (tier for tier in tiers if minor >= tier.from_minor),
        key=lambda tier: tier.from_minor,
        default=None,
    )


def segment_of(recency: int, frequency: int) -> Segment:
    """What lateness and number of orders say together; money only ranks within a segment."""
    if recency >= 4 and frequency >= 4:
        return Segment.BEST
    if recency >= 3 and frequency >= 3:
        return Segment.LOYAL
    if frequency >= 3:
        return Segment.AT_RISK
    if recency >= 4:
        return Segment.NEW if frequency == 1 else Segment.PROMISING
    return Segment.PROMISING if recency == 3 else Segment.GONE


def buyers(
    orders: Sequence[Orders],
    paid: Mapping[str, Mapping[int, int]],
    today: date,
    *,
    currency: str,
    tiers: Sequence[Tier] = (),
) -> list[Buyer]:
    """Every client with an order, scored; the best first, then by name.

    `paid` is currency → client → minor units of twelve months; of several currencies a client has the
    better score. Tiers are of the user's `currency`.
    """
    fifths = len(orders) >= FIFTHS_FROM
    late = sorted((today - one.days[-1]).days for one in orders)
    counts = sorted(len(one.days) for one in orders)
    money = _money(orders, paid, fifths=fifths)
    own = paid.get(currency, {})
    found = []
    for one in orders:
        since, count = (today - one.days[-1]).days, len(one.days)
        if fifths:
            worse = len(late) - _up_to(late, since)
            recency, frequency = (
                _fifth(worse, len(late)),
                _fifth(bisect_left(counts, count), len(counts)),
            )
        else:
            recency = 5 - bisect_left(_DAYS, since)
            frequency = 1 + sum(count >= step for step in _ORDERS)
        score, what = money[one.client_id]
        gap = rhythm(one.days)
        found.append(
            Buyer(
                one.client_id, one.name, recency, frequency, score, segment_of(recency, frequency),
                count, one.days[-1], None if gap is None else one.days[-1] + timedelta(gap), what,
                tier_of(tiers, own.get(one.client_id, 0)),
            )
        )  # fmt: skip
    order = list(Segment)
    found.sort(
        key=lambda one: (
            order.index(one.segment),
            -one.money,
            -one.recency,
            one.name,
            one.client_id,
        )
    )
    return found


def _money(
    orders: Sequence[Orders], paid: Mapping[str, Mapping[int, int]], *, fifths: bool
) -> dict[int, tuple[int, Paid | None]]:
    """Client → (score of money, the sum it comes from); who paid nothing has 1."""
    found: dict[int, tuple[int, Paid | None]] = {one.client_id: (1, None) for one in orders}
    for currency, by_client in paid.items():
        mine = {id_: minor for id_, minor in by_client.items() if id_ in found and minor > 0}
        ranked = sorted(mine.values())
        by_class = classes(mine)
        for id_, minor in mine.items():
            score = (
                _fifth(bisect_left(ranked, minor), len(ranked))
                if fifths
                else _BY_CLASS[by_class[id_][0]]
            )
            known = found[id_]
            if known[1] is None or score > known[0]:
                found[id_] = (score, Paid(minor, currency))
    return found


def _fifth(worse: int, n: int) -> int:
    """1 to 5 for one of `n` with `worse` of them behind it: equal values have equal scores."""
    return 1 + 5 * worse // n


def _up_to(ranked: Sequence[int], value: int) -> int:
    """How many are no more than the value."""
    return bisect_left(ranked, value + 1)
