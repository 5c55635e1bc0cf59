"""Lines about money as people type them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.debts import OpenItem
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.tui.forms.invoice_lines import (
    Parts,
    read_hand,
    read_parts,
    read_sum,
    written_parts,
    written_sum,
)

NOW = datetime(2026, 3, 11, 10, 20, tzinfo=ZoneInfo("Europe/Moscow"))
TODAY = NOW.date()


def parts(text: str, amount: int = 1500_00, currency: str = "RUB") -> Parts:
    """Instalments of an invoice issued today, due in ten days unless said otherwise."""
    return read_parts(text, amount, currency, TODAY, 10, NOW, WorkCalendar())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(date(2026, 3, 21), 1500_00)]),
        ("15.04", [(date(2026, 4, 15), 1500_00)]),
        ("+3d", [(date(2026, 3, 14), 1500_00)]),
        ("15.04=1000; 15.05=500", [(date(2026, 4, 15), 1000_00), (date(2026, 5, 15), 500_00)]),
        ("15.04 = 1 000,50;", [(date(2026, 4, 15), 1000_50)]),
        (
            "15.04 x2",
            [(date(2026, 4, 15), 750_00), (date(2026, 5, 15), 750_00)],
        ),
        (
            "15.04.2026 3х14",
            [
                (date(2026, 4, 15), 500_00), (date(2026, 4, 29), 500_00),
                (date(2026, 5, 13), 500_00),
            ],
        ),
    ],
)  # fmt: skip
def test_instalments(text: str, expected: list[tuple[date, int]]) -> None:
    assert list(parts(text)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("15.04=", "part_form"), ("=100", "part_form"), ("15.04=ten", "not_money"),
        ("15.04=0", "not_positive"), ("someday", "day_nonsense"), ("15.04 x0", "part_form"),
    ],
)  # fmt: skip
def test_instalments_that_cannot_be_read(text: str, code: str) -> None:
    with pytest.raises(Invalid, match=code) as found:
        parts(text)
    assert found.value.field == "parts"


def test_more_parts_than_kopecks() -> None:
    with pytest.raises(Invalid, match="part_form"):
        parts("15.04 x3", amount=2)


@given(
    st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 10**12)),
        min_size=2, max_size=5,
    ),
    st.sampled_from(["RUB", "JPY", "KWD"]),
)  # fmt: skip
def test_written_instalments_are_read_back(found: list[tuple[date, int]], currency: str) -> None:
    text = written_parts(found, currency)
    assert list(parts(text, sum(part for _due, part in found), currency)) == found


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("1 250,50", "RUB", 125050), ("1250.5", "USD", 125050), ("1250", "JPY", 1250),
     ("1,2340", "KWD", 1234), ("12", "RUB", 1200)],
)  # fmt: skip
def test_sum_in_its_currency(text: str, currency: str, minor: int) -> None:
    assert read_sum(text, currency) == minor
    assert read_sum(written_sum(minor, currency), currency) == minor


ITEMS = [
    OpenItem(1, 10, "17", date(2026, 2, 1), 500_00),
    OpenItem(2, 10, "17", date(2026, 3, 1), 500_00),
    OpenItem(3, 11, "А-18", date(2026, 3, 1), 250_50),
]


def test_parts_by_hand_fill_the_oldest_instalment_first() -> None:
    assert read_hand("", ITEMS, "RUB") is None
    assert read_hand("17=700", ITEMS, "RUB") == {1: 500_00, 2: 200_00}
    assert read_hand("а-18=250,50; 17=1", ITEMS, "RUB") == {3: 250_50, 1: 1_00}


@pytest.mark.parametrize(
    ("text", "code"),
    [("17", "hand_form"), ("19=1", "invoice_not_open"), ("17=1000,01", "allocation_over_open"),
     ("17=x", "not_money"), ("17=0", "not_positive")],
)  # fmt: skip
def test_hand_that_cannot_be_read(text: str, code: str) -> None:
    with pytest.raises(Invalid, match=code) as found:
        read_hand(text, ITEMS, "RUB")
    assert found.value.field == "hand"
