"""Figures of the plan against answers worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.plan import (
    Conversion,
    Coverage,
    Metric,
    Needed,
    Pace,
    Workdays,
    last_day,
    needed,
    next_month,
    read_month,
    workdays,
)
from pipeline_tui.domain.workdays import WorkCalendar

RU = WorkCalendar("RU")
TODAY = date(2026, 3, 11)
"""A Wednesday. March 2026 has 21 working days in Russia: 22 from Monday to Friday, less 9 March."""

DAYS = workdays(RU, TODAY, TODAY)


def pace(
    target: int, fact: int, before: int, metric: Metric = Metric.CALLS, days: Workdays = DAYS
) -> Pace:
    return Pace(metric, "RUB" if metric is Metric.MONEY else "", target, fact, before, days)


def own(calls: int = 1000, meetings: int = 50, wins: int = 10, closed: int = 40) -> Conversion:
    return Conversion(date(2025, 3, 12), calls, meetings, wins, closed)


def test_working_days_of_a_month_as_a_day_splits_them() -> None:
    # 2–6 and 10–11 March are gone; 11–13, 16–20, 23–27, 30–31 are left.
    assert Workdays(total=21, gone=7, left=15, span=1) == DAYS


def test_one_s_own_days_off_are_no_working_days() -> None:
    mine = WorkCalendar("RU", frozenset({date(2026, 3, 12), date(2026, 3, 5)}))
    assert workdays(mine, TODAY, TODAY) == Workdays(total=19, gone=6, left=14, span=1)


def test_of_a_week_over_the_turn_of_the_month_the_month_s_part_counts() -> None:
    # Monday 30 March – Sunday 5 April: Wednesday to Friday are April's.
    found = workdays(RU, date(2026, 3, 30), date(2026, 4, 5))
    assert found.span == 3
    assert found.gone == 3
    assert found.left == found.total == 22


@settings(deadline=None)  # the first day of a year reads its holidays
@given(st.dates(date(2020, 1, 1), date(2027, 12, 31)))
def test_the_days_of_a_month_are_its_own(day: date) -> None:
    end = last_day(day)
    assert (end.year, end.month) == (day.year, day.month)
    assert (next_month(day) - end).days == 1
    days = workdays(RU, day, day)
    assert days.gone + days.left - days.span == days.total
    assert workdays(RU, end, end).total == days.total


def test_the_day_s_share_is_what_was_missing_in_the_morning_over_the_days_left() -> None:
    # 300 wanted, 120 made before today: 180 over 15 days, whatever today has brought since.
    assert pace(300, 120, 120).share == 12
    assert pace(300, 131, 120).share == 12
    assert pace(301, 120, 120).share == 13  # rounded up: 12 a day would not do


@settings(deadline=None)
@given(st.integers(1, 5000), st.integers(0, 6000))
def test_who_brings_the_share_every_day_reaches_the_target(target: int, before: int) -> None:
    day, fact = TODAY, before
    while day.month == TODAY.month:
        days = workdays(RU, day, day)
        share = pace(target, fact, fact, days=days).share
        if days.span:
            assert share is not None
            fact += share
        day += timedelta(days=1)
    assert fact == max(target, before)


def test_a_share_of_money_is_a_whole_unit() -> None:
    # 1000.50 over 15 days are 66.70 a day: 67.
    assert pace(1000_50, 0, 0, Metric.MONEY).share == 67_00


def test_a_target_that_is_reached_asks_for_nothing_more() -> None:
    done = pace(300, 320, 305)
    assert (done.share, done.missing, done.reached, done.on_pace) == (0, 0, 320 / 300, True)


def test_a_day_off_has_no_share() -> None:
    sunday = date(2026, 3, 15)
    assert pace(300, 120, 120, days=workdays(RU, sunday, sunday)).share is None


def test_the_run_rate_goes_on_as_it_went() -> None:
    # 70 in 7 of 21 working days make 210.
    assert pace(300, 70, 60).run_rate == 210
    assert not pace(300, 70, 60).on_pace
    assert pace(210, 70, 60).on_pace


def test_before_the_first_working_day_there_is_no_pace() -> None:
    new_year = date(2026, 1, 1)
    early = pace(300, 0, 0, days=workdays(RU, new_year, new_year))
    assert (early.run_rate, early.share) == (None, None)


def test_coverage_is_open_weighted_over_what_is_missing() -> None:
    assert Coverage("RUB", 900_000_00, 300_000_00).ratio == 3
    assert Coverage("RUB", 900_000_00, 0).ratio is None


def test_needed_calls_by_own_conversion() -> None:
    # 1000 calls → 50 meetings (5 %) → 10 won (20 %): a hundred calls a deal; 3 deals over 15 days.
    target = pace(8, 5, 5, Metric.WINS)
    assert needed([target], own(), {}) == Needed(wins=3, calls=20)


def test_what_the_money_lacks_counts_as_deals_of_the_usual_size() -> None:
    # 500 000 are missing at 120 000 a deal: 5 deals, more than the 3 that the other target lacks.
    rows = [
        pace(8, 5, 5, Metric.WINS),
        pace(1_000_000_00, 500_000_00, 500_000_00, Metric.MONEY),
    ]
    assert needed(rows, own(), {"RUB": 120_000_00.0}) == Needed(wins=5, calls=34)


@pytest.mark.parametrize("few", [own(closed=19), own(calls=0), own(wins=0)])
def test_too_little_history_gives_no_number_of_calls(few: Conversion) -> None:
    assert needed([pace(8, 5, 5, Metric.WINS)], few, {}) == Needed(wins=3, calls=None)


def test_without_a_target_of_deals_or_money_nothing_is_needed() -> None:
    assert needed([pace(300, 120, 120)], own(), {}) is None
    assert needed([], own(), {}) is None


def test_more_deals_than_meetings_are_not_won_by_meetings() -> None:
    assert own().by_meetings
    assert own().to_meeting == 0.05
    assert own().to_win == 0.2
    assert not own(meetings=4).by_meetings


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-04", date(2026, 4, 1)), ("04.2026", date(2026, 4, 1)), ("4", date(2026, 4, 1)),
        ("+1", date(2026, 4, 1)), ("-3", date(2025, 12, 1)), ("2026-04-17", date(2026, 4, 1)),
    ],
)  # fmt: skip
def test_a_month_is_read_as_people_write_it(text: str, month: date) -> None:
    assert read_month(text, TODAY) == month


@pytest.mark.parametrize("text", ["", "13", "soon", "2026-00", "+x", "99999-1"])
def test_what_is_no_month_says_so(text: str) -> None:
    with pytest.raises(Invalid, match="month_form"):
        read_month(text, TODAY)
