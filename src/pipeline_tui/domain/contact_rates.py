"""When clients answer: calls that reached somebody by hour, weekday, attempt and source.

A call counts when we made it and its outcome is known; it reached somebody when its outcome says so.
Hours and weekdays are the client's own. The call list ranks by the same counts and the same rate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import TypeVar

from msgspec import Struct

from pipeline_tui.domain.shares import Share, smoothed

ENOUGH = 20
"""Calls from which a share says something; below that it is shown with a warning."""

ENOUGH_OF_CLIENT = 5
"""Calls to one client from which an hour may be called their best."""

LAST_ATTEMPT = 7
"""Attempts from this one on are counted together."""

LEADS_WITHIN = timedelta(days=7)
"""How long after a call a deal may move on for the call to have led there."""

NOTHING = Share()
Slot = TypeVar("Slot")


def connect_rate(reached: int, calls: int) -> float:
    """(reached + 1) / (calls + 4): the rate of an hour of a client, 0.25 while nobody has tried."""
    return smoothed(reached, calls, 1)


def few(share: Share) -> bool:
    """Whether there are too few calls behind a share to go by it."""
    return share.n < ENOUGH


def has_hour(at: datetime, home: tzinfo) -> bool:
    """Whether the hour of a call is known: a file that names only days has its calls put at noon of
    the user's day, to the second."""
    if at.minute or at.second:
        return True
    return at.astimezone(home).hour != 12


def by_hour(calls: Iterable[tuple[datetime, bool]], zone: tzinfo) -> dict[int, Share]:
    """(moment, whether it reached somebody) of calls to one client → hour of their day → share."""
    found: dict[int, list[int]] = {}
    for at, reached in calls:
        slot = found.setdefault(at.astimezone(zone).hour, [0, 0])
        slot[0] += reached
        slot[1] += 1
    return {hour: Share(*slot) for hour, slot in found.items()}


class BestHour(Struct, frozen=True):
    """The hour at which a client answers best: from `hour` to the next, their time.

    `share` is of calls at that hour, `calls` of all that were looked at. No hour where there are
    too few calls, or none was answered.
    """

    hour: int | None
    share: Share
    calls: Share

    @property
    def few(self) -> bool:
        """Whether there are too few calls to name an hour."""
        return self.calls.n < ENOUGH_OF_CLIENT


def best_hour(hours: Mapping[int, Share]) -> BestHour:
    """The hour of the best `connect_rate`; of equals the one tried more, then the earlier."""
    whole = Share(sum(one.k for one in hours.values()), sum(one.n for one in hours.values()))
    answered = [hour for hour, share in hours.items() if share.k]
    if whole.n < ENOUGH_OF_CLIENT or not answered:
        return BestHour(None, NOTHING, whole)
    best = max(answered, key=lambda hour: (connect_rate(hours[hour].k, hours[hour].n),
                                           hours[hour].n, -hour))  # fmt: skip
    return BestHour(best, hours[best], whole)


# Over all clients


class CallSeen(Struct, frozen=True):
    """A call as it is counted. `hour` is none where the day alone is known; `led` says whether a
    meeting was set or a deal moved on within a week."""

    client_id: int
    weekday: int
    hour: int | None
    reached: bool
    attempt: int | None = None
    led: bool = False


class AttemptRow(Struct, frozen=True):
    """Calls that were attempt number `attempt` in a run: how many reached somebody, how many led on."""

    attempt: int
    reached: Share
    led: Share


class SourceRow(Struct, frozen=True):
    """Clients of one source that were called: how many were reached, have a deal, have bought.

    `source` is empty for clients without one. A deal counts while it is open, or when it was closed
    within the time looked at.
    """

    source: str
    calls: int
    reached: Share
    deals: Share
    won: Share

    @property
    def clients(self) -> int:
        """How many were called."""
        return self.reached.n


class Rates(Struct, frozen=True):
    """The figures of a span of days; `whole` is false where only the latest calls of it were read.

    `grid` is by (weekday from Monday as 0, hour). `all_calls` counts calls without an hour as well.
    """

    since: date
    until: date
    whole: bool
    all_calls: Share
    hours: Mapping[int, Share]
    weekdays: Mapping[int, Share]
    grid: Mapping[tuple[int, int], Share]
    attempts: tuple[AttemptRow, ...]
    sources: tuple[SourceRow, ...]


def best(shares: Mapping[Slot, Share], most: int = 3) -> list[Slot]:
    """The slots with the highest lower bound of their interval, those with enough calls only."""
    known = [slot for slot, share in shares.items() if not few(share) and share.k]
    return sorted(known, key=lambda slot: shares[slot].interval[0], reverse=True)[:most]


def worst(shares: Mapping[Slot, Share], most: int = 3) -> list[Slot]:
    """The slots with the lowest upper bound, those with enough calls only."""
    known = [slot for slot, share in shares.items() if not few(share)]
    return sorted(known, key=lambda slot: shares[slot].interval[1])[:most]


def count_calls(
    calls: Iterable[CallSeen],
    source_of: Mapping[int, str],
    with_deal: Container[int],
    bought: Container[int],
    *,
    since: date,
    until: date,
    whole: bool,
) -> Rates:
    """Count calls into every figure in one pass."""
    grid: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    attempts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    made: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for call in calls:
        tally = made[call.client_id]
        tally[0] += call.reached
        tally[1] += 1
        if call.hour is not None:
            slot = grid[call.weekday, call.hour]
            slot[0] += call.reached
            slot[1] += 1
        if call.attempt is not None:
            rung = attempts[min(call.attempt, LAST_ATTEMPT)]
            rung[0] += call.reached
            rung[1] += call.led
            rung[2] += 1
    return Rates(
        since, until, whole,
        Share(sum(k for k, _ in made.values()), sum(n for _, n in made.values())),
        _along(grid, lambda slot: slot[1]), _along(grid, lambda slot: slot[0]),
        {slot: Share(*grid[slot]) for slot in sorted(grid)},
        tuple(
            AttemptRow(number, Share(k, n), Share(led, n))
            for number, (k, led, n) in sorted(attempts.items())
        ),
        _sources(made, source_of, with_deal, bought),
    )  # fmt: skip


def _along(
    grid: Mapping[tuple[int, int], list[int]], key: Callable[[tuple[int, int]], int]
) -> dict[int, Share]:
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for slot, (k, n) in grid.items():
        found[key(slot)][0] += k
        found[key(slot)][1] += n
    return {at: Share(*found[at]) for at in sorted(found)}


def _sources(
    made: Mapping[int, list[int]],
    source_of: Mapping[int, str],
    with_deal: Container[int],
    bought: Container[int],
) -> tuple[SourceRow, ...]:
    """By source, the one with most clients first, clients without a source last."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for client_id, (reached, calls) in made.items():
        one = counts[source_of.get(client_id, "")]
        one[0] += calls
        one[1] += 1
        one[2] += reached > 0
        one[3] += client_id in with_deal
        one[4] += client_id in bought
    rows = [
        SourceRow(source, calls, Share(reached, n), Share(deals, n), Share(won, n))
        for source, (calls, n, reached, deals, won) in counts.items()
    ]
    rows.sort(key=lambda row: (not row.source, -row.clients, row.source))
    return tuple(rows)
