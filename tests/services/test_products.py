"""Products and price lists: entered once, priced by the day, put away and not lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline_tui.domain.errors import Conflict, Invalid, NotFound
from pipeline_tui.services.desk import Desk
from tests.dealing import TODAY, dump


def test_a_product_is_entered_changed_and_put_away(desk: Desk) -> None:
    pump = desk.products.add(
        {"name": " Pump 40 ", "code": "P-40", "price_minor": 1_000_00, "cost_minor": 700_00,
         "currency": "rub", "unit": "pcs", "vat": 1_000},
    )  # fmt: skip
    row = desk.price_book.product(pump)
    assert (row.name, row.currency, row.asked_minor, row.cost_minor, row.vat) == (
        "Pump 40", "RUB", 1_000_00, 700_00, 1_000
    )  # fmt: skip
    desk.products.edit(pump, {"price_minor": 1_100_00}, {"price_minor": 1_000_00})
    with pytest.raises(Conflict, match="changed_meanwhile"):
        desk.products.edit(pump, {"price_minor": 900_00}, {"price_minor": 1_000_00})
    desk.products.archive(pump)
    assert desk.price_book.products() == []
    assert [one.retired for one in desk.price_book.products(retired=True)] == [True]
    desk.products.archive(pump, back=True)
    assert [one.name for one in desk.price_book.products("p-40 pump")] == ["Pump 40"]
    assert desk.price_book.products("p-40 drum") == []


def test_a_name_and_a_code_are_given_once(desk: Desk) -> None:
    desk.products.add({"name": "Насос ёмкий", "code": "N1"})
    for twin in ({"name": "НАСОС  емкий"}, {"name": "Другой", "code": "n1"}):
        with pytest.raises(Conflict) as caught:
            desk.products.add(twin)
        assert caught.value.code == "product_exists"
    first = desk.price_book.products()[0]
    desk.products.archive(first.id)
    desk.products.add({"name": "Насос ёмкий"})
    with pytest.raises(Conflict, match="product_exists"):
        desk.products.archive(first.id, back=True)


def test_a_price_is_that_of_the_list_that_began_last(desk: Desk) -> None:
    pump = desk.products.add({"name": "Pump", "price_minor": 90_00})
    lists = {
        name: desk.products.add_list({"name": name, "valid_from": since, "valid_to": until})
        for name, since, until in (
            ("Year", date(2026, 1, 1), date(2026, 12, 31)),
            ("March sale", date(2026, 3, 1), date(2026, 3, 31)),
            ("June", date(2026, 6, 1), None),
        )
    }
    for place, list_id in enumerate(lists.values(), 1):
        desk.products.set_price(list_id, pump, place * 100_00)
    dear = desk.products.add_list(
        {"name": "Abroad", "valid_from": date(2026, 3, 5), "currency": "USD"}
    )
    desk.products.set_price(dear, pump, 7_00)

    def asked(day: date) -> tuple[int | None, str]:
        row = desk.price_book.product(pump, on=day)
        return row.asked_minor, row.list_name

    first, last = date(2026, 1, 1), date(2026, 12, 31)
    days = [first - timedelta(days=1) + timedelta(days=n) for n in range(370)]
    for day in days:  # both the first and the last day of a list belong to it
        expected: tuple[int, str] = (90_00, "")
        if day >= date(2026, 6, 1):
            expected = (300_00, "June")
        elif date(2026, 3, 1) <= day <= date(2026, 3, 31):
            expected = (200_00, "March sale")
        elif first <= day <= last:
            expected = (100_00, "Year")
        assert asked(day) == expected, day


def test_a_list_takes_over_another_one_with_a_change(desk: Desk) -> None:
    prices = {"Pump": 99_99, "Drum": 10_01}
    old = desk.products.add_list({"name": "Old", "valid_from": TODAY})
    for name, price in prices.items():
        desk.products.set_price(old, desk.products.add({"name": name}), price)
    new = desk.products.add_list({"name": "New", "valid_from": TODAY}, like=old, change=750)
    found = {one.name: one.price_minor for one in desk.price_book.prices(new)}
    assert found == {"Drum": 10_76, "Pump": 107_49}  # 10.76075 and 107.48925, half up
    with pytest.raises(Invalid, match="list_of_another"):
        desk.products.add_list(
            {"name": "Abroad", "valid_from": TODAY, "currency": "USD"}, like=old
        )  # fmt: skip


def test_a_list_ends_no_earlier_than_it_begins(desk: Desk) -> None:
    with pytest.raises(Invalid) as caught:
        desk.products.add_list(
            {"name": "Odd", "valid_from": TODAY, "valid_to": TODAY - timedelta(days=1)}
        )
    assert (caught.value.field, caught.value.code) == ("valid_to", "period_backwards")
    held = desk.products.add_list({"name": "Day", "valid_from": TODAY, "valid_to": TODAY})
    with pytest.raises(Invalid, match="period_backwards"):
        desk.products.edit_list(held, {"valid_from": TODAY + timedelta(days=1)})
    with pytest.raises(Invalid, match="list_of_another"):
        desk.products.edit_list(held, {"currency": "USD"})


def test_every_change_can_be_taken_back(desk: Desk) -> None:
    marks = [dump(desk.book.reader)]

    def done() -> None:
        marks.append(dump(desk.book.reader))

    pump = desk.products.add({"name": "Pump", "price_minor": 1})
    done()
    held = desk.products.add_list({"name": "List", "valid_from": TODAY})
    done()
    desk.products.set_price(held, pump, 5)
    done()
    desk.products.set_price(held, pump, None)
    done()
    desk.products.set_price(held, pump, 6)
    done()
    desk.products.edit_list(held, {"name": "Other"})
    done()
    desk.products.edit(pump, {"series": "Pumps"}, retired=True)
    done()
    desk.products.remove_list(held)
    with pytest.raises(NotFound):
        desk.price_book.price_list(held)
    for mark in reversed(marks):
        desk.history.undo()
        assert dump(desk.book.reader) == mark
    for _one in marks:
        desk.history.redo()
    assert desk.price_book.price_lists() == []
