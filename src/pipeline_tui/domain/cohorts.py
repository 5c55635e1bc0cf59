"""Conversion by the month in which deals entered the funnel.

A young cohort looks worse than it is, since its deals have not had their time yet. It is called mature
when at most one in ten of its deals is open still: how it ends can hardly change any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.funnel import conversion
from pipeline_tui.domain.stays import P90, Stayed, quantile

OPEN_AT_MOST = 0.1
"""The share of a mature cohort that may be open still."""


class Outcome(StrEnum):
    """How it stands with a deal now."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class Entered(Struct, frozen=True):
    """So many deals entered in a month (2026-03), came as far as open stage number `furthest` of
    their pipeline, from 0, or beyond, and took `days` until they were decided, or until today."""

    month: str
    furthest: int
    outcome: Outcome
    days: int
    count: int


class CohortRow(Struct, frozen=True):
    """The deals that entered in one month. `reached` has one number for each open stage of the
    pipeline: how many came that far or further; the first is all of them."""

    month: str
    reached: tuple[int, ...]
    won: int
    lost: int

    @property
    def mature(self) -> bool:
        """Whether nearly all of it is decided."""
        return self.open <= self.entered * OPEN_AT_MOST

    @property
    def entered(self) -> int:
        """All of them."""
        return self.reached[0]

    @property
    def open(self) -> int:
        """Not decided yet."""
        return self.entered - self.won - self.lost

    @property
    def won_share(self) -> float | None:
        """Won of all that entered: what the cohort has come to so far."""
        return conversion(self.won, self.entered)

    def share(self, place: int) -> float | None:
        """Of all that entered, those that reached open stage number `place`, from 0."""
        return conversion(self.reached[place], self.entered)


class Cohorts(Struct, frozen=True):
    """Cohorts of one pipeline, the oldest first, over its open `stages`.

    `decided_in` is the days in which nine of ten deals are decided, None while too many are open.
    `undated` deals are left out: nobody knows when they entered.
    """

    stages: tuple[StageRow, ...]
    rows: tuple[CohortRow, ...]
    decided_in: int | None
    undated: int = 0

    @property
    def mature(self) -> CohortRow | None:
        """All mature cohorts together; None where there is none."""
        rows = [row for row in self.rows if row.mature]
        if not rows:
            return None
        reached = tuple(sum(row.reached[at] for row in rows) for at in range(len(self.stages)))
        won, lost = sum(row.won for row in rows), sum(row.lost for row in rows)
        return CohortRow("", reached, won, lost)


def cohorts(deals: Iterable[Entered], stages: Sequence[StageRow], *, undated: int = 0) -> Cohorts:
    """Count deals into the cohorts of a pipeline with these open stages."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * len(stages))
    won: dict[str, int] = defaultdict(int)
    lost: dict[str, int] = defaultdict(int)
    stays = []
    for one in deals:
        for place in range(one.furthest + 1):
            counts[one.month][place] += one.count
        won[one.month] += one.count if one.outcome is Outcome.WON else 0
        lost[one.month] += one.count if one.outcome is Outcome.LOST else 0
        stays.append(Stayed(one.days, one.outcome is not Outcome.OPEN, one.count))
    rows = tuple(
        CohortRow(month, tuple(counts[month]), won[month], lost[month]) for month in sorted(counts)
    )
    return Cohorts(tuple(stages), rows, quantile(stays, P90), undated)
