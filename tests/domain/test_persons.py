"""What finds a person in free text."""

from __future__ import annotations

import pytest

from pipeline_tui.domain.persons import Way, reach_digest, traces


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Звонил Ивановой Анне Петровне", "Звонил X"),
        ("с Ивановой говорили, АННА против", "с X говорили, X против"),
        ("у Пети и Ивана свои цены", "у Пети и Ивана свои цены"),
        ("тел. 8 (912) 345-67-89, доб. 5", "тел. X, доб. 5"),
        ("+7 912 345 67 89", "X"),
        ("912-345-67-89", "X"),
        ("счёт 19123456789", "счёт 19123456789"),
        ("пишите a.ivanova@x.ru!", "пишите X!"),
        ("ba.ivanova@x.ru", "ba.ivanova@x.ru"),
        ("", ""),
    ],
)
def test_names_in_any_case_and_numbers_however_spaced(text: str, left: str) -> None:
    found = traces(["Иванова", "Анна", "Петровна"], ["79123456789"], ["a.ivanova@x.ru"])
    assert found.sub("X", text) == left


def test_yo_is_ye_and_latin_names_are_whole_words() -> None:
    assert traces(["Семёнов"], [], []).sub("X", "Семенову и Семёнову") == "X и X"
    assert traces(["Kim"], [], []).sub("X", "Kim, Kimberly, KIM's") == "X, Kimberly, X's"


def test_nothing_known_finds_nothing() -> None:
    assert traces(["Ли"], ["12"], [""]).sub("X", "Ли 12 и прочее") == "Ли 12 и прочее"


def test_a_hash_tells_the_same_number_with_the_same_key_only() -> None:
    key, other = "00" * 32, "11" * 32
    one = reach_digest(key, Way.EMAIL, "A@x.ru ")
    assert one == reach_digest(key, Way.EMAIL, "a@x.ru")
    assert one != reach_digest(other, Way.EMAIL, "a@x.ru")
    assert one != reach_digest(key, Way.PHONE, "a@x.ru")
