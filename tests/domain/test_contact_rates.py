"""When clients answer: shares, their intervals, and what is too little to go by. Worked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.contact_rates import (
    CallSeen,
    Rates,
    best,
    best_hour,
    by_hour,
    connect_rate,
    count_calls,
    few,
    has_hour,
    worst,
)
from pipeline_tui.domain.shares import Share, wilson

MOSCOW = ZoneInfo("Europe/Moscow")
OMSK = ZoneInfo("Asia/Omsk")
DAYS = {"since": date(2026, 1, 1), "until": date(2026, 3, 11)}


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),  # (0.8 + 0.19207 ∓ 1.95996·√(0.016 + 0.009604)) / 1.38415
        (10, 20, 0.2993, 0.7007),
        (0, 10, 0.0, 0.2775),  # 3.8415 / 13.8415
        (10, 10, 0.7225, 1.0),  # 10 / 13.8415
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_of_a_share(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=0.0001)


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_share_lies_in_its_interval_and_more_calls_make_it_narrower(
    k: int, misses: int
) -> None:
    n = k + misses
    low, high = wilson(k, n)
    assert 0 <= low <= high <= 1
    if n:
        assert low - 1e-12 <= k / n <= high + 1e-12
        tighter = wilson(4 * k, 4 * n)
        assert tighter[1] - tighter[0] <= high - low + 1e-12


def test_the_rate_of_an_hour_is_the_one_the_call_list_ranks_by() -> None:
    assert connect_rate(0, 0) == 0.25
    assert connect_rate(2, 4) == 3 / 8


def at(day: int, hour: int, minute: int = 20) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_hours_are_the_clients_own() -> None:
    calls = [(at(10, 7), True), (at(11, 7), False), (at(11, 9), True)]
    assert by_hour(calls, MOSCOW) == {10: Share(1, 2), 12: Share(1, 1)}
    assert by_hour(calls, OMSK) == {13: Share(1, 2), 15: Share(1, 1)}


def test_noon_to_the_second_is_a_day_without_an_hour() -> None:
    assert not has_hour(at(11, 9, 0), MOSCOW)  # 12:00:00 in Moscow
    assert has_hour(at(11, 9, 1), MOSCOW)
    assert has_hour(at(11, 10, 0), MOSCOW)


@pytest.mark.parametrize(
    ("hours", "hour", "is_few"),
    [
        ({10: Share(3, 4)}, None, True),  # four calls are too few
        ({10: Share(3, 5)}, 10, False),
        ({10: Share(0, 6), 15: Share(0, 3)}, None, False),  # nobody answered
        # (2+1)/(2+4) = 0.5 against (4+1)/(7+4) = 0.4545
        ({10: Share(4, 7), 15: Share(2, 2)}, 15, False),
        # (1+1)/(1+4) = 0.4 against (5+1)/(9+4) = 0.4615: one lucky call does not win
        ({10: Share(5, 9), 15: Share(1, 1)}, 10, False),
        # 3/6 = 5/10: the one tried more
        ({9: Share(2, 2), 16: Share(4, 6)}, 16, False),
        ({9: Share(2, 2), 16: Share(2, 2), 11: Share(0, 2)}, 9, False),  # equal: the earlier
        ({}, None, True),
    ],
)
def test_the_best_hour_of_a_client(hours: dict[int, Share], hour: int | None, is_few: bool) -> None:
    found = best_hour(hours)
    assert (found.hour, found.few) == (hour, is_few)


def test_few_calls_are_never_called_best_or_worst() -> None:
    shares = {9: Share(19, 19), 10: Share(12, 20), 11: Share(40, 60), 12: Share(2, 30)}
    assert [few(one) for one in shares.values()] == [True, False, False, False]
    # lower bounds: 0.3866 (12 of 20), 0.5404 (40 of 60), 0.0185 (2 of 30)
    assert best(shares) == [11, 10, 12]
    # upper bounds: 0.2132 (2 of 30), 0.7733 (40 of 60), 0.7812 (12 of 20)
    assert worst(shares) == [12, 11, 10]


def counted() -> Rates:
    calls = [
        CallSeen(1, 0, 10, True, 1, True),
        CallSeen(1, 0, 10, False, 1),
        CallSeen(2, 1, 10, True, 2),
        CallSeen(2, 1, None, False, 9),
        CallSeen(3, 1, 15, False),
    ]
    sources = {1: "сайт", 2: "сайт", 3: ""}
    return count_calls(calls, sources, {1, 2}, {2}, whole=True, **DAYS)


def test_every_call_is_counted_where_it_belongs() -> None:
    found = counted()
    assert found.all_calls == Share(2, 5)
    assert found.hours == {10: Share(2, 3), 15: Share(0, 1)}  # one has no hour
    assert found.weekdays == {0: Share(1, 2), 1: Share(1, 2)}
    assert found.grid == {(0, 10): Share(1, 2), (1, 10): Share(1, 1), (1, 15): Share(0, 1)}


def test_attempts_from_the_seventh_on_stand_together() -> None:
    rows = [(row.attempt, row.reached, row.led) for row in counted().attempts]
    assert rows == [
        (1, Share(1, 2), Share(1, 2)), (2, Share(1, 1), Share(0, 1)), (7, Share(0, 1), Share(0, 1)),
    ]  # fmt: skip


def test_sources_count_clients_not_calls_and_none_comes_last() -> None:
    first, last = counted().sources
    assert (first.source, first.calls, first.clients) == ("сайт", 4, 2)
    assert (first.reached, first.deals, first.won) == (Share(2, 2), Share(2, 2), Share(1, 2))
    assert (last.source, last.reached) == ("", Share(0, 1))
