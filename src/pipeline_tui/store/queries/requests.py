"""Requests: those nobody has answered yet, a page of all, and a period of them for the figures."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from msgspec import Struct

from pipeline_tui.domain.dates import moment_text, read_moment

_OPEN = 200
"""Requests that a day can hold; more than this wait unanswered only where nobody works."""


class OpenRequest(Struct, frozen=True):
    """A request that nobody has answered."""

    id: int
    client_id: int
    way: str
    arrived_at: datetime
    text: str


class Found(Struct, frozen=True):
    """A request as it stands in the file; `answer` is the kind of touch that answered it."""

    id: int
    client_id: int
    client: str
    way: str
    text: str
    arrived_at: datetime
    answered_at: datetime | None
    answer: str | None
    dismissed_at: datetime | None
    dismissed_why: str


_TEXT = "CASE WHEN a.note <> '' THEN a.note ELSE a.subject END"
"""A correction of the touch does not change what was received."""


def waiting(db: sqlite3.Connection, client_id: int | None = None) -> list[OpenRequest]:
    """Open requests of clients in work, the oldest first; of one client where named."""
    mine = "" if client_id is None else " AND r.client_id = ?2"
    return [
        OpenRequest(row[0], row[1], row[2], read_moment(row[3]), row[4])
        for row in db.execute(
            f"SELECT r.id, r.client_id, r.way, r.arrived_at, {_TEXT}"
            " FROM request r INDEXED BY request_open JOIN activity a ON a.id = r.activity_id"
            " JOIN client c ON c.id = r.client_id"
            " WHERE r.answered_at IS NULL AND r.dismissed_at IS NULL AND c.archived_at IS NULL"
            f"{mine} ORDER BY r.arrived_at, r.id LIMIT ?1",
            (_OPEN,) if client_id is None else (_OPEN, client_id),
        )
    ]


_COLUMNS = (
    f"SELECT r.id, r.client_id, c.name, r.way, {_TEXT}, r.arrived_at, r.answered_at, w.kind,"
    " r.dismissed_at, r.dismissed_why FROM request r"
)
_JOINED = (
    " JOIN activity a ON a.id = r.activity_id JOIN client c ON c.id = r.client_id"
    " LEFT JOIN activity w ON w.id = r.answer_id"
)


def page(
    db: sqlite3.Connection, *, client_id: int | None, only_open: bool, limit: int
) -> list[Found]:
    """Requests of clients in work: open ones first, the oldest first, then the newest of the rest."""
    mine = "" if client_id is None else " AND r.client_id = :client"
    values = {"client": client_id, "limit": limit}
    rows = db.execute(
        f"{_COLUMNS} INDEXED BY request_open{_JOINED} WHERE r.answered_at IS NULL"
        f" AND r.dismissed_at IS NULL AND c.archived_at IS NULL{mine}"
        " ORDER BY r.arrived_at, r.id LIMIT :limit",
        values,
    ).fetchall()
    if not only_open and len(rows) < limit:
        rows += db.execute(
            f"{_COLUMNS}{_JOINED} WHERE (r.answered_at IS NOT NULL OR r.dismissed_at IS NOT NULL)"
            f" AND c.archived_at IS NULL{mine} ORDER BY r.arrived_at DESC, r.id DESC LIMIT :limit",
            {**values, "limit": limit - len(rows)},
        ).fetchall()
    return [
        Found(
            row[0], row[1], row[2], row[3], row[4], read_moment(row[5]), _moment(row[6]), row[7],
            _moment(row[8]), row[9],
        )
        for row in rows
    ]  # fmt: skip


def arrived(
    db: sqlite3.Connection, since: datetime, until: datetime
) -> list[tuple[datetime, datetime | None]]:
    """(arrived, answered or none) of every request of a span of time, dismissed ones left out."""
    return [
        (read_moment(row[0]), _moment(row[1]))
        for row in db.execute(
            "SELECT arrived_at, answered_at FROM request INDEXED BY request_by_time"
            " WHERE dismissed_at IS NULL AND arrived_at >= ? AND arrived_at < ?",
            (moment_text(since), moment_text(until)),
        )
    ]


def _moment(value: str | None) -> datetime | None:
    return None if value is None else read_moment(value)
