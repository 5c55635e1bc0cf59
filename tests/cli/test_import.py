"""`import` as the shell calls it: shown first, done when told, problems with their place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.importing import MAVEN, ask, one, write_csv
from tests.samples import needs_samples, sample
from tests.store.test_journal import dump

Cli = Callable[..., Said]
INVOICE = ("Invoice number", "Customer", "Invoice date", "Amount")


def test_a_pipe_shows_and_changes_nothing(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "i.csv", INVOICE, ("1", "Acme", "2025-01-10", "5"))
    before = dump(desk.book.path)
    said = cli("import", str(path))
    assert said.code == 0
    assert "i.csv: invoices, 1 row" in said.out
    assert "Customer\tClient\tAcme" in said.out
    assert "i.csv\tinvoices\t1\t1\t0\t0\t0" in said.out
    assert "Would be entered: 1 client, 1 invoice" in said.out
    assert said.err == "Nothing has been changed; --yes imports it.\n"
    assert dump(desk.book.path) == before


def test_yes_does_it_and_undo_takes_it_back(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "i.csv", INVOICE, ("1", "Acme", "2025-01-10", "5"))
    before = dump(desk.book.path)
    said = cli("import", str(path), "--yes", "--currency", "usd")
    assert (said.code, said.err) == (0, "Imported as No. 1; `pipeline-tui undo` takes it back.\n")
    assert ask(desk, "SELECT amount_minor, currency FROM invoice") == [(500, "USD")]
    assert cli("undo").out == "Undone: import of i.csv\n"
    assert dump(desk.book.path) == before


def test_a_dry_run_wins_over_yes(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "i.csv", INVOICE, ("1", "Acme", "2025-01-10", "5"))
    assert cli("import", str(path), "--yes", "--dry-run").code == 0
    assert one(desk, "SELECT count(*) FROM invoice") == 0


def test_json_says_what_became_of_every_row(cli: Cli, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "i.csv", INVOICE, ("1", "Acme", "2025-01-10", "5"), ("2", "Acme", "soon", "5")
    )
    found = json.loads(cli("import", str(path), "--yes", "--json").out)
    assert (found["done"], found["batch"]) == (True, 1)
    [file] = found["files"]
    assert (file["rows"], file["taken"], file["merged"]) == (2, 1, 0)
    assert file["columns"]["Customer"] == "client"
    assert file["listed"] == [
        {
            "row": 3, "column": "Invoice date", "code": "not_date",
            "text": "“soon” is not a date; write 13.03.2026 or 2026-03-13",
        }
    ]  # fmt: skip


def test_rows_not_taken_go_to_a_file(cli: Cli, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "i.csv", INVOICE, ("1", "Acme", "2025-01-10", "5"), ("2", "Acme", "soon", "5")
    )
    said = cli("import", str(path), "--yes", "--rejects", str(tmp_path / "left.csv"))
    assert said.code == 0
    assert "i.csv, row 3, column Invoice date: “soon” is not a date" in said.out
    assert "2,Acme,soon,5,i.csv,3,Invoice date" in (tmp_path / "left.csv").read_text("utf-8-sig")


def test_nothing_but_rows_not_taken_is_a_failure(cli: Cli, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "i.csv", INVOICE, ("2", "Acme", "soon", "5"))
    assert cli("import", str(path), "--yes").code == 1


@pytest.mark.parametrize(
    ("rows", "argv", "code", "words"),
    [
        ((INVOICE, ("1", "Acme", "01/02/2025", "5")), (), 2,
         "i.csv, column Invoice date: “01/02/2025” may be day and month or month and day"),
        ((INVOICE, ("1", "Acme", "01/02/2025", "5")), ("--dates", "ymd"), 2, "dmy and mdy"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "5")), ("--kind", "ships"), 2, "“ships”"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "5")), ("--map", "Nope=amount"), 2, "“Nope”"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "5")), ("--map", "Amount"), 2, "Column=field"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "5")), ("--currency", "roubles"), 2, "“roubles”"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "x")), ("--strict",), 2,
         "i.csv, row 2, column Amount: “x” is not a sum of money"),
        ((("a", "b"), ("1", "2")), (), 1, "i.csv: no column was recognised"),
    ],
)  # fmt: skip
def test_a_problem_is_one_sentence_with_its_place(
    desk: Desk, cli: Cli, tmp_path: Path, rows: tuple[tuple[str, ...], ...], argv: tuple[str, ...],
    code: int, words: str,
) -> None:  # fmt: skip
    path = write_csv(tmp_path / "i.csv", *rows)
    before = dump(desk.book.path)
    said = cli("import", str(path), "--yes", *argv)
    assert said.code == code
    assert words in said.err
    assert len(said.err.splitlines()) == 1
    assert dump(desk.book.path) == before


def test_ambiguous_dates_can_be_told(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "i.csv", INVOICE, ("1", "Acme", "01/02/2025", "5"))
    assert cli("import", str(path), "--yes", "--dates", "mdy").code == 0
    assert one(desk, "SELECT issued_on FROM invoice") == "2025-01-02"


def test_a_column_can_be_told_left_out_or_kept(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "c.csv", ("Client name", "City", "Legacy", "Junk"), ("Acme", "Perm", "R", "j")
    )
    assert cli("import", str(path), "-y", "--map", "Legacy=region", "--map", "Junk=-").code == 0
    assert ask(desk, "SELECT region, custom FROM client") == [("R", "{}")]


def test_a_folder_stands_for_its_tables(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    write_csv(folder / "a.csv", INVOICE, ("1", "Acme", "2025-01-10", "5"))
    write_csv(folder / "notes.csv", ("a", "b"), ("1", "2"))
    said = cli("import", str(folder), "--yes")
    assert said.code == 0
    assert "Left aside: notes.csv" in said.err
    assert one(desk, "SELECT count(*) FROM invoice") == 1


def test_the_first_import_makes_the_file(cli: Cli, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "i.csv", INVOICE, ("1", "Acme", "2025-01-10", "5"))
    fresh = tmp_path / "fresh" / "p.db"
    assert cli("--db", str(fresh), "import", str(path)).code == 0
    assert not fresh.exists(), "a look makes no file"
    assert cli("--db", str(fresh), "import", str(path), "--yes").code == 0
    assert json.loads(cli("--db", str(fresh), "client", "list", "--json").out)[0]["name"] == "Acme"


def test_russian(cli: Cli, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "i.csv", INVOICE, ("1", "Acme", "2025-01-10", "5"), ("2", "Acme", "soon", "5")
    )
    said = cli("--lang", "ru", "import", str(path), "--yes")
    assert "Загружено: 1 клиент, 1 счёт" in said.out
    assert "Не взято:" in said.out
    assert "Загрузка № 1; отменить её: pipeline-tui undo." in said.err


@needs_samples
def test_a_whole_crm_in_one_call(desk: Desk, cli: Cli) -> None:
    said = cli("import", *(str(sample(name)) for name in MAVEN), "--currency", "USD", "--yes")
    assert said.code == 0
    assert "Entered: 85 clients, 8,800 deals, 7 products" in said.out
    assert "• 2,089 open deals need a next step" in said.out
    assert "GTXPro = GTX Pro" in said.out
