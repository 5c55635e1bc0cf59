"""How payers pay: curves, grades, the backtest, money to come; by hand, and as laws."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import isclose
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.forecast.outlook import month_end
from pipeline_tui.domain.forecast.ranges import Past
from pipeline_tui.domain.paying.backtest import backtest
from pipeline_tui.domain.paying.curve import LEAST, MOST, base_of, curve_of
from pipeline_tui.domain.paying.grade import (
    Advice,
    Grade,
    Method,
    Payer,
    Trust,
    advice,
    grade_of,
    payer,
)
from pipeline_tui.domain.paying.inflow import Word, came_in, inflow
from pipeline_tui.domain.paying.parts import NEVER, Part
from pipeline_tui.domain.paying.scores import auc, brier, mean_error

DAY = date(2026, 3, 31).toordinal()


def part(
    late: int | None, *, client: int = 1, due: int = DAY - 100, number: int = 0, minor: int = 100_00
) -> Part:
    """A part settled so many days past its due day, or never."""
    settled = NEVER if late is None else due + late
    paid = () if late is None else ((settled, minor),)
    return Part(number, client, number, "RUB", due - 30, due, minor, paid, settled)


def parts_of(lates: Sequence[int | None], client: int = 1) -> list[Part]:
    """Parts of one client."""
    return [part(late, client=client, number=client * 1000 + at) for at, late in enumerate(lates)]


def share(lates: Sequence[int]) -> float:
    """How many are late."""
    return sum(one > 0 for one in lates) / len(lates)


class TestCurve:
    def test_own_rate_is_pulled_by_so_many_debts_worth(self) -> None:
        own = parts_of([5, 5, 5, -1])
        everybody = [*own, *parts_of([-3] * 8, 2), *parts_of([-3, 9] * 2, 3)]
        base = base_of(everybody, DAY)
        assert (base.fallen, base.late) == (16, 5)
        curve = curve_of(own, DAY, base)
        m = base.strength
        assert isclose(curve.chance, (3 + m * 5 / 16) / (4 + m))
        assert isclose(curve.expected, (15 + m * (15 + 18) / 16) / (4 + m))

    def test_strength_is_that_of_the_two_mean_squares(self) -> None:
        # three payers: 3 of 4, 0 of 8, 2 of 4; mean 5/16. Between: (4(3/4−5/16)² + 8(5/16)² +
        # 4(1/2−5/16)²) / 2 = 0.84375; within: (3/4 + 0 + 1) / 13 = 0.134615; size: (16 − 96/16) / 2
        everybody = [
            *parts_of([5, 5, 5, -1]), *parts_of([-3] * 8, 2), *parts_of([-3, 9] * 2, 3),
        ]  # fmt: skip
        within, between = 1.75 / 13, 0.84375
        assert isclose(
            base_of(everybody, DAY).strength, max(LEAST, within / ((between - within) / 5))
        )

    def test_open_debt_counts_for_as_long_as_it_was_watched(self) -> None:
        # by hand: of four, one paid on day 0 and one on day 10, one open since day 5, one since day 20
        some = [
            part(0, number=1), part(10, number=2), part(None, due=DAY - 5, number=3),
            part(None, due=DAY - 20, number=4),
        ]  # fmt: skip
        base = base_of(some, DAY)
        assert isclose(base.unpaid(-1), 1)
        assert isclose(base.unpaid(0), 3 / 4)
        assert isclose(base.unpaid(9), 3 / 4)
        assert isclose(base.unpaid(10), 3 / 4 * 1 / 2)  # two were left to watch on day 10
        assert isclose(base.unpaid(20), 3 / 8)
        # from there on at the rate that was seen: from 3/4 to 3/8 in twenty days
        assert isclose(base.unpaid(40), 3 / 16)

    def test_forgetting_the_open_ones_would_flatter(self) -> None:
        settled = parts_of([0, 0, 2, 2])
        still = [part(None, due=DAY - 60, number=9), part(None, due=DAY - 50, number=8)]
        base = base_of([*settled, *still], DAY)
        assert base.unpaid(0) == pytest.approx(4 / 6)
        assert curve_of([*settled, *still], DAY, base).expected > 20

    def test_young_invoices_do_not_make_a_payer_look_quick(self) -> None:
        """One that pays half on day −10 and half on day 10; the last month's are not due yet."""
        old = [part(late, number=at) for at, late in enumerate([-10, 10] * 20)]
        young = [part(late, due=DAY + 5, number=100 + at) for at, late in enumerate([-10, 10] * 20)]
        base = base_of([*old, *young], DAY)
        assert base.unpaid(0) == pytest.approx(1 / 2)

    @given(
        st.lists(st.integers(-40, 200), min_size=1, max_size=12),
        st.lists(st.integers(-40, 200), min_size=1, max_size=30),
    )
    def test_smoothed_lies_between_own_and_everybodys(
        self, own: list[int], others: list[int]
    ) -> None:
        mine = [part(late, number=at, due=DAY - 300) for at, late in enumerate(own)]
        rest = [part(late, client=2 + at % 3, number=99 + at, due=DAY - 300) for at, late in enumerate(others)]  # fmt: skip
        base = base_of([*mine, *rest], DAY)
        assert LEAST <= base.strength <= MOST
        curve = curve_of(mine, DAY, base)
        low, high = sorted((share(own), share([*own, *others])))
        assert low - 1e-9 <= curve.chance <= high + 1e-9
        means = [
            sum(min(max(0, one), 90) for one in some) / len(some) for some in (own, [*own, *others])
        ]
        assert min(means) - 1e-6 <= curve.expected <= max(means) + 1e-6

    @given(
        st.lists(st.integers(-30, 90), min_size=1, max_size=15),
        st.integers(0, 14),
        st.integers(1, 60),
    )
    def test_paying_later_never_looks_better(self, lates: list[int], at: int, more: int) -> None:
        base = base_of(parts_of([-5, -5, 3, 20, 45, -2], 7), DAY)
        later = list(lates)
        later[at % len(later)] += more
        before, after = (
            curve_of(
                [part(late, number=at, due=DAY - 200) for at, late in enumerate(some)], DAY, base
            )
            for some in (lates, later)
        )
        assert after.chance >= before.chance - 1e-9
        assert after.expected >= before.expected - 1e-9
        assert after.usual >= before.usual

    @given(st.lists(st.integers(-20, 60), max_size=12), st.lists(st.integers(0, 80), max_size=6))
    def test_curve_falls_and_stays_a_share(self, paid: list[int], still: list[int]) -> None:
        some = [part(late, number=at) for at, late in enumerate(paid)]
        some += [part(None, number=50 + at, due=DAY - age) for at, age in enumerate(still)]
        curve = curve_of(some, DAY, base_of([*some, part(3, client=2, number=99)], DAY))
        values = [curve.unpaid(x) for x in range(-130, 400)]
        assert all(0 <= one <= 1 for one in values)
        assert all(a >= b - 1e-12 for a, b in pairwise(values))
        assert curve.expected == pytest.approx(sum(curve.unpaid(x) for x in range(90)))


PARTS = st.builds(
    lambda client, issued, terms, took, number: Part(
        number, client, number, "RUB", DAY - issued, DAY - issued + terms, 100,
        () if took is None else ((DAY - issued + took, 100),),
        NEVER if took is None else DAY - issued + took,
    ),
    st.integers(1, 4), st.integers(0, 200), st.integers(0, 45), st.none() | st.integers(0, 150),
    st.integers(1, 10**6),
)  # fmt: skip


def known_by(parts: Sequence[Part], day: int) -> list[Part]:
    """The parts with nothing of what came after a day."""
    found = []
    for one in parts:
        if one.issued > day:
            continue
        paid = tuple(each for each in one.paid if each[0] <= day)
        found.append(
            Part(
                one.id, one.client_id, one.invoice_id, one.currency, one.issued, one.due,
                one.minor, paid, one.settled if one.settled <= day else NEVER,
            )
        )  # fmt: skip
    return found


class TestOnlyWhatWasKnown:
    @settings(max_examples=60)
    @given(
        st.lists(PARTS, min_size=1, max_size=25, unique_by=lambda one: one.id), st.integers(0, 150)
    )
    def test_the_future_says_nothing(self, parts: list[Part], back: int) -> None:
        day = DAY - back
        then = known_by(parts, day)
        base = base_of(parts, day)
        assert base == base_of(then, day)
        mine, mine_then = ([one for one in some if one.client_id == 1] for some in (parts, then))
        assert payer(1, mine, day, base, Trust()) == payer(1, mine_then, day, base, Trust())
        by, by_then = ({1: some} for some in (mine, mine_then))
        assert inflow(by, day, base, 2, {}, {}, 50) == inflow(by_then, day, base, 2, {}, {}, 50)

    def test_leak_would_show(self) -> None:
        """Half of the payers turn: in time until a month's end, late after it. Whoever looks ahead
        tells them from the others; honestly they cannot be told apart before the first late ones."""
        turn = month_end(DAY, -2)
        parts: list[Part] = []
        for client in range(40):
            for at in range(12):
                due = turn - 300 + at * 25
                parts.append(part(-1, client=client, due=due, number=len(parts)))
            for at in range(4):
                late = 20 if client % 2 else -1
                parts.append(part(late, client=client, due=turn + 31 + at, number=len(parts)))
        found = backtest(parts, DAY + 90, 5)
        assert turn in found.cuts
        later = [one for one in parts if one.due > turn]
        base = base_of(parts, turn)
        said = {
            client: curve_of([one for one in parts if one.client_id == client], turn, base).chance
            for client in range(40)
        }
        assert len({round(one, 12) for one in said.values()}) == 1
        assert auc([(said[one.client_id], bool(one.is_late(DAY + 90))) for one in later]) == 0.5


class TestScores:
    def test_known_values(self) -> None:
        said = [(0.9, True), (0.8, False), (0.7, True), (0.1, False)]
        assert auc(said) == 0.75  # of four pairs one is the wrong way round
        assert brier(said) == pytest.approx((0.01 + 0.64 + 0.09 + 0.01) / 4)
        assert auc([(0.5, True), (0.5, False)]) == 0.5
        assert auc([(0.5, True)]) is None
        assert mean_error([(3.0, 5), (1.0, 0)]) == 1.5


class TestGrade:
    @pytest.mark.parametrize(
        ("chance", "days", "grade"),
        [
            (0.1, 0.0, "A"), (0.49, 2.0, "A"), (0.5, 1.0, "B"), (0.1, 7.0, "B"), (0.9, 7.1, "C"),
            (0.9, 15.0, "C"), (0.9, 30.0, "D"), (0.9, 30.1, "E"),
        ],
    )  # fmt: skip
    def test_bands(self, chance: float, days: float, grade: str) -> None:
        assert grade_of(chance, days) == grade

    @given(st.floats(0, 1), st.floats(0, 400), st.floats(0, 1), st.floats(0, 400))
    def test_worse_is_never_better(self, c1: float, d1: float, c2: float, d2: float) -> None:
        assert grade_of(min(c1, c2), min(d1, d2)) <= grade_of(max(c1, c2), max(d1, d2))

    def test_evidence(self) -> None:
        own = [
            *parts_of([9, 9, -2]), part(None, due=DAY - 4, number=70),
            part(None, due=DAY + 4, number=71),
        ]  # fmt: skip
        base = base_of([*own, *parts_of([0] * 26, 2)], DAY)
        found = payer(1, own, DAY, base, Trust())
        assert found is not None
        assert (found.fallen, found.late, found.overdue, found.settled) == (4, 3, 1, 3)
        assert found.mean_late == 6
        assert found.base_share == pytest.approx(3 / 30)

    def test_too_little_of_everybody_is_no_grade(self) -> None:
        own = parts_of([9, 9, -2])
        assert payer(1, own, DAY, base_of([*own, *parts_of([0] * 16, 2)], DAY), Trust()) is None
        assert payer(1, own, DAY, base_of([*own, *parts_of([0] * 17, 2)], DAY), Trust()) is not None

    def test_nothing_due_yet_is_no_grade(self) -> None:
        own = [part(None, due=DAY + 4)]
        assert payer(1, own, DAY, base_of(own, DAY), Trust()) is None

    def test_falls_back_to_what_did_better(self) -> None:
        own = parts_of([40, 40, 40, 0])
        base = base_of([*own, *parts_of([0] * 26, 2)], DAY)
        last = payer(1, own, DAY, base, Trust(Method.LAST, Method.LAST, Method.LAST))
        whole = payer(1, own, DAY, base, Trust(Method.BASE, Method.BASE, Method.BASE))
        assert last is not None
        assert whole is not None
        assert (last.chance, last.days, last.usual) == (0, 0, 0)
        assert whole.chance == pytest.approx(3 / 30)
        assert whole.days == pytest.approx(120 / 30)

    @pytest.mark.parametrize(
        ("days", "grade", "terms"),
        [
            (1.0, "A", Advice(0, 30, 180_000_00)), (5.0, "B", Advice(0, 30, 150_000_00)),
            (10.0, "C", Advice(0, 20, 120_000_00)), (25.0, "D", Advice(50, 5, 60_000_00)),
            (90.0, "E", Advice(100, 0, 0)),
        ],
    )  # fmt: skip
    def test_terms_and_limit(self, days: float, grade: str, terms: Advice) -> None:
        found = Payer(1, 9, 5, 0, 9, days, 0.3, 0.4, days, 0, Grade(grade))
        # bought for 1 460 000 in a year, so 120 000 in thirty days
        assert advice(found, 30, 1_460_000_00) == terms

    def test_no_limit_without_sales(self) -> None:
        found = Payer(1, 9, 5, 0, 9, 1.0, 0.3, 0.4, 1.0, 0, Grade.A)
        assert advice(found, 30, 0).limit_minor is None


class TestBacktest:
    def test_tells_payers_apart_where_they_differ(self) -> None:
        parts: list[Part] = []
        for client in range(12):
            for at in range(12):
                late = (14 if at % 4 else -3) if client % 2 else (-3 if at % 6 else 2)
                parts.append(part(late, client=client, due=DAY - 360 + at * 30, number=len(parts)))
        found = backtest(parts, DAY)
        assert found.auc.own is not None
        assert found.auc.own > max(0.75, found.auc.base or 0, found.auc.last or 0)
        assert found.trust.chance is Method.OWN
        assert found.trust.told

    def test_falls_back_to_the_last_invoice_where_payers_turn(self) -> None:
        """A long time in time, then late for good: the last invoice knows it first."""
        parts: list[Part] = []
        for client in range(20):
            for at in range(24):
                late = 10 if at > 12 + client % 4 else -1
                parts.append(part(late, client=client, due=DAY - 720 + at * 30, number=len(parts)))
        found = backtest(parts, DAY)
        assert found.trust == Trust(Method.LAST, Method.LAST, Method.LAST, told=True)

    def test_falls_back_to_everybodys_where_payers_are_alike(self) -> None:
        """Coins: what one did is no sign of what he will do."""
        coin = Random(7)
        parts: list[Part] = []
        for client in range(60):
            for at in range(8):
                late = 10 if coin.random() < 0.5 else -1
                parts.append(part(late, client=client, due=DAY - 240 + at * 30, number=len(parts)))
        found = backtest(parts, DAY)
        assert found.trust.chance is Method.BASE
        assert found.auc.own == pytest.approx(0.5, abs=0.06)

    def test_too_little_history(self) -> None:
        found = backtest(parts_of([3, 4, 5]), DAY)
        assert found.cuts == ()
        assert not found.trust.told


class TestMoneyToCome:
    def test_what_is_paid_for_certain_comes(self) -> None:
        """Everybody pays on the due day, to the day: what falls due in a week comes in it."""
        history = parts_of([0] * 400, 2)
        open_ones = [part(None, client=1, due=DAY + 3, number=1), part(None, client=1, due=DAY + 10, number=2)]  # fmt: skip
        base = base_of([*history, *open_ones], DAY)
        first, second, both = inflow({1: open_ones}, DAY, base, 2, {}, {})
        assert (first.weeks, first.first, first.last) == (1, DAY + 1, DAY + 7)
        assert first.expected_minor == pytest.approx(100_00)
        assert second.expected_minor == pytest.approx(100_00)
        assert both.weeks == 2
        assert both.expected_minor == pytest.approx(200_00)
        assert (first.due_minor, both.due_minor) == (100_00, 200_00)

    def test_promise_moves_money_to_its_week(self) -> None:
        slow = parts_of([60] * 40, 2)
        debt = [part(None, due=DAY - 5, number=1)]
        base = base_of([*slow, *debt], DAY)
        word = Word(None, "RUB", 60_00, DAY + 3, kept=7, fallen=8)
        without = inflow({1: debt}, DAY, base, 1, {}, {})[0]
        with_it = inflow({1: debt}, DAY, base, 1, {}, {1: [word]})[0]
        assert with_it.promised_minor == 60_00
        assert without.expected_minor < 10_00
        assert with_it.expected_minor == pytest.approx(
            60_00 * 9 / 12 + 0.25 * 60_00 * without.expected_minor / 100_00
            + 40_00 * without.expected_minor / 100_00
        )  # fmt: skip

    @settings(max_examples=25)
    @given(st.lists(PARTS, min_size=1, max_size=20, unique_by=lambda one: one.id))
    def test_no_more_comes_than_is_open(self, parts: list[Part]) -> None:
        by: dict[int, list[Part]] = {}
        for one in parts:
            by.setdefault(one.client_id, []).append(one)
        base = base_of(parts, DAY)
        found = inflow(by, DAY, base, 6, {}, {}, 50)
        left = sum(one.open_minor(DAY) for one in parts)
        weeks = [one for one in found if one.weeks == 1]
        assert sum(one.expected_minor for one in weeks) <= left + 1e-6
        for each in found:
            assert each.range.p10 <= each.range.p50 <= each.range.p90
            assert came_in(parts, DAY, each) <= left

    def test_never_more_than_is_owed_however_far_weeks_swung(self) -> None:
        history = parts_of([0, 3, 30] * 40, 2)
        open_ones = [part(None, client=1, due=DAY + 3, number=1)]
        base = base_of([*history, *open_ones], DAY)
        doubled = {(weeks, "RUB"): [Past(100_00, 0.0, 200_00)] * 9 for weeks in (1, 4)}
        for each in inflow({1: open_ones}, DAY, base, 6, doubled, {}):
            assert each.range.p90 <= 100_00
            assert each.expected_minor <= 100_00

    def test_weeks_teach_what_they_brought_for_what_was_expected_before_the_swing(self) -> None:
        """Money that always comes to half of what the curve says is told as half, and stays so."""
        history = parts_of([0] * 90, 2)
        open_ones = [part(None, client=1, due=DAY + 3, number=1)]
        base = base_of([*history, *open_ones], DAY)
        pasts: list[Past] = []
        for _time in range(60):
            (week,) = inflow({1: open_ones}, DAY, base, 1, {(1, "RUB"): pasts}, {}, 10)
            pasts.append(week.past(50_00))
        assert pasts[-1].expected == pytest.approx(100_00)
        assert week.expected_minor == pytest.approx(50_00, rel=0.01)

    def test_currencies_apart(self) -> None:
        rouble = part(None, due=DAY + 3, number=1)
        dollar = Part(2, 1, 2, "USD", DAY - 30, DAY + 3, 500)
        base = base_of([rouble, dollar, *parts_of([0] * 9, 2)], DAY)
        found = inflow({1: [rouble, dollar]}, DAY, base, 1, {}, {})
        assert {one.currency: one.due_minor for one in found} == {"RUB": 100_00, "USD": 500}
