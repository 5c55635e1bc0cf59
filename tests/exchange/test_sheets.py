"""Tables are read as a person sees them, whatever wrote the file; what cannot be read says why."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.sheets import Sheet, open_sheet

ANY_FILE = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def sheet(tmp_path: Path, content: str | bytes, encoding: str = "utf-8") -> Sheet:
    path = tmp_path / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return open_sheet(path)


def rows(table: Sheet) -> list[tuple[str, ...]]:
    return [cells for _, cells in table]


def problem(tmp_path: Path, content: str | bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        list(sheet(tmp_path, content))
    assert caught.value.facts["file"] == "table.csv"
    return caught.value


RUSSIAN = "Название;Город;Сумма\nООО «Ромашка»;Екатеринбург;1 234,50\nИП Ёлкин;Тюмень;7\n"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1251", "cp1251"),
        ("koi8-r", "koi8-r"),
        ("cp866", "cp866"),
    ],
)
def test_encodings_of_russian_text(tmp_path: Path, written: str, read: str) -> None:
    text = RUSSIAN if written not in ("koi8-r", "cp866") else RUSSIAN.translate({171: "", 187: ""})
    table = sheet(tmp_path, text, written)
    assert table.encoding == read
    assert table.headers == ("Название", "Город", "Сумма")
    assert rows(table)[1] == ("ИП Ёлкин", "Тюмень", "7")


@pytest.mark.parametrize(
    "text",
    [
        "ФИО;Телефон\nИванов;1\n",
        "NAME;CITY\nООО РОМАШКА;МОСКВА\n",
        "name;city\nTest;Уфа\n",
        "Клиент;e-mail\nАО Щит;a@b.ru\n",
        "№;Клиент\n1;ЗАО «Эхо»\n",
    ],
)
def test_short_cp1251_is_not_taken_for_another_table(tmp_path: Path, text: str) -> None:
    table = sheet(tmp_path, text, "cp1251")
    assert [table.headers, *rows(table)] == [
        tuple(line.split(";")) for line in text.strip().split("\n")
    ]


def test_western_letters_are_not_taken_for_russian(tmp_path: Path) -> None:
    table = sheet(tmp_path, "Name;City\nJosé Müller;Zürich\nZoë Brönte;Besançon\n", "cp1252")
    assert rows(table) == [("José Müller", "Zürich"), ("Zoë Brönte", "Besançon")]


def test_a_few_broken_characters_do_not_make_utf8_into_mojibake(tmp_path: Path) -> None:
    body = ("Название;Примечание\n" + "ООО Ромашка;хороший клиент\n" * 50).encode()
    table = sheet(tmp_path, body + "АО Щит;обрезано на полубукв".encode() + b"\xd0\n")
    assert rows(table)[0] == ("ООО Ромашка", "хороший клиент")
    assert rows(table)[-1] == ("АО Щит", "обрезано на полубукв�")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(
        [["Name", "Note", "Sum"], ["A; b", "x, y | z", "1,5"], ["C", "two\nlines", "2,5"]]
    )
    table = sheet(tmp_path, stream.getvalue())
    assert table.delimiter == delimiter
    assert rows(table) == [("A; b", "x, y | z", "1,5"), ("C", "two\nlines", "2,5")]


def test_decimal_commas_do_not_outvote_semicolons(tmp_path: Path) -> None:
    table = sheet(tmp_path, "Товар;Цена, руб\nВинт;1,50\nГайка;2,75\nБолт;3,00\n")
    assert table.headers == ("Товар", "Цена, руб")
    assert rows(table)[0] == ("Винт", "1,50")


def test_one_column_keeps_its_commas(tmp_path: Path) -> None:
    table = sheet(tmp_path, "Компания\nРога, копыта и сыновья\nЩит\n")
    assert (table.headers, table.delimiter) == (("Компания",), "")
    assert rows(table) == [("Рога, копыта и сыновья",), ("Щит",)]


def test_line_for_excel_names_the_delimiter(tmp_path: Path) -> None:
    table = sheet(tmp_path, "sep=|\na|b;c\n1|2;3\n")
    assert (table.headers, list(table)) == (("a", "b;c"), [(3, ("1", "2;3"))])


def test_whole_rows_quoted_into_one_cell(tmp_path: Path) -> None:
    table = sheet(tmp_path, '"name,city,sum"\n"Acme,""Paris, TX"",5"\n"Beta,Rome,7"\n')
    assert table.headers == ("name", "city", "sum")
    assert rows(table) == [("Acme", "Paris, TX", "5"), ("Beta", "Rome", "7")]


def test_some_rows_quoted_into_one_cell_below_a_plain_header(tmp_path: Path) -> None:
    table = sheet(tmp_path, 'name,city\nAcme,Paris\n"Beta,""Rome, IT"""\n')
    assert rows(table) == [("Acme", "Paris"), ("Beta", "Rome, IT")]


def test_short_rows_are_padded_and_long_ones_rejected_unless_empty(tmp_path: Path) -> None:
    table = sheet(tmp_path, "a,b,c\n1\n1,2,3,,\n\n , ,\n1,2,3,4\n5,6,7\n")
    assert list(table) == [(2, ("1", "", "")), (3, ("1", "2", "3")), (7, ("5", "6", "7"))]
    assert [(bad.row, bad.code, bad.facts) for bad in table.rejected] == [
        (6, "row_too_long", {"cells": 4, "columns": 3})
    ]
    assert len(list(table)) == 3, "a second pass reads the same"
    assert len(table.rejected) == 1


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    table = sheet(tmp_path, "Отчёт по клиентам;;\n\nКлиент;Город;Телефон\nЩит;Уфа;8 347 1\n")
    assert table.headers == ("Клиент", "Город", "Телефон")
    assert list(table) == [(4, ("Щит", "Уфа", "8 347 1"))]


def test_a_narrow_header_is_not_taken_for_a_title_above_data(tmp_path: Path) -> None:
    table = sheet(tmp_path, "Клиент;;\nЩит;Уфа;8 347 1\n")
    assert table.headers == ("Клиент", "", "")


def test_an_unclosed_quote_costs_one_row_not_the_rest(tmp_path: Path) -> None:
    table = sheet(tmp_path, 'a;b;c\n1;2;3\n4;"open;6\n7;8;9\n10;"x";12\n13;14;15\n')
    assert list(table) == [
        (2, ("1", "2", "3")),
        (4, ("7", "8", "9")),
        (5, ("10", "x", "12")),
        (6, ("13", "14", "15")),
    ]
    assert [(bad.row, bad.code) for bad in table.rejected] == [(3, "row_unclosed_quote")]


@pytest.mark.parametrize("end", ["", "\n"])
def test_an_unclosed_quote_in_the_last_row(tmp_path: Path, end: str) -> None:
    table = sheet(tmp_path, 'a;b\n1;2\n3;"open' + end)
    assert rows(table) == [("1", "2")]
    assert [(bad.row, bad.code) for bad in table.rejected] == [(3, "row_unclosed_quote")]


def test_a_cell_of_several_lines_is_one_row(tmp_path: Path) -> None:
    table = sheet(tmp_path, 'a,b\r\n1,"x\r\ny\r\n\r\nz"\r\n2,w\r\n')
    assert list(table) == [(2, ("1", "x\r\ny\r\n\r\nz")), (3, ("2", "w"))]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \n\r\n\t", "file_empty"),
        (b";;\n;;\n", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b"\xff\xfe", "file_empty"),
        (b"name;city\n", "file_header_only"),
        (b"name;city\n1;2\0\n", "file_zero_byte"),
        (b"\x89PNG\r\n\x1a\n....", "file_binary"),
        (b"%PDF-1.7 text", "file_binary"),
        (b"\xff\xfea\0;\0b", "file_binary"),
        (b"PK\x03\x04 not really a zip", "file_not_sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not really a workbook", "file_not_sheet"),
        (b"<!DOCTYPE html><table>", "file_not_sheet"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "file_not_sheet"),
        (b'name;"city\n1;2\n', "file_unclosed_quote"),
    ],
)
def test_files_that_are_no_tables(tmp_path: Path, content: bytes, code: str) -> None:
    assert problem(tmp_path, content).code == code


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.csv", "file_missing"), (tmp_path, "file_is_folder")):
        with pytest.raises(Unreadable) as caught:
            open_sheet(path)
        assert caught.value.code == code


def test_a_cell_too_big_costs_one_row(tmp_path: Path) -> None:
    table = sheet(tmp_path, "a,b\n1," + "x" * 2_200_000 + "\n2,y\n")
    assert rows(table) == [("2", "y")]
    assert [(bad.row, bad.code) for bad in table.rejected] == [(2, "cell_too_big")]


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    assert problem(tmp_path, b"a,b\n" + b"x" * 10_000_000).code == "file_too_big"


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    table = sheet(tmp_path, "a;b;c\n" + "some words;more words;123\n" * 100_000)
    tracemalloc.start()
    count = sum(1 for _ in table)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 1_000_000


WORDS = st.text("abcdefghкфюЁ", min_size=1, max_size=6)
CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from('";,|\t\n\r'),
    max_size=8,
)


@ANY_FILE
@given(
    data=st.data(),
    headers=st.lists(WORDS, min_size=2, max_size=5, unique=True),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_table_is_read_back_equal(
    tmp_path: Path,
    data: st.DataObject,
    headers: list[str],
    encoding: str,
    delimiter: str,
    quoting: int,
    end: str,
) -> None:
    width = len(headers)
    body = data.draw(
        st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6)
    )
    body = [cells for cells in body if any(cell.strip() for cell in cells)]
    assume(body)
    # Python's writer leaves a lone CR unquoted where lines end in LF: such a file is ambiguous.
    assume(end == "\r\n" or not any("\r" in cell for cells in body for cell in cells))
    path = tmp_path / "any.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
        writer.writerows([headers, *body])
    table = open_sheet(path)
    assert table.headers == tuple(headers)
    assert rows(table) == [tuple(cells) for cells in body]
    assert not table.rejected


RUSSIAN_WORDS = st.lists(
    st.sampled_from(
        [
            "общество",
            "ромашка",
            "договор",
            "поставка",
            "менеджер",
            "Иванов",
            "Пётр",
            "Москва",
            "склад",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@ANY_FILE
@given(body=st.lists(st.tuples(RUSSIAN_WORDS, RUSSIAN_WORDS), min_size=1, max_size=9))
def test_russian_words_in_cp1251_are_read_back_equal(
    tmp_path: Path, body: list[tuple[str, str]]
) -> None:
    text = "Клиент;Примечание\n" + "".join(f"{a};{b}\n" for a, b in body)
    assert rows(sheet(tmp_path, text, "cp1251")) == body


@ANY_FILE
@given(
    st.binary(max_size=400)
    | st.text(st.sampled_from('ab1";,\n\r\t|\0é'), max_size=60).map(lambda text: text.encode())
    | st.binary(max_size=80).map(lambda tail: b"PK\x03\x04" + tail)
    | st.binary(max_size=80).map(lambda tail: b"\xff\xfe" + tail)
)
def test_any_bytes_are_a_table_or_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    try:
        table = open_sheet(path)
        for _, cells in table:
            assert len(cells) == len(table.headers)
    except Unreadable as caught:
        assert caught.facts["file"] == "any.csv"


def workbook(path: Path, fill: object) -> Path:
    book = xlsxwriter.Workbook(str(path))
    fill(book)  # type: ignore[operator]
    book.close()
    return path


def test_workbook_cells_read_as_typed(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Empty")
        page = book.add_worksheet("Data")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        clock = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        page.write(1, 0, "Отчёт за март")
        page.write_row(3, 0, ["Клиент", "ИНН", "Сумма", "Дата", "Когда", "ВИП"])
        page.write_row(4, 0, ["Щит", 7707083893, 1234.5])
        page.write_datetime(4, 3, dt.date(2025, 3, 4), day)
        page.write_datetime(4, 4, dt.datetime.fromisoformat("2025-03-04T09:30"), clock)
        page.write_boolean(4, 5, True)
        page.write_row(6, 0, ["Эхо", 1.0])

    table = open_sheet(workbook(tmp_path / "book.xlsx", fill))
    assert table.headers == ("Клиент", "ИНН", "Сумма", "Дата", "Когда", "ВИП")
    assert list(table) == [
        (5, ("Щит", "7707083893", "1234.5", "2025-03-04", "2025-03-04T09:30:00", "true")),
        (7, ("Эхо", "1", "", "", "", "")),
    ]


def test_named_sheet_of_a_workbook(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("One", "Two"):
            book.add_worksheet(name).write_column(0, 0, ["Name", name])

    path = workbook(tmp_path / "book.xlsx", fill)
    assert rows(open_sheet(path)) == [("One",)]
    assert rows(open_sheet(path, sheet="two")) == [("Two",)]
    with pytest.raises(Unreadable, match="sheet_unknown"):
        open_sheet(path, sheet="Three")


@pytest.mark.parametrize("place", [(1_048_575, 16_383), (900_000, 30), (20_000, 900)])
def test_a_far_cell_is_refused_before_it_takes_the_memory(
    tmp_path: Path, place: tuple[int, int]
) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write(0, 0, "Name")
        page.write(*place, "far")

    with pytest.raises(Unreadable, match="file_too_big"):
        open_sheet(workbook(tmp_path / "far.xlsx", fill))


@pytest.mark.parametrize("cell", ["<c\tr='XFD1048576'><v>1</v></c>", '<x:c r="XFD1048576"/>'])
def test_a_far_cell_in_unusual_xml_is_refused(tmp_path: Path, cell: str) -> None:
    source = workbook(tmp_path / "a.xlsx", lambda book: book.add_worksheet().write(0, 0, "Name"))
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name.endswith("sheet1.xml"):
                body = body.replace(b"</row>", cell.encode() + b"</row>")
            new.writestr(name, body)
    with pytest.raises(Unreadable, match="file_too_big"):
        open_sheet(path)


@pytest.mark.parametrize(
    ("row", "column"),
    [(9_998, 25), (100_000, 40), (199_999, 40), (10, 701), (10, 702), (3, 16_383)],
)
def test_a_large_honest_workbook_is_read(tmp_path: Path, row: int, column: int) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Name", "City"])
        page.write(row, column, "x")

    table = open_sheet(workbook(tmp_path / "wide.xlsx", fill))
    assert len(table.headers) == column + 1
    assert [number for number, _ in table] == [row + 1]


def test_a_zip_bomb_and_entities_are_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b" " * 200_000_000)
    with pytest.raises(Unreadable, match="file_too_big"):
        open_sheet(bomb)
    laughs = tmp_path / "laughs.xlsx"
    with zipfile.ZipFile(laughs, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>')
    with pytest.raises(Unreadable, match="file_not_sheet"):
        open_sheet(laughs)
