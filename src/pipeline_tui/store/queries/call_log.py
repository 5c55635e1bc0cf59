"""Steps to come and calls made, as lists."""

from __future__ import annotations

import sqlite3
from datetime import date

from pipeline_tui.domain.calls import CallMade, TaskRow
from pipeline_tui.domain.dates import day_text, read_day, read_moment
from pipeline_tui.store.queries.corrections import STANDS


def tasks(
    db: sqlite3.Connection, *, until: date | None, client_id: int | None, limit: int
) -> list[TaskRow]:
    """Open steps up to a day, the earliest first; of one client where named."""
    where, values = "", []
    if until is not None:
        where, values = " AND t.due_on <= ?", [day_text(until)]
    if client_id is not None:
        where += " AND t.client_id = ?"
        values.append(str(client_id))
    return [
        TaskRow(
            id=row[0], client_id=row[1], client=row[2] or "", deal_id=row[3], deal=row[4] or "",
            kind=row[5], origin=row[6], title=row[7], due_on=read_day(row[8]),
            due_at=read_moment(row[9]) if row[9] else None,
        )
        for row in db.execute(
            "SELECT t.id, t.client_id, c.name, t.deal_id, d.title, t.kind, t.origin, t.title,"
            " t.due_on, t.due_at FROM task t LEFT JOIN client c ON c.id = t.client_id"
            " LEFT JOIN deal d ON d.id = t.deal_id"
            f" WHERE t.done_at IS NULL AND t.dropped_at IS NULL{where}"
            " ORDER BY t.due_on, t.due_at IS NULL, t.due_at, t.id LIMIT ?",
            (*values, limit),
        )
    ]  # fmt: skip


def made(db: sqlite3.Connection, *, client_id: int | None, limit: int) -> list[CallMade]:
    """Calls made and taken, newest first; a corrected one gives way to its correction."""
    where = "" if client_id is None else " AND a.client_id = ?"
    values = () if client_id is None else (client_id,)
    return [
        CallMade(
            id=row[0], at=read_moment(row[1]), client_id=row[2], client=row[3],
            direction=row[4] or "out", outcome=row[5], outcome_name=row[6], duration_s=row[7],
            attempt=row[8], note=row[9],
        )
        for row in db.execute(
            "SELECT a.id, a.started_at, a.client_id, c.name, a.direction, o.code, o.name,"
            " a.duration_s, a.attempt, a.note FROM activity a"
            " JOIN client c ON c.id = a.client_id LEFT JOIN outcome o ON o.id = a.outcome_id"
            f" WHERE a.kind = 'call'{where}"
            f" AND {STANDS}"
            " ORDER BY a.started_at DESC, a.id DESC LIMIT ?",
            (*values, limit),
        )
    ]  # fmt: skip
