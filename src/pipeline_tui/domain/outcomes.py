"""What an outcome of a call may schedule, and when that is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from pipeline_tui.domain.calls import OutcomeRow
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.ladder import Hours
from pipeline_tui.domain.vocabulary import Direction, Schedules
from pipeline_tui.domain.workdays import WorkCalendar

MOST_HOURS = 240
MOST_DAYS = 250
"""Longest delays: ten days in hours, a year in working days."""

DELAYED = frozenset({Schedules.STEP, Schedules.CALLBACK, Schedules.LADDER})
"""What can be planned by itself; the rest asks for what only the user knows, or plans nothing."""


def check_outcome(
    schedules: str, *, connected: bool, after_hours: int | None, after_days: int | None, title: str
) -> None:
    """Raise Invalid for an outcome that contradicts itself.

    The no-answer ladder is for calls that reached nobody; a delay is in hours or in working days,
    and only where something can be planned by itself.
    """
    if schedules == Schedules.LADDER and connected:
        raise Invalid("connected", "ladder_connected")
    if after_hours is not None and after_days is not None:
        raise Invalid("after_days", "delay_twice")
    if schedules not in DELAYED:
        if after_hours is not None or after_days is not None:
            raise Invalid(
                "after_hours" if after_hours is not None else "after_days", "delay_of_nothing"
            )
        if title:
            raise Invalid("title", "delay_of_nothing")


def after_hours(hours_on: int, now: datetime, calendar: WorkCalendar, hours: Hours) -> datetime:
    """The moment so many hours after `now` (aware, the client's zone), within working hours.

    One that falls before the day begins waits for its beginning; one after its end, or on a day
    off, for the beginning of the next working day.
    """
    at = (now + timedelta(hours=hours_on)).replace(second=0, microsecond=0)
    day = at.date()
    if calendar.is_workday(day) and at.time() < hours.end:
        return max(at, _opens(day, hours.start, at))
    return _opens(calendar.next_workday(day), hours.start, at)


def after_days(days_on: int, today: date, calendar: WorkCalendar, own: WorkCalendar) -> date:
    """The day so many of the client's working days after `today`, moved on to one that the user
    works too."""
    return own.workday_from(calendar.add_workdays(today, days_on))


def that_fit(outcomes: Sequence[OutcomeRow], direction: str) -> list[OutcomeRow]:
    """The outcomes a call can end with: who calls us has been reached, so nobody is tried again."""
    if direction == Direction.IN:
        return [one for one in outcomes if one.schedules != Schedules.LADDER]
    return list(outcomes)


def _opens(day: date, start: time, like: datetime) -> datetime:
    return datetime.combine(day, start, like.tzinfo)
