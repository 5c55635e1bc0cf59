"""How long a bank statement takes to be read, matched and taken, and how often a match is right.

    python -m benchmarks.statements [--lines 50000] [--clients 20000] [--few 20] [--seed 1]

A base of clients with open invoices is made from a seed, and statements of a quarter, a half and all of
the lines: payments as people send them (by ИНН with the invoice named, by name only, with a wrong number,
for another, twice) among taxes, fees, transfers and strangers. Each line knows whose it is, so that what
is taken by itself can be counted as right or wrong. The seconds of the processor for n, 2n and 4n lines
show how it grows; what is read of the base first, whatever the lines, is told apart. All of it once more
with few clients, who have thousands of invoices each.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.measure import open_desk
from pipeline_tui.domain.clients import client_key
from pipeline_tui.domain.matching import Verdict
from pipeline_tui.store.bulk import Bulk

_NOW = datetime(2026, 3, 11, 7, 20, tzinfo=UTC)
_OWN = "40702810900000000001"
_FIRST = (
    "Вектор",
    "Альфа",
    "Ромашка",
    "Строй",
    "Горизонт",
    "Меридиан",
    "Север",
    "Восток",
    "Урал",
    "Гранит",
)
_SECOND = ("Логистик", "Мебель", "Металл", "Текстиль", "Продукт", "Электро", "Хим", "Агро", "Транс", "Снаб")  # fmt: skip


def inn(number: int) -> str:
    """A number of ten digits with a right check digit."""
    digits = f"{770000000 + number:09d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    check = sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 % 10
    return f"{digits}{check}"


def name(number: int) -> str:
    """A name that is nearly always its own."""
    return f"{_FIRST[number % 10]}{_SECOND[number // 10 % 10]} {number // 100 or 'М'}"


def make_base(
    path: Path, clients: int, invoices: int, chance: random.Random
) -> list[tuple[int, str, int, date]]:
    """A file of clients, every second with its ИНН; answers (client, number, sum, day) of the invoices."""
    made = []
    with open_desk(path, new=True, now=_NOW) as desk, desk.book.write("import") as unit:
        bulk = Bulk(unit.db, coming=clients)
        ids = [
            bulk.insert("client", {
                "name": f"ООО {name(n)}", "name_key": client_key(name(n)),
                "inn": inn(n) if n % 2 else None, "country": "RU", "created_at": "2026-01-01T00:00:00Z",
            })
            for n in range(clients)
        ]  # fmt: skip
        for number in range(1, invoices + 1):
            client_id = ids[chance.randrange(clients)]
            issued = date(2026, 1, 1) + timedelta(days=chance.randrange(60))
            minor = chance.randrange(1_000_00, 500_000_00)
            invoice_id = bulk.insert("invoice", {
                "client_id": client_id, "number": str(number), "issued_on": issued.isoformat(),
                "amount_minor": minor, "currency": "RUB", "created_at": "2026-01-01T00:00:00Z",
            })  # fmt: skip
            bulk.insert("instalment", {
                "invoice_id": invoice_id, "client_id": client_id, "currency": "RUB",
                "due_on": (issued + timedelta(days=14)).isoformat(), "amount_minor": minor,
                "open_minor": minor,
            })  # fmt: skip
            made.append((client_id, str(number), minor, issued))
        bulk.close()
    return made


def write_statement(
    path: Path, lines: int, made: list[tuple[int, str, int, date]], clients: int, chance: random.Random
) -> list[int | None]:  # fmt: skip
    """A statement for 1C; answers with whose each line is."""
    truth: list[int | None] = []
    with path.open("w", encoding="cp1251", newline="\r\n") as out:
        out.write(f"1CClientBankExchange\nВерсияФормата=1.03\nРасчСчет={_OWN}\n")
        for place in range(lines):
            client_id, number, minor, issued = made[place % len(made)]
            n = client_id - 1
            payer, tax, purpose = (
                f"ООО {name(n)}",
                inn(n) if n % 2 else "",
                f"Оплата по счету №{number} от {issued:%d.%m.%Y}",
            )
            kind, came = chance.random(), True
            whose: int | None = client_id
            if kind < 0.15:
                purpose = "Оплата за товар, в т.ч. НДС 22%"
            elif kind < 0.20:
                purpose, minor = f"По счету {number + '9'}", minor // 2
            elif kind < 0.25:
                payer, tax, whose = f"ООО Чужой {place}", inn(5_000_000 + place), None
                purpose = "Оплата по договору поставки"
            elif kind < 0.28:
                other = chance.randrange(clients)
                payer, tax, whose = f"ООО {name(other)}", inn(other) if other % 2 else "", other + 1
            elif kind < 0.36:
                came, whose = False, None
                purpose = chance.choice(
                    ("Единый налоговый платеж", "Комиссия банка", "Заработная плата")
                )
            elif kind < 0.39:
                whose, purpose = (
                    None,
                    chance.choice(("Возврат предоплаты", "Перевод собственных средств")),
                )
            truth.append(whose)
            who = "Плательщик" if came else "Получатель"
            sides = (f"4070281050{n:010d}", _OWN) if came else (_OWN, f"4070281050{n:010d}")
            out.write(
                f"СекцияДокумент=Платежное поручение\nНомер={place}\nДата=10.03.2026\n"
                f"Сумма={minor // 100}.{minor % 100:02d}\n"
                f"ПлательщикРасчСчет={sides[0]}\nПолучательРасчСчет={sides[1]}\n"
                f"{who}1={payer}\n{who}ИНН={tax}\nНазначениеПлатежа={purpose}\nКонецДокумента\n"
            )
        out.write("КонецФайла\n")
    return truth


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=50_000)
    parser.add_argument("--clients", type=int, default=20_000)
    parser.add_argument("--few", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for clients in (given.clients, given.few):
        measure(given.lines, clients, given.seed)


def measure(lines_at_most: int, clients: int, seed: int) -> None:
    """Print how it goes with so many clients."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base.db"
        made = make_base(base, clients, lines_at_most, random.Random(seed))
        empty = Path(folder) / "empty.txt"
        write_statement(empty, 0, made, clients, random.Random(seed))
        with open_desk(base, now=_NOW) as desk:
            began = time.process_time()
            desk.bank_statements.rehearse(empty)
            first = time.process_time() - began
        print(f"{clients} clients, {len(made)} open invoices; to read them {first:.2f} s")
        print("lines    matched                  taken      certain  of them wrong  likely")
        for part in (4, 2, 1):
            lines = lines_at_most // part
            path = Path(folder) / f"statement-{part}.txt"
            truth = write_statement(path, lines, made, clients, random.Random(seed))
            with open_desk(base, now=_NOW) as desk:
                began = time.process_time()
                found = desk.bank_statements.rehearse(path)
                matched = time.process_time() - began - first
                began = time.process_time()
                desk.bank_statements.take(path)
                taken = time.process_time() - began - first
                desk.history.undo()
            certain = [
                (row, whose)
                for row, whose in zip(found.rows, truth, strict=True)
                if row.verdict is Verdict.CERTAIN
            ]
            wrong = sum(row.client_id != whose for row, whose in certain)
            likely = found.counts()[Verdict.LIKELY]
            print(
                f"{lines:<8} {matched:6.2f} s {matched / lines * 1e6:5.0f} µs/line"
                f"  {taken:6.2f} s   {len(certain):<8} {wrong:<14} {likely}"
            )


if __name__ == "__main__":
    main()
