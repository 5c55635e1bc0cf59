"""Columns called like fields of the user's own come in as values of their kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline_tui.domain.imports import FileResult, ImportOptions
from pipeline_tui.services.desk import Desk
from pipeline_tui.wording import exports as words
from tests.importing import adds_up, write_csv


def take(desk: Desk, path: Path, *rows: tuple[str, ...], **options: object) -> FileResult:
    result = desk.imports.run([write_csv(path, *rows)], ImportOptions(**options))  # type: ignore[arg-type]
    assert adds_up(result)
    return result.files[0]


def custom(desk: Desk, table: str) -> list[dict[str, object]]:
    found = desk.book.reader.execute(f"SELECT custom FROM {table} ORDER BY id")
    return [json.loads(text) for (text,) in found]


@pytest.fixture
def fields(desk: Desk) -> Desk:
    for name, kind in (
        ("Площадь", "number"), ("Бюджет", "money"), ("Продление", "date"), ("Сеть", "yes_no"),
        ("Склад", "text"),
    ):  # fmt: skip
        desk.custom_fields.add("client", name, kind)
    desk.custom_fields.add("client", "Форма", "choice", ["Круг", "Квадрат"])
    desk.custom_fields.add("contact", "Хобби")
    desk.custom_fields.add("contact", "Дети", "number")
    desk.custom_fields.add("deal", "Маржа", "money")
    return desk


HEAD = (
    "Наименование контрагента",
    "площадь",
    "Бюджет",
    "Продление",
    "Сеть",
    "Форма",
    "Склад",
    "Город",
    "Отрасль",
)


def test_values_are_of_their_kind_and_what_is_not_is_named_by_row_and_column(
    fields: Desk, tmp_path: Path
) -> None:
    rows = (
        HEAD,
        ("Ромашка", "120,5", "15 000,50", "25.03.2026", "да", "круг", "Уфа", "Уфа", ""),
        ("Берёза", "12.0", "много", "31.02.2026", "может", "овал", "", "Казань", ""),
    )
    taken = take(fields, tmp_path / "a.csv", *rows)
    assert custom(fields, "client") == [
        {"Площадь": 120.5, "Бюджет": 1500050, "Продление": "2026-03-25", "Сеть": True,
         "Форма": "Круг", "Склад": "Уфа"},
        {"Площадь": 12, "Бюджет": "много", "Продление": "31.02.2026", "Сеть": "может",
         "Форма": "овал"},
    ]  # fmt: skip
    assert [(one.row, one.column, one.problem.code) for one in taken.warned] == [
        (3, "Бюджет", "own_money"), (3, "Продление", "own_date"), (3, "Сеть", "own_yes_no"),
        (3, "Форма", "own_choice"),
    ]  # fmt: skip
    assert fields.lists.ids("custom:бюджет>15k") == [1]
    again = take(fields, tmp_path / "a.csv", *rows)
    assert (again.merged, again.changed) == (2, 0)
    corrected = (rows[0], rows[1], ("Берёза", "12.0", "200", "", "нет", "круг", "", "Казань", ""))
    changed = take(fields, tmp_path / "a.csv", *corrected)
    shown = {(one.field, one.was, one.now) for one in changed.changes}
    assert ("custom:Бюджет", "много", "200.00") in shown
    assert custom(fields, "client")[1]["Сеть"] is False


@pytest.mark.parametrize(
    ("days", "options", "stored"),
    [
        (("01/02/2026", "25/02/2026"), {}, ["2026-02-01", "2026-02-25"]),
        (("01/02/2026", "02/25/2026"), {}, ["2026-01-02", "2026-02-25"]),
        (("01/02/2026", "03/02/2026"), {}, ["01/02/2026", "03/02/2026"]),
        (("01/02/2026", "03/02/2026"), {"dates": {"": "mdy"}}, ["2026-01-02", "2026-03-02"]),
    ],
)
def test_the_order_of_a_date_is_told_by_the_column_or_said_never_guessed(
    fields: Desk,
    tmp_path: Path,
    days: tuple[str, str],
    options: dict[str, object],
    stored: list[str],
) -> None:
    rows = [("Наименование", "Продление"), ("А", days[0]), ("Б", days[1])]
    taken = take(fields, tmp_path / "a.csv", *rows, **options)
    assert [one["Продление"] for one in custom(fields, "client")] == stored
    codes = [(one.row, one.column, one.problem.code) for one in taken.warned]
    guessed = [(row, "Продление", "date_ambiguous") for row in (2, 3)]
    assert codes == (guessed if "/" in stored[0] else [])


def test_those_of_a_person_are_the_person_s_and_the_rest_stays_in_the_notes(
    fields: Desk, tmp_path: Path
) -> None:
    rows = [
        ("Фамилия", "Имя", "Компания", "Хобби", "Дети", "Размер"),
        ("Ким", "Анна", "Ромашка", "лыжи", "два", "M"),
    ]
    taken = take(fields, tmp_path / "p.csv", *rows)
    assert custom(fields, "contact") == [{"Хобби": "лыжи", "Дети": "два"}]
    assert [(one.row, one.column) for one in taken.warned] == [(2, "Дети")]
    (person,) = fields.cards.client(1).contacts
    assert person.notes == "Размер: M"
    rows[1] = ("Ким", "Анна", "Ромашка", "шахматы", "2", "M")
    take(fields, tmp_path / "p.csv", *rows)
    assert custom(fields, "contact") == [{"Хобби": "шахматы", "Дети": 2}]


def test_those_of_a_deal(fields: Desk, tmp_path: Path) -> None:
    take(
        fields, tmp_path / "d.csv",
        ("Название сделки", "Компания", "Этап", "Сумма", "Маржа"),
        ("Станок", "Ромашка", "Новый", "100 000", "15 000"),
    )  # fmt: skip
    assert custom(fields, "deal") == [{"Маржа": 1500000}]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_goes_out_comes_back_the_same(fields: Desk, tmp_path: Path, ending: str) -> None:
    given = {"Площадь": 120.5, "Бюджет": 1500050, "Продление": "2026-03-02", "Сеть": False,
             "Форма": "Круг", "Склад": "007"}  # fmt: skip
    fields.clients.add(
        {"name": "Ромашка", "bik": "044525225", "account": "40702810938000012345", "custom": given}
    )
    file = tmp_path / f"clients.{ending}"
    fields.exports.export("clients", file, words=words.word, heading=words.heading)
    fields.history.undo()
    assert fields.lists.ids("") == []
    fields.imports.run([file])
    (found,) = custom(fields, "client")
    assert {name: found[name] for name in given} == given
    card = fields.cards.client(2)
    assert (card.bik, card.account) == ("044525225", "40702810938000012345")
