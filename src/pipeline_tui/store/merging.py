"""Rows of one client given to another; in the transaction of a merge."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.needs import ALL

MOVED = (
    "consent", "deal", "activity", "debt_step", "invoice", "instalment", "payment", "promise", "task",
    "objection_event", "request", "sighting", "signed_statement",
)  # fmt: skip
"""Tables whose rows go over as they are."""
_OF_CONTACT = ("phone", "email", "consent", "deal", "activity", "task")
_OF_PERSON = ("role", "job_title", "birthday", "attitude", "influence")
"""Fields that one record of a person takes from another where it has none of its own."""


def hand_over(db: sqlite3.Connection, kept_id: int, gone_id: int) -> None:
    """Give every row of the second client to the first."""
    pair = {"kept": kept_id, "gone": gone_id}
    for table in MOVED:
        db.execute(f"UPDATE {table} SET client_id = :kept WHERE client_id = :gone", pair)
    _join_people(db, pair)
    _join_needs(db, pair)
    db.execute("UPDATE OR IGNORE tag SET client_id = :kept WHERE client_id = :gone", pair)
    db.execute("DELETE FROM tag WHERE client_id = :gone", pair)
    db.execute("DELETE FROM list_mark WHERE client_id = :gone", pair)
    db.execute(
        "UPDATE import_link SET record_id = :kept WHERE kind = 'client' AND record_id = :gone", pair
    )
    _follow(db, pair)


def tell_apart(db: sqlite3.Connection, first: int, second: int, now: datetime) -> None:
    """Remember that two clients are two; the lower number first."""
    db.execute(
        "INSERT OR IGNORE INTO distinct_pair (first_id, second_id, decided_at) VALUES (?, ?, ?)",
        (first, second, moment_text(now)),
    )


def _follow(db: sqlite3.Connection, pair: dict[str, int]) -> None:
    """What was merged into the second before, and whom it was told apart from, holds for the first."""
    db.execute("UPDATE client_merge SET kept_id = :kept WHERE kept_id = :gone", pair)
    others = db.execute(
        "SELECT CASE first_id WHEN :gone THEN second_id ELSE first_id END, decided_at"
        " FROM distinct_pair WHERE first_id = :gone OR second_id = :gone",
        pair,
    ).fetchall()
    db.execute("DELETE FROM distinct_pair WHERE first_id = :gone OR second_id = :gone", pair)
    kept = pair["kept"]
    db.executemany(
        "INSERT OR IGNORE INTO distinct_pair (first_id, second_id, decided_at) VALUES (?, ?, ?)",
        [(min(kept, one), max(kept, one), at) for one, at in others if one != kept],
    )


def _join_needs(db: sqlite3.Connection, pair: dict[str, int]) -> None:
    """Answers of the second where the first has none."""
    db.execute("UPDATE OR IGNORE needs SET client_id = :kept WHERE client_id = :gone", pair)
    for name in ALL:
        db.execute(
            f"UPDATE needs SET {name} = coalesce((SELECT g.{name} FROM needs g"
            f" WHERE g.client_id = :gone), '') WHERE client_id = :kept AND {name} = ''",
            pair,
        )
    db.execute("DELETE FROM needs WHERE client_id = :gone", pair)


def _join_people(db: sqlite3.Connection, pair: dict[str, int]) -> None:
    """People come after those of the first client; one of the same name becomes one person."""
    known = dict(
        db.execute(
            "SELECT name_key, id FROM contact WHERE client_id = :kept AND archived_at IS NULL"
            " AND name_key <> ''",
            pair,
        )
    )
    (last,) = db.execute(
        "SELECT coalesce(max(position), -1) FROM contact WHERE client_id = :kept", pair
    ).fetchone()
    for table in ("phone", "email"):
        db.execute(f"UPDATE {table} SET client_id = :kept WHERE client_id = :gone", pair)
    for contact_id, name_key in db.execute(
        "SELECT id, name_key FROM contact WHERE client_id = :gone ORDER BY position, id", pair
    ).fetchall():
        same = known.get(name_key)
        if same is None:
            last += 1
            db.execute(
                "UPDATE contact SET client_id = ?, position = ? WHERE id = ?",
                (pair["kept"], last, contact_id),
            )
        else:
            _join_person(db, {"kept": same, "gone": contact_id})
    for table, same_as in (("phone", "digits, extension"), ("email", "address")):
        db.execute(
            f"DELETE FROM {table} WHERE client_id = :kept AND id NOT IN (SELECT min(id) FROM {table}"
            f" WHERE client_id = :kept GROUP BY contact_id, {same_as})",
            pair,
        )


def _join_person(db: sqlite3.Connection, pair: dict[str, int]) -> None:
    """One record of a person takes over all of another, which is deleted."""
    for table in _OF_CONTACT:
        db.execute(f"UPDATE {table} SET contact_id = :kept WHERE contact_id = :gone", pair)
    taken = ", ".join(
        f"{name} = coalesce(nullif(contact.{name}, ''), g.{name})" for name in _OF_PERSON
    )
    db.execute(
        f"UPDATE contact SET {taken}, custom = json_patch(g.custom, contact.custom),"
        " informal = max(contact.informal, g.informal),"
        " notes = CASE WHEN g.notes IN ('', contact.notes) THEN contact.notes"
        " WHEN contact.notes = '' THEN g.notes ELSE contact.notes || char(10) || g.notes END"
        " FROM (SELECT * FROM contact WHERE id = :gone) g WHERE contact.id = :kept",
        pair,
    )
    db.execute(
        "UPDATE import_link SET record_id = :kept WHERE kind = 'contact' AND record_id = :gone",
        pair,
    )
    db.execute("DELETE FROM contact WHERE id = :gone", pair)
