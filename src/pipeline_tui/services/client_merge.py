"""Making one client of two records of it: everything of the second goes to the first.

Nothing is lost: what both know stays as the first has it, what only the second knows is taken over,
and the second is put away empty. One undo brings both back as they were.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from pipeline_tui.domain.clients import client_key
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.records import Client, ClientMerge
from pipeline_tui.domain.vocabulary import ClientStatus
from pipeline_tui.services.needs import join_needs

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit

_MOVED = (
    "consent", "deal", "activity", "invoice", "instalment", "payment", "promise", "task",
    "objection_event", "request",
)  # fmt: skip
"""Tables whose rows go over to the first client as they are."""
_OF_CONTACT = ("phone", "email", "consent", "deal", "activity", "task")
_TAKEN_OVER = (
    "abc", "inn", "kpp", "ogrn", "bik", "account", "industry", "size", "region", "city", "country",
    "address", "time_zone", "website", "source", "owner", "credit_limit_minor",
    "payment_terms_days", "touch_days", "verified_on",
)  # fmt: skip
"""Fields that the first takes from the second where it has none of its own."""
_OF_BANK = frozenset({"bik", "account"})
"""Taken over together or not at all: an account belongs to its bank."""
CHOSEN = ("name", "kind", "status", *_TAKEN_OVER)
"""Fields that may be taken from the second even where the first has its own."""


def fold_into(unit: Unit, kept: Client, gone: Client, take: Collection[str] = ()) -> None:
    """Give everything of `gone` to `kept` and put `gone` away. Do-not-call of either one holds.

    Fields named in `take` are the second's. Raises Invalid take_unknown.
    """
    for name in take:
        if name not in CHOSEN:
            raise Invalid("take", "take_unknown", text=name, names=", ".join(CHOSEN))
    unit.session.flush()
    pair = {"kept": kept.id, "gone": gone.id}
    for table in _MOVED:
        unit.db.execute(f"UPDATE {table} SET client_id = :kept WHERE client_id = :gone", pair)
    _join_people(unit, pair)
    join_needs(unit, kept.id or 0, gone.id or 0)
    unit.db.execute("UPDATE OR IGNORE tag SET client_id = :kept WHERE client_id = :gone", pair)
    unit.db.execute("DELETE FROM tag WHERE client_id = :gone", pair)
    unit.db.execute("DELETE FROM list_mark WHERE client_id = :gone", pair)
    unit.db.execute(
        "UPDATE import_link SET record_id = :kept WHERE kind = 'client' AND record_id = :gone", pair
    )
    _follow(unit, pair)
    refused = ClientStatus.DO_NOT_CALL in (kept.status, gone.status)
    paid_to = {name for name in _OF_BANK if getattr(kept, name)}
    for name in CHOSEN:
        mine, theirs = getattr(kept, name), getattr(gone, name)
        if theirs not in (None, "") and (
            name in take
            or (name in _TAKEN_OVER and mine in (None, "") and not (name in _OF_BANK and paid_to))
        ):
            setattr(kept, name, theirs)
    kept.name_key = client_key(kept.name)
    kept.notes = "\n".join(filter(None, dict.fromkeys((kept.notes, gone.notes))))
    kept.custom = {**gone.custom, **kept.custom}
    if refused:
        kept.status = ClientStatus.DO_NOT_CALL.value
    elif kept.status == ClientStatus.LEAD and "status" not in take:
        kept.status = gone.status
    kept.created_at = min(kept.created_at, gone.created_at)
    gone.archived_at = gone.archived_at or unit.now
    unit.session.add(kept)
    unit.session.add(gone)
    unit.session.add(
        ClientMerge(kept_id=kept.id or 0, gone_id=gone.id or 0, name=gone.name, merged_at=unit.now)
    )
    unit.session.flush()


def _follow(unit: Unit, pair: dict[str, int | None]) -> None:
    """What was merged into the second before, and whom it was told apart from, holds for the first."""
    db = unit.db
    db.execute("UPDATE client_merge SET kept_id = :kept WHERE kept_id = :gone", pair)
    others = db.execute(
        "SELECT CASE first_id WHEN :gone THEN second_id ELSE first_id END, decided_at"
        " FROM distinct_pair WHERE first_id = :gone OR second_id = :gone",
        pair,
    ).fetchall()
    db.execute("DELETE FROM distinct_pair WHERE first_id = :gone OR second_id = :gone", pair)
    kept = pair["kept"] or 0
    db.executemany(
        "INSERT OR IGNORE INTO distinct_pair (first_id, second_id, decided_at) VALUES (?, ?, ?)",
        [(min(kept, one), max(kept, one), at) for one, at in others if one != kept],
    )


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
