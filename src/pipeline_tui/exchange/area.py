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
MAX_TEXT = 128 * 1024 * 1024  # shared strings, unpacked; they are held in memory
MAX_SHEET = 1024 * 1024 * 1024  # one sheet, unpacked; it is streamed

_CHUNK = 1024 * 1024
_TWO_LETTERS = 26 * 27  # columns A to ZZ
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")


def refuse_hostile(path: Path) -> None:
    """Raise Unreadable file_too_big or file_not_sheet for a workbook that must not be opened."""
    if path.stat().st_size > MAX_FILE:
        raise Unreadable("file_too_big", file=path.name, limit=MAX_FILE)
    with path.open("rb") as stream:
        if not stream.read(4).startswith(b"PK"):
            return  # XLS: the rectangle is bounded by the format
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
    tail = b""
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise Unreadable("file_too_big", file=file, limit=limit)
            text = tail + chunk
            if (b"<!" in text and (b"<!DOCTYPE" in text or b"<!ENTITY" in text)) or b"\0" in chunk:
                raise Unreadable("file_not_sheet", file=file)
            if is_sheet:
                area.widen(text, chunk, exact)
                tail = chunk[-40:]
    return area


class _Area:
    """A rectangle that holds every cell seen; never smaller than the real one."""

    def __init__(self) -> None:
        self.rows = 1
        self.columns = 1
        self._order_rows = 0
        self._order_cells = 0

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def widen(self, text: bytes, chunk: bytes, exact: bool) -> None:
        """`text` is the chunk with the end of the one before, lest a place be cut in two."""
        usual = text.count(b"<c") == text.count(b'<c r="')
        if usual and not exact and self.columns <= _TWO_LETTERS:
            # Rows come in order, so the last one bounds the rest; whether a cell breaks that is
            # asked of all cells at once.
            start = text.rfind(b'<row r="') + 8
            digits = re.match(rb"\d{1,9}", text[start : start + 9]) if start > 7 else None
            if digits:
                self.rows = max(self.rows, _rounded(int(digits[0])))
            if not _beyond(self.rows, self.columns).search(text):
                return
        for letters, number in _PLACE.findall(text):
            self.rows = max(self.rows, int(number[:9]))
            if letters:
                self.columns = max(self.columns, _column(letters))
        if not exact:
            self.rows = _rounded(self.rows)
            self.columns = max(26, -(-self.columns // 26) * 26)
        if not usual:
            self._count(chunk)

    def _count(self, chunk: bytes) -> None:
        """Writers may leave the places out; then a cell's place is its order."""
        for index, row in enumerate(_ROW.split(chunk)):
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
def _beyond(rows: int, columns: int) -> re.Pattern[bytes]:
    """Finds a cell outside a rectangle whose sides are rounded: rows x99…9, columns up to ?Z."""
    digits, first = len(str(rows)), int(str(rows)[0])
    row = rf"\d{{{digits + 1}}}"
    if first < 9:
        row += rf"|[{first + 1}-9]\d{{{digits - 1}}}"
    letters = columns // 26 - 1  # 26 → A..Z, 52 → AZ
    if columns < 26:
        wide = "[A-Za-z]"
    elif columns == _TWO_LETTERS:
        wide = "[A-Za-z]{3}"
    elif letters == 0:
        wide = "[A-Za-z]{2}"
    else:
        later = "".join(chr(65 + index) + chr(97 + index) for index in range(letters, 26))
        wide = f"[A-Za-z]{{3}}|[{later}][A-Za-z]"
    return re.compile(rf'<c r="(?:{wide}|[A-Za-z]+(?:{row}))'.encode())


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + letter - 64
    return number
