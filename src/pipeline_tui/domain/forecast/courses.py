"""The course of a deal as its stage changes tell it, seen from a day: nothing later is looked at.

Days are ordinals (`date.toordinal`); money is minor units of the deal's own currency.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.vocabulary import StageKind

HISTORY_DAYS = 730
"""How far back closed deals are looked at: sellers, goods and markets change."""
WON_KINDS = frozenset({StageKind.WON, StageKind.FULFILMENT})

Stages = Mapping[int, StageRow]
"""Every stage by its number, retired ones too."""


class Facts(Struct, frozen=True):
    """What of a deal can be edited. `price_minor` is the list price of its product."""

    amount_minor: int | None = None
    currency: str = ""
    source: str = ""
    product: str = ""
    price_minor: int | None = None
    expected: int | None = None


class Pass(Struct, frozen=True):
    """A deal entered a stage on a day; the amount is what was written down then."""

    day: int
    stage_id: int
    amount_minor: int | None


class Version(Struct, frozen=True):
    """What a deal was before it was edited on a day."""

    until: int
    facts: Facts


class Course(Struct, frozen=True):
    """A deal: its passes in order and what is known of it.

    `priced_from` is the day from which its sum is known: an import writes the sum of today to days
    long past, and to a lost deal a nought, which nobody knew then. `versions` are older states, the
    oldest first; `gone` is the day on which it was put away.
    """

    deal_id: int
    passes: tuple[Pass, ...]
    facts: Facts
    versions: tuple[Version, ...] = ()
    priced_from: int = 0
    gone: int | None = None

    def known(self, day: int) -> Facts:
        """What was known at the end of a day."""
        found = self.facts
        for one in self.versions:
            if one.until > day:
                found = one.facts
                break
        if day >= self.priced_from or found.amount_minor is None:
            return found
        return Facts(
            None, found.currency, found.source, found.product, found.price_minor, found.expected
        )


class Standing(Struct, frozen=True):
    """An open deal at the end of a day. `worth_minor` is its sum, or what stands in for it."""

    deal_id: int
    stage_id: int
    since: int
    age: int
    facts: Facts
    worth_minor: int
    estimated: bool


class Stay(Struct, frozen=True):
    """A time that a deal spent in an open stage: `left` is none while it is still there."""

    stage_id: int
    entered: int
    left: int | None


class Seen(Struct, frozen=True):
    """A course up to a day: its stage, its stays, and whether and when it was won or lost."""

    course: Course
    stage_id: int
    stays: tuple[Stay, ...]
    opened: int
    closed: int | None
    won: bool
    won_minor: int | None

    @property
    def standing(self) -> Stay | None:
        """The stay that goes on; none for a closed deal."""
        return self.stays[-1] if self.closed is None and self.stays else None


def seen(course: Course, stages: Stages, day: int) -> Seen | None:
    """What was known of a deal at the end of a day; none where there was no deal yet, or no more.

    A deal reopened since counts by its last close; stays before it belong to that outcome.
    """
    passes = course.passes
    if not passes or passes[0].day > day or (course.gone is not None and course.gone <= day):
        return None
    stays: list[Stay] = []
    at: Pass | None = None
    closed: int | None = None
    won = False
    won_minor: int | None = None
    for one in passes:
        if one.day > day:
            break
        kind = stages[one.stage_id].kind
        if at is not None and stages[at.stage_id].kind == StageKind.OPEN:
            stays.append(Stay(at.stage_id, at.day, one.day))
        if kind == StageKind.OPEN:
            closed, won, won_minor = None, False, None
        elif kind not in WON_KINDS or not won:  # fulfilment does not win a deal once more
            closed, won, won_minor = one.day, kind in WON_KINDS, one.amount_minor
        at = one
    if closed is None and at is not None:
        stays.append(Stay(at.stage_id, at.day, None))
    assert at is not None
    return Seen(course, at.stage_id, tuple(stays), passes[0].day, closed, won, won_minor)


class Watch:
    """Courses seen on one day after another; what came to its end is not walked again.

    `pipeline_id` leaves out deals that stand in another pipeline on that day.
    """

    def __init__(
        self, courses: Sequence[Course], stages: Stages, pipeline_id: int | None = None
    ) -> None:
        self._courses = courses
        self._stages = stages
        self._left_out = {
            one.id
            for one in stages.values()
            if pipeline_id is not None and one.pipeline_id != pipeline_id
        }
        self._settled: dict[int, Seen] = {}

    def on(self, day: int) -> list[Seen]:
        """Every deal as it was known at the end of a day, no earlier than the one asked for before;
        closed ones of the last `HISTORY_DAYS`."""
        since, found = day - HISTORY_DAYS, []
        for place, course in enumerate(self._courses):
            one = self._settled.get(place)
            if one is None:
                one = seen(course, self._stages, day)
                if one is None:
                    continue
                if course.gone is None and course.passes[-1].day <= day:
                    self._settled[place] = one
            if one.stage_id in self._left_out:
                continue
            if one.closed is None or one.closed > since:
                found.append(one)
        return found


def observed(
    courses: Sequence[Course], stages: Stages, day: int, pipeline_id: int | None = None
) -> list[Seen]:
    """Every deal as it was known at the end of a day; closed ones of the last `HISTORY_DAYS`."""
    return Watch(courses, stages, pipeline_id).on(day)
