"""Classes A, B, C by the turnover of twelve months."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.abc import classes
from pipeline_tui.services.desk import Desk
from tests.dealing import TODAY, make_client


def pay(desk: Desk, name: str, minor: int, on: date = TODAY, currency: str = "RUB") -> int:
    from pipeline_tui.domain.records import Payment

    client_id = make_client(desk, name)
    with desk.book.write("file.create") as unit:
        unit.add(
            Payment(
                client_id=client_id, paid_on=on, amount_minor=minor, currency=currency,
                free_minor=minor, created_at=unit.now,
            )
        )  # fmt: skip
    return client_id


def test_eighty_fifteen_five() -> None:
    # 60 + 20 make the 80 %; 10 + 5 come to 95 %; the last 5 % are C.
    found = classes({1: 60, 2: 20, 3: 10, 4: 5, 5: 5, 6: 0})
    assert {id_: abc for id_, (abc, _share) in found.items()} == {
        1: "A", 2: "A", 3: "B", 4: "B", 5: "B",
    }  # fmt: skip
    assert found[1][1] == 0.6
    assert classes({1: 960, 2: 40})[2][0] == "C"


@given(st.dictionaries(st.integers(1, 50), st.integers(0, 10**9)))
def test_more_turnover_is_never_a_worse_class_and_the_first_is_a(turnover: dict[int, int]) -> None:
    found = classes(turnover)
    ordered = sorted(found, key=lambda id_: -turnover[id_])
    assert [found[id_][0] for id_ in ordered] == sorted(found[id_][0] for id_ in ordered)
    assert not ordered or found[ordered[0]][0] == "A"
    assert set(found) == {id_ for id_, minor in turnover.items() if minor}


def test_a_proposal_leaves_a_class_given_by_hand_and_is_undone_in_one_step(desk: Desk) -> None:
    big = pay(desk, "Большой", 900_00)
    small = pay(desk, "Малый", 70_00)
    tail = pay(desk, "Хвост", 30_00)
    old = pay(desk, "Давний", 900_00, TODAY - timedelta(days=400))
    desk.clients.set_class([small], "A")
    found = desk.classes.proposal()
    assert [(row.id, row.before, row.after) for row in found.rows] == [
        (big, None, "A"), (tail, None, "C"),
    ]  # fmt: skip
    assert (found.n, found.by_hand, dict(found.counts)) == (3, 1, {"A": 1, "B": 1, "C": 1})
    asked = desk.classes.proposal(over_hand=True)
    assert (small, "A", "B") in [(row.id, row.before, row.after) for row in asked.rows]
    assert desk.classes.apply(found.rows) == 2
    assert [desk.cards.client(id_).abc for id_ in (big, small, tail, old)] == ["A", "A", "C", None]
    assert desk.classes.proposal().rows == ()
    desk.history.undo()
    assert desk.cards.client(big).abc is None


def test_a_computed_class_goes_down_with_the_turnover_and_currencies_are_apart(desk: Desk) -> None:
    euro = pay(desk, "Евро", 10_00, currency="EUR")
    pay(desk, "Рубль", 900_00)
    first = desk.classes.proposal()
    assert {row.id: (row.after, row.currency) for row in first.rows}[euro] == ("A", "EUR")
    desk.classes.apply(first.rows)
    with desk.book.write("file.create") as unit:
        unit.db.execute("DELETE FROM payment WHERE client_id = ?", (euro,))
    assert [(row.id, row.before, row.after) for row in desk.classes.proposal().rows] == [
        (euro, "A", "C")
    ]
