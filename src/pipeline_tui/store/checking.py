"""Questions to the file about itself, each answered with how many things are wrong."""

from __future__ import annotations

import sqlite3

from pipeline_tui.store import journal

SEARCHED = {
    "client_names": ("client", "name_key"),
    "contact_names": ("contact", "name_key"),
    "phone_digits": ("phone", "digits"),
    "client_parts": ("client", "name_key"),
    "email_parts": ("email", "address"),
    "client_notes": ("client_said", "said"),
    "contact_notes": ("contact_said", "said"),
    "deal_notes": ("deal_said", "said"),
    "activity_notes": ("activity_said", "said"),
}
"""Search table → the table and the column that it repeats."""


def integrity(db: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with the pages of the file."""
    found = [str(row[0]) for row in db.execute("PRAGMA integrity_check(20)")]
    return [] if found == ["ok"] else found


def references(db: sqlite3.Connection) -> int:
    """Rows that point at a record which is not there."""
    return len(db.execute("PRAGMA foreign_key_check").fetchall())


def log(db: sqlite3.Connection) -> list[int]:
    """Numbers of entries whose seal does not hold."""
    return journal.broken_entries(db)


def unnoted(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """(table, number) of rows that no entry of the log wrote."""
    return journal.unnoted(db)


def stages(db: sqlite3.Connection) -> list[int]:
    """Deals whose stage is not the one they entered last."""
    return _numbers(
        db,
        "SELECT d.id FROM deal d WHERE d.stage_id IS NOT (SELECT c.to_stage_id FROM stage_change c"
        " WHERE c.deal_id = d.id ORDER BY c.id DESC LIMIT 1)",
    )


def instalments(db: sqlite3.Connection) -> list[int]:
    """Instalments whose open rest is not their sum less what was laid on them."""
    return _numbers(
        db,
        "SELECT i.id FROM instalment i JOIN invoice n ON n.id = i.invoice_id"
        " WHERE i.open_minor <> CASE WHEN n.cancelled_on IS NOT NULL THEN 0 ELSE i.amount_minor -"
        " (SELECT coalesce(sum(a.amount_minor), 0) FROM allocation a WHERE a.instalment_id = i.id)"
        " END",
    )


def payments(db: sqlite3.Connection) -> list[int]:
    """Payments whose free rest is not their sum less what of them was laid."""
    return _numbers(
        db,
        "SELECT p.id FROM payment p WHERE p.free_minor <> p.amount_minor -"
        " (SELECT coalesce(sum(a.amount_minor), 0) FROM allocation a WHERE a.payment_id = p.id)",
    )


def search(db: sqlite3.Connection) -> list[str]:
    """Search tables that do not agree with what they repeat. Takes the writing lock for a moment."""
    broken = []
    for table in SEARCHED:
        try:
            db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            broken.append(table)
    wrong = db.execute(
        "SELECT EXISTS (SELECT 1 FROM deal d LEFT JOIN deal_titles t ON t.rowid = d.id"
        " WHERE t.title IS NOT replace(replace(d.title, 'ё', 'е'), 'Ё', 'Е'))"
        " OR (SELECT count(*) FROM deal) <> (SELECT count(*) FROM deal_titles)"
    ).fetchone()[0]
    return [*broken, "deal_titles"] if wrong else broken


def rebuild_search(db: sqlite3.Connection) -> None:
    """Make every search table anew from what it repeats. Inside a transaction."""
    for table in SEARCHED:
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
    db.execute("DELETE FROM deal_titles")
    db.execute(
        "INSERT INTO deal_titles (rowid, title)"
        " SELECT id, replace(replace(title, 'ё', 'е'), 'Ё', 'Е') FROM deal"
    )


def _numbers(db: sqlite3.Connection, sql: str) -> list[int]:
    return [int(row[0]) for row in db.execute(sql)]
