"""Reading the money that a commission is taken of."""

from __future__ import annotations

import sqlite3
from datetime import date

from pipeline_tui.domain.dates import day_text


def paid(db: sqlite3.Connection, first: date, last: date) -> list[tuple[str, int | None, int]]:
    """(currency, deal, sum) of what was paid in a span of days: by the deal of the invoices that it
    was laid on, none for what belongs to no deal or to no invoice yet."""
    return db.execute(
        "SELECT currency, deal, sum(minor) FROM ("
        " SELECT p.currency AS currency, i.deal_id AS deal, a.amount_minor AS minor"
        " FROM payment p INDEXED BY payment_by_day"
        " JOIN allocation a INDEXED BY allocation_of_payment ON a.payment_id = p.id"
        " JOIN instalment n ON n.id = a.instalment_id JOIN invoice i ON i.id = n.invoice_id"
        " WHERE p.paid_on BETWEEN :first AND :last AND p.kind = 'payment'"
        " UNION ALL SELECT currency, NULL, free_minor FROM payment"
        " WHERE paid_on BETWEEN :first AND :last AND free_minor > 0"
        " AND kind = 'payment')"
        " GROUP BY 1, 2 ORDER BY 1, 2",
        {"first": day_text(first), "last": day_text(last)},
    ).fetchall()
