"""XLSX and XLS through calamine, once `area` has found the file harmless."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.area import refuse_hostile
from pipeline_tui.exchange.rows import Record, Sheet


class WorkbookSheet(Sheet):
    """The named sheet, or the first one with anything in it (visible ones before hidden ones)."""

    def __init__(self, path: Path, sheet: str = "") -> None:
        super().__init__(path.name)
        refuse_hostile(path)
        self._sheet: Any = None
        self.sheet_name = ""
        import python_calamine as calamine

        try:
            book = calamine.load_workbook(str(path))
            self._choose(book, sheet)
        except calamine.PasswordError as error:
            raise Unreadable("file_password", file=path.name) from error
        except calamine.CalamineError as error:
            if "password" in str(error).lower() or "encrypt" in str(error).lower():
                raise Unreadable("file_password", file=path.name) from error
            raise Unreadable("file_not_sheet", file=path.name, detail=str(error)) from error
        self.find_header()

    def _choose(self, book: Any, wanted: str) -> None:
        metadata = [each for each in book.sheets_metadata if "WorkSheet" in str(each.typ)]
        if wanted:
            names = [each.name for each in metadata if each.name.casefold() == wanted.casefold()]
            if not names:
                known = ", ".join(each.name for each in metadata)
                raise Unreadable("sheet_unknown", file=self.file, sheet=wanted, sheets=known)
        else:
            shown = [each.name for each in metadata if str(each.visible).endswith(".Visible")]
            names = shown + [each.name for each in metadata if each.name not in shown]
        for name in names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                self._sheet, self.sheet_name = sheet, name
                return
        raise Unreadable("file_empty", file=self.file)

    def records(self) -> Iterator[Record]:
        for number, cells in enumerate(self._sheet.iter_rows(), start=1):
            yield number, [cell if type(cell) is str else text_of(cell) for cell in cells]


def text_of(value: object) -> str:
    """A cell as a person would have typed it: 1.0 is "1", a date is ISO, midnight is dropped."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            if value.is_integer() and abs(value) < 1e21:
                return str(int(value))
            return repr(value)
        case dt.datetime():
            moment = value.replace(microsecond=0)
            if moment.time() == dt.time():
                return moment.date().isoformat()
            return moment.isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            minutes, seconds = divmod(int(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case None:
            return ""
    return str(value)
