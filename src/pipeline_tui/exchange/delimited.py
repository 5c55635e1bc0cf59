"""CSV and its kin: the delimiter is guessed by consistency, bad quoting costs one row, not the file."""

from __future__ import annotations

import csv
import math
from collections import deque
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TextIO

from pipeline_tui.exchange.encoding import Encoding
from pipeline_tui.exchange.rows import Record, Rejected, Sheet, header_index

MAX_CELL = 2 * 1024 * 1024  # characters

DELIMITERS = (";", ",", "\t", "|")
_NONE = "\x1f"  # the reader wants some delimiter; a table of one column has none
_SAMPLE_CHARS = 128 * 1024
_SAMPLE_RECORDS = 60


class DelimitedSheet(Sheet):
    """A text file of separated values, open only while it is being iterated."""

    def __init__(self, path: Path, encoding: Encoding, delimiter: str = "") -> None:
        super().__init__(path.name, encoding.name, delimiter)
        self._path = path
        self._errors = encoding.errors
        self._skip = 0
        self._wrapped = False
        with self._open() as stream:
            sample = stream.read(_SAMPLE_CHARS)
        declared = sample[:6].rstrip("\r\n")
        if len(declared) == 5 and declared.lower().startswith("sep="):  # written for Excel
            self.delimiter = delimiter or declared[4]
            self._skip = 1
        elif not delimiter:
            self.delimiter, self._wrapped = guess(sample, whole=len(sample) < _SAMPLE_CHARS)
        self.find_header()

    def _open(self) -> TextIO:
        return self._path.open(encoding=self.encoding, errors=self._errors, newline="")

    def records(self) -> Generator[Record]:
        if csv.field_size_limit() < MAX_CELL:
            csv.field_size_limit(MAX_CELL)
        delimiter = self.delimiter or _NONE
        width = len(self.headers)
        taken: list[str] = []
        again: deque[str] = deque()
        number = 0
        skip = self._skip
        with self._open() as stream:
            source = iter(stream)
            reading = True
            while reading:
                reading = False
                reader = csv.reader(_lines(source, taken, again), delimiter=delimiter)
                while True:
                    fault = ""
                    cells: list[str] = []
                    try:
                        cells = next(reader)
                    except StopIteration:
                        break
                    except csv.Error:
                        fault = "row_unclosed_quote" if len(taken) > 1 else "cell_too_big"
                    number += 1
                    if len(taken) > 1:
                        if not fault and not _well_quoted(taken, delimiter):
                            fault = "row_unclosed_quote"
                        if fault:  # the quote swallowed the lines below: give them back
                            again.extendleft(reversed(taken[1:]))
                            reading = True
                    taken.clear()
                    if fault:
                        self.rejected.append(Rejected(number, fault))
                        if reading:
                            break
                        continue
                    if number <= skip:
                        continue
                    if len(cells) == 1 and (self._wrapped or width > 1):
                        cells = self._unwrap(cells, delimiter, width)
                    yield number, cells

    def _unwrap(self, cells: list[str], delimiter: str, width: int) -> list[str]:
        """A whole row that was quoted into one cell, taken apart again."""
        if delimiter not in cells[0]:
            return cells
        inner = _parse(cells[0], delimiter)
        return inner if self._wrapped or len(inner) == width else cells


def _lines(source: Iterator[str], taken: list[str], again: deque[str]) -> Iterator[str]:
    """Lines given back, then those of the file, each noted in `taken`; a blank one ends them.

    The blank line makes a quote left open at the end of the file show as a record of two lines.
    """
    while again:
        line = again.popleft()
        taken.append(line)
        yield line
    for line in source:
        taken.append(line)
        yield line
    taken.append("\n")
    yield "\n"


def _well_quoted(lines: list[str], delimiter: str) -> bool:
    try:
        return len(list(csv.reader(lines, delimiter=delimiter, strict=True))) == 1
    except csv.Error:
        return False


def _parse(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [line]


def guess(sample: str, *, whole: bool) -> tuple[str, bool]:
    """The delimiter, and whether every row is quoted into one cell. ("", False): a single column.

    A delimiter is as good as the share of records that have the header's number of cells, times
    the logarithm of that number; titles above the header and broken quoting cost most of it.
    `whole` is false where the sample was cut, so its last record is not judged.
    """
    best = max(DELIMITERS, key=lambda each: _consistency(sample, each, whole))
    if _consistency(sample, best, whole) > 0:
        return best, False
    wrapped = [cells[0] for cells in _records(sample, _NONE, whole) if len(cells) == 1]
    first = sample.lstrip("\ufeff \r\n\t")
    if first.startswith('"') and wrapped:
        inner = "\n".join(wrapped)
        best = max(DELIMITERS, key=lambda each: _consistency(inner, each, True))
        if _consistency(inner, best, True) > 0:
            return best, True
    return "", False


def _records(sample: str, delimiter: str, whole: bool) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for cells in csv.reader(sample.splitlines(keepends=True), delimiter=delimiter):
            if any(cell.strip() for cell in cells):
                found.append(cells)
                if len(found) > _SAMPLE_RECORDS:
                    break
    except csv.Error:
        pass  # a cell beyond the limit: judge by what came before it
    if len(found) > 1 and (not whole or len(found) > _SAMPLE_RECORDS):
        found.pop()
    return found


def _consistency(sample: str, delimiter: str, whole: bool) -> float:
    if delimiter not in sample:
        return 0.0
    records = _records(sample, delimiter, whole)
    if not records:
        return 0.0
    titles = header_index(records)
    records = records[titles:]
    width = len(records[0])
    if width < 2:
        return 0.0
    rows = records[1:]
    fit = 1.0
    if rows:
        exact = sum(1 for cells in rows if len(cells) == width)
        short = sum(1 for cells in rows if len(cells) < width)
        fit = (exact + short / 2) / len(rows)
    score = (fit + 0.01) * math.log(width)
    if titles:  # only where no delimiter explains the first lines
        score /= 4
    return score if _quotes_hold(sample, delimiter) else score / 5


def _quotes_hold(sample: str, delimiter: str) -> bool:
    lines = sample.splitlines(keepends=True)[:_SAMPLE_RECORDS]
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)  # cut in the middle of a cell of several lines
    return True
