"""Reading what clients are compared by, who was found distinct, and what was merged into whom."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline_tui.domain.dates import read_moment
from pipeline_tui.domain.duplicates import MergeRow
from pipeline_tui.domain.duplicates.records import Record, own_domain, read_inn

_FIELDS = (
    "name", "kind", "status", "abc", "inn", "kpp", "ogrn", "bik", "account", "industry", "size",
    "region", "city", "country", "address", "time_zone", "website", "source", "owner",
    "credit_limit_minor", "payment_terms_days", "touch_days", "verified_on",
)  # fmt: skip
_MOVES = ("contact", "deal", "activity", "task", "invoice", "payment", "promise", "consent")
_LEAST_DIGITS = 7
"""Shorter numbers are extensions and short codes, which anybody may have."""


def records(db: sqlite3.Connection, ids: Sequence[int] | None = None) -> list[Record]:
    """What clients in work are compared by; all of them, or these."""
    only, values = ("", ()) if ids is None else (f" AND {{}} IN ({_marks(ids)})", tuple(ids))
    phones: dict[int, list[str]] = defaultdict(list)
    for client_id, digits in db.execute(
        "SELECT client_id, coalesce(substr(e164, 2), digits) FROM phone"
        f" WHERE length(digits) >= {_LEAST_DIGITS}{only.format('client_id')}",
        values,
    ):
        phones[client_id].append(digits)
    emails: dict[int, list[str]] = defaultdict(list)
    for client_id, address in db.execute(
        f"SELECT client_id, address FROM email WHERE 1{only.format('client_id')}", values
    ):
        emails[client_id].append(address)
    return [
        Record(
            id=row[0], name=row[1], kind=row[2], inn=read_inn(row[3]), kpp=row[4] or "", city=row[5],
            phones=tuple(phones.get(row[0], ())), emails=tuple(emails.get(row[0], ())),
            domains=_domains(row[6], emails.get(row[0], ())),
        )
        for row in db.execute(
            "SELECT id, name, kind, inn, kpp, city, website FROM client"
            f" WHERE archived_at IS NULL{only.format('id')} ORDER BY id",
            values,
        )
    ]  # fmt: skip


def _domains(website: str, emails: Iterable[str]) -> tuple[str, ...]:
    found = {own_domain(one) for one in (website, *emails) if one}
    found.discard("")
    return tuple(sorted(found))


def distinct(db: sqlite3.Connection) -> set[tuple[int, int]]:
    """Pairs that somebody found to be two."""
    return set(db.execute("SELECT first_id, second_id FROM distinct_pair"))


def distinct_from(db: sqlite3.Connection, client_id: int) -> set[int]:
    """Clients that were found to be another than this one."""
    return {
        other
        for (other,) in db.execute(
            "SELECT second_id FROM distinct_pair WHERE first_id = ?1"
            " UNION SELECT first_id FROM distinct_pair WHERE second_id = ?1",
            (client_id,),
        )
    }


def in_work(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, str]:
    """Names of those of these clients that are in work."""
    wanted = list(ids)
    found: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        found.update(
            db.execute(
                f"SELECT id, name FROM client WHERE archived_at IS NULL AND id IN ({_marks(some)})",
                some,
            )
        )
    return found


def whole(db: sqlite3.Connection, client_id: int) -> dict[str, Any] | None:
    """The fields of a client as stored, its phones, e-mails, tags and notes as text; none where there
    is no such client."""
    row = db.execute(
        f"SELECT {', '.join(_FIELDS)}, notes FROM client WHERE id = ?", (client_id,)
    ).fetchone()
    if row is None:
        return None
    found = dict(zip((*_FIELDS, "notes"), row, strict=True))
    for name, sql in (
        ("contacts", "SELECT full_name FROM contact WHERE client_id = ? AND archived_at IS NULL"
         " ORDER BY position, id"),
        ("phones", "SELECT coalesce(e164, typed) FROM phone WHERE client_id = ? ORDER BY position, id"),
        ("emails", "SELECT address FROM email WHERE client_id = ? ORDER BY position, id"),
        ("tags", "SELECT name FROM tag WHERE client_id = ? ORDER BY name"),
    ):  # fmt: skip
        found[name] = "; ".join(dict.fromkeys(value for (value,) in db.execute(sql, (client_id,))))
    return found


def moves(db: sqlite3.Connection, client_id: int) -> dict[str, int]:
    """How many records of each kind hang on a client."""
    return {
        table: int(
            db.execute(
                f"SELECT count(*) FROM {table} WHERE client_id = ?", (client_id,)
            ).fetchone()[0]
        )
        for table in _MOVES
    }


def merges(db: sqlite3.Connection, kept_id: int) -> list[MergeRow]:
    """What was merged into a client, the newest first."""
    return [
        MergeRow(row[0], row[1], read_moment(row[2]))
        for row in db.execute(
            "SELECT gone_id, name, merged_at FROM client_merge WHERE kept_id = ? ORDER BY id DESC",
            (kept_id,),
        )
    ]


def merged_into(db: sqlite3.Connection, gone_id: int) -> tuple[int, str] | None:
    """(number, name) of the client that a record was merged into, or none."""
    row: tuple[int, str] | None = db.execute(
        "SELECT c.id, c.name FROM client_merge m JOIN client c ON c.id = m.kept_id"
        " WHERE m.gone_id = ? ORDER BY m.id DESC LIMIT 1",
        (gone_id,),
    ).fetchone()
    return row


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
