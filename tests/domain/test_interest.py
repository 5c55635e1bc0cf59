"""Interest for paying late: the vectors, and the law that nothing is counted twice or left out."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.interest import (
    InterestLine,
    LateDebt,
    Penalty,
    Per,
    penalty,
    statutory,
)
from pipeline_tui.domain.key_rate import KEY_RATES, KeyRates

JANUARY = LateDebt(100_000_00, date(2025, 1, 31), ((date(2025, 3, 3), 100_000_00),))
LATER = date(2026, 3, 11)


def shown(lines: tuple[InterestLine, ...]) -> list[tuple[str, int, int, int]]:
    return [
        (line.since.isoformat(), line.days, line.balance_minor, line.amount_minor) for line in lines
    ]


def test_the_law_asks_for_the_key_rate_until_the_day_of_payment() -> None:
    lines = statutory(JANUARY, KEY_RATES, LATER)
    assert shown(lines) == [("2025-02-01", 31, 100_000_00, 1_783_56)]
    assert (lines[0].percent, lines[0].year_days) == (Decimal(21), 365)


def test_the_contract_asks_for_its_percentage_a_day() -> None:
    assert shown(penalty(JANUARY, Penalty(Decimal("0.1")), LATER)) == [
        ("2025-02-01", 31, 100_000_00, 3_100_00)
    ]


def test_a_percentage_a_year_is_divided_by_the_days_of_the_year() -> None:
    """36.5 % a year is 0.1 % a day in a usual year, and 36.6 % in a leap one."""
    terms = Penalty(Decimal("36.5"), Per.YEAR)
    assert [line.amount_minor for line in penalty(JANUARY, terms, LATER)] == [3_100_00]
    leap = LateDebt(1_000_00, date(2023, 12, 21))
    assert shown(penalty(leap, Penalty(Decimal("36.6"), Per.YEAR), date(2024, 1, 10))) == [
        ("2023-12-22", 10, 1_000_00, 10_03),
        ("2024-01-01", 10, 1_000_00, 10_00),
    ]


def test_payments_and_changes_of_the_rate_split_it() -> None:
    """By hand: 21 % up to 8 June, 20 % from the 9th; half is paid on the 10th."""
    debt = LateDebt(365_000_00, date(2025, 5, 31), ((date(2025, 6, 10), 182_500_00),))
    assert shown(statutory(debt, KEY_RATES, date(2025, 6, 15))) == [
        ("2025-06-01", 8, 365_000_00, 1_680_00),
        ("2025-06-09", 2, 365_000_00, 400_00),
        ("2025-06-11", 5, 182_500_00, 500_00),
    ]


def test_a_cap_cuts_the_line_that_reaches_it() -> None:
    lines = penalty(
        LateDebt(1_000_00, date(2025, 1, 31), ((date(2025, 2, 20), 500_00),)),
        Penalty(Decimal(1), Per.DAY, Decimal(25)),
        LATER,
    )
    assert [(line.days, line.amount_minor, line.capped) for line in lines] == [
        (20, 200_00, False), (384, 50_00, True),
    ]  # fmt: skip


def test_what_is_paid_in_time_bears_nothing() -> None:
    in_time = LateDebt(1_000_00, date(2025, 1, 31), ((date(2025, 1, 31), 1_000_00),))
    assert statutory(in_time, KEY_RATES, LATER) == ()
    assert statutory(LateDebt(1_000_00, LATER), KEY_RATES, LATER) == ()


def test_own_rates_go_before_the_shipped_ones_and_reach_further() -> None:
    rates = KeyRates({date(2026, 6, 1): Decimal("14.25"), date(2026, 2, 16): Decimal(15)})
    assert rates.rates[date(2026, 6, 1)] == Decimal("14.25")
    assert rates.rates[date(2026, 2, 16)] == Decimal(15)
    assert rates.known_until == date(2026, 6, 1)
    assert list(rates.rates) == sorted(rates.rates)


def test_a_day_that_says_the_same_again_only_reaches_further() -> None:
    same = KeyRates({date(2026, 3, 31): Decimal("15.5")})
    assert same.known_until == date(2026, 3, 31)
    assert same.rates == KEY_RATES
    assert len(statutory(LateDebt(1_000_00, date(2026, 3, 1)), same.rates, date(2026, 4, 9))) == 1


def test_of_a_table_of_days_the_changes_we_do_not_know_are_kept_and_how_far_it_reaches() -> None:
    daily = {
        date(2026, 2, 13): Decimal(16), date(2026, 2, 16): Decimal("15.5"),
        date(2026, 3, 20): Decimal("15.5"), date(2026, 3, 23): Decimal(15),
        date(2026, 3, 24): Decimal(15), date(2026, 3, 25): Decimal(15),
    }  # fmt: skip
    news = KeyRates({}).news(daily)
    assert news == {date(2026, 3, 23): Decimal(15), date(2026, 3, 25): Decimal(15)}
    taken = KeyRates(news)
    assert taken.known_until == date(2026, 3, 25)
    assert taken.rates == {**KEY_RATES, date(2026, 3, 23): Decimal(15)}
    assert taken.news(daily) == {}


DAYS = st.dates(date(2016, 8, 1), date(2026, 12, 31))
DEBTS = st.builds(
    LateDebt,
    st.integers(1, 10**10),
    DAYS,
    st.lists(st.tuples(DAYS, st.integers(1, 10**9)), max_size=5).map(tuple),
)
RATES = st.dictionaries(
    DAYS, st.decimals(0, 50, places=2), max_size=6
).map(lambda own: {date(2016, 8, 1): Decimal(10), **own})  # fmt: skip


def day_by_day(debt: LateDebt, rates: dict[date, Decimal], since: date, until: date) -> Fraction:
    """What the days from one to another bear, each by itself, unrounded."""
    total = Fraction(0)
    for step in range((until - since).days + 1):
        day = since + timedelta(days=step)
        owed = debt.amount_minor - sum(part for paid_on, part in debt.paid if paid_on < day)
        percent = rates[max(first for first in rates if first <= day)]
        year = 366 if calendar.isleap(day.year) else 365
        total += max(0, owed) * Fraction(percent) / 100 / year
    return total


@given(DEBTS, RATES, st.integers(0, 1500))
def test_every_line_is_the_sum_of_its_days_rounded_once(
    debt: LateDebt, rates: dict[date, Decimal], days: int
) -> None:
    to = debt.due_on + timedelta(days=days)
    lines = statutory(debt, rates, to)
    for line in lines:
        exact = day_by_day(debt, rates, line.since, line.until)
        assert (
            -Fraction(1, 2) < line.amount_minor - exact <= Fraction(1, 2)
            or line.amount_minor == exact
        )
    for before, after in pairwise(lines):
        assert after.since - before.until == timedelta(days=1)
    whole = day_by_day(debt, rates, debt.due_on + timedelta(days=1), to)
    assert abs(sum(line.amount_minor for line in lines) - whole) <= Fraction(len(lines), 2)


@given(DEBTS, st.decimals("0.01", 3, places=2), st.decimals(1, 60, places=1), st.integers(0, 1500))
def test_a_penalty_never_passes_its_cap(
    debt: LateDebt, percent: Decimal, cap: Decimal, days: int
) -> None:
    to = debt.due_on + timedelta(days=days)
    free = sum(one.amount_minor for one in penalty(debt, Penalty(percent), to))
    held = sum(one.amount_minor for one in penalty(debt, Penalty(percent, Per.DAY, cap), to))
    most = Fraction(debt.amount_minor) * Fraction(cap) / 100
    assert held == min(free, int(most + Fraction(1, 2)))
