"""Reading how invoices were paid: every part with its payments, and what clients bought lately."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from pipeline_tui.domain.dates import day_text
from pipeline_tui.domain.paying.parts import NEVER, Part
from pipeline_tui.domain.vocabulary import PaymentKind

_ORDINAL = "CAST(julianday({}) - 1721424.5 AS INTEGER)"
_PARTS = (
    "SELECT i.id, i.client_id, i.invoice_id, i.currency,"
    f" {_ORDINAL.format('v.issued_on')}, {_ORDINAL.format('i.due_on')}, i.amount_minor,"
    f" {_ORDINAL.format('v.cancelled_on')}, v.opening"
    " FROM {source} CROSS JOIN instalment i ON i.invoice_id = v.id WHERE {where} ORDER BY i.id"
)
_PAID = (
    f"SELECT a.instalment_id, {_ORDINAL.format('p.paid_on')}, a.amount_minor, p.kind"
    " FROM {source} CROSS JOIN allocation a ON a.payment_id = p.id WHERE {where}"
    " ORDER BY a.instalment_id, p.paid_on"
)


def parts(db: sqlite3.Connection, until: date, clients: Sequence[int] | None = None) -> list[Part]:
    """Every part of the invoices issued by a day, of all clients or these, in the order of numbers."""
    values: dict[str, Any] = {"until": day_text(until)}
    source, paying, which, whose = "invoice v", "payment p", "v.issued_on <= :until", "1"
    if clients is not None:
        values["clients"] = json.dumps(list(clients))
        source = "json_each(:clients) j CROSS JOIN invoice v ON v.client_id = j.value"
        paying = "json_each(:clients) j CROSS JOIN payment p ON p.client_id = j.value"
    laid = {
        id_: list(some)
        for id_, some in groupby(
            db.execute(_PAID.format(source=paying, where=whose), values), key=itemgetter(0)
        )
    }
    return [
        _part(row, laid.get(row[0], ()))
        for row in db.execute(_PARTS.format(source=source, where=which), values)
    ]


def _part(row: Sequence[Any], laid: Sequence[Sequence[Any]]) -> Part:
    minor, ended, opening = row[6], NEVER if row[7] is None else row[7], bool(row[8])
    paid = tuple((on, part) for _id, on, part, kind in laid if kind == PaymentKind.PAYMENT)
    credited: tuple[tuple[int, int], ...] = ()
    if len(paid) < len(laid):
        credited = tuple((on, part) for _id, on, part, kind in laid if kind != PaymentKind.PAYMENT)
    settled = NEVER
    if laid and sum(part for _id, _on, part, _kind in laid) >= minor:
        if any(one[3] == PaymentKind.WRITE_OFF for one in laid):
            pass  # never paid
        elif paid:
            settled = paid[-1][0]
        else:
            ended = min(ended, laid[-1][1])
    return Part(
        row[0], row[1], row[2], row[3], row[4], row[5], minor, paid, settled, ended, credited,
        opening, sale=row[7] is None and not opening,
    )  # fmt: skip


def count(db: sqlite3.Connection) -> int:
    """About how many parts there are: the largest number of one."""
    (found,) = db.execute("SELECT coalesce(max(id), 0) FROM instalment").fetchone()
    return int(found)


def sold(
    db: sqlite3.Connection, clients: Sequence[int], currency: str, after: date, until: date
) -> Mapping[int, int]:
    """What clients were invoiced in a currency after a day, up to another; minor units."""
    return dict(
        db.execute(
            "SELECT v.client_id, sum(v.amount_minor) FROM json_each(?) j"
            " CROSS JOIN invoice v ON v.client_id = j.value"
            " WHERE v.currency = ? AND v.issued_on > ? AND v.issued_on <= ?"
            " AND v.cancelled_on IS NULL AND v.opening = 0 GROUP BY 1",
            (json.dumps(list(clients)), currency, day_text(after), day_text(until)),
        )
    )
