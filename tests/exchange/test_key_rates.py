"""The table of key rates as the bank's page gives it, in any of the forms it is saved in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.key_rates import read_key_rates

WANTED = {date(2026, 4, 27): Decimal("14.5"), date(2026, 4, 24): Decimal(15)}


@pytest.mark.parametrize(
    "text",
    [
        "Дата;Ставка\n27.04.2026;14,50\n24.04.2026;15,00\n",
        'Дата,Ставка\n27.04.2026,"14,50"\n24.04.2026,"15,00"\n',
        "date\trate\n2026-04-27\t14.50%\n2026-04-24\t15.00%\n",
        "<html><table><tr><th>Дата</th><th>Ставка</th></tr><tr><td>27.04.2026</td><td>14,50</td></tr>"
        "<tr><td>24.04.2026</td><td>15,00</td></tr></table></html>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
def test_it_is_read_in_any_form(tmp_path: Path, text: str, encoding: str) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(text, encoding)
    assert read_key_rates(file) == WANTED


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Дата;Ставка\n27.04.2026;\n", "rates_bad_row"),
        ("Дата;Ставка\n27.04.2026;много\n", "rates_bad_row"),
        ("Дата;Ставка\n27.04.2026;1450\n", "rates_bad_row"),
        ("Клиент;Город\nРомашка;Пермь\n", "rates_none"),
    ],
)
def test_what_is_no_table_of_rates_is_refused_whole(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(Unreadable, match=code):
        read_key_rates(file)
