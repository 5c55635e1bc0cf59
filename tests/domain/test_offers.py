"""What an offer comes to, against the same computed with fractions and decimals."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.offers import (
    VAT_BY_COUNTRY,
    WHOLE,
    Line,
    OfferRow,
    OfferState,
    Sums,
    below_floor,
    largest_discount,
    line_sums,
    offer_sums,
    vat_on,
)

LINES = st.builds(
    Line,
    price_minor=st.integers(0, 10**9),
    quantity=st.integers(1, 10**7),
    discount=st.integers(0, WHOLE),
    vat=st.sampled_from([0, 550, 1_000, 2_000, 2_200]),
    cost_minor=st.none() | st.integers(0, 10**9),
)


def half_up(value: Fraction) -> int:
    """A fraction rounded the way an accountant does, by the decimal library."""
    scaled = Decimal(value.numerator * 10**6 // value.denominator).scaleb(-6)
    below = Decimal("0.0000005") if value.numerator * 10**6 % value.denominator else Decimal(0)
    return int((scaled + below).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def by_fractions(line: Line, vat_included: bool) -> tuple[int, int, int, int, int | None]:
    """off, net, VAT, total, cost by the words of the rule, with nothing rounded on the way."""
    full = Fraction(line.price_minor) * Fraction(line.quantity, 1000)
    asked = half_up(full * (1 - Fraction(line.discount, 10_000)))
    rate = Fraction(line.vat, 10_000)
    vat = half_up(asked * rate / (1 + rate)) if vat_included else half_up(asked * rate)
    net = asked - vat if vat_included else asked
    cost = None
    if line.cost_minor is not None:
        cost = half_up(Fraction(line.cost_minor) * Fraction(line.quantity, 1000))
    return half_up(full) - asked, net, vat, net + vat, cost


@given(LINES, st.booleans())
def test_a_line_comes_to_what_fractions_say(line: Line, vat_included: bool) -> None:
    sums = line_sums(line, vat_included=vat_included)
    assert (
        sums.off_minor, sums.net_minor, sums.vat_minor, sums.total_minor, sums.cost_minor
    ) == by_fractions(line, vat_included)  # fmt: skip
    assert sums.net_minor + sums.vat_minor == sums.total_minor


@given(st.lists(LINES, max_size=8), st.booleans())
def test_an_offer_is_its_lines_added_up(lines: list[Line], vat_included: bool) -> None:
    rows = [by_fractions(line, vat_included) for line in lines]
    sums = offer_sums(line_sums(line, vat_included=vat_included) for line in lines)
    assert sums.off_minor == sum(row[0] for row in rows)
    assert sums.net_minor == sum(row[1] for row in rows)
    assert sums.vat_minor == sum(row[2] for row in rows)
    assert sums.total_minor == sum(row[3] for row in rows)
    costs = [row[4] for row in rows]
    assert sums.cost_minor == (None if None in costs else sum(one or 0 for one in costs))


@given(LINES, st.integers(0, WHOLE), st.booleans())
def test_the_largest_discount_is_the_last_one_above_the_floor(
    line: Line, floor: int, vat_included: bool
) -> None:
    def earns_enough(discount: int) -> bool:
        cut = Line(line.price_minor, line.quantity, discount, line.vat, line.cost_minor)
        _off, net, _vat, _total, cost = by_fractions(cut, vat_included)
        return cost is None or net - cost >= Fraction(floor, 10_000) * net

    most = largest_discount(line, floor, vat_included=vat_included)
    if most is None:
        assert not earns_enough(0)
        return
    assert earns_enough(most)
    assert most == WHOLE or not earns_enough(most + 1)


def test_known_answers() -> None:
    # 3 × 1 999.99 less 7.5 % is 5 549.97 (5 549.97225); of it 22/122 is 1 000.81 (1 000.8143).
    line = Line(199_999, 3_000, 750, 2_200, 120_000)
    assert line_sums(line, vat_included=True) == Sums(45_000, 454_916, 100_081, 554_997, 360_000)
    # The same with the tax on top: 22 % of 5 549.97 is 1 220.99 (1 220.9934).
    assert line_sums(line, vat_included=False) == Sums(45_000, 554_997, 122_099, 677_096, 360_000)
    # Half a kopeck goes up, at the line: 0.5 × 0.01.
    assert line_sums(Line(1, 500), vat_included=True).total_minor == 1
    margin = line_sums(line, vat_included=True).margin
    assert margin is not None
    assert margin == pytest.approx((4_549.16 - 3_600) / 4_549.16)


def test_what_costs_nobody_knows_what_is_below_no_floor() -> None:
    sums = line_sums(Line(100, discount=WHOLE), vat_included=True)
    assert sums.margin is None
    assert not below_floor(sums, WHOLE)
    # A gift that costs something earns less than nothing.
    assert below_floor(line_sums(Line(100, discount=WHOLE, cost_minor=1), vat_included=True), 0)


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2018, 5, 1), 2_000), (date(2025, 12, 31), 2_000), (date(2026, 1, 1), 2_200),
        (date(2030, 1, 1), 2_200),
    ],
)  # fmt: skip
def test_the_rate_of_tax_is_that_of_the_day_of_shipment(day: date, rate: int) -> None:
    assert vat_on(day, VAT_BY_COUNTRY["RU"]) == rate
    assert vat_on(day, {}) == 0


def test_how_an_offer_stands() -> None:
    today = date(2026, 3, 11)
    moment = datetime(2026, 3, 10, 9, tzinfo=UTC)

    def row(
        version: int = 1, *, sent: bool = True, accepted: bool = False, days: int = 0
    ) -> OfferRow:
        return OfferRow(
            1, 7, version, 1, "Pumps", 1, "Acorn", "RUB", True, today + timedelta(days), "", moment,
            moment if sent else None, moment if accepted else None, last_sent=2, last=3,
        )  # fmt: skip

    assert row(3, sent=False, days=-5).state(today) is OfferState.DRAFT
    assert row(2).state(today) is OfferState.SENT  # its last day is still a day
    assert row(2, days=-1).state(today) is OfferState.EXPIRED
    assert row(1).state(today) is OfferState.REPLACED
    assert row(1, accepted=True).state(today) is OfferState.ACCEPTED
    assert [row(one).code for one in (1, 2)] == ["7", "7.2"]
