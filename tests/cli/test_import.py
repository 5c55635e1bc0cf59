"""`import` as the shell calls it: shown first, done when told, problems with their place."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
        ((INVOICE, ("1", "Acme", "01/02/2025", "5")), ("--dates", "ymd"), 2,
         "column Invoice date: “01/02/2025” may be day and month"),
        ((INVOICE, ("1", "Acme", "01/02/2025", "5")), ("--dates", "dym"), 2, "dmy, mdy and ymd"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "5")), ("--dates", "Customer=dmy"), 2,
         "“Customer” is no column of dates"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "5")), ("--dates", "Dat=dmy"), 2, "“Dat”"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "1.234")), (), 2,
         "i.csv, column Amount: “1.234” may be thousands or decimals; --decimals \"Amount=comma\""),
        ((INVOICE, ("1", "Acme", "2025-01-02", "1.234")), ("--decimals", "point"), 2,
         "comma and dot"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "5")), ("--decimals", "Customer=dot"), 2,
         "“Customer” is no column of sums"),
        (((*INVOICE, "Ref", "Ref"), ("1", "Acme", "2025-01-02", "5", "a", "b")),
         ("--map", "Ref=notes"), 2, "several columns are called “Ref”; name one by its place, #5, #6"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "5")), ("--kind", "ships"), 2, "“ships”"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "5")), ("--map", "Nope=amount"), 2, "“Nope”"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "5")), ("--map", "Amount"), 2, "Column=field"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "5")), ("--currency", "roubles"), 2, "“roubles”"),
        ((INVOICE, ("1", "Acme", "2025-01-02", "x")), ("--strict",), 2,
         "i.csv, row 2, column Amount: “x” is not a sum of money"),
        ((("a", "b"), ("1", "2")), (), 1, "i.csv, row 1: no column was recognised"),
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


DUE = (
    "SELECT i.issued_on, p.due_on, i.amount_minor FROM invoice i"
    " JOIN instalment p ON p.invoice_id = i.id"
)


def test_dates_and_decimals_are_told_column_by_column(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "i.csv",
        ("Invoice number", "Customer", "Invoice date", "Due date", "Amount"),
        ("1", "Acme", "01/02/2025", "03/02/2025", "1.234"),
    )
    argv = ("--dates", "Invoice date=dmy", "--dates", "4=mdy", "--decimals", "comma")
    said = cli("import", str(path), "--yes", *argv)
    assert said.code == 0, said.err
    assert ask(desk, DUE) == [("2025-02-01", "2025-03-02", 123400)]
    # What was said is remembered for files with these columns.
    again = cli("import", str(path), "--json")
    assert json.loads(again.out)["files"][0]["written"] == {
        "Invoice date": "dmy", "Due date": "mdy", "Amount": "comma",
    }  # fmt: skip
    assert "Due date\tDue on · month first\t03/02/2025" in cli("import", str(path)).out


def test_columns_of_one_name_are_told_by_number(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    header = ("Client name", "Ref", "Ref", "Ref")
    path = write_csv(tmp_path / "c.csv", header, ("Acme", "Perm", "+7 495 123-45-67", "x"))
    said = cli("import", str(path), "-y", "--map", "2=city", "--map", "#3=phone", "--map", "4=-")
    assert said.code == 0, said.err
    assert ask(desk, "SELECT city, custom FROM client") == [("Perm", "{}")]
    assert one(desk, "SELECT e164 FROM phone") == "+74951234567"


def test_columns_of_one_file_go_to_a_deal_its_client_and_its_person(
    desk: Desk, cli: Cli, tmp_path: Path
) -> None:
    path = write_csv(
        tmp_path / "d.csv",
        ("Deal name", "Deal stage", "Amount", "Buyer", "Who", "Reach"),
        ("A", "New", "5", "Acme", "Ann Lee", "+7 495 123-45-67"),
    )
    said = cli(
        "import", str(path), "-y", "--map", "Buyer=clients.name", "--map",
        "Who=contacts.full_name", "--map", "Reach=contacts.phone",
    )  # fmt: skip
    assert said.code == 0, said.err
    assert ask(
        desk,
        "SELECT d.title, c.name, p.full_name, f.e164 FROM deal d JOIN client c ON c.id = d.client_id"
        " JOIN contact p ON p.id = d.contact_id JOIN phone f ON f.contact_id = p.id",
    ) == [("A", "Acme", "Ann Lee", "+74951234567")]


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


# -- files that are no tables, or hold what is none

HEADER = b"Invoice number,Customer,Invoice date,Amount\n"
GOOD = b"1,Acme,2025-01-10,5\n"


def zipped(**parts: str) -> bytes:
    """A zip file of these parts; "__" in a name stands for the folder's slash."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "a.csv: the file is empty"),
        ("a.csv", b"\n \n", "a.csv: the file is empty"),
        ("a.xlsx", b"", "a.xlsx: the file is empty"),
        ("a.csv", bytes(range(256)) * 9, "a.csv: this is not text in a known encoding"),
        ("a.csv", b"%PDF-1.7\n", "a.csv: this is not text in a known encoding"),
        ("a.csv", b"<!DOCTYPE html><html>", "a.csv: this is not a spreadsheet"),
        ("a.csv", HEADER, "a.csv, row 1: there is a header but no row below it"),
        ("a.csv", b"this,that\n1,2\n", "a.csv, row 1: no column was recognised among this, that"),
        ("a.csv", b"Report\n\na,b,c\n1,2,3\n", "a.csv, row 3: no column was recognised"),
        ("a.csv", HEADER + b"1,Ac\0me,2025-01-10,5\n", "a.csv, row 2: a zero byte"),
        ("a.csv", HEADER + GOOD * 20_000 + b"x\0\n", "a.csv, row 20,002: a zero byte"),
        ("a.csv", (HEADER + GOOD).decode().encode("utf-32-le"), "a.csv: this is not text"),
        ("a.xlsx", b"PK\x03\x04" + bytes(60), "a.xlsx: this is not a spreadsheet"),
        ("a.xlsx", zipped(word__document="<a/>"), "a.xlsx: this is not a spreadsheet"),
        ("a.xlsx", zipped(xl__workbook="<workbook/>", xl__sharedStrings="A" * 140_000_000),
         "a.xlsx: this is more than one file may hold"),
        ("a.xlsx", zipped(xl__workbook="<workbook/>", xl__worksheets__sheet1=
            '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"/></row></sheetData></worksheet>'),
         "a.xlsx, row 1,048,576, column 16,384: this is more than one file may hold"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls: this is not a spreadsheet"),
    ],
    ids=["empty", "blank", "empty xlsx", "binary", "pdf", "page", "header", "columns", "title",
         "zero byte", "late zero byte", "utf-32", "cut zip", "letter", "bomb", "corner", "xls"],
)  # fmt: skip
def test_a_bad_file_is_one_line_with_its_place(
    desk: Desk, cli: Cli, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    before = dump(desk.book.path)
    said = cli("import", str(tmp_path / name), "--yes")
    assert said.err.startswith(words)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert dump(desk.book.path) == before


def refused(method: Callable[..., Any], name: str) -> Callable[..., Any]:
    """The method of a path, for which the file or folder of this name is closed."""

    def call(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return method(path, *args, **kwargs)

    return call


def test_a_path_that_is_no_file_is_one_line(
    desk: Desk, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "shut").mkdir()
    write_csv(tmp_path / "closed.csv", INVOICE, ("1", "Acme", "2025-01-10", "5"))
    os.mkfifo(tmp_path / "pipe.csv")

    before = dump(desk.book.path)
    with monkeypatch.context() as patch:
        for method, name in (("open", "closed.csv"), ("iterdir", "shut")):
            patch.setattr(Path, method, refused(getattr(Path, method), name))
            said = cli("import", str(tmp_path / name), "--yes")
            assert said.err.startswith(f"{name}: you have no right to read this file")
            assert (said.code, said.err.count("\n")) == (1, 1)
    for name, words in (
        ("folder.csv", "folder.csv: no table in this folder was recognised"),
        ("none.csv", "none.csv: there is no such file"),
        ("pipe.csv", "pipe.csv: this is not a spreadsheet"),
        ("n" * 300, "n" * 80),
    ):
        said = cli("import", str(tmp_path / name), "--yes")
        assert said.err.startswith(words[:60])
        assert (said.code, said.err.count("\n")) == (1, 1)
    assert dump(desk.book.path) == before


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1251", "utf-8-sig"])
def test_any_encoding_that_a_spreadsheet_writes_is_read(
    desk: Desk, cli: Cli, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "Номер счета;Клиент;Дата счета;Сумма\n1;Ёлка;10.01.2025;5,50\n".encode(encoding)
    )
    assert cli("import", str(path), "--yes").code == 0
    assert ask(desk, "SELECT c.name, i.amount_minor FROM invoice i JOIN client c"
               " ON c.id = i.client_id") == [("Ёлка", 550)]  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (b"2,Acme,soon,5\n", "i.csv, row 3, column Invoice date: “soon” is not a date"),
        (b"2,Acme,2025-01-10,much\n", "i.csv, row 3, column Amount: “much” is not a sum"),
        (b"2,Acme,2025-01-10,5,9,9\n", "i.csv, row 3: 6 cells where the header has 4"),
        (b'2,"Acme,2025-01-10,5\n', "i.csv, row 3: A quotation mark is opened and never closed"),
        (b"2,Acme\n", "i.csv, row 3, column Amount: "),
    ],
)
def test_a_broken_row_in_the_middle_is_named_and_its_neighbours_are_taken(
    desk: Desk, cli: Cli, tmp_path: Path, broken: bytes, words: str
) -> None:
    path = tmp_path / "i.csv"
    path.write_bytes(HEADER + GOOD + broken + b"3,Acme,2025-01-11,6\n")
    before = dump(desk.book.path)
    assert cli("import", str(path), "--yes", "--strict").code != 0
    assert dump(desk.book.path) == before
    said = cli("import", str(path), "--yes")
    assert words in said.out
    assert ask(desk, "SELECT number FROM invoice ORDER BY id") == [("1",), ("3",)]


def test_one_bad_file_of_several_stops_all(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    good = write_csv(tmp_path / "a.csv", INVOICE, ("1", "Acme", "2025-01-10", "5"))
    bad = write_csv(tmp_path / "b.csv", ("x", "y"), ("1", "2"))
    before = dump(desk.book.path)
    said = cli("import", str(good), str(bad), "--yes")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert said.err.startswith("b.csv, row 1: ")
    assert dump(desk.book.path) == before


@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        ("i.csv", 4, "i.csv: there is a file already"), ("no/left.csv", 2, "there is no folder"),
        ("left.pdf", 2, "there is no format “pdf”"),
    ],
)  # fmt: skip
def test_nothing_is_taken_where_rows_left_over_would_have_nowhere_to_go(
    desk: Desk, cli: Cli, tmp_path: Path, target: str, code: int, words: str
) -> None:
    path = write_csv(
        tmp_path / "i.csv", INVOICE, ("1", "Acme", "2025-01-10", "5"), ("2", "Acme", "soon", "5")
    )
    before = dump(desk.book.path)
    said = cli("import", str(path), "--yes", "--rejects", str(tmp_path / target))
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert dump(desk.book.path) == before


def test_an_import_that_took_nothing_says_why(cli: Cli, tmp_path: Path) -> None:
    good, bad = ("1", "Acme", "2025-01-10", "5"), ("2", "Acme", "soon", "5")
    path = write_csv(tmp_path / "i.csv", INVOICE, bad)
    assert cli("import", str(path), "--yes").err == "Nothing was taken; nothing has changed.\n"
    assert cli("import", str(write_csv(path, INVOICE, good)), "--yes").code == 0
    said = cli("import", str(write_csv(path, INVOICE, good, bad)), "--yes")
    assert said.err == "What could be taken was there already; nothing has changed.\n"


def test_columns_left_out_are_named_when_it_is_done_too(cli: Cli, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "i.csv", (*INVOICE, "Mood"), ("1", "Acme", "2025-01-10", "5", "x"))
    assert "i.csv: columns left out: Mood" in cli("import", str(path), "--yes").out


def test_a_kind_said_before_is_nothing_said_of_columns(cli: Cli, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "i.csv", INVOICE, ("1", "Acme", "2025-01-10", "5"))
    assert cli("import", str(path), "--yes", "--kind", "invoices").code == 0
    assert "as you said before" not in cli("import", str(path), "--kind", "invoices").out


def test_what_a_column_means_is_remembered(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    header = ("Client name", "Legacy")
    first = write_csv(tmp_path / "a.csv", header, ("Acme", "Ural"))
    second = write_csv(tmp_path / "b.csv", header, ("Birch", "Volga"))
    assert cli("import", str(first), "-y", "--map", "Legacy=region").code == 0
    said = cli("import", str(second))
    assert "b.csv: clients, 1 row · columns as you said before" in said.out
    assert "Legacy\tRegion\tVolga" in said.out
    assert "own field “Legacy”" in cli("import", str(second), "--kind", "auto").out


def test_a_map_holds_for_the_files_that_have_the_column(
    desk: Desk, cli: Cli, tmp_path: Path
) -> None:
    deals = write_csv(
        tmp_path / "d.csv",
        ("Deal name", "Client", "Deal stage", "Worth"),
        ("A", "Acme", "New", "5"),
    )
    clients = write_csv(tmp_path / "c.csv", ("Client name", "City"), ("Acme", "Perm"))
    said = cli("import", str(deals), str(clients), "--yes", "--map", "Worth=amount")
    assert (said.code, one(desk, "SELECT amount_minor FROM deal")) == (0, 500)
    said = cli("import", str(deals), str(clients), "--yes", "--map", "Wroth=amount")
    assert (said.code, "“Wroth”" in said.err) == (2, True)


def test_a_table_comes_through_a_pipe(
    desk: Desk, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Pipe(io.StringIO):
        buffer = io.BytesIO("Client name\tCity\nБерёза\tПермь\n".encode())

    monkeypatch.setattr("sys.stdin", Pipe())
    said = cli("import", "-", "--yes")
    assert (said.code, ask(desk, "SELECT name, city FROM client")) == (0, [("Берёза", "Пермь")])


CLIENTS = ("Company ID", "Client name", "City", "Phone", "Own")


def test_a_dry_run_says_what_it_changes_from_what_to_what(
    desk: Desk, cli: Cli, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "c.csv", CLIENTS, ("7", "Acme", "Perm", "+7 912 345-67-89", "a"))
    assert cli("import", str(path), "--yes").code == 0
    before = dump(desk.book.path)
    write_csv(path, CLIENTS, ("7", "Acme", "Kazan", "+7 912 345-67-80", "b"))
    [file] = json.loads(cli("import", str(path), "--dry-run", "--json").out)["files"]
    assert file["changes"] == [
        {"row": 2, "record": "Acme", "field": "city", "from": "Perm", "to": "Kazan"},
        {"row": 2, "record": "Acme", "field": "custom:Own", "from": "a", "to": "b"},
        {"row": 2, "record": "Acme", "field": "phone", "from": "", "to": "+7 912 345-67-80"},
    ]
    said = cli("import", str(path), "--dry-run").out
    assert "c.csv, row 2: Acme: City: Perm → Kazan" in said
    assert dump(desk.book.path) == before


def test_the_same_file_again_changes_nothing_and_says_so(
    desk: Desk, cli: Cli, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "c.csv", CLIENTS, ("7", "Acme", "Perm", "+7 912 345-67-89", "a"))
    assert cli("import", str(path), "--yes").code == 0
    before = dump(desk.book.path)
    said = cli("import", str(path), "--yes")
    assert said.err == "Everything was there already; nothing has changed.\n"
    assert dump(desk.book.path) == before
    assert [each.action for each in desk.history.entries()] == ["import", "file.create"]


def test_ctrl_c_in_the_middle_leaves_nothing_half_done(
    desk: Desk, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import signal

    from pipeline_tui.services.importing.clients import Clients

    rows = [(str(n), f"Client {n}", "Perm", "", "") for n in range(2000)]
    path = write_csv(tmp_path / "c.csv", CLIENTS, *rows)
    before = dump(desk.book.path)
    take, taken = Clients.take, []

    def pressed(self: Clients, *args: Any) -> Any:
        taken.append(1)
        if len(taken) == 1000:
            signal.raise_signal(signal.SIGINT)
        return take(self, *args)

    monkeypatch.setattr(Clients, "take", pressed)
    said = cli("import", str(path), "--yes")
    assert said.code != 0
    assert "he import was cancelled; nothing has changed" in said.err
    assert len(taken) < 2000
    assert dump(desk.book.path) == before


def test_rows_put_right_are_taken_as_if_they_had_been_right_at_once(
    desk: Desk, cli: Cli, tmp_path: Path
) -> None:
    header = ("Deal ID", "Deal name", "Client", "Deal stage", "Amount")
    path = write_csv(
        tmp_path / "d.csv", header, ("1", "A", "Acme", "New", "5"), ("2", "B", "Acme", "New", "abc")
    )
    left = tmp_path / "left.csv"
    assert cli("import", str(path), "--yes", "--rejects", str(left)).code == 0
    left.write_text(left.read_text("utf-8-sig").replace(",abc,", ",7,"), encoding="utf-8")
    assert cli("import", str(left), "--yes").code == 0
    assert ask(desk, "SELECT title, amount_minor FROM deal ORDER BY id") == [("A", 500), ("B", 700)]
    # The whole file, put right as well, knows both of them again.
    write_csv(path, header, ("1", "A", "Acme", "New", "5"), ("2", "B", "Acme", "New", "7"))
    [file] = json.loads(cli("import", str(path), "--yes", "--json").out)["files"]
    assert (file["taken"], file["merged"], file["listed"]) == (0, 2, [])
    assert one(desk, "SELECT count(*) FROM deal") == 2


def test_rows_not_taken_of_several_files_each_go_to_a_table_of_their_own(
    desk: Desk, cli: Cli, tmp_path: Path
) -> None:
    deals = write_csv(
        tmp_path / "d.csv", ("Deal name", "Client", "Deal stage", "Amount", "Ref", "Ref"),
        ("A", "Acme", "New", "abc", "first", "second"), ("B", "Acme", "New", "7", "", ""),
    )  # fmt: skip
    clients = tmp_path / "c.csv"
    clients.write_text("Client name,Phone,City\n,5550101,Perm\nBirch,5550102,Omsk,Wood\n", "utf-8")
    left = tmp_path / "left.csv"
    said = cli("import", str(deals), str(clients), "--yes", "--rejects", str(left))
    assert said.code == 0
    assert str(tmp_path / "left-2.csv") in said.err
    assert left.read_text("utf-8-sig").splitlines()[:3] == [
        "Client name,Phone,City,,import file,import row,import column,import problem",
        ",5550101,Perm,,c.csv,2,Client name,This must be filled in",
        "Birch,5550102,Omsk,Wood,c.csv,3,,"
        "4 cells where the header has 3; quote the cell that was cut",
    ]
    assert "A,Acme,New,abc,first,second,d.csv,2,Amount" in (tmp_path / "left-2.csv").read_text()
    mended = left.read_text("utf-8-sig").replace("\n,555", "\nCedar,555").replace(",Wood,", ",,")
    left.write_text(mended, encoding="utf-8")
    other = tmp_path / "left-2.csv"
    other.write_text(other.read_text("utf-8-sig").replace(",abc,", ",5,"), encoding="utf-8")
    found = json.loads(cli("import", str(left), str(other), "--yes", "--json").out)["files"]
    assert [(f["kind"], f["rows"], f["taken"], f["listed"]) for f in found] == [
        ("clients", 2, 2, []), ("deals", 1, 1, []),
    ]  # fmt: skip
    assert ask(desk, "SELECT name FROM client ORDER BY id") == [("Acme",), ("Cedar",), ("Birch",)]
    assert one(desk, "SELECT custom FROM deal WHERE title = 'A'") == (
        '{"Ref": "first", "Ref (2)": "second"}'
    )


def test_an_accountants_table_of_debts_comes_in_with_what_was_paid(
    desk: Desk, cli: Cli, tmp_path: Path
) -> None:
    header = ("Номер счета", "Клиент", "Дата счета", "Срок", "Сумма", "Оплачено")
    path = write_csv(
        tmp_path / "d.csv", header,
        ("1", "Ромашка", "10.01.2026", "20.01.2026", "1000,50", "400,50"),
        ("2", "Ромашка", "10.01.2026", "20.01.2026", "700,50", "да"),
        ("3", "Ромашка", "10.01.2026", "20.01.2026", "500,50", "600,50"),
        ("4", "Ромашка", "10.01.2026", "20.01.2026", "300,50", "нет"),
        ("5", "Ромашка", "10.01.2026", "20.01.2026", "300,50", "скоро"),
    )  # fmt: skip
    said = cli("import", str(path), "--yes")
    assert "d.csv, row 6, column Оплачено: “скоро” is not a sum of money" in said.out
    assert "3 payments have no day; the due day was taken" in said.out
    assert "left out" not in said.out
    left = "SELECT i.number, p.due_on, p.open_minor FROM invoice i JOIN instalment p ON p.invoice_id = i.id"
    assert ask(desk, left) == [
        ("1", "2026-01-20", 600_00), ("2", "2026-01-20", 0), ("3", "2026-01-20", 0),
        ("4", "2026-01-20", 300_50),
    ]  # fmt: skip
    paid = "SELECT reference, paid_on, amount_minor, free_minor FROM payment ORDER BY id"
    assert ask(desk, paid) == [
        ("1", "2026-01-20", 400_50, 0), ("2", "2026-01-20", 700_50, 0),
        ("3", "2026-01-20", 600_50, 100_00),
    ]  # fmt: skip
    # The table of a week later: what was paid since is one more payment, of the difference.
    write_csv(path, header, ("1", "Ромашка", "10.01.2026", "20.01.2026", "1000,50", "900,50"))
    assert cli("import", str(path), "--yes").code == 0
    assert ask(desk, paid)[3:] == [("1", "2026-01-20", 500_00, 0)]
    assert ask(desk, left)[0] == ("1", "2026-01-20", 100_00)


def test_a_paid_sum_with_its_day_is_paid_on_that_day(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "d.csv",
        ("Номер", "Контрагент", "Дата", "Срок оплаты", "Сумма", "Дата оплаты", "Оплачено сумма"),
        ("1", "Ромашка", "10.01.2026", "20.01.2026", "100", "25.01.2026", "60"),
    )
    said = cli("import", str(path), "--yes")
    assert (said.code, "no day" in said.out) == (0, False)
    assert ask(desk, "SELECT paid_on, amount_minor FROM payment") == [("2026-01-25", 60_00)]
    assert one(desk, "SELECT open_minor FROM instalment") == 40_00
