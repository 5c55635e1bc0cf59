"""What letters, statements and workings of interest say of a client."""

from __future__ import annotations

import sqlite3
from datetime import date

from pipeline_tui.domain.dates import read_day


def country_and_kind(db: sqlite3.Connection, client_id: int) -> tuple[str, str]:
    """The country of a client, empty where it is not known, and what it is."""
    row = db.execute("SELECT country, kind FROM client WHERE id = ?", (client_id,)).fetchone()
    return ("", "") if row is None else (str(row[0]), str(row[1]))


def key_rates(db: sqlite3.Connection) -> dict[date, int]:
    """Key rates that the user added, by their first day, in hundredths of a percent."""
    return {
        read_day(day): int(hundredths)
        for day, hundredths in db.execute("SELECT begins_on, hundredths FROM key_rate")
    }


def inn_and_kpp(db: sqlite3.Connection, client_id: int) -> tuple[str, str]:
    """The ИНН and the КПП of a client, empty where they are not known."""
    row = db.execute(
        "SELECT coalesce(inn, ''), coalesce(kpp, '') FROM client WHERE id = ?", (client_id,)
    ).fetchone()
    return ("", "") if row is None else (str(row[0]), str(row[1]))


def signed(db: sqlite3.Connection, client_id: int) -> list[tuple[date, date]]:
    """Statements that a client signed: (their last day, the day of signing)."""
    return [
        (read_day(until), read_day(signed_on))
        for until, signed_on in db.execute(
            "SELECT until, signed_on FROM signed_statement WHERE client_id = ? ORDER BY signed_on",
            (client_id,),
        )
    ]


def billing_email(db: sqlite3.Connection, client_id: int) -> str:
    """Where a letter about money goes: to the accountant, else to the client's first address."""
    row = db.execute(
        "SELECT e.address FROM email e LEFT JOIN contact c ON c.id = e.contact_id"
        " WHERE e.client_id = ? AND c.archived_at IS NULL"
        " ORDER BY c.role = 'accountant' DESC, e.contact_id IS NOT NULL, e.position, e.id LIMIT 1",
        (client_id,),
    ).fetchone()
    return "" if row is None else str(row[0])
