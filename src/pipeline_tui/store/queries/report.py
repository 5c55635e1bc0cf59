"""What a span of days brought, and the targets of a month. Every read is a range of an index.

A span of moments is half-open, `start` ≤ moment < `end`, in UTC text; one of days has both its ends.
"""

from __future__ import annotations

import sqlite3
from datetime import date

from pipeline_tui.domain.dates import day_text, read_day, read_moment
from pipeline_tui.domain.deals import weighted
from pipeline_tui.domain.plan import Metric
from pipeline_tui.domain.report import (
    DealLine,
    MoveLine,
    MoveTally,
    ObjectionLine,
    PaymentLine,
    Tally,
    Touches,
)
from pipeline_tui.domain.vocabulary import ActivityKind, StageKind
from pipeline_tui.store.queries import deals
from pipeline_tui.store.queries.corrections import STANDS

_CALLS_LOOKED_AT = 20_000
"""Calls of own history that a conversion is taken from: some two years of forty a day."""


def targets(db: sqlite3.Connection, month: date) -> dict[tuple[Metric, str], int]:
    """Targets of a month, named by its first day."""
    return {
        (Metric(row[0]), row[1]): row[2]
        for row in db.execute(
            "SELECT metric, currency, target FROM plan WHERE month = ?", (day_text(month),)
        )
    }


def touches(db: sqlite3.Connection, start: str, end: str) -> Touches:
    """What was done with clients. A call without an outcome counts as a conversation, as on Today."""
    found = dict.fromkeys(Touches.__struct_fields__, 0)
    for kind, came_in, connected, meeting, count, seconds in db.execute(
        "SELECT a.kind, a.direction IS 'in', coalesce(o.connected, 1), o.code IS 'meeting_set',"
        " count(*), coalesce(sum(a.duration_s), 0)"
        " FROM activity a INDEXED BY activity_by_time LEFT JOIN outcome o ON o.id = a.outcome_id"
        f" WHERE a.started_at >= ? AND a.started_at < ? AND {STANDS}"
        " GROUP BY 1, 2, 3, 4",
        (start, end),
    ):
        if kind == ActivityKind.CALL:
            found["dials"] += 0 if came_in else count
            found["connects"] += count if connected and not came_in else 0
            found["taken"] += count if connected and came_in else 0
            found["missed"] += count if came_in and not connected else 0
            found["talk_s"] += seconds if connected else 0
            found["meetings_set"] += count if meeting else 0
        elif kind == ActivityKind.MEETING:
            found["meetings_held"] += count
        elif kind == ActivityKind.EMAIL:
            found["emails"] += count
        elif kind == ActivityKind.MESSAGE:
            found["messages"] += count
    return Touches(**found)


def conversion_start(db: sqlite3.Connection, start: str, end: str) -> str:
    """From where on calls are looked at: `start`, or later where there were very many since."""
    row = db.execute(
        "SELECT started_at FROM activity INDEXED BY activity_by_time"
        " WHERE started_at >= ? AND started_at < ? AND kind = 'call'"
        " ORDER BY started_at DESC LIMIT 1 OFFSET ?",
        (start, end, _CALLS_LOOKED_AT),
    ).fetchone()
    return start if row is None else str(row[0])


_ENTERED = (
    " FROM stage s CROSS JOIN stage_change c INDEXED BY stage_change_by_stage"
    " ON c.to_stage_id = s.id AND c.changed_at >= :start AND c.changed_at < :end"
    " JOIN deal d ON d.id = c.deal_id AND d.archived_at IS NULL"
    " LEFT JOIN stage f ON f.id = c.from_stage_id"
)


def offers(db: sqlite3.Connection, start: str, end: str) -> Tally:
    """Deals that came to the stage of the offer from before it, each once, at their sum then."""
    return _tally(
        db.execute(
            "SELECT currency, count(*), coalesce(sum(amount_minor), 0) FROM ("
            f" SELECT d.currency AS currency, c.amount_minor AS amount_minor, max(c.id){_ENTERED}"
            " WHERE s.code = 'offer' AND (f.id IS NULL OR f.kind = 'open' AND f.position < s.position)"
            " GROUP BY c.deal_id) GROUP BY currency ORDER BY 2 DESC, 1",
            {"start": start, "end": end},
        )
    )


def moves(db: sqlite3.Connection, start: str, end: str) -> list[MoveTally]:
    """Changes of stage by where from and where to, in the order of the stages; new deals first."""
    found: dict[tuple[str | None, str], MoveTally] = {}
    for frm, frm_name, to, to_name, currency, count, total in db.execute(
        "SELECT f.code, f.name, s.code, s.name, d.currency, count(*),"
        f" coalesce(sum(coalesce(c.amount_minor, d.amount_minor)), 0){_ENTERED}"
        " GROUP BY f.id, s.id, d.currency"
        " ORDER BY f.position IS NOT NULL, s.position, f.position, 6 DESC",
        {"start": start, "end": end},
    ):
        known = found.get((frm, to))
        sums = {**(known.amounts if known else {}), currency: total}
        count += known.count if known else 0
        found[frm, to] = MoveTally(frm, frm_name, to, to_name, count, sums)
    return list(found.values())


def move_lines(db: sqlite3.Connection, start: str, end: str, limit: int) -> list[MoveLine]:
    """The newest changes of stage of deals that were there before and live on."""
    return [
        MoveLine(
            deal_id=row[0],
            title=row[1],
            client=row[2],
            frm=row[3],
            frm_name=row[4],
            to=row[5],
            to_name=row[6],
            at=read_moment(row[7]),
        )
        for row in db.execute(
            "SELECT d.id, d.title, coalesce(k.name, ''), f.code, f.name, s.code, s.name,"
            f" c.changed_at{_ENTERED} LEFT JOIN client k ON k.id = d.client_id"
            " WHERE f.id IS NOT NULL AND s.kind IN ('open', 'fulfilment')"
            " ORDER BY c.changed_at DESC, c.id DESC LIMIT :limit",
            {"start": start, "end": end, "limit": limit},
        )
    ]


def closed(db: sqlite3.Connection, first: date, last: date, *, won: bool) -> Tally:
    """Deals won, or lost, from one day to another."""
    stages = _ended(db, won=won)
    return _tally(
        db.execute(
            "SELECT currency, count(*), coalesce(sum(amount_minor), 0)"
            " FROM deal INDEXED BY deal_by_close WHERE closed_on BETWEEN ? AND ?"
            f" AND stage_id IN ({stages}) AND archived_at IS NULL"
            " GROUP BY currency ORDER BY 2 DESC, 1",
            (day_text(first), day_text(last)),
        )
    )


def closed_lines(
    db: sqlite3.Connection, first: date, last: date, limit: int, *, won: bool
) -> list[DealLine]:
    """The largest of them."""
    return [
        DealLine(*row)
        for row in db.execute(
            "SELECT d.id, d.title, coalesce(k.name, ''), d.amount_minor, d.currency, r.code, r.name,"
            " d.loss_note FROM deal d INDEXED BY deal_by_close"
            " LEFT JOIN client k ON k.id = d.client_id"
            " LEFT JOIN loss_reason r ON r.id = d.loss_reason_id"
            f" WHERE d.closed_on BETWEEN ? AND ? AND d.stage_id IN ({_ended(db, won=won)})"
            " AND d.archived_at IS NULL ORDER BY d.amount_minor DESC, d.id LIMIT ?",
            (day_text(first), day_text(last), limit),
        )
    ]


def _ended(db: sqlite3.Connection, *, won: bool) -> str:
    ends = (StageKind.WON, StageKind.FULFILMENT) if won else (StageKind.LOST,)
    return deals.kinds(db, *ends)


def received(db: sqlite3.Connection, first: date, last: date) -> Tally:
    """Payments that came from one day to another."""
    return _tally(
        db.execute(
            "SELECT currency, count(*), sum(amount_minor) FROM payment"
            " WHERE paid_on BETWEEN ? AND ? AND kind = 'payment' GROUP BY currency"
            " ORDER BY 2 DESC, 1",
            (day_text(first), day_text(last)),
        )
    )


def payment_lines(db: sqlite3.Connection, first: date, last: date, limit: int) -> list[PaymentLine]:
    """The newest of them."""
    return [
        PaymentLine(row[0], row[1], row[2], row[3], read_day(row[4]))
        for row in db.execute(
            "SELECT p.id, k.name, p.amount_minor, p.currency, p.paid_on FROM payment p"
            " JOIN client k ON k.id = p.client_id WHERE p.paid_on BETWEEN ? AND ?"
            " AND p.kind = 'payment' ORDER BY p.paid_on DESC, p.id DESC LIMIT ?",
            (day_text(first), day_text(last), limit),
        )
    ]


def promised(db: sqlite3.Connection, start: str, end: str) -> Tally:
    """Promises to pay that were given, but for those withdrawn since."""
    return _tally(
        db.execute(
            "SELECT currency, count(*), sum(amount_minor) FROM promise"
            " WHERE made_at >= ? AND made_at < ? AND withdrawn_at IS NULL"
            " GROUP BY currency ORDER BY 2 DESC, 1",
            (start, end),
        )
    )


def promised_for(db: sqlite3.Connection, first: date, last: date) -> list[int]:
    """Clients whose promises fall due from one day to another."""
    return [
        row[0]
        for row in db.execute(
            "SELECT DISTINCT client_id FROM promise"
            " WHERE due_on BETWEEN ? AND ? AND withdrawn_at IS NULL ORDER BY client_id",
            (day_text(first), day_text(last)),
        )
    ]


def objections(db: sqlite3.Connection, start: str, end: str) -> list[ObjectionLine]:
    """Objections met, by kind, the commonest first."""
    return [
        ObjectionLine(*row)
        for row in db.execute(
            "SELECT t.code, t.name, count(*), sum(e.answer_id IS NOT NULL OR e.result <> 'open'),"
            " sum(e.result = 'worked'), sum(e.result = 'partly')"
            " FROM objection_event e INDEXED BY objection_by_time"
            " JOIN objection_type t ON t.id = e.type_id"
            " WHERE e.met_at >= ? AND e.met_at < ? GROUP BY t.id ORDER BY 3 DESC, t.position",
            (start, end),
        )
    ]


def open_weighted(db: sqlite3.Connection) -> dict[str, int]:
    """Open deals × the probability of their stage, by currency."""
    found: dict[str, int] = {}
    for currency, probability, total in db.execute(
        "SELECT d.currency, s.probability, coalesce(sum(d.amount_minor), 0)"
        " FROM stage s CROSS JOIN deal d INDEXED BY deal_open_sums ON d.stage_id = s.id"
        " WHERE d.closed_on IS NULL AND d.archived_at IS NULL GROUP BY d.stage_id, d.currency"
    ):
        found[currency] = found.get(currency, 0) + weighted(total, probability)
    return found


def _tally(rows: sqlite3.Cursor) -> Tally:
    """Rows of (currency, count, sum) as one tally; a currency without a sum is left out."""
    count, amounts = 0, {}
    for currency, many, total in rows:
        count += many
        if total:
            amounts[currency] = total
    return Tally(count, amounts)
