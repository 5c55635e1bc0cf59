"""`debt match` on the command line: what was read, what was taken, and why."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.owing import client, invoice
from tests.services.test_bank_statements import INN, OWN, document, statement

Cli = Callable[..., Said]


@pytest.fixture
def daisy(desk: Desk) -> int:
    id_ = client(desk, "Romashka", inn=INN)
    invoice(desk, id_, 100_00, date(2026, 3, 1), number="198", issued=date(2026, 2, 20))
    invoice(desk, id_, 70_00, date(2026, 3, 1), number="199", issued=date(2026, 2, 20))
    return id_


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return statement(
        tmp_path,
        document("1", "100.00", "счет 198 от 20.02.2026", inn=INN, name="ООО Ромашка"),
        document("2", "30.00", "За товар", inn=INN, name="ООО Ромашка"),
        document("3", "15.00", "За товар", name="ООО Чужой", account=""),
        document("4", "10.00", "Комиссия банка", came=False),
    )


def test_dry_run_says_what_and_why_and_takes_nothing(
    cli: Cli, desk: Desk, daisy: int, file: Path
) -> None:
    said = cli("debt", "match", str(file), "--dry-run")
    assert said.code == 0
    _head, *lines = [line.split("\t") for line in said.out.splitlines()]
    assert [line[0] for line in lines] == ["1", "2", "3", "4"]
    assert [line[4] for line in lines] == [
        "certain", "likely", "unknown payer", "not a payment",
    ]  # fmt: skip
    assert lines[0][5:] == [
        "Romashka", "198", f"INN {INN}, names invoice 198, of 20 Feb 2026, the sum of the invoice",
    ]  # fmt: skip
    assert lines[1][7].endswith("the sum is that of no invoice")
    assert lines[3][7] == "bank fee or card takings"
    assert "lines 4 · certain 1 · likely 1 · unknown payer 1" in said.err
    assert not desk.debts.ledger(daisy).payments


def test_match_takes_what_is_certain_once(cli: Cli, desk: Desk, daisy: int, file: Path) -> None:
    assert "taken 1" in cli("debt", "match", str(file)).err
    assert "taken before 1" in cli("debt", "match", str(file)).err
    assert [one.amount_minor for one in desk.debts.ledger(daisy).payments] == [100_00]
    assert cli("undo").code == 0
    assert not desk.debts.ledger(daisy).payments


def test_take_settles_an_offered_line(cli: Cli, desk: Desk, daisy: int, file: Path) -> None:
    found = json.loads(cli("debt", "match", str(file), "--take", "2=Romashka/199", "--json").out)[0]
    assert found["counts"] == {"certain": 2, "likely": 0, "unknown": 1, "aside": 1, "known": 0}
    assert [one["taken"] for one in found["lines"]] == [True, True, False, False]
    assert found["lines"][0]["reasons"][0] == {"ground": "inn", "text": INN}
    assert {one.number: one.open_minor for one in desk.debts.ledger(daisy).invoices}["199"] == 40_00


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--take", "2=Romashka", "--dry-run"), 2),
        (("--take", "Romashka"), 2),
        (("--take", "9=Romashka"), 3),
        (("--take", "4=Romashka"), 1),
        (("--take", "2=Romashka/777"), 3),
    ],
)
def test_what_cannot_be_settled_is_said(
    cli: Cli, desk: Desk, daisy: int, file: Path, words: tuple[str, ...], code: int
) -> None:
    said = cli("debt", "match", str(file), *words)
    assert said.code == code and said.err
    assert not desk.debts.ledger(daisy).payments


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sits down at a terminal and types these lines."""

    def sit(answers: str) -> None:
        typed = io.StringIO(answers)
        monkeypatch.setattr(typed, "isatty", lambda: True)
        monkeypatch.setattr("sys.stdin", typed)
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    return sit


@pytest.mark.parametrize(
    ("answers", "paid"),
    [
        ("y\n", {"Romashka": [30_00, 100_00], "Klever": []}),
        ("да\n", {"Romashka": [30_00, 100_00], "Klever": []}),
        ("\n", {"Romashka": [100_00], "Klever": []}),
        ("n\n", {"Romashka": [100_00], "Klever": []}),
        ("", {"Romashka": [100_00], "Klever": []}),  # Ctrl-D
        ("Nobody\nKlever\n", {"Romashka": [100_00], "Klever": [30_00]}),
        ("Romashka/777\nRomashka/199\n", {"Romashka": [30_00, 100_00], "Klever": []}),
    ],
)
def test_on_a_terminal_each_offered_line_is_asked_about(
    cli: Cli, desk: Desk, daisy: int, file: Path, typing: Callable[[str], None], answers: str,
    paid: dict[str, list[int]],
) -> None:  # fmt: skip
    other = client(desk, "Klever")
    typing(answers)
    said = cli("debt", "match", str(file))
    assert said.code == 0
    assert said.err.count("2. 10 Mar 2026, 30.00 ₽ from ООО Ромашка") == 1 + answers[:-1].count(
        "\n"
    )
    assert {
        name: sorted(one.amount_minor for one in desk.debts.ledger(id_).payments)
        for name, id_ in (("Romashka", daisy), ("Klever", other))
    } == paid
    if "199" in answers:
        ledger = desk.debts.ledger(daisy)
        assert {one.number: one.open_minor for one in ledger.invoices}["199"] == 40_00


@pytest.mark.parametrize("word", ["--yes", "--dry-run", "--json"])
def test_a_script_is_asked_nothing(
    cli: Cli, desk: Desk, daisy: int, file: Path, typing: Callable[[str], None], word: str
) -> None:
    typing("y\n")
    said = cli("debt", "match", str(file), word)
    assert said.code == 0 and "CLIENT/INVOICE says whose" not in said.err
    taken = [one.amount_minor for one in desk.debts.ledger(daisy).payments]
    assert taken == ([] if word == "--dry-run" else [100_00])


def test_whom_one_confirmed_is_known_the_next_time(
    cli: Cli, desk: Desk, daisy: int, tmp_path: Path, typing: Callable[[str], None]
) -> None:
    """By the name alone nothing is taken; once said whose it is, name and account are known."""
    wife = "ИП Сидорова Анна Петровна"
    first = statement(tmp_path, document("1", "100.00", "счет 198", name=wife, account=""))
    typing("y\n")
    assert "taken 1" in cli("debt", "match", str(first)).err  # offered by the invoice that it names
    later = statement(
        tmp_path, document("2", "70.00", "счет 199", name=wife, account=""),
        document("3", "20.00", "за товар", name=wife, account=""), name="later.txt",
    )  # fmt: skip
    typing("")
    found = json.loads(cli("debt", "match", str(later), "--json").out)[0]
    assert [one["verdict"] for one in found["lines"]] == ["certain", "likely"]
    assert {one["client"] for one in found["lines"]} == {"Romashka"}
    assert found["lines"][0]["reasons"][0] == {"ground": "paid_before", "text": wife}


def test_totals_that_disagree_and_bad_lines_are_warnings(
    cli: Cli, daisy: int, tmp_path: Path
) -> None:
    totals = f"СекцияРасчСчет\nРасчСчет={OWN}\nВсегоПоступило=999.00\nКонецРасчСчет\n"
    bad = document("1", "сто", "счет 198", inn=INN)
    good = document("2", "100.00", "счет 198", inn=INN)
    said = cli("debt", "match", str(statement(tmp_path, totals, bad, good)))
    assert said.code == 0 and "taken 1" in said.err
    assert "the bank says 999.00 ₽, the lines make 100.00 ₽" in said.err
    assert "kl_to_1c.txt, row 8" in said.err and "сто" in said.err


def test_what_is_no_statement_is_refused(cli: Cli, daisy: int, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("wrong format", encoding="utf-8")
    said = cli("debt", "match", str(path))
    assert said.code == 1 and "notes.txt" in said.err
    assert cli("debt", "match", str(tmp_path / "none.txt")).code == 1


def test_a_terminal_of_80_columns_cuts_no_date_and_breaks_no_sum(
    cli: Cli, daisy: int, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")  # 80 columns, no colours
    said = cli("debt", "match", str(file), "--dry-run")
    lines = said.out.splitlines()
    assert max(map(len, lines)) <= 80 and "…" not in said.out
    assert sum("10 Mar 2026" in line for line in lines) == 4
    assert any("100.00 ₽" in line for line in lines)
    assert "Romashka, 198" in " ".join(said.out.split())
