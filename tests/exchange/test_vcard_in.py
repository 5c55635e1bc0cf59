"""Address books read: what phones and mail programs write, and what they break."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.sheets import open_sheet
from pipeline_tui.exchange.vcard_out import Card, Tel, written
from tests.samples import FOLDER, needs_samples


def read(tmp_path: Path, content: bytes) -> tuple[list[dict[str, str]], list[tuple[int, str]]]:
    path = tmp_path / "book.vcf"
    path.write_bytes(content)
    sheet = open_sheet(path)
    rows = [
        {name: cell for name, cell in zip(sheet.headers, cells, strict=True) if cell}
        for _, cells in sheet
    ]
    return rows, [(bad.row, bad.code) for bad in sheet.rejected]


def card(*lines: str, version: str = "3.0") -> bytes:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]).encode()


def test_an_old_phone_writes_quoted_printable_with_soft_breaks(tmp_path: Path) -> None:
    name = "=D0=98=D0=B2=D0=B0=\r\n=D0=BD"  # Иван, its line broken inside
    content = card(
        f"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;{name};;;",
        "NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo",
        "TEL;CELL:+79123456789",
        version="2.1",
    )
    rows, bad = read(tmp_path, content)
    assert rows == [{"First name": "Иван", "Notes": "one\ntwo", "Phone": "+79123456789"}]
    assert bad == []


@pytest.mark.parametrize(
    ("charset", "text"), [("windows-1251", "Пётр Ёлкин"), ("Shift_JIS", "山田太郎")]
)
def test_a_value_is_read_in_the_charset_that_it_names(
    tmp_path: Path, charset: str, text: str
) -> None:
    line = f"FN;CHARSET={charset}:".encode() + text.encode(charset)
    content = b"BEGIN:VCARD\r\nVERSION:2.1\r\n" + line + b"\r\nEND:VCARD\r\n"
    assert read(tmp_path, content)[0] == [{"Full name": text}]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_a_file_may_be_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = card("FN:Наталья Сергеевна Воронцова", "TITLE:Директор по закупкам").decode()
    rows, _ = read(tmp_path, text.encode(encoding))
    assert rows == [
        {"Full name": "Наталья Сергеевна Воронцова", "Job title": "Директор по закупкам"}
    ]


def test_folded_lines_groups_escapes_and_ranks(tmp_path: Path) -> None:
    content = card(
        "FN:Jane \r\n Doe",
        "ORG:Acme\\, Inc.;Sales",
        "item1.TEL;type=HOME:1111111",
        'TEL;TYPE="work,voice":2222222',
        "TEL;TYPE=fax:3333333",
        "TEL;VALUE=uri;PREF=1:tel:+15550104;ext=102",
        "EMAIL:a@x.com",
        "EMAIL;TYPE=pref:b@x.com",
        "BDAY:--0415",
        "ADR;TYPE=work:;;1 Main St\\, 5;Perm;;614000;Russia",
        "CATEGORIES:VIP,Expo",
    )
    assert read(tmp_path, content)[0] == [
        {
            "Full name": "Jane Doe", "Company": "Acme, Inc.", "Department": "Sales",
            "Phone": "+15550104 ext. 102 ::: 2222222 ::: 1111111", "Fax": "3333333",
            "Email": "b@x.com ::: a@x.com", "Day and month of birth": "15.04",
            "Address": "614000, 1 Main St, 5", "City": "Perm", "Country": "Russia",
            "Tags": "VIP ::: Expo",
        }
    ]  # fmt: skip


def test_pictures_cost_nothing_and_hide_nothing(tmp_path: Path) -> None:
    content = card(
        "FN:A", "PHOTO;ENCODING=BASE64:AAAA", " BBBB", "CCCC", "", "TEL:1234567", version="2.1"
    )
    assert read(tmp_path, content)[0] == [{"Full name": "A", "Phone": "1234567"}]


def test_a_company_is_not_a_person(tmp_path: Path) -> None:
    content = card("FN:Acme", "ORG:Acme", "TEL:1234567")
    assert read(tmp_path, content)[0] == [{"Company": "Acme", "Phone": "1234567"}]


def test_broken_cards_are_named_by_their_number_and_cost_nobody_else(tmp_path: Path) -> None:
    content = (
        card("FN:A") + b"BEGIN:VCARD\r\nFN:cut\r\n" + card("FN:B") + card("REV:1") + card("FN:C")
    )
    rows, bad = read(tmp_path, content + b"BEGIN:VCARD\r\nFN:D\r\n")
    assert [row["Full name"] for row in rows] == ["A", "B", "C"]
    assert bad == [(2, "card_without_end"), (4, "card_blank"), (6, "card_without_end")]


def test_a_card_inside_a_card_is_part_of_it(tmp_path: Path) -> None:
    inner = card("FN:Assistant").decode()
    rows, bad = read(tmp_path, card("FN:Boss", "AGENT:\r\n" + inner.strip(), "TEL:1234567"))
    assert (rows, bad) == ([{"Full name": "Boss", "Phone": "1234567"}], [])


def test_what_we_write_we_read(tmp_path: Path) -> None:
    ours = Card(
        uid="urn:1", name="Иван Петров", family="Петров", given="Иван", company="ООО «Ромашка»; Юг",
        title="Директор, совладелец", phones=(Tel("+79123456789", "8 912", "5"), Tel(None, "12-34")),
        emails=("i@x.ru",), birthday=date(1980, 2, 3), city="Пермь",
    )  # fmt: skip
    text = "".join(written([ours], datetime(2025, 1, 1, tzinfo=UTC)))
    [row] = read(tmp_path, text.encode())[0]
    assert row == {
        "ID": "urn:1", "Full name": "Иван Петров", "Last name": "Петров", "First name": "Иван",
        "Company": "ООО «Ромашка»; Юг", "Job title": "Директор, совладелец",
        "Phone": "+79123456789 ext. 5 ::: 12-34", "Email": "i@x.ru", "Birthday": "19800203",
        "City": "Пермь",
    }  # fmt: skip


@needs_samples
def test_every_card_of_the_samples_is_read_or_named() -> None:
    cards = people = 0
    bad: list[tuple[str, int, str]] = []
    for path in sorted(FOLDER.glob("vcard/*/*.vcf")):
        try:
            sheet = open_sheet(path)
        except Unreadable as problem:
            raise AssertionError(f"{path.name}: {problem.code}") from problem
        cards += path.read_bytes().upper().count(b"BEGIN:VCARD")
        people += len(list(sheet))
        bad += [(path.name, each.row, each.code) for each in sheet.rejected]
    assert bad == [("unparsable.vcf", 1, "card_without_end")]
    assert people + len(bad) == cards


_LINES = st.sampled_from(
    [
        b"BEGIN:VCARD", b"END:VCARD", b"VERSION:2.1", b"FN:A", b"N:;;;;", b"TEL", b"TEL:", b" more",
        b"NOTE;ENCODING=QUOTED-PRINTABLE:=", b"=41=", b"FN;CHARSET=nope:\xcf\xe8", b"", b":", b";:",
        b'X;P="a:b', b"AGENT:", b"PHOTO;BASE64:QUJD", b"BDAY:--13", b"ADR:", b"ORG:\\", b"\xff\xfe",
    ]
)  # fmt: skip


@given(lines=st.lists(st.one_of(_LINES, st.binary(max_size=12)), max_size=25))
def test_whatever_stands_in_a_file_every_card_is_read_or_named(lines: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.vcf"
        path.write_bytes(b"\n".join([b"BEGIN:VCARD", *lines]))
        try:
            sheet = open_sheet(path)
        except Unreadable:
            return
        numbers = [number for number, _ in sheet] + [bad.row for bad in sheet.rejected]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
