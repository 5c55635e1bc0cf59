"""What a filter line says, and where it cannot be understood."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.query import FIELDS, FLAGS, ClientFilter, read_filter
from pipeline_tui.domain.query.nodes import (
    All,
    Edge,
    Either,
    Figure,
    Flag,
    Node,
    Not,
    OneOf,
    Own,
    Within,
    Words,
)


def meaning(line: str) -> Node:
    """What a line says, alone where it is one thing."""
    where = read_filter(line).where
    return where.parts[0] if len(where.parts) == 1 else where


def vip(*tags: str) -> OneOf:
    return OneOf("tag", tags or ("vip",))


@pytest.mark.parametrize(
    ("line", "node"),
    [
        ("Ромашка Казань", Words("Ромашка Казань", ("ромашка", "казань"))),
        ("city:Казань,Уфа", OneOf("city", ("казань", "уфа"))),
        ('город:"Нижний Новгород",Уфа', OneOf("city", ("нижний новгород", "уфа"))),
        ("город:«Нижний Новгород»", OneOf("city", ("нижний новгород",))),
        ("status:active", OneOf("status", ("active",))),
        ("статус:дейст,лид", OneOf("status", ("active", "lead"))),
        ("класс:а", OneOf("abc", ("A",))),
        ("class:none", OneOf("abc", ("",))),
        ("debt>100000", Figure("debt", ">", Decimal(100000))),
        ("долг >= 1,5млн", Figure("debt", ">=", Decimal(1500000))),
        ("turnover>1m", Figure("turnover", ">", Decimal(1000000))),
        ("debt<500usd", Figure("debt", "<", Decimal(500), "USD")),
        ("debt≤100тыс", Figure("debt", "<=", Decimal(100000))),
        ("deals!=0", Not(Figure("deals", "=", Decimal(0)))),
        ("attempts:3", Figure("attempts", "=", Decimal(3))),
        ("last<30d", Within("last", Edge(shift=-29))),
        ("last>30d", Within("last", None, Edge(shift=-30))),
        ("касание<=2нед", Within("last", Edge(shift=-14))),
        ("last>2026-01-01", Within("last", Edge(date(2026, 1, 1), 1))),
        ("created>=2026", Within("created", Edge(date(2026, 1, 1)))),
        ("created:2026-02", Within("created", Edge(date(2026, 2, 1)), Edge(date(2026, 2, 28), 1))),
        ("создан:05.03.2026", Within("created", Edge(date(2026, 3, 5)), Edge(date(2026, 3, 5), 1))),
        ("next<=today", Within("next", None, Edge(shift=1))),
        ("шаг<7д", Within("next", None, Edge(shift=7))),
        ("next:завтра", Within("next", Edge(shift=1), Edge(shift=2))),
        ("next:none", Flag("nostep")),
        ("last:нет", Within("last", None, Edge(date.min))),
        ("долг", Flag("debt")),
        ('"debt"', Words("debt", ("debt",))),
        ("custom:Бренд", Own("бренд")),
        ('поле:"Размер партии">10', Own("размер партии", ("10",), ">")),
        ("custom:brand:Acme,Bolt", Own("brand", ("acme", "bolt"))),
        ("custom:renewal<30d", Own("renewal", ("30d",), "<")),
        ("+7 (912) 345-67", Words("+7 912 345-67", digits=("791234567",))),
        ("", All()),
        ("()"[:0], All()),
    ],
)
def test_a_condition_is_understood_in_both_languages(line: str, node: Node) -> None:
    assert meaning(line) == node


DEBT, STEP = Flag("debt"), Flag("nostep")


@pytest.mark.parametrize(
    ("line", "node"),
    [
        ("debt nostep", All((DEBT, STEP))),
        ("debt and nostep", All((DEBT, STEP))),
        ("долг и безшага", All((DEBT, STEP))),
        ("debt or nostep", Either((DEBT, STEP))),
        ("не долг", Not(DEBT)),
        ("-tag:vip", Not(vip())),
        ("-(debt or nostep)", Not(Either((DEBT, STEP)))),
        ("debt or nostep tag:vip", Either((DEBT, All((STEP, vip()))))),
        ("not debt nostep", All((Not(DEBT), STEP))),
        ("not debt or nostep", Either((Not(DEBT), STEP))),
        ("(debt или nostep) and tag:vip", All((Either((DEBT, STEP)), vip()))),
        ("not not debt", Not(Not(DEBT))),
        ("DEBT OR NOSTEP", Either((DEBT, STEP))),
        ("ромашка (казань)", Words("ромашка казань", ("ромашка", "казань"))),
    ],
)
def test_not_binds_closer_than_and_and_closer_than_or(line: str, node: Node) -> None:
    assert meaning(line) == node


@pytest.mark.parametrize("line", ["и", "или", "не", "or", "and", "not", "no"])
def test_a_name_half_typed_is_no_operator(line: str) -> None:
    assert meaning(line) == Words(line, (line,))


@pytest.mark.parametrize(
    ("line", "code", "at"),
    [
        ("stauts:active", "filter_unknown_key_near", 1),
        ("debt xyzzy>5", "filter_unknown_key", 6),
        ("city:", "filter_no_value", 6),
        ("city:Омск,", "filter_no_value", 11),
        ('city:"Омск', "filter_open_quote", 6),
        ("debt>много", "filter_bad_sum", 6),
        ("debt>1" + "0" * 30, "filter_bad_sum", 6),
        ("attempts>5usd", "filter_bad_number", 10),
        ("last>2026-13-01", "filter_bad_day", 6),
        ("last<30q", "filter_bad_day", 6),
        ("created>0001", "filter_bad_day", 9),
        ("city>5", "filter_no_comparison", 1),
        ("status:asleep", "filter_unknown_status", 8),
        ("class:D", "filter_unknown_class", 7),
        ("kind:robot", "filter_unknown_kind", 6),
        ("debt or", "filter_nothing_after", 8),
        ("debt or)", "filter_nothing_after", 8),
        ("debt not", "filter_nothing_after", 9),
        ("debt or or nostep", "filter_expected", 9),
        ("()", "filter_expected", 2),
        ("(debt", "filter_open_parenthesis", 1),
        ("debt)", "filter_no_parenthesis", 5),
        ("custom:", "filter_no_own_name", 8),
        ("custom:x:", "filter_no_value", 10),
        ("custom:x>soon", "filter_bad_number", 10),
    ],
)
def test_what_cannot_be_understood_says_where(line: str, code: str, at: int) -> None:
    with pytest.raises(Invalid) as found:
        read_filter(line)
    assert (found.value.code, found.value.facts["at"]) == (code, at)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("(" * 10_000 + "debt" + ")" * 10_000, "filter_too_long"),
        ("x" * 1_000_000, "filter_too_long"),
        ("(" * 900 + "debt" + ")" * 900, "filter_too_deep"),
        ("not " * 400 + "debt", "filter_too_deep"),
        ("-" * 50 + "(debt)", ""),
        ("a " * 900, "filter_too_many"),
        ('"' + "a " * 900 + '"', "filter_too_many"),
        ("city:" + ",".join("a" * 900), "filter_too_many"),
        ("debt or " * 200 + "debt", "filter_too_many"),
    ],
)
def test_a_hostile_line_is_refused(line: str, code: str) -> None:
    if not code:
        assert isinstance(read_filter(line), ClientFilter)
        return
    with pytest.raises(Invalid) as found:
        read_filter(line)
    assert found.value.code == code


def test_the_name_that_was_meant_is_offered() -> None:
    with pytest.raises(Invalid) as found:
        read_filter("turnovr>5")
    assert found.value.facts["near"] == "turnover"


def test_every_field_and_flag_has_a_name_in_each_language() -> None:
    for names in (*(names for _kind, names in FIELDS.values()), *FLAGS.values()):
        assert names[0].isascii()
        assert any(not name.isascii() for name in names)
    everything = [name for _kind, names in FIELDS.values() for name in names]
    assert len(everything) == len(set(everything))
