"""What was open at the end of a past day: there are three ways to it, as long as what each goes through.

Back from now: what is open, with what was paid and cancelled since. Forth: the invoices issued by then,
less what was paid by then. Or, where most invoices take part, all instalments in the order of the table.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from enum import Enum

from pipeline_tui.domain.dates import day_text

_SHORT = 10_000
"""So many open instalments and later payments are gone through faster than it is asked what else
there is."""
_FEW = 8
"""One in so many: invoices fewer than that are found by their day faster than by reading them all."""
_COLUMNS = "i.client_id, i.currency, i.due_on"
_STANDING = "v.issued_on <= :as_of AND (v.cancelled_on IS NULL OR v.cancelled_on > :as_of)"
_FORTH = (
    f"SELECT * FROM (SELECT {_COLUMNS}, i.amount_minor - coalesce((SELECT sum(a.amount_minor)"
    " FROM allocation a CROSS JOIN payment p ON p.id = a.payment_id"
    " WHERE a.instalment_id = i.id AND p.paid_on <= :as_of), 0) AS open_minor, 1 AS counted"
    f" FROM invoice v CROSS JOIN instalment i ON i.invoice_id = v.id WHERE {_STANDING})"
    " WHERE open_minor > 0"
)
_ALL = (
    f"SELECT * FROM (SELECT {_COLUMNS}, i.amount_minor - coalesce(laid.minor, 0) AS open_minor,"
    " 1 AS counted FROM instalment i CROSS JOIN invoice v ON v.id = i.invoice_id LEFT JOIN ("
    "SELECT a.instalment_id, sum(a.amount_minor) AS minor FROM allocation a"
    " JOIN payment p ON p.id = a.payment_id WHERE p.paid_on <= :as_of GROUP BY 1"
    f") laid ON laid.instalment_id = i.id WHERE {_STANDING}) WHERE open_minor > 0"
)


class Way(Enum):
    """How it is told what was open then."""

    BACK = "back"
    FORTH = "forth"
    ALL = "all"


def way(db: sqlite3.Connection, as_of: date) -> Way:
    """The shortest way to all that was open at the end of a day."""
    values = {"as_of": day_text(as_of)}
    later, now = db.execute(
        "SELECT (SELECT count(*) FROM payment WHERE paid_on > :as_of),"
        " (SELECT count(*) FROM instalment WHERE open_minor > 0)",
        values,
    ).fetchone()
    if later + now <= _SHORT:
        return Way.BACK
    (invoices,) = db.execute("SELECT coalesce(max(id), 0) FROM invoice").fetchone()
    if later + now <= invoices // 2:
        return Way.BACK
    (issued,) = db.execute(
        "SELECT count(*) FROM invoice WHERE issued_on <= :as_of", values
    ).fetchone()
    return Way.FORTH if issued * _FEW < invoices else Way.ALL


def open_then(by: Way, these: str = "") -> str:
    """SQL for (client_id, currency, due_on, open_minor, counted) of what was open at the end of `:as_of`.

    An instalment may come in several rows, which are to be added; `counted` is 1 in one of them and
    0 in the others. `these` narrows the clients, on the way back alone.
    """
    if by is not Way.BACK:
        return _FORTH if by is Way.FORTH else _ALL
    index = "instalment_open" if these else "instalment_open_by_day"
    bill, paid, owner = (f" AND {name}.{these}" if these else "" for name in "ipv")
    return (
        f"SELECT {_COLUMNS}, i.open_minor, 1 AS counted FROM instalment i INDEXED BY {index}"
        f" CROSS JOIN invoice v ON v.id = i.invoice_id"
        f" WHERE i.open_minor > 0{bill} AND v.issued_on <= :as_of"
        f" UNION ALL SELECT {_COLUMNS}, sum(a.amount_minor),"
        " i.open_minor = 0 AND v.cancelled_on IS NULL FROM payment p"
        " CROSS JOIN allocation a ON a.payment_id = p.id"
        " CROSS JOIN instalment i ON i.id = a.instalment_id"
        " CROSS JOIN invoice v ON v.id = i.invoice_id"
        f" WHERE p.paid_on > :as_of{paid} AND v.issued_on <= :as_of GROUP BY i.id"
        f" UNION ALL SELECT {_COLUMNS}, i.amount_minor, 1 FROM invoice v"
        " CROSS JOIN instalment i ON i.invoice_id = v.id"
        f" WHERE v.cancelled_on > :as_of{owner} AND v.issued_on <= :as_of"
    )
