"""Working days, against the official Russian production calendar and a few other countries."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.workday_tables import SETTLED
from pipeline_tui.domain.workdays import DayKind, WorkCalendar, holiday_names

RU = WorkCalendar()


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 3, 11), True),
        (date(2026, 3, 14), False),
        (date(2026, 3, 9), False),  # 8 March fell on a Sunday
        (date(2026, 1, 9), False),  # moved from Saturday 3 January
        (date(2026, 1, 12), True),
        (date(2026, 5, 11), False),
        (date(2026, 12, 31), False),
        (date(2024, 4, 27), True),  # a Saturday that was worked
        (date(2024, 12, 28), True),
        (date(2024, 4, 29), False),
    ],
)
def test_russian_days(day: date, worked: bool) -> None:
    assert RU.is_workday(day) is worked


OFFICIAL = {
    2025: (17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22),
    2026: (15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22),
}
"""Working days by month in the production calendars of Russia for a five-day week: 247 in both years."""


@pytest.mark.parametrize("year", list(OFFICIAL))
def test_every_month_has_the_working_days_of_the_production_calendar(year: int) -> None:
    counts = []
    for month in range(1, 13):
        day, worked = date(year, month, 1), 0
        while day.month == month:
            worked += RU.is_workday(day)
            day += timedelta(days=1)
        counts.append(worked)
    assert tuple(counts) == OFFICIAL[year]
    assert sum(counts) == 247


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        # 2025: the decree moved 4 January to 2 May, 23 February to 8 May, 8 March to 13 June,
        # 1 November to 3 November, 5 January to 31 December
        (date(2025, 5, 2), DayKind.HOLIDAY),
        (date(2025, 5, 8), DayKind.HOLIDAY),
        (date(2025, 6, 13), DayKind.HOLIDAY),
        (date(2025, 11, 3), DayKind.HOLIDAY),
        (date(2025, 12, 31), DayKind.HOLIDAY),
        (date(2025, 11, 1), DayKind.MOVED),  # a Saturday that was worked
        (date(2025, 2, 24), DayKind.WORKED),  # 23 February went to May, not to Monday
        (date(2025, 3, 10), DayKind.WORKED),
        (date(2025, 5, 10), DayKind.WEEKEND),
        # 2026: 3 January to 9 January, 4 January to 31 December
        (date(2026, 1, 9), DayKind.HOLIDAY),
        (date(2026, 12, 31), DayKind.HOLIDAY),
        (date(2026, 3, 9), DayKind.HOLIDAY),
        (date(2026, 5, 11), DayKind.HOLIDAY),
        (date(2026, 2, 23), DayKind.HOLIDAY),
        (date(2026, 3, 10), DayKind.WORKED),
        (date(2026, 11, 3), DayKind.WORKED),
        (date(2026, 6, 13), DayKind.WEEKEND),
        (date(2026, 5, 2), DayKind.WEEKEND),
    ],
)
def test_moved_days_of_russia(day: date, kind: DayKind) -> None:
    assert RU.kind(day) is kind


def test_own_days_off_go_before_everything() -> None:
    mine = WorkCalendar("RU", frozenset({date(2026, 1, 9), date(2025, 11, 1)}))
    assert mine.kind(date(2026, 1, 9)) is DayKind.OWN
    assert mine.kind(date(2025, 11, 1)) is DayKind.OWN
    assert WorkCalendar(None).kind(date(2026, 1, 1)) is DayKind.WORKED
    assert WorkCalendar(None).kind(date(2026, 1, 3)) is DayKind.WEEKEND


def test_holidays_have_names_in_the_language_or_the_nearest_one() -> None:
    assert holiday_names("RU", 2026, "ru")[date(2026, 5, 9)] == "День Победы"
    assert holiday_names("RU", 2026, "en")[date(2026, 6, 12)] == "Russia Day"
    assert holiday_names("KZ", 2026, "ru")[date(2026, 3, 8)] == "International Women's Day"
    with pytest.raises(Invalid):
        holiday_names("XX", 2026, "en")


def test_countries_differ() -> None:
    fourth_of_july = date(2025, 7, 4)
    assert RU.is_workday(fourth_of_july)
    assert not WorkCalendar("US").is_workday(fourth_of_july)
    assert WorkCalendar(None).is_workday(date(2026, 1, 1))
    assert not WorkCalendar(None).is_workday(date(2026, 1, 3))


def test_own_days_off() -> None:
    mine = WorkCalendar(days_off=frozenset({date(2026, 3, 12)}))
    assert not mine.is_workday(date(2026, 3, 12))
    assert mine.is_holiday(date(2026, 3, 12))
    assert mine.next_workday(date(2026, 3, 11)) == date(2026, 3, 13)


def test_a_weekend_is_not_a_holiday() -> None:
    assert not RU.is_holiday(date(2026, 3, 14))
    assert RU.is_holiday(date(2026, 6, 12))


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 3, 11), 1, date(2026, 3, 12)),
        (date(2026, 3, 11), 3, date(2026, 3, 16)),
        (date(2026, 3, 13), 1, date(2026, 3, 16)),
        (date(2026, 3, 14), 1, date(2026, 3, 16)),
        (date(2026, 3, 10), -1, date(2026, 3, 6)),
        (date(2026, 12, 30), 1, date(2027, 1, 11)),
        (date(2026, 3, 14), 0, date(2026, 3, 14)),
    ],
)
def test_adding(day: date, n: int, expected: date) -> None:
    assert RU.add_workdays(day, n) == expected


def test_next_and_from() -> None:
    assert RU.next_workday(date(2026, 3, 13)) == date(2026, 3, 16)
    assert RU.workday_from(date(2026, 3, 13)) == date(2026, 3, 13)
    assert RU.workday_from(date(2026, 3, 14)) == date(2026, 3, 16)


def test_working_days_late() -> None:
    assert RU.workdays_between(date(2026, 3, 13), date(2026, 3, 16)) == 1
    assert RU.workdays_between(date(2026, 3, 16), date(2026, 3, 13)) == -1
    assert RU.workdays_between(date(2026, 3, 6), date(2026, 3, 10)) == 1
    assert RU.workdays_between(date(2026, 3, 11), date(2026, 3, 11)) == 0


def test_unknown_country() -> None:
    with pytest.raises(Invalid) as caught:
        WorkCalendar("XX").is_workday(date(2026, 3, 11))
    assert caught.value.field == "country"
    assert caught.value.code == "country_unknown"


DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(1, 40))
def test_adding_and_counting_agree(day: date, n: int) -> None:
    later = RU.add_workdays(day, n)
    assert RU.is_workday(later)
    assert RU.workdays_between(day, later) == n


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_counts_add_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(first), day + timedelta(first + second)
    assert RU.workdays_between(day, middle) + RU.workdays_between(
        middle, end
    ) == RU.workdays_between(day, end)


@pytest.mark.parametrize(("country", "year"), list(SETTLED))
def test_the_tables_of_settled_years_say_what_the_library_says(country: str, year: int) -> None:
    found = holidays.country_holidays(country, years=year)
    off = {day for day in found if day.year == year}
    worked = {day for day in found.weekend_workdays if day.year == year}
    first = date(year, 1, 1)
    for day in (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)):
        calendar = WorkCalendar(country)
        assert calendar.is_holiday(day) is (day in off)
        expected = day in worked or (day.weekday() < 5 and day not in off)
        assert calendar.is_workday(day) is expected
