"""Whose clock a client lives by."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from pipeline_tui.domain import zones


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ("Калининградская область", "Europe/Kaliningrad"),
        ("г. Москва", "Europe/Moscow"),
        ("Орловская обл.", "Europe/Moscow"),
        ("Оренбург", "Asia/Yekaterinburg"),
        ("Нижний Новгород", "Europe/Moscow"),
        ("Новокузнецк", "Asia/Novokuznetsk"),
        ("Новосибирск", "Asia/Novosibirsk"),
        ("Владимир", "Europe/Moscow"),
        ("Владивосток", "Asia/Vladivostok"),
        ("Республика Саха (Якутия)", "Asia/Yakutsk"),
        ("Тула", "Europe/Moscow"),
        ("Республика Тыва", "Asia/Krasnoyarsk"),
        ("Комсомольск-на-Амуре", "Asia/Vladivostok"),
        ("Ижевск", "Europe/Samara"),
        ("Wonderland", None),
    ],
)
def test_the_zone_of_a_place(place: str, zone: str | None) -> None:
    assert zones.zone_of_place(place) == zone


@pytest.mark.parametrize(
    ("digits", "zone"),
    [
        ("74012123456", "Europe/Kaliningrad"),
        ("79121234567", None),
        ("73432123456", "Asia/Yekaterinburg"),
        ("77012345678", "Asia/Almaty"),
        ("375291234567", "Europe/Minsk"),
        ("12025550143", None),
    ],
)
def test_the_zone_of_a_phone(digits: str, zone: str | None) -> None:
    assert zones.zone_of_phone(digits) == zone


def test_the_best_known_fact_decides() -> None:
    assert zones.zone_name(own="Asia/Omsk", city="Москва") == "Asia/Omsk"
    assert zones.zone_name(city="Омск", digits="74951234567") == "Asia/Omsk"
    assert zones.zone_name(region="Пермский край") == "Asia/Yekaterinburg"
    assert zones.zone_name(country="DE", city="Perm") == "Europe/Berlin"
    assert zones.zone_name(digits="74951234567") == "Europe/Moscow"
    assert zones.zone_name(digits="79121234567") is None


def test_every_zone_of_the_tables_exists() -> None:
    for name in {*zones._REGIONS, *zones._AREA_CODES, *zones._COUNTRIES.values()}:
        ZoneInfo(name)
