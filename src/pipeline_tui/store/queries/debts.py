"""Money owed: aging, debtors, figures.

As of today and later days the stored open rest answers, from partial indexes; as of a past day the
movements do (`past_debts`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.collection import PayerFigures
from pipeline_tui.domain.dates import day_text, read_day
from pipeline_tui.domain.debts import BUCKETS, AgingRow, OpenItem, OwedRow, due_days, numbered_after
from pipeline_tui.domain.vocabulary import PaymentKind
from pipeline_tui.store.queries.past_debts import Way, open_then, way

# -- What writing needs


def open_items(db: sqlite3.Connection, client_id: int, currency: str) -> list[OpenItem]:
    """A client's instalments of one currency that still want money, the oldest due first."""
    return [
        OpenItem(row[0], row[1], row[2], read_day(row[3]), row[4])
        for row in db.execute(
            "SELECT i.id, i.invoice_id, v.number, i.due_on, i.open_minor FROM instalment i"
            " JOIN invoice v ON v.id = i.invoice_id WHERE i.client_id = ? AND i.currency = ?"
            " AND i.open_minor > 0 ORDER BY i.due_on, i.id",
            (client_id, currency),
        )
    ]


def free_of(db: sqlite3.Connection, payment_id: int) -> int:
    """What of a payment is laid on nothing, minor units."""
    row = db.execute("SELECT free_minor FROM payment WHERE id = ?", (payment_id,)).fetchone()
    return 0 if row is None else int(row[0])


def free_payments(db: sqlite3.Connection, client_id: int, currency: str | None = None) -> list[int]:
    """A client's payments that are not laid in full, the oldest first."""
    return [
        id_
        for (id_,) in db.execute(
            "SELECT id FROM payment WHERE client_id = ? AND free_minor > 0"
            " AND (? IS NULL OR currency = ?) ORDER BY paid_on, id",
            (client_id, currency, currency),
        )
    ]


def laid_by_instalment(db: sqlite3.Connection, invoice_id: int) -> dict[int, int]:
    """Instalment → minor units laid on it, of one invoice."""
    return dict(
        db.execute(
            "SELECT i.id, sum(a.amount_minor) FROM instalment i"
            " JOIN allocation a ON a.instalment_id = i.id WHERE i.invoice_id = ? GROUP BY i.id",
            (invoice_id,),
        )
    )


def laid_on_invoice(db: sqlite3.Connection, invoice_id: int) -> int:
    """Minor units laid on one invoice."""
    return sum(laid_by_instalment(db, invoice_id).values())


def kind_of(db: sqlite3.Connection, payment_id: int) -> PaymentKind:
    """What a movement is; a payment where there is none of this number."""
    row = db.execute("SELECT kind FROM payment WHERE id = ?", (payment_id,)).fetchone()
    return PaymentKind.PAYMENT if row is None else PaymentKind(row[0])


def credited(db: sqlite3.Connection, invoice_id: int) -> int:
    """Minor units that credit notes took off an invoice."""
    row = db.execute(
        "SELECT coalesce(sum(amount_minor), 0) FROM payment"
        " WHERE invoice_id = ? AND kind = 'credit_note'",
        (invoice_id,),
    ).fetchone()
    return int(row[0])


def next_number(db: sqlite3.Connection) -> str:
    """The number after that of the newest invoice, passing over numbers that are taken."""
    row = db.execute(
        "SELECT number FROM invoice INDEXED BY invoice_by_day WHERE opening = 0"
        " ORDER BY issued_on DESC, id DESC LIMIT 1"
    ).fetchone()
    number = numbered_after("" if row is None else row[0])
    while db.execute("SELECT 1 FROM invoice WHERE number = ?", (number,)).fetchone():
        number = numbered_after(number)
    return number


# -- Aging

_THESE = "client_id IN (SELECT value FROM json_each(:clients))"
_NOW = (
    "SELECT client_id, currency, due_on, open_minor, 1 AS counted FROM instalment"
    " WHERE open_minor > 0"
)


def _open(db: sqlite3.Connection, as_of: date, today: date) -> str:
    """SQL for what was open at the end of a day, with the columns of `open_then`."""
    return open_then(way(db, as_of)) if as_of < today else _NOW


def aging(db: sqlite3.Connection, as_of: date, today: date) -> list[AgingRow]:
    """Open debt by currency and bucket, as of the end of a day; buckets without debt are left out."""
    first_days = (due_days(bucket, as_of)[0] for bucket in BUCKETS)
    starts = {f"b{at}": day_text(day) for at, day in enumerate(first_days) if day is not None}
    return [
        AgingRow(row[0], BUCKETS[row[1]], row[2], row[3])
        for row in db.execute(
            "SELECT currency, (due_on < :b0) + (due_on < :b1) + (due_on < :b2) + (due_on < :b3)"
            f" AS bucket, sum(counted), sum(open_minor) FROM ({_open(db, as_of, today)})"
            " GROUP BY currency, bucket",
            {**starts, "as_of": day_text(as_of)},
        )
    ]


def owed(
    db: sqlite3.Connection,
    as_of: date,
    today: date,
    *,
    clients: Sequence[int] | None = None,
    due_from: date | None = None,
    due_until: date | None = None,
) -> list[OwedRow]:
    """What clients owe by currency, as of the end of a day, all clients or these.

    `due_from` and `due_until` keep only what is due on those days, both inclusive.
    """
    where = ["open_minor > 0"]
    values = {"as_of": day_text(as_of)}
    if clients is not None:
        values["clients"] = json.dumps(list(clients))
        where.append(_THESE)
    if due_from is not None:
        where.append("due_on >= :due_from")
        values["due_from"] = day_text(due_from)
    if due_until is not None:
        where.append("due_on <= :due_until")
        values["due_until"] = day_text(due_until)
    if as_of >= today:
        source = "instalment INDEXED BY instalment_open"
    elif clients is None:
        source = f"({_open(db, as_of, today)})"
    else:
        source = f"({open_then(Way.BACK, _THESE)})"
    return list(
        map(
            OwedRow._make,
            db.execute(
                "SELECT client_id, currency, min(due_on), sum(open_minor),"
                " sum(CASE WHEN due_on < :as_of THEN open_minor ELSE 0 END)"
                f" FROM {source} WHERE {' AND '.join(where)} GROUP BY client_id, currency",
                values,
            ),
        )
    )


def disputing(db: sqlite3.Connection, clients: Iterable[int] | None = None) -> set[int]:
    """Clients that dispute an invoice, all or of these."""
    where = "" if clients is None else " AND client_id IN (SELECT value FROM json_each(?))"
    values = () if clients is None else (json.dumps(list(clients)),)
    return {
        id_
        for (id_,) in db.execute(
            f"SELECT client_id FROM invoice WHERE disputed = 1 AND cancelled_on IS NULL{where}",
            values,
        )
    }


PART_ASKED = (
    "v.disputed_minor < (SELECT sum(o.open_minor) FROM instalment o WHERE o.invoice_id = v.id)"
)
"""SQL: more is open of a disputed invoice `v` than is disputed of it."""


def oldest_undisputed(db: sqlite3.Connection, clients: Iterable[int]) -> dict[int, date]:
    """The oldest open due day of what these clients do not dispute; a disputed part is of the last
    instalments."""
    return {
        id_: read_day(due_on)
        for id_, due_on in db.execute(
            "SELECT i.client_id, min(i.due_on) FROM json_each(?) j"
            " CROSS JOIN instalment i ON i.client_id = j.value CROSS JOIN invoice v"
            " ON v.id = i.invoice_id WHERE i.open_minor > 0"
            f" AND (v.disputed = 0 OR {PART_ASKED}) GROUP BY 1",
            (json.dumps(list(clients)),),
        )
    }


def currency_of(db: sqlite3.Connection, client_id: int) -> str | None:
    """The currency of a client's newest invoice."""
    row = db.execute(
        "SELECT currency FROM invoice WHERE client_id = ? ORDER BY issued_on DESC LIMIT 1",
        (client_id,),
    ).fetchone()
    return None if row is None else str(row[0])


def by_name(db: sqlite3.Connection, clients: Iterable[int]) -> list[int]:
    """These clients in the order of their names."""
    return [
        id_
        for (id_,) in db.execute(
            "SELECT c.id FROM json_each(?) j CROSS JOIN client c ON c.id = j.value"
            " ORDER BY c.name_key, c.id",
            (json.dumps(list(clients)),),
        )
    ]


def with_number(db: sqlite3.Connection, number: str) -> set[int]:
    """Clients that got an invoice of this number."""
    return {
        id_ for (id_,) in db.execute("SELECT client_id FROM invoice WHERE number = ?", (number,))
    }


class Head(NamedTuple):
    """What of a client stands beside its debts; the limit in minor units of the own currency."""

    name: str
    city: str
    abc: str | None
    limit_minor: int | None
    terms_days: int | None
    stopped_on: date | None
    stop_reason: str


def heads(db: sqlite3.Connection, clients: Sequence[int]) -> dict[int, Head]:
    """What of these clients stands beside their debts."""
    return {
        row[0]: Head(
            row[1], row[2], row[3], row[4], row[5], read_day(row[6]) if row[6] else None, row[7]
        )
        for row in db.execute(
            "SELECT id, name, city, abc, credit_limit_minor, payment_terms_days, stopped_on,"
            " stop_reason FROM client WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(clients)),),
        )
    }


def stopped(db: sqlite3.Connection) -> set[int]:
    """Clients to whom nothing is to be shipped."""
    return {
        id_
        for (id_,) in db.execute(
            "SELECT id FROM client INDEXED BY client_stopped WHERE stopped_on IS NOT NULL"
        )
    }


def limits(db: sqlite3.Connection, clients: Iterable[int]) -> dict[int, int]:
    """Credit limits of those of these clients who have one, minor units of the own currency."""
    return dict(
        db.execute(
            "SELECT id, credit_limit_minor FROM client"
            " WHERE id IN (SELECT value FROM json_each(?)) AND credit_limit_minor IS NOT NULL",
            (json.dumps(list(clients)),),
        )
    )


# -- Figures


def payer_figures(
    db: sqlite3.Connection, today: date, *, client_id: int | None = None, since: date | None = None
) -> PayerFigures:
    """How one client, or everybody, paid the instalments of invoices issued since a day.

    What was written off or credited whole was not paid, and opening balances tell nothing of days.
    """
    where, values = ["v.cancelled_on IS NULL AND v.opening = 0"], {"today": day_text(today)}
    if client_id is not None:
        where.append("v.client_id = :client")
        values["client"] = client_id  # type: ignore[assignment]
    if since is not None:
        where.append("v.issued_on >= :since")
        values["since"] = day_text(since)
    row = db.execute(
        "SELECT count(paid), coalesce(sum(julianday(paid) - julianday(issued)), 0),"
        " coalesce(sum(paid > due), 0),"
        " coalesce(sum(max(0, julianday(paid) - julianday(due))), 0),"
        " coalesce(sum(paid IS NULL AND open > 0 AND due < :today), 0) FROM ("
        "SELECT v.issued_on AS issued, i.due_on AS due, i.open_minor AS open,"
        " CASE WHEN i.open_minor = 0 THEN (SELECT CASE WHEN max(p.kind = 'write_off') = 0 THEN"
        " max(CASE WHEN p.kind = 'payment' THEN p.paid_on END) END FROM allocation a"
        " JOIN payment p ON p.id = a.payment_id WHERE a.instalment_id = i.id) END AS paid"
        " FROM invoice v CROSS JOIN instalment i ON i.invoice_id = v.id"
        f" WHERE {' AND '.join(where)})",
        values,
    ).fetchone()
    return PayerFigures(row[0], round(row[1]), row[2], round(row[3]), row[4])


def receivables(db: sqlite3.Connection, as_of: date, today: date) -> dict[str, tuple[int, int]]:
    """(open, of it not due yet) by currency at the end of a day."""
    return {
        row[0]: (row[1], row[2])
        for row in db.execute(
            "SELECT currency, sum(open_minor),"
            " sum(CASE WHEN due_on >= :as_of THEN open_minor ELSE 0 END)"
            f" FROM ({_open(db, as_of, today)}) GROUP BY currency",
            {"as_of": day_text(as_of)},
        )
    }


def sales(db: sqlite3.Connection, after: date, until: date) -> dict[str, int]:
    """Sums of invoices issued after a day, up to another, by currency; cancelled ones left out."""
    return dict(
        db.execute(
            "SELECT currency, sum(amount_minor) FROM invoice"
            " WHERE issued_on > ? AND issued_on <= ? AND cancelled_on IS NULL AND opening = 0"
            " GROUP BY currency",
            (day_text(after), day_text(until)),
        )
    )


def free_sums(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """What was paid and is laid on nothing, by currency."""
    return db.execute(
        "SELECT currency, sum(free_minor) FROM payment INDEXED BY payment_free"
        " WHERE free_minor > 0 GROUP BY currency"
    ).fetchall()
