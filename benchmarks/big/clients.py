"""Clients, the people there, and how to reach them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline_tui.domain.clients import client_key, fold, person_name
from pipeline_tui.domain.dates import day_text
from pipeline_tui.services.demo.lexicon import City

from .filler import Filler, seller, weighted

_WORDS = {
    "ru": (
        ("Волга", "Север", "Кедр", "Заря", "Алтай", "Байкал", "Восход", "Гранит", "Дельта", "Ермак",
         "Звезда", "Ирбис", "Кама", "Лада", "Меридиан", "Нева", "Орион", "Парус", "Родник", "Сфера",
         "Тайга", "Урал", "Факел", "Хвоя", "Центр", "Чайка", "Шторм", "Эталон", "Юпитер", "Ёлка"),
        ("Снаб", "Строй", "Торг", "Мебель", "Пласт", "Комплект", "Сервис", "Маркет", "Агро", "Пром",
         "Транс", "Упаковка", "Фарм", "Текстиль", "Электро", "Хлеб", "Дом", "Метиз", "Опт", "Пак"),
        ("ООО «{}»", "ООО «{}»", "АО «{}»", "ТД {}", "{}", "ИП {}"),
    ),
    "en": (
        ("Acorn", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Haven", "Iris", "Juno",
         "Karst", "Lumen", "Maple", "North", "Onyx", "Pine", "Quill", "River", "Stone", "Tidal"),
        ("Works", "Foods", "Labs", "Trade", "Build", "Supply", "Logistics", "Market", "Print", "Pack"),
        ("{} LLC", "{} Inc", "{}", "{} & Co"),
    ),
}  # fmt: skip
_STATUSES = (("lead", 42), ("active", 33), ("dormant", 14), ("lost", 9), ("do_not_call", 2))
_CLASSES = ((None, 60), ("C", 25), ("B", 11), ("A", 4))


def add_clients(f: Filler) -> None:
    """Clients in the order in which they came; four in ten are leads, who have no deals."""
    cities = [weighted((city, city.weight) for city in names.cities) for names in f.names]
    statuses, classes = weighted(_STATUSES), weighted(_CLASSES)
    count = f.size["client"]

    def rows() -> Iterator[tuple[Any, ...]]:
        for number in range(1, count + 1):
            english = f.chance.random() < 0.25
            f.english.append(english)
            name = _firm(f, "en" if english else "ru", number)
            status = f.chance.choice(statuses)
            (f.leads if status == "lead" else f.buyers).append(number)
            city: City = f.chance.choice(cities[english])
            came = f.moment(int((len(f.days) - 1) * number / count))
            yield (
                number, name, client_key(name), "sole_trader" if name.startswith("ИП") else "company",
                status, None if status == "lead" else f.chance.choice(classes), city.name,
                city.region, "US" if english else "RU", f"Отрасль {number % 40}", seller(number),
                "выставка" if number % 3 else "сайт", 14 if number % 50 == 0 else None,
                30 if number % 4 == 0 else None, came,
                day_text(f.ahead(20)) if number % 211 == 0 else None,
                came if number % 97 == 0 else None,
            )  # fmt: skip

    f.insert(
        "client",
        ("id", "name", "name_key", "kind", "status", "abc", "city", "region", "country",
         "industry", "owner", "source", "payment_terms_days", "touch_days", "created_at",
         "snoozed_until", "archived_at"),
        rows(),
    )  # fmt: skip
    tagged = range(1, count + 1, 3)
    f.insert("tag", ("client_id", "name"), ((n, f"метка {n // 3 % 9}") for n in tagged))
    f.insert(
        "consent", ("client_id", "channel", "purpose", "given", "recorded_at"),
        ((n, "phone", "sales", n % 7 > 0, f.moment(0)) for n in f.leads[::5]),
    )  # fmt: skip


def _firm(f: Filler, language: str, number: int) -> str:
    first, second, forms = _WORDS[language]
    choice = f.chance.choice
    return choice(forms).format(f"{choice(first)}-{choice(second)} {number // 7}")


def add_contacts(f: Filler) -> None:
    """Two people at a client on average, each with a phone, every other one with an e-mail."""
    share = f.size["contact"] / f.size["client"]
    owners: list[int] = []
    for client in range(1, f.size["client"] + 1):
        f.first_contact.append(len(owners) + 1)
        wanted = round(client * share) - client % 3 + 1
        owners += [client] * max(0, wanted - len(owners))
    f.first_contact.append(len(owners) + 1)
    f.insert(
        "contact",
        ("id", "last_name", "first_name", "patronymic", "role", "client_id", "full_name",
         "name_key", "position", "created_at"),
        _people(f, owners),
    )  # fmt: skip
    f.insert(
        "phone", ("client_id", "contact_id", "typed", "e164", "digits"),
        ((client, number, f"+7 (000) {number}", f"+7000{number:07}", f"7000{number:07}")
         for number, client in enumerate(owners, start=1)),
    )  # fmt: skip
    f.insert(
        "email", ("client_id", "contact_id", "address"),
        ((client, number, f"user{number}@firm{client}.example")
         for number, client in enumerate(owners, start=1) if number % 2),
    )  # fmt: skip


def _people(f: Filler, owners: list[int]) -> Iterator[tuple[Any, ...]]:
    for number, client in enumerate(owners, start=1):
        people = f.names[f.english[client]].people
        male = f.chance.random() < 0.5
        last = people.last_male if male else people.last_female
        first = people.first_male if male else people.first_female
        middle = people.patronymic_male if male else people.patronymic_female
        parts = [f.chance.choice(some) if some else "" for some in (last, first, middle)]
        name = person_name(*parts)
        position = number - f.first_contact[client]
        yield (
            number, *parts, "user" if position else "decision_maker", client, name, fold(name),
            position, f.moment(0, 9),
        )  # fmt: skip
