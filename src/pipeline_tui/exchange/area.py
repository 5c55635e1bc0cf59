"""A look at the raw XLSX before calamine sees it, so that a hostile one cannot take the memory.

Calamine lays a sheet out as a full rectangle: a single cell at the far corner asks for 512 GiB and
aborts the process, which no `except` can catch. So the furthest row and column are found first,
in a pass over the unpacked XML that costs a third of calamine's own.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

from pipeline_tui.domain.errors import Unreadable

MAX_FILE = 128 * 1024 * 1024
MAX_CELLS = 10_000_000  # of the rectangle; 32 bytes each
MAX_TEXT = 64 * 1024 * 1024  # shared strings, unpacked; they are held in memory
MAX_SHEET = 1024 * 1024 * 1024  # one sheet, unpacked; it is streamed

_CHUNK = 1024 * 1024
_TWO_LETTERS = 26 * 27  # columns A to ZZ
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_LAST_ROW = re.compile(rb'<row r="(\d{1,9})"')
_PLACELESS = re.compile(rb"<(?:\w+:)?c(?=[\s/>])(?![^>]*\sr\s*=)")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")


def refuse_hostile(path: Path) -> None:
    """Raise Unreadable file_too_big or file_not_sheet for a workbook that must not be opened."""
    if path.stat().st_size > MAX_FILE:
        raise Unreadable("file_too_big", file=path.name, limit=MAX_FILE)
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower().lstrip("/") for name in archive.namelist()}
            if "xl/workbook.xml" not in names:
                raise Unreadable("file_not_sheet", file=path.name)
            for info in archive.infolist():
                if info.filename.lower().endswith((".xml", ".rels")):
                    _weigh(path.name, archive, info)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable("file_not_sheet", file=path.name, detail=str(error)) from error


def _weigh(file: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Raise Unreadable where unpacking the part, or the rectangle of its cells, is too much."""
    is_sheet = "sheets/" in info.filename.lower()
    area = _measure(file, archive, info, is_sheet, exact=False)
    if area.cells > MAX_CELLS:  # the quick look rounds up
        area = _measure(file, archive, info, is_sheet, exact=True)
    if area.cells > MAX_CELLS:
        raise Unreadable("file_too_big", file=file, row=area.rows, column=area.columns)


def _measure(
    file: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, is_sheet: bool, *, exact: bool
) -> _Area:
    limit = MAX_SHEET if is_sheet else MAX_TEXT
    size = 0
    area = _Area()
    rest = b""
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise Unreadable("file_too_big", file=file, limit=limit)
            if b"\0" in chunk:
                raise Unreadable("file_not_sheet", file=file)
            text = rest + chunk
            if b"<!DOCTYPE" in text:
                raise Unreadable("file_not_sheet", file=file)
            end = text.rfind(b">") + 1
            rest = text[end:] if is_sheet else text[-16:]
            if len(rest) > 4 * _CHUNK:
                raise Unreadable("file_not_sheet", file=file)
            if is_sheet:
                area.widen(text, end, exact)
    return area


class _Area:
    """A rectangle that holds every cell seen; never smaller than the real one."""

    def __init__(self) -> None:
        self.rows = 1
        self.columns = 26
        self._order_rows = 0
        self._order_cells = 0

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def widen(self, text: bytes, end: int, exact: bool) -> None:
        """Take in whole tags, `text` up to `end`."""
        if not exact and self.columns <= _TWO_LETTERS and text.find(b":c", 0, end) < 0:
            # Rows come in order, so the last one bounds the rest; whether a cell breaks that, or is
            # written in an unusual way, is asked of all cells at once.
            last = _LAST_ROW.match(text, max(0, text.rfind(b'<row r="', 0, end)), end)
            if last:
                self.rows = max(self.rows, _rounded(int(last[1])))
            if not _outside(self.rows, self.columns).search(text, 0, end):
                return
        for letters, number in _PLACE.findall(text, 0, end):
            self.rows = max(self.rows, int(number[:9]))
            if letters:
                self.columns = max(self.columns, _column(letters))
        if not exact:
            self.rows = _rounded(self.rows)
            self.columns = -(-self.columns // 26) * 26
        if _PLACELESS.search(text, 0, end):
            self._count(text[:end])

    def _count(self, text: bytes) -> None:
        """Writers may leave the places out; then a cell's place is its order."""
        for index, row in enumerate(_ROW.split(text)):
            if index:
                self._order_rows += 1
                self._order_cells = 0
            self._order_cells += len(_CELL.findall(row))
            self.columns = max(self.columns, self._order_cells)
        self.rows = max(self.rows, self._order_rows)


def _rounded(row: int) -> int:
    """The largest number with as many digits and the same first one."""
    power = int("1" + "0" * (len(str(row)) - 1))
    return (row // power + 1) * power - 1


@lru_cache(maxsize=64)
def _outside(rows: int, columns: int) -> re.Pattern[bytes]:
    """Finds what may be a cell outside a rectangle of rounded sides: rows x99…9, columns up to ?Z."""
    digits, first = len(str(rows)), str(rows)[0]
    row = rf"[1-{first}]\d{{{digits - 1}}}" + (rf"|\d{{1,{digits - 1}}}" if digits > 1 else "")
    letter = chr(ord("A") + columns // 26 - 2)  # 52 → A: the columns up to AZ
    column = "[A-Z]" if columns <= 26 else f"[A-{letter}]?[A-Z]"
    return re.compile(rf'<c(?! r="{column}(?:{row})")'.encode())


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + letter - 64
    return number
