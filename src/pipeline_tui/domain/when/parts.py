"""What a phrase can name, and which days and times that means for a given now.

Every day part answers `days(context, at)`: the days it may mean, best first, where `at` is the time
of day said with it. `Impossible` is raised for what no calendar has, such as 30 February.
"""

from __future__ import annotations

import calendar as months
from datetime import UTC, date, datetime, time, timedelta
from math import floor
from typing import Protocol

from msgspec import Struct

from pipeline_tui.domain.workdays import WorkCalendar

_RECENT = 30  # days; a date without a year that passed this lately is a slip, not next year's
_MOST_WORKDAYS = 3000
_PARTS = {
    "morning": 10,
    "before_lunch": 12,
    "lunch": 13,
    "day": 14,
    "after_lunch": 14,
    "evening": 18,
    "night": 22,
}
_FIRST_WORKING_HOUR = 8


class Impossible(Exception):
    """No calendar or clock has this."""


class Context(Struct, frozen=True):
    """Against what a phrase is understood."""

    now: datetime
    calendar: WorkCalendar
    day_end: time
    allow_past: bool

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def minute(self) -> time:
        """The time now, whole minutes."""
        return self.now.time().replace(second=0, microsecond=0)

    def ahead(self, day: date, at: time | None) -> bool:
        """Whether the moment is not past; a whole day is past from the next one."""
        return (day, at or time.max) >= (self.today, self.minute)


class DayPart(Protocol):
    """A part of a phrase that names days."""

    def days(self, c: Context, at: time | None, /) -> tuple[date, ...]: ...


class Clock(Struct, frozen=True):
    """A time of day. `hour` 24 is the midnight that ends a day; `exact` hours are taken as written."""

    hour: int
    minute: int = 0
    part: str | None = None
    exact: bool = False
    firm: bool = True  # said so that it cannot be a count of things

    def hours(self, part: str | None) -> int:
        """The hour 0–24, helped by the part of the day said with it."""
        hour, part = self.hour, self.part or part
        if hour > 24 or self.minute > 59 or (hour == 24 and self.minute):
            raise Impossible
        if self.exact or part is None:
            return hour + 12 if 1 <= hour < _FIRST_WORKING_HOUR and not self.exact else hour
        match part:
            case "am" | "morning" | "before_lunch":
                if hour > 12 or (hour == 12 and part == "morning"):
                    raise Impossible
                return 0 if hour == 12 and part == "am" else hour
            case "night":
                if hour in (0, 12):
                    return 24
                return hour + 12 if 9 <= hour < 12 else hour
            case "evening":
                if hour == 12:
                    return 24
                return hour + 12 if 1 <= hour < 12 else hour
            case "pm":
                return hour + 12 if 1 <= hour < 12 else hour
            case _:
                return hour + 12 if 1 <= hour < _FIRST_WORKING_HOUR else hour


def part_time(part: str, c: Context) -> time:
    """The hour at which a part of the day begins for a call."""
    return c.day_end if part == "end" else time(_PARTS[part])


def make_day(year: int, month: int, day: int) -> date:
    """The date, or Impossible."""
    try:
        return date(year, month, day)
    except ValueError:
        raise Impossible from None


def add_months(day: date, n: int) -> date:
    """The same day `n` months on, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    if not 1 <= year <= 9999:
        raise Impossible
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


class Relative(Struct, frozen=True):
    """Today and its neighbours."""

    offset: int

    def days(self, c: Context, _at: time | None) -> tuple[date, ...]:
        return (c.today + timedelta(self.offset),)


class DayMonth(Struct, frozen=True):
    """A day of a named month; without a year, the next one (the nearest where past is allowed)."""

    day: int
    month: int
    year: int | None = None

    def days(self, c: Context, _at: time | None) -> tuple[date, ...]:
        if self.year is not None:
            return (make_day(self.year, self.month, self.day),)
        found = []
        for year in range(c.today.year - 1, c.today.year + 9):
            try:
                found.append(make_day(year, self.month, self.day))
            except Impossible:
                continue
        if not found:
            raise Impossible
        if c.allow_past:
            return (min(found, key=lambda day: abs((day - c.today).days)),)
        return (next(day for day in found if (c.today - day).days <= _RECENT),)


class Slashed(Struct, frozen=True):
    """`a/b`: day and month in either order."""

    a: int
    b: int
    year: int | None = None

    def days(self, c: Context, at: time | None) -> tuple[date, ...]:
        found: list[date] = []
        for day, month in ((self.a, self.b), (self.b, self.a)):
            try:
                found += DayMonth(day, month, self.year).days(c, at)
            except Impossible:
                continue
        if not found:
            raise Impossible
        return tuple(found)


class DayOfMonth(Struct, frozen=True):
    """A day without a month: the next such day, or of the month `shift` months from this one."""

    day: int
    shift: int | None = None

    def days(self, c: Context, at: time | None) -> tuple[date, ...]:
        if not 1 <= self.day <= 31:
            raise Impossible
        first = c.today.replace(day=1)
        if self.shift is not None:
            month = add_months(first, self.shift)
            return (make_day(month.year, month.month, self.day),)
        found = []
        for n in range(-2, 4):
            month = add_months(first, n)
            if self.day <= months.monthrange(month.year, month.month)[1]:
                found.append(month.replace(day=self.day))
        if c.allow_past:
            return (min(found, key=lambda day: abs((day - c.today).days)),)
        return (next(day for day in found if c.ahead(day, at)),)


class Weekday(Struct, frozen=True):
    """A day of the week, 0 Monday. `which`: next, this, last, coming, week after; `asked` where "next" is unsure."""

    number: int
    which: str | None = None
    asked: bool = False

    def within(self, day: date) -> date:
        """This weekday in the week of `day`."""
        return day + timedelta(self.number - day.weekday())

    def days(self, c: Context, at: time | None) -> tuple[date, ...]:
        here = self.within(c.today)
        week = timedelta(7)
        match self.which:
            case "this":
                return (here,)
            case "last":
                return (here if here < c.today else here - week,)
            case "next":
                return (here, here + week) if self.asked and here > c.today else (here + week,)
            case _:
                later_today = here == c.today and at is not None and at > c.minute
                coming = here if here > c.today or later_today else here + week
                return (coming + week if self.which == "week after" else coming,)


class Period(Struct, frozen=True):
    """A week, month, quarter or year, or an edge of it: start, middle or end.

    An edge is a working day wherever the period has one. Without an edge the current period means
    its end (it is a deadline) and a later one its start.
    """

    unit: str
    offset: int | None = None
    edge: str | None = None
    month: int | None = None
    year: int | None = None

    def day_month(self, day: int) -> DayMonth:
        """A day of the named month."""
        return DayMonth(day, self.month or 0, self.year)

    def bounds(self, c: Context, offset: int) -> tuple[date, date]:
        """First and last day."""
        today = c.today
        if self.unit == "week":
            first = today - timedelta(today.weekday()) + timedelta(7 * offset)
            return first, first + timedelta(6)
        if self.unit == "year":
            first, length = date(today.year, 1, 1), 12
        elif self.unit == "quarter":
            first, length = date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3
        elif self.month is None:
            first, length = today.replace(day=1), 1
        else:
            year = self.year or today.year + (self.month < today.month)
            first, length = make_day(year, self.month, 1), 1
            offset *= 12
        first = add_months(first, offset * length)
        return first, add_months(first, length) - timedelta(1)

    def last(self, c: Context) -> date:
        """Its last day."""
        return self.bounds(c, self.offset or 0)[1]

    def days(self, c: Context, at: time | None) -> tuple[date, ...]:
        offset = self.offset or 0
        first, last = self.bounds(c, offset)
        edge = self.edge or ("end" if first <= c.today <= last else "start")
        day = self._edge(c, first, last, edge)
        rolls = self.offset is None and self.year is None
        if rolls and (not c.ahead(day, at) or (day == c.today and edge != "end")):
            first, last = self.bounds(c, offset + 1)
            day = self._edge(c, first, last, edge)
        return (day,)

    def _edge(self, c: Context, first: date, last: date, edge: str) -> date:
        if edge == "end":
            day = c.calendar.add_workdays(last + timedelta(1), -1)
            return day if day >= first else last
        if edge == "middle":
            if self.unit == "week":
                first += timedelta(2)
            else:
                length = (last - first).days + 1
                first = (first + timedelta(length // 2 - 1)).replace(day=15)
        return c.calendar.workday_from(first)

    def on(self, weekday: Weekday, c: Context, at: time | None) -> date:
        """The weekday said together with this period."""
        if self.unit == "week" and self.edge is None:
            return weekday.within(self.bounds(c, self.offset or 0)[0])
        (day,) = self.days(c, at)
        if self.edge == "end":
            return day - timedelta((day.weekday() - weekday.number) % 7)
        return day + timedelta((weekday.number - day.weekday()) % 7)


class Weekend(Struct, frozen=True):
    """The coming Saturday, or today within a weekend; `offset` in weeks."""

    offset: int = 0

    def days(self, c: Context, _at: time | None) -> tuple[date, ...]:
        saturday = c.today + timedelta(5 - c.today.weekday())
        return (max(c.today, saturday) + timedelta(7 * self.offset),)

    def last(self, c: Context) -> date:
        """Its Sunday."""
        return c.today + timedelta(6 - c.today.weekday() + 7 * self.offset)


class Holidays(Struct, frozen=True):
    """The working day after, or before, public holidays: the next ones, May's, or New Year's."""

    after: bool
    start: tuple[int, int] | None = None
    end: tuple[int, int] | None = None

    def days(self, c: Context, _at: time | None) -> tuple[date, ...]:
        if self.start and self.end:
            first = self._next(c, *self.start)
            last = self._next(c, *self.end)
        else:
            ahead = (c.today + timedelta(n) for n in range(1, 400))
            found = next((day for day in ahead if c.calendar.is_holiday(day)), None)
            if found is None:
                raise Impossible
            first = last = found
        if self.after:
            return (c.calendar.next_workday(last),)
        return (c.calendar.add_workdays(first, -1),)

    @staticmethod
    def _next(c: Context, month: int, day: int) -> date:
        this_year = date(c.today.year, month, day)
        return this_year if this_year >= c.today else date(c.today.year + 1, month, day)


class Options(Struct, frozen=True):
    """Days a person would be asked to choose from."""

    choices: tuple[DayPart, ...]

    def days(self, c: Context, at: time | None) -> tuple[date, ...]:
        return tuple(day for choice in self.choices for day in choice.days(c, at))


class Shift(Struct, frozen=True):
    """So much time from now; negative amounts for the past. Halves are allowed."""

    amounts: tuple[tuple[float, str], ...]

    @property
    def has_time(self) -> bool:
        """Whether it says a time of day too."""
        return any(unit in ("hour", "minute") for _, unit in self.amounts)

    @property
    def in_weeks(self) -> bool:
        """Whether it names a week rather than a day."""
        return all(unit == "week" for _, unit in self.amounts)

    def moment(self, c: Context) -> tuple[date, time | None]:
        """The day, and the time when hours or minutes were said."""
        day, spell = c.today, timedelta()
        for n, unit in self.amounts:
            if not n:
                raise Impossible
            match unit:
                case "minute":
                    spell += timedelta(minutes=n)
                case "hour":
                    spell += timedelta(hours=n)
                case "workday":
                    if abs(n) > _MOST_WORKDAYS:
                        raise Impossible
                    day = c.calendar.add_workdays(day, floor(n + 0.5))
                case "day" | "week" | "fortnight":
                    each = {"day": 1, "week": 7, "fortnight": 14}[unit]
                    day += timedelta(floor(n * each + 0.5))
                case _:
                    whole = n * {"month": 1, "quarter": 3, "year": 12}[unit]
                    day = add_months(day, floor(whole)) + timedelta(15 if whole % 1 else 0)
        if not spell:
            return day, None
        # Hours pass on the real clock, also over a change to summer time.
        base = datetime.combine(day, c.now.time(), c.now.tzinfo).astimezone(UTC) + spell
        local = base.astimezone(c.now.tzinfo)
        return local.date(), local.time().replace(second=0, microsecond=0)

    def days(self, c: Context, _at: time | None) -> tuple[date, ...]:
        return (self.moment(c)[0],)
