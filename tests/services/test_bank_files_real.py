"""Statements that real banks wrote, each with a base in which some of it can be matched, and with traps.

Run as a script, `python -m tests.services.test_bank_files_real FOLDER`, it makes the bases in the folder
and prints what `debt match` says of every line.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from pipeline_tui.config import Settings
from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.domain.matching import StatementResult, Verdict
from pipeline_tui.services.desk import Desk
from tests.conftest import MOSCOW, HandClock
from tests.owing import client, invoice
from tests.samples import FOLDER, needs_samples, sample

CERTAIN, LIKELY, UNKNOWN, ASIDE = (
    Verdict.CERTAIN, Verdict.LIKELY, Verdict.UNKNOWN, Verdict.ASIDE,
)  # fmt: skip


class Owner(NamedTuple):
    """A client of the base, with open invoices (number, minor units)."""

    name: str
    currency: str
    invoices: tuple[tuple[str, int], ...]
    inn: str = ""
    account: str = ""


class Case(NamedTuple):
    """A file, the base that it meets, and what is to become of its credits (place → verdict, client,
    grounds); all the other lines are set aside."""

    file: str
    base: tuple[Owner, ...]
    credits: dict[int, tuple[Verdict, str, str]]
    totals: tuple[str, ...] = ()
    """Which of the bank's own totals its lines do not make."""
    aside: str = ""
    """Why each of the other lines is set aside, where it is more than that the money went out."""


NL56 = "NL56AGDH9619008421"
CASES = (
    # Two that pay by ИНН: one the sum of its invoice, one a part that is no invoice's. Their namesake
    # owes the very sum, a stranger has an invoice of the document's number.
    Case(
        "bank_1c/zharikovpro_documents.txt",
        (
            Owner("Иванов Иван", "RUB", (("17", 1000_00),), inn="000000000001"),
            Owner("Иванов И. И.", "RUB", (("18", 2500_00),), inn="000000000002"),
            Owner("Иван Иванович Иванов", "RUB", (("19", 2000_00),)),
            Owner("Чужой", "RUB", (("1", 1000_00), ("2", 2000_00))),
        ),
        {1: (CERTAIN, "Иванов Иван", "inn sum"), 2: (LIKELY, "Иванов И. И.", "inn sum_odd")},
        ("came", "went", "closing"),
    ),
    # The ИНН of the payer is the user's own: three transfers of exactly what a client with it owes.
    Case(
        "bank_1c/kilylabs_one_day_cp1251.txt",
        (
            Owner(
                "Some random payer", "RUB", (("5", 6000_00), ("6", 14000_00), ("1", 20000_00)),
                inn="123123123123",
            ),
        ),
        dict.fromkeys((11, 12, 13), (ASIDE, "", "transfer")),
        aside="fee fee fee fee fee fee transfer transfer transfer transfer",
    ),
    # Only money that went out, to those who also owe just that.
    Case(
        "bank_1c/vtb_kl_to_1c.txt",
        (
            Owner(
                "ИП Пупкин О.А.", "RUB", (("9614", 150000_00), ("1", 13056_00)),
                account="40702810267020000630",
            ),
        ),
        {},
        ("came", "went", "closing"),
        aside="fee out out",
    ),
    Case(
        "bank_1c/xini1_sample1.txt",
        (Owner("Плательщик1", "RUB", (("1", 10_10),), inn="1234567890"),),
        {},
        ("came", "went", "closing", "came", "went"),
        aside="transfer transfer",
    ),
    # By the account on the card; an invoice of that number in roubles is no sign.
    Case(
        "bank_camt053/camt053.v2.minimal.xml",
        (
            Owner("Daisy", "EUR", (("7", 8_85),), account=NL56),
            Owner("NAME NAME", "EUR", (("8", 8_85),)),
            Owner("Rouble", "RUB", (("4654654654654654", 8_85),)),
        ),
        {1: (CERTAIN, "Daisy", "account sum")},
    ),
    # The account of one, the reference that of another's invoice with the same sum: not taken.
    Case(
        "bank_camt053/camt053.v2.minimal.xml",
        (
            Owner("Daisy", "EUR", (("7", 8_85),), account=NL56),
            Owner("Other", "EUR", (("4654654654654654", 8_85),)),
        ),
        {1: (LIKELY, "Daisy", "account several sum")},
    ),
    # By the name with the invoice and its sum.
    Case(
        "bank_camt053/camt053.v4.xml",
        (
            Owner("Name Name", "EUR", (("4654654654654654", 8_85), ("8", 8_85))),
            Owner("Name Nome", "EUR", (("9", 8_85),)),
        ),
        {1: (CERTAIN, "Name Name", "name number sum")},
    ),
    # By the name and the sum alone: offered.
    Case(
        "bank_camt053/camt053.v8.xml",
        (Owner("Name Name", "EUR", (("8", 8_85),)), Owner("Other", "EUR", (("9", 8_85),))),
        {1: (LIKELY, "Name Name", "name sum")},
    ),
    # The credit names the user as the creditor, and no payer: the creditor's name and account say nothing.
    Case(
        "bank_camt053/camt053.v2.multi.statement.xml",
        (Owner("Company Name 1", "EUR", (("1", 8_85),), account=NL56),),
        {1: (UNKNOWN, "", "")},
    ),
    # The first credit has only a text, and somebody owes its very sum.
    Case(
        "bank_mt940/jejik__knab.sta",
        (
            Owner("MMS Online Nederland", "EUR", (("264267", 500_00), ("201403110", 7260_00))),
            Owner("Trap", "EUR", (("1", 500_00),)),
        ),
        {1: (UNKNOWN, "", ""), 3: (CERTAIN, "MMS Online Nederland", "name number sum")},
        ("closing",),
    ),
    # Names by account, in the text; the second pays a part.
    Case(
        "bank_mt940/jejik__ing.sta",
        (
            Owner("Greenp", "EUR", (("1", 3_68),), account="0123456789"),
            Owner("Marechal", "EUR", (("2", 2_00),), account="0111111111"),
            Owner("Trap", "EUR", (("3", 1_00), ("4", 3_68))),
        ),
        {6: (CERTAIN, "Greenp", "account sum"), 7: (LIKELY, "Marechal", "account sum_odd")},
        ("closing",),
        aside="fee out out out out",
    ),
    # A name with an address behind it is offered, with the right currency only; a paying-in slip is left.
    Case(
        "bank_mt940/jejik__postfinance.sta",
        (
            Owner("Jane Doe", "CHF", (("1", 79_70),)),
            Owner("John Doe", "RUB", (("2", 149_50),)),
            Owner("Trap", "CHF", (("3", 10_10),)),
        ),
        {
            1: (LIKELY, "Jane Doe", "name_near sum"),
            2: (LIKELY, "John Doe", "name_near nothing_owed"),
            4: (UNKNOWN, "", ""),
        },
        ("closing",),
    ),
    # Nothing but debits: those paid owe the same sums.
    Case(
        "bank_mt940/jejik__abnamro.sta",
        (Owner("KPN - DIGITENNE", "EUR", (("1", 9_00),)), Owner("DIRX", "EUR", (("2", 15_49),))),
        {},
        ("closing", "closing"),
    ),
    Case("bank_mt940/jejik__generic.sta", (Owner("Trap", "EUR", (("1", 10_00),)),), {}),
    Case(
        "bank_mt940/jejik__rabobank.sta",
        (
            Owner("T-Mobile Netherlands BV", "EUR", (("987654321", 44_95),)),
            Owner("KPN - MOBIEL", "EUR", (("173787046000009", 88_10),)),
        ),
        {},
        ("closing", "closing"),
    ),
    Case(
        "bank_mt940/jejik__rabobank-iban.sta",
        (Owner("John Doe", "EUR", (("201301234", 10_00),), account="P001234567"),),
        {},
    ),
    Case(
        "bank_mt940/jejik__sns.sta",
        (Owner("marechal s", "EUR", (("1", 20_00), ("2", 5_00)), account="0987654321"),),
        {},
    ),
    Case(
        "bank_mt940/jejik__triodos.sta",
        (Owner("Huur", "EUR", (("1", 700_00),), account="0133967858"),),
        {},
        ("closing",),
        aside="fee out",
    ),
)  # fmt: skip
NOT_STATEMENTS = ("bank_1c/zharikovpro_wrong_format.txt", "bank_camt053/camt053.v2.wrong.xml")


def seed(desk: Desk, base: Sequence[Owner]) -> dict[str, int]:
    """Name → client of a base."""
    made = {}
    for one in base:
        made[one.name] = client(desk, one.name, inn=one.inn or None, account=one.account)
        for number, minor in one.invoices:
            invoice(
                desk, made[one.name], minor, date(2010, 1, 15), number=number,
                currency=one.currency,
            )  # fmt: skip
    return made


def plain(path: Path) -> tuple[int, int, Decimal, Decimal]:
    """Lines, credits, the sum that came and the sum that went, by as few rows as it can be read in."""
    signed: list[Decimal]
    if path.suffix == ".xml":
        name = "{*}CdtDbtInd"
        signed = [
            Decimal(one.findtext("{*}Amt") or "0") * (1 if one.findtext(name) == "CRDT" else -1)
            for one in ElementTree.parse(path).iter()
            if one.tag.endswith("}Ntry")
        ]
    elif path.suffix == ".sta":
        signed = [
            Decimal(amount.replace(",", ".")) * (1 if mark == "C" else -1)
            for mark, amount in re.findall(
                r"(?m)^:61:\d{6}(?:\d{4})?(C|D)(\d+,?\d*)", path.read_bytes().decode("latin1")
            )
        ]
    else:
        data = path.read_bytes()
        text = data.decode("utf-8" if "Версия".encode() in data else "cp1251")
        own = set(re.findall(r"(?m)^РасчСчет=(\d+)", text))
        signed = []
        for part in text.split("СекцияДокумент=")[1:]:
            said = dict(row.partition("=")[::2] for row in part.splitlines())
            pays, paid = (
                bool(own & {said[f"{side}РасчСчет"], said[f"{side}Счет"]})
                for side in ("Плательщик", "Получатель")
            )
            came = (
                paid and not pays if pays or paid else not said.get("ДатаСписано", "")
            )  # between own accounts, or of neither, it went where the day says so
            signed.append(Decimal(said["Сумма"]) * (1 if came else -1))
    came_in = [one for one in signed if one > 0]
    return (
        len(signed),
        len(came_in),
        sum(came_in, Decimal(0)),
        -sum((one for one in signed if one < 0), Decimal(0)),
    )


def open_sums(desk: Desk, clients: Sequence[int]) -> dict[int, int]:
    """What each client owes, whatever the currency."""
    return {
        one: sum(bill.open_minor for bill in desk.debts.ledger(one).invoices) for one in clients
    }


def told(found: StatementResult, place: int) -> tuple[Verdict, str, str]:
    """A line as the cases say it."""
    row = found.rows[place - 1]
    return row.verdict, row.client, " ".join(one.ground for one in row.reasons)


def test_every_sample_has_its_case() -> None:
    if FOLDER.is_dir():
        there = {f"{one.parent.name}/{one.name}" for one in FOLDER.glob("bank_*/*")}
        assert there == {one.file for one in CASES} | {*NOT_STATEMENTS}


@needs_samples
@pytest.mark.parametrize("file", NOT_STATEMENTS)
def test_what_is_no_statement_is_refused(desk: Desk, file: str) -> None:
    with pytest.raises(Unreadable):
        desk.bank_statements.rehearse(sample(file))


@needs_samples
@pytest.mark.parametrize("case", CASES, ids=[one.file for one in CASES])
def test_what_a_real_statement_matches_and_what_it_leaves(desk: Desk, case: Case) -> None:
    clients = seed(desk, case.base)
    before = open_sums(desk, [*clients.values()])
    path = sample(case.file)
    found = desk.bank_statements.rehearse(path)
    sums = [row.line.amount_minor for row in found.rows]
    assert plain(path) == (
        len(sums), sum(one > 0 for one in sums),
        Decimal(sum(one for one in sums if one > 0)) / 100,
        -Decimal(sum(one for one in sums if one < 0)) / 100,
    )  # fmt: skip
    assert not found.rejected and not found.cut
    assert tuple(one.what for one in found.wrong_totals) == case.totals
    came = [place for place, one in enumerate(sums, 1) if one > 0]
    assert {place: told(found, place) for place in came} == case.credits
    rest = [told(found, row.place) for row in found.rows if row.place not in came]
    assert {verdict for verdict, *_ in rest} <= {ASIDE}
    assert " ".join(why for *_, why in rest) == (case.aside or " ".join(["out"] * len(rest)))
    assert open_sums(desk, [*clients.values()]) == before

    desk.bank_statements.take(path)
    expected = dict(before)
    for place, (verdict, name, _grounds) in case.credits.items():
        if verdict is CERTAIN:
            expected[clients[name]] -= sums[place - 1]
    assert open_sums(desk, [*clients.values()]) == expected
    again = desk.bank_statements.take(path)
    assert not any(row.taken for row in again.rows)
    assert open_sums(desk, [*clients.values()]) == expected


def main(folder: Path) -> None:
    """Make the base of each case in a folder, take its statement twice by the command line, and print
    what was read, what is certain, offered and left, and why."""
    import subprocess

    for number, case in enumerate(CASES, 1):
        base = folder / f"{number:02}.db"
        with Desk.create(
            base, clock=HandClock(), settings=Settings(), zone=MOSCOW, actor="test", language=""
        ) as desk:
            seed(desk, case.base)
        for more in (["--dry-run"], [], []):
            print(f"$ debt match {case.file} {' '.join(more)}", flush=True)
            words = [sys.executable, "-m", "pipeline_tui", "--db", str(base), "debt", "match"]
            subprocess.run([*words, str(sample(case.file)), *more], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
