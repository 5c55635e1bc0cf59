"""The table of key rates as the page of the Bank of Russia gives it: a day and a percentage a row.

CSV, a spreadsheet, or the page itself saved: which column is which is told by what stands in it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline_tui.domain.errors import Invalid, Unreadable
from pipeline_tui.domain.key_rate import check_percent
from pipeline_tui.exchange.amounts import DecimalMark, parse_money
from pipeline_tui.exchange.dates import DateStyle, parse_date
from pipeline_tui.exchange.sheets import open_sheet


def read_key_rates(path: Path) -> dict[date, Decimal]:
    """Day → percent of every row that has both; a row without a day is passed over.

    Raises Unreadable as `open_sheet`, and rates_none, rates_bad_row where a day has no rate beside it.
    """
    sheet = open_sheet(path)
    rows = list(sheet)
    style = DateStyle.detect(cell for _row, cells in rows for cell in cells[:1])
    found: dict[date, Decimal] = {}
    for row, cells in rows:
        filled = [cell.strip().rstrip("%").strip() for cell in cells if cell.strip()]
        day = _day(filled[0], style) if filled else None
        if day is None:
            continue
        try:
            percent = parse_money(filled[1], mark=DecimalMark.detect([filled[1]]))
            found[day] = check_percent(Decimal(percent or 0))
        except (Invalid, IndexError) as error:
            raise Unreadable("rates_bad_row", file=path.name, row=row) from error
    if not found:
        raise Unreadable("rates_none", file=path.name)
    return found


def _day(text: str, style: DateStyle) -> date | None:
    try:
        return parse_date(text, style)
    except Invalid:
        return None
