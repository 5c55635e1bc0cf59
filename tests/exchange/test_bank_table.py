"""Statements as tables: columns by their headers, or as the user says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Invalid, Unreadable
from pipeline_tui.exchange.bank import open_statement
from pipeline_tui.exchange.bank.table import headings
from pipeline_tui.wording.problems import problem


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "statement.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_columns_are_known_by_their_headers_and_two_sums_have_their_signs(tmp_path: Path) -> None:
    text = (
        "Дата операции;Приход;Расход;Контрагент;ИНН контрагента;Счет контрагента;Номер документа;"
        "Назначение платежа\n"
        "03.03.2026;1 500,50;;ООО Ромашка;7707083893;40702810500000000007;198;По счету 17\n"
        "04.03.2026;;200,00;БАНК;;;7;Комиссия\n"
        ";1500,50;200,00;;;;;Итого\n"
    )
    for encoding in ("utf-8", "cp1251"):
        statement = open_statement(written(tmp_path, text, encoding))
        came, went = statement
        assert (came.amount_minor, went.amount_minor) == (150050, -20000)
        assert came.booked_on == date(2026, 3, 3) and came.currency == "RUB"
        assert (came.other.inn, came.number) == ("7707083893", "198")
        assert came.purpose == "По счету 17" and not statement.rejected


def test_what_no_header_says_is_said_by_the_user(tmp_path: Path) -> None:
    path = written(tmp_path, "When,Money,Who\n2026-03-03,-15.00,Acorn\n2026-03-04,20.00,Birch\n")
    with pytest.raises(Unreadable) as raised:
        open_statement(path)
    assert "Money" in problem(raised.value)
    lines = list(open_statement(path, {"When": "date", "Money": "amount", "Who": "name"}, "EUR"))
    assert [(one.amount_minor, one.currency, one.other.name) for one in lines] == [
        (-1500, "EUR", "Acorn"),
        (2000, "EUR", "Birch"),
    ]
    for wrong in ({"Nothing": "date"}, {"When": "weather"}):
        with pytest.raises(Invalid):
            open_statement(path, wrong)


def test_a_bad_row_is_named_by_row_and_field(tmp_path: Path) -> None:
    text = "date,amount\n2026-03-03,many\n2026-02-31,5.00\n2026-03-05,7.00\n"
    statement = open_statement(written(tmp_path, text))
    assert [one.amount_minor for one in statement] == [700]
    said = [problem(one) for one in statement.rejected]
    assert "row 2" in said[0] and "many" in said[0] and "row 3" in said[1]


def test_a_column_may_be_said_to_mean_nothing(tmp_path: Path) -> None:
    path = tmp_path / "march.csv"
    path.write_text("Дата;Сумма;Счет\n10.03.2026;5,00;40702810500000000007\n", encoding="utf-8")
    (line,) = open_statement(path)
    assert line.account == "40702810500000000007"
    (line,) = open_statement(path, {"Счет": "-"})
    assert (line.account, line.other.account) == ("", "")
    headers, meant = headings(path, {"Счет": "account"})
    assert headers == ("Дата", "Сумма", "Счет")
    assert meant == {"date": "Дата", "amount": "Сумма", "account": "Счет"}
