"""The no-answer ladder: when to try again after a call that nobody answered.

Attempts at 0, +3 hours, then +1, +2, +4 and +7 working days from the first, by turns in the morning
and in the afternoon; after the last one the client rests. Days follow the client's own calendar, hours
what their day and the seller's have in common.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from msgspec import Struct

from pipeline_tui.domain.workdays import WorkCalendar


class Ladder(Struct, frozen=True):
    """Hours to the second attempt, working days from the first to each later one, days of rest."""

    hours: int = 3
    days: tuple[int, ...] = (1, 2, 4, 7)
    rest_days: int = 90

    @property
    def attempts(self) -> int:
        """How many attempts there are before the rest."""
        return 2 + len(self.days)


class Hours(Struct, frozen=True):
    """When a client can be reached on a working day, local time."""

    start: time = time(9)
    end: time = time(18)
    afternoon: time = time(14)
    """When the second half begins: the end of lunch."""


class OwnHours(Struct, frozen=True):
    """When the seller calls: the spans of a day of theirs, lunch left out, local time of `zone`."""

    zone: tzinfo
    spans: tuple[tuple[time, time], ...]


_LAST_CALL = timedelta(hours=1)
"""A try meant for later than the seller's day lasts comes so long before its end."""


class Retry(Struct, frozen=True):
    """Try again: attempt number `attempt`, not before `at` (aware, client's zone)."""

    attempt: int
    at: datetime


class Rest(Struct, frozen=True):
    """Nobody answered any attempt: leave the client alone until this day."""

    until: date


def next_attempt(
    ladder: Ladder,
    made: int,
    *,
    first_at: datetime,
    last_at: datetime,
    calendar: WorkCalendar,
    hours: Hours,
    own: OwnHours,
) -> Retry | Rest:
    """What follows after attempt number `made` (from 1) failed at `last_at`.

    Both moments are aware and in the client's zone. A rung whose day has passed already is taken on
    the next working day, so that two attempts never fall on one half-day. Where the client's hours
    and the seller's `own` have nothing in common on a day, the client's hold.
    """
    if made >= ladder.attempts:
        return Rest(last_at.date() + timedelta(days=ladder.rest_days))
    if made == 1 and calendar.is_workday(last_at.date()):
        at = last_at + timedelta(hours=ladder.hours)
        if at.date() == last_at.date() and hours.start <= at.time() < hours.end:
            soon = not_before(at.replace(second=0, microsecond=0), hours, own)
            if soon is not None:
                return Retry(2, soon)
    if made == 1:
        day = calendar.next_workday(last_at.date())
    else:
        day = calendar.add_workdays(first_at.date(), ladder.days[made - 2])
        if day <= last_at.date():
            day = calendar.next_workday(last_at.date())
    clock = hours.start if last_at.time() >= hours.afternoon else hours.afternoon
    at = datetime.combine(day, clock, last_at.tzinfo)
    return Retry(made + 1, not_before(at, hours, own) or _last_call(at, hours, own))


def not_before(at: datetime, hours: Hours, own: OwnHours) -> datetime | None:
    """The first moment from `at` on, the same day of the client's, when both are at work; none where
    the seller's day is over by then. `at` itself where they have no hour in common that day."""
    both = in_common(at, hours, own)
    if not both:
        return at
    return next((max(at, start) for start, end in both if at < end), None)


def _last_call(at: datetime, hours: Hours, own: OwnHours) -> datetime:
    """The last good moment to call on the client's day of `at`, at which the seller has gone home."""
    start, end = in_common(at, hours, own)[-1]
    return max(start, end - _LAST_CALL)


def in_common(at: datetime, hours: Hours, own: OwnHours) -> list[tuple[datetime, datetime]]:
    """When both are at work on the client's day of `at`, in the client's zone, in order."""
    opens = datetime.combine(at.date(), hours.start, at.tzinfo)
    closes = datetime.combine(at.date(), hours.end, at.tzinfo)
    first = opens.astimezone(own.zone).date()
    found = []
    for day in (first, first + timedelta(days=1)):  # a day of theirs may lie across our midnight
        for begins, ends in own.spans:
            start = datetime.combine(day, begins, own.zone).astimezone(at.tzinfo)
            end = datetime.combine(day, ends, own.zone).astimezone(at.tzinfo)
            if max(opens, start) < min(closes, end):
                found.append((max(opens, start), min(closes, end)))
    return found


def attempt_number(ladder: Ladder, last_attempt: int | None, last_connected: bool | None) -> int:
    """Which attempt an unanswered call is, from the last call: its attempt, and whether it connected.

    A run begins anew after a conversation and after the ladder has been climbed.
    """
    if last_connected is not False or last_attempt is None or last_attempt >= ladder.attempts:
        return 1
    return last_attempt + 1
