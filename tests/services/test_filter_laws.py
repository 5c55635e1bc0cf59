"""A filter line keeps exactly those of whom it is true.

The other opinion is Python's own: its `not`, `and`, `or` bind as those of a filter line do, so a line
with its conditions replaced by what is true of a client is an expression of Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from pipeline_tui.config import Settings
from pipeline_tui.services.desk import Desk
from tests.dealing import TODAY, make_deal
from tests.owing import invoice, payment

NOW = datetime(2026, 3, 11, 7, 20, tzinfo=UTC)
CITIES, TAGS, STATUSES, CLASSES = ("", "Казань", "Уфа"), ("vip", "опт"), ("lead", "active"), "ABC"


class Known(Struct):
    """What is true of a client, kept apart from the file."""

    city: str
    status: str
    abc: str | None
    tags: set[str]
    debt: int = 0
    overdue: int = 0
    deals: int = 0
    has_deal: bool = False
    paid: int = 0
    step: date | None = None
    touched: date | None = None
    phone: bool = False
    own: str = ""
    archived: bool = False
    winback: bool = False


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, dict[int, Known]]]:
    path: Path = tmp_path_factory.mktemp("filter") / "book.db"
    desk = Desk.create(
        path, clock=lambda: NOW, settings=Settings(), zone=ZoneInfo("Europe/Moscow"), actor="test",
        language="",
    )  # fmt: skip
    known: dict[int, Known] = {}
    for number in range(36):
        one = Known(
            CITIES[number % 3], STATUSES[number // 3 % 2], (*CLASSES, None)[number % 4],
            {tag for place, tag in enumerate(TAGS) if number >> place & 1},
            phone=number % 5 != 0, own=("", "12", "7,5", "Acme")[number // 2 % 4],
        )  # fmt: skip
        id_ = desk.clients.add(
            {"name": f"Клиент {number}", "city": one.city, "status": one.status, "abc": one.abc,
             "custom": {"бренд": one.own} if one.own else {}},
            phones=["8 912 000-00-00"] if one.phone else (), tags=sorted(one.tags),
        )  # fmt: skip
        if number % 4 == 1:
            one.debt = (number + 1) * 1000
            late = number % 8 == 1
            one.overdue = one.debt if late else 0
            due = TODAY + timedelta(days=-9 if late else 9)
            invoice(desk, id_, one.debt * 100, due)
        if number % 6 == 2:
            one.paid = number * 100
            payment(desk, id_, one.paid * 100, TODAY - timedelta(days=number * 10))
        if number % 5 == 3:
            one.has_deal = True
            one.deals = number * 500
            one.step = TODAY + timedelta(days=number % 3 - 1)
            make_deal(desk, client_id=id_, amount_minor=one.deals * 100, step_on=one.step)
        if number % 11 == 5 and not one.has_deal and number % 9:
            one.winback, one.step = True, TODAY + timedelta(days=3)
            desk.tasks.plan(client_id=id_, due_on=one.step, origin="win_back", title="Станок")
        if number % 7 < 4:
            one.touched = TODAY - timedelta(days=number * 5)
            desk.calls.touch(
                kind="note", client_id=id_, note="x",
                started_at=datetime(
                    one.touched.year, one.touched.month, one.touched.day, 6, tzinfo=UTC
                ),
            )  # fmt: skip
        if number % 9 == 0 and not one.debt and not one.has_deal:
            one.archived = True
            desk.clients.archive([id_])
        known[id_] = one
    yield desk, known
    desk.close()


def days(count: int) -> date:
    return TODAY - timedelta(days=count)


LEAVES: dict[str, Callable[[Known], bool]] = {
    "city:Казань": lambda one: one.city == "Казань",
    "город:каз,уфа": lambda one: one.city in ("Казань", "Уфа"),
    "city:none": lambda one: not one.city,
    "status:active": lambda one: one.status == "active",
    "class:A,B": lambda one: one.abc in ("A", "B"),
    "класс:нет": lambda one: one.abc is None,
    "class!=A": lambda one: one.abc != "A",
    "tag:vip": lambda one: "vip" in one.tags,
    "тег:опт,vip": lambda one: bool(one.tags),
    "tag:none": lambda one: not one.tags,
    "debt": lambda one: one.debt > 0,
    "debt>10000": lambda one: one.debt > 10000,
    "долг < 20к": lambda one: one.debt < 20000,
    "debt=0": lambda one: one.debt == 0,
    "debt>0usd": lambda _one: False,
    "overdue": lambda one: one.overdue > 0,
    "просрочка>=10000": lambda one: one.overdue >= 10000,
    "deals>=4000": lambda one: one.deals >= 4000,
    "deal": lambda one: one.has_deal,
    "turnover>500": lambda one: one.paid > 500,
    "nostep": lambda one: one.step is None,
    "winback": lambda one: one.winback,
    "next<=today": lambda one: one.step is not None and one.step <= TODAY,
    "шаг>=сегодня": lambda one: one.step is not None and one.step >= TODAY,
    "next:tomorrow": lambda one: one.step == TODAY + timedelta(days=1),
    "last<30d": lambda one: one.touched is not None and one.touched > days(30),
    "last>30d": lambda one: one.touched is None or one.touched < days(30),
    "last>2026-01-20": lambda one: one.touched is not None and one.touched > date(2026, 1, 20),
    "касание:2026-02": lambda one: one.touched is not None and f"{one.touched}"[:7] == "2026-02",
    "last:none": lambda one: one.touched is None,
    "created>=2026": lambda _one: True,
    "created<today": lambda _one: False,
    "unverified": lambda _one: True,
    "nophone": lambda one: not one.phone,
    "custom:бренд": lambda one: bool(one.own),
    "поле:бренд>7": lambda one: one.own in ("12", "7,5"),
    "custom:бренд:ac": lambda one: one.own == "Acme",
    "custom:бренд:none": lambda one: not one.own,
    "attempts=0": lambda _one: True,
    "клиент": lambda _one: True,
    "казань": lambda one: one.city == "Казань",
    "archived": lambda one: one.archived,
}


@pytest.mark.parametrize("leaf", LEAVES)
def test_each_condition_keeps_those_it_is_true_of(
    peopled: tuple[Desk, dict[int, Known]], leaf: str
) -> None:
    desk, known = peopled
    true = {id_ for id_, one in known.items() if LEAVES[leaf](one)}
    whom = set(known) if leaf == "archived" else {i for i, one in known.items() if not one.archived}
    assert set(desk.lists.ids(leaf)) == true & whom
    assert desk.lists.how_many(leaf) == len(true & whom)
    if leaf != "archived":
        assert set(desk.lists.ids(f"not ({leaf})")) == whom - true


def _joined(parts: list[tuple[str, str]], line: str, python: str) -> tuple[str, str]:
    return line.join(one for one, _other in parts), python.join(other for _one, other in parts)


LEAF = st.sampled_from(sorted(LEAVES)).map(lambda leaf: (leaf, f"true[{leaf!r}]"))
"""Pairs: a filter line, and the same as an expression of Python."""


def _grown(inner: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[tuple[str, str]]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.tuples(several, st.sampled_from([" ", " and ", " и "])).map(
            lambda it: _joined(it[0], it[1], " and ")
        ),
        st.tuples(several, st.sampled_from([" or ", " или "])).map(
            lambda it: _joined(it[0], it[1], " or ")
        ),
        st.tuples(inner, st.sampled_from(["not ", "не "])).map(
            lambda it: (it[1] + it[0][0], "not " + it[0][1])
        ),
        inner.map(lambda it: (f"({it[0]})", f"({it[1]})")),
        inner.map(lambda it: (f"-({it[0]})", f"(not ({it[1]}))")),
    )


@settings(
    max_examples=150, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(asked=st.recursive(LEAF, _grown, max_leaves=8))
def test_lines_bind_as_python_does(
    peopled: tuple[Desk, dict[int, Known]], asked: tuple[str, str]
) -> None:
    desk, known = peopled
    line, python = asked
    code = compile(python, "line", "eval")
    archived_too = "archived" in line
    expected = {
        id_
        for id_, one in known.items()
        if (archived_too or not one.archived)
        and eval(code, {"true": {leaf: true(one) for leaf, true in LEAVES.items()}})
    }
    assert set(desk.lists.ids(line)) == expected


@settings(max_examples=200, deadline=None)
@given(line=st.text(alphabet='не or()"-:><=,debtcustom:город 12«»\\%\x00', max_size=60))
def test_any_line_is_answered_or_refused_by_name(
    peopled: tuple[Desk, dict[int, Known]], line: str
) -> None:
    from pipeline_tui.domain.errors import Invalid

    desk, _known = peopled
    try:
        desk.lists.ids(line)
    except Invalid as found:
        assert found.field == "filter"
        assert 1 <= int(str(found.facts["at"])) <= len(line) + 1
