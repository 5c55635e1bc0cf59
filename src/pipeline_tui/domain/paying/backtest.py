"""History replayed month by month: each time only what was known then says how what followed is paid.

At the end of each month everybody's and every payer's curve is learnt anew, and asked about the invoices
issued in the month after. So each is told once, by what was known before it was issued. What became of
them is looked up at the end. Money is told week by week for four weeks, of what had been invoiced by
then; weeks that were over on a replayed day teach how wide it draws its ranges, later ones do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from pipeline_tui.domain.forecast.outlook import month_end
from pipeline_tui.domain.forecast.ranges import Past
from pipeline_tui.domain.forecast.scores import Bin, calibration
from pipeline_tui.domain.funnel import LITTLE_DATA
from pipeline_tui.domain.paying.curve import COUNTED, LAST, base_of
from pipeline_tui.domain.paying.grade import Method, Say, Trust, said_of_all, says
from pipeline_tui.domain.paying.inflow import Inflow, Word, came_in, inflow
from pipeline_tui.domain.paying.parts import Part
from pipeline_tui.domain.paying.scores import Compared, auc, brier, compare, mean_error, root_error

MONTHS = 12
"""Months replayed unless another number is given."""
WEEKS = 4
"""Weeks that money is told for on a replayed day: they are over when the next one comes."""
MOST = 10_000
"""Parts of invoices replayed at most; of more, those of some of the clients."""

_RUNS = 500
"""Draws of a replayed day; the forecast itself is drawn more often."""

Words = Callable[[int], Mapping[int, Sequence[Word]]]
"""The promises that ran at the end of a day, by client."""


class Told(Struct, frozen=True):
    """What was said of a part before it was issued."""

    part: Part
    said: Mapping[Method, Say]


class Weeks(Struct, frozen=True):
    """How often money came within P10–P90, in single weeks (`weeks` = 1) or four together, and how far
    off P50 was on the mean."""

    weeks: int
    currency: str
    count: int
    within: int
    off_minor: int
    came_minor: int


class Backtest(Struct, frozen=True):
    """History replayed up to a day, at the ends of months (`cuts`).

    `auc` and `brier` are of the chance to be late, over parts whose due day is over. Over those of them
    that are paid (`left_out` are open still): the mean absolute errors of days late, told as the median
    (`usual`) and as the mean (`mean`, of days counted up to 90), and the root mean squared error of the mean (`root`). What is
    least wrong on the absolute mean is a median, what is least wrong in squares is a mean (Gneiting
    2011), so that each is chosen by its own measure. Every `every`-th client was replayed.
    """

    until: int
    cuts: tuple[int, ...]
    late: int
    auc: Compared
    brier: Compared
    usual: Compared
    mean: Compared
    root: Compared
    left_out: int
    bins: tuple[Bin, ...]
    weeks: tuple[Weeks, ...]
    trust: Trust
    pasts: Mapping[tuple[int, str], Sequence[Past]]
    every: int = 1


def backtest(
    parts: Sequence[Part], until: int, months: int = MONTHS, words: Words | None = None
) -> Backtest:
    """Replay so many months before a day."""
    every = -(-len(parts) // MOST) or 1
    if every > 1:
        parts = [one for one in parts if one.client_id % every == 0]
    by_client: Mapping[int, list[Part]] = defaultdict(list)
    for one in parts:
        by_client[one.client_id].append(one)
    days = [month_end(until, -back) for back in range(months, 0, -1)]
    days = [day for day in days if day < until]
    told: list[Told] = []
    checked: list[tuple[int, Inflow, int]] = []
    pasts: dict[tuple[int, str], list[Past]] = defaultdict(list)
    cuts = []
    for at, day in enumerate(days):
        base = base_of(parts, day)
        if base.fallen < LITTLE_DATA:
            continue  # the program would have said that there is too little data
        cuts.append(day)
        whole = said_of_all(base)
        end = days[at + 1] if at + 1 < len(days) else until
        coming: Mapping[int, list[Part]] = defaultdict(list)
        for one in parts:
            if day < one.issued <= end and not one.opening:
                coming[one.client_id].append(one)
        for client_id, some in coming.items():
            said = says(by_client[client_id], day, base, whole)
            told += [Told(one, said) for one in some]
        found = inflow(by_client, day, base, WEEKS, pasts, words(day) if words else {}, _RUNS)
        for one_week in found:
            if one_week.last <= until:
                came = came_in(parts, day, one_week)
                checked.append((day, one_week, came))
                pasts[one_week.weeks, one_week.currency].append(one_week.past(came))
    return _summary(until, tuple(cuts), told, checked, pasts, every)


def _summary(
    until: int,
    cuts: tuple[int, ...],
    told: Sequence[Told],
    checked: Sequence[tuple[int, Inflow, int]],
    pasts: Mapping[tuple[int, str], Sequence[Past]],
    every: int,
) -> Backtest:
    over = [one for one in told if one.part.due < until and one.part.ended > until]
    paid = [one for one in over if one.part.settled <= until]
    late = {
        method: [
            (one.said[method].chance, bool(one.part.is_late(until))) for one in over
        ]
        for method in Method
    }  # fmt: skip
    chance = compare(len(over), {one: brier(some) for one, some in late.items()})
    usual, mean, root = (
        compare(len(paid), {one: measure(_days(paid, one, name, until)) for one in Method})
        for measure, name in ((mean_error, "usual"), (mean_error, "days"), (root_error, "days"))
    )
    return Backtest(
        until=until, cuts=cuts, late=sum(true for _chance, true in late[Method.OWN]),
        auc=compare(len(over), {one: auc(some) for one, some in late.items()}),
        brier=chance, usual=usual, mean=mean, root=root, left_out=len(over) - len(paid),
        bins=calibration(late[Method.OWN]), weeks=tuple(_weeks(checked)),
        trust=Trust(chance.best(), usual.best(), root.best(), told=len(paid) >= LITTLE_DATA),
        pasts=pasts, every=every,
    )  # fmt: skip


def _days(paid: Sequence[Told], method: Method, name: str, until: int) -> list[tuple[float, int]]:
    most = LAST if name == "usual" else COUNTED
    return [(getattr(one.said[method], name), min(one.part.days_late(until), most)) for one in paid]


def _weeks(checked: Sequence[tuple[int, Inflow, int]]) -> list[Weeks]:
    groups: Mapping[tuple[int, str], list[tuple[Inflow, int]]] = defaultdict(list)
    for _day, one, came in checked:
        groups[one.weeks, one.currency].append((one, came))
    return [
        Weeks(
            weeks, currency, len(some), sum(one.range.holds(came) for one, came in some),
            sum(abs(one.range.p50 - came) for one, came in some) // len(some),
            sum(came for _one, came in some) // len(some),
        )
        for (weeks, currency), some in sorted(groups.items())
    ]  # fmt: skip
