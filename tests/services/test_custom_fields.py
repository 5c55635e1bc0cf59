"""Fields of the user's own: defined, filled, renamed, retired."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.custom_fields import FieldRow, fits, outside
from pipeline_tui.domain.errors import Conflict, Invalid
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.services.custom_fields import read_value
from pipeline_tui.services.desk import Desk
from tests.dealing import dump


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("text", " Обь ", "Обь"), ("number", "1 200,5", 1200.5), ("number", "12", 12),
        ("money", "15 000,50", 1_500_050), ("date", "11.03.2026", "2026-03-11"),
        ("choice", "ЮГ", "Юг"), ("yes_no", "да", True), ("yes_no", "нет", False),
    ],
)  # fmt: skip
def test_a_value_is_stored_by_its_kind(desk: Desk, kind: str, typed: str, stored: object) -> None:
    desk.custom_fields.add("client", "Поле", kind, ["Юг", "Север"] if kind == "choice" else [])
    client_id = desk.clients.add({"name": "А", "custom": {"Поле": typed}})
    assert desk.cards.client(client_id).custom == {"Поле": stored}
    assert type(desk.cards.client(client_id).custom["Поле"]) is type(stored)


@pytest.mark.parametrize(
    ("kind", "typed"), [("number", "много"), ("money", "x"), ("date", "31.02.2026"),
                        ("choice", "Запад"), ("yes_no", "может быть")],
)  # fmt: skip
def test_what_is_not_of_its_kind_is_refused(desk: Desk, kind: str, typed: str) -> None:
    desk.custom_fields.add("client", "Поле", kind, ["Юг", "Север"] if kind == "choice" else [])
    with pytest.raises(Invalid, match=f"own_{kind}"):
        desk.clients.add({"name": "А", "custom": {"Поле": typed}})


@given(
    kind_and_value=st.one_of(
        st.tuples(st.just("number"), st.integers(-(10**12), 10**12)),
        st.tuples(st.just("number"), st.integers(1, 10**8).map(lambda n: n / 100)),
        st.tuples(st.just("money"), st.integers(-(10**12), 10**12)),
        st.tuples(st.just("date"), st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(str)),
        st.tuples(st.just("yes_no"), st.booleans()),
    ),
    currency=st.sampled_from(["RUB", "JPY"]),
)
def test_what_leaves_the_file_is_read_back_as_it_was(
    kind_and_value: tuple[str, Any], currency: str
) -> None:
    kind, value = kind_and_value
    field = FieldRow(1, "client", "Поле", kind, (), 0, retired=False)
    text = str(outside(field, value, minor_digits(currency)))
    found = read_value(field, text, currency)
    assert found == value
    assert fits(field, found)


def test_defining_a_field_takes_over_what_an_import_brought_and_undo_gives_it_back(
    desk: Desk,
) -> None:
    one = desk.clients.add({"name": "А", "custom": {"Площадь": "120,5"}})
    two = desk.clients.add({"name": "Б", "custom": {"Площадь": "большая"}})
    before = dump(desk.book.reader)
    desk.custom_fields.add("client", "Площадь", "number")
    assert desk.cards.client(one).custom == {"Площадь": 120.5}
    assert desk.cards.client(two).custom == {"Площадь": "большая"}
    # What could not be read keeps nobody from changing something else.
    desk.clients.edit(two, {"city": "Уфа", "custom": {"Площадь": "большая"}})
    desk.history.undo()
    desk.history.undo()
    assert dump(desk.book.reader) == before


def test_a_required_field_is_not_left_empty_by_those_who_are_asked(desk: Desk) -> None:
    field_id = desk.custom_fields.add("client", "Площадь", "number", required=True)
    for empty in ({}, {"Площадь": " "}):
        with pytest.raises(Invalid, match="own_required"):
            desk.clients.add({"name": "А", "custom": empty})
    asked = desk.clients.add({"name": "А", "custom": {"Площадь": "0"}})
    assert desk.cards.client(asked).custom == {"Площадь": 0}
    with pytest.raises(Invalid, match="own_required"):
        desk.clients.edit(asked, {"custom": {"Площадь": ""}})
    # Who came in otherwise, from a call or a file, lacks it and can still be changed.
    other = desk.clients.add({"name": "Б"})
    desk.clients.edit(other, {"city": "Уфа", "custom": {"Этаж": "2"}})
    desk.custom_fields.edit(field_id, "Площадь", required=False)
    desk.clients.edit(asked, {"custom": {}})
    for entity in ("contact", "deal"):
        desk.custom_fields.add(entity, "Хобби", required=True)
    with pytest.raises(Invalid, match="own_required"):
        desk.contacts.add(other, {"last_name": "Ким", "custom": {}})
    with pytest.raises(Invalid, match="own_required"):
        desk.deals.add({"title": "Станок", "custom": {}}, step_on=desk.today())
    assert desk.contacts.add(other, {"last_name": "Ким"})


def test_a_renamed_field_takes_its_values_along(desk: Desk) -> None:
    field_id = desk.custom_fields.add("client", "Склад")
    client_id = desk.clients.add({"name": "А", "custom": {"Склад": "Обь", "Этаж": "2"}})
    desk.custom_fields.edit(field_id, "Город склада")
    assert desk.cards.client(client_id).custom == {"Город склада": "Обь", "Этаж": "2"}
    desk.history.undo()
    assert desk.cards.client(client_id).custom == {"Склад": "Обь", "Этаж": "2"}


def test_fields_keep_their_order_and_names_are_one_each(desk: Desk) -> None:
    first = desk.custom_fields.add("client", "Первое")
    second = desk.custom_fields.add("client", "Второе")
    with pytest.raises(Conflict, match="field_exists"):
        desk.custom_fields.add("client", "первое")
    desk.custom_fields.add("deal", "Первое")
    desk.custom_fields.move(second, -1)
    named = [one.id for one in desk.vocabularies.custom_fields("client")]
    assert named == [second, first]
    desk.custom_fields.retire(second)
    assert [one.id for one in desk.vocabularies.custom_fields("client")] == [first]
    assert [one.id for one in desk.vocabularies.custom_fields("client", retired=True)] == [
        first, second,
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "options"), [("choice", ["один"]), ("text", ["а", "б"])])
def test_only_a_choice_has_options(desk: Desk, kind: str, options: list[str]) -> None:
    with pytest.raises(Invalid, match="field_options"):
        desk.custom_fields.add("client", "Поле", kind, options)
