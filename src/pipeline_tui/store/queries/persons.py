"""All that is held on one person, as a contact or as a client."""

from __future__ import annotations

import json
import sqlite3

from pipeline_tui.domain.dates import read_day, read_moment
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.needs import ALL
from pipeline_tui.domain.persons import ClientData, ConsentHeld, PersonData, Said, same_person
from pipeline_tui.domain.vocabulary import ClientKind

_FACTS = (
    "status", "abc", "inn", "kpp", "ogrn", "bik", "account", "industry", "size", "country", "region",
    "city", "address", "time_zone", "website", "source", "owner",
)  # fmt: skip


def data(db: sqlite3.Connection, contact_id: int) -> PersonData:
    """Everything of a contact, of any age; raises NotFound."""
    row = db.execute(
        "SELECT n.client_id, c.name, n.full_name, n.last_name, n.first_name, n.patronymic, n.role,"
        " n.job_title, n.birthday, n.notes, n.created_at, n.attitude, n.influence, n.custom, c.kind FROM contact n"
        " JOIN client c ON c.id = n.client_id WHERE n.id = ?",
        (contact_id,),
    ).fetchone()
    if row is None:
        raise NotFound("not_found", kind="contact", id=contact_id)
    mine = "contact_id = ?"
    return PersonData(
        id=contact_id, client_id=row[0], client=row[1], name=row[2],
        is_client=row[14] != ClientKind.COMPANY and same_person(row[1], row[2]), last_name=row[3],
        first_name=row[4], patronymic=row[5], role=row[6], job_title=row[7],
        birthday=read_day(row[8]) if row[8] else None, notes=row[9], created_at=read_moment(row[10]),
        attitude=row[11], influence=row[12], custom=json.loads(row[13]),
        phones=_phones(db, mine, contact_id), emails=_emails(db, mine, contact_id),
        consents=_consents(db, mine, contact_id), activities=_activities(db, mine, contact_id),
        objections=_objections(db, f"a.{mine}", contact_id), steps=_steps(db, mine, contact_id),
        deals=_deals(db, mine, contact_id), promises=_promises(db, row[0]),
    )  # fmt: skip


def client_data(db: sqlite3.Connection, client_id: int) -> ClientData:
    """Everything of a client, of any age; raises NotFound."""
    row = db.execute(
        f"SELECT name, kind, notes, custom, created_at, {', '.join(_FACTS)} FROM client WHERE id = ?",
        (client_id,),
    ).fetchone()
    if row is None:
        raise NotFound("not_found", kind="client", id=client_id)
    mine, own = "client_id = ?", "client_id = ? AND contact_id IS NULL"
    answers = db.execute(
        f"SELECT {', '.join(ALL)} FROM needs WHERE {mine}", (client_id,)
    ).fetchone()
    return ClientData(
        id=client_id, name=row[0], kind=row[1], notes=row[2], custom=json.loads(row[3]),
        created_at=read_moment(row[4]),
        facts={name: one for name, one in zip(_FACTS, row[5:], strict=True) if one},
        tags=_texts(db, "SELECT name FROM tag WHERE client_id = ? ORDER BY name", client_id),
        phones=_phones(db, own, client_id), emails=_emails(db, own, client_id),
        needs={name: one for name, one in zip(ALL, answers or (), strict=False) if one},
        consents=_consents(db, mine, client_id), activities=_activities(db, mine, client_id),
        objections=_objections(db, f"o.{mine}", client_id), steps=_steps(db, mine, client_id),
        deals=_deals(db, mine, client_id), promises=_promises(db, client_id),
        invoices=_days(
            db,
            "SELECT issued_on, currency, trim(number || char(10) || notes || char(10) || dispute_note,"
            " char(10)), amount_minor FROM invoice WHERE client_id = ? ORDER BY issued_on, id",
            client_id,
        ),
        payments=_days(
            db,
            "SELECT paid_on, currency, reference, amount_minor FROM payment WHERE client_id = ?"
            " ORDER BY paid_on, id",
            client_id,
        ),
        merged=_texts(db, "SELECT name FROM client_merge WHERE kept_id = ? ORDER BY id", client_id),
        people=tuple(
            data(db, id_)
            for id_, name in db.execute(
                "SELECT id, full_name FROM contact WHERE client_id = ? ORDER BY position, id",
                (client_id,),
            ).fetchall()
            if same_person(name, row[0])
        ),
    )  # fmt: skip


def _phones(db: sqlite3.Connection, where: str, id_: int) -> tuple[str, ...]:
    return tuple(
        (e164 or typed) + (f" ext. {extension}" if extension else "")
        for e164, typed, extension in db.execute(
            f"SELECT e164, typed, extension FROM phone WHERE {where} ORDER BY position, id", (id_,)
        )
    )


def _emails(db: sqlite3.Connection, where: str, id_: int) -> tuple[str, ...]:
    return _texts(db, f"SELECT address FROM email WHERE {where} ORDER BY position, id", id_)


def _consents(db: sqlite3.Connection, where: str, id_: int) -> tuple[ConsentHeld, ...]:
    return tuple(
        ConsentHeld(channel, purpose, bool(given), read_moment(at), evidence)
        for channel, purpose, given, at, evidence in db.execute(
            "SELECT channel, purpose, given, recorded_at, evidence FROM consent"
            f" WHERE {where} ORDER BY id",
            (id_,),
        )
    )


def _activities(db: sqlite3.Connection, where: str, id_: int) -> tuple[Said, ...]:
    return _moments(
        db,
        "SELECT a.started_at, a.kind, trim(a.subject || char(10) || a.note, char(10)),"
        " coalesce(o.code, '') FROM activity a LEFT JOIN outcome o ON o.id = a.outcome_id"
        f" WHERE a.{where} ORDER BY a.started_at, a.id",
        id_,
    )


def _objections(db: sqlite3.Connection, where: str, id_: int) -> tuple[Said, ...]:
    return _moments(
        db,
        "SELECT o.met_at, t.code, o.verbatim, o.result FROM objection_event o"
        " JOIN objection_type t ON t.id = o.type_id LEFT JOIN activity a ON a.id = o.activity_id"
        f" WHERE {where} ORDER BY o.met_at, o.id",
        id_,
    )


def _steps(db: sqlite3.Connection, where: str, id_: int) -> tuple[Said, ...]:
    return _days(
        db,
        "SELECT due_on, kind, title, CASE WHEN done_at IS NOT NULL THEN 'done'"
        " WHEN dropped_at IS NOT NULL THEN 'dropped' ELSE 'open' END FROM task"
        f" WHERE {where} ORDER BY due_on, id",
        id_,
    )


def _deals(db: sqlite3.Connection, where: str, id_: int) -> tuple[Said, ...]:
    return _moments(
        db,
        "SELECT d.created_at, s.code, d.title, d.notes FROM deal d"
        f" JOIN stage s ON s.id = d.stage_id WHERE d.{where} ORDER BY d.id",
        id_,
    )


def _promises(db: sqlite3.Connection, client_id: int) -> tuple[Said, ...]:
    return _days(
        db,
        "SELECT due_on, currency, note, amount_minor FROM promise WHERE client_id = ?"
        " AND withdrawn_at IS NULL ORDER BY due_on, id",
        client_id,
    )


def _texts(db: sqlite3.Connection, sql: str, id_: int) -> tuple[str, ...]:
    return tuple(one for (one,) in db.execute(sql, (id_,)))


def _moments(db: sqlite3.Connection, sql: str, id_: int) -> tuple[Said, ...]:
    return tuple(
        Said(read_moment(at), None, kind, text, str(more))
        for at, kind, text, more in db.execute(sql, (id_,))
    )


def _days(db: sqlite3.Connection, sql: str, id_: int) -> tuple[Said, ...]:
    return tuple(
        Said(None, read_day(on), kind, text, str(more))
        for on, kind, text, more in db.execute(sql, (id_,))
    )
