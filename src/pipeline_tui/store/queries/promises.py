"""What clients promised to pay, and how it stands."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, tzinfo

from pipeline_tui.domain.dates import day_text, read_day, read_moment
from pipeline_tui.domain.promises import PromiseMade, PromiseRow, Receipt, judge


def judged(
    db: sqlite3.Connection, clients: Iterable[int], day: date, zone: tzinfo
) -> dict[int, tuple[PromiseRow, ...]]:
    """How the promises of these clients stood at the end of a day, by those who had made any."""
    promises = made(db, list(clients), day, zone)
    if not promises:
        return {}
    since = min(one.made_on for rows in promises.values() for one in rows)
    paid = receipts(db, list(promises), since, day)
    return {id_: judge(rows, paid.get(id_, ()), day) for id_, rows in promises.items()}


def made(
    db: sqlite3.Connection, clients: Sequence[int], as_of: date, zone: tzinfo
) -> dict[int, list[PromiseMade]]:
    """Promises by client, those made by the end of a day in the user's zone."""
    found: dict[int, list[PromiseMade]] = {}
    for row in db.execute(
        "SELECT id, client_id, invoice_id, amount_minor, currency, made_at, due_on, note,"
        " withdrawn_at FROM promise WHERE client_id IN (SELECT value FROM json_each(?))"
        " ORDER BY client_id, due_on, id",
        (json.dumps(list(clients)),),
    ):
        made_on = _local_day(row[5], zone)
        if made_on > as_of:
            continue
        withdrawn = row[8] is not None and _local_day(row[8], zone) <= as_of
        found.setdefault(row[1], []).append(
            PromiseMade(
                row[0], row[1], row[2], row[3], row[4], made_on, read_day(row[6]), row[7],
                withdrawn, read_moment(row[5]),
            )
        )  # fmt: skip
    return found


def receipts(
    db: sqlite3.Connection, clients: Sequence[int], since: date, as_of: date
) -> dict[int, list[Receipt]]:
    """Payments by client between two days, both inclusive, with the invoices they were laid on."""
    values = (json.dumps(list(clients)), day_text(since), day_text(as_of))
    where = (
        "p.client_id IN (SELECT value FROM json_each(?)) AND p.paid_on BETWEEN ? AND ?"
        " AND p.kind = 'payment'"
    )
    laid: dict[int, dict[int, int]] = {}
    for payment_id, invoice_id, minor in db.execute(
        "SELECT a.payment_id, i.invoice_id, sum(a.amount_minor) FROM payment p"
        " CROSS JOIN allocation a ON a.payment_id = p.id"
        f" CROSS JOIN instalment i ON i.id = a.instalment_id WHERE {where} GROUP BY 1, 2",
        values,
    ):
        laid.setdefault(payment_id, {})[invoice_id] = minor
    found: dict[int, list[Receipt]] = {}
    for row in db.execute(
        f"SELECT p.client_id, p.id, p.currency, p.paid_on, p.amount_minor, p.created_at"
        f" FROM payment p WHERE {where}",
        values,
    ):
        found.setdefault(row[0], []).append(
            Receipt(
                row[1], row[2], read_day(row[3]), row[4], laid.get(row[1], {}), read_moment(row[5])
            )
        )
    return found


def promisers(db: sqlite3.Connection, since: date, until: date) -> set[int]:
    """Clients that still owe and promised to pay on a day between these, both inclusive."""
    return {
        id_
        for (id_,) in db.execute(
            "SELECT p.client_id FROM promise p WHERE p.withdrawn_at IS NULL"
            " AND p.due_on BETWEEN ? AND ? AND EXISTS (SELECT 1 FROM instalment i"
            " WHERE i.client_id = p.client_id AND i.open_minor > 0)",
            (day_text(since), day_text(until)),
        )
    }


def _local_day(moment: str, zone: tzinfo) -> date:
    return read_moment(moment).astimezone(zone).date()
