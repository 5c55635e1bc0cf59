"""A sheet: a header and rows of text, whatever the file was.

Spreadsheets and delimited files come out of here alike, so that what recognises columns and what
imports rows never asks where a cell came from.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

from msgspec import Struct, field

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.packed import Packed

Record = tuple[int, list[str]]

_HEADER_SEARCH = 20  # titles and notes above the header rarely take more lines than this
_MOST_COLUMNS = 16_384  # as many as a spreadsheet has


class Rejected(Struct, frozen=True):
    """A row that was not taken. `code`: row_too_long, row_unclosed_quote, cell_too_big, row_not_text,
    card_without_end, card_blank."""

    row: int
    code: str
    facts: dict[str, object] = field(default_factory=dict)
    cells: tuple[str, ...] = ()
    """What stands in it, where that could be told apart."""


class Sheet(ABC):
    """One table of one file; iterate it for `(row number in the file, cells)`.

    Row numbers are those a spreadsheet program shows: the header counts, blank rows count, a cell
    of several lines is one row. Cells are text as it stands in the file, not stripped; every row
    has exactly `len(headers)` of them. Iterating again reads the file again; memory does not grow
    with the rows. Rows that cannot be taken go to `rejected`, which each pass starts anew, so after
    a full pass: rows yielded + `len(rejected)` = the rows of the file that are not blank.
    """

    kind = ""
    """What the rows are, where the format itself says so."""
    source = ""
    """Where the rows come from, where that is not told by the columns."""

    def __init__(self, file: str, encoding: str = "", delimiter: str = "") -> None:
        self.file = file
        self.encoding = encoding
        self.delimiter = delimiter
        self.headers: tuple[str, ...] = ()
        self.header_row = 0
        self.rejected: Packed[Rejected] = Packed()

    @abstractmethod
    def records(self) -> Generator[Record]:
        """All records of the file from its first row, blank ones included, as they are."""

    def find_header(self) -> None:
        """Set `headers`, or raise Unreadable file_empty / file_header_only / file_unclosed_quote."""
        self.rejected = Packed()
        first: list[Record] = []
        with closing(self.records()) as records:
            for record in records:
                worded = any(char.isalnum() for cell in record[1] for char in cell)
                if worded or (first and any(cell.strip() for cell in record[1])):
                    first.append(record)
                    if len(first) == _HEADER_SEARCH:
                        break
        unclosed = next((bad for bad in self.rejected if bad.code == "row_unclosed_quote"), None)
        if unclosed and (not first or unclosed.row < first[0][0]):
            raise Unreadable("file_unclosed_quote", file=self.file, row=unclosed.row)
        if not first:
            raise Unreadable("file_empty", file=self.file)
        number, cells = first[header_index([cells for _, cells in first])]
        if len(cells) > _MOST_COLUMNS:
            raise Unreadable("file_too_big", file=self.file, row=number, column=len(cells))
        self.header_row = number
        self.headers = tuple(cell.strip() for cell in cells)
        if first[-1][0] == number and not any(bad.row > number for bad in self.rejected):
            raise Unreadable("file_header_only", file=self.file, row=number)
        self.rejected = Packed()

    def __iter__(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        self.rejected = Packed()
        width = len(self.headers)
        padding = [""] * width
        header_row = self.header_row
        for number, cells in self.records():
            if number <= header_row:
                continue
            if (not cells or not cells[0].strip()) and not "".join(cells).strip():
                continue
            count = len(cells)
            if count < width:
                cells = cells + padding[count:]
            elif count > width:
                if any(cell.strip() for cell in cells[width:]):
                    facts: dict[str, object] = {"cells": count, "columns": width}
                    self.rejected.append(Rejected(number, "row_too_long", facts, tuple(cells)))
                    continue
                cells = cells[:width]
            yield number, tuple(cells)


def header_index(records: Sequence[Sequence[str]]) -> int:
    """Which of the first non-blank records is the header.

    The first, unless it is a title: one cell alone above a row of three or more cells, each of
    which is filled with words. A row with a number, a date or an address among its cells is data.
    """
    for index, cells in enumerate(records):
        if sum(1 for cell in cells if cell.strip()) > 1:
            filled = [cell.strip() for cell in cells if cell.strip()]
            words = all("@" not in cell and _is_word(cell) for cell in filled)
            return index if index == 0 or (len(filled) >= 3 and words) else 0
    return 0


def _is_word(cell: str) -> bool:
    """Begins with a letter, as headings do (or is the sign of a number's column)."""
    return cell.lstrip("№#*( ")[:1].isalpha() or cell in ("№", "#")
