"""Columns of a file that are called like fields of the user's own: read by the kind of the field."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.custom_fields import FieldKind, FieldRow, outside
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.imports import RowNote
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.exchange.amounts import DecimalMark
from pipeline_tui.exchange.dates import DateStyle
from pipeline_tui.exchange.values import clean, clean_id, is_blank
from pipeline_tui.services.custom_fields import read_value
from pipeline_tui.store.queries import needs

if TYPE_CHECKING:
    from pipeline_tui.services.importing.intake import Line
    from pipeline_tui.services.importing.tables import Table

_ENTITIES = {"clients": "client", "contacts": "contact", "deals": "deal"}
_NUMBERS = (FieldKind.NUMBER, FieldKind.MONEY)


class _Column(Struct, frozen=True):
    """A column of one table: its place, its header, the field, and how the column writes values."""

    index: int
    header: str
    extra: str
    field: FieldRow
    style: DateStyle
    mark: DecimalMark


class OwnValues:
    """The fields there are, and the columns of the tables of one import that hold them."""

    def __init__(self, db: sqlite3.Connection, currency: str) -> None:
        self._currency = currency
        self._digits = minor_digits(currency)
        self._fields: dict[str, dict[str, FieldRow]] = {}
        for one in needs.custom_fields(db):
            self._fields.setdefault(one.entity, {})[fold(one.name)] = one
        self._columns: dict[int, list[_Column]] = {}

    def prepare(self, table: Table) -> None:
        """Find the columns of a table, and how each writes dates and sums: as was said, else as the
        column tells, for which it is read through."""
        known = self._of(table.kind)
        found = {
            index: (name, known[key])
            for index, name in table.columns.extra.items()
            if (key := fold(name)) in known
        }
        dates: dict[int, set[str]] = {
            index: set() for index, (_name, one) in found.items() if one.kind == FieldKind.DATE
        }
        sums: dict[int, set[str]] = {
            index: set() for index, (_name, one) in found.items() if one.kind in _NUMBERS
        }
        if dates or sums:
            for _row, cells in table.sheet:
                for index, texts in (*dates.items(), *sums.items()):
                    texts.add(cells[index])
        said = table.corrected
        style, mark = said.dates.get(""), said.decimals.get("")
        self._columns[id(table)] = [
            _Column(
                index, table.sheet.headers[index], name, one,
                DateStyle(style) if style else DateStyle.detect(dates.get(index, ())),
                DecimalMark(mark) if mark else _mark(sums.get(index, set())),
            )
            for index, (name, one) in found.items()
        ]  # fmt: skip

    def read(self, line: Line, cells: tuple[str, ...]) -> None:
        """Put the values of a row among those that no column of ours takes, under the names of their
        fields. A text that is not of its field's kind is kept, and the row warned of, by its column.
        """
        for column in self._columns.get(id(line.table), ()):
            line.extra.pop(column.extra, None)
            text = cells[column.index]
            if is_blank(text):
                continue
            text = clean_id(text) if text[-2:] == ".0" else clean(text)
            name = column.field.name
            try:
                line.extra[name] = read_value(
                    column.field, text, self._currency, dates=column.style, mark=column.mark
                )
            except Invalid as problem:
                line.extra[name] = text
                line.tally.warn(RowNote(line.row, column.header, problem))

    def of(self, line: Line) -> dict[str, Any]:
        """What a row holds of fields of its own kind of record."""
        known = self._of(line.table.kind)
        return {name: one for name, one in line.extra.items() if fold(name) in known}

    def beside(self, line: Line) -> dict[str, str]:
        """What it holds in columns that are no field of anything."""
        known = self._of(line.table.kind)
        return {name: one for name, one in line.extra.items() if fold(name) not in known}

    def shown(self, kind: str, name: str, value: Any) -> Any:
        """A stored value of a row's record as a person reads it: sums in major units."""
        shown = outside(self._of(kind).get(fold(name)), value, self._digits)
        return format(shown, "f") if isinstance(shown, Decimal) else shown

    def _of(self, kind: str) -> dict[str, FieldRow]:
        return self._fields.get(_ENTITIES.get(kind, ""), {})


def _mark(texts: set[str]) -> DecimalMark:
    """What a column tells of its sums; one that does not tell is read sum by sum."""
    mark = DecimalMark.detect(text for text in texts if "." in text or "," in text)
    return DecimalMark.PLAIN if mark is DecimalMark.AMBIGUOUS else mark
