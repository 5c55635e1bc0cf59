"""Objections that stand: met in an open deal, and not taken off in it by any answer since."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from msgspec import Struct

from pipeline_tui.domain.dates import day_text, moment_text, read_moment
from pipeline_tui.domain.objections import Standing

_SCANNED = 500
"""Latest events that are looked through: a day holds forty calls."""

_TAKEN_OFF = (
    "EXISTS (SELECT 1 FROM objection_event w INDEXED BY objection_of_deal"
    " WHERE w.deal_id = e.deal_id AND w.type_id = e.type_id AND w.result = 'worked')"
)


class StandingDeal(Struct, frozen=True):
    """An open deal with an objection that stands; `probability` is its stage's, in percent."""

    id: int
    client_id: int
    title: str
    amount_minor: int | None
    currency: str
    stage_id: int
    probability: int
    objection: Standing


def of_deal(db: sqlite3.Connection, deal_id: int) -> Standing | None:
    """What stands in a deal; the latest of several."""
    row = db.execute(
        "SELECT t.code, t.name, e.verbatim, e.met_at FROM objection_event e"
        " JOIN objection_type t ON t.id = e.type_id"
        f" WHERE e.deal_id = ? AND NOT {_TAKEN_OFF} ORDER BY e.met_at DESC, e.id DESC LIMIT 1",
        (deal_id,),
    ).fetchone()
    return None if row is None else Standing(row[0], row[1], row[2], read_moment(row[3]))


def deals(
    db: sqlite3.Connection, since: datetime, until: datetime, today: date, step_by: date
) -> list[StandingDeal]:
    """Open deals in which an objection met between two moments stands, the latest first, that are not
    at rest and have no step up to a day."""
    found: dict[int, StandingDeal] = {}
    for row in db.execute(
        "SELECT d.id, d.client_id, d.title, d.amount_minor, d.currency, d.stage_id, s.probability,"
        " t.code, t.name, e.verbatim, e.met_at"
        " FROM (SELECT id, deal_id, type_id, verbatim, met_at FROM objection_event"
        "  INDEXED BY objection_by_time WHERE met_at >= :since AND met_at < :until"
        "  AND result <> 'worked' AND deal_id IS NOT NULL"
        "  ORDER BY met_at DESC, id DESC LIMIT :scanned) e"
        " CROSS JOIN deal d ON d.id = e.deal_id JOIN stage s ON s.id = d.stage_id"
        " JOIN objection_type t ON t.id = e.type_id"
        " WHERE d.closed_on IS NULL AND d.archived_at IS NULL AND s.kind = 'open'"
        " AND d.client_id IS NOT NULL"
        " AND (d.snoozed_until IS NULL OR d.snoozed_until <= :today)"
        f" AND NOT {_TAKEN_OFF}"
        " AND NOT EXISTS (SELECT 1 FROM task n WHERE n.deal_id = d.id AND n.done_at IS NULL"
        "  AND n.dropped_at IS NULL AND n.due_on <= :step_by)"
        " AND EXISTS (SELECT 1 FROM client c WHERE c.id = d.client_id AND c.archived_at IS NULL)"
        " ORDER BY e.met_at DESC, e.id DESC",
        {
            "since": moment_text(since),
            "until": moment_text(until),
            "today": day_text(today),
            "step_by": day_text(step_by),
            "scanned": _SCANNED,
        },
    ):
        found.setdefault(
            row[0],
            StandingDeal(
                id=row[0], client_id=row[1], title=row[2], amount_minor=row[3], currency=row[4],
                stage_id=row[5], probability=row[6],
                objection=Standing(row[7], row[8], row[9], read_moment(row[10])),
            ),
        )  # fmt: skip
    return list(found.values())
