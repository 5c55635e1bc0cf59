"""A table of a web page: what Bitrix24 and other web programs call an export to Excel, ".xls"."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from html.parser import HTMLParser
from pathlib import Path

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.delimited import MAX_CELL
from pipeline_tui.exchange.encoding import Encoding
from pipeline_tui.exchange.rows import Record, Sheet

_CHUNK = 64 * 1024
_BREAKS = frozenset(["br", "p", "div", "li"])
_UNSEEN = frozenset(["style", "script", "head", "title"])


class HtmlSheet(Sheet):
    """The rows of every table of a page, one after another; a page without any is no sheet."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        super().__init__(path.name, encoding.name)
        self._path = path
        self._errors = encoding.errors
        try:
            self.find_header()
        except Unreadable as problem:
            if problem.code == "file_empty":
                raise Unreadable("file_not_sheet", file=path.name) from problem
            raise

    def records(self) -> Generator[Record]:
        parser = _Rows()
        number = 0
        with self._path.open(encoding=self.encoding, errors=self._errors) as stream:
            while chunk := stream.read(_CHUNK):
                parser.feed(chunk)
                while parser.rows:
                    number += 1
                    yield number, parser.rows.popleft()
        parser.close()
        parser.end_row()
        while parser.rows:
            number += 1
            yield number, parser.rows.popleft()


class _Rows(HTMLParser):
    """Gathers rows; a cell or a row that is not closed ends where the next one begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: deque[list[str]] = deque()
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._size = 0
        self._unseen = 0

    def handle_starttag(
        self,
        tag: str,
        attrs: list[tuple[str, str | None]],  # noqa: ARG002 - the parser hands it over
    ) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "tr":
            self.end_row()
            self._row = []
        elif tag in ("td", "th"):
            self._end_cell()
            self._row = [] if self._row is None else self._row
            self._cell, self._size = [], 0
        elif tag in _BREAKS and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in ("tr", "table"):
            self.end_row()
        elif tag in ("td", "th"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._unseen and self._size < MAX_CELL:
            self._cell.append(data)
            self._size += len(data)

    def end_row(self) -> None:
        """Close the row that is open."""
        self._end_cell()
        if self._row:
            self.rows.append(self._row)
        self._row = None

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
            self._row.append("\n".join(filter(None, lines)))
        self._cell = None
