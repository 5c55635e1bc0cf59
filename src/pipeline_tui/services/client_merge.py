"""Making one client of two records of it: everything of the second goes to the first.

Nothing is lost: what both know stays as the first has it, what only the second knows is taken over,
and the second is put away empty. One undo brings both back as they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.records import Client
from pipeline_tui.domain.vocabulary import ClientStatus

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit

_MOVED = (
    "consent", "deal", "activity", "invoice", "instalment", "payment", "promise", "task",
    "objection_event", "request",
)  # fmt: skip
"""Tables whose rows go over to the first client as they are."""
_OF_CONTACT = ("phone", "email", "consent", "deal", "activity", "task")
_TAKEN_OVER = (
    "abc", "inn", "kpp", "ogrn", "industry", "size", "region", "city", "country", "address",
    "time_zone", "website", "source", "owner", "credit_limit_minor", "payment_terms_days",
    "touch_days", "verified_on",
)  # fmt: skip
"""Fields that the first takes from the second where it has none of its own."""


def fold_into(unit: Unit, kept: Client, gone: Client) -> None:
    """Give everything of `gone` to `kept` and put `gone` away. Do-not-call of either one holds."""
    unit.session.flush()
    pair = {"kept": kept.id, "gone": gone.id}
    for table in _MOVED:
        unit.db.execute(f"UPDATE {table} SET client_id = :kept WHERE client_id = :gone", pair)
    _join_people(unit, pair)
    unit.db.execute("UPDATE OR IGNORE tag SET client_id = :kept WHERE client_id = :gone", pair)
    unit.db.execute("DELETE FROM tag WHERE client_id = :gone", pair)
    unit.db.execute("DELETE FROM list_mark WHERE client_id = :gone", pair)
    unit.db.execute(
        "UPDATE import_link SET record_id = :kept WHERE kind = 'client' AND record_id = :gone", pair
    )
    for name in _TAKEN_OVER:
        if getattr(kept, name) in (None, "") and getattr(gone, name) not in (None, ""):
            setattr(kept, name, getattr(gone, name))
    kept.notes = "\n".join(filter(None, dict.fromkeys((kept.notes, gone.notes))))
    kept.custom = {**gone.custom, **kept.custom}
    if gone.status == ClientStatus.DO_NOT_CALL or kept.status == ClientStatus.LEAD:
        kept.status = gone.status
    kept.created_at = min(kept.created_at, gone.created_at)
    gone.archived_at = gone.archived_at or unit.now
    unit.session.add(kept)
    unit.session.add(gone)
    unit.session.flush()


def _join_people(unit: Unit, pair: dict[str, int | None]) -> None:
    """People come after those of the first client; one of the same name becomes one person."""
    db = unit.db
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
            continue
        for table in _OF_CONTACT:
            db.execute(
                f"UPDATE {table} SET contact_id = ? WHERE contact_id = ?", (same, contact_id)
            )
        db.execute("DELETE FROM contact WHERE id = ?", (contact_id,))
    for table, same_as in (("phone", "digits, extension"), ("email", "address")):
        db.execute(
            f"DELETE FROM {table} WHERE client_id = :kept AND id NOT IN (SELECT min(id) FROM {table}"
            f" WHERE client_id = :kept GROUP BY contact_id, {same_as})",
            pair,
        )
