"""How the dates and sums of a table are written, column by column: told by the column, or said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.imports import Correction
from pipeline_tui.exchange.amounts import DecimalMark
from pipeline_tui.exchange.dates import DateStyle, has_short_years
from pipeline_tui.exchange.headings import column_name, columns_called
from pipeline_tui.exchange.recognise import ColumnMap

ORDERS = ("dmy", "mdy", "ymd")
MARKS = ("comma", "dot")
_DATES = {
    "clients": ("created_on", "opening_on"),
    "contacts": ("birthday", "created_on"),
    "deals": ("opened_on", "closed_on", "closed_on_2", "expected_close"),
    "activities": ("at", "task_due"),
    "invoices": ("issued_on", "due_on", "settled_on"),
}
_SUMS = {
    "clients": ("opening_balance",), "deals": ("amount",), "invoices": ("amount", "paid"),
    "products": ("price",),
}  # fmt: skip


def check_words(dates: Mapping[str, str], decimals: Mapping[str, str]) -> None:
    """Raise Invalid dates_unknown or decimals_unknown for a word that says nothing."""
    for word in dates.values():
        if word not in ORDERS:
            raise Invalid("dates", "dates_unknown", value=word)
    for word in decimals.values():
        if word not in MARKS:
            raise Invalid("decimals", "decimals_unknown", value=word)


def dated(columns: ColumnMap) -> frozenset[int]:
    """Columns of dates."""
    return _of(columns, _DATES)


def summed(columns: ColumnMap) -> frozenset[int]:
    """Columns of sums."""
    return _of(columns, _SUMS)


def _of(columns: ColumnMap, names: Mapping[str, tuple[str, ...]]) -> frozenset[int]:
    wanted = names.get(columns.kind, ())
    return frozenset(index for index, name in columns.fields.items() if name in wanted)


class Readings:
    """What stands in the columns of dates and sums of one table, each text once."""

    def __init__(self, columns: ColumnMap) -> None:
        self._fields = columns.fields
        self._dates: dict[int, set[str]] = {index: set() for index in sorted(dated(columns))}
        self._sums: dict[int, set[str]] = {index: set() for index in sorted(summed(columns))}

    def look(self, cells: Sequence[str]) -> None:
        """Note what a row has there."""
        for index, texts in self._dates.items():
            texts.add(cells[index])
        for index, texts in self._sums.items():
            text = cells[index]
            if "." in text or "," in text:
                texts.add(text)

    def settled(
        self, headers: Sequence[str], said: Correction, *, by_program: bool
    ) -> tuple[dict[str, DateStyle], dict[str, DecimalMark]]:
        """Field → how its dates are ordered, field → how its sums are written.

        What was said of a column goes before what it tells. `by_program`: numbers stand in the file
        as such, not as text, so that a dot is always a decimal one. Raises Invalid date_ambiguous or
        decimal_ambiguous (facts column, text, short_years).
        """
        orders = _by_place(headers, said.dates, self._dates)
        marks = _by_place(headers, said.decimals, self._sums)
        styles: dict[str, DateStyle] = {}
        for index, texts in self._dates.items():
            style = DateStyle(orders[index]) if index in orders else DateStyle.detect(texts)
            if text := style.undecided(texts):
                raise Invalid(
                    "dates", "date_ambiguous", column=column_name(headers, index), text=text,
                    short_years=has_short_years(texts),
                )  # fmt: skip
            styles[self._fields[index]] = style
        written: dict[str, DecimalMark] = {}
        for index, texts in self._sums.items():
            mark = DecimalMark(marks[index]) if index in marks else DecimalMark.detect(texts)
            if mark is DecimalMark.AMBIGUOUS:
                text = DecimalMark.undecided(texts)
                if not by_program or "," in text:
                    raise Invalid(
                        "decimals", "decimal_ambiguous", column=column_name(headers, index),
                        text=text,
                    )  # fmt: skip
                mark = DecimalMark.DOT
            if mark is not DecimalMark.PLAIN:
                written[self._fields[index]] = mark
        return styles, written


def _by_place(
    headers: Sequence[str], said: Mapping[str, str], known: Mapping[int, set[str]]
) -> dict[int, str]:
    """Index of a column → what was said of it, or of all."""
    found = dict.fromkeys(known, said[""]) if "" in said else {}
    for column, word in said.items():
        places = columns_called(headers, column) if column else ()
        found |= {place: word for place in places if place in known}
    return found
