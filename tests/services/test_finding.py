"""What is typed, and who must be found by it: every way that people look for a client."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, open_desk
from tests.dealing import make_deal
from tests.services.test_cards import touch

NAMES = (
    "ООО «Ромашка»", "ИП Ёлкин Пётр", "Romashka Trade LLC", "Acme Inc", "Центр-Сервис",
    "Щука и Ко", "Южный Ветер", "Müller GmbH & Co. KG", "SPA-салон «Орхидея»", "Уралстройсервис",
    "АО «Новая Логистика»", "Shchukin Group", "Дом Мебели", "Школа №5", "Xerox Евразия", "Альфа-Хим",
)  # fmt: skip


@pytest.fixture(scope="module")
def _base_file(tmp_path_factory: pytest.TempPathFactory, _empty_file: Path) -> Path:
    path = tmp_path_factory.mktemp("finding") / "base.db"
    shutil.copy(_empty_file, path)
    with open_desk(path, HandClock()) as desk:
        fill(desk)
    return path


@pytest.fixture
def base(tmp_path: Path, clock: HandClock, _base_file: Path) -> Iterator[Desk]:
    path = tmp_path / "base.db"
    shutil.copy(_base_file, path)
    with open_desk(path, clock) as desk:
        yield desk


def fill(desk: Desk) -> None:
    for name in NAMES:
        desk.clients.add({"name": name})
    by_name = names(desk)
    people = desk.clients.add(
        {"name": "Склад", "inn": "7707083893", "notes": "Просили перезвонить весной насчёт поддонов",
         "city": "Казань"},
        contacts=[{"last_name": "Иванова", "first_name": "Наталья",
                   "phones": ["8 (912) 345-67-89"], "emails": ["n.ivanova@skladkzn.ru"]}],
    )  # fmt: skip
    make_deal(desk, client_id=people, title="Поставка ёмкостей")
    touch(desk, by_name["Acme Inc"], 1, note="Директор в отпуске до пятницы, звонить секретарю")
    desk.clients.add({"name": "Глухов"}, phones=["200-10-10"], emails=["info@gluhov.com"])


def names(desk: Desk) -> dict[str, int]:
    ids = desk.lists.ids()
    return {row.name: id_ for id_, row in desk.lists.rows(ids).items()}


CASES = (
    # typed, must be found, must not be found
    # cases of a word
    ("ромашка", "ООО «Ромашка»", "Склад"), ("ромашку", "ООО «Ромашка»", "Дом Мебели"),
    ("ромашке", "ООО «Ромашка»", "Acme Inc"), ("ромашкой", "ООО «Ромашка»", "Склад"),
    ("ромашек", "ООО «Ромашка»", "Склад"), ("новой логистике", "АО «Новая Логистика»", "Школа №5"),
    ("новую логистику", "АО «Новая Логистика»", "Склад"), ("южным ветром", "Южный Ветер", "Склад"),
    ("ивановой", "Склад", "Acme Inc"), ("щуку", "Щука и Ко", "Школа №5"),
    ("мебелью", "Дом Мебели", "Склад"), ("школе", "Школа №5", "Склад"),
    ("орхидею", "SPA-салон «Орхидея»", "Дом Мебели"), ("наталье", "Склад", "Acme Inc"),
    # beginnings, order, ё, marks, legal forms
    ("ром", "ООО «Ромашка»", "Acme Inc"), ("елкин", "ИП Ёлкин Пётр", "Склад"),
    ("ёлкин", "ИП Ёлкин Пётр", "Склад"), ("петр елкин", "ИП Ёлкин Пётр", "Склад"),
    ("ооо ромашка", "ООО «Ромашка»", "АО «Новая Логистика»"), ("ао ромашка", "ООО «Ромашка»", "Склад"),
    ("ромашка ооо", "ООО «Ромашка»", "Склад"), ("acme llc", "Acme Inc", "Romashka Trade LLC"),
    ("acme, l.l.c.", "Acme Inc", "Склад"), ("gmbh muller", "Müller GmbH & Co. KG", "Acme Inc"),
    ("müller", "Müller GmbH & Co. KG", "Склад"), ("spa", "SPA-салон «Орхидея»", "Склад"),
    ("«ромашка»", "ООО «Ромашка»", "Склад"), ("РОМАШКА", "ООО «Ромашка»", "Склад"),
    ("школа 5", "Школа №5", "Склад"), ("центр сервис", "Центр-Сервис", "Склад"),
    # the middle of a name
    ("стройсервис", "Уралстройсервис", "Центр-Сервис"), ("машка", "ООО «Ромашка»", "Дом Мебели"),
    ("сервис", "Уралстройсервис", "Acme Inc"),
    # the other alphabet, by several schemes
    ("romashka", "ООО «Ромашка»", "Склад"), ("romashku", "ООО «Ромашка»", "Склад"),
    ("ромашка", "Romashka Trade LLC", "Склад"), ("ромашка трейд", "Romashka Trade LLC", "Склад"),
    ("elkin", "ИП Ёлкин Пётр", "Склад"), ("yelkin", "ИП Ёлкин Пётр", "Склад"),
    ("tsentr", "Центр-Сервис", "Склад"), ("centr", "Центр-Сервис", "Склад"),
    ("yuzhny", "Южный Ветер", "Склад"), ("yuzhnyy", "Южный Ветер", "Склад"),
    ("juzhnyj", "Южный Ветер", "Склад"), ("shchuka", "Щука и Ко", "Склад"),
    ("schuka", "Щука и Ко", "Склад"), ("щукин", "Shchukin Group", "Склад"),
    ("акме", "Acme Inc", "Склад"), ("ксерокс", "Xerox Евразия", "Склад"),
    ("evrazia", "Xerox Евразия", "Склад"), ("alfa", "Альфа-Хим", "Склад"),
    ("alpha", "Альфа-Хим", "Склад"), ("ivanova", "Склад", "Acme Inc"),
    ("natalia", "Склад", "Acme Inc"), ("glukhov", "Глухов", "Склад"),
    # the other layout
    ("hjvfirf", "ООО «Ромашка»", "Склад"), ("фсьу", "Acme Inc", "Склад"),
    ("`krby", "ИП Ёлкин Пётр", "Склад"), ("ltlib", None, "Склад"), ("crkfl", "Склад", "Acme Inc"),
    ("rjvfyls", None, "Склад"), ("hjvfire", "ООО «Ромашка»", "Склад"),
    # slips
    ("ромшка", "ООО «Ромашка»", "Склад"), ("логситика", "АО «Новая Логистика»", "Склад"),
    # phones and ИНН
    ("345", "Склад", "Acme Inc"), ("3456789", "Склад", "Acme Inc"), ("8912345", "Склад", "Acme Inc"),
    ("+7 912 345", "Склад", "Acme Inc"), ("8 (912) 345-67-89", "Склад", "Глухов"),
    ("345-67", "Склад", "Глухов"), ("20010", "Глухов", "Склад"), ("200-10-10", "Глухов", "Склад"),
    ("7707083", "Склад", "Глухов"), ("7707 083 893", "Склад", "Глухов"), ("12", None, "Склад"),
    ("0079123456789", "Склад", "Глухов"),
    # e-mail
    ("n.ivanova@", "Склад", "Глухов"), ("@skladkzn", "Склад", "Глухов"),
    ("skladkzn.ru", "Склад", "Глухов"), ("gluhov.com", "Глухов", "Склад"),
    # deals and notes
    ("емкости", "Склад", "Глухов"), ("поставка ёмкостей", "Склад", "Глухов"),
    ("поддоны", "Склад", "Глухов"), ("поддонов", "Склад", "Acme Inc"),
    ("отпуск", "Acme Inc", "Склад"), ("секретарь", "Acme Inc", "Склад"),
    ("отпуске пятницы", "Acme Inc", "Склад"),
    # several places at once
    ("склад казань", "Склад", "Глухов"), ("иванова казань", "Склад", "Глухов"),
)  # fmt: skip


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize(("typed", "wanted", "other"), CASES, ids=[case[0] for case in CASES])
def test_who_is_found(base: Desk, typed: str, wanted: str | None, other: str) -> None:
    found = [hit.name for hit in base.lists.find(typed, 30)]
    assert wanted is None or wanted in found
    assert other not in found


@pytest.mark.parametrize(
    ("typed", "name", "matched", "why"),
    [
        ("поддоны", "Склад", "note", "Просили перезвонить весной насчёт поддонов"),
        ("отпуск", "Acme Inc", "note", "Директор в отпуске до пятницы, звонить секретарю"),
        ("емкости", "Склад", "deal", "Поставка ёмкостей"),
        ("345-67", "Склад", "phone", "8 (912) 345-67-89"),
        ("ивановой", "Склад", "contact", "Иванова Наталья"),
        ("skladkzn", "Склад", "email", "n.ivanova@skladkzn.ru"),
        ("7707083", "Склад", "inn", "7707083893"),
        ("gjlljys", "Склад", "note", "Просили перезвонить весной насчёт поддонов"),
        ("ивановой казань", "Склад", "contact", "Иванова Наталья"),
        ("склад казань", "Склад", "city", "Казань"),
        ("казань", "Склад", "city", "Казань"),
        ("ромашку", "ООО «Ромашка»", "name", ""),
        ("hjvfirf", "ООО «Ромашка»", "name", ""),
        ("schuka", "Щука и Ко", "name", ""),
    ],
)
def test_why_it_was_found(base: Desk, typed: str, name: str, matched: str, why: str) -> None:
    (hit,) = [hit for hit in base.lists.find(typed, 30) if hit.name == name]
    assert (hit.matched, hit.why) == (matched, why)


@pytest.mark.parametrize(
    ("line", "name", "matched", "why"),
    [
        ("ивановой", "Склад", "contact", "Иванова Наталья"),
        ("ivanova", "Склад", "contact", "Иванова Наталья"),
        ("bdfyjdf", "Склад", "contact", "Иванова Наталья"),
        ("345-67", "Склад", "phone", "8 (912) 345-67-89"),
        ("7707083", "Склад", "inn", "7707083893"),
        ("skladkzn", "Склад", "email", "n.ivanova@skladkzn.ru"),
        ("n.ivanova@", "Склад", "email", "n.ivanova@skladkzn.ru"),
        ("город:Казань иванова", "Склад", "contact", "Иванова Наталья"),
        ("казань", "Склад", "city", "Казань"),
        ("казань склад иванова", "Склад", "contact", "Иванова Наталья"),
        ("поддоны", "Склад", "note", "Просили перезвонить весной насчёт поддонов"),
        ("емкости", "Склад", "deal", "Поставка ёмкостей"),
        ("отпуск директора", "Acme Inc", "note", "Директор в отпуске до пятницы, звонить секретарю"),
        ("ромашку", "ООО «Ромашка»", "name", ""),
        ("hjvfirf", "ООО «Ромашка»", "name", ""),
    ],
)  # fmt: skip
def test_the_list_says_why_too(base: Desk, line: str, name: str, matched: str, why: str) -> None:
    listing = base.lists.listing(line)
    id_ = names(base)[name]
    assert id_ in listing.ids
    found = base.lists.why([id_], listing.words)[id_]
    assert (found.matched, found.why) == (matched, why)


def test_a_list_without_words_has_nothing_to_say(base: Desk) -> None:
    listing = base.lists.listing("город:Казань")
    assert listing.words is None
    assert base.lists.why(listing.ids, listing.words) == {}


def test_notes_widen_only_a_list_that_is_looked_at(base: Desk) -> None:
    assert base.lists.listing("поддоны").ids == [names(base)["Склад"]]
    assert base.lists.ids("поддоны") == []  # what a change of all that pass would go by
    assert base.lists.listing("поддоны статус:потерян").ids == []


@pytest.mark.parametrize("typed", ["elka", "tkrf"])
def test_what_was_typed_goes_before_what_it_may_mean(desk: Desk, typed: str) -> None:
    for number in range(14):
        desk.clients.add({"name": f"Елка {number}"})
    assert len(desk.lists.find(typed)) == 12
    as_typed = desk.clients.add({"name": typed})
    assert desk.lists.find(typed)[0].id == as_typed


def test_a_client_with_several_numbers_takes_one_place(desk: Desk) -> None:
    for number in range(5):
        desk.clients.add(
            {"name": f"Клиент {number}"}, phones=[f"8 912 00{number} 77 7{n}" for n in range(5)]
        )
    assert len(desk.lists.find("777", 4)) == 4


def test_notes_come_after_names(base: Desk) -> None:
    base.clients.add({"name": "Поддоны и тара"})
    assert [hit.matched for hit in base.lists.find("поддоны")] == ["name", "note"]


def test_a_changed_note_is_found_by_its_new_words_only(base: Desk) -> None:
    client_id = names(base)["Склад"]
    base.clients.edit(client_id, {"notes": "Вопрос про стеллажи"})
    assert base.lists.find("поддоны") == []
    assert [hit.id for hit in base.lists.find("стеллаж")] == [client_id]
    base.history.undo()
    assert [hit.id for hit in base.lists.find("поддоны")] == [client_id]
    assert base.lists.find("стеллаж") == []


@pytest.mark.parametrize("line", ["ромашку", "romashka", "hjvfirf", "skladkzn", "345-67"])
def test_the_filter_finds_them_too(base: Desk, line: str) -> None:
    rows = base.lists.rows(base.lists.ids(line))
    wanted = "ООО «Ромашка»" if line[0] in "рrh" else "Склад"
    assert wanted in [row.name for row in rows.values()]
