"""What finds a person in free text."""

from __future__ import annotations

import pytest

from pipeline_tui.domain.persons import (
    FullName,
    Way,
    reach_digest,
    same_person,
    sure_traces,
    traces,
)


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


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("передать Жаворонкову Пантелеймону Евграфовичу", "передать X"),
        ("Пантелеймон Жаворонков просил", "X просил"),
        ("от Жаворонкова П. Е.", "от X"),
        ("П.Е. Жаворонков", "X"),
        ("zhavoronkov_panteleymon.vcf", "X.vcf"),
        ("письмо a.b@x.ru, 8 912 345-67-89", "письмо X, X"),
        ("рощица жаворонков за домом", "рощица жаворонков за домом"),
        ("Жаворонков Семён", "Жаворонков Семён"),
        ("Пантелеймон Евграфович", "Пантелеймон Евграфович"),
    ],
)
def test_elsewhere_only_a_full_name_is_the_person(text: str, left: str) -> None:
    found = sure_traces(
        [FullName("Жаворонков", "Пантелеймон", "Евграфович")], ["79123456789"], ["a.b@x.ru"]
    )
    assert found.sub("X", text) == left


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("ИП Иванов Пётр Ильич", "Иванов Петр", True),
        ("Иванов П. И.", "Иванов Пётр Ильич", True),
        ("Пётр", "Иванов Пётр", True),
        ("Иванова Ольга", "Иванов Пётр", False),
        ("Иванов Семён", "Иванов Пётр", False),
        ("Иванов П. С.", "Иванов Пётр Ильич", False),
        ("П. И.", "Иванов Пётр Ильич", False),
        ("", "Иванов", False),
    ],
)
def test_one_person_by_two_lines(one: str, two: str, same: bool) -> None:
    assert same_person(one, two) is same is same_person(two, one)
