"""What the gates and the score need to know of the clients a day may hold, and what a line shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from pipeline_tui.domain.dates import day_text, moment_text, read_day, read_moment
from pipeline_tui.store.queries.corrections import STANDS

_CALLS_SEEN = 20
"""Calls of a client that are looked back at: connect rate, unanswered in a row, calls in a month."""


class Known(Struct, frozen=True):
    """A client's own facts."""

    id: int
    name: str
    kind: str
    status: str
    abc: str | None
    time_zone: str | None
    region: str
    city: str
    country: str
    snoozed_until: date | None
    snooze_reason: str
    last_touch: datetime | None
    digits: str
    consent: bool | None
    live_promise_on: date | None


class CallMade(Struct, frozen=True):
    """A call: outgoing or not, whether it connected (none: unknown), and its attempt number."""

    at: datetime
    outgoing: bool
    connected: bool | None
    attempt: int | None


class Person(Struct, frozen=True):
    """Whom a line says to call, and at which number."""

    contact_id: int | None
    name: str
    role: str | None
    e164: str | None
    typed: str
    extension: str


class DealSeen(Struct, frozen=True):
    """The deal of a line."""

    id: int
    title: str
    stage: str
    stage_name: str | None
    amount_minor: int | None
    currency: str


def known(db: sqlite3.Connection, ids: Iterable[int], today: date) -> dict[int, Known]:
    """Facts of these clients, archived ones left out."""
    return {
        row[0]: Known(
            id=row[0], name=row[1], kind=row[2], status=row[3], abc=row[4], time_zone=row[5],
            region=row[6], city=row[7], country=row[8], snoozed_until=_day(row[9]),
            snooze_reason=row[10], last_touch=_moment(row[11]), digits=row[12] or "",
            consent=None if row[13] is None else bool(row[13]), live_promise_on=_day(row[14]),
        )
        for row in db.execute(
            "SELECT c.id, c.name, c.kind, c.status, c.abc, c.time_zone, c.region, c.city, c.country,"
            " c.snoozed_until, c.snooze_reason,"
            " (SELECT max(a.started_at) FROM activity a WHERE a.client_id = c.id),"
            " (SELECT p.digits FROM phone p WHERE p.client_id = c.id"
            "  ORDER BY p.position, p.id LIMIT 1),"
            " (SELECT s.given FROM consent s WHERE s.client_id = c.id AND s.channel = 'phone' AND s.purpose = 'sales'"
            "  ORDER BY s.id DESC LIMIT 1),"
            " (SELECT max(m.due_on) FROM promise m WHERE m.client_id = c.id"
            "  AND m.due_on >= ? AND m.withdrawn_at IS NULL)"
            " FROM json_each(?) wanted JOIN client c ON c.id = wanted.value"
            " WHERE c.archived_at IS NULL",
            (day_text(today), _ids(ids)),
        )
    }  # fmt: skip


def calls_of(db: sqlite3.Connection, client_id: int) -> list[CallMade]:
    """The last calls of a client, newest first; a corrected one counts by its correction."""
    return [
        CallMade(
            read_moment(row[0]), row[1] != "in", None if row[2] is None else bool(row[2]), row[3]
        )
        for row in db.execute(
            "SELECT a.started_at, a.direction, o.connected, a.attempt"
            " FROM activity a INDEXED BY activity_of_client"
            " LEFT JOIN outcome o ON o.id = a.outcome_id"
            " WHERE a.client_id = ? AND a.kind = 'call'"
            f" AND {STANDS}"
            " ORDER BY a.started_at DESC, a.id DESC LIMIT ?",
            (client_id, _CALLS_SEEN),
        )
    ]


def person(
    db: sqlite3.Connection,
    client_id: int,
    deal_id: int | None = None,
    contact_id: int | None = None,
) -> Person:
    """Whom to call: the contact named, else the deal's, else the first one; and their phone, else
    any of the client."""
    row = db.execute(
        "SELECT k.id, k.full_name, k.role FROM contact k"
        " WHERE k.client_id = ?1 AND k.archived_at IS NULL"
        " ORDER BY k.id IS NOT ?3, k.id IS NOT (SELECT contact_id FROM deal WHERE id = ?2),"
        " k.position, k.id LIMIT 1",
        (client_id, deal_id, contact_id),
    ).fetchone() or (None, "", None)
    phone = db.execute(
        "SELECT e164, typed, extension FROM phone WHERE client_id = ?1"
        " ORDER BY contact_id IS NOT ?2, contact_id IS NOT NULL, position, id LIMIT 1",
        (client_id, row[0]),
    ).fetchone() or (None, "", "")
    return Person(*row, *phone)


def deal_seen(db: sqlite3.Connection, deal_id: int) -> DealSeen | None:
    """The deal of a line, or none when it is gone."""
    row = db.execute(
        "SELECT d.id, d.title, s.code, s.name, d.amount_minor, d.currency FROM deal d"
        " JOIN stage s ON s.id = d.stage_id WHERE d.id = ?",
        (deal_id,),
    ).fetchone()
    return None if row is None else DealSeen(*row)


def calls_between(db: sqlite3.Connection, start: datetime, end: datetime) -> list[tuple[int, bool]]:
    """(client, whether it connected) of every call made or taken in a span of time; a corrected one
    counts by its correction, a missed incoming one is no call made."""
    return [
        (row[0], bool(row[1]))
        for row in db.execute(
            "SELECT a.client_id, coalesce(o.connected, 1) FROM activity a"
            " LEFT JOIN outcome o ON o.id = a.outcome_id"
            " WHERE a.started_at >= ? AND a.started_at < ? AND a.kind = 'call'"
            " AND a.client_id IS NOT NULL"
            f" AND {STANDS}"
            " AND NOT (a.direction IS 'in' AND coalesce(o.connected, 1) = 0)",
            (moment_text(start), moment_text(end)),
        )
    ]


def meetings_set(db: sqlite3.Connection, start: datetime, end: datetime) -> int:
    """How many calls of a span of time ended with a meeting set."""
    row = db.execute(
        "SELECT count(*) FROM activity a JOIN outcome o ON o.id = a.outcome_id"
        " WHERE a.started_at >= ? AND a.started_at < ? AND a.kind = 'call'"
        " AND o.code = 'meeting_set'"
        f" AND {STANDS}",
        (moment_text(start), moment_text(end)),
    ).fetchone()
    return int(row[0])


def promises_due(db: sqlite3.Connection, day: date) -> list[tuple[str, int]]:
    """(currency, sum) of every promise that falls due on a day."""
    return db.execute(
        "SELECT currency, amount_minor FROM promise WHERE due_on = ? AND withdrawn_at IS NULL",
        (day_text(day),),
    ).fetchall()


def won_since(db: sqlite3.Connection, first: date, last: date) -> dict[str, int]:
    """Sums of the deals won in a span of days, by currency."""
    return dict(
        db.execute(
            "SELECT d.currency, coalesce(sum(d.amount_minor), 0) FROM deal d"
            " WHERE d.closed_on BETWEEN ? AND ? AND d.archived_at IS NULL"
            " AND d.stage_id IN (SELECT id FROM stage WHERE kind IN ('won', 'fulfilment'))"
            " GROUP BY d.currency",
            (day_text(first), day_text(last)),
        ).fetchall()
    )


def paid_since(db: sqlite3.Connection, first: date, last: date) -> dict[str, int]:
    """Sums of the payments of a span of days, by currency."""
    return dict(
        db.execute(
            "SELECT currency, sum(amount_minor) FROM payment WHERE paid_on BETWEEN ? AND ?"
            " AND kind = 'payment' GROUP BY currency",
            (day_text(first), day_text(last)),
        ).fetchall()
    )


def _moment(value: str | None) -> datetime | None:
    return None if value is None else read_moment(value)


def _day(value: str | None) -> date | None:
    return None if value is None else read_day(value)


def _ids(ids: Iterable[int]) -> str:
    return "[" + ",".join(map(str, sorted(set(ids)))) + "]"
