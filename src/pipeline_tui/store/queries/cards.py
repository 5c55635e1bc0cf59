"""Reading one client: the card, and the brief before a call. The timeline: `timelines`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import date, tzinfo
from typing import Any

from pipeline_tui.domain.cards import (
    BriefView,
    CardView,
    ConsentView,
    ContactView,
    DealLine,
    NoteLine,
    PhoneView,
    StepView,
    warnings_of,
)
from pipeline_tui.domain.clients import SUMS
from pipeline_tui.domain.dates import read_day, read_moment
from pipeline_tui.domain.deals import DealRow
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.zones import zone_name
from pipeline_tui.store.queries import deals
from pipeline_tui.store.queries.corrections import STANDS

_COLUMNS = (
    "name", "kind", "status", "abc", "inn", "kpp", "ogrn", "bik", "account", "industry", "size",
    "region", "city", "country", "address", "time_zone", "website", "source", "owner",
    "credit_limit_minor", "payment_terms_days", "touch_days", "notes",
)  # fmt: skip
_DEALS = 50


def card(
    db: sqlite3.Connection, client_id: int, *, today: date, zone: tzinfo, currency: str
) -> CardView:
    """One client whole; raises NotFound. The credit limit is money of `currency`."""
    row = db.execute(
        f"SELECT {', '.join(_COLUMNS)}, verified_on, custom, snoozed_until, snooze_reason,"
        " created_at, archived_at, stopped_on, stop_reason FROM client WHERE id = ?",
        (client_id,),
    ).fetchone()
    if row is None:
        raise NotFound("not_found", kind="client", id=client_id)
    fields: dict[str, Any] = dict(zip(_COLUMNS, row, strict=False))
    verified, custom, snoozed, why, created, archived, stopped, stop_reason = row[len(_COLUMNS) :]
    phones = _phones(db, client_id)
    people = _contacts(db, client_id, phones)
    debt, overdue, oldest = owed(db, client_id, today)
    open_deals = tuple(_open_deals(db, client_id, today, zone))
    steps = _steps(db, client_id)
    said = _consents(db, client_id)
    created_at = read_moment(created)
    archived_at = _read(archived, read_moment)
    snoozed_until = _read(snoozed, read_day)
    verified_on = _read(verified, read_day)
    limit = fields["credit_limit_minor"]
    return CardView(
        id=client_id, **fields,
        zone=zone_name(
            own=fields["time_zone"], region=fields["region"], city=fields["city"],
            country=fields["country"], digits=_first_digits(people, phones),
        ),
        verified_on=verified_on, custom=json.loads(custom) if custom else {},
        snoozed_until=snoozed_until, snooze_reason=why, created_at=created_at,
        archived_at=archived_at, debt=debt, overdue=overdue, oldest_due=oldest,
        open_sums=_sums((deal.currency, deal.amount_minor or 0) for deal in open_deals),
        steps=steps, last_touch=_last_touch(db, client_id),
        phones=tuple(phones.get(None, ())), emails=tuple(_emails(db, client_id).get(None, ())),
        contacts=people, deals=open_deals,
        closed_deals=db.execute(
            "SELECT count(*) FROM deal WHERE client_id = ? AND closed_on IS NOT NULL"
            " AND archived_at IS NULL", (client_id,),
        ).fetchone()[0],
        tags=_tags(db, client_id), consents=said,
        warnings=warnings_of(
            status=fields["status"],
            archived_on=None if archived_at is None else archived_at.astimezone(zone).date(),
            consents=said, has_phone=any(phones.values()),
            open_deals_without_step=sum(
                deal.next_step is None
                and (deal.snoozed_until is None or deal.snoozed_until <= today)
                for deal in open_deals
            ),
            overdue=overdue, oldest_due=oldest, debt=debt,
            credit_limit=None if limit is None else (currency, limit),
            stopped_on=_read(stopped, read_day), stop_reason=stop_reason,
            snoozed_until=snoozed_until, snooze_reason=why, verified_on=verified_on,
            created_on=created_at.astimezone(zone).date(), today=today,
        ),
    )  # fmt: skip


def brief(
    db: sqlite3.Connection, client_id: int, *, today: date, zone: tzinfo, currency: str
) -> BriefView:
    """What must be known before a call; raises NotFound."""
    row = db.execute(
        "SELECT name, status, abc, city, region, country, time_zone, industry, notes,"
        " credit_limit_minor, verified_on, snoozed_until, snooze_reason, created_at, archived_at,"
        " stopped_on, stop_reason"
        " FROM client WHERE id = ?",
        (client_id,),
    ).fetchone()
    if row is None:
        raise NotFound("not_found", kind="client", id=client_id)
    (name, status, abc, city, region, country, own_zone, industry, notes, limit, verified, snoozed,
     why, created, archived, stopped, stop_reason) = row  # fmt: skip
    phones = _phones(db, client_id)
    person = db.execute(
        "SELECT id, full_name, role, job_title, informal FROM contact WHERE client_id = ?"
        " AND archived_at IS NULL ORDER BY position, id LIMIT 1",
        (client_id,),
    ).fetchone() or (None, "", None, "", 0)
    numbers = phones.get(person[0]) or next(filter(None, phones.values()), [])
    mail = db.execute(
        "SELECT address FROM email WHERE client_id = ?"
        " ORDER BY contact_id IS NOT ?, position, id LIMIT 1",
        (client_id, person[0]),
    ).fetchone()
    debt, overdue, oldest = owed(db, client_id, today)
    promise = db.execute(
        "SELECT due_on, currency, amount_minor FROM promise WHERE client_id = ?"
        " AND withdrawn_at IS NULL AND due_on >= ? ORDER BY due_on, id LIMIT 1",
        (client_id, today.isoformat()),
    ).fetchone()
    open_deals = db.execute(
        "SELECT d.id, d.title, s.code, s.name, d.amount_minor, d.currency,"
        " (d.snoozed_until IS NULL OR d.snoozed_until <= ?) AND NOT EXISTS"
        " (SELECT 1 FROM task t WHERE t.deal_id = d.id AND t.done_at IS NULL"
        "  AND t.dropped_at IS NULL)"
        " FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.client_id = ?"
        " AND d.closed_on IS NULL AND d.archived_at IS NULL"
        " ORDER BY s.position DESC, d.amount_minor DESC LIMIT ?",
        (today.isoformat(), client_id, _DEALS),
    ).fetchall()
    steps = _steps(db, client_id, 1)
    snoozed_until = _read(snoozed, read_day)
    archived_at = _read(archived, read_moment)
    digits = "".join(filter(str.isdigit, numbers[0].e164 or "")) if numbers else ""
    return BriefView(
        id=client_id, name=name, status=status, abc=abc, city=city, industry=industry, notes=notes,
        zone=zone_name(own=own_zone, region=region, city=city, country=country, digits=digits),
        contact_id=person[0], contact=person[1], role=person[2], job_title=person[3],
        informal=bool(person[4]), phone=numbers[0] if numbers else None,
        email="" if mail is None else mail[0], debt=debt, overdue=overdue, oldest_due=oldest,
        promise_day=None if promise is None else read_day(promise[0]),
        promise_sum=() if promise is None else ((promise[1], promise[2]),),
        open_sums=_sums((one[5], one[4] or 0) for one in open_deals),
        deals=tuple(DealLine(*one[:6]) for one in open_deals[:5]),
        step=steps[0] if steps else None, last_touch=_last_touch(db, client_id),
        notes_lately=_notes(db, client_id, 3),
        tags=_tags(db, client_id),
        warnings=warnings_of(
            status=status,
            archived_on=None if archived_at is None else archived_at.astimezone(zone).date(),
            consents=_consents(db, client_id), has_phone=any(phones.values()),
            open_deals_without_step=sum(one[6] for one in open_deals),
            overdue=overdue, oldest_due=oldest, debt=debt,
            credit_limit=None if limit is None else (currency, limit),
            stopped_on=_read(stopped, read_day), stop_reason=stop_reason,
            snoozed_until=snoozed_until, snooze_reason=why, verified_on=_read(verified, read_day),
            created_on=read_moment(created).astimezone(zone).date(), today=today,
        ),
    )  # fmt: skip


def owed(db: sqlite3.Connection, client_id: int, today: date) -> tuple[SUMS, SUMS, date | None]:
    """(debt, the overdue part of it, the oldest due day that has passed) of a client."""
    debt: list[tuple[str, int]] = []
    overdue: list[tuple[str, int]] = []
    oldest: str | None = None
    for currency, whole, late, first in db.execute(
        "SELECT currency, sum(open_minor), sum(CASE WHEN due_on < :today THEN open_minor END),"
        " min(CASE WHEN due_on < :today THEN due_on END)"
        " FROM instalment WHERE client_id = :client AND open_minor > 0 GROUP BY currency",
        {"client": client_id, "today": today.isoformat()},
    ):
        debt.append((currency, whole))
        if late:
            overdue.append((currency, late))
            oldest = first if oldest is None else min(oldest, first)
    return tuple(debt), tuple(overdue), _read(oldest, read_day)


def _contacts(
    db: sqlite3.Connection, client_id: int, phones: dict[int | None, list[PhoneView]]
) -> tuple[ContactView, ...]:
    mails = _emails(db, client_id)
    return tuple(
        ContactView(
            id=row[0], name=row[1], last_name=row[2], first_name=row[3], patronymic=row[4],
            role=row[5], job_title=row[6], informal=bool(row[7]),
            birthday=_read(row[8], read_day), notes=row[9], position=row[10],
            phones=tuple(phones.get(row[0], ())), emails=tuple(mails.get(row[0], ())),
            attitude=row[11], influence=row[12], custom=json.loads(row[13]),
        )
        for row in db.execute(
            "SELECT id, full_name, last_name, first_name, patronymic, role, job_title, informal,"
            " birthday, notes, position, attitude, influence, custom FROM contact WHERE client_id = ? AND archived_at IS NULL"
            " ORDER BY position, id",
            (client_id,),
        )
    )  # fmt: skip


def _phones(db: sqlite3.Connection, client_id: int) -> dict[int | None, list[PhoneView]]:
    """Numbers by contact, those of the first contact first; the client's own under None, last."""
    found: dict[int | None, list[PhoneView]] = {}
    for contact, typed, e164, extension in db.execute(
        "SELECT p.contact_id, p.typed, p.e164, p.extension FROM phone p"
        " LEFT JOIN contact k ON k.id = p.contact_id"
        " WHERE p.client_id = ? AND k.archived_at IS NULL"
        " ORDER BY k.position IS NULL, k.position, k.id, p.position, p.id",
        (client_id,),
    ):
        found.setdefault(contact, []).append(PhoneView(typed, e164, extension))
    return found


def _first_digits(
    people: tuple[ContactView, ...], phones: dict[int | None, list[PhoneView]]
) -> str:
    numbers = [phone for person in people for phone in person.phones] + phones.get(None, [])
    return "".join(filter(str.isdigit, numbers[0].e164 or "")) if numbers else ""


def _emails(db: sqlite3.Connection, client_id: int) -> dict[int | None, list[str]]:
    found: dict[int | None, list[str]] = {}
    for contact, address in db.execute(
        "SELECT contact_id, address FROM email WHERE client_id = ? ORDER BY position, id",
        (client_id,),
    ):
        found.setdefault(contact, []).append(address)
    return found


def _open_deals(db: sqlite3.Connection, client_id: int, today: date, zone: tzinfo) -> list[DealRow]:
    ids = [
        id_
        for (id_,) in db.execute(
            "SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.client_id = ?"
            " AND d.closed_on IS NULL AND d.archived_at IS NULL"
            " ORDER BY s.position DESC, d.amount_minor DESC LIMIT ?",
            (client_id, _DEALS),
        )
    ]
    return _deals_in_order(db, ids, today, zone)


def all_deals(
    db: sqlite3.Connection, client_id: int, today: date, zone: tzinfo, limit: int = 500
) -> list[DealRow]:
    """Deals of a client: open ones by stage, then closed ones, the newest first."""
    ids = [
        id_
        for (id_,) in db.execute(
            "SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.client_id = ?"
            " AND d.archived_at IS NULL ORDER BY d.closed_on IS NOT NULL, d.closed_on DESC,"
            " s.position DESC, d.amount_minor DESC LIMIT ?",
            (client_id, limit),
        )
    ]
    return _deals_in_order(db, ids, today, zone)


def _deals_in_order(
    db: sqlite3.Connection, ids: list[int], today: date, zone: tzinfo
) -> list[DealRow]:
    found = deals.rows(db, ids, today=today, zone=zone) if ids else {}
    return [found[id_] for id_ in ids if id_ in found]


def _steps(db: sqlite3.Connection, client_id: int, limit: int = 20) -> tuple[StepView, ...]:
    return tuple(
        StepView(
            id=row[0], kind=row[1], origin=row[2], title=row[3], due_on=read_day(row[4]),
            due_at=_read(row[5], read_moment), deal_id=row[6],
        )
        for row in db.execute(
            "SELECT id, kind, origin, title, due_on, due_at, deal_id FROM task"
            " WHERE client_id = ? AND done_at IS NULL AND dropped_at IS NULL"
            " ORDER BY due_on, due_at IS NULL, due_at, id LIMIT ?",
            (client_id, limit),
        )
    )  # fmt: skip


def _consents(db: sqlite3.Connection, client_id: int) -> tuple[ConsentView, ...]:
    return tuple(
        ConsentView(row[0], row[1] or "", row[2], row[3], bool(row[4]), read_moment(row[5]), row[6])
        for row in db.execute(
            "SELECT n.id, k.full_name, n.channel, n.purpose, n.given, n.recorded_at, n.evidence"
            " FROM consent n LEFT JOIN contact k ON k.id = n.contact_id"
            " WHERE n.client_id = ? ORDER BY n.id DESC",
            (client_id,),
        )
    )


def _notes(db: sqlite3.Connection, client_id: int, limit: int) -> tuple[NoteLine, ...]:
    """The newest touches that say something."""
    return tuple(
        NoteLine(read_moment(row[0]), row[1], row[2], row[3], row[4])
        for row in db.execute(
            "SELECT a.started_at, a.kind, o.code, o.name, CASE WHEN a.subject = '' OR a.note = '' THEN a.subject || a.note"
            " ELSE rtrim(a.subject, ' .:') || ': ' || a.note END"
            " FROM activity a LEFT JOIN outcome o ON o.id = a.outcome_id"
            " WHERE a.client_id = ? AND (a.note <> '' OR a.subject <> '')"
            f" AND {STANDS}"
            " ORDER BY a.started_at DESC LIMIT ?",
            (client_id, limit),
        )
    )


def _tags(db: sqlite3.Connection, client_id: int) -> tuple[str, ...]:
    return tuple(
        name
        for (name,) in db.execute(
            "SELECT name FROM tag WHERE client_id = ? ORDER BY name", (client_id,)
        )
    )


def _last_touch(db: sqlite3.Connection, client_id: int) -> Any:
    (last,) = db.execute(
        "SELECT max(started_at) FROM activity WHERE client_id = ?", (client_id,)
    ).fetchone()
    return _read(last, read_moment)


def _sums(pairs: Any) -> SUMS:
    found: dict[str, int] = {}
    for currency, minor in pairs:
        if minor:
            found[currency] = found.get(currency, 0) + minor
    return tuple(found.items())


def _read(value: str | None, reader: Callable[[str], Any]) -> Any:
    return None if value is None else reader(value)
