"""How well duplicates are told from look-alikes, and how long 100 000 clients take.

    python -m benchmarks.duplicates [--clients 100000] [--seed 1]

A labelled base is made from a seed: most clients once, some twice with what people and spreadsheets do
to them, and look-alikes that are two all the same. Prints precision and recall at each threshold, then
how long the queue of a file with that base takes to be read, the first time and again, and for how long
at most the event loop of a screen stands still meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline_tui.config import Settings
from pipeline_tui.domain.clients import client_key
from pipeline_tui.domain.duplicates import LIKELY, SURE
from pipeline_tui.domain.duplicates.judge import Judge
from pipeline_tui.domain.duplicates.records import Record, read_inn
from pipeline_tui.domain.spelling import to_latin
from pipeline_tui.services.desk import Desk
from pipeline_tui.store.connection import connect

_FIRST = [
    "Вектор",
    "Альфа",
    "Ромашка",
    "Строй",
    "Горизонт",
    "Меридиан",
    "Север",
    "Восток",
    "Урал",
    "Волга",
    "Сокол",
    "Гранит",
    "Кедр",
    "Орион",
    "Прометей",
    "Феникс",
    "Атлант",
    "Маяк",
    "Родник",
    "Каскад",
    "Импульс",
    "Квадрат",
    "Полюс",
    "Рубин",
    "Сапфир",
    "Топаз",
    "Янтарь",
    "Спектр",
    "Магнит",
    "Титан",
    "Лотос",
    "Аврора",
    "Легион",
    "Норд",
    "Зенит",
    "Лидер",
    "Дельта",
    "Омега",
    "Сигма",
    "Эталон",
]
_SECOND = [
    "Логистик",
    "Мебель",
    "Металл",
    "Текстиль",
    "Продукт",
    "Электро",
    "Хим",
    "Агро",
    "Транс",
    "Снаб",
    "Дизайн",
    "Авто",
    "Медиа",
    "Пласт",
    "Декор",
    "Фарм",
    "Свет",
    "Тепло",
    "Вода",
    "Лес",
    "Бетон",
    "Краски",
    "Инструмент",
    "Упаковка",
    "Принт",
    "Стекло",
    "Кабель",
    "Насос",
]
_SYLLABLES = [
    "ба",
    "ве",
    "гро",
    "ди",
    "жи",
    "за",
    "ка",
    "лу",
    "ми",
    "но",
    "пра",
    "ре",
    "со",
    "ту",
    "фи",
    "хо",
    "че",
    "ша",
    "эль",
    "юр",
    "кон",
    "мар",
    "тол",
    "вин",
]
_SURNAMES = [
    "Иванов",
    "Петров",
    "Сидоров",
    "Кузнецов",
    "Смирнов",
    "Попов",
    "Волков",
    "Соколов",
    "Лебедев",
    "Козлов",
    "Новиков",
    "Морозов",
    "Павлов",
    "Семёнов",
    "Голубев",
    "Виноградов",
    "Богданов",
    "Воробьёв",
    "Фёдоров",
    "Михайлов",
    "Беляев",
    "Тарасов",
    "Белов",
]
_NAMES = [
    "Иван",
    "Пётр",
    "Анна",
    "Мария",
    "Олег",
    "Сергей",
    "Ольга",
    "Елена",
    "Дмитрий",
    "Павел",
    "Наталья",
    "Юрий",
    "Ирина",
]
_FATHERS = ["Иванович", "Петрович", "Олегович", "Сергеевич", "Юрьевич", "Павлович", "Дмитриевич"]
_CITIES = [
    "Москва",
    "Казань",
    "Уфа",
    "Пермь",
    "Самара",
    "Омск",
    "Тверь",
    "Тула",
    "Сочи",
    "Томск",
    "Воронеж",
    "Рязань",
]
_FORMS = ("ООО «{}»", "АО «{}»", "{} ООО", "ООО {}", "ПАО «{}»", "{}", "ЗАО {}", "{}, LLC")


class Base:
    """The labelled base: records, pairs that are one client, pairs that only look so, by kind."""

    def __init__(self, clients: int, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._next = 1
        self.records: list[Record] = []
        self.same: dict[tuple[int, int], str] = {}
        self.other: dict[tuple[int, int], str] = {}
        kinds = (
            self._typo, self._latin, self._form, self._moved_phone, self._lost_nought,
            self._float_inn, self._spacing, self._initials, self._bare,
        )  # fmt: skip
        traps = (self._branch, self._namesake, self._sole_traders, self._numbered, self._one_mind)
        while len(self.records) < clients:
            draw = self._random.random()
            if draw < 0.10:
                self._random.choice(kinds)()
            elif draw < 0.16:
                self._random.choice(traps)()
            else:
                self._fresh()
        self._call_centre()

    # -- making

    def _add(self, **values: object) -> Record:
        one = Record(id=self._next, **values)  # type: ignore[arg-type]
        self._next += 1
        self.records.append(one)
        return one

    def _inn(self, length: int = 10) -> str:
        return str(self._random.randrange(1, 9)) + "".join(
            str(self._random.randrange(10)) for _ in range(length - 1)
        )

    def _phone(self) -> str:
        return "7" + str(self._random.choice([9, 4, 8])) + str(self._random.randrange(10**8, 10**9))

    def _firm(self) -> str:
        pick = self._random.choice
        made = "".join(pick(_SYLLABLES) for _ in range(self._random.choice([2, 3]))).title()
        return pick(
            [f"{pick(_FIRST)} {pick(_SECOND)}", f"{made}{pick(_SECOND).lower()}", f"{made} {pick(_SECOND)}",
             f"{pick(_FIRST)}-{made}", f"{pick(_FIRST)} {made} {pick(_SECOND)}"]
        )  # fmt: skip

    def _facts(self, firm: str) -> dict[str, object]:
        """What is known of a firm: seldom all of it."""
        chance = self._random.random
        own = client_key(to_latin(firm)).replace(" ", "") + str(self._random.randrange(100)) + ".ru"
        return {
            "inn": self._inn() if chance() < 0.6 else "", "city": self._random.choice(_CITIES),
            "phones": (self._phone(),) if chance() < 0.85 else (),
            "emails": (f"info@{own}",) if chance() < 0.5 else (),
            "domains": (own,) if chance() < 0.5 else (),
        }  # fmt: skip

    def _fresh(self) -> tuple[Record, str]:
        firm = self._firm()
        form = self._random.choice(_FORMS)
        return self._add(name=form.format(firm), **self._facts(firm)), firm

    def _again(self, one: Record, kind: str, name: str, **changed: object) -> None:
        """The same client entered once more; each fact may have been left out."""
        facts: dict[str, object] = {
            "inn": one.inn, "city": one.city, "phones": one.phones, "emails": one.emails,
            "domains": one.domains, "kind": one.kind,
        }  # fmt: skip
        blanks: dict[str, object] = {"inn": "", "city": "", "phones": (), "emails": ()}
        for field, empty in blanks.items():
            if self._random.random() < 0.3:
                facts[field] = empty  # noqa: PERF403 - a draw for each
        two = self._add(name=name, **{**facts, **changed})
        self.same[one.id, two.id] = kind

    def _slip(self, text: str) -> str:
        place = self._random.randrange(1, len(text) - 1)
        return self._random.choice([
            text[:place] + text[place + 1 :],
            text[:place] + text[place + 1] + text[place] + text[place + 2 :],
            text[:place] + text[place] + text[place:],
            text[:place] + self._random.choice("аеиорст") + text[place + 1 :],
        ])  # fmt: skip

    # -- one client entered twice

    def _typo(self) -> None:
        one, firm = self._fresh()
        self._again(one, "typo", f"ООО {self._slip(firm)}")

    def _latin(self) -> None:
        one, firm = self._fresh()
        self._again(one, "transliteration", f"{to_latin(firm).title()} LLC")

    def _form(self) -> None:
        one, firm = self._fresh()
        self._again(
            one, "legal form",
            self._random.choice(["Общество с ограниченной ответственностью «{}»", "{} О.О.О.", "{}"])
            .format(firm),
        )  # fmt: skip

    def _moved_phone(self) -> None:
        one, firm = self._fresh()
        self._again(one, "moved phone", f"«{firm}»", phones=(self._phone(),))

    def _lost_nought(self) -> None:
        one, firm = self._fresh()
        whole = "0" + self._inn(9)
        self.records[-1] = one = Record(
            one.id, one.name, inn=whole, city=one.city, phones=one.phones
        )
        self._again(one, "lost nought", firm, inn=read_inn(whole[1:]), phones=())

    def _float_inn(self) -> None:
        one, firm = self._fresh()
        inn = one.inn or self._inn()
        self.records[-1] = one = Record(one.id, one.name, inn=inn, city=one.city)
        self._again(one, "id as a float", self._slip(firm), inn=read_inn(f"{inn}.0"))

    def _spacing(self) -> None:
        one, firm = self._fresh()
        glued = firm.replace(" ", "").replace("-", "")
        self._again(
            one, "spacing", self._random.choice([glued, firm.replace(" ", "-"), glued.upper()])
        )

    def _initials(self) -> None:
        pick = self._random.choice
        last, first, father = pick(_SURNAMES), pick(_NAMES), pick(_FATHERS)
        one = self._add(
            name=f"ИП {last} {first} {father}", kind="sole_trader", city=pick(_CITIES),
            inn=self._inn(12), phones=(self._phone(),),
        )  # fmt: skip
        self._again(one, "initials", f"ИП {last} {first[0]}.{father[0]}.")

    def _bare(self) -> None:
        """Nothing but a name and a city was entered the second time."""
        one, firm = self._fresh()
        self._again(one, "name and city only", firm, inn="", phones=(), emails=(), domains=(),
                    city=one.city)  # fmt: skip

    # -- two clients that look like one

    def _trap(self, one: Record, two: Record, kind: str) -> None:
        self.other[one.id, two.id] = kind

    def _branch(self) -> None:
        firm, inn = self._firm(), self._inn()
        domain = (to_latin(client_key(firm)).replace(" ", "") + ".ru",)
        cities = self._random.sample(_CITIES, 2)
        kpps = [str(self._random.randrange(10**8, 10**9)) for _ in range(2)]
        one, two = (
            self._add(name=f"ООО «{firm}»", inn=inn, kpp=kpp, city=city, phones=(self._phone(),),
                      domains=domain)
            for kpp, city in zip(kpps, cities, strict=True)
        )  # fmt: skip
        self._trap(one, two, "branches")

    def _namesake(self) -> None:
        one, firm = self._fresh()
        cities = [city for city in _CITIES if city != one.city]
        two = self._add(
            name=f"ООО {firm}", inn=self._inn(), city=self._random.choice(cities),
            phones=(self._phone(),),
        )  # fmt: skip
        self._trap(one, two, "namesakes in two cities")

    def _sole_traders(self) -> None:
        pick = self._random.choice
        last, city = pick(_SURNAMES), pick(_CITIES)
        first, second = self._random.sample(_NAMES, 2)
        father = pick(_FATHERS)
        one, two = (
            self._add(name=f"ИП {last} {name} {father}", kind="sole_trader", city=city,
                      inn=self._inn(12) if self._random.random() < 0.5 else "",
                      phones=(self._phone(),))
            for name in (first, second)
        )  # fmt: skip
        self._trap(one, two, "sole traders of one surname")

    def _numbered(self) -> None:
        first, second = self._random.sample(range(1, 99), 2)
        city, what = (
            self._random.choice(_CITIES),
            self._random.choice(["Школа", "Аптека", "Магазин"]),
        )
        one, two = (
            self._add(name=f"{what} №{number}", city=city, phones=(self._phone(),))
            for number in (first, second)
        )
        self._trap(one, two, "numbered")

    def _one_mind(self) -> None:
        """Two firms of one owner: one phone and one bookkeeper's address."""
        phone, address = self._phone(), (f"buh{self._next}@mail.ru",)
        city = self._random.choice(_CITIES)
        one, two = (
            self._add(name=f"ООО «{self._firm()}»", inn=self._inn(), city=city, phones=(phone,),
                      emails=address)
            for _ in range(2)
        )  # fmt: skip
        self._trap(one, two, "two firms of one owner")

    def _call_centre(self) -> None:
        """One number for many: a business centre's, a call centre's."""
        phone = self._phone()
        many = [
            self._add(name=f"ООО «{self._firm()}»", city="Москва", phones=(phone,))
            for _ in range(6)
        ]
        for place, one in enumerate(many):
            for two in many[place + 1 :]:
                self._trap(one, two, "a shared phone")


class Damaged(Base):
    """Real names, each a client; every other one entered once more as hurried people do."""

    def __init__(self, names: Sequence[str], seed: int = 1) -> None:
        super().__init__(0, seed)
        self.records.clear()
        self.same.clear()
        self.other.clear()
        ways: tuple[tuple[str, Callable[[str], str], bool], ...] = (
            ("slip", self._slip, True), ("slip, name and city only", self._slip, False),
            ("another form, name and city only", self._another_form, False),
            ("another form and phone", self._another_form, True),
            ("glued", lambda name: name.replace(" ", "").replace("-", ""), True),
            ("capitals, name and city only", str.upper, False),
        )  # fmt: skip
        for place, name in enumerate(names):
            phones = (self._phone(),)
            one = self._add(name=name, city=self._random.choice(_CITIES), phones=phones)
            if place % 2:
                kind, spoilt, keeps = self._random.choice(ways)
                if kind == "another form and phone":
                    phones = (self._phone(),)
                two = self._add(name=spoilt(name), city=one.city, phones=phones if keeps else ())
                self.same[one.id, two.id] = kind

    def _another_form(self, name: str) -> str:
        return name + self._random.choice([" Inc.", " LLC", ", Ltd", " Co.", " GmbH"])


class Score:
    """Precision and recall of the pairs that reach a threshold."""

    def __init__(self, base: Base, found: dict[tuple[int, int], int], least: int) -> None:
        reached = {pair for pair, score in found.items() if score >= least}
        right = reached & base.same.keys()
        self.found, self.right, self.all = len(reached), len(right), len(base.same)
        self.precision = self.right / max(1, self.found)
        self.recall = self.right / max(1, self.all)
        self.missed = Counter(kind for pair, kind in base.same.items() if pair not in reached)
        self.taken_in = Counter(base.other.get(pair, "chance") for pair in reached - right)


def measured(clients: int, seed: int = 1) -> tuple[Score, Score, float]:
    """(what may be acted on, the review queue, processor seconds of comparing) on a base of this size."""
    base = Base(clients, seed)
    begun = time.process_time()
    found = {(pair.first, pair.second): pair.score for pair in Judge(base.records).pairs(LIKELY)}
    took = time.process_time() - begun
    return Score(base, found, SURE), Score(base, found, LIKELY), took


class Reading:
    """Seconds until the queue of a file is there, first and again after a change; the longest that the
    event loop was kept from turning meanwhile; how many pairs there are."""

    def __init__(self, clients: int, seed: int = 1) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "base.db"
            now = datetime(2026, 3, 11, 7, 20, tzinfo=UTC)
            Desk.create(
                path, clock=lambda: now, settings=Settings(), zone=ZoneInfo("Europe/Moscow"),
                actor="benchmark", language="",
            ).close()  # fmt: skip
            with closing(connect(path)) as db:
                _fill(db, Base(clients, seed).records)
            with Desk.open(
                path, clock=lambda: now, settings=Settings(), zone=ZoneInfo("Europe/Moscow"),
                actor="benchmark",
            ) as desk:  # fmt: skip
                asyncio.run(self._read(desk))

    async def _read(self, desk: Desk) -> None:
        turning = asyncio.create_task(self._turn())
        await asyncio.sleep(0.1)
        begun = time.perf_counter()
        self.pairs = len(await asyncio.to_thread(desk.duplicates.queue))
        self.first = time.perf_counter() - begun
        desk.duplicates.distinct(1, 2)
        begun = time.perf_counter()
        await asyncio.to_thread(desk.duplicates.queue)
        self.again = time.perf_counter() - begun
        turning.cancel()

    async def _turn(self) -> None:
        self.stall = 0.0
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.001)
            self.stall = max(self.stall, time.perf_counter() - begun - 0.001)


def _fill(db: sqlite3.Connection, records: list[Record]) -> None:
    """Clients with their phones and e-mails; what a column must have and the base has not is blank."""
    blank: dict[str, object] = {
        row[1]: "{}" if row[1] == "custom" else "" if row[2] == "TEXT" else 0
        for row in db.execute("PRAGMA table_info(client)") if row[3] and row[1] != "id"
    }  # fmt: skip
    names = ["id", *{**blank, "inn": "", "kpp": ""}]
    db.execute("BEGIN")
    db.executemany(
        f"INSERT INTO client ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        (
            [
                {
                    **blank, "id": one.id, "name": one.name, "name_key": client_key(one.name),
                    "kind": one.kind, "status": "lead", "inn": one.inn or None, "kpp": one.kpp or None,
                    "city": one.city, "website": next(iter(one.domains), ""),
                    "created_at": "2026-03-01T00:00:00Z",
                }[name]
                for name in names
            ]
            for one in records
        ),
    )  # fmt: skip
    db.executemany(
        "INSERT INTO phone (client_id, typed, e164, digits, extension, position)"
        " VALUES (?1, ?2, '+' || ?2, ?2, '', 0)",
        ((one.id, phone) for one in records for phone in one.phones),
    )
    db.executemany(
        "INSERT INTO email (client_id, address, position) VALUES (?, ?, 0)",
        ((one.id, address) for one in records for address in one.emails),
    )
    db.execute("COMMIT")


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("--clients", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    chosen = asked.parse_args()
    sure, likely, took = measured(chosen.clients, chosen.seed)
    print(
        f"{chosen.clients} clients, {sure.all} entered twice, compared in {took:.1f} s of a processor"
    )
    for name, least, score in (("sure", SURE, sure), ("review queue", LIKELY, likely)):
        print(
            f"{name} (from {least}): precision {score.precision:.3f}, recall {score.recall:.3f},"
            f" pairs {score.found}"
        )
        print(f"  missed: {dict(score.missed.most_common())}")
        print(f"  wrong: {dict(score.taken_in.most_common())}")
    read = Reading(chosen.clients, chosen.seed)
    print(
        f"the queue of a file: {read.pairs} pairs, first read in {read.first:.1f} s, again in"
        f" {read.again:.2f} s; the event loop stood still for {1000 * read.stall:.0f} ms at most"
    )


if __name__ == "__main__":
    main()
