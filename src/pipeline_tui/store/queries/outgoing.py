"""What goes out otherwise than as a table: people for an address book, steps for a calendar; and the
log of what went out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from msgspec import Struct

from pipeline_tui.domain.dates import read_day, read_moment
from pipeline_tui.domain.exports import ExportRow

_PHONES = (
    "(SELECT json_group_array(json_array(e164, typed, extension)) FROM (SELECT p.e164, p.typed,"
    " p.extension FROM phone p WHERE {} ORDER BY p.position, p.id))"
)
_EMAILS = (
    "(SELECT json_group_array(address) FROM (SELECT e.address FROM email e WHERE {}"
    " ORDER BY e.position, e.id))"
)
_OF_FIRM = "{0}.client_id = c.id AND {0}.contact_id IS NULL"
_OF_PERSON = "{0}.contact_id = n.id"


class PersonOut(Struct, frozen=True):
    """A person, or (`is_firm`) a client with a number or an address of its own."""

    key: str
    is_firm: bool
    name: str
    last_name: str
    first_name: str
    patronymic: str
    company: str
    role: str | None
    job_title: str
    birthday: date | None
    phones: tuple[tuple[str | None, str, str], ...]
    emails: tuple[str, ...]
    address: str
    city: str
    region: str
    country: str
    website: str


class AgendaRow(Struct, frozen=True):
    """A step or a meeting held; `at` where it has an exact time. `closed`: done or dropped before
    its day."""

    key: str
    kind: str
    title: str
    on: date
    at: datetime | None
    minutes: int | None
    client: str
    contact: str
    deal: str
    phone: str
    address: str
    held: bool
    closed: bool


def name_space(db: sqlite3.Connection) -> UUID:
    """What names of this file's records are made unique with: the seal of its first entry, which is
    the same in every copy of the file and in no other file."""
    row = db.execute("SELECT entry_hash FROM audit_entry ORDER BY id LIMIT 1").fetchone()
    return uuid5(NAMESPACE_OID, "" if row is None else str(row[0]))


def people(db: sqlite3.Connection, clients: Sequence[int] | None) -> Iterator[PersonOut]:
    """Firms and people in work, each firm before its people; of all clients, or of these."""
    only, values = _only("c.id", clients)
    put_away = "" if clients is not None else " AND c.archived_at IS NULL"
    firms = db.execute(
        f"SELECT c.id, c.name, c.kind, {_PHONES.format(_OF_FIRM.format('p'))},"
        f" {_EMAILS.format(_OF_FIRM.format('e'))}, c.address, c.city, c.region, c.country, c.website"
        f" FROM client c WHERE 1{only}{put_away} ORDER BY c.id",
        values,
    )
    for client_id, name, kind, phones, emails, address, city, region, country, website in firms:
        place = (address, city, region, country, website)
        if phones != "[]" or emails != "[]":
            firm = PersonOut(
                f"client:{client_id}", kind != "person", name, name if kind == "person" else "", "",
                "", "" if kind == "person" else name, None, "", None, _phones(phones),
                tuple(json.loads(emails)), *place,
            )  # fmt: skip
            yield firm
        for row in db.execute(
            "SELECT n.id, n.full_name, n.last_name, n.first_name, n.patronymic, n.role,"
            f" n.job_title, n.birthday, {_PHONES.format(_OF_PERSON.format('p'))},"
            f" {_EMAILS.format(_OF_PERSON.format('e'))} FROM contact n"
            " WHERE n.client_id = ? AND n.archived_at IS NULL ORDER BY n.position, n.id",
            (client_id,),
        ):
            if not row[1] and row[8] == "[]" and row[9] == "[]":
                continue
            yield PersonOut(
                f"contact:{row[0]}", False, row[1] or row[6] or name, row[2], row[3], row[4], name,
                row[5], row[6], read_day(row[7]) if row[7] else None, _phones(row[8]),
                tuple(json.loads(row[9])), *place[:4], "",
            )  # fmt: skip


def agenda(
    db: sqlite3.Connection, clients: Sequence[int] | None, today: date
) -> Iterator[AgendaRow]:
    """Open steps, steps closed whose day is still to come, and meetings that were held."""
    phone = (
        "(SELECT coalesce(p.e164, p.typed) FROM phone p WHERE p.client_id = {0}.client_id"
        " AND p.contact_id IS {0}.contact_id ORDER BY p.position, p.id LIMIT 1)"
    )
    joined = (
        " LEFT JOIN client c ON c.id = {0}.client_id LEFT JOIN contact n ON n.id = {0}.contact_id"
        " LEFT JOIN deal d ON d.id = {0}.deal_id"
    )
    place = (
        "coalesce(c.name, ''), coalesce(n.full_name, ''), coalesce(d.title, ''),"
        f" coalesce({phone}, ''),"
        " trim(coalesce(c.city, '') || ', ' || coalesce(c.address, ''), ', ')"
    )
    only, values = _only("t.client_id", clients)
    for row in db.execute(
        f"SELECT t.id, t.kind, t.title, t.due_on, t.due_at, {place.format('t')},"
        " t.done_at IS NOT NULL OR t.dropped_at IS NOT NULL"
        f" FROM task t{joined.format('t')}"
        f" WHERE (t.done_at IS NULL AND t.dropped_at IS NULL OR t.due_on >= ?){only}"
        " ORDER BY t.due_on, t.id",
        (today.isoformat(), *values),
    ):
        yield AgendaRow(
            f"task:{row[0]}", row[1], row[2], read_day(row[3]),
            read_moment(row[4]) if row[4] else None, None, row[5], row[6], row[7], row[8], row[9],
            held=False, closed=bool(row[10]),
        )  # fmt: skip
    only, values = _only("a.client_id", clients)
    for row in db.execute(
        f"SELECT a.id, a.kind, a.subject, a.started_at, a.duration_s, {place.format('a')}"
        f" FROM activity a{joined.format('a')} WHERE a.kind = 'meeting'{only}"
        " ORDER BY a.started_at, a.id",
        values,
    ):
        at = read_moment(row[3])
        yield AgendaRow(
            f"activity:{row[0]}", row[1], row[2], at.date(), at,
            max(1, row[4] // 60) if row[4] else None, row[5], row[6], row[7], row[8], row[9],
            held=True, closed=False,
        )  # fmt: skip


def log(db: sqlite3.Connection, limit: int) -> list[ExportRow]:
    """The latest exports, newest first."""
    return [
        ExportRow(row[0], read_moment(row[1]), *row[2:])
        for row in db.execute(
            "SELECT id, made_at, kind, format, rows, filter, file, actor FROM export_log"
            " ORDER BY id DESC LIMIT ?",
            (limit,),
        )
    ]


def _only(column: str, clients: Sequence[int] | None) -> tuple[str, tuple[str, ...]]:
    if clients is None:
        return "", ()
    return f" AND {column} IN (SELECT value FROM json_each(?))", (json.dumps(list(clients)),)


def _phones(found: str) -> tuple[tuple[str | None, str, str], ...]:
    return tuple((one[0], one[1], one[2]) for one in json.loads(found))
