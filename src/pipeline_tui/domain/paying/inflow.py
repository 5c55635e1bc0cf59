"""What will be paid, week by week, of what has been invoiced: instalments, promises, payers' behaviour.

Each open part comes whole, on a day that the curve of its payer gives. What a running promise covers
comes on its day with the chance that this client keeps one, (k+2)/(n+4), else as the curve says. The
range is drawn, and swings as past weeks did beyond the luck of single debts (`forecast.ranges`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from random import Random

from msgspec import Struct

from pipeline_tui.domain.forecast.ranges import (
    RUNS,
    SWING,
    Money,
    Past,
    Range,
    Swing,
    draws,
    expected,
    spread,
    swing,
)
from pipeline_tui.domain.paying.curve import Base, Curve, curve_of
from pipeline_tui.domain.paying.parts import Part

_SEED = 20170102
_WEEK = 7


class Word(Struct, frozen=True):
    """A running promise: so much of one invoice, or of the oldest debt, by a day; of `fallen` promises
    of this client `kept` were kept."""

    invoice_id: int | None
    currency: str
    minor: int
    due: int
    kept: int
    fallen: int

    @property
    def chance(self) -> float:
        """The chance that it is kept."""
        return (self.kept + 2) / (self.fallen + 4)


class Inflow(Struct, frozen=True):
    """Money of one currency from `first` to `last`, both included: one week, or several together.

    `plain_minor` is expected before the swing, `expected_minor` after it; neither that nor the range is
    ever more than what is owed.
    """

    weeks: int
    first: int
    last: int
    currency: str
    plain_minor: float
    expected_minor: float
    variance: float
    promised_minor: int
    due_minor: int
    range: Range
    swing: Swing

    def past(self, came: int) -> Past:
        """What it teaches when it is over."""
        return Past(self.plain_minor, self.variance, came, self.swing.mean)


def came_in(parts: Iterable[Part], day: int, one: Inflow) -> int:
    """What was paid in that time of what had been invoiced by a day; minor units."""
    return sum(
        minor
        for part in parts if part.currency == one.currency and part.issued <= day
        for on, minor in part.paid if one.first <= on <= one.last
    )  # fmt: skip


def inflow(
    by_client: Mapping[int, Sequence[Part]],
    day: int,
    base: Base,
    weeks: int,
    pasts: Mapping[tuple[int, str], Sequence[Past]],
    words: Mapping[int, Sequence[Word]],
    runs: int = RUNS,
) -> list[Inflow]:
    """Money by currency: each of so many weeks after a day, and the first four and all of them
    together, drawn so many times."""
    ends = [day + _WEEK * (at + 1) for at in range(weeks)]
    money: dict[str, list[Money]] = defaultdict(list)
    due: dict[str, list[int]] = defaultdict(lambda: [0] * weeks)
    promised: dict[str, list[int]] = defaultdict(lambda: [0] * weeks)
    for client_id, parts in by_client.items():
        rows = [(one, left) for one in parts if (left := one.open_minor(day)) > 0]
        if not rows:
            continue
        curve = curve_of(parts, day, base)
        rows.sort(key=lambda row: (row[0].due, row[0].id))
        for part, left, word in _covered(rows, words.get(client_id, ()), day):
            money[part.currency].append((left, _chances(curve, part, word, day, ends)))
            _count(due[part.currency], part.due, left, day)
            if word is not None:
                _count(promised[part.currency], word.due, left, day)
    found: list[Inflow] = []
    for currency, some in sorted(money.items()):
        found += _told(
            currency, some, day, ends, pasts, promised[currency], due[currency],
            runs,
        )  # fmt: skip
    return found


def _count(by_week: list[int], on: int, minor: int, day: int) -> None:
    at = (on - day - 1) // _WEEK
    if 0 <= at < len(by_week):
        by_week[at] += minor


def _covered(
    rows: Sequence[tuple[Part, int]], words: Sequence[Word], day: int
) -> Iterable[tuple[Part, int, Word | None]]:
    """Open parts with the promise that covers them, cut where it covers some of one; the nearest
    promise takes first, from the invoice it names, else from the oldest debt."""
    left = [minor for _part, minor in rows]
    for word in sorted(words, key=lambda one: one.due):
        room = word.minor if word.due > day else 0
        for at, (part, _minor) in enumerate(rows):
            named = word.invoice_id in (None, part.invoice_id)
            taken = min(room, left[at]) if named and part.currency == word.currency else 0
            if taken > 0:
                room -= taken
                left[at] -= taken
                yield part, taken, word
    for (part, _minor), rest in zip(rows, left, strict=True):
        if rest > 0:
            yield part, rest, None


def _chances(
    curve: Curve, part: Part, word: Word | None, day: int, ends: Sequence[int]
) -> tuple[float, ...]:
    seen = day - part.due
    kept = 0.0 if word is None else word.chance
    return tuple(
        kept * (word is not None and end >= word.due)
        + (1 - kept) * curve.paid_by(end - part.due, seen)
        for end in ends
    )


def _told(
    currency: str,
    money: Sequence[Money],
    day: int,
    ends: Sequence[int],
    pasts: Mapping[tuple[int, str], Sequence[Past]],
    promised: Sequence[int],
    due: Sequence[int],
    runs: int,
) -> Iterable[Inflow]:
    random = Random(_SEED + day)
    drawn = draws(money, len(ends), random, runs)
    owed = sum(worth for worth, _chances in money)
    spans = [(at, at + 1) for at in range(len(ends))]
    spans += [(0, upto) for upto in sorted({min(4, len(ends)), len(ends)}) if upto > 1]
    for first, upto in spans:
        weeks = upto - first
        steps = [(worth, (_within(chances, first, upto),)) for worth, chances in money]
        mean, variance = expected(steps, 0)
        swings = swing(
            pasts.get((weeks, currency)) or _nearest(pasts, weeks, currency),
            usual=SWING
            / sqrt(weeks),  # what weeks have in surplus and want evens out among several
        )
        sums = [sum(some) for some in zip(*drawn[first:upto], strict=True)]
        yield Inflow(
            weeks, (ends[first - 1] if first else day) + 1, ends[upto - 1], currency,
            mean, min(mean * swings.mean, owed), variance, sum(promised[first:upto]), sum(due[first:upto]),
            spread(sums, 0.0, swings, random, owed), swings,
        )  # fmt: skip


def _within(chances: Sequence[float], first: int, upto: int) -> float:
    return chances[upto - 1] - (chances[first - 1] if first else 0.0)


def _nearest(
    pasts: Mapping[tuple[int, str], Sequence[Past]], weeks: int, currency: str
) -> Sequence[Past]:
    """Four weeks stand in for a longer time that was never replayed."""
    return pasts.get((4, currency), ()) if weeks > 4 else ()
