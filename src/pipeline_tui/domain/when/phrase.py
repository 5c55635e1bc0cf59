"""A phrase of parts that stand together, and the moments it may mean."""

from __future__ import annotations

from datetime import date, time, timedelta

from msgspec import Struct
from msgspec.structs import replace

from pipeline_tui.domain.when.parts import (
    Clock,
    Context,
    DayMonth,
    DayPart,
    Impossible,
    Period,
    Relative,
    Shift,
    Slashed,
    Weekday,
    Weekend,
    part_time,
)

Moment = tuple[date, time | None]
_FARTHEST = 50  # years either way; beyond it is a slip of the keyboard


class Phrase(Struct, frozen=True):
    """Tokens `start` to `end` and what they say.

    `either` is a number that may be read as a day or as a time ("15", "3 дня") as long as the rest
    of the phrase does not tell; `after` is set for "after Friday".
    """

    start: int
    end: int
    day: DayPart | None = None
    weekday: Weekday | None = None
    clock: Clock | None = None
    part: str | None = None
    either: tuple[DayPart, Clock] | None = None
    after: bool = False
    now: bool = False
    impossible: bool = False

    @property
    def empty(self) -> bool:
        return not (self.dated or self.timed or self.either or self.impossible)

    @property
    def dated(self) -> bool:
        return self.day is not None or self.weekday is not None or self.now

    @property
    def pinned(self) -> bool:
        """Whether it names one day so plainly that two such phrases compete."""
        if self.impossible:
            return False
        return self.weekday is not None or isinstance(self.day, Relative | DayMonth | Slashed)

    @property
    def timed(self) -> bool:
        hours = isinstance(self.day, Shift) and self.day.has_time
        return self.clock is not None or self.part is not None or self.now or hours

    @property
    def weight(self) -> int:
        """How surely this is the date of the text: 3 a day, 2 a time, 1 a bare number."""
        if self.dated:
            return 3
        return 2 if self.timed or self.impossible else 1

    def moments(self, c: Context) -> list[Moment]:
        """Every reading, without repeats; raises Impossible where there is none."""
        if self.impossible:
            raise Impossible
        found: list[Moment] = []
        failed = False
        for phrase in self._told():
            try:
                found += phrase._one(c)
            except Impossible:
                failed = True
        if failed and not found:
            raise Impossible
        for day, _ in found:
            if abs(day.year - c.today.year) > _FARTHEST:
                raise Impossible
        return list(dict.fromkeys(found))

    def _told(self) -> list[Phrase]:
        if self.either is None:
            return [self]
        day, clock = self.either
        as_day = replace(self, either=None, day=day)
        as_time = replace(self, either=None, clock=clock)
        if self.dated:
            return [as_time]
        return [as_day] if self.timed else [as_time, as_day]

    def _one(self, c: Context) -> list[Moment]:
        if self.now:
            return [(c.today, c.minute)]
        if isinstance(self.day, Shift) and self.day.has_time:
            return [self.day.moment(c)]
        at, late = self._at(c)
        days = self._days(c, at)
        return [(day + timedelta(late), at) for day in days]

    def _at(self, c: Context) -> tuple[time | None, int]:
        """The time of day, and 1 for the midnight that ends the day."""
        if self.clock is not None:
            hour = self.clock.hours(self.part)
            return time(hour % 24, self.clock.minute), hour // 24
        return (part_time(self.part, c), 0) if self.part else (None, 0)

    def _days(self, c: Context, at: time | None) -> tuple[date, ...]:
        if self.after:
            if isinstance(self.day, Period | Weekend):
                return (c.calendar.next_workday(self.day.last(c)),)
            return tuple(c.calendar.next_workday(day) for day in self._named(c, at))
        return self._named(c, at)

    def _named(self, c: Context, at: time | None) -> tuple[date, ...]:
        day, weekday = self.day, self.weekday
        if day is None and weekday is None:
            later = at is not None and at > c.minute
            midnight = self.clock is not None and self.clock.hours(self.part) == 24
            return (c.today if later or midnight else c.today + timedelta(1),)
        if day is None:
            assert weekday is not None
            return weekday.days(c, at)
        if weekday is None:
            days = day.days(c, at)
            if isinstance(day, Slashed) and not c.allow_past:
                return tuple(d for d in days if c.ahead(d, at)) or days
            return days
        if isinstance(day, Period):
            return (day.on(weekday, c, at),)
        days = day.days(c, at)
        if isinstance(day, Shift):
            if day.in_weeks:
                return (weekday.within(days[0]),)
            return (days[0] + timedelta((weekday.number - days[0].weekday()) % 7),)
        agreed = tuple(d for d in days if d.weekday() == weekday.number)
        return agreed or (*days, *weekday.days(c, at))
