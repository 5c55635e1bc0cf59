"""What objections do to deals: which of them kill, what taking them off changes, how they trend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from statistics import median

from msgspec import Struct

from pipeline_tui.domain.funnel import LITTLE_DATA
from pipeline_tui.domain.objections import Tally
from pipeline_tui.domain.shares import Share


class Insight(StrEnum):
    """What can be looked at by itself."""

    KILLS = "kills"
    """Deals lost with an objection that was not taken off: where, and with how much money."""
    EFFECT = "effect"
    """What became of deals that met a kind, beside those that did not."""
    TREND = "trend"
    SPLIT = "split"
    """By source, segment, product or competitor."""


OFF, STOOD = "off", "stood"
"""Parts of the deals that met a kind: where it was taken off, and where it was not."""


class SplitBy(StrEnum):
    """What objections are split by."""

    SOURCE = "source"
    SEGMENT = "segment"
    """The client's industry."""
    PRODUCT = "product"
    COMPETITOR = "competitor"


class Kind(Struct, frozen=True):
    """A kind as figures name it."""

    id: int
    code: str
    name: str | None


class Kill(Struct, frozen=True):
    """Deals lost in a period in which `kind` was met and never taken off, by the stage where it was
    met last; none where no stage is known. Money by currency in minor units.

    A deal with several such kinds is counted under each: nobody knows which of them it was.
    """

    kind: Kind
    stage: str | None
    stage_name: str | None
    deals: int
    amounts: Mapping[str, int]

    @property
    def key(self) -> str:
        """What the row is asked for by: `price:offer`."""
        return f"{self.kind.code}:{self.stage or ''}"


class Ended(Struct, frozen=True):
    """A deal closed in a period. `reached` is stage → days from its entry to the close."""

    deal_id: int
    won: bool
    reached: Mapping[int, int]


class Met(Struct, frozen=True):
    """A kind in a deal: the stage where it was met first, and whether it was ever taken off."""

    deal_id: int
    type_id: int
    stage_id: int
    off: bool


class Effect(Struct, frozen=True):
    """What became of the closed deals that met a kind.

    `met` is their share won, `off` and `stood` the same of those where it was taken off and where it
    was not. `beside` is of deals that never met it and had come as far: the rate of each stage,
    weighed by how many met the kind first there, so that late objections are compared with late deals.
    Days are medians from the entry of that stage to the win, `beside_days` weighed likewise.
    """

    kind: Kind
    met: Share
    off: Share
    stood: Share
    beside: float | None
    beside_deals: int
    days: float | None
    won: int
    beside_days: float | None
    beside_won: int

    @property
    def little_data(self) -> bool:
        """Whether there are too few deals on either side to go by."""
        return min(self.met.n, self.beside_deals) < LITTLE_DATA

    @property
    def apart(self) -> int:
        """1 when deals that met it are won more often beyond chance, -1 when less, else 0: the rate
        beside it lies outside their 95 % Wilson interval."""
        if self.little_data or self.beside is None:
            return 0
        low, high = self.met.interval
        return (low > self.beside) - (high < self.beside)


def effect(kind: Kind, met: Iterable[Met], ended: Mapping[int, Ended]) -> Effect:
    """What a kind does, of the deals closed in a period; `met` are the meetings with this kind.

    Stages that no deal without the kind had reached are left out of both sides of the comparison with
    those beside it, and so are deals that are not known to have been at the stage of the meeting.
    """
    found = [one for one in met if one.deal_id in ended]
    with_it = {one.deal_id for one in found}
    sides = {True: [0, 0], False: [0, 0]}
    for one in found:
        sides[one.off][0] += ended[one.deal_id].won
        sides[one.off][1] += 1
    off, stood = Share(*sides[True]), Share(*sides[False])
    firsts: dict[int, list[Ended]] = defaultdict(list)
    for one in found:
        deal = ended[one.deal_id]
        if one.stage_id in deal.reached:
            firsts[one.stage_id].append(deal)
    others = [deal for deal in ended.values() if deal.deal_id not in with_it]
    rates, times, own_days = [], [], []
    seen: set[int] = set()
    seen_won: set[int] = set()
    for stage_id, deals in firsts.items():
        as_far = [deal for deal in others if stage_id in deal.reached]
        if as_far:
            rates.append((sum(deal.won for deal in as_far) / len(as_far), len(deals)))
            seen.update(deal.deal_id for deal in as_far)
        won = [deal.reached[stage_id] for deal in deals if deal.won]
        theirs = [deal.reached[stage_id] for deal in as_far if deal.won]
        if won and theirs:
            own_days += won
            times.append((float(median(theirs)), len(won)))
            seen_won.update(deal.deal_id for deal in as_far if deal.won)
    return Effect(
        kind=kind, met=Share(off.k + stood.k, off.n + stood.n), off=off, stood=stood,
        beside=_weighed(rates), beside_deals=len(seen),
        days=float(median(own_days)) if own_days else None, won=len(own_days),
        beside_days=_weighed(times), beside_won=len(seen_won),
    )  # fmt: skip


def _weighed(values: Sequence[tuple[float, int]]) -> float | None:
    weight = sum(n for _value, n in values)
    return sum(value * n for value, n in values) / weight if weight else None


class TrendRow(Struct, frozen=True):
    """A kind month by month, in the order of the months asked for."""

    kind: Kind
    tallies: tuple[Tally, ...]

    @property
    def whole(self) -> Tally:
        """All the months together."""
        return sum(self.tallies, Tally())


class Trend(Struct, frozen=True):
    """Kinds by month, the one met most first; `months` are their first days."""

    months: tuple[date, ...]
    rows: tuple[TrendRow, ...]


class SplitRow(Struct, frozen=True):
    """Objections of one source, segment, product or competitor, "" where it is not said; kinds with
    how often each was met, the commonest first."""

    key: str
    tally: Tally
    kinds: tuple[tuple[Kind, Tally], ...]
