"""One client's money whole: invoices with instalments, payments, and what was laid on what."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from pipeline_tui.domain.dates import read_day, read_moment
from pipeline_tui.domain.ledger import InstalmentRow, InvoiceRow, LaidRow, PaymentRow
from pipeline_tui.domain.vocabulary import PaymentKind


def laid(db: sqlite3.Connection, client_id: int) -> list[LaidRow]:
    """Every part of a client's payments that is laid on something, the oldest payment first."""
    return [
        LaidRow(
            row[0],
            row[1],
            read_day(row[2]),
            row[3],
            row[4],
            row[5],
            row[6],
            row[7],
            PaymentKind(row[8]),
        )
        for row in db.execute(
            "SELECT a.id, p.id, p.paid_on, p.reference, a.instalment_id, v.id, v.number,"
            " a.amount_minor, p.kind FROM payment p CROSS JOIN allocation a ON a.payment_id = p.id"
            " CROSS JOIN instalment i ON i.id = a.instalment_id"
            " CROSS JOIN invoice v ON v.id = i.invoice_id"
            " WHERE p.client_id = ? ORDER BY p.paid_on, p.id, a.id",
            (client_id,),
        )
    ]


def invoices(
    db: sqlite3.Connection, client_id: int, laid_rows: list[LaidRow]
) -> tuple[InvoiceRow, ...]:
    """A client's invoices, the newest first."""
    by_instalment: dict[int, list[LaidRow]] = defaultdict(list)
    for one in laid_rows:
        by_instalment[one.instalment_id].append(one)
    parts: dict[int, list[InstalmentRow]] = defaultdict(list)
    for row in db.execute(
        "SELECT i.id, i.invoice_id, i.due_on, i.amount_minor, i.open_minor FROM invoice v"
        " CROSS JOIN instalment i ON i.invoice_id = v.id WHERE v.client_id = ?"
        " ORDER BY i.due_on, i.id",
        (client_id,),
    ):
        parts[row[1]].append(
            InstalmentRow(
                row[0], read_day(row[2]), row[3], row[4], tuple(by_instalment.get(row[0], ()))
            )
        )
    return tuple(
        InvoiceRow(
            id=row[0], client_id=client_id, number=row[1], issued_on=read_day(row[2]),
            amount_minor=row[3], currency=row[4], deal_id=row[5], deal=row[6] or "",
            notes=row[7], disputed=bool(row[8]), dispute_note=row[9],
            cancelled_on=None if row[10] is None else read_day(row[10]),
            instalments=tuple(parts.get(row[0], ())), opening=bool(row[11]),
            disputed_minor=row[12],
        )
        for row in db.execute(
            "SELECT v.id, v.number, v.issued_on, v.amount_minor, v.currency, v.deal_id, d.title,"
            " v.notes, v.disputed, v.dispute_note, v.cancelled_on, v.opening,"
            " v.disputed_minor FROM invoice v"
            " LEFT JOIN deal d ON d.id = v.deal_id WHERE v.client_id = ?"
            " ORDER BY v.issued_on DESC, v.id DESC",
            (client_id,),
        )
    )  # fmt: skip


def payments(
    db: sqlite3.Connection, client_id: int, laid_rows: list[LaidRow]
) -> tuple[PaymentRow, ...]:
    """A client's payments, the newest first."""
    by_payment: dict[int, list[LaidRow]] = defaultdict(list)
    for one in laid_rows:
        by_payment[one.payment_id].append(one)
    return tuple(
        PaymentRow(
            id=row[0], paid_on=read_day(row[1]), amount_minor=row[2], currency=row[3],
            free_minor=row[4], reference=row[5], created_at=read_moment(row[6]),
            laid=tuple(by_payment.get(row[0], ())), kind=PaymentKind(row[7]), reason=row[8],
            invoice_id=row[9],
        )
        for row in db.execute(
            "SELECT id, paid_on, amount_minor, currency, free_minor, reference, created_at, kind,"
            " reason, invoice_id"
            " FROM payment WHERE client_id = ? ORDER BY paid_on DESC, id DESC",
            (client_id,),
        )
    )  # fmt: skip


def client_of_invoice(db: sqlite3.Connection, invoice_id: int) -> int | None:
    """Whose an invoice is; none where there is no such invoice."""
    row = db.execute("SELECT client_id FROM invoice WHERE id = ?", (invoice_id,)).fetchone()
    return None if row is None else int(row[0])


def client_of_payment(db: sqlite3.Connection, payment_id: int) -> int | None:
    """Whose a payment is; none where there is no such payment."""
    row = db.execute("SELECT client_id FROM payment WHERE id = ?", (payment_id,)).fetchone()
    return None if row is None else int(row[0])


def with_number(db: sqlite3.Connection, number: str, client_id: int | None) -> list[int]:
    """Invoices of this number that stand, of one client or all, the newest first."""
    return [
        id_
        for (id_,) in db.execute(
            "SELECT id FROM invoice WHERE number = ? AND cancelled_on IS NULL"
            " AND (? IS NULL OR client_id = ?) ORDER BY id DESC",
            (number, client_id, client_id),
        )
    ]
