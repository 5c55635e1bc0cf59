"""Whether promises to pay were kept."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.promises import (
    KeptRate,
    PromiseMade,
    Receipt,
    broken,
    judge,
    kept_rate,
    live,
)
from pipeline_tui.domain.vocabulary import PromiseState

TODAY = date(2026, 3, 11)


def day(offset: int) -> date:
    """A day counted from today."""
    return TODAY + timedelta(days=offset)


def made(id_: int, amount: int, frm: int, to: int, **more: object) -> PromiseMade:
    """A promise from one day for another, both counted from today."""
    values: dict[str, object] = {"invoice_id": None, "currency": "RUB", **more}
    return PromiseMade(
        id=id_,
        client_id=1,
        amount_minor=amount,
        made_on=day(frm),
        due_on=day(to),
        **values,  # type: ignore[arg-type]
    )


def paid(id_: int, amount: int, on: int, currency: str = "RUB", **laid: int) -> Receipt:
    """A payment on a day counted from today; `laid` is `i7=50` for 50 on invoice 7."""
    return Receipt(id_, currency, day(on), amount, {int(k[1:]): v for k, v in laid.items()})


def states(promises: list[PromiseMade], receipts: list[Receipt]) -> list[tuple[int, str, int]]:
    """(number, state, paid in time) of each."""
    return [(row.id, row.state.value, row.paid_minor) for row in judge(promises, receipts, TODAY)]


def test_both_ends_of_its_time_count() -> None:
    promise = [made(1, 100, -9, -3)]
    assert states(promise, [paid(1, 50, -9), paid(2, 50, -3)]) == [(1, "kept", 100)]
    assert states(promise, [paid(1, 50, -10), paid(2, 50, -2)]) == [(1, "broken", 0)]
    assert states(promise, [paid(1, 99, -5)]) == [(1, "partial", 99)]


def test_open_through_its_day() -> None:
    assert states([made(1, 100, -9, 0)], []) == [(1, "open", 0)]
    assert states([made(1, 100, -9, -1)], []) == [(1, "broken", 0)]
    assert states([made(1, 100, -9, 5)], [paid(1, 100, -2)]) == [(1, "kept", 100)]


def test_one_payment_keeps_one_promise() -> None:
    two = [made(1, 100, -9, -3), made(2, 100, -9, -1)]
    assert states(two, [paid(1, 150, -5)]) == [(1, "kept", 100), (2, "partial", 50)]


def test_another_currency_keeps_nothing() -> None:
    assert states([made(1, 100, -9, -3)], [paid(1, 100, -5, "USD")]) == [(1, "broken", 0)]


def test_promise_on_an_invoice_counts_what_was_laid_on_it() -> None:
    promise = [made(1, 100, -9, -3, invoice_id=7)]
    assert states(promise, [paid(1, 100, -5, i8=100)]) == [(1, "broken", 0)]
    assert states(promise, [paid(1, 300, -5, i7=60, i8=240)]) == [(1, "partial", 60)]


def test_withdrawn_promise_takes_no_money_and_no_part_in_the_rate() -> None:
    rows = judge(
        [made(1, 100, -9, -3, withdrawn=True), made(2, 100, -9, -2)], [paid(1, 100, -5)], TODAY
    )
    assert [row.state for row in rows] == [PromiseState.BROKEN, PromiseState.KEPT]
    assert kept_rate(rows, TODAY) == KeptRate(1, 1)


def test_rate_counts_those_fallen_due() -> None:
    rows = judge(
        [made(1, 10, -9, -8), made(2, 10, -9, -7), made(3, 10, -9, 0), made(4, 10, -9, 5)],
        [paid(1, 10, -9)], TODAY,
    )  # fmt: skip
    assert kept_rate(rows, TODAY) == KeptRate(1, 2)
    assert KeptRate(1, 2).share == 0.5
    assert KeptRate().share is None


def test_nearest_running_promise_is_waited_for() -> None:
    rows = judge([made(1, 10, -9, 5), made(2, 10, -9, 2), made(3, 10, -9, -2)], [], TODAY)
    found = live(rows, TODAY)
    assert found is not None
    assert found.id == 2


def test_last_word_counts_as_broken() -> None:
    failed = made(1, 10, -9, -2)
    rows = judge([failed], [], TODAY)
    assert broken(rows, TODAY) == rows[0]
    assert broken(judge([failed, made(2, 10, -1, 3)], [], TODAY), TODAY) is None
    assert broken(judge([failed, made(2, 10, -1, -1)], [paid(1, 10, -1)], TODAY), TODAY) is None


PROMISES = st.lists(
    st.tuples(st.integers(1, 500), st.integers(-30, 0), st.integers(0, 20), st.booleans(),
              st.none() | st.integers(1, 3)),
    max_size=8,
).map(lambda found: [
    made(at, amount, frm, frm + span, withdrawn=gone, invoice_id=bill)
    for at, (amount, frm, span, gone, bill) in enumerate(found, 1)
])  # fmt: skip
RECEIPTS = st.lists(
    st.tuples(st.integers(1, 500), st.integers(-30, 0), st.integers(1, 3)), max_size=8
).map(lambda found: [
    Receipt(at, "RUB", day(on), amount, {bill: amount}) for at, (amount, on, bill) in enumerate(found, 1)
])  # fmt: skip


@given(PROMISES, RECEIPTS)
def test_no_money_counts_twice(promises: list[PromiseMade], receipts: list[Receipt]) -> None:
    rows = judge(promises, receipts, TODAY)
    assert sum(row.paid_minor for row in rows) <= sum(one.amount_minor for one in receipts)
    for row in rows:
        assert 0 <= row.paid_minor <= row.amount_minor
        assert (row.state is PromiseState.KEPT) == (row.left_minor == 0)
        in_time = sum(
            one.amount_minor for one in receipts
            if row.made_on <= one.paid_on <= row.due_on
            and (row.invoice_id is None or row.invoice_id in one.laid)
        )  # fmt: skip
        assert row.paid_minor <= in_time
