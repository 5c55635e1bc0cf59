"""`debt` on the command line: what it answers, and the code it leaves with."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from pipeline_tui.exchange.workbook import choose_sheet
from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.owing import client, invoice, payment

Cli = Callable[..., Said]


@pytest.fixture
def owner(desk: Desk) -> int:
    """A client that owes 100 since the first of February, and 50 to come."""
    number = client(desk, "Romashka")
    invoice(desk, number, 100_00, date(2026, 2, 1), number="A-1", issued=date(2026, 1, 15))
    invoice(desk, number, 50_00, date(2026, 3, 31), number="A-2", issued=date(2026, 3, 1))
    return number


def test_list_says_who_owes_since_when_and_what_to_do(cli: Cli, owner: int) -> None:
    said = cli("debt", "list")
    assert said.code == 0
    _head, line = said.out.splitlines()
    assert line.split("\t") == [
        str(owner), "Romashka", "38 days", "150 ₽", "100 ₽", "", "", "send a claim",
    ]  # fmt: skip


def test_list_as_json_can_be_filtered_and_dated(cli: Cli, desk: Desk, owner: int) -> None:
    other = client(desk, "Lutik")
    invoice(desk, other, 10_00, date(2026, 3, 10))
    rows = json.loads(cli("debt", "list", "luti", "--json").out)
    assert [row["name"] for row in rows] == ["Lutik"]
    rows = json.loads(cli("debt", "list", "--as-of", "2026-02-03", "--json").out)
    assert [(row["id"], row["standing"]["open_sums"]) for row in rows] == [
        (owner, [["RUB", 100_00]])
    ]
    rows = json.loads(cli("debt", "list", "--bucket", "d31_60", "--json").out)
    assert [row["id"] for row in rows] == [owner]


def test_aging_today_and_on_a_past_day(cli: Cli, owner: int, desk: Desk) -> None:
    payment(desk, owner, 30_00, date(2026, 3, 5))
    found = json.loads(cli("debt", "aging", "--json").out)
    assert {row["bucket"]: row["open_minor"] for row in found["aging"]} == {
        "not_due": 50_00, "d31_60": 70_00,
    }  # fmt: skip
    found = json.loads(cli("debt", "aging", "--as-of", "2026-03-04", "--json").out)
    assert {row["bucket"]: row["open_minor"] for row in found["aging"]} == {
        "not_due": 50_00, "d31_60": 100_00,
    }  # fmt: skip
    assert found["as_of"] == "2026-03-04"
    assert cli("debt", "aging").out.splitlines()[1] == "not due\t1\t50 ₽"


def test_invoice_is_issued_paid_and_shown(cli: Cli, desk: Desk) -> None:
    client(desk, "Romashka")
    said = cli(
        "debt", "invoice", "add", "Romashka", "1 250,50", "--number", "77", "--issued", "01.03.2026",
        "--part", "15.03.2026=1000", "--part", "15.04.2026=250,50", "--json",
    )  # fmt: skip
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert [(one["due_on"], one["open_minor"]) for one in found["instalments"]] == [
        ("2026-03-15", 1000_00), ("2026-04-15", 250_50),
    ]  # fmt: skip
    paid = cli("debt", "pay", "Romashka", "1300", "--invoice", "77", "--json")
    row = json.loads(paid.out)
    assert [one["amount_minor"] for one in row["laid"]] == [1000_00, 250_50]
    assert row["free_minor"] == 49_50
    shown = cli("debt", "show", "Romashka")
    assert "invoice 77" in shown.out
    assert "paid" in shown.out
    assert cli("debt", "unpay", str(row["id"])).code == 0
    assert json.loads(cli("debt", "show", "Romashka", "--json").out)["payments"] == []


def test_dry_run_shows_how_a_payment_would_be_laid_and_changes_nothing(
    cli: Cli, desk: Desk, owner: int
) -> None:
    said = cli("debt", "pay", "Romashka", "120", "--dry-run")
    assert said.out.splitlines()[1:] == [
        "A-1\t1 Feb 2026\t100 ₽\t100 ₽", "A-2\t31 Mar 2026\t50 ₽\t20 ₽",
    ]  # fmt: skip
    found = json.loads(
        cli("debt", "pay", "Romashka", "160", "--invoice", "A-2", "--dry-run", "--json").out
    )
    assert found["free_minor"] == 10_00
    assert desk.debts.ledger(owner).payments == ()


def test_overpaid_money_is_laid_when_asked(cli: Cli, desk: Desk) -> None:
    number = client(desk, "Romashka")
    payment(desk, number, 30_00)
    desk.invoices.add_invoice(
        {"client_id": number, "amount_minor": 50_00, "issued_on": date(2026, 3, 1)}, use_free=False
    )
    found = json.loads(cli("debt", "allocate", "Romashka", "--json").out)
    assert found == {"laid_minor": 30_00, "free_sums": []}
    assert desk.debts.badge(number).open_sums == (("RUB", 20_00),)


def test_promise_is_noted_chased_and_withdrawn(cli: Cli, owner: int) -> None:
    said = cli("debt", "promise", "Romashka", "100", "today", "--note", "the accountant", "--json")
    given = json.loads(said.out)
    assert given["due_on"] == "2026-03-11"
    found = json.loads(cli("debt", "promises", "--json").out)
    assert [(one["client"], one["promise"]["state"]) for one in found] == [("Romashka", "open")]
    assert "the accountant" in cli("debt", "show", "Romashka").out
    assert cli("debt", "withdraw", str(given["id"])).code == 0
    assert json.loads(cli("debt", "promises", "--json").out) == []


def test_dispute_settle_and_cancel(cli: Cli, desk: Desk, owner: int) -> None:
    assert cli("debt", "invoice", "dispute", "A-1", "two boxes short").code == 0
    assert [
        row["name"] for row in json.loads(cli("debt", "list", "--show", "disputed", "--json").out)
    ]
    assert "two boxes short" in cli("debt", "show", "Romashka").out
    assert cli("debt", "invoice", "settle", "A-1").code == 0
    assert cli("debt", "invoice", "cancel", "A-1").code == 0
    assert desk.debts.badge(owner).open_sums == (("RUB", 50_00),)


def test_a_part_of_an_invoice_is_disputed(cli: Cli, desk: Desk, owner: int) -> None:
    assert cli("debt", "invoice", "dispute", "A-1", "a box short", "--amount", "40,50").code == 0
    found = json.loads(cli("debt", "show", "Romashka", "--json").out)
    assert [one["disputed_minor"] for one in found["invoices"] if one["number"] == "A-1"] == [40_50]
    letter = json.loads(cli("debt", "letter", "Romashka", "--json").out)
    assert letter["sums"] == [["RUB", 59_50]]


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("debt show Nobody", 3, "Nobody"),
        ("debt pay Romashka 10 --invoice X-9", 3, "no invoice X-9"),
        ("debt pay Romashka ten", 2, "money"),
        ("debt pay Romashka 10 --on +3d", 2, "still to come"),
        ("debt pay Romashka 10 --currency roubles", 2, "roubles"),
        ("debt promise Romashka 10 yesterday", 2, "passed"),
        ("debt invoice add Romashka 100 --part 15.04.2026=99", 2, "add up"),
        ("debt invoice add Romashka 100 --part 15.04.2026", 2, "is not an instalment"),
        ("debt invoice add Romashka 100 --due +3d --part 15.04.2026=100", 2, "not both"),
        ("debt invoice add Romashka 100 --number A-1", 2, "A-1"),
        ("debt list --sort colour", 2, "oldest"),
        ("debt unpay 99", 3, "99"),
    ],
)
def test_mistakes_are_said_and_leave_with_their_code(
    cli: Cli, owner: int, line: str, code: int, told: str
) -> None:
    said = cli(*line.split())
    assert (said.code, said.out) == (code, "")
    assert told in said.err


def test_one_number_of_two_clients_wants_a_client(cli: Cli, desk: Desk, owner: int) -> None:
    other = client(desk, "Lutik")
    invoice(desk, other, 10_00, date(2025, 3, 10), number="A-1", issued=date(2025, 3, 1))
    assert cli("debt", "invoice", "cancel", "A-1").code == 2
    assert cli("debt", "invoice", "cancel", "A-1", "--client", "Lutik").code == 0
    assert not desk.debts.badge(other).owes
    assert desk.debts.badge(owner).owes


def test_a_pipe_gets_the_number_alone(cli: Cli, desk: Desk) -> None:
    client(desk, "Romashka")
    said = cli("debt", "invoice", "add", "Romashka", "100", "--number", "77")
    assert (said.code, said.out, said.err) == (0, "1\n", "")
    said = cli("debt", "pay", "Romashka", "100")
    assert (said.code, said.out, said.err) == (0, "1\n", "")


def test_interest_shows_its_working(cli: Cli, desk: Desk) -> None:
    """The vector: 31 days at 21 %, paid on the last of them; 0.1 % a day by the contract."""
    owner = client(desk, "Romashka")
    invoice(desk, owner, 100_000_00, date(2025, 1, 31), number="A-1")
    payment(desk, owner, 100_000_00, date(2025, 3, 3))
    said = cli("debt", "interest", "A-1")
    assert said.out.replace("\xa0", " ").splitlines()[1:] == [
        "A-1\t1 Feb 2025\t3 Mar 2025\t31\t100,000.00 ₽\t21% a year\t1,783.56 ₽",
        "in all: 1,783.56 ₽",
    ]
    assert "Not legal advice" in said.err
    said = cli("debt", "interest", "romashka", "--penalty", "0,1", "--json")
    found = json.loads(said.out)
    assert found["totals"] == [["RUB", 3_100_00]]
    assert found["workings"][0]["lines"][0]["days"] == 31
    both = cli("debt", "interest", "A-1", "--by", "law", "--by", "contract", "--penalty", "0.1")
    assert "in all: 4,883.56 ₽" in both.out.replace("\xa0", " ")
    assert cli("debt", "interest", "A-1", "--by", "contract").code != 0
    assert cli("debt", "interest", "A-1", "--penalty", "much").code != 0


def test_interest_says_what_it_cannot_work_out(cli: Cli, desk: Desk) -> None:
    owner = client(desk, "Romashka")
    invoice(desk, owner, 100_00, date(2026, 2, 1), number="D-1", currency="USD")
    invoice(desk, owner, 100_00, date(2015, 2, 1), number="D-2")
    said = cli("debt", "interest", "Romashka", "--to", "01.04.2026")
    assert "D-1: not worked out: the key rate is of rubles" in said.err
    assert "D-2: not worked out: late since before the table" in said.err
    assert "known up to 19 Mar 2026" in said.err


def test_the_working_is_written_in_the_clients_language(
    cli: Cli, desk: Desk, tmp_path: Path
) -> None:
    owner = client(desk, "Ромашка", country="RU")
    invoice(desk, owner, 36_500_00, date(2026, 2, 28), number="A-1", issued=date(2026, 2, 18))
    out = tmp_path / "working.txt"
    said = cli("debt", "interest", "A-1", "--by", "law", "--by", "use", "--out", str(out))
    assert (said.code, said.out.strip()) == (0, str(out))
    text = out.read_text("utf-8").replace("\xa0", " ")
    assert "36 500,00 ₽ × 15,5 % × 11 / 365 = 170,50 ₽" in text
    # For the use of the money from the day after the invoice: 21 days.
    assert "проценты за пользование деньгами (ст. 317.1 ГК РФ)" in text
    assert "36 500,00 ₽ × 15,5 % × 21 / 365 = 325,50 ₽" in text
    assert "Это не юридическая консультация" in text
    sheet = tmp_path / "working.xlsx"
    assert cli("debt", "interest", "A-1", "--out", str(sheet)).code == 0
    _name, found = choose_sheet(sheet, "")
    assert 170.5 in [row[5] for row in found.iter_rows() if len(row) > 5]


def test_a_letter_is_written_and_noted_never_sent(
    cli: Cli, desk: Desk, owner: int, tmp_path: Path
) -> None:
    out = tmp_path / "claim.eml"
    said = cli("debt", "letter", "Romashka", "--language", "en", "--out", str(out))
    assert said.code == 0
    text = out.read_text("utf-8")
    assert "Subject: Claim: a debt of" in text
    assert "X-Unsent: 1" in text
    notes = [one.detail for one in desk.cards.timeline(owner)]
    assert any(
        "Wrote a letter (a claim): 100 ₽, claim.eml" in one.replace("\xa0", " ") for one in notes
    )
    shown = cli("debt", "letter", "Romashka", "--step", "soft", "--template").out
    assert "{invoices}" in shown
    again = cli("debt", "letter", "Romashka")
    assert (again.code, again.out) == (1, "")
    assert "step was taken" in again.err
    found = json.loads(cli("debt", "letter", "Romashka", "--step", "claim", "--json").out)
    assert (found["step"], found["language"], found["sums"]) == ("claim", "ru", [["RUB", 100_00]])


def test_a_text_of_ones_own_is_kept_when_it_holds_and_refused_by_the_field(
    cli: Cli, owner: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, folder = tmp_path / "config.toml", tmp_path / "texts"

    def edit(text: str) -> Said:
        monkeypatch.setattr("sys.stdin", StringIO(text))
        return cli(
            "debt", "template", "claim", "--language", "en", "--edit",
            PIPELINE_TUI_CONFIG=str(config),
        )  # fmt: skip

    config.write_text(f'letters = "{folder.as_posix()}"')
    for wrong in ("summ", "sum!r", "client.__class__", "sum:>9", ""):
        said = edit(f"Pay\n\nAll: {{{wrong}}}")
        assert said.code == 2
        assert f"no field {wrong};" in said.err
    assert not folder.exists()
    said = edit("Pay { sum }\n\nNow, {client}.")
    assert said.out.strip() == str(folder / "claim-en.txt")
    shown = cli(
        "debt", "letter", "Romashka", "--language", "en", PIPELINE_TUI_CONFIG=str(config)
    ).out
    assert shown.replace("\xa0", " ").splitlines() == ["Pay 100 ₽", "", "Now, Romashka."]
    assert "{invoices}" in cli("debt", "template", "claim", "--language", "en").out


def test_the_first_edit_of_a_letter_opens_ours_and_keeps_yours_beside_the_settings(
    cli: Cli, owner: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.py"

    def edit(before: str, after: str) -> Said:
        script.write_text(
            "import sys, pathlib\n"
            "file = pathlib.Path(sys.argv[1])\n"
            "text = file.read_text('utf-8')\n"
            f"file.write_text(text.replace({before!r}, {after!r}), 'utf-8')\n",
            "utf-8",
        )
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        editor = f"{sys.executable} {script}"
        return cli("debt", "template", "claim", "--language", "en", "--edit", EDITOR=editor)

    ours = cli("debt", "template", "claim", "--language", "en").out
    said = edit("{sum}", "{summ}")
    assert said.code == 2 and "no field summ;" in said.err
    assert cli("debt", "template", "claim", "--language", "en").out == ours
    said = edit("{sum}", "just {sum}")
    assert Path(said.out.strip()).parent == tmp_path / ".config" / "pipeline-tui" / "letters"
    yours = cli("debt", "template", "claim", "--language", "en").out
    assert yours == ours.replace("{sum}", "just {sum}") != ours
    assert "just 100" in cli("debt", "letter", "Romashka", "--language", "en").out


def test_a_step_done_elsewhere_is_noted_and_the_next_one_comes(cli: Cli, owner: int) -> None:
    assert cli("debt", "done", "Romashka", "--note", "by registered post").code == 0
    rows = json.loads(cli("debt", "list", "--json").out)
    assert rows[0]["standing"]["step"] == {
        "step": "claim", "since": "2026-03-04", "done_on": "2026-03-11",
    }  # fmt: skip
    assert cli("debt", "list").out.splitlines()[1].endswith("send a claim: done")
    assert cli("debt", "done", "Romashka").code == 1
    assert cli("undo").code == 0
    said = cli("debt", "letter", "Romashka", "--mailto")
    assert said.out.startswith("mailto:?subject=")
    assert cli("debt", "list").out.splitlines()[1].endswith("send a claim: done")


def test_a_statement_is_told_and_written_and_its_signing_noted(
    cli: Cli, desk: Desk, tmp_path: Path
) -> None:
    owner = client(desk, "Romashka", country="GB")
    invoice(desk, owner, 100_00, date(2023, 5, 1), number="A-1")
    payment(desk, owner, 30_00, date(2026, 2, 1))
    said = cli("debt", "statement", "Romashka", "--from", "01.01.2026", "--to", "10.03.2026")
    assert "Opening balance" in said.out
    assert "On 10 Mar 2026 Romashka owes us 70.00 ₽." in said.out.replace("\xa0", " ")
    assert "the limitation ends on 1 May 2026" in said.err.replace("\xa0", " ")
    found = json.loads(cli("debt", "statement", "Romashka", "--json").out)
    assert found["accounts"][0]["closing_minor"] == 70_00
    for name in ("act.xlsx", "act.txt"):
        assert cli("debt", "statement", "Romashka", "--out", str(tmp_path / name)).code == 0
        assert (tmp_path / name).stat().st_size > 300
    assert cli("debt", "sign", "Romashka", "--to", "10.03.2026", "--on", "today").code == 0
    said = cli("debt", "statement", "Romashka")
    assert "limitation" not in said.err
    assert "Signed last on 11 Mar 2026: the statement up to 10 Mar 2026." in said.err.replace(
        "\xa0", " "
    )


def test_movements_without_money_and_laying_by_hand(cli: Cli, desk: Desk, owner: int) -> None:
    assert cli("debt", "credit", "A-1", "40", "two boxes came back", "--number", "5").code == 0
    assert cli("debt", "write-off", "A-1", "too little to chase", "--sum", "10").code == 0
    assert (
        cli("debt", "opening", "Romashka", "500", "--on", "1.1.2026", "--number", "211").code == 0
    )
    said = cli("debt", "pay", "Romashka", "70", "--part", "A-2=20", "--part", "211=30")
    assert "20 ₽" in said.err + said.out
    assert "not laid on anything: 20 ₽" in said.err + said.out
    number = said.out.split()[0]
    assert cli("debt", "lay", number, "--part", "A-2=50").code == 0
    assert cli("debt", "lay", number, "--part", "A-2=51").code == 2
    shown = cli("debt", "show", "Romashka").out
    assert "credit note" in shown
    assert "two boxes came back" in shown
    assert "too little to chase" in shown
    assert dict(desk.debts.badge(owner).open_sums) == {"RUB": 50_00 + 500_00}


def test_a_stop_and_a_limit_are_told_as_an_invoice_is_issued(cli: Cli, owner: int) -> None:
    assert cli("debt", "limit", "Romashka", "200").code == 0
    assert cli("debt", "stop", "Romashka", "until April is paid").code == 0
    said = cli("debt", "invoice", "add", "Romashka", "100")
    assert said.code == 0
    assert "until April is paid" in said.err
    assert "by 50 ₽" in said.err
    assert "shipping stopped" in cli("debt", "list", "--show", "stopped").out
    assert "Romashka" in cli("debt", "todo").out
    assert cli("debt", "resume", "Romashka").code == 0
    assert cli("debt", "resume", "Romashka").code == 1


def test_a_debtor_as_it_stood(cli: Cli, desk: Desk, owner: int) -> None:
    payment(desk, owner, 30_00, date(2026, 3, 5))
    found = json.loads(cli("debt", "show", "Romashka", "--as-of", "2026-02-10", "--json").out)
    assert [row["number"] for row in found["invoices"]] == ["A-1"]
    assert found["payments"] == []
    assert found["standing"]["open_sums"] == [["RUB", 100_00]]


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (("list",), "Nobody owes anything."),
        (("list", "luti"), "No such debtor."),
        (("todo",), "Nothing to do about debts today."),
        (("aging",), "Nobody owes anything."),
    ],
)
def test_where_nothing_is_owed_that_is_said(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], told: str
) -> None:
    assert told in cli("debt", *argv).err
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    said = cli("debt", *argv)
    assert (said.code, said.out, said.err.splitlines()[0]) == (0, "", told)


def test_interest_of_nobody_says_that_no_invoice_is_found_either(cli: Cli) -> None:
    said = cli("debt", "interest", "А-77")
    assert said.code != 0 and "neither a client nor an invoice “А-77”" in said.err


def test_a_currency_that_there_is_none_of_is_refused(cli: Cli, desk: Desk, tmp_path: Path) -> None:
    client(desk, "Romashka")
    for verb in (("invoice", "add", "Romashka", "5"), ("pay", "Romashka", "5")):
        said = cli("debt", *verb, "--currency", "xxq")
        assert said.code == 2 and "there is no currency XXQ" in said.err.casefold().replace(
            "xxq", "XXQ"
        )
    assert "XXQ" in cli("deal", "add", "Press", "--client", "Romashka", "--currency", "XXQ").err
    file = tmp_path / "invoices.csv"
    file.write_text(
        "client,invoice number,amount,currency,due date\n"
        "Romashka,1,5,XXQ,2026-04-01\nRomashka,2,7,THB,2026-04-01\n",
        "utf-8",
    )
    said = cli("import", str(file), "--yes")
    assert "currency XXQ" in said.out + said.err
    rows = json.loads(cli("debt", "list", "--json").out)
    assert [row["standing"]["open_sums"] for row in rows] == [[["THB", 7_00]]]
    config = tmp_path / "config.toml"
    config.write_text('currency = "XXQ"')
    assert "currency code" in cli("debt", "list", PIPELINE_TUI_CONFIG=str(config)).err


def test_an_invoice_is_changed_and_what_is_not_said_stays(cli: Cli, owner: int) -> None:
    def edit(*argv: str) -> dict[str, Any]:
        said = cli("debt", "invoice", "edit", *argv, "--json")
        assert said.code == 0, said.err
        found: dict[str, Any] = json.loads(said.out)
        return found

    row = edit("A-1", "--sum", "120,50", "--number", "A-7", "--notes", "by hand")
    assert (row["number"], row["amount_minor"], row["notes"]) == ("A-7", 120_50, "by hand")
    assert row["issued_on"] == "2026-01-15"
    assert [(one["due_on"], one["amount_minor"]) for one in row["instalments"]] == [
        ("2026-02-01", 120_50)
    ]
    row = edit("A-7", "--part", "2026-04-01=100", "--part", "2026-05-01=20,50")
    assert [one["amount_minor"] for one in row["instalments"]] == [100_00, 20_50]
    assert row["notes"] == "by hand"
    (part,) = edit("A-7", "--due", "2026-04-10")["instalments"]
    assert (part["due_on"], part["amount_minor"]) == ("2026-04-10", 120_50)
    assert cli("debt", "invoice", "edit", "A-7", "--currency", "USD").code == 2
    assert cli("debt", "invoice", "edit", "A-99", "--notes", "x").code == 3
