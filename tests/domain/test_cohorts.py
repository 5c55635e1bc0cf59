"""Cohorts, times in stage, win rates and moves, against figures worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.cohorts import CohortRow, Entered, Outcome, cohorts
from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.shares import Share
from pipeline_tui.domain.stage_moves import Moved, moves, slipped
from pipeline_tui.domain.stays import Stayed, quantile, stay_row
from pipeline_tui.domain.win_rates import RateRow

NEW = StageRow(1, 1, "new", None, "open", 5, 7, 0)
OFFER = StageRow(2, 1, "offer", None, "open", 50, 7, 1)
TALKS = StageRow(3, 1, "talks", None, "open", 70, 7, 2)
WON = StageRow(4, 1, "won", None, "won", 100, None, 3)
PAID = StageRow(5, 1, "paid", None, "fulfilment", 100, None, 4)
LOST = StageRow(6, 1, "lost", None, "lost", 0, None, 5)
SELLING = (NEW, OFFER, TALKS)


# Time


def test_deals_that_are_there_yet_hold_the_median_up() -> None:
    # Left after 2, 4 and 6 days; two are there since 3 and 5. Watched on day 2: 5, so 4/5 are left;
    # on day 4: 3, so 4/5 · 2/3 = 8/15; on day 6 the one: none.
    stays = [Stayed(2, True, 1), Stayed(3, False, 1), Stayed(4, True, 1), Stayed(5, False, 1),
             Stayed(6, True, 1)]  # fmt: skip
    assert quantile(stays, 0.5) == 6
    assert quantile([one for one in stays if one.ended], 0.5) == 4
    assert quantile(stays, 0.2) == 2
    row = stay_row(OFFER, stays)
    assert (row.ended, row.open, row.median, row.p90, row.longest) == (3, 2, 6, 6, 6)
    assert row.little_data


def test_a_time_is_unknown_while_too_many_are_there_yet() -> None:
    stays = [Stayed(3, True, 4), Stayed(30, False, 6)]
    row = stay_row(OFFER, stays)
    assert (row.median, row.p90, row.longest) == (None, None, 30)
    assert quantile(stays, 0.4) == 3
    assert quantile([], 0.5) is None


@given(st.lists(st.integers(0, 60), min_size=1, max_size=80), st.sampled_from([0.25, 0.5, 0.9]))
def test_where_all_are_gone_it_is_the_day_by_which_that_share_is_gone(
    days: list[int], share: float
) -> None:
    found = quantile([Stayed(one, True, 1) for one in days], share)
    assert found is not None
    assert sum(one <= found for one in days) >= share * len(days) - 1e-6
    assert sum(one < found for one in days) < share * len(days) - 1e-9


@given(
    st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=60),
    st.sampled_from([0.5, 0.9]),
)
def test_a_deal_that_is_there_yet_never_makes_a_stage_look_faster(
    deals: list[tuple[int, bool]], share: float
) -> None:
    found = quantile([Stayed(days, ended, 1) for days, ended in deals], share)
    as_if_gone = quantile([Stayed(days, True, 1) for days, _ended in deals], share)
    assert as_if_gone is not None
    assert found is None or found >= as_if_gone


# Cohorts


def test_a_cohort_counts_how_far_its_deals_came() -> None:
    found = cohorts(
        [
            Entered("2026-01", 2, Outcome.WON, 20, 3),
            Entered("2026-01", 1, Outcome.LOST, 10, 4),
            Entered("2026-01", 0, Outcome.LOST, 5, 3),
            Entered("2026-02", 1, Outcome.OPEN, 12, 2),
            Entered("2026-02", 0, Outcome.LOST, 2, 8),
        ],
        SELLING,
    )
    january, february = found.rows
    assert (january.reached, january.won, january.lost, january.open) == ((10, 7, 3), 3, 7, 0)
    assert (january.share(1), january.won_share) == (0.7, 0.3)
    assert (february.reached, february.open) == ((10, 2, 0), 2)
    # Of twenty 8 are gone by day 2, 11 by day 5, 15 by day 10; two are open since day 12, and the
    # other three are gone by day 20.
    assert found.decided_in == 20
    assert (january.mature, february.mature) == (True, False)
    assert found.mature == CohortRow("", (10, 7, 3), 3, 7)


@pytest.mark.parametrize(("still_open", "mature"), [(0, True), (1, True), (2, False)])
def test_a_cohort_is_mature_when_at_most_one_in_ten_is_open(still_open: int, mature: bool) -> None:
    deals = [
        Entered("2026-01", 0, Outcome.LOST, 5, 10 - still_open),
        Entered("2026-01", 0, Outcome.OPEN, 60, still_open),
    ]
    assert [row.mature for row in cohorts(deals, SELLING).rows] == [mature]


def test_without_a_decided_deal_nobody_knows_how_long_they_take() -> None:
    found = cohorts([Entered("2026-01", 0, Outcome.OPEN, 60, 5)], SELLING)
    assert (found.decided_in, found.mature) == (None, None)


entered = st.builds(
    Entered, st.sampled_from(["2026-01", "2026-02"]), st.integers(0, 2), st.sampled_from(Outcome),
    st.integers(0, 90), st.integers(1, 9),
)  # fmt: skip


@given(st.lists(entered, max_size=30))
def test_shares_of_a_cohort_fall_along_the_funnel_and_its_ends_are_all_of_it(
    deals: list[Entered],
) -> None:
    found = cohorts(deals, SELLING)
    assert sum(row.entered for row in found.rows) == sum(one.count for one in deals)
    for row in found.rows:
        assert list(row.reached) == sorted(row.reached, reverse=True)
        assert row.won + row.lost + row.open == row.entered
        shares = [row.won / row.entered, row.lost / row.entered, row.open / row.entered]
        assert sum(shares) == pytest.approx(1)


# Win rates


def test_a_rate_is_apart_from_the_whole_only_beyond_chance() -> None:
    whole = Share(50, 100)
    assert RateRow("site", 18, 2, {}, {}).apart(whole) == 1  # 90 %, likely 70 to 97
    assert RateRow("cold", 4, 26, {}, {}).apart(whole) == -1
    assert RateRow("fair", 12, 8, {}, {}).apart(whole) == 0  # 60 %, likely 39 to 78
    assert RateRow("new", 5, 0, {}, {}).apart(whole) == 0  # too few to say


# Moves


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (None, NEW, [Moved.ENTERED]),
        (None, WON, [Moved.ENTERED, Moved.WON]),
        (None, LOST, [Moved.ENTERED, Moved.LOST]),
        (NEW, OFFER, [Moved.MOVED_ON]),
        (NEW, TALKS, [Moved.MOVED_ON]),
        (TALKS, OFFER, [Moved.MOVED_BACK]),
        (OFFER, OFFER, []),
        (TALKS, WON, [Moved.WON]),
        (TALKS, PAID, [Moved.WON]),
        (WON, PAID, []),
        (LOST, WON, [Moved.WON]),
        (OFFER, LOST, [Moved.LOST]),
        (WON, LOST, [Moved.LOST]),
        (LOST, LOST, []),
        (LOST, OFFER, [Moved.REOPENED]),
        (PAID, TALKS, [Moved.REOPENED]),
    ],
)
def test_what_became_of_a_deal(
    before: StageRow | None, after: StageRow, found: list[Moved]
) -> None:
    assert moves(before, after) == found


@pytest.mark.parametrize(
    ("then", "now", "found"),
    [
        ("2026-03-06", "2026-03-06", True),  # came and went
        ("2026-03-11", "2026-03-11", False),  # today is not over
        ("2026-03-01", "2026-03-01", False),  # had slipped before
        ("2026-03-01", "2026-03-20", True),  # put off
        ("2026-03-20", "2026-03-15", False),  # brought forward
        (None, "2026-03-20", False),  # set for the first time
        ("2026-03-06", None, False),
    ],
)
def test_a_close_slips_that_passes_or_is_put_off(
    then: str | None, now: str | None, found: bool
) -> None:
    assert slipped(then, now, "2026-03-04", "2026-03-11") is found
