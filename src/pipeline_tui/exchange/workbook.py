"""XLSX through calamine, once `area` has found the file harmless; XLS comes by `old_workbook`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.area import refuse_hostile
from pipeline_tui.exchange.rows import Record, Sheet


class WorkbookSheet(Sheet):
    """The named sheet of an XLSX file, or the first with anything in it."""

    def __init__(self, path: Path, sheet: str = "") -> None:
        super().__init__(path.name)
        refuse_hostile(path)
        self.sheet_name, self._page = choose_sheet(path, sheet)
        self.find_header()

    def records(self) -> Generator[Record]:
        for number, cells in enumerate(self._page.iter_rows(), start=1):
            yield number, row_of_text(cells)


def choose_sheet(path: Path, wanted: str) -> tuple[str, Any]:
    """(name, calamine's sheet): the one of that name, else the first with anything in it, visible
    ones before hidden ones. Raises Unreadable file_empty, file_not_sheet, file_password,
    sheet_unknown."""
    import python_calamine as calamine

    try:
        return _choose(path.name, calamine.load_workbook(str(path)), wanted)
    except calamine.PasswordError as error:
        raise Unreadable("file_password", file=path.name) from error
    except calamine.CalamineError as error:
        raise Unreadable("file_not_sheet", file=path.name, detail=str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's, and no Exception
            raise
        raise Unreadable("file_not_sheet", file=path.name) from error


def _choose(file: str, book: Any, wanted: str) -> tuple[str, Any]:
    metadata = [each for each in book.sheets_metadata if "WorkSheet" in str(each.typ)]
    if wanted:
        names = [each.name for each in metadata if each.name.casefold() == wanted.casefold()]
        if not names:
            known = ", ".join(each.name for each in metadata)
            raise Unreadable("sheet_unknown", file=file, sheet=wanted, sheets=known)
    else:
        shown = [each.name for each in metadata if str(each.visible).endswith(".Visible")]
        names = shown + [each.name for each in metadata if each.name not in shown]
    for name in names:
        page = book.get_sheet_by_name(name)
        if page.height:
            return name, page
    raise Unreadable("file_empty", file=file)


def row_of_text(cells: Iterable[object]) -> list[str]:
    """The cells of a row as text."""
    return [cell if type(cell) is str else text_of(cell) for cell in cells]


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
