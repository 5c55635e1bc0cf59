"""The commission against answers worked out by hand, and against fractions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.commission import (
    CommissionOf,
    OfferMargin,
    Paid,
    Rests,
    Rule,
    of_deal,
    of_month,
)
from pipeline_tui.domain.plan import Metric, Pace, workdays
from pipeline_tui.domain.workdays import WorkCalendar

STEPS = ((Decimal(0), Decimal("0.5")), (Decimal("0.8"), Decimal(1)), (Decimal(1), Decimal("1.2")))
RULE = Rule(Decimal("0.05"), CommissionOf.MARGIN, STEPS)
TODAY = date(2026, 3, 11)
DAYS = workdays(WorkCalendar("RU"), TODAY, TODAY)
"""Seven working days of 21 are gone."""


def money_plan(fact: int, target: int = 1_000_000_00, currency: str = "RUB") -> Pace:
    return Pace(Metric.MONEY, currency, target, fact, fact, DAYS)


@pytest.mark.parametrize(
    ("percent", "times"),
    [
        ("0", "0.5"), ("79.99", "0.5"), ("80", "1"), ("99.99", "1"), ("100", "1"),
        ("100.01", "1.2"), ("250", "1.2"),
    ],
)  # fmt: skip
def test_under_80_percent_of_the_plan_a_half_to_100_the_whole_above_a_fifth_more(
    percent: str, times: str
) -> None:
    assert RULE.coefficient(int(Decimal(percent) * 100), 100_00) == Decimal(times)


def test_below_the_first_step_nothing_is_due_and_without_steps_or_a_target_the_whole() -> None:
    hard = Rule(Decimal("0.05"), CommissionOf.MARGIN, STEPS[1:])
    assert hard.coefficient(79, 100) == 0
    assert Rule(Decimal("0.05"), CommissionOf.MARGIN).coefficient(1, 100) == 1
    assert RULE.coefficient(0, 0) == 1


def test_a_month_by_hand() -> None:
    # Of 244 000 paid for an offer of 1 220 000 with VAT that earns 300 000, a fifth is 60 000. Of
    # 100 000 of no known cost a quarter is usual: 25 000. 85 000 × 5 % × 1, the plan being at 90 %.
    rule = Rule(RULE.rate, RULE.of, STEPS, usual=Decimal("0.25"))
    offer = OfferMargin("7", 300_000_00, 1_220_000_00)
    paid = [Paid("RUB", 244_000_00, offer), Paid("RUB", 100_000_00), Paid("USD", 10_00)]
    roubles, dollars = of_month(rule, paid, [money_plan(900_000_00)])
    assert (roubles.paid_minor, roubles.base_minor) == (344_000_00, 85_000_00)
    assert (roubles.usual_minor, roubles.unknown_minor) == (100_000_00, 0)
    assert (roubles.coefficient, roubles.sum_minor) == (1, 4_250_00)
    # 900 000 in 7 days of 21 ends at 2 700 000.
    assert roubles.ahead == Decimal("1.2")
    # There is no plan in dollars: 10.00 × 25 % × 5 % is 12.5 cents, half up.
    assert (dollars.coefficient, dollars.ahead, dollars.sum_minor) == (1, None, 13)


def test_money_whose_margin_nobody_knows_counts_for_nothing_and_is_told() -> None:
    (one,) = of_month(RULE, [Paid("RUB", 500_00)], [])
    assert (one.base_minor, one.unknown_minor, one.sum_minor) == (0, 500_00, 0)


def test_of_the_paid_sum_no_margin_is_asked_for() -> None:
    rule = Rule(Decimal("0.03"), CommissionOf.PAID, STEPS)
    (one,) = of_month(rule, [Paid("RUB", 500_000_00)], [money_plan(500_000_00)])
    assert (one.base_minor, one.unknown_minor) == (500_000_00, 0)
    assert one.sum_minor == 7_500_00  # 500 000 × 3 % × 0.5


def test_a_deal_says_what_its_margin_rests_on() -> None:
    offer = OfferMargin("7.2", 50_000_00, 200_000_00)
    known = of_deal(RULE, 200_000_00, "RUB", offer, [money_plan(0)])
    assert (known.rests, known.offer, known.sum_minor) == (Rests.OFFER, "7.2", 1_250_00)
    usual = Rule(RULE.rate, RULE.of, STEPS, usual=Decimal("0.2"))
    guessed = of_deal(usual, 200_000_00, "RUB", None, [money_plan(0)])
    assert (guessed.rests, guessed.base_minor, guessed.sum_minor) == (
        Rests.USUAL, 40_000_00, 1_000_00,
    )  # fmt: skip
    assert of_deal(RULE, 200_000_00, "RUB", None, []).rests is Rests.UNKNOWN
    paid = Rule(Decimal("0.01"), CommissionOf.PAID)
    assert of_deal(paid, 200_000_00, "RUB", offer, []).sum_minor == 2_000_00


def test_a_loss_takes_from_the_commission() -> None:
    paid = [Paid("RUB", 100_00, OfferMargin("1", -20_00, 100_00)), Paid("RUB", 100_00, OfferMargin("2", 30_00, 100_00))]  # fmt: skip
    (one,) = of_month(Rule(Decimal("0.1"), CommissionOf.MARGIN), paid, [])
    assert (one.base_minor, one.sum_minor) == (10_00, 1_00)


SUMS = st.integers(1, 10**13)
RATES = st.decimals(0, 1, places=4)
OFFERS = st.none() | st.builds(OfferMargin, st.just("1"), st.integers(-(10**12), 10**13), SUMS)


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


@given(
    st.lists(st.builds(Paid, st.just("RUB"), SUMS, OFFERS), min_size=1, max_size=6), RATES, RATES
)
def test_the_margin_is_the_offers_share_of_each_sum_rounded_once(
    paid: list[Paid], rate: Decimal, usual: Decimal
) -> None:
    (one,) = of_month(Rule(rate, CommissionOf.MARGIN, STEPS, usual), paid, [])
    margin = sum(
        half_up(
            Fraction(part.sum_minor * part.offer.margin_minor, part.offer.total_minor)
            if part.offer is not None
            else part.sum_minor * Fraction(usual)
        )
        for part in paid
    )
    assert one.base_minor == margin
    exact = margin * Fraction(rate)
    assert abs(one.sum_minor - exact) <= Fraction(1, 2)
    if exact >= 0:
        assert one.sum_minor == half_up(exact)
    known = sum(part.sum_minor for part in paid if part.offer is not None)
    assert one.paid_minor == known + one.usual_minor + one.unknown_minor


@given(SUMS, SUMS, SUMS, RATES)
def test_reaching_more_of_the_plan_never_brings_less(
    less: int, more: int, target: int, rate: Decimal
) -> None:
    less, more = sorted((less, more))
    rule = Rule(rate, CommissionOf.PAID, STEPS)
    few, many = rule.coefficient(less, target), rule.coefficient(more, target)
    assert few <= many
    reached = Fraction(more, target)
    due = Fraction(1, 2) if reached < Fraction(4, 5) else 1 if reached <= 1 else Fraction(6, 5)
    assert many == due
    assert rule.earned(more, few) <= rule.earned(more, many)
