"""Rules of debts: known answers by hand, and laws that hold for any sums."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.collection import PayerFigures, cei, dso
from pipeline_tui.domain.debts import (
    AgingBucket,
    OpenItem,
    allocate,
    by_hand,
    check_instalments,
    due_days,
    numbered_after,
    split_evenly,
)
from pipeline_tui.domain.dunning import DunningStep, next_rung, rung_of, step_to_take
from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.ledger import add_up

TODAY = date(2026, 3, 11)
DAYS = st.integers(-400, 400).map(lambda late: TODAY - timedelta(days=late))


def item(
    id_: int, open_minor: int, due_on: date = TODAY, invoice_id: int | None = None
) -> OpenItem:
    """An open instalment of an invoice of its own."""
    return OpenItem(id_, invoice_id or id_, f"No. {id_}", due_on, open_minor)


ITEMS = st.lists(st.tuples(st.integers(1, 10**9), DAYS, st.integers(1, 4)), max_size=12).map(
    lambda found: [item(at, *one) for at, one in enumerate(found, 1)]
)


class TestAllocation:
    def test_oldest_due_first_then_by_number(self) -> None:
        items = [item(1, 50, TODAY), item(2, 50, TODAY - timedelta(1)), item(3, 50, TODAY)]
        shares = allocate(120, items)
        assert [(one.instalment_id, one.amount_minor) for one in shares] == [
            (2, 50), (1, 50), (3, 20),
        ]  # fmt: skip

    def test_named_invoice_first(self) -> None:
        items = [item(1, 50, TODAY - timedelta(9)), item(2, 50, TODAY, 7), item(3, 50, TODAY, 7)]
        shares = allocate(110, items, invoice_id=7)
        assert [(one.instalment_id, one.amount_minor) for one in shares] == [
            (2, 50), (3, 50), (1, 10),
        ]  # fmt: skip

    @given(st.integers(0, 10**10), ITEMS, st.integers(1, 4) | st.none())
    def test_laws(self, amount: int, items: list[OpenItem], invoice_id: int | None) -> None:
        shares = allocate(amount, items, invoice_id=invoice_id)
        taken = {one.instalment_id: one.amount_minor for one in shares}
        by_id = {one.instalment_id: one for one in items}
        # Nothing is laid twice, nothing takes more than it wants, and no money is made or lost.
        assert len(taken) == len(shares)
        assert all(0 < part <= by_id[id_].open_minor for id_, part in taken.items())
        assert sum(taken.values()) == min(amount, sum(one.open_minor for one in items))
        # Whoever got nothing or not all has nobody behind it who got something.
        order = sorted(
            items, key=lambda one: (one.invoice_id != invoice_id, one.due_on, one.instalment_id)
        )
        short = [taken.get(one.instalment_id, 0) < one.open_minor for one in order]
        if any(short):
            first = short.index(True)
            assert all(one.instalment_id not in taken for one in order[first + 1 :])

    @given(ITEMS, st.data())
    def test_hand_lays_what_it_is_told(self, items: list[OpenItem], data: st.DataObject) -> None:
        wanted = {one.instalment_id: data.draw(st.integers(0, one.open_minor)) for one in items}
        shares = by_hand(sum(wanted.values()), items, wanted)
        assert {one.instalment_id: one.amount_minor for one in shares} == {
            id_: part for id_, part in wanted.items() if part
        }

    @pytest.mark.parametrize(
        ("wanted", "code"),
        [
            ({9: 1}, "instalment_not_open"), ({1: 51}, "allocation_over_open"),
            ({1: 50, 2: 41}, "allocation_over_payment"),
        ],
    )  # fmt: skip
    def test_hand_is_held_to_what_is_there(self, wanted: dict[int, int], code: str) -> None:
        with pytest.raises(Refused, match=code):
            by_hand(90, [item(1, 50), item(2, 50)], wanted)


class TestAging:
    @given(DAYS)
    def test_every_day_stands_in_one_bucket(self, due_on: date) -> None:
        found = []
        for bucket in AgingBucket:
            first, last = due_days(bucket, TODAY)
            if (first is None or due_on >= first) and (last is None or due_on <= last):
                found.append(bucket)
        late = (TODAY - due_on).days
        assert found == [
            AgingBucket.NOT_DUE if late <= 0 else AgingBucket.D1_30 if late <= 30
            else AgingBucket.D31_60 if late <= 60 else AgingBucket.D61_90 if late <= 90
            else AgingBucket.OVER_90
        ]  # fmt: skip

    def test_overdue_from_the_day_after(self) -> None:
        assert due_days(AgingBucket.NOT_DUE, TODAY) == (TODAY, None)
        assert due_days(AgingBucket.D1_30, TODAY)[1] == TODAY - timedelta(days=1)


class TestLadder:
    @pytest.mark.parametrize(
        ("late", "step"),
        [
            (-4, "none"), (-3, "reminder"), (-1, "reminder"), (0, "due_today"), (1, "soft"),
            (7, "soft"), (8, "call"), (14, "call"), (15, "letter"), (30, "letter"), (31, "claim"),
            (500, "claim"),
        ],
    )  # fmt: skip
    def test_step_by_day(self, late: int, step: str) -> None:
        assert rung_of(TODAY - timedelta(days=late), TODAY).step.value == step

    @given(DAYS)
    def test_next_step_begins_when_it_says(self, due_on: date) -> None:
        rung, after = rung_of(due_on, TODAY), next_rung(due_on, TODAY)
        if rung.step is not DunningStep.NONE:
            assert rung_of(due_on, rung.since) == rung
        if after is None:
            assert rung.step is DunningStep.CLAIM
        else:
            assert after.since > TODAY
            assert rung_of(due_on, after.since) == after
            assert rung_of(due_on, after.since - timedelta(days=1)).step is rung.step

    def test_dispute_and_promise_stop_the_ladder(self) -> None:
        old = TODAY - timedelta(days=40)
        assert step_to_take(old, TODAY).step is DunningStep.CLAIM
        assert step_to_take(old, TODAY, promised_on=TODAY).step is DunningStep.PROMISED
        assert step_to_take(None, TODAY, disputed=True).step is DunningStep.DISPUTED
        young = TODAY + timedelta(days=20)
        assert step_to_take(young, TODAY, disputed=True).step is DunningStep.DISPUTED
        assert step_to_take(old, TODAY, disputed=True).step is DunningStep.CLAIM
        gone = TODAY - timedelta(days=1)
        assert step_to_take(old, TODAY, promised_on=gone).step is DunningStep.CLAIM

    def test_far_from_due_says_when_to_remind(self) -> None:
        rung = step_to_take(TODAY + timedelta(days=10), TODAY)
        assert (rung.step, rung.since) == (DunningStep.REMINDER, TODAY + timedelta(days=7))

    def test_a_step_taken_gives_way_to_the_next_and_a_dispute_comes_before_it(self) -> None:
        due = TODAY - timedelta(days=9)
        done = {DunningStep.CALL: TODAY - timedelta(days=1)}
        assert step_to_take(due, TODAY, done=done).step is DunningStep.LETTER
        assert step_to_take(due, TODAY, done=done, disputed=True).step is DunningStep.DISPUTED
        earlier = {DunningStep.CALL: TODAY - timedelta(days=2)}
        assert step_to_take(due, TODAY, done=earlier).step is DunningStep.CALL


class TestFigures:
    def test_vector(self) -> None:
        assert dso(900, 600, 30) == 45
        assert cei(1000, 600, 900, 500) == pytest.approx(63.64, abs=0.005)

    def test_nothing_to_go_by(self) -> None:
        assert dso(900, 0, 30) is None
        assert cei(0, 500, 500, 500) is None
        assert PayerFigures().days_to_settle is None
        assert PayerFigures(settled=2, settled_days=30, late=1, late_days=4, overdue=1) == (
            PayerFigures(2, 30, 1, 4, 1)
        )

    def test_all_collected_is_a_hundred(self) -> None:
        assert cei(1000, 600, 500, 500) == 100


class TestNumbers:
    @pytest.mark.parametrize(
        ("last", "following"),
        [
            ("", "1"), ("9", "10"), ("2026-009", "2026-010"), ("А/17-б", "А/18-б"), ("СФ", "СФ-1"),
            ("INV-0999", "INV-1000"),
        ],
    )  # fmt: skip
    def test_number_after(self, last: str, following: str) -> None:
        assert numbered_after(last) == following

    def test_parts_must_agree(self) -> None:
        check_instalments(100, [(TODAY, 30), (TODAY, 70)])
        for parts, code in (
            ([], "required"), ([(TODAY, 0), (TODAY, 100)], "not_positive"),
            ([(TODAY, 99)], "instalments_disagree"),
        ):  # fmt: skip
            with pytest.raises(Invalid, match=code):
                check_instalments(100, parts)

    @given(st.integers(1, 10**12), st.integers(1, 24), st.integers(1, 90))
    def test_equal_parts_lose_no_kopeck(self, amount: int, parts: int, every: int) -> None:
        found = split_evenly(amount, TODAY, parts, every)
        assert sum(part for _due, part in found) == amount
        assert [due for due, _part in found] == [
            TODAY + timedelta(days=every * at) for at in range(parts)
        ]

    def test_own_currency_first_and_zeros_out(self) -> None:
        sums = [("USD", 5), ("RUB", 3), ("EUR", 2), ("EUR", -2), ("RUB", 1)]
        assert add_up(sums, "RUB") == (("RUB", 4), ("USD", 5))
