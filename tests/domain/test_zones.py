"""Whose clock a client lives by."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from pipeline_tui.domain import zones

PLACES = """
Калининградская область = Europe/Kaliningrad
Калининградская обл., г. Советск = Europe/Kaliningrad
г. Москва = Europe/Moscow
МО, г. Химки = Europe/Moscow
Московская обл. = Europe/Moscow
СПб = Europe/Moscow
St. Petersburg = Europe/Moscow
Ленинградская область, Всеволожск = Europe/Moscow
Нижний Новгород = Europe/Moscow
Н. Новгород = Europe/Moscow
Нижний Тагил = Asia/Yekaterinburg
Великий Новгород = Europe/Moscow
Ростов-на-Дону = Europe/Moscow
Татарстан Респ = Europe/Moscow
Чувашская Республика - Чувашия = Europe/Moscow
Республика Марий Эл = Europe/Moscow
Мариинск = Asia/Novokuznetsk
Республика Коми = Europe/Moscow
Ненецкий автономный округ = Europe/Moscow
Ямало-Ненецкий автономный округ = Asia/Yekaterinburg
Ханты-Мансийский АО - Югра = Asia/Yekaterinburg
ХМАО = Asia/Yekaterinburg
Орловская обл. = Europe/Moscow
Орёл = Europe/Moscow
Орск = Asia/Yekaterinburg
Оренбург = Asia/Yekaterinburg
Орехово-Зуево = Europe/Moscow
Курск = Europe/Moscow
Курган = Asia/Yekaterinburg
Курганинск = -
Тольятти = Europe/Samara
Ижевск = Europe/Samara
Самарканд = Asia/Tashkent
Балаково = Europe/Saratov
Астраханская область = Europe/Astrakhan
Димитровград = Europe/Ulyanovsk
Екб = Asia/Yekaterinburg
Республика Башкортостан = Asia/Yekaterinburg
Омская обл. = Asia/Omsk
Новокузнецк = Asia/Novokuznetsk
Кемеровская область - Кузбасс = Asia/Novokuznetsk
Новосибирск = Asia/Novosibirsk
Горно-Алтайск = Asia/Barnaul
Горнозаводск = Asia/Yekaterinburg
Томск = Asia/Tomsk
Красноярский край = Asia/Krasnoyarsk
Краснодарский край = Europe/Moscow
Красногорск = Europe/Moscow
Республика Тыва = Asia/Krasnoyarsk
Тула = Europe/Moscow
Тулун = Asia/Irkutsk
Улан-Удэ = Asia/Irkutsk
Усть-Илимск = Asia/Irkutsk
Забайкальский край = Asia/Chita
Республика Саха (Якутия) = Asia/Yakutsk
Саха /Якутия/ Респ = Asia/Yakutsk
Верхоянск = Asia/Ust-Nera
Среднеколымск = Asia/Srednekolymsk
Амурская обл = Asia/Yakutsk
Амурск = Asia/Vladivostok
Комсомольск-на-Амуре = Asia/Vladivostok
Komsomolsk-on-Amur = Asia/Vladivostok
Комсомольское = -
Еврейская автономная область = Asia/Vladivostok
Приморский край = Asia/Vladivostok
Приморско-Ахтарск = -
Владимир = Europe/Moscow
Владивосток = Asia/Vladivostok
Южно-Сахалинск = Asia/Sakhalin
Северо-Курильск = Asia/Sakhalin
Петропавловск-Камчатский = Asia/Kamchatka
Петропавловск = -
Чукотский АО = Asia/Anadyr
Железногорск = -
Москва, ул. Омская, 5 = Europe/Moscow
Нур-Султан = Asia/Almaty
Нурлат = Europe/Moscow
Актобе = Asia/Aqtobe
Минск = Europe/Minsk
Минусинск = Asia/Krasnoyarsk
Wonderland = -
"""
"""Regions and cities as files and people write them; `-` where nobody can tell."""


@pytest.mark.parametrize(
    ("place", "zone"), [line.split(" = ") for line in PLACES.strip().splitlines()]
)
def test_the_zone_of_a_place(place: str, zone: str) -> None:
    assert zones.zone_of_place(place) == (None if zone == "-" else zone)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Asia/Omsk", "Asia/Omsk"), ("Омск", "Asia/Omsk"), ("МСК+2", "Asia/Yekaterinburg"),
        ("мск +7", "Asia/Vladivostok"), ("msk-1", "Europe/Kaliningrad"), ("+9", "Asia/Kamchatka"),
        ("МСК+0", "Europe/Moscow"), ("МСК+19", "МСК+19"), ("somewhere", "somewhere"),
    ],
)  # fmt: skip
def test_a_zone_may_be_written_as_people_say_it(text: str, zone: str) -> None:
    assert zones.read_zone(text) == zone


def test_a_city_with_namesakes_is_told_by_its_region() -> None:
    assert zones.zone_name(city="Благовещенск") == "Asia/Yakutsk"
    assert zones.zone_name(city="Благовещенск", region="Башкортостан") == "Asia/Yekaterinburg"
    assert zones.zone_name(city="Омск", region="Москва") == "Asia/Omsk"


@pytest.mark.parametrize(
    ("digits", "zone"),
    [
        ("74012123456", "Europe/Kaliningrad"),
        ("79121234567", None),  # every mobile
        ("79114567890", None),  # of Kaliningrad too, which public tables put elsewhere
        ("78001234567", None),  # free of charge, from anywhere
        ("74272123456", "Asia/Anadyr"),
        ("78452123456", "Europe/Saratov"),
        ("73652123456", "Europe/Moscow"),
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
