"""What a client owes while lines are laid on it: against a plain list, and by how much is done."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from types import FrameType

from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.matching import Bill, Book, Payer, Verdict
from pipeline_tui.domain.matching.matcher import Matcher
from pipeline_tui.domain.matching.purposes import references
from pipeline_tui.domain.matching.standing import Standing
from pipeline_tui.domain.statements import Party, StatementLine

DAY = date(2026, 3, 3)
INN = "7707083893"


def bills(parts: list[tuple[int, int, int]]) -> list[Bill]:
    """Instalments of (invoice, days to the due day, sum)."""
    return [
        Bill(id_, invoice, 1, str(invoice), DAY, DAY + timedelta(days=days), "RUB", minor)
        for id_, (invoice, days, minor) in enumerate(parts, 1)
    ]


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 4), st.integers(1, 9)), max_size=8),
    st.lists(st.tuples(st.integers(1, 12), st.lists(st.integers(1, 6), max_size=3)), max_size=8),
)
def test_as_a_plain_list_would_have_it(
    parts: list[tuple[int, int, int]], paid: list[tuple[int, list[int]]]
) -> None:
    owed, standing = bills(parts), Standing(bills(parts))
    left = {one.instalment_id: one.open_minor for one in owed}
    for amount, named in paid:
        order = {id_: place for place, id_ in reversed([*enumerate(named)])}
        rest, laid = amount, {}
        for one in sorted(
            owed, key=lambda b: (order.get(b.invoice_id, 99), b.due_on, b.instalment_id)
        ):
            part = min(rest, left[one.instalment_id])
            if part:
                laid[one.instalment_id] = part
                rest -= part
        shares = standing.shares(amount, named)
        assert {one.instalment_id: one.amount_minor for one in shares} == laid
        standing.take(shares)
        for id_, part in laid.items():
            left[id_] -= part
        assert standing.total == sum(left.values())
        whole = {
            id_: sum(left[b.instalment_id] for b in owed if b.invoice_id == id_)
            for id_ in {b.invoice_id for b in owed}
        }
        for minor in range(1, 30):
            fits = {id_ for id_, sum_ in whole.items() if sum_ == minor}
            fits |= {b.invoice_id for b in owed if left[b.instalment_id] == minor}
            assert standing.of_sum(minor) == tuple(sorted(fits))
        said = references("счета 2, 1")
        assert [b.instalment_id for b in standing.named(said)] == [
            b.instalment_id
            for number in ("2", "1")
            for b in sorted(owed, key=lambda b: (b.due_on, b.instalment_id))
            if b.number == number and left[b.instalment_id]
        ]


def calls(count: int, purpose: str) -> int:
    """How many functions are called to match so many lines of one client with as many invoices."""
    book = Book(
        (Payer(1, "Ромашка", inn=INN),),
        tuple(bills([(n, n % 60, 1000 + n) for n in range(1, count + 1)])),
    )
    lines = [
        StatementLine(
            n, "40702810900000000001", DAY, 1000 + n, "RUB", Party("", INN, "", ""), str(n), DAY,
            purpose.format(n),
        )
        for n in range(1, count + 1)
    ]  # fmt: skip
    made = 0

    def note(_frame: FrameType, _event: str, _argument: object) -> None:
        nonlocal made
        made += 1

    matcher = Matcher(book)
    sys.setprofile(note)
    try:
        matches = [matcher.match(one) for one in lines]
    finally:
        sys.setprofile(None)
    assert {one.verdict for one in matches} == {Verdict.CERTAIN}
    return made


def test_a_statement_of_one_client_alone_takes_work_that_grows_with_its_lines() -> None:
    for purpose in ("Оплата по счету {}", "За товар"):
        assert calls(400, purpose) < 2.2 * calls(200, purpose)
