"""Files that a user may bring in, each of few lines and a little other every time."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from pipeline_tui.services.desk import Desk

_OWN, _THEIRS = "40702810900000000001", "40702810500000000007"
_BANKS = (
    ("044525225", "Sberbank", "30101810400000000225"),
    ("044525593", "Alfa-Bank", "30101810200000000593"),
    ("044525974", "T-Bank", "30101810145250000974"),
)


def _statement(desk: Desk, luck: random.Random) -> tuple[str, str]:
    """Payments of clients that owe, some by the number of the invoice, and one of a stranger."""
    open_ones = desk.book.reader.execute(
        "SELECT n.number, c.name, c.inn, i.open_minor FROM invoice n JOIN client c ON c.id = n.client_id"
        " JOIN instalment i ON i.invoice_id = n.id WHERE i.open_minor > 0"
    ).fetchall()
    lines = [("services", "A stranger", "7736207543", 100_00)]
    for number, name, inn, minor in luck.sample(open_ones, k=min(3, len(open_ones))):
        lines.append((f"invoice {number}", name, inn or "", minor))
    text = f"1CClientBankExchange\nВерсияФормата=1.03\nРасчСчет={_OWN}\n"
    for purpose, name, inn, minor in lines:
        text += (
            f"СекцияДокумент=Платежное поручение\nНомер={luck.randrange(10**6)}\nДата=10.03.2026\n"
            f"Сумма={minor / 100:.2f}\nПлательщикРасчСчет={_THEIRS}\nПолучательРасчСчет={_OWN}\n"
            f"Плательщик1={name}\nПлательщикИНН={inn}\nНазначениеПлатежа={purpose}\nКонецДокумента\n"
        )
    return "statement.txt", f"{text}КонецФайла\n"


def _banks(_desk: Desk, luck: random.Random) -> tuple[str, str]:
    rows = [f"{bik};{name} {luck.randrange(99)};{account};Moscow" for bik, name, account in _BANKS]
    return "banks.csv", "\n".join(("БИК;Наименование;К/с;Город", *rows)) + "\n"


def _library(_desk: Desk, luck: random.Random) -> tuple[str, str]:
    """An answer to a kind that is known, another text for it, and a kind of one's own."""
    number = luck.randrange(10**6)
    return "library.md", (
        f"# Mine\n\n## Too dear\n- code: price\n- probe: And without the price {number}?\n\n###\n"
        f"Shall we count {number}?\n\n## No loaders {number}\n\n###\nWe unload.\n"
    )


def _rates(_desk: Desk, luck: random.Random) -> tuple[str, str]:
    days = (f"{luck.randrange(1, 28):02d}.{month:02d}.2025" for month in range(1, 4))
    return "rates.csv", "".join(f"{day};{luck.randrange(5, 25)},50\n" for day in days)


def _table(desk: Desk, luck: random.Random) -> tuple[str, str]:
    """Clients that are new, one that is there already, a person, a phone."""
    known = luck.choice(desk.book.reader.execute("SELECT name FROM client").fetchall())[0]
    rows = [f'"{known}",Perm,,' if '"' not in known else "known,Perm,,"]
    for _number in range(luck.randrange(1, 30)):
        mark = luck.randrange(10**7)
        rows.append(f"imported {mark},Omsk,Person {mark},+7495{mark:07}")
    return "table.csv", "\n".join(("Company,City,Contact,Phone", *rows)) + "\n"


_MADE: dict[str, Callable[[Desk, random.Random], tuple[str, str]]] = {
    "bank_statements.take": _statement,
    "banks.load": _banks,
    "objection_library.bring": _library,
    "interest.take_rates": _rates,
    "imports.run": _table,
}


def given(desk: Desk, method: str, luck: random.Random) -> Path:
    """A file for a method that takes one, beside the database."""
    name, text = _MADE[method](desk, luck)
    path = desk.book.path.with_name(f"{desk.book.path.stem}-{name}")
    path.write_text(text, "utf-8")
    return path
