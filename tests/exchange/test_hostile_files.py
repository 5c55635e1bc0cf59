"""Files made to eat memory or time, or to fetch another file: each is a message, soon and in little room."""

from __future__ import annotations

import base64
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.bank.camt053 import Reader
from pipeline_tui.exchange.sheets import open_sheet

CARD = b"BEGIN:VCARD\nVERSION:3.0\nFN:Acorn\n%s\nTEL:+79121234567\nEND:VCARD\n"
XML = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>'
ENTITIES = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"


def card(folder: Path, line: bytes) -> list[tuple[str, ...]]:
    path = folder / "a.vcf"
    path.write_bytes(CARD % line + CARD % b"NOTE:next")
    sheet = open_sheet(path)
    return [cells for _row, cells in sheet]


@pytest.mark.parametrize("folded", [True, False])
def test_a_photo_of_twenty_megabytes_is_passed_over(tmp_path: Path, folded: bool) -> None:
    data = bytes(15_000_000)
    text = base64.encodebytes(data).replace(b"\n", b"\n ") if folded else base64.b64encode(data)
    rows = card(tmp_path, b"PHOTO;ENCODING=b:" + text)
    assert [row[0] for row in rows] == ["Acorn", "Acorn"]


@pytest.mark.parametrize(
    "line",
    [
        b'X"' + b":" * 400_000,
        b"X" + b';"' * 400_000 + b":",
        b"TEL:1\n" * 50_000,
        b"NOTE:" + b"x" * 3_000_000,
        b"AGENT:\nBEGIN:VCARD\nFN:A\n" * 20_000,
        b"N:" + b"\\" * 400_000 + b";x",
    ],
    ids=["colons", "quotes", "phones", "note", "nested", "slashes"],
)
@pytest.mark.timeout(20)
def test_a_card_made_to_take_long_costs_itself_alone(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "a.vcf"
    path.write_bytes(CARD % line + CARD % b"NOTE:next")
    sheet = open_sheet(path)
    rows = list(sheet)
    assert len(rows) + len(sheet.rejected) >= 1


def changed(folder: Path, part: str, old: bytes, new: bytes) -> Path:
    book = xlsxwriter.Workbook(str(folder / "a.xlsx"))
    book.add_worksheet().write_column(0, 0, ["Name", "Acorn"])
    book.close()
    path = folder / "b.xlsx"
    with zipfile.ZipFile(folder / "a.xlsx") as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            body = before.read(name)
            after.writestr(name, body.replace(old, new, 1) if part in name else body)
    return path


@pytest.mark.parametrize(
    ("declared", "used"),
    [(ENTITIES, b"&b;"), (b'<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>', b"&b;")],
    ids=["billion laughs", "another file"],
)
def test_entities_of_a_workbook_are_refused(tmp_path: Path, declared: bytes, used: bytes) -> None:
    path = changed(tmp_path, "sharedStrings", b"?>", b"?>" + declared)
    with pytest.raises(Unreadable, match="file_not_sheet") as found:
        open_sheet(path)
    assert found.value.facts["file"] == "b.xlsx"


def test_a_workbook_cut_in_half_is_refused(tmp_path: Path) -> None:
    path = changed(tmp_path, "none", b"", b"")
    path.write_bytes(path.read_bytes()[:2_000])
    with pytest.raises(Unreadable, match="file_not_sheet"):
        open_sheet(path)


@pytest.mark.parametrize(
    "body",
    [b"<Ntry>" * 100_000, b"<a>" * 100_000],
)
def test_a_statement_that_goes_deeper_and_deeper_is_refused(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b'<?xml version="1.0"?>' + XML + body)
    tracemalloc.start()
    with pytest.raises(Unreadable, match="statement_unknown"):
        list(Reader(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
