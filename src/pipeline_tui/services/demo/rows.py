"""The rows of the demo, gathered with their numbers before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert
from sqlalchemy.sql.schema import Table

from pipeline_tui.domain import records
from pipeline_tui.store.queries.places import next_number

if TYPE_CHECKING:
    from sqlmodel import SQLModel

    from pipeline_tui.store.book import Unit

_ORDER: tuple[type[SQLModel], ...] = (
    records.Product, records.PriceList, records.Price, records.Client, records.Tag, records.Contact, records.Phone, records.Email,
    records.Consent, records.Deal, records.StageChange, records.Activity, records.Request,
    records.Task, records.Offer, records.OfferLine,
    records.Competitor, records.Sighting,
    records.ObjectionEvent, records.Invoice, records.Instalment, records.Payment,
    records.Allocation, records.Promise, records.Plan,
)  # fmt: skip
"""Tables in the order that their foreign keys allow."""


class Rows:
    """Rows by table. A row may be changed until all of them are written."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._rows: dict[type[SQLModel], list[dict[str, Any]]] = {record: [] for record in _ORDER}
        self._blank = {record: _blank(record) for record in _ORDER}
        self._next = {record: next_number(unit.db, _table(record).name) for record in _ORDER}

    def add(self, record: type[SQLModel], **values: Any) -> dict[str, Any]:
        """A new row, numbered; what is not given is empty, as the record has it."""
        blank, makers = self._blank[record]
        unknown = values.keys() - blank.keys()
        if unknown:
            raise KeyError(f"{record.__name__}: {', '.join(sorted(unknown))}")
        row = blank | {name: make() for name, make in makers.items()} | values
        row["id"] = self._next[record]
        self._next[record] += 1
        self._rows[record].append(row)
        return row

    def of(self, record: type[SQLModel]) -> list[dict[str, Any]]:
        """The rows of one table so far."""
        return self._rows[record]

    def write(self) -> None:
        """Insert everything."""
        connection = self._unit.session.connection()
        for record, rows in self._rows.items():
            if rows:
                connection.execute(insert(_table(record)), rows)


def _table(record: type[SQLModel]) -> Table:
    table = record.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
    assert isinstance(table, Table)
    return table


def _blank(record: type[SQLModel]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """What a record holds when nothing is given: plain values, and makers of mutable ones."""
    plain: dict[str, Any] = {}
    makers: dict[str, Callable[[], Any]] = {}
    for name, field in record.model_fields.items():
        if field.default_factory is not None:
            makers[name] = field.default_factory  # type: ignore[assignment]  # none takes arguments
            plain[name] = None
        else:
            plain[name] = None if field.is_required() else field.default
    return plain, makers
