"""What the readers of bank statements share: the lines given one by one, and what is wrong with them."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.domain.statements import (
    Disagreement,
    StatementLine,
    Tally,
    Totals,
    disagreements,
)
from pipeline_tui.exchange.encoding import MAX_BYTES

MAX_LINE = 64 * 1024
"""Characters of one row; a purpose has 210."""
_SUM = re.compile(r"(\d{1,15})(?:[.,](\d{0,3}))?\Z", re.ASCII)


class Statement(ABC):
    """A statement being read, once.

    Iterating gives the lines; what cannot be read is in `rejected`, with the file, the row and the
    field, and the rest goes on. At the end `wrong_totals` says which totals of the bank disagree, and
    `cut` whether the file ends before its own end.
    """

    format: ClassVar[str]

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rejected: list[Unreadable] = []
        self.wrong_totals: list[Disagreement] = []
        self.accounts: list[str] = []
        self.cut = False
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable("file_too_big", file=path.name, limit=MAX_BYTES)

    def __iter__(self) -> Iterator[StatementLine]:
        return self._read()

    @abstractmethod
    def _read(self) -> Iterator[StatementLine]: ...

    def _account(self, number: str) -> None:
        if number and number not in self.accounts:
            self.accounts.append(number)

    def _close(self, totals: Totals, found: Tally) -> None:
        self.wrong_totals += disagreements(totals, found)

    def _bad(self, row: int, field: str, text: str) -> Unreadable:
        """A value that is there and cannot be read, or is missing where `text` is empty."""
        code = "statement_value" if text else "statement_missing"
        return Unreadable(code, file=self.path.name, row=row, field=field, text=text[:80])

    def _sum(self, text: str, currency: str, row: int, field: str) -> int:
        """Minor units of a sum without sign, "1000.5", "1000,50", "1 000.50". Raises Unreadable."""
        found = _SUM.match("".join(text.split()))
        digits = minor_digits(currency)
        fraction = found[2] or "" if found else ""
        if found is None or len(fraction.rstrip("0")) > digits:
            raise self._bad(row, field, text)
        return int(Decimal(f"{found[1]}.{fraction or 0}").scaleb(digits))

    def _day(self, text: str, pattern: re.Pattern[str], row: int, field: str) -> date:
        """A day whose pattern has groups y, m and d. Raises Unreadable."""
        found = pattern.match(text.strip())
        if found is None:
            raise self._bad(row, field, text)
        try:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        except ValueError as error:
            raise self._bad(row, field, text) from error
