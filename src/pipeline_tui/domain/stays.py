"""How long deals stay: in a stage, and in the funnel.

A deal that is still there has stayed at least so long. Leaving it out makes a slow stage look fast, and
counting it as gone makes it look faster still; so times are read off the product-limit estimate, which
takes every deal for as long as it has been watched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.funnel import LITTLE_DATA

MEDIAN, P90 = 0.5, 0.9
_ROUNDING = 1e-9


class Stayed(Struct, frozen=True):
    """So many deals stayed so many whole days; `ended` when they are gone, else they are there yet."""

    days: int
    ended: bool
    count: int


def quantile(stays: Iterable[Stayed], share: float) -> int | None:
    """Days by which `share` (0 to 1) of all deals are gone; None while too many are there yet.

    Kaplan and Meier (1958), "Nonparametric estimation from incomplete observations": those that are
    there yet count up to their day. Without any it is the smallest day by which that share is gone.
    """
    by_day: dict[int, list[int]] = {}
    for one in stays:
        counts = by_day.setdefault(one.days, [0, 0])
        counts[0] += one.count
        counts[1] += one.count if one.ended else 0
    watched = sum(count for count, _ in by_day.values())
    left = 1.0
    for day in sorted(by_day):
        count, ended = by_day[day]
        left *= 1 - ended / watched
        if ended and left <= 1 - share + _ROUNDING:
            return day
        watched -= count
    return None


class StayRow(Struct, frozen=True):
    """Time in one stage, in days. A deal that came back is counted once, with all its time there.

    `median` and `p90` are None while more than that share of the deals would still be there after
    `longest`, the longest time seen.
    """

    stage: StageRow
    ended: int
    open: int
    median: int | None
    p90: int | None
    longest: int

    @property
    def count(self) -> int:
        """Deals that were in the stage."""
        return self.ended + self.open

    @property
    def little_data(self) -> bool:
        """Whether too few deals have left it to go by."""
        return self.ended < LITTLE_DATA


def stay_row(stage: StageRow, stays: Sequence[Stayed]) -> StayRow:
    """The figures of one stage."""
    return StayRow(
        stage,
        sum(one.count for one in stays if one.ended),
        sum(one.count for one in stays if not one.ended),
        quantile(stays, MEDIAN),
        quantile(stays, P90),
        max((one.days for one in stays), default=0),
    )
