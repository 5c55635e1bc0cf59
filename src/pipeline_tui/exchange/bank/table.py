"""Statements as tables, CSV or a spreadsheet: columns by their headers, or as the user says.

What banks call the columns differs from bank to bank; sums stand in one column with a sign, or in two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from pipeline_tui.domain.errors import Invalid, Unreadable
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.domain.statements import Party, StatementLine
from pipeline_tui.exchange.amounts import DecimalMark, minor_units, parse_money
from pipeline_tui.exchange.bank.reading import Statement
from pipeline_tui.exchange.dates import DateStyle, parse_date
from pipeline_tui.exchange.headings import normalise
from pipeline_tui.exchange.sheets import open_sheet
from pipeline_tui.exchange.values import clean_id, restore_zero

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "date": (
        "дата операции", "дата проводки", "дата поступления", "дата", "booking date", "date",
        "transaction date",
    ),
    "came": ("поступление", "приход", "кредит", "сумма по кредиту", "credit", "paid in", "money in"),
    "went": ("списание", "расход", "дебет", "сумма по дебету", "debit", "paid out", "money out"),
    "amount": ("сумма", "сумма операции", "сумма платежа", "amount"),
    "name": (
        "контрагент", "плательщик", "наименование контрагента", "наименование плательщика",
        "counterparty", "payer", "name",
    ),
    "inn": ("инн контрагента", "инн плательщика", "инн", "inn", "tax id"),
    "kpp": ("кпп контрагента", "кпп плательщика", "кпп", "kpp"),
    "account": (
        "счет контрагента", "счет плательщика", "расчетный счет плательщика", "iban",
        "counterparty account", "payer account", "account",
    ),
    "bik": ("бик банка контрагента", "бик банка плательщика", "бик", "bik", "bic"),
    "number": ("номер документа", "номер", "№", "document number", "number"),
    "purpose": (
        "назначение платежа", "назначение", "описание операции", "purpose", "description", "details",
        "reference",
    ),
    "currency": ("валюта", "валюта операции", "currency"),
    "own_account": ("счет", "номер счета", "own account"),
    "id": ("id", "id операции", "уникальный номер", "transaction id"),
}  # fmt: skip
"""Field → headers that mean it, the surest first; also the fields that a column may be said to be."""
TABLE = "table"
NOTHING = "-"
"""Said of a column that is to mean nothing."""
_LARGEST_SCALE = 3


def headings(path: Path, said: Mapping[str, str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The headers of a table, and which of them each field stands under, as far as they tell or are
    said to. Raises as `Reader`, but for statement_columns."""
    headers = open_sheet(path).headers
    return headers, {name: headers[at] for name, at in _meant(headers, said).items()}


class Reader(Statement):
    """A table: one row, one movement."""

    format = TABLE

    def __init__(self, path: Path, said: Mapping[str, str], currency: str) -> None:
        super().__init__(path)
        self._sheet = open_sheet(path)
        self._places = _places(self._sheet.headers, said, path.name)
        self._currency = currency
        dates = (cells[self._places["date"]] for _row, cells in self._sheet)
        self._style = DateStyle.detect(dates)

    def _read(self) -> Iterator[StatementLine]:
        for row, cells in self._sheet:
            try:
                line = self._line(
                    row, {name: cells[at].strip() for name, at in self._places.items()}
                )
            except Unreadable as bad:
                self.rejected.append(bad)
                continue
            if line is not None:
                self._account(line.account)
                yield line
        self.rejected += [
            Unreadable(bad.code, file=self.path.name, row=bad.row, **bad.facts)
            for bad in self._sheet.rejected
        ]

    def _line(self, row: int, said: Mapping[str, str]) -> StatementLine | None:
        """A movement; None for a row without a day, such as a total below the table."""
        text = said["date"]
        try:
            booked_on = parse_date(text, self._style)
        except Invalid as error:
            raise self._bad(row, "date", text) from error
        if booked_on is None:
            return None
        currency = said.get("currency", "").upper()
        currency = currency if len(currency) == 3 else self._currency
        amount = self._money(row, "amount", said, currency)
        came, went = (self._money(row, name, said, currency) for name in ("came", "went"))
        amount = amount or abs(came) - abs(went)
        if not amount:
            raise self._bad(row, "amount", said.get("amount", ""))
        return StatementLine(
            row=row,
            account=clean_id(said.get("own_account", "")),
            booked_on=booked_on,
            amount_minor=amount,
            currency=currency,
            other=Party(
                name=said.get("name", ""),
                inn=restore_zero(clean_id(said.get("inn", "")), 10, 12),
                kpp=restore_zero(clean_id(said.get("kpp", "")), 9),
                account="".join(clean_id(said.get("account", "")).split()),
                bik=restore_zero(clean_id(said.get("bik", "")), 9),
            ),
            number=clean_id(said.get("number", "")),
            dated_on=booked_on,
            purpose=" ".join(said.get("purpose", "").split()),
            bank_id=clean_id(said.get("id", "")),
        )

    def _money(self, row: int, name: str, said: Mapping[str, str], currency: str) -> int:
        text = said.get(name, "")
        try:
            amount = parse_money(text, mark=DecimalMark.PLAIN) or Decimal(0)
        except Invalid as error:
            raise self._bad(row, name, text) from error
        digits = minor_digits(currency)
        if amount.scaleb(digits) % 1 and digits < _LARGEST_SCALE:
            raise self._bad(row, name, text)
        return minor_units(amount, digits)


def _places(headers: tuple[str, ...], said: Mapping[str, str], file: str) -> dict[str, int]:
    """Field → its column. Raises Invalid column_unknown, field_unknown; Unreadable
    statement_columns where the day or the sum is missing."""
    places = _meant(headers, said)
    if "date" not in places or not places.keys() & {"amount", "came", "went"}:
        raise Unreadable("statement_columns", file=file, header=list(headers))
    return places


def _meant(headers: tuple[str, ...], said: Mapping[str, str]) -> dict[str, int]:
    """Field → its column, by what is said and then by the headers."""
    plain = [normalise(header) for header in headers]
    places: dict[str, int] = {}
    left_out: set[int] = set()
    for column, name in said.items():
        if normalise(column) not in plain:
            raise Invalid("map", "column_unknown", column=column, columns=list(headers))
        at = plain.index(normalise(column))
        if name == NOTHING:
            left_out.add(at)
            continue
        if name not in COLUMNS:
            raise Invalid("map", "field_unknown", field_name=name, fields=sorted(COLUMNS))
        places[name] = at
    for name, words in COLUMNS.items():
        for word in words:
            at = plain.index(normalise(word)) if normalise(word) in plain else -1
            if name not in places and at >= 0 and at not in {*places.values(), *left_out}:
                places[name] = at
    return places
