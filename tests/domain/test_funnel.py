"""Formulas of the funnel, against figures worked out by hand."""

from __future__ import annotations

import pytest

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.funnel import Result, StageFlow, conversion, mean, velocity, win_rate

OFFER = StageRow(4, 1, "offer", None, "open", 50, 7, 3)


def test_win_rate_counts_won_among_closed() -> None:
    assert win_rate(3, 1) == 0.75
    assert win_rate(0, 5) == 0
    assert win_rate(0, 0) is None


def test_conversion_and_mean_are_unknown_where_nothing_was_counted() -> None:
    assert conversion(3, 4) == 0.75
    assert conversion(0, 0) is None
    assert mean(10, 4) == 2.5
    assert mean(0, 0) is None


@pytest.mark.parametrize(
    ("open_deals", "mean_won", "rate", "cycle", "expected"),
    [
        # 20 open × 100 000.00 × 25 % / 40 days = 12 500.00 a day
        (20, 100_000_00.0, 0.25, 40.0, 12_500_00),
        # a cycle of hours counts as a day
        (2, 100.0, 0.5, 0.2, 100),
        (20, None, 0.25, 40.0, None),
        (20, 100.0, None, 40.0, None),
        (20, 100.0, 0.25, None, None),
        (0, 100.0, 0.25, 40.0, 0),
    ],
)
def test_velocity_is_money_per_day(
    open_deals: int,
    mean_won: float | None,
    rate: float | None,
    cycle: float | None,
    expected: int | None,
) -> None:
    assert velocity(open_deals, mean_won, rate, cycle) == expected


def test_a_result_puts_the_formulas_together() -> None:
    one = Result(
        "RUB", won=5, lost=15, won_minor=400_000_00, priced=4, cycle_total=200, cycle_count=5,
        open_deals=20, open_minor=0, weighted_minor=0,
    )  # fmt: skip
    assert one.win_rate == 0.25
    assert one.mean_won_minor == 100_000_00
    assert one.cycle_days == 40
    assert one.velocity == 12_500_00


def test_what_a_cohort_came_to_adds_up() -> None:
    flow = StageFlow(OFFER, entered=10, reached=6, lost=3, won=12, decided=20)
    assert flow.conversion == 0.6
    assert flow.waiting == 1
    assert flow.own_probability == 0.6
    assert not flow.little_data


def test_under_twenty_closed_deals_own_history_is_too_little() -> None:
    assert StageFlow(OFFER, 10, 6, 3, won=12, decided=19).little_data
    assert StageFlow(OFFER, 0, 0, 0).own_probability is None
