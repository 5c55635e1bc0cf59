"""Names, numbers and addresses as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.clients import (
    client_key,
    fold,
    name_words,
    read_email,
    read_phone,
    search_digits,
)
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.query import read_filter
from pipeline_tui.domain.spelling import other_layout, readings, to_cyrillic, to_latin


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ООО «Ромашка»", "ромашка"),
        ('Ромашка, ООО "Опт"', "ромашка опт"),
        ("ИП Семёнов П. Ю.", "семенов п ю"),
        ("ООО", "ооо"),
        ("Acme, Inc.", "acme"),
        ("***", "***"),
    ],
)
def test_a_name_is_looked_up_without_its_legal_form(name: str, key: str) -> None:
    assert client_key(name) == key


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "e164", "extension"),
    [
        ("8 (912) 345-67-89", "+79123456789", ""),
        ("+7 912 345 67 89 доб. 12", "+79123456789", "12"),
        ("9123456789", "+79123456789", ""),
        ("+49 30 901820", "+4930901820", ""),
        ("спросить Петра", None, ""),
    ],
)
def test_a_phone_is_understood_or_left_as_typed(
    typed: str, e164: str | None, extension: str
) -> None:
    parts = read_phone(typed)
    assert (parts.typed, parts.e164, parts.extension) == (typed, e164, extension)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_phone(text: str) -> None:
    parts = read_phone(text)
    assert parts.digits == "" or parts.digits.isdigit()


def test_an_address_is_kept_in_lower_case() -> None:
    assert read_email(" Anna@Firma.RU ") == "anna@firma.ru"
    for wrong in ("anna", "anna@", "anna@firma", "a b@firma.ru", "anna@firma.ru, b@c.ru"):
        with pytest.raises(Invalid):
            read_email(wrong)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("912", ["912"]),
        ("8 912 34", ["891234", "791234"]),
        ("+7 (912)", ["7912"]),
        ("12", []),
        ("912 ромашка", []),
    ],
)
def test_a_russian_eight_is_a_seven(typed: str, digits: list[str]) -> None:
    assert search_digits(typed) == digits


def test_legal_forms_are_not_searched_for() -> None:
    assert name_words("ООО «Ромашка»-опт") == ["ромашка", "опт"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hjvfirf", "ромашка"), ("ВЫЩ", "dso"), ("`krf", "ёлка"), ("gk.c", "плюс")],
)
def test_the_other_layout_of_the_same_keys(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


@pytest.mark.parametrize(
    ("latin", "russian"),
    [("romashka", "ромашка"), ("Schukin", "щукин"), ("yandex", "яндекс"), ("zhuk", "жук")],
)
def test_transliteration_there(latin: str, russian: str) -> None:
    assert to_cyrillic(latin) == russian


def test_transliteration_back() -> None:
    assert to_latin("Жёлтый ключ") == "zheltyy klyuch"


@given(st.text(max_size=30))
def test_what_was_typed_is_tried_first(text: str) -> None:
    assert readings(text)[0] == text


@given(st.text(max_size=40))
def test_any_line_is_understood_or_refused(line: str) -> None:
    try:
        read_filter(line)
    except Invalid as found:
        assert found.field == "filter"
