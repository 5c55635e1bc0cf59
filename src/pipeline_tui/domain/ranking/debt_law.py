"""When a natural person may be called or written to about a debt: 230-ФЗ, ст. 7, ч. 3 and 5.

Not legal advice. We read it strictly: every outgoing call counts, answered or not; so does every mail
and message, and a draft of one about the debt; a letter on paper is not limited; a week and a
month are the last 7 and 31 days, which is never looser than those of the calendar; and where nobody
knows the debtor's zone a call is allowed only when it would be in every zone they may be in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.workdays import WorkCalendar

COUNTRY = "RU"
"""Where the law holds: the country of the creditor."""


class Caps(Struct, frozen=True):
    """How often at most in a day, a week and a month."""

    day: int
    week: int
    month: int


CALLS = Caps(1, 2, 8)
MESSAGES = Caps(2, 4, 16)
WORKDAY_HOURS = (time(8), time(22))
DAY_OFF_HOURS = (time(9), time(20))

_WEEK = timedelta(days=7)
MONTH = timedelta(days=31)
_STEPS = 64
"""Limits that are waited out one after another; two dozen at most ever come together."""


class Limit(StrEnum):
    """Which of its limits holds a call back; the one that lasts longest is named."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOURS = "hours"


def limit(
    at: datetime, called: Sequence[datetime], zones: Sequence[tzinfo], calendar: WorkCalendar,
    caps: Caps = CALLS,
) -> Limit | None:  # fmt: skip
    """The limit that forbids a call, or a message by its `caps`, at a moment, or none. `called` are
    those of ours so far, newest first; `zones` are those the debtor may live in."""
    if sum(one > at - MONTH for one in called) >= caps.month:
        return Limit.MONTH
    if sum(one > at - _WEEK for one in called) >= caps.week:
        return Limit.WEEK
    if any(_of_the_day(at, called, zone) >= caps.day for zone in zones):
        return Limit.DAY
    if any(not _in_hours(at.astimezone(zone), calendar) for zone in zones):
        return Limit.HOURS
    return None


def opens(
    now: datetime, called: Sequence[datetime], zones: Sequence[tzinfo], calendar: WorkCalendar,
    caps: Caps = CALLS,
) -> datetime | None:  # fmt: skip
    """The first moment from now at which one is allowed; none where the zones never agree."""
    at = now
    for _step in range(_STEPS):
        match limit(at, called, zones, calendar, caps):
            case None:
                return at
            case Limit.MONTH:
                at = called[caps.month - 1] + MONTH
            case Limit.WEEK:
                at = called[caps.week - 1] + _WEEK
            case Limit.DAY:
                at = max(
                    _midnight_after(at, zone)
                    for zone in zones if _of_the_day(at, called, zone) >= caps.day
                )  # fmt: skip
            case Limit.HOURS:
                at = max(_openings(at, zones, calendar))
    return None


def _of_the_day(at: datetime, called: Sequence[datetime], zone: tzinfo) -> int:
    today = at.astimezone(zone).date()
    return sum(one.astimezone(zone).date() == today for one in called)


def _in_hours(local: datetime, calendar: WorkCalendar) -> bool:
    start, end = _hours(local.date(), calendar)
    return start <= local.time() < end


def _hours(day: date, calendar: WorkCalendar) -> tuple[time, time]:
    return WORKDAY_HOURS if calendar.is_workday(day) else DAY_OFF_HOURS


def _midnight_after(at: datetime, zone: tzinfo) -> datetime:
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)


def _openings(at: datetime, zones: Sequence[tzinfo], calendar: WorkCalendar) -> Iterator[datetime]:
    """When each zone that is shut now opens next."""
    for zone in zones:
        local = at.astimezone(zone)
        if _in_hours(local, calendar):
            continue
        day = local.date()
        if local.time() >= _hours(day, calendar)[0]:
            day += timedelta(days=1)
        yield datetime.combine(day, _hours(day, calendar)[0], zone)
