"""Steps that were to be done by now and are not."""

from __future__ import annotations

import sqlite3
from datetime import date

from pipeline_tui.domain.dates import day_text, read_day, read_moment
from pipeline_tui.domain.review import Loose, LooseEnd
from pipeline_tui.domain.vocabulary import TaskKind, TaskOrigin

_SCANNED = 2000


def due_steps(db: sqlite3.Connection, today: date, limit: int) -> list[LooseEnd]:
    """Open steps due by today: promised calls first, then the rest, the newest day first. Those of
    a deal at rest, or of a client put away, do not ask for anything."""
    return [
        LooseEnd(
            record_id=row[0], loose=_kind(row[6], row[5], row[9]), client_id=row[1],
            client=row[2] or "", deal_id=row[3], deal=row[4] or "", task_id=row[0],
            task_kind=row[5], title=row[7], due_on=read_day(row[8]),
            due_at=None if row[9] is None else read_moment(row[9]), since=read_moment(row[10]),
            amount_minor=row[11], currency=row[12] or "",
        )
        for row in db.execute(
            "WITH due AS MATERIALIZED ("
            " SELECT id, client_id, deal_id, kind, origin, title, due_on, due_at, created_at"
            " FROM task WHERE done_at IS NULL AND dropped_at IS NULL AND due_on <= :today"
            " ORDER BY due_on DESC LIMIT :scanned)"
            " SELECT due.id, due.client_id, c.name, d.id, d.title, due.kind, due.origin, due.title,"
            " due.due_on, due.due_at, due.created_at, d.amount_minor, d.currency"
            " FROM due LEFT JOIN client c ON c.id = due.client_id"
            " LEFT JOIN deal d ON d.id = due.deal_id"
            " WHERE c.archived_at IS NULL AND d.archived_at IS NULL"
            " AND (d.snoozed_until IS NULL OR d.snoozed_until <= :today)"
            " ORDER BY NOT (due.origin = :callback OR due.kind = :call AND due.due_at IS NOT NULL),"
            " due.due_on DESC, due.due_at IS NULL, due.due_at,"
            " d.amount_minor DESC, due.id LIMIT :limit",
            {
                "today": day_text(today), "scanned": _SCANNED, "limit": limit,
                "callback": TaskOrigin.CALLBACK.value,
                "call": TaskKind.CALL.value,
            },
        )
    ]  # fmt: skip


def _kind(origin: str, kind: str, due_at: str | None) -> Loose:
    if origin == TaskOrigin.CALLBACK or (kind == TaskKind.CALL and due_at is not None):
        return Loose.CALLBACK
    return Loose.STEP
