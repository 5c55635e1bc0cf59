"""Working days: a country's public holidays and weekends, and the user's own days off.

A weekend day that the state moved to work counts as a working day, a moved day off as a day off.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.workday_tables import SETTLED

DEFAULT_COUNTRY = "RU"
_DAY = timedelta(days=1)
_SATURDAY = 5
_WEEKEND = frozenset({5, 6})


class DayKind(StrEnum):
    """What a day is to a calendar."""

    WORKED = "worked"
    MOVED = "moved"
    """A weekend day that is worked in exchange for another."""
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    """A public holiday, or a day off moved here."""
    OWN = "own"
    """The user's own day off."""


class _Year(Struct, frozen=True):
    """One country's year. Frozen, so that threads share it safely."""

    holidays: frozenset[date]
    worked: frozenset[date]
    weekend: frozenset[int]


def _days(year: int, text: str) -> Iterator[date]:
    """Days written as month and day: `0308 0309`."""
    for one in text.split():
        yield date(year, int(one[:2]), int(one[2:]))


@lru_cache(maxsize=256)
def _year(country: str, year: int) -> _Year:
    settled = SETTLED.get((country, year))
    if settled is not None:
        off, worked = (frozenset(_days(year, text)) for text in settled)
        return _Year(holidays=off, worked=worked, weekend=_WEEKEND)
    import holidays  # heavy to import

    try:
        found = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        raise Invalid("country", "country_unknown", country=country) from None
    return _Year(
        holidays=frozenset(day for day in found if day.year == year),
        worked=frozenset(day for day in found.weekend_workdays if day.year == year),
        weekend=frozenset(found.weekend),
    )


class WorkCalendar(Struct, frozen=True):
    """Which days are worked.

    `country` is an ISO 3166 alpha-2 code, or None for no public holidays at all. `days_off` are the
    user's own. Every method may raise Invalid("country", "country_unknown"), and OverflowError
    where a count runs past the last day a `date` can hold.
    """

    country: str | None = DEFAULT_COUNTRY
    days_off: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked."""
        if day in self.days_off:
            return False
        if self.country is None:
            return day.weekday() < _SATURDAY
        year = _year(self.country, day.year)
        if day in year.worked:
            return True
        return day.weekday() not in year.weekend and day not in year.holidays

    def kind(self, day: date) -> DayKind:
        """What a day is; a holiday on a weekend is a holiday."""
        if day in self.days_off:
            return DayKind.OWN
        if self.is_holiday(day):
            return DayKind.HOLIDAY
        if not self.is_workday(day):
            return DayKind.WEEKEND
        return DayKind.MOVED if self._is_weekend(day) else DayKind.WORKED

    def _is_weekend(self, day: date) -> bool:
        return self.country is not None and day.weekday() in _year(self.country, day.year).weekend

    def is_holiday(self, day: date) -> bool:
        """Whether `day` is a public holiday or the user's own day off; a plain weekend is neither."""
        if day in self.days_off:
            return True
        return self.country is not None and day in _year(self.country, day.year).holidays

    def next_workday(self, day: date) -> date:
        """The first working day after `day`."""
        day += _DAY
        while not self.is_workday(day):
            day += _DAY
        return day

    def workday_from(self, day: date) -> date:
        """`day` itself when it is worked, else the first working day after it."""
        return day if self.is_workday(day) else self.next_workday(day)

    def add_workdays(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`, before it when `n` is negative; 0 gives `day`."""
        step = _DAY if n > 0 else -_DAY
        left = abs(n)
        while left:
            day += step
            if self.is_workday(day):
                left -= 1
        return day

    def workdays_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; negative when `b` is before `a`.

        From a Friday to the next Monday is 1: that is how many working days late a step of Friday is.
        """
        if b < a:
            return -self.workdays_between(b, a)
        return sum(self.is_workday(a + _DAY * i) for i in range(1, (b - a).days + 1))


def holiday_names(country: str, year: int, language: str) -> dict[date, str]:
    """Holidays of a year with their names, in `language` where the `holidays` library has it, else
    in English or the country's own.

    For a page that shows a calendar: importing that library costs a tenth of a second. Raises
    Invalid("country", "country_unknown").
    """
    import holidays

    try:
        found = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        raise Invalid("country", "country_unknown", country=country) from None
    spoken = next((one for one in (language, "en_US") if one in found.supported_languages), None)
    if spoken is not None:
        found = holidays.country_holidays(country, years=year, language=spoken)
    return {day: name for day, name in found.items() if day.year == year}
