"""The response clock: our own working time, by hand and by law."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.requests import (
    Office,
    RequestState,
    ResponseRules,
    read_arrival,
    read_caller,
)
from pipeline_tui.domain.workdays import WorkCalendar

MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE = Office(WorkCalendar("RU"), MOSCOW)
RULES = ResponseRules(OFFICE)


def at(day: int, clock: str) -> datetime:
    """A moment of March 2026 in Moscow: the 11th is a Wednesday, the 9th a day off."""
    return datetime.combine(date(2026, 3, day), time.fromisoformat(clock), MOSCOW)


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        (at(11, "10:00"), at(11, "10:05"), 5),
        (at(11, "12:55"), at(11, "14:10"), 15),  # lunch from 13 to 14
        (at(11, "13:10"), at(11, "13:50"), 0),
        (at(11, "17:50"), at(12, "09:20"), 30),  # the night between
        (at(10, "23:30"), at(11, "09:07"), 7),
        (at(6, "17:00"), at(10, "10:00"), 120),  # Friday to Tuesday: Monday the 9th is off
        (at(7, "12:00"), at(8, "12:00"), 0),
        (at(11, "12:00"), at(11, "11:00"), 0),
    ],
)
def test_working_time_between_two_moments(since: datetime, until: datetime, minutes: int) -> None:
    assert OFFICE.worked(since, until) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("arrived", "due"),
    [
        (at(11, "10:00"), at(11, "10:05")),
        (at(11, "12:58"), at(11, "14:03")),
        (at(11, "17:57"), at(12, "09:02")),
        (at(10, "22:40"), at(11, "09:05")),
        (at(11, "07:00"), at(11, "09:05")),
        (at(6, "18:30"), at(10, "09:05")),
        (at(11, "12:55"), at(11, "13:00")),
    ],
)
def test_an_answer_is_due_five_working_minutes_after_the_request(
    arrived: datetime, due: datetime
) -> None:
    assert RULES.waiting(arrived, arrived).due_at == due


@pytest.mark.parametrize(
    ("now", "state", "minutes"),
    [
        (at(11, "10:05"), RequestState.WAITING, 5),
        (at(11, "10:06"), RequestState.LATE, 6),
        (at(11, "11:00"), RequestState.LATE, 60),
        (at(11, "11:01"), RequestState.OVERDUE, 61),
        (at(12, "08:00"), RequestState.OVERDUE, 7 * 60),
    ],
)
def test_the_states_of_a_clock(now: datetime, state: RequestState, minutes: int) -> None:
    clock = RULES.waiting(at(11, "10:00"), now)
    assert (clock.state(now), clock.seconds(now)) == (state, minutes * 60)


def test_a_clock_runs_on_while_we_work_and_stands_after() -> None:
    read = at(11, "12:50")
    clock = RULES.waiting(at(11, "12:40"), read)
    assert clock.seconds(at(11, "12:55")) == 15 * 60
    assert clock.seconds(at(11, "13:40")) == 20 * 60  # lunch began at 13
    evening = at(11, "20:00")
    assert RULES.waiting(at(11, "17:50"), evening).seconds(at(11, "21:00")) == 10 * 60


def test_no_lunch_is_a_lunch_that_ends_as_it_begins() -> None:
    office = Office(WorkCalendar("RU"), MOSCOW, lunch_start=time(13), lunch_end=time(13))
    assert office.worked(at(11, "12:55"), at(11, "14:10")) == timedelta(minutes=75)


def test_the_figures_by_hand() -> None:
    """Answered in 2, 4 and 30 minutes; one waits for 10, one for 1. Median 4, in time 2 of 4."""
    now = at(11, "12:00")
    found = RULES.response(
        [
            (at(11, "10:00"), at(11, "10:02")),
            (at(11, "10:00"), at(11, "10:04")),
            (at(11, "10:00"), at(11, "10:30")),
            (at(11, "11:50"), None),
            (at(11, "11:59"), None),
        ],
        now,
    )
    assert (found.answered, found.waiting, found.judged, found.within) == (3, 2, 4, 2)
    assert (found.median_s, found.share) == (240, 0.5)


def test_no_requests_have_no_figures() -> None:
    found = RULES.response([], at(11, "12:00"))
    assert (found.median_s, found.share, found.answered) == (None, None, 0)


def test_an_answer_by_night_took_no_working_time() -> None:
    found = RULES.response([(at(10, "21:00"), at(10, "21:40"))], at(11, "12:00"))
    assert (found.median_s, found.share) == (0, 1.0)


_moments = st.integers(0, 365 * 24 * 3600).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(_moments, st.integers(0, 60 * 20))
@settings(max_examples=150, deadline=None)
def test_just_so_much_working_time_lies_before_what_is_due(since: datetime, minutes: int) -> None:
    span = timedelta(minutes=minutes)
    due = OFFICE.after(since, span)
    assert OFFICE.worked(since, due) == span
    assert due >= since


@given(_moments, _moments, _moments)
@settings(max_examples=150, deadline=None)
def test_working_time_adds_up(a: datetime, b: datetime, c: datetime) -> None:
    first, middle, last = sorted((a, b, c))
    whole = OFFICE.worked(first, last)
    assert whole == OFFICE.worked(first, middle) + OFFICE.worked(middle, last)
    assert timedelta() <= whole <= last - first


@pytest.mark.parametrize(
    ("typed", "phone", "name"),
    [
        ("89123456789", "89123456789", ""),
        ("+7 912 345-67-89 Ольга", "+7 912 345-67-89", "Ольга"),
        ("Ольга, 8 (912) 345 67 89", "8 (912) 345 67 89", "Ольга"),
        ("Школа 57", "", "Школа 57"),
        ("  Ромашка   ООО ", "", "Ромашка ООО"),
        ("6789", "", "6789"),
    ],
)
def test_a_number_and_a_name_from_one_line(typed: str, phone: str, name: str) -> None:
    assert read_caller(typed) == (phone, name)


def test_when_a_request_came() -> None:
    now, days = at(11, "10:20"), WorkCalendar("RU")
    assert read_arrival("", now, days) == now
    assert read_arrival("вчера 18:20", now, days) == at(10, "18:20")
    assert read_arrival("9:40", now, days) == at(11, "09:40")
    for text, code in (("yesterday", "hour_needed"), ("tomorrow 10:00", "in_future")):
        with pytest.raises(Invalid, match=code):
            read_arrival(text, now, days)
