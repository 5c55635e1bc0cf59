"""The big database: a hundred thousand clients and ten years of a sales department, made up.

    python benchmarks/big.py big.db [--scale 1] [--seed 1] [--now 2026-03-11T07:20:00Z]

At scale 1: 100 000 clients, 200 000 contacts, 300 000 deals, 2 000 000 activities, 100 000 invoices,
50 000 objections, and the tasks, stage changes, phones, payments and promises that go with them. The
same arguments make the same file. Rows go through the real schema, triggers and search tables
included, with `executemany` inside one transaction. Invented names; phones that nobody has.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline_tui.config import Settings
from pipeline_tui.domain.clients import client_key, fold, person_name
from pipeline_tui.domain.dates import day_text, moment_text
from pipeline_tui.services.demo.lexicon import City, Names, lexicon
from pipeline_tui.services.desk import Desk
from pipeline_tui.store.connection import connect

ZONE = ZoneInfo("Europe/Moscow")
YEARS = 10
SIZES = {
    "client": 100_000, "contact": 200_000, "deal": 300_000, "activity": 2_000_000,
    "invoice": 100_000, "objection_event": 50_000, "task": 400_000,
}  # fmt: skip
"""Rows at scale 1; of the tasks most are done."""

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
_NOTES = (
    "", "", "", "Просил перезвонить после обеда", "Обсудили сроки и доставку", "Ждёт цену",
    "Нужны образцы, потом решение", "Asked for a written offer", "Will decide next week",
    "Сравнивает с другим поставщиком", "Всё устраивает, готовит заявку",
)  # fmt: skip
_HEARD = (
    "дорого", "у нас уже есть поставщик", "надо подумать", "пришлите на почту", "нет бюджета",
    "too expensive", "we already work with someone", "call me next quarter", "сейчас не сезон",
)  # fmt: skip
_OPEN = ("new", "qualification", "needs", "offer", "negotiation", "contract")
_TOUCHES = (("call", 66), ("email", 17), ("message", 8), ("note", 5), ("meeting", 4))
_ENDS = (
    ("no_answer", 34), ("reached_decision_maker", 18), ("busy", 10), ("call_back", 10),
    ("interested", 8), ("reached_other", 7), ("refused", 5), ("voicemail", 3), ("meeting_set", 3),
    ("promised_to_pay", 2),
)  # fmt: skip
_LADDER = (0, 0, 1, 2, 4, 7)
"""Days back from one unanswered attempt to the one before, as the no-answer ladder spaces them."""


class Filler:
    """Fills one new file; the methods are called in the order in which they stand."""

    def __init__(self, db: sqlite3.Connection, scale: float, seed: int, now: datetime) -> None:
        self.db = db
        self.now = now
        self.today = now.astimezone(ZONE).date()
        self.chance = random.Random(seed)
        self.size = {table: max(50, int(rows * scale)) for table, rows in SIZES.items()}
        self.names = (lexicon("ru").names, lexicon("en").names)
        first = self.today - timedelta(365 * YEARS)
        days = (first + timedelta(n) for n in range(365 * YEARS))
        self.days = [day_text(day) for day in days if day.weekday() < 5]
        """Working days up to yesterday; a day is its place here."""
        self.stage = dict(db.execute("SELECT code, id FROM stage"))
        self.outcome = dict(db.execute("SELECT code, id FROM outcome"))
        self.english: list[bool] = []
        self.buyers: list[int] = []
        self.leads: list[int] = []
        self.first_contact: list[int] = [0]
        self.deals: list[tuple[int, int, int]] = [(0, 0, 0)]
        """(client, day opened, day closed or -1) by number."""

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write rows; columns not named get what an empty form would give them."""
        rest = {
            name: "'{}'" if name == "custom" else "''" if kind == "TEXT" else "0"
            for _, name, kind, required, _, key in self.db.execute(f"PRAGMA table_info({table})")
            if required and not key and name not in columns
        }
        marks = ", ".join([*("?" * len(columns)), *rest.values()])
        self.db.executemany(
            f"INSERT INTO {table} ({', '.join((*columns, *rest))}) VALUES ({marks})", rows
        )

    def day(self, back: int) -> str:
        """A working day so many before today."""
        return self.days[max(0, len(self.days) - back)]

    def moment(self, day: int, hour: float | None = None) -> str:
        """A moment of a working day, in office hours of Moscow."""
        hour = 6 + 9 * self.chance.random() if hour is None else hour
        seconds = int(hour * 3600)
        return f"{self.days[day]}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}Z"

    def names_of(self, client: int) -> Names:
        return self.names[self.english[client]]

    def contact_of(self, client: int) -> int | None:
        """Any contact of a client."""
        first, end = self.first_contact[client], self.first_contact[client + 1]
        return first + int(self.chance.random() * (end - first)) if end > first else None

    # Clients, the people there, and how to reach them

    def add_clients(self) -> None:
        """Clients in the order they came; four in ten are leads, who have no deals."""
        chance = self.chance
        cities = [[(city, city.weight) for city in names.cities] for names in self.names]
        drawn = [_weighted(pairs) for pairs in cities]
        status = _weighted(
            (("lead", 42), ("active", 33), ("dormant", 14), ("lost", 9), ("do_not_call", 2))
        )
        klass = _weighted(((None, 60), ("C", 25), ("B", 11), ("A", 4)))
        self.english.append(False)

        def rows() -> Iterator[tuple[Any, ...]]:
            for number in range(1, self.size["client"] + 1):
                english = chance.random() < 0.25
                self.english.append(english)
                name = self._firm("en" if english else "ru", number)
                stands = chance.choice(status)
                (self.leads if stands == "lead" else self.buyers).append(number)
                city: City = chance.choice(drawn[english])
                born = int(len(self.days) * number / self.size["client"] * 0.999)
                kind = "sole_trader" if name.startswith("ИП") else "company"
                yield (
                    number, name, client_key(name), kind, stands,
                    None if stands == "lead" else chance.choice(klass), city.name, city.region,
                    "US" if english else "RU", f"Отрасль {number % 40}", f"Продавец {number % 12}",
                    "выставка" if number % 3 else "сайт", 14 if number % 50 == 0 else None,
                    30 if number % 4 == 0 else None, self.moment(born),
                    day_text(self.today + timedelta(20)) if number % 211 == 0 else None,
                    self.moment(born) if number % 97 == 0 else None,
                )  # fmt: skip

        self.insert(
            "client",
            ("id", "name", "name_key", "kind", "status", "abc", "city", "region", "country",
             "industry", "owner", "source", "payment_terms_days", "touch_days", "created_at",
             "snoozed_until", "archived_at"),
            rows(),
        )  # fmt: skip
        tagged = range(1, self.size["client"] + 1, 3)
        self.insert("tag", ("client_id", "name"), ((n, f"метка {n % 9}") for n in tagged))
        self.insert(
            "consent", ("client_id", "channel", "purpose", "given", "recorded_at"),
            ((n, "phone", "sales", n % 7 > 0, self.moment(0)) for n in self.leads[::5]),
        )  # fmt: skip

    def _firm(self, language: str, number: int) -> str:
        first, second, forms = _WORDS[language]
        choice = self.chance.choice
        return choice(forms).format(f"{choice(first)}-{choice(second)} {number // 7}")

    def add_contacts(self) -> None:
        """Two people at a client on average, each with a phone, every other one with an e-mail."""
        chance, contact = self.chance, 1
        share = self.size["contact"] / self.size["client"]
        owner = []
        for client in range(1, self.size["client"] + 1):
            self.first_contact.append(contact)
            contact = max(contact, round(client * share) - client % 3 + 2)
            owner += [client] * (contact - self.first_contact[-1])
        self.first_contact.append(contact)

        def people() -> Iterator[tuple[Any, ...]]:
            for number, client in enumerate(owner, start=1):
                some = self.names_of(client).people
                place = int(chance.random() * len(some.last_male))
                male = chance.random() < 0.5
                last = (some.last_male if male else some.last_female)[place]
                first = chance.choice(some.first_male if male else some.first_female)
                middles = some.patronymic_male if male else some.patronymic_female
                middle = chance.choice(middles) if middles else ""
                name = person_name(last, first, middle)
                position = number - self.first_contact[client]
                yield (
                    number, last, first, middle, "user" if position else "decision_maker", client,
                    name, fold(name), position, self.moment(0, 9),
                )  # fmt: skip

        self.insert(
            "contact",
            ("id", "last_name", "first_name", "patronymic", "role", "client_id", "full_name",
             "name_key", "position", "created_at"),
            people(),
        )  # fmt: skip
        phones = (
            (client, number, f"+7 (000) {number // 10000:03}-{number // 100 % 100:02}-{number % 100:02}",
             f"+7000{number:07}", f"7000{number:07}")
            for number, client in enumerate(owner, start=1)
        )  # fmt: skip
        self.insert("phone", ("client_id", "contact_id", "typed", "e164", "digits"), phones)
        mails = (
            (client, number, f"user{number}@firm{client}.example")
            for number, client in enumerate(owner, start=1) if number % 2
        )  # fmt: skip
        self.insert("email", ("client_id", "contact_id", "address"), mails)

    # Deals and what they went through

    def add_deals(self) -> None:
        """Deals in the order they were opened; a tenth is open, most of those young."""
        chance, days = self.chance, len(self.days)
        goods = [
            (number, good.title, good.price_minor)
            for number, good in enumerate(self.names[0].goods + self.names[1].goods, start=1)
        ]
        self.insert(
            "product", ("id", "name", "price_minor", "currency"),
            ((number, title, price, "RUB") for number, title, price in goods),
        )  # fmt: skip
        reasons = [row[0] for row in self.db.execute("SELECT id FROM loss_reason")]
        changes: list[tuple[int, int | None, int, str, int, int | None]] = []

        def rows() -> Iterator[tuple[Any, ...]]:
            for number in range(1, self.size["deal"] + 1):
                far = number / self.size["deal"]
                opened = int((days - 1) * far)
                back = days - opened
                client = self.buyers[int(len(self.buyers) * (0.3 + 0.7 * far) * chance.random())]
                likely_open = 0.75 if back < 85 else 0.42 if back < 400 else 0.006
                is_open = chance.random() < likely_open
                if is_open and chance.random() < 0.02 and self.leads:
                    client = chance.choice(self.leads)
                steps, reason = self._path(is_open, back, reasons)
                took = 0 if len(steps) == 1 else int(chance.random() * min(back - 1, 60))
                amount = int(10 ** (6 + 2.2 * chance.random())) // 100 * 100
                before: int | None = None
                for at, code in enumerate(steps):
                    entered = opened + took * at // max(1, len(steps) - 1)
                    moment = self.moment(entered, 6 + at)
                    why = reason if code == "lost" else None
                    changes.append((number, before, self.stage[code], moment, amount, why))
                    before = self.stage[code]
                closed = -1 if is_open else opened + took
                self.deals.append((client, opened, closed))
                product, title, _ = goods[number % len(goods)]
                yield (
                    number, client, self.contact_of(client), f"{title}, {number}", amount,
                    "USD" if self.english[client] else "RUB", product, f"Продавец {client % 12}",
                    before, moment, self.days[opened],
                    None if is_open else self.days[closed], reason, moment,
                    day_text(self.today + timedelta(14)) if is_open and number % 61 == 0 else None,
                    day_text(self.today + timedelta(number % 60 - 10)) if is_open else None,
                )  # fmt: skip

        self.insert(
            "deal",
            ("id", "client_id", "contact_id", "title", "amount_minor", "currency", "product_id",
             "owner", "stage_id", "stage_since", "opened_on", "closed_on", "loss_reason_id",
             "created_at", "snoozed_until", "expected_close"),
            rows(),
        )  # fmt: skip
        changes.sort(key=lambda row: row[3])
        self.insert(
            "stage_change",
            ("deal_id", "from_stage_id", "to_stage_id", "changed_at", "amount_minor",
             "loss_reason_id"),
            changes,
        )  # fmt: skip

    def _path(
        self, is_open: bool, back: int, reasons: Sequence[int]
    ) -> tuple[tuple[str, ...], int | None]:
        """The stages a deal entered, and why it was lost where it was."""
        chance = self.chance
        if is_open:
            return _OPEN[: 1 + int(chance.random() ** 1.3 * len(_OPEN))], None
        if chance.random() < 0.45:
            done = ("won", "closed") if back > 60 else ("won", "payment", "delivery")
            return ("new", "offer", "contract", *done[: 1 + int(chance.random() * 3)]), None
        return (*_OPEN[: 1 + int(chance.random() * 4)], "lost"), chance.choice(reasons)

    # What happened, and what is to happen

    def add_activities(self) -> None:
        """Touches in order of time, an even number on each working day; twelve calls this morning.

        Every other lead was called, the newest within the last quarter; some hundreds of clients
        are on a rung of the no-answer ladder.
        """
        chance, days = self.chance, len(self.days)
        kinds, ends = _weighted(_TOUCHES), _weighted(_ENDS)
        outcome = self.outcome
        ladders = self._ladders()
        each = (self.size["activity"] - sum(map(len, ladders.values()))) / days
        deals, leads = self.deals, self.leads
        per_day = len(deals) / days

        def touch(day: int, hour: float) -> tuple[Any, ...]:
            draw = chance.random()
            deal: int | None = None
            if draw < 0.72:  # a deal opened lately
                deal = int(day * per_day - (chance.random() ** 2) * 90 * per_day)
                deal = max(1, min(len(deals) - 1, deal))
                client = deals[deal][0]
            elif draw < 0.92 or not leads:
                client = self.buyers[int(len(self.buyers) * chance.random() ** 1.6)]
            else:
                reach = len(leads) * (0.3 + 0.65 * day / days)
                client = leads[int(reach * (1 - chance.random() ** 2 / 2)) if reach > 1 else 0]
            kind = chance.choice(kinds)
            end = outcome[chance.choice(ends)] if kind == "call" else None
            inbound = kind != "note" and chance.random() < 0.1
            return (
                client, self.contact_of(client), deal, kind,
                None if kind == "note" else "in" if inbound else "out", end,
                self.moment(day, hour), int(chance.random() * 400) if kind == "call" else None,
                chance.choice(_NOTES), f"Продавец {client % 12}", None,
            )  # fmt: skip

        def rows() -> Iterator[tuple[Any, ...]]:
            owed = 0.0
            for day in range(days):
                owed += each
                count = int(owed)
                owed -= count
                for place in range(count):
                    yield touch(day, 6 + 9 * place / count)
                yield from ladders.get(day, ())
            midnight = datetime.combine(self.today, datetime.min.time(), ZONE)
            for place in range(12):
                at = moment_text(midnight + (self.now - midnight) * (place + 1) / 14)
                yield (*touch(days - 1, 9)[:3], "call", "out", outcome["no_answer"], at, 20, "",
                       "", 1)  # fmt: skip

        self.insert(
            "activity",
            ("client_id", "contact_id", "deal_id", "kind", "direction", "outcome_id", "started_at",
             "duration_s", "note", "owner", "attempt"),
            rows(),
        )  # fmt: skip

    def _ladders(self) -> dict[int, list[tuple[Any, ...]]]:
        """Unanswered calls by day, of the clients in `self.laddered` with their attempts made."""
        found: dict[int, list[tuple[Any, ...]]] = {}
        some = self.chance.sample(self.buyers + self.leads, min(600, len(self.buyers) // 5))
        self.laddered = [(client, 1 + place % 5) for place, client in enumerate(sorted(some))]
        for client, made in self.laddered:
            day = len(self.days) - 1
            for attempt in range(made, 0, -1):
                found.setdefault(day, []).append((
                    client, self.contact_of(client), None, "call", "out", self.outcome["no_answer"],
                    self.moment(day), 25, "", f"Продавец {client % 12}", attempt,
                ))  # fmt: skip
                day -= _LADDER[attempt] + 1
        return found

    def add_tasks(self) -> None:
        """Seven open deals in ten have a step, some of it late; the rest of the tasks are done."""
        chance, days = self.chance, len(self.days)
        open_deals = [n for n, deal in enumerate(self.deals) if n and deal[2] == -1]

        def rows() -> Iterator[tuple[Any, ...]]:
            made = 0
            for number in range(self.size["task"] - len(open_deals)):
                deal = 1 + number * (len(self.deals) - 1) // self.size["task"]
                client, opened, _ = self.deals[deal]
                day = min(days - 1, opened + 5)
                yield (client, self.contact_of(client), deal, "call", "step", "Позвонить", self.days[day],
                       None, self.moment(opened), self.moment(day))  # fmt: skip
            for deal in open_deals:
                if chance.random() > 0.7:
                    continue
                made += 1
                client, opened, _ = self.deals[deal]
                ahead = int(chance.random() ** 1.5 * 60) - (4 if made % 25 else 30)
                due = self.today + timedelta(ahead)
                exact = made % 9 == 0
                at = datetime.combine(due, datetime.min.time(), ZONE) + timedelta(
                    hours=9 + made % 9
                )
                yield (client, self.contact_of(client), deal, "call" if made % 3 else "email",
                       "callback" if made % 7 == 0 else "step", "Уточнить по предложению",
                       day_text(due), moment_text(at) if exact else None, self.moment(days - 1, 7),
                       None)  # fmt: skip
            for place, (client, _) in enumerate(self.laddered):
                yield (client, self.contact_of(client), None, "call", "retry", "",
                       day_text(self.today + timedelta(place % 8 - 2)), None,
                       self.moment(days - 1, 8), None)  # fmt: skip
            for place in range(20):
                client = chance.choice(self.buyers)
                yield (client, self.contact_of(client), None, "call", "inbound", "Заявка с сайта",
                       day_text(self.today), None, self.moment(days - 1, 6 + place / 4), None)  # fmt: skip

        self.insert(
            "task",
            ("client_id", "contact_id", "deal_id", "kind", "origin", "title", "due_on", "due_at",
             "created_at", "done_at"),
            rows(),
        )  # fmt: skip

    # Objections and money

    def add_objections(self) -> None:
        chance, count = self.chance, self.size["objection_event"]
        answers: dict[int, list[int]] = {}
        for number, kind in self.db.execute("SELECT id, type_id FROM answer"):
            answers.setdefault(kind, []).append(number)
        kinds = sorted(answers)
        results = _weighted((("worked", 40), ("did_not", 30), ("partly", 20), ("open", 10)))
        stages = [self.stage[code] for code in _OPEN]

        def rows() -> Iterator[tuple[Any, ...]]:
            for number in range(count):
                kind = kinds[int(len(kinds) * chance.random() ** 2)]
                deal = 1 + number * (len(self.deals) - 1) // count
                client, opened, _ = self.deals[deal]
                yield (kind, client, deal, chance.choice(stages), chance.choice(answers[kind]),
                       chance.choice(_HEARD), chance.choice(results),
                       chance.choice((None, 0, 1)), self.moment(opened))  # fmt: skip

        self.insert(
            "objection_event",
            ("type_id", "client_id", "deal_id", "stage_id", "answer_id", "verbatim", "result",
             "genuine", "met_at"),
            rows(),
        )  # fmt: skip

    def add_money(self) -> None:
        """Invoices of one to three instalments; the old ones are paid but for one in fifty."""
        chance, days, count = self.chance, len(self.days), self.size["invoice"]
        invoices, instalments, payments, allocations, promises = [], [], [], [], []
        for number in range(1, count + 1):
            client, opened, _ = self.deals[number * (len(self.deals) - 1) // count]
            issued = min(days - 1, opened + 3)
            parts = 1 + (number % 4 == 0) + (number % 12 == 0)
            each = int(10 ** (6 + 2 * chance.random())) // 100 * 100
            currency = "USD" if self.english[client] else "RUB"
            cancelled = self.days[issued] if number % 83 == 0 else None
            invoices.append((
                number, client, number * (len(self.deals) - 1) // count, str(number), self.days[issued],
                each * parts, currency, number % 401 == 0, cancelled, self.moment(issued),
            ))  # fmt: skip
            for part in range(parts):
                due_place = issued + 10 + 20 * part
                due = (
                    self.days[due_place] if due_place < days
                    else day_text(self.today + timedelta((due_place - days) * 7 // 5))
                )  # fmt: skip
                instalment = len(instalments) + 1
                instalments.append((instalment, number, client, currency, due, each))
                paid_on = due_place + int(chance.gauss(0, 6))
                late = chance.random()
                if cancelled or late < 0.02 or paid_on >= days:
                    if paid_on < days and len(promises) < count // 40:
                        ahead = self.today + timedelta(number % 21 - 14)
                        promises.append(
                            (client, number, each, currency, day_text(ahead), self.moment(days - 9))
                        )
                    continue
                paid = each if late > 0.04 else each // 2
                payments.append((len(payments) + 1, client, self.days[max(issued, paid_on)],
                                 paid, currency, self.moment(max(issued, paid_on))))  # fmt: skip
                allocations.append((len(payments), instalment, paid))
        self.insert(
            "invoice",
            ("id", "client_id", "deal_id", "number", "issued_on", "amount_minor", "currency",
             "disputed", "cancelled_on", "created_at"),
            [(*row[:8], None, row[9]) for row in invoices],
        )  # fmt: skip
        self.insert(
            "instalment",
            ("id", "invoice_id", "client_id", "currency", "due_on", "amount_minor"), instalments,
        )  # fmt: skip
        self.insert(
            "payment",
            ("id", "client_id", "paid_on", "amount_minor", "currency", "created_at"), payments,
        )  # fmt: skip
        self.insert("allocation", ("payment_id", "instalment_id", "amount_minor"), allocations)
        self.insert(
            "promise",
            ("client_id", "invoice_id", "amount_minor", "currency", "due_on", "made_at"), promises,
        )  # fmt: skip
        self.db.executemany(
            "UPDATE invoice SET cancelled_on = ? WHERE id = ?",
            [(row[8], row[0]) for row in invoices if row[8] is not None],
        )

    def fill(self) -> None:
        """Everything, each table after those it points at; the largest are indexed at the end."""
        indexes = self.db.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
            " AND tbl_name IN ('client', 'contact', 'deal', 'stage_change', 'activity', 'task')"
        ).fetchall()
        for name, _ in indexes:
            self.db.execute(f"DROP INDEX {name}")
        for step in (
            self.add_clients, self.add_contacts, self.add_deals, self.add_activities,
            self.add_tasks, self.add_objections, self.add_money,
        ):  # fmt: skip
            start = time.perf_counter()
            step()
            took = time.perf_counter() - start
            print(f"{step.__name__.removeprefix('add_'):12}{took:6.1f} s", file=sys.stderr)
        start = time.perf_counter()
        for _, sql in indexes:
            self.db.execute(sql)
        print(f"{'indexes':12}{time.perf_counter() - start:6.1f} s", file=sys.stderr)


def _weighted(pairs: Iterable[tuple[Any, int]]) -> list[Any]:
    """A list to draw from evenly that holds each value as often as its weight says."""
    return [value for value, weight in pairs for _ in range(weight)]


def make(path: Path, *, scale: float = 1.0, seed: int = 1, now: datetime | None = None) -> None:
    """Make the big database at `path`, which must not exist; `now` is the moment it stands at."""
    now = (now or datetime.now(UTC)).replace(microsecond=0)
    Desk.create(
        path, clock=lambda: now, settings=Settings(), zone=ZONE, actor="benchmark", language="ru"
    ).close()
    db = connect(path)
    try:
        # Nothing is lost if the power is: the file is made anew.
        db.execute("PRAGMA journal_mode = MEMORY")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -400000")
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("BEGIN IMMEDIATE")
        Filler(db, scale, seed, now).fill()
        lost = db.execute("PRAGMA foreign_key_check").fetchone()
        if lost is not None:
            raise RuntimeError(f"a row of {lost[0]} points at no row of {lost[2]}")
        db.execute("COMMIT")
        db.execute("PRAGMA journal_mode = WAL")
    finally:
        db.close()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--now", type=datetime.fromisoformat)
    asked = parser.parse_args()
    start = time.perf_counter()
    make(asked.path, scale=asked.scale, seed=asked.seed, now=asked.now)
    took, size = time.perf_counter() - start, asked.path.stat().st_size
    print(f"{asked.path}: {size / 2**20:.0f} MiB in {took:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
