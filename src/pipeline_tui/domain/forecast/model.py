"""The chance of a deal to be won, and when, learnt from what became of the deals before it.

A chance is two: that a deal which ends is won (its share), and that it ends at all, for some only stand.
Every rate is pulled towards a broader one by `PULL` deals' worth of it: deals that stood this long in
this stage → all deals that were in this stage → the chance that the stage was given. Without data the
given chance is what is left. What the sum, the source and the product add are odds, pulled towards none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from math import prod

from msgspec import Struct
from msgspec.structs import replace

from pipeline_tui.domain.forecast.courses import Facts, Seen, Stages, Standing
from pipeline_tui.domain.forecast.curve import LOST, OPEN, WON, Curve
from pipeline_tui.domain.funnel import LITTLE_DATA

PULL = 20
"""How many deals the broader rate counts for."""
LANDMARKS = (0, 7, 14, 30, 60, 90, 180, 365)
"""Ages in a stage, in days, from which deals that stood at least so long are counted."""
USUAL_DAYS = 90
"""How long a sale takes where neither history nor the deal says."""
_LEAST, _MOST = 0.001, 0.999
_BANDS = ("low", "middle", "high")


class Trait(StrEnum):
    """What besides stage and age a chance may depend on."""

    AMOUNT = "amount"
    """`low`, `middle` or `high`: the third of the sums of ended deals that it lies in."""
    SOURCE = "source"
    PRODUCT = "product"


class Effect(Struct, frozen=True):
    """How deals with a trait fared: `won` of `decided`, where `expected` were to be won by stage alone.

    `odds` multiplies the odds of winning.
    """

    trait: Trait
    value: str
    won: int
    decided: int
    expected: float
    odds: float


class Chance(Struct, frozen=True):
    """A chance of winning with what it rests on; all shares within (0, 1).

    Of `at_risk` deals that stood this long in this stage `won` and `lost` ended, the rest are still
    open. `share` is the chance to be won of a deal that ends, `base` the same before the effects,
    `ends` the chance that it ends; `default` is what the stage was given.
    """

    default: float
    base: float
    share: float
    ends: float
    at_risk: int
    won: int
    lost: int
    age: int
    effects: tuple[Effect, ...] = ()

    @property
    def value(self) -> float:
        """The chance to be won at all."""
        return clip(self.share * self.ends)

    @property
    def decided(self) -> int:
        """Deals that stood so long and were won or lost."""
        return self.won + self.lost


def clip(share: float) -> float:
    """A chance that is never quite none or quite sure."""
    return min(_MOST, max(_LEAST, share))


def pulled(share: float, count: float, broader: float) -> float:
    """A share seen in `count` deals, pulled towards the broader one; without deals it is that one."""
    return (share * count + broader * PULL) / (count + PULL)


def more(share: float, odds: float) -> float:
    """A chance whose odds are multiplied."""
    found = share / (1 - share) * odds
    return clip(found / (1 + found))


def fared(won: float, decided: float, expected: float) -> float:
    """The odds of winning against those expected, pulled towards none: 1."""
    lost, losses = decided - won, decided - expected
    return ((won + PULL) / (expected + PULL)) / ((lost + PULL) / (losses + PULL))


class Model:
    """What deals known at the end of `day` teach."""

    def __init__(self, known: Sequence[Seen], stages: Stages, day: int) -> None:
        self.stages = stages
        self.day = day
        self.closed = sum(one.closed is not None for one in known)
        """Deals won or lost that were learnt from."""
        self._curves = _curves(known, day)
        self._typical = _typical(known, day)
        self._steps = _steps(known, day)
        self._effects = self._learn_effects(known)
        self._by_age: dict[tuple[int, int], Chance] = {}
        self._paces: dict[tuple[int, int, int | None, tuple[int, ...]], tuple[float, ...]] = {}

    # What a deal is worth

    def standing(self, known: Iterable[Seen]) -> list[Standing]:
        """The open deals as they stand on the day of the model, by number."""
        found = [
            self._standing(one, stay.stage_id, stay.entered)
            for one in known
            if (stay := one.standing) is not None
        ]
        return sorted(found, key=lambda one: one.deal_id)

    def _standing(self, one: Seen, stage_id: int, since: int) -> Standing:
        facts = one.course.known(self.day)
        worth, estimated = self._worth(facts)
        return Standing(
            one.course.deal_id, stage_id, since, self.day - since, facts, worth, estimated
        )

    def _worth(self, facts: Facts) -> tuple[int, bool]:
        """The sum of a deal, or the price of its product, or the mean won sum; whether it is guessed."""
        if facts.amount_minor is not None:
            return facts.amount_minor, False
        if facts.price_minor is not None:
            return facts.price_minor, True
        return self._typical.get(facts.currency, 0), True

    # Chances

    def chance(self, deal: Standing) -> Chance:
        """The chance that a deal is won in the end."""
        found = self._by_age.get((deal.stage_id, deal.age))
        if found is None:
            found = self._by_age[deal.stage_id, deal.age] = self._of_age(deal.stage_id, deal.age)
        effects = tuple(self._effects_of(deal.facts))
        if not effects:
            return found
        share = more(found.base, prod(one.odds for one in effects))
        return replace(found, share=share, effects=effects)

    def _of_age(self, stage_id: int, age: int) -> Chance:
        """The chance of a deal that stands so long in a stage, whatever its sum, source, product."""
        default = clip(self.stages[stage_id].probability / 100)
        curve, past = self._curve(stage_id, age)
        here, whole = curve.from_day(past), self._whole(stage_id).from_day(-1)
        share = pulled(whole.win_share, whole.decided, default)
        base = clip(pulled(here.win_share, here.decided, share))
        # Only where deals were seen to stand longer than any that ended do some never end.
        sure = whole.decided >= LITTLE_DATA
        ends = clip(pulled(here.ends, here.beyond, 1.0)) if sure else 1.0
        return Chance(default, base, base, ends, here.at_risk, here.won, here.lost, age)

    def pace(self, deal: Standing, spans: Sequence[int]) -> tuple[float, ...]:
        """Of the wins that are still to come, the share within so many days from now, for each span.

        It is that of deals which stood as long, pulled towards that of all deals of the stage, and this
        towards what is written down: all by the expected close, or evenly over `USUAL_DAYS`.
        """
        key = deal.stage_id, deal.age, deal.facts.expected, tuple(spans)
        found = self._paces.get(key)
        if found is None:
            found = self._paces[key] = tuple(self._pace(deal, spans))
        return found

    def _pace(self, deal: Standing, spans: Sequence[int]) -> Iterable[float]:
        curve, past = self._curve(deal.stage_id, deal.age)
        whole = self._whole(deal.stage_id)
        here, broad = curve.from_day(past), whole.from_day(deal.age)
        own, first = here.win_share * here.ends, broad.win_share * broad.ends
        least = 0.0
        for span in spans:
            usual = whole.won_by(deal.age, deal.age + span) / first if first > 0 else 0.0
            usual = pulled(usual, broad.decided, self._stated(deal.facts, span))
            near = curve.won_by(past, past + span) / own if own > 0 else 0.0
            least = max(least, min(1.0, pulled(near, here.decided, usual)))
            yield least

    def _stated(self, facts: Facts, span: int) -> float:
        if facts.expected is None:
            return min(1.0, span / USUAL_DAYS)
        return float(facts.expected <= self.day + span)

    def _whole(self, stage_id: int) -> Curve:
        return self._curves.get((stage_id, 0), _NOTHING)

    def _curve(self, stage_id: int, age: int) -> tuple[Curve, int]:
        """The curve of deals that stood about as long, and the day on it that is now."""
        mark = LANDMARKS[bisect_right(LANDMARKS, max(0, age)) - 1]
        return self._curves.get((stage_id, mark), _NOTHING), age - mark

    def _effects_of(self, facts: Facts) -> Iterable[Effect]:
        for trait in Trait:
            found = self._effects.get((trait, self._value(trait, facts)))
            if found is not None:
                yield found

    def _value(self, trait: Trait, facts: Facts) -> str:
        if trait is Trait.SOURCE:
            return facts.source
        if trait is Trait.PRODUCT:
            return facts.product
        steps = self._steps.get(facts.currency)
        if steps is None or facts.amount_minor is None:
            return ""
        return _BANDS[bisect_right(steps, facts.amount_minor)]

    def _learn_effects(self, known: Iterable[Seen]) -> dict[tuple[Trait, str], Effect]:
        """What was won against what stage alone expected, of ended deals by trait."""
        base: dict[int, float] = {}
        sums: dict[tuple[Trait, str], list[float]] = defaultdict(lambda: [0, 0, 0.0])
        for one in known:
            if one.closed is None or not one.stays:
                continue
            stage = one.stays[0].stage_id
            if stage not in base:
                whole = self._whole(stage).from_day(-1)
                default = clip(self.stages[stage].probability / 100)
                base[stage] = pulled(whole.win_share, whole.decided, default)
            facts = one.course.known(_eve(one, self.day))
            for trait in Trait:
                if value := self._value(trait, facts):
                    group = sums[trait, value]
                    group[0] += one.won
                    group[1] += 1
                    group[2] += base[stage]
        return {
            key: Effect(*key, int(won), int(decided), due, fared(won, decided, due))
            for key, (won, decided, due) in sums.items()
        }


_NOTHING = Curve(())


def _eve(one: Seen, day: int) -> int:
    """The day before a deal was closed: what it was when its end was not known."""
    return day if one.closed is None else max(one.opened, one.closed - 1)


def _curves(known: Iterable[Seen], day: int) -> dict[tuple[int, int], Curve]:
    """(stage, landmark) → what became of the deals that stood so long there, from then on."""
    ends: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for one in known:
        end = WON if one.won else OPEN if one.closed is None else LOST
        last = day if one.closed is None else one.closed
        for stay in one.stays:
            stood = (day if stay.left is None else stay.left) - stay.entered
            for mark in LANDMARKS:
                if stood < mark:
                    break
                ends[stay.stage_id, mark].append((last - stay.entered - mark, end))
    return {key: Curve(rows) for key, rows in ends.items()}


def _typical(known: Iterable[Seen], day: int) -> dict[str, int]:
    """Currency → the mean sum of a won deal."""
    won: dict[str, list[int]] = defaultdict(list)
    for one in known:
        if one.won and one.won_minor is not None:
            won[one.course.known(day).currency].append(one.won_minor)
    return {currency: sum(some) // len(some) for currency, some in won.items()}


def _steps(known: Iterable[Seen], day: int) -> dict[str, list[int]]:
    """Currency → the sums that part ended deals into thirds."""
    sums: dict[str, list[int]] = defaultdict(list)
    for one in known:
        facts = one.course.known(_eve(one, day))
        if one.closed is not None and facts.amount_minor is not None:
            sums[facts.currency].append(facts.amount_minor)
    parts = len(_BANDS)
    return {
        currency: [sorted(some)[len(some) * n // parts] for n in range(1, parts)]
        for currency, some in sums.items()
        if len(some) >= LITTLE_DATA
    }
