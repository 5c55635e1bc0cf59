"""XLSX and XLS through calamine, after a look at the raw file that keeps a hostile one from the memory.

Calamine lays a sheet out as a full rectangle: a single cell at the far corner asks for 512 GiB and
aborts the process, which no `except` can catch. So the furthest row and column are found first.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.rows import Record, Sheet

MAX_FILE = 128 * 1024 * 1024
MAX_CELLS = 10_000_000  # of the rectangle; 32 bytes each
MAX_TEXT = 128 * 1024 * 1024  # shared strings, unpacked; they are held in memory
MAX_SHEET = 1024 * 1024 * 1024  # one sheet, unpacked; it is streamed

_CHUNK = 1024 * 1024
_FAR = re.compile(rb"""\sr\s*=\s*["'](?:[A-Za-z]{2,}\d+|[A-Za-z]\d{5,}|\d{5,})["']""")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")


class WorkbookSheet(Sheet):
    """The named sheet, or the first one with anything in it (visible ones before hidden ones)."""

    def __init__(self, path: Path, sheet: str = "") -> None:
        super().__init__(path.name)
        _refuse_hostile(path)
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


def _refuse_hostile(path: Path) -> None:
    """Raise Unreadable for a file calamine should not be given."""
    if path.stat().st_size > MAX_FILE:
        raise Unreadable("file_too_big", file=path.name, limit=MAX_FILE)
    with path.open("rb") as stream:
        if not stream.read(4).startswith(b"PK"):
            return  # XLS: at most 65 536 x 256 cells, within what memory bears
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if not any(name.lower().lstrip("/") == "xl/workbook.xml" for name in names):
                raise Unreadable("file_not_sheet", file=path.name)
            for info in archive.infolist():
                name = info.filename.lower().lstrip("/")
                if name.endswith("/") or not name.endswith((".xml", ".rels")):
                    continue
                _weigh(path.name, archive, info, is_sheet="sheets/" in name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable("file_not_sheet", file=path.name, detail=str(error)) from error


def _weigh(file: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, is_sheet: bool) -> None:
    """Raise Unreadable where unpacking the part, or the rectangle of its cells, is too much."""
    limit = MAX_SHEET if is_sheet else MAX_TEXT
    size = 0
    area = _Area()
    tail = b""
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise Unreadable("file_too_big", file=file, limit=limit)
            text = tail + chunk
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in chunk:
                raise Unreadable("file_not_sheet", file=file)
            if is_sheet:
                area.widen(text, chunk)
                tail = chunk[-40:]
    if area.rows * area.columns > MAX_CELLS:
        raise Unreadable("file_too_big", file=file, row=area.rows, column=area.columns)


class _Area:
    """The smallest rectangle known to hold every cell seen; never smaller than the real one."""

    def __init__(self) -> None:
        self.rows = 9_999  # what _FAR leaves unseen
        self.columns = 26
        self._cells_of_row = 0
        self._rows = 0

    def widen(self, text: bytes, chunk: bytes) -> None:
        if _FAR.search(text):  # rare in small sheets, so the full look is rarely paid for
            for letters, digits in _PLACE.findall(text):
                self.rows = max(self.rows, int(digits[:9]))
                if letters:
                    self.columns = max(self.columns, _column(letters))
        # Writers may leave the place out; then a cell's place is its order.
        if chunk.count(b"<c") > chunk.count(b" r=") or b":c" in chunk:
            for index, row in enumerate(_ROW.split(chunk)):
                if index:
                    self._rows += 1
                    self._cells_of_row = 0
                self._cells_of_row += len(_CELL.findall(row))
                self.columns = max(self.columns, self._cells_of_row)
            self.rows = max(self.rows, self._rows)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + letter - 64
    return number
