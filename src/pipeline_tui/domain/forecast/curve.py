"""Of deals that got as far as this, how many were won or lost by when: two risks that compete.

The estimate is that of Aalen and Johansen (Scand. J. Statist. 5, 1978): a deal that is still open
counts for as long as it was watched, and is neither won nor lost.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from msgspec import Struct

OPEN, LOST, WON = 0, 1, 2


class Odds(Struct, frozen=True):
    """What a curve says from a day on: `at_risk` deals stood so long, of which `won` and `lost` ended.

    `win_share` is the chance to be won among deals that end, `ends` the chance to end at all, as far
    as was watched; `beyond` deals stood longer than any that ended, and vouch for it.
    """

    at_risk: int
    beyond: int
    won: int
    lost: int
    win_share: float
    ends: float

    @property
    def decided(self) -> int:
        """Deals that stood so long and were won or lost."""
        return self.won + self.lost


class Curve:
    """Cumulated chances by day. `ends` are (days watched, OPEN, LOST or WON)."""

    def __init__(self, ends: Iterable[tuple[int, int]]) -> None:
        rows = sorted(ends)
        self.days: list[int] = []
        self._won = [0.0]
        self._lost = [0.0]
        self._left = [1.0]
        self._wins_before = [0]
        self._losses_before = [0]
        self._all = [day for day, _ in rows]
        at, total = 0, len(rows)
        left = 1.0
        while at < total:
            day, counts, first = rows[at][0], [0, 0, 0], at
            while at < total and rows[at][0] == day:
                counts[rows[at][1]] += 1
                at += 1
            if not (counts[WON] or counts[LOST]):
                continue
            # Deals watched up to this very day are at risk on it.
            each = left / (total - first)
            self.days.append(day)
            self._won.append(self._won[-1] + each * counts[WON])
            self._lost.append(self._lost[-1] + each * counts[LOST])
            left = max(0.0, left - each * (counts[WON] + counts[LOST]))
            self._left.append(left)
            self._wins_before.append(self._wins_before[-1] + counts[WON])
            self._losses_before.append(self._losses_before[-1] + counts[LOST])

    def from_day(self, day: int) -> Odds:
        """The odds of a deal that is still open at the end of a day."""
        at = bisect_right(self.days, day)
        won, lost = self._won[-1] - self._won[at], self._lost[-1] - self._lost[at]
        left = self._left[at]
        return Odds(
            at_risk=self._watched(day),
            beyond=self._watched(max(day, self.days[-1]) if self.days else day),
            won=self._wins_before[-1] - self._wins_before[at],
            lost=self._losses_before[-1] - self._losses_before[at],
            win_share=won / (won + lost) if won + lost > 0 else 0.0,
            ends=min(1.0, (won + lost) / left) if left > 0 else 0.0,
        )

    def _watched(self, day: int) -> int:
        """Deals that stood longer than so many days."""
        return len(self._all) - bisect_right(self._all, day)

    def won_by(self, day: int, by: int) -> float:
        """The chance of a deal still open at the end of `day` to be won up to the day `by`."""
        at = bisect_right(self.days, day)
        left = self._left[at]
        if left <= 0:
            return 0.0
        until = max(at, bisect_right(self.days, by))
        return min(1.0, (self._won[until] - self._won[at]) / left)
