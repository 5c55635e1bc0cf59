"""When to try again: the ladder by hand, on a real calendar."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from pipeline_tui.domain.ladder import (
    Hours,
    Ladder,
    OwnHours,
    Rest,
    Retry,
    attempt_number,
    next_attempt,
)
from pipeline_tui.domain.workdays import WorkCalendar

MOSCOW = ZoneInfo("Europe/Moscow")
FIRST = datetime(2026, 3, 11, 10, 20, tzinfo=MOSCOW)  # Wednesday


def after(made: int, last: datetime, first: datetime = FIRST) -> Retry | Rest:
    return next_attempt(
        Ladder(), made, first_at=first, last_at=last, calendar=WorkCalendar("RU"), hours=Hours(),
        own=OwnHours(MOSCOW, ((time(9), time(18)),)),
    )  # fmt: skip


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=MOSCOW)


def test_the_whole_ladder_from_a_wednesday_morning() -> None:
    """+3 h; then +1, +2, +4, +7 working days, by turns in the morning and in the afternoon."""
    assert after(1, FIRST) == Retry(2, at(11, 13, 20))
    assert after(2, at(11, 15)) == Retry(3, at(12, 9))
    assert after(3, at(12, 9, 5)) == Retry(4, at(13, 14))
    assert after(4, at(13, 14, 10)) == Retry(5, at(17, 9))
    assert after(5, at(17, 9, 30)) == Retry(6, at(20, 14))
    assert after(6, at(20, 14, 5)) == Rest(date(2026, 6, 18))


def test_three_hours_later_they_have_gone_home() -> None:
    late = at(11, 16)
    assert after(1, late, late) == Retry(2, at(12, 9))


def test_a_rung_never_falls_on_a_day_off() -> None:
    friday = at(6, 17)  # then a weekend, and Monday the 9th is a holiday too
    assert after(1, friday, friday) == Retry(2, at(10, 9))


def test_a_rung_that_has_passed_is_taken_on_the_next_working_day() -> None:
    assert after(3, at(24, 10)) == Retry(4, at(25, 14))


@pytest.mark.parametrize(
    ("last", "connected", "expected"),
    [(None, None, 1), (2, True, 1), (1, False, 2), (5, False, 6), (6, False, 1), (None, False, 1)],
)
def test_which_attempt_a_call_is(last: int | None, connected: bool | None, expected: int) -> None:
    assert attempt_number(Ladder(), last, connected) == expected


# The seller in Moscow, at work from 9 to 18 with lunch from 13 to 14

OWN = OwnHours(MOSCOW, ((time(9), time(13)), (time(14), time(18))))


def moscow_time_of_next(made: int, day: int, hour: int, minute: int, zone: str) -> str:
    """When attempt `made` + 1 is, if this one failed in March 2026 at this hour of Moscow."""
    last = at(day, hour, minute).astimezone(ZoneInfo(zone))
    found = next_attempt(
        Ladder(), made, first_at=last, last_at=last, calendar=WorkCalendar(None), hours=Hours(),
        own=OWN,
    )  # fmt: skip
    assert isinstance(found, Retry)
    return found.at.astimezone(MOSCOW).strftime("%d %H:%M")


@pytest.mark.parametrize(
    ("made", "failed", "zone", "expected"),
    [
        (1, (11, 9, 30), "Europe/Moscow", "11 12:30"),
        (1, (11, 10, 20), "Europe/Moscow", "11 14:00"),  # 13:20 is lunch
        (1, (11, 14, 30), "Europe/Moscow", "11 17:30"),
        (1, (11, 15, 30), "Europe/Moscow", "12 09:00"),
        # New York is seven hours behind: 9:00 there is 16:00, so the two have 16–18 in common.
        (1, (11, 16, 30), "America/New_York", "12 17:00"),  # their afternoon begins at 21:00
        (2, (11, 22, 30), "America/New_York", "12 16:00"),  # their morning
        # London is three behind: 12:00 to 18:00, less our lunch.
        (1, (11, 10, 30), "Europe/London", "11 14:00"),
        # Vladivostok is seven ahead: their day is over at 11:00, and theirs is 9–11 of ours.
        (1, (11, 9, 30), "Asia/Vladivostok", "12 09:00"),
        # Honolulu sleeps while Moscow works: their hours hold, 9:00 there is 22:00.
        (1, (11, 22, 0), "Pacific/Honolulu", "12 01:00"),
        (2, (12, 6, 0), "Pacific/Honolulu", "12 22:00"),
    ],
)
def test_a_try_falls_into_the_hours_of_both(
    made: int, failed: tuple[int, int, int], zone: str, expected: str
) -> None:
    assert moscow_time_of_next(made, *failed, zone) == expected
