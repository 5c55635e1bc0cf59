"""A document of mixed rows as XLSX: what stands between the tables of the exports and a letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline_tui.exchange.export import Before, Written, whole_file

_WIDTHS = (14, 46, 18, 18)


def write_sheet(
    path: Path, rows: Iterable[Sequence[str | date | Decimal]], *, before: Before | None = None
) -> Written:
    """Write the rows to a new file, all of it or nothing; text is never taken for a formula.

    Raises Conflict file_exists, Invalid folder_missing, file_is_folder, Refused file_no_write.
    """
    import xlsxwriter

    count = 0
    with whole_file(path, overwrite=False) as temporary:
        book = xlsxwriter.Workbook(
            str(temporary),
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        try:
            sheet = book.add_worksheet()
            money = book.add_format({"num_format": "#,##0.00"})
            day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
            for column, width in enumerate(_WIDTHS):
                sheet.set_column(column, column, width)
            for row in rows:
                for column, cell in enumerate(row):
                    match cell:
                        case Decimal():
                            sheet.write_number(count, column, float(cell), money)
                        case date():
                            sheet.write_datetime(count, column, cell, day)
                        case str():
                            sheet.write_string(count, column, cell)
                count += 1
            sheet.fit_to_pages(1, 0)
        finally:
            book.close()
        written = Written(count)
        if before is not None:
            before(written)
    return written
