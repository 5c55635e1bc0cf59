"""MT940, the customer statement of SWIFT, as banks of several countries write it.

Own reader: the library mt-940 (5.1.1, BSD, kept up) takes the whole file into memory and 0.1 s to
import, and gives the text of :86: without its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.domain.statements import Party, StatementLine, Tally, Totals
from pipeline_tui.exchange.bank.mt940_text import Said, read_details
from pipeline_tui.exchange.bank.reading import MAX_LINE, Statement
from pipeline_tui.exchange.encoding import detect

_TAG = re.compile(r":(\d{2}[A-Z]?):")
_STARTS = re.compile(rb"(?m)^(?:\{4:\r?\n)?:20:")
_BALANCE = re.compile(r"([CD])(\d{6})([A-Z]{3})([\d, ]+)")
_LINE = re.compile(
    r"(?P<value>\d{6})(?P<entry>\d{4})?(?P<mark>R?[CD])(?P<funds>[A-Z])?(?P<sum>\d[\d,]*)"
    r"(?P<type>[NFSO][A-Z0-9]{3})(?P<rest>.*)",
    re.ASCII | re.DOTALL,
)
_DAY = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})\Z", re.ASCII)
_NO_REFERENCE = {"", "NONREF", "NOTPROVIDED", "EREF", "PREF"}
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}\Z")
_ACCOUNT = re.compile(r"P?\d{9,20}\Z")
_MAX_ROWS = 40
"""Rows of one field; the standard allows six."""


def looks_like_one(head: bytes) -> bool:
    """Whether a file with this beginning is such a statement."""
    return bool(_STARTS.search(head)) and b":25" in head and b":60" in head


class Reader(Statement):
    """A file of MT940: one statement after another."""

    format = "MT940"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._encoding = detect(path)
        self._own = self._currency = ""
        self._opening: int | None = None
        self._began = 0
        self._tally = Tally()

    def _read(self) -> Iterator[StatementLine]:
        pending: tuple[int, str] | None = None
        details: list[str] = []
        for row, tag, text in self._fields():
            if tag == "86":
                if pending is not None:
                    details.append(text)
                continue
            if pending is not None:
                yield from self._taken(pending, details)
                pending, details = None, []
            try:
                if tag == "20":
                    self._begin(row)
                elif tag.startswith("25"):
                    self._own = "".join(text.split())
                elif tag in ("60F", "60M"):
                    self._opening = self._balance(row, tag, text)
                    self._own = _bare(self._own, self._currency)
                    self._account(self._own)
                elif tag == "61":
                    pending = row, text
                elif tag in ("62F", "62M"):
                    self._end(row, tag, text)
            except Unreadable as bad:
                self.rejected.append(bad)
        if pending is not None:
            yield from self._taken(pending, details)
        self.cut = bool(self._began)

    def _fields(self) -> Iterator[tuple[int, str, str]]:
        """(row, tag, text with its rows) of each field; lines that belong to none are passed over."""
        start, tag, rows = 0, "", list[str]()
        with self.path.open(encoding=self._encoding.name, errors="replace", newline=None) as stream:
            row = 0
            while text := stream.readline(MAX_LINE):
                row += 1
                text = text.rstrip("\r\n").removeprefix("{4:")
                found = _TAG.match(text)
                if found or text.strip() in ("-", "-}", "-XXX") or text.startswith("{"):
                    if tag:
                        yield start, tag, "\n".join(rows)
                    tag, rows = "", []
                if found:
                    start, tag, rows = row, found[1], [text[found.end() :]]
                elif tag and len(rows) < _MAX_ROWS:
                    rows.append(text)
        if tag:
            yield start, tag, "\n".join(rows)

    def _begin(self, row: int) -> None:
        self._began, self._tally, self._opening = row, Tally(), None
        self._own = self._currency = ""

    def _end(self, row: int, tag: str, text: str) -> None:
        closing = self._balance(row, tag, text)
        self._close(
            Totals(row, self._own, self._currency, opening=self._opening, closing=closing),
            self._tally,
        )
        self._began = 0

    def _balance(self, row: int, tag: str, text: str) -> int:
        found = _BALANCE.match(text)
        if found is None:
            raise self._bad(row, f":{tag}:", text)
        self._currency = found[3]
        amount = self._sum(found[4], found[3], row, f":{tag}:")
        return amount if found[1] == "C" else -amount

    def _taken(self, pending: tuple[int, str], details: list[str]) -> Iterator[StatementLine]:
        try:
            line = self._line(*pending, details)
        except Unreadable as bad:
            self.rejected.append(bad)
            return
        self._tally.add(line.amount_minor)
        yield line

    def _line(self, row: int, text: str, details: list[str]) -> StatementLine:
        found = _LINE.match(text)
        if found is None or not self._currency:
            raise self._bad(row, ":61:", text)
        value = self._day(_century(found["value"]), _DAY, row, ":61:")
        amount = self._sum(found["sum"], self._currency, row, ":61:")
        if not amount:
            raise self._bad(row, ":61:", text)
        mark = found["mark"]
        number, bank_id, more = _references(found["rest"])
        said = read_details(details)
        return StatementLine(
            row=row,
            account=self._own,
            booked_on=self._entered(value, found["entry"], row),
            amount_minor=amount if mark in ("C", "RD") else -amount,
            currency=self._currency,
            other=_party(said, more),
            number=number,
            dated_on=value,
            purpose=said.purpose,
            bank_id=bank_id,
            reversal=mark.startswith("R"),
        )

    def _entered(self, value: date, entry: str | None, row: int) -> date:
        """The day of entry has no year: the one that brings it closest to the value date."""
        if not entry:
            return value
        days = []
        for year in (value.year - 1, value.year, value.year + 1):
            try:
                days.append(date(year, int(entry[:2]), int(entry[2:])))
            except ValueError:  # 29 February stands in one of them only
                continue
        if not days:
            raise self._bad(row, ":61:", entry)
        return min(days, key=lambda day: abs(day - value))


def _century(text: str) -> str:
    """A year of two digits: SWIFT began in the eighties."""
    return ("19" if text[:2] >= "80" else "20") + text


def _bare(account: str, currency: str) -> str:
    """An account without the bank before it and the currency after it."""
    number = account.rpartition("/")[2]
    return number.removesuffix(currency) if number != currency else number


def _references(rest: str) -> tuple[str, str, str]:
    """(the payer's reference, the bank's, what stands after them) of a :61:."""
    first, _, more = rest.partition("\n")
    own, slashes, bank = first.partition("//")
    if not slashes and len(own) > 16:  # the reference has 16 places; some banks go on after it
        own, more = own[:16], f"{own[16:]} {more}"
    own, bank = own.strip(), bank.strip()
    return (
        "" if own in _NO_REFERENCE else own,
        "" if bank in _NO_REFERENCE else bank,
        " ".join(more.split()),
    )


def _party(said: Said, more: str) -> Party:
    """Who it was, by :86: and by what stands after the references."""
    account = said.account
    name = said.name
    if _IBAN.match(more) or _ACCOUNT.match(more):
        account = account or more
    elif more and not more.isdecimal():
        name = name or more
    return Party(name=name, inn=said.inn, kpp=said.kpp, account=account, bik=said.bank)
