"""What lines of a bank statement are matched with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date

from pipeline_tui.domain.dates import read_day
from pipeline_tui.domain.errors import NotFound, Refused
from pipeline_tui.domain.matching import Bill, Book, Earlier, Entered, Payer


def book(db: sqlite3.Connection, today: date, own: Iterable[str] = ()) -> Book:
    """Clients in work or in debt, all that is open, and who paid before. `own` are accounts and ИНН
    of the user; those of earlier statements are added."""
    return Book(
        tuple(
            Payer(*row)
            for row in db.execute(
                "SELECT c.id, c.name, c.kind, coalesce(c.inn, ''), coalesce(c.kpp, ''),"
                " coalesce(c.account, '') FROM client c WHERE c.archived_at IS NULL OR EXISTS"
                " (SELECT 1 FROM instalment i WHERE i.client_id = c.id AND i.open_minor > 0)"
            )
        ),
        tuple(
            Bill(row[0], row[1], row[2], row[3], read_day(row[4]), read_day(row[5]), row[6], row[7])
            for row in db.execute(
                "SELECT i.id, i.invoice_id, i.client_id, v.number, v.issued_on, i.due_on, i.currency,"
                " i.open_minor FROM instalment i JOIN invoice v ON v.id = i.invoice_id"
                " WHERE i.open_minor > 0"
            )
        ),
        tuple(
            Earlier(*row)
            for row in db.execute(
                "SELECT DISTINCT p.client_id, l.account, l.name FROM statement_line l"
                " JOIN payment p ON p.id = l.payment_id"
                " JOIN client c ON c.id = p.client_id AND c.archived_at IS NULL"
                " UNION SELECT m.kept_id, '', m.name FROM client_merge m"
                " JOIN client c ON c.id = m.kept_id AND c.archived_at IS NULL"
            )
        ),
        tuple(
            Entered(row[0], row[1], row[2], read_day(row[3]))
            for row in db.execute(
                "SELECT p.client_id, p.currency, p.amount_minor, p.paid_on FROM payment p"
                " WHERE p.kind = 'payment'"
                " AND NOT EXISTS (SELECT 1 FROM statement_line l WHERE l.payment_id = p.id)"
            )
        ),
        frozenset(row[0] for row in db.execute("SELECT line_key FROM statement_line")),
        frozenset(own)
        | {
            row[0]
            for row in db.execute(
                "SELECT DISTINCT own_account FROM statement_line WHERE own_account <> ''"
            )
        },
        today,
    )


def taken_before(db: sqlite3.Connection) -> dict[str, int]:
    """Key of a line → the client whose payment it became."""
    return dict(
        db.execute(
            "SELECT l.line_key, p.client_id FROM statement_line l JOIN payment p ON p.id = l.payment_id"
        )
    )


def freed_keys(db: sqlite3.Connection) -> frozenset[str]:
    """Keys of lines whose payment was removed by hand: they may be taken by hand again."""
    return frozenset(
        row[0] for row in db.execute("SELECT line_key FROM statement_line WHERE payment_id IS NULL")
    )


def forget_freed(db: sqlite3.Connection, key: str) -> None:
    """Make room for a line that is taken again after its payment was removed."""
    db.execute("DELETE FROM statement_line WHERE line_key = ? AND payment_id IS NULL", (key,))


def name_of(db: sqlite3.Connection, client_id: int) -> str | None:
    """A client's name."""
    row = db.execute("SELECT name FROM client WHERE id = ?", (client_id,)).fetchone()
    return None if row is None else str(row[0])


def invoice(db: sqlite3.Connection, invoice_id: int) -> tuple[str, int, str]:
    """(number, client, currency) of an invoice; raises NotFound, Refused invoice_cancelled."""
    row = db.execute(
        "SELECT number, client_id, currency, cancelled_on FROM invoice WHERE id = ?", (invoice_id,)
    ).fetchone()
    if row is None:
        raise NotFound("not_found", kind="invoice", id=invoice_id)
    if row[3] is not None:
        raise Refused("invoice_cancelled", number=row[0])
    return row[0], row[1], row[2]
