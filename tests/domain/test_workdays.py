"""Working days, against the official Russian production calendar and a few other countries."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.workday_tables import SETTLED
from pipeline_tui.domain.workdays import WorkCalendar

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
