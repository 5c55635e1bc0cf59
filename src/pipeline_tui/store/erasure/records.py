"""Rows of every table: the person's own are emptied, texts of others are looked through."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from pipeline_tui.domain.dates import moment_text
from pipeline_tui.store.erasure.columns import Columns
from pipeline_tui.store.erasure.subject import Subject

_DELETED = frozenset({"phone", "email", "tag"})
"""Own rows of these go whole: nothing of them is left to count."""
_ANYBODY_S = frozenset({"saved_view", "export_log", "import_batch"})
"""Filter lines and names of files: what the user called them is no namesake's loss."""


class Cleaned(Struct):
    """How many texts were emptied or cleaned, and clients in whose texts the surname still stands."""

    texts: int
    mentions: set[int]


def clean(db: sqlite3.Connection, subject: Subject, mark: str, now: datetime) -> Cleaned:
    """Go through every table; inside a transaction, with the triggers of the schema away."""
    done = Cleaned(0, set())
    columns = Columns(db)
    for table in columns.tables:
        _clean_table(db, columns, table, subject, mark, done)
    _put_away(db, subject, now)
    return done


def _clean_table(
    db: sqlite3.Connection, columns: Columns, table: str, subject: Subject, mark: str, done: Cleaned
) -> None:
    names = columns.of(table)
    number = names.index("id")
    prose = columns.prose(table)
    texts = [(name, names.index(name)) for name in prose]
    contact = names.index("contact_id") if "contact_id" in names else None
    own: list[int] = []
    changes: dict[str, list[tuple[str | None, int]]] = {}
    for row in db.execute(f'SELECT *, {columns.whose(table)} FROM "{table}"'):
        client_id = row[-1]
        if client_id in subject.family or (
            contact is not None and row[contact] in subject.contacts
        ):
            values = dict(zip(names, row, strict=False))
            mine = subject.owns(table, row[number], values, client_id)
            if mine or _shared_reach(table, values, subject):
                own.append(row[number])
                done.texts += table == "activity" and bool(values["note"] or values["subject"])
            emptied = columns.emptied(table, mark) if mine else {}
            if table == "client" and not mine:
                for name, text in subject.taken_over(values).items():
                    values[name] = text
                    changes.setdefault(name, []).append((text, row[number]))
            for name, any_name in prose.items():
                text = values[name]
                if name in emptied or not text:
                    continue
                if (kept := subject.near(text, mark, any_name=any_name)) != text:
                    changes.setdefault(name, []).append((kept, row[number]))
            continue
        anybody_s = table in _ANYBODY_S
        for name, place in texts:
            text = row[place]
            if not text:
                continue
            kept = subject.line(text, mark) if anybody_s else subject.far(text, mark, client_id)
            if kept != text:
                changes.setdefault(name, []).append((kept, row[number]))
            if client_id is not None and subject.may_mention(kept):
                done.mentions.add(client_id)
    for name, found in changes.items():
        done.texts += len(found)
        _put(db, table, name, found)
    _empty(db, columns, table, own, mark)


def _shared_reach(table: str, row: dict[str, object], subject: Subject) -> bool:
    """A number that the client has too, without saying whose."""
    if row.get("contact_id") is not None:
        return False
    if table == "phone":
        return row["digits"] in subject.phones
    return table == "email" and row["address"] in subject.emails


def _put(
    db: sqlite3.Connection, table: str, column: str, found: Iterable[tuple[str | None, int]]
) -> None:
    """Write cleaned texts; where two that differed become one, the number tells them apart."""
    for text, id_ in found:
        try:
            db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE id = ?', (text, id_))
        except sqlite3.IntegrityError:
            db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE id = ?', (f"{text} {id_}", id_))


def _empty(db: sqlite3.Connection, columns: Columns, table: str, ids: list[int], mark: str) -> None:
    rows = [(id_,) for id_ in ids]
    if table in _DELETED:
        db.executemany(f'DELETE FROM "{table}" WHERE id = ?', rows)
        return
    values = columns.emptied(table, mark)
    if not values or not ids:
        return
    listed = ", ".join(f'"{name}" = ?' for name in values)
    db.executemany(
        f'UPDATE "{table}" SET {listed} WHERE id = ?', [(*values.values(), id_) for id_ in ids]
    )


def _put_away(db: sqlite3.Connection, subject: Subject, now: datetime) -> None:
    """Who is erased is worked with no longer; whose money or deal is open stays in its list till then."""
    at = moment_text(now)
    db.executemany(
        "UPDATE contact SET archived_at = coalesce(archived_at, ?) WHERE id = ?",
        [(at, id_) for id_ in subject.contacts],
    )
    for id_ in subject.clients:
        db.execute(
            "UPDATE task SET dropped_at = ? WHERE client_id = ? AND deal_id IS NULL"
            " AND done_at IS NULL AND dropped_at IS NULL",
            (at, id_),
        )
        db.execute(
            "UPDATE client SET archived_at = coalesce(archived_at, ?1) WHERE id = ?2 AND NOT EXISTS"
            " (SELECT 1 FROM deal d WHERE d.client_id = ?2 AND d.closed_on IS NULL AND d.archived_at IS NULL)"
            " AND NOT EXISTS (SELECT 1 FROM instalment i WHERE i.client_id = ?2 AND i.open_minor > 0)",
            (at, id_),
        )
