"""Tables of web pages under the name of a workbook, as web programs export them "to Excel"."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.recognise import recognise
from pipeline_tui.exchange.sheets import open_sheet

# As `templates/.default/excel.php` of Bitrix24's `crm.deal.list` writes it.
BITRIX = (
    '<meta http-equiv="Content-type" content="text/html;charset=UTF-8" />\n\t\t<table border="1">\n'
    "\t\t<thead>\n\t\t\t<tr><th>ID</th><th>Название сделки</th><th>Стадия сделки</th><th>Сумма</th>"
    "<th>Комментарий</th></tr>\n\t\t</thead>\n\t\t<tbody><tr><td>7</td><td>Плёнка &quot;ПВХ&quot;</td>"
    "<td>Новая</td><td>1200.00</td><td>раз<br>два &amp; три</td></tr><tr><td>8</td><td></td>"
    "<td>Сделка успешна</td><td>5.50</td><td></td></tr></tbody>\n\t\t</table>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_an_export_of_bitrix_to_excel(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "DEAL.xls"
    path.write_bytes(BITRIX.encode(encoding))
    sheet = open_sheet(path)
    assert list(sheet) == [
        (2, ("7", 'Плёнка "ПВХ"', "Новая", "1200.00", "раз\nдва & три")),
        (3, ("8", "", "Сделка успешна", "5.50", "")),
    ]
    assert recognise(sheet.headers).kind == "deals"


def test_tags_left_open_and_what_is_not_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(
        "<html><head><title>x</title><style>td {color: red}</style></head><body><table>"
        "<tr><td>Имя<td>Телефон<tr><td>Анна<td><script>var a = 1</script>+7 916 0000001</table>",
        encoding="utf-8",
    )
    sheet = open_sheet(path)
    assert sheet.headers == ("Имя", "Телефон")
    assert list(sheet) == [(2, ("Анна", "+7 916 0000001"))]


@pytest.mark.parametrize("page", ["<html><body>no table</body></html>", "<!DOCTYPE html><table>"])
def test_a_page_without_a_table_is_no_sheet(tmp_path: Path, page: str) -> None:
    path = tmp_path / "a.xls"
    path.write_text(page, encoding="utf-8")
    with pytest.raises(Unreadable, match="file_not_sheet"):
        open_sheet(path)


_cell = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8).map(
    lambda text: " ".join(text.split())
)


@given(rows=st.lists(st.tuples(_cell, _cell, _cell).filter(any), min_size=1, max_size=20))
def test_any_text_comes_back_from_a_table(
    rows: list[tuple[str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("html") / "t.xls"
    table = [("Имя", "Телефон", "Город"), *rows]
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in table)
    path.write_text("<table>" + "".join(f"<tr>{one}</tr>" for one in lines) + "</table>", "utf-8")
    assert [cells for _, cells in open_sheet(path, encoding="utf-8")] == rows
