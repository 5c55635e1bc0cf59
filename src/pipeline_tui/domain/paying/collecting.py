"""DSO, CEI and their kin at the ends of months, in one pass over all parts of invoices."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from pipeline_tui.domain.collection import Collection
from pipeline_tui.domain.forecast.outlook import month_end
from pipeline_tui.domain.paying.parts import Part


class Collected(Struct, frozen=True):
    """How money was collected over the days that end on `day`, an ordinal."""

    day: int
    collection: Collection


def collected(
    parts: Iterable[Part], until: int, months: int, days: int, own: str
) -> tuple[Collected, ...]:
    """At the end of each of so many months before a day and on the day itself, looking `days` back;
    by currency, `own` first. Months in which a currency neither was owed nor sold are left out."""
    ends = [month_end(until, -back) for back in range(months, 0, -1)]
    ends = [*(one for one in ends if one < until), until]
    marks = sorted({*ends, *(end - days for end in ends)})
    owed: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    sold: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in parts:
        for day in marks[bisect_left(marks, one.issued) :]:
            left = one.open_minor(day)
            if left <= 0:
                break  # what is settled or cancelled stays so
            line = owed[one.currency, day]
            line[0] += left
            if one.due >= day:
                line[1] += left
        if one.sale:
            sold[one.currency].append((one.issued, one.minor))
    codes = sorted({code for code, _day in owed} | sold.keys(), key=lambda one: (one != own, one))
    found = []
    for code in codes:
        sales = _Running(sold[code])
        for end in ends:
            row = Collection(
                code, days, owed.get((code, end - days), (0, 0))[0],
                sales.between(end - days, end), *owed.get((code, end), (0, 0)),
            )  # fmt: skip
            if row.opening_minor or row.sales_minor or row.closing_minor:
                found.append(Collected(end, row))
    return tuple(found)


class _Running:
    """Sums by day, added up to any day by two look-ups."""

    def __init__(self, sold: Sequence[tuple[int, int]]) -> None:
        self._days = []
        self._sums = [0]
        for day, minor in sorted(sold):
            self._days.append(day)
            self._sums.append(self._sums[-1] + minor)

    def between(self, after: int, until: int) -> int:
        """What was sold after a day, up to another."""
        first, last = (bisect_left(self._days, day + 1) for day in (after, until))
        return self._sums[last] - self._sums[first]
