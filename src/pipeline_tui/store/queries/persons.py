"""All that is held on one person."""

from __future__ import annotations

import json
import sqlite3

from pipeline_tui.domain.dates import read_day, read_moment
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.persons import ConsentHeld, PersonData, Said


def data(db: sqlite3.Connection, contact_id: int) -> PersonData:
    """Everything, of any age; raises NotFound."""
    row = db.execute(
        "SELECT n.client_id, c.name, n.full_name, n.last_name, n.first_name, n.patronymic, n.role,"
        " n.job_title, n.birthday, n.notes, n.created_at, n.attitude, n.influence, n.custom FROM contact n"
        " JOIN client c ON c.id = n.client_id WHERE n.id = ?",
        (contact_id,),
    ).fetchone()
    if row is None:
        raise NotFound("not_found", kind="contact", id=contact_id)
    me, client = (contact_id,), (row[0],)
    return PersonData(
        id=contact_id, client_id=row[0], client=row[1], name=row[2], last_name=row[3],
        first_name=row[4], patronymic=row[5], role=row[6], job_title=row[7],
        birthday=read_day(row[8]) if row[8] else None, notes=row[9], created_at=read_moment(row[10]),
        attitude=row[11], influence=row[12], custom=json.loads(row[13]),
        phones=tuple(
            (e164 or typed) + (f" ext. {extension}" if extension else "")
            for e164, typed, extension in db.execute(
                "SELECT e164, typed, extension FROM phone WHERE contact_id = ? ORDER BY position, id",
                me,
            )
        ),
        emails=tuple(
            one for (one,) in db.execute(
                "SELECT address FROM email WHERE contact_id = ? ORDER BY position, id", me
            )
        ),
        consents=tuple(
            ConsentHeld(channel, purpose, bool(given), read_moment(at), evidence)
            for channel, purpose, given, at, evidence in db.execute(
                "SELECT channel, purpose, given, recorded_at, evidence FROM consent"
                " WHERE contact_id = ? ORDER BY id",
                me,
            )
        ),
        activities=_moments(
            db,
            "SELECT a.started_at, a.kind, trim(a.subject || char(10) || a.note, char(10)),"
            " coalesce(o.code, '') FROM activity a LEFT JOIN outcome o ON o.id = a.outcome_id"
            " WHERE a.contact_id = ? ORDER BY a.started_at, a.id",
            me,
        ),
        objections=_moments(
            db,
            "SELECT o.met_at, t.code, o.verbatim, o.result FROM objection_event o"
            " JOIN objection_type t ON t.id = o.type_id JOIN activity a ON a.id = o.activity_id"
            " WHERE a.contact_id = ? ORDER BY o.met_at, o.id",
            me,
        ),
        steps=_days(
            db,
            "SELECT due_on, kind, title, CASE WHEN done_at IS NOT NULL THEN 'done'"
            " WHEN dropped_at IS NOT NULL THEN 'dropped' ELSE 'open' END FROM task"
            " WHERE contact_id = ? ORDER BY due_on, id",
            me,
        ),
        deals=_moments(
            db,
            "SELECT d.created_at, s.code, d.title, d.notes FROM deal d"
            " JOIN stage s ON s.id = d.stage_id WHERE d.contact_id = ? ORDER BY d.id",
            me,
        ),
        promises=_days(
            db,
            "SELECT due_on, currency, note, amount_minor FROM promise WHERE client_id = ?"
            " AND withdrawn_at IS NULL ORDER BY due_on, id",
            client,
        ),
    )  # fmt: skip


def _moments(db: sqlite3.Connection, sql: str, values: tuple[int, ...]) -> tuple[Said, ...]:
    return tuple(
        Said(read_moment(at), None, kind, text, str(more))
        for at, kind, text, more in db.execute(sql, values)
    )


def _days(db: sqlite3.Connection, sql: str, values: tuple[int, ...]) -> tuple[Said, ...]:
    return tuple(
        Said(None, read_day(on), kind, text, str(more))
        for on, kind, text, more in db.execute(sql, values)
    )
