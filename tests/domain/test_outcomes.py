"""What an outcome may schedule, and when that is."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from pipeline_tui.domain.calls import OutcomeRow
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.ladder import Hours
from pipeline_tui.domain.outcomes import after_days, after_hours, check_outcome, that_fit
from pipeline_tui.domain.vocabulary import OUTCOMES
from pipeline_tui.domain.workdays import WorkCalendar

YEKB = ZoneInfo("Asia/Yekaterinburg")
RU = WorkCalendar()
HOURS = Hours(time(9), time(18))


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=YEKB)


@pytest.mark.parametrize(
    ("now", "hours", "expected"),
    [
        (at(11, 10, 20), 1, at(11, 11, 20)),
        (at(11, 17, 30), 1, at(12, 9)),  # 18:30 is after hours
        (at(11, 17), 1, at(12, 9)),  # the day ends at 18:00 sharp
        (at(11, 6), 1, at(11, 9)),  # too early
        (at(13, 17), 2, at(16, 9)),  # Friday evening → Monday
        (at(6, 17, 30), 1, at(10, 9)),  # Friday 6 March; Monday 9 March is a moved day off
        (at(11, 10), 24, at(12, 10)),
    ],
)
def test_hours_land_within_working_hours(now: datetime, hours: int, expected: datetime) -> None:
    assert after_hours(hours, now, RU, HOURS) == expected


def test_days_are_working_days_of_both() -> None:
    friday = date(2026, 3, 6)
    assert after_days(1, friday, RU, RU) == date(2026, 3, 10)
    mine = WorkCalendar(days_off=frozenset({date(2026, 3, 10)}))
    assert after_days(1, friday, RU, mine) == date(2026, 3, 11)
    assert after_days(2, friday, WorkCalendar(None), RU) == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"schedules": "ladder", "connected": True}, "ladder_connected"),
        ({"schedules": "step", "after_hours": 1, "after_days": 1}, "delay_twice"),
        ({"schedules": "loss", "after_days": 1}, "delay_of_nothing"),
        ({"schedules": "nothing", "title": "call"}, "delay_of_nothing"),
        ({"schedules": "step", "after_days": 2, "title": "call"}, None),
        ({"schedules": "ladder", "connected": False, "after_hours": 1}, None),
    ],
)
def test_an_outcome_does_not_contradict_itself(values: dict[str, object], code: str | None) -> None:
    whole = {"connected": True, "after_hours": None, "after_days": None, "title": "", **values}
    if code is None:
        check_outcome(**whole)  # type: ignore[arg-type]
        return
    with pytest.raises(Invalid) as caught:
        check_outcome(**whole)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_who_calls_us_has_been_reached() -> None:
    rows = [
        OutcomeRow(place, one.code, None, one.connected, one.schedules)
        for place, one in enumerate(OUTCOMES)
    ]
    assert that_fit(rows, "out") == rows
    missing = {one.code for one in rows} - {one.code for one in that_fit(rows, "in")}
    assert missing == {"no_answer", "busy", "voicemail"}
