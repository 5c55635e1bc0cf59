"""A filter line asks of an own field what its kind can answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline_tui.services.desk import Desk
from tests.dealing import TODAY


@pytest.fixture
def base(desk: Desk) -> Desk:
    """Five clients by their numbers: three with values, one of a file's texts, one with nothing."""
    for name, kind in (
        ("Площадь", "number"), ("Бюджет", "money"), ("Продление", "date"), ("Сеть", "yes_no"),
    ):  # fmt: skip
        desk.custom_fields.add("client", name, kind)
    desk.custom_fields.add("client", "Форма", "choice", ["Круг", "Квадрат"])
    day = TODAY.isoformat()
    for custom in (
        {"Площадь": "12", "Бюджет": "1500", "Продление": day, "Сеть": "да", "Форма": "круг"},
        {"Площадь": "120,5", "Бюджет": "200000", "Сеть": "нет", "Форма": "квадрат",
         "Продление": (TODAY + timedelta(days=40)).isoformat()},
        {"Площадь": "0", "Бюджет": "0", "Продление": "2025-02-03"},
    ):  # fmt: skip
        desk.clients.add({"name": "А", "custom": custom})
    other = desk.clients.add({"name": "Б"})
    desk.clients.add({"name": "В"})
    with desk.book.write("import") as unit:
        unit.db.execute(
            """UPDATE client SET custom = '{"Площадь": "15 м", "Бюджет": "2 500,50"}' WHERE id = ?""",
            (other,),
        )
    return desk


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("custom:площадь", {1, 2, 3, 4}),
        ("custom:площадь:12", {1}),
        ("custom:площадь=120.5", {2}),
        ("custom:площадь:15", {4}),
        ("custom:площадь<=12", {1, 3}),
        ("custom:площадь:none", {5}),
        ("custom:бюджет>1000", {1, 2, 4}),
        ("custom:бюджет>=200k", {2}),
        ("custom:бюджет:1500", {1}),
        ("custom:бюджет<=2500.5", {1, 3, 4}),
        ("custom:продление:today", {1}),
        ("custom:продление<30d", {1, 3}),
        ("custom:продление>=сегодня", {1, 2}),
        ("custom:продление:2025-02", {3}),
        ("custom:продление:03.02.2025", {3}),
        ("custom:продление>2026", set()),
        ("custom:сеть:да", {1}),
        ("поле:сеть:нет", {2}),
        ("custom:сеть:no", {2}),
        ("custom:сеть:none", {3, 4, 5}),
        ("custom:сеть:yes,none", {1, 3, 4, 5}),
        ("custom:форма:кр", {1}),
        ("custom:форма!=круг", {2, 3, 4, 5}),
        ("custom:форма:квадрат,none", {2, 3, 4, 5}),
        ("custom:никакое", set()),
        ("custom:никакое:x", set()),
        ("custom:никакое:none", {1, 2, 3, 4, 5}),
    ],
)  # fmt: skip
def test_a_condition_is_read_by_the_kind_of_the_field(
    base: Desk, line: str, found: set[int]
) -> None:
    assert set(base.lists.ids(line)) == found
