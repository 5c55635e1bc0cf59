"""Reading products, price lists, and what a product costs on a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.dates import day_text, read_day
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.products import PriceListRow, PriceRow, ProductRow

_AS_OF = (
    " LEFT JOIN price r ON r.id = (SELECT one.id FROM price one"
    "  JOIN price_list held ON held.id = one.price_list_id"
    "  WHERE one.product_id = p.id AND held.currency = {currency} AND held.valid_from <= :day"
    "  AND (held.valid_to IS NULL OR held.valid_to >= :day)"
    "  ORDER BY held.valid_from DESC, held.id DESC LIMIT 1)"
    " LEFT JOIN price_list l ON l.id = r.price_list_id"
)
"""The price of the list that began last among those that hold on a day; of two, the one made later."""
_PRODUCT = (
    "SELECT p.id, p.name, p.code, p.series, p.unit, p.price_minor, p.cost_minor, p.currency, p.vat,"
    " p.retired, r.price_minor, coalesce(l.name, '') FROM product p"
)


def rows(
    db: sqlite3.Connection, day: date, *, text: str = "", retired: bool = False
) -> list[ProductRow]:
    """Products by name, those put away last, with their prices on a day in their own currencies.

    Every word of `text` must stand in the name, the code or the series.
    """
    words = fold(text).split()
    found = db.execute(
        _PRODUCT + _AS_OF.format(currency="p.currency") + " WHERE p.retired <= :retired"
        " ORDER BY p.retired, p.name, p.id",
        {"day": day_text(day), "retired": int(retired)},
    )
    return [
        _row(row)
        for row in found
        if not words or all(word in fold(f"{row[1]} {row[2]} {row[3]}") for word in words)
    ]


def row(db: sqlite3.Connection, product_id: int, day: date, currency: str = "") -> ProductRow:
    """One product, with its price on a day in a currency, by default its own; raises NotFound."""
    found = db.execute(
        _PRODUCT
        + _AS_OF.format(currency="coalesce(nullif(:currency, ''), p.currency)")
        + " WHERE p.id = :id",
        {"day": day_text(day), "currency": currency, "id": product_id},
    ).fetchone()
    if found is None:
        raise NotFound("not_found", kind="product", id=product_id)
    return _row(found)


def _row(row: Sequence[Any]) -> ProductRow:
    return ProductRow(
        row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], bool(row[9]),
        row[10], row[11],
    )  # fmt: skip


_LIST = (
    "SELECT l.id, l.name, l.currency, l.valid_from, l.valid_to,"
    " (SELECT count(*) FROM price r WHERE r.price_list_id = l.id) FROM price_list l"
)


def price_lists(db: sqlite3.Connection) -> list[PriceListRow]:
    """Price lists, the one that begins last first."""
    return [_list(row) for row in db.execute(f"{_LIST} ORDER BY l.valid_from DESC, l.id DESC")]


def price_list(db: sqlite3.Connection, list_id: int) -> PriceListRow:
    """One price list; raises NotFound."""
    found = db.execute(f"{_LIST} WHERE l.id = ?", (list_id,)).fetchone()
    if found is None:
        raise NotFound("not_found", kind="price_list", id=list_id)
    return _list(found)


def _list(row: tuple[int, str, str, str, str | None, int]) -> PriceListRow:
    until = None if row[4] is None else read_day(row[4])
    return PriceListRow(row[0], row[1], row[2], read_day(row[3]), until, row[5])


def prices(db: sqlite3.Connection, list_id: int) -> list[PriceRow]:
    """Products in use by name, with the prices of a list; one put away only where it has one."""
    return [
        PriceRow(*row)
        for row in db.execute(
            "SELECT p.id, p.name, p.code, p.unit, r.price_minor,"
            " iif(p.currency = l.currency, p.price_minor, NULL) FROM product p"
            " JOIN price_list l ON l.id = :list"
            " LEFT JOIN price r ON r.product_id = p.id AND r.price_list_id = l.id"
            " WHERE p.retired = 0 OR r.id IS NOT NULL ORDER BY p.name, p.id",
            {"list": list_id},
        )
    ]
