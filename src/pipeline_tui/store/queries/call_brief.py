"""All that matters before and during a call, in a few look-ups by index."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from pipeline_tui.domain.calls import Brief, DealLine, NoteLine
from pipeline_tui.domain.dates import day_text, read_day, read_moment
from pipeline_tui.domain.ladder import Ladder, attempt_number
from pipeline_tui.store.queries.corrections import STANDS
from pipeline_tui.store.queries.prospects import Known, calls_of, person

_NOTES = 3
_DEALS = 20


def brief(
    db: sqlite3.Connection,
    client: Known,
    zone: str | None,
    deal_id: int | None,
    today: date,
    ladder: Ladder,
    contact_id: int | None = None,
) -> Brief:
    """The brief of a client, with the contact named, about the deal named, else the open one that
    needs a step most."""
    deals = open_deals(db, client.id, today)
    deal = next((one for one in deals if one.id == deal_id), None)
    if deal is None and deal_id is None:
        deal = deal_of_call(deals)
    who = person(db, client.id, deal.id if deal else None, contact_id)
    contact = db.execute(
        "SELECT first_name, informal FROM contact WHERE id = ?", (who.contact_id,)
    ).fetchone() or ("", 0)
    industry, notes, stopped, stop_reason = db.execute(
        "SELECT industry, notes, stopped_on, stop_reason FROM client WHERE id = ?", (client.id,)
    ).fetchone()
    debt, overdue, oldest, invoice = _debt(db, client.id, today)
    attempt, first = attempts(db, client.id, ladder)
    email = db.execute(
        "SELECT address FROM email WHERE client_id = ?1 ORDER BY contact_id IS NOT ?2, position, id"
        " LIMIT 1",
        (client.id, who.contact_id),
    ).fetchone()
    return Brief(
        client_id=client.id, name=client.name, status=client.status, kind=client.kind,
        abc=client.abc, zone=zone, city=client.city, industry=industry, client_notes=notes,
        contact_id=who.contact_id, contact=who.name, first_name=contact[0], role=who.role,
        informal=bool(contact[1]), phones=_phones(db, client.id, who.contact_id),
        email=email[0] if email else "", deals=tuple(deals), deal=deal,
        notes=_notes(db, client.id), debt=debt,
        overdue=overdue, oldest_due=oldest, invoice=invoice[1], invoice_id=invoice[0],
        stopped_on=read_day(stopped) if stopped else None, stop_reason=stop_reason,
        promise_on=client.live_promise_on, attempt=attempt, first_attempt_at=first,
    )  # fmt: skip


def open_deals(db: sqlite3.Connection, client_id: int, today: date) -> list[DealLine]:
    """Open deals of a client with their next steps, those without a step and the largest first."""
    return [
        DealLine(
            id=row[0], title=row[1], stage=row[2], stage_name=row[3], stage_id=row[4],
            amount_minor=row[5], currency=row[6], notes=row[7], product=row[8], competitor=row[9],
            next_step=read_day(row[10]) if row[10] else None, next_title=row[11] or "",
            resting=bool(row[12]),
        )
        for row in db.execute(
            "SELECT d.id, d.title, s.code, s.name, s.id, d.amount_minor, d.currency, d.notes,"
            " p.name, d.competitor, t.due_on, t.title, coalesce(d.snoozed_until > ?, 0)"
            " FROM deal d INDEXED BY deal_of_client JOIN stage s ON s.id = d.stage_id"
            " LEFT JOIN product p ON p.id = d.product_id"
            " LEFT JOIN task t ON t.id = (SELECT n.id FROM task n WHERE n.deal_id = d.id"
            "  AND n.done_at IS NULL AND n.dropped_at IS NULL ORDER BY n.due_on, n.id LIMIT 1)"
            " WHERE d.client_id = ? AND d.closed_on IS NULL AND d.archived_at IS NULL"
            " AND s.kind = 'open'"
            " ORDER BY t.id IS NOT NULL, d.amount_minor DESC, d.id LIMIT ?",
            (day_text(today), client_id, _DEALS),
        )
    ]  # fmt: skip


def deal_of_call(deals: list[DealLine]) -> DealLine | None:
    """Which open deal a call is about when nobody said: one without a step, else the largest."""
    return deals[0] if deals else None


def attempts(db: sqlite3.Connection, client_id: int, ladder: Ladder) -> tuple[int, datetime | None]:
    """Which attempt an unanswered call would be now, and when the first of its run was made."""
    made = [call for call in calls_of(db, client_id) if call.outgoing]
    last = made[0] if made else None
    number = attempt_number(
        ladder, last.attempt if last else None, last.connected if last else None
    )
    first = made[min(number - 2, len(made) - 1)].at if number > 1 else None
    return number, first


def _phones(
    db: sqlite3.Connection, client_id: int, contact_id: int | None
) -> tuple[tuple[str | None, str, str], ...]:
    return tuple(
        db.execute(
            "SELECT e164, typed, extension FROM phone WHERE client_id = ?1"
            " ORDER BY contact_id IS NOT ?2, contact_id IS NOT NULL, position, id LIMIT 4",
            (client_id, contact_id),
        ).fetchall()
    )


def _notes(db: sqlite3.Connection, client_id: int) -> tuple[NoteLine, ...]:
    """The last touches that say something, newest first."""
    return tuple(
        NoteLine(read_moment(row[0]), row[1], row[2], row[3] or row[4])
        for row in db.execute(
            "SELECT a.started_at, a.kind, coalesce(o.name, o.code), a.note, a.subject FROM activity a"
            " INDEXED BY activity_of_client LEFT JOIN outcome o ON o.id = a.outcome_id"
            " WHERE a.client_id = ? AND (a.note <> '' OR a.subject <> '')"
            f" AND {STANDS}"
            " ORDER BY a.started_at DESC, a.id DESC LIMIT ?",
            (client_id, _NOTES),
        )
    )


def _debt(
    db: sqlite3.Connection, client_id: int, today: date
) -> tuple[dict[str, int], dict[str, int], date | None, tuple[int | None, str]]:
    """Open and overdue sums by currency, the oldest overdue day, and its invoice."""
    debt: dict[str, int] = {}
    overdue: dict[str, int] = {}
    oldest: date | None = None
    invoice: tuple[int | None, str] = (None, "")
    for currency, left, due_on, invoice_id, number in db.execute(
        "SELECT i.currency, i.open_minor, i.due_on, v.id, v.number FROM instalment i"
        " JOIN invoice v ON v.id = i.invoice_id"
        " WHERE i.client_id = ? AND i.open_minor > 0 AND v.cancelled_on IS NULL"
        " ORDER BY i.due_on, i.id",
        (client_id,),
    ):
        debt[currency] = debt.get(currency, 0) + left
        if due_on < day_text(today):
            overdue[currency] = overdue.get(currency, 0) + left
            if oldest is None:
                oldest, invoice = read_day(due_on), (invoice_id, number)
    return debt, overdue, oldest, invoice
