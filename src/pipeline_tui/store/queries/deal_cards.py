"""Reading one deal whole."""

from __future__ import annotations

import json
import sqlite3
from datetime import date, tzinfo

from pipeline_tui.domain.dates import read_day, read_moment
from pipeline_tui.domain.deals import (
    DealCard,
    DealInvoice,
    ObjectionMet,
    StagePass,
    StageRow,
    StepRow,
    TouchRow,
)
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.store.queries.deals import rows

_TOUCHES = 50


def card(db: sqlite3.Connection, deal_id: int, *, today: date, zone: tzinfo) -> DealCard:
    """One deal with its history, steps, touches, objections and invoices; raises NotFound."""
    found = rows(db, [deal_id], today=today, zone=zone).get(deal_id)
    if found is None:
        raise NotFound("not_found", kind="deal", id=deal_id)
    more = db.execute(
        "SELECT d.notes, d.loss_note, d.custom, d.product_id, d.contact_id,"
        " d.archived_at IS NOT NULL, coalesce(k.full_name, ''), coalesce("
        " (SELECT coalesce(p.e164, p.typed) FROM phone p WHERE p.contact_id = d.contact_id"
        "  ORDER BY p.position, p.id LIMIT 1),"
        " (SELECT coalesce(p.e164, p.typed) FROM phone p WHERE p.client_id = d.client_id"
        "  ORDER BY p.position, p.id LIMIT 1), ''), c.stopped_on, coalesce(c.stop_reason, '')"
        " FROM deal d LEFT JOIN contact k ON k.id = d.contact_id"
        " LEFT JOIN client c ON c.id = d.client_id WHERE d.id = ?",
        (deal_id,),
    ).fetchone()
    stage = db.execute(
        "SELECT id, pipeline_id, code, name, kind, probability, rot_days, position"
        " FROM stage WHERE id = ?",
        (found.stage_id,),
    ).fetchone()
    (touches,) = db.execute(
        "SELECT count(*) FROM activity WHERE deal_id = ?", (deal_id,)
    ).fetchone()
    return DealCard(
        row=found, stage=StageRow(*stage), contact=more[6], contact_phone=more[7],
        notes=more[0], loss_note=more[1], custom=dict(json.loads(more[2] or "{}")),
        product_id=more[3], contact_id=more[4], archived=bool(more[5]),
        passes=passes(db, deal_id), steps=steps(db, deal_id), touches=_touches(db, deal_id),
        touch_count=touches, objections=_objections(db, deal_id), invoices=_invoices(db, deal_id),
        stopped_on=read_day(more[8]) if more[8] else None, stop_reason=more[9],
    )  # fmt: skip


def contacts(db: sqlite3.Connection, client_id: int) -> list[tuple[int, str]]:
    """(number, full name) of the people at a client."""
    return list(
        db.execute(
            "SELECT id, full_name FROM contact WHERE client_id = ? AND archived_at IS NULL"
            " ORDER BY position, id",
            (client_id,),
        )
    )


def passes(db: sqlite3.Connection, deal_id: int) -> tuple[StagePass, ...]:
    """Every stage change of a deal, oldest first."""
    return tuple(
        StagePass(row[0], row[1], row[2], read_moment(row[3]), row[4], row[5], row[6], row[7])
        for row in db.execute(
            "SELECT h.id, h.from_stage_id, h.to_stage_id, h.changed_at, h.amount_minor, h.reason,"
            " r.code, r.name FROM stage_change h LEFT JOIN loss_reason r ON r.id = h.loss_reason_id"
            " WHERE h.deal_id = ? ORDER BY h.id",
            (deal_id,),
        )
    )


def steps(db: sqlite3.Connection, deal_id: int) -> tuple[StepRow, ...]:
    """Open steps of a deal, the earliest first."""
    return tuple(
        StepRow(
            row[0], row[1], row[2], row[3], read_day(row[4]),
            None if row[5] is None else read_moment(row[5]), None, None,
        )
        for row in db.execute(
            "SELECT id, kind, origin, title, due_on, due_at FROM task WHERE deal_id = ?"
            " AND done_at IS NULL AND dropped_at IS NULL"
            " ORDER BY due_on, due_at IS NULL, due_at, id",
            (deal_id,),
        )
    )  # fmt: skip


def _touches(db: sqlite3.Connection, deal_id: int) -> tuple[TouchRow, ...]:
    return tuple(
        TouchRow(
            row[0], row[1], row[2], row[3], row[4], read_moment(row[5]), row[6], row[7], row[8],
            row[9] or "",
        )
        for row in db.execute(
            "SELECT a.id, a.kind, a.direction, o.code, o.name, a.started_at, a.duration_s,"
            " a.subject, a.note, k.full_name FROM activity a"
            " LEFT JOIN outcome o ON o.id = a.outcome_id"
            " LEFT JOIN contact k ON k.id = a.contact_id"
            " WHERE a.deal_id = ? ORDER BY a.started_at DESC LIMIT ?",
            (deal_id, _TOUCHES),
        )
    )  # fmt: skip


def _objections(db: sqlite3.Connection, deal_id: int) -> tuple[ObjectionMet, ...]:
    return tuple(
        ObjectionMet(row[0], row[1], row[2], row[3], row[4] or "", row[5], read_moment(row[6]))
        for row in db.execute(
            "SELECT e.id, y.code, y.name, e.verbatim, w.text, e.result, e.met_at"
            " FROM objection_event e JOIN objection_type y ON y.id = e.type_id"
            " LEFT JOIN answer w ON w.id = e.answer_id"
            " WHERE e.deal_id = ? ORDER BY e.met_at DESC",
            (deal_id,),
        )
    )


def _invoices(db: sqlite3.Connection, deal_id: int) -> tuple[DealInvoice, ...]:
    return tuple(
        DealInvoice(
            row[0], row[1], read_day(row[2]), row[3], row[4], row[5],
            None if row[6] is None else read_day(row[6]), bool(row[7]),
        )
        for row in db.execute(
            "SELECT i.id, i.number, i.issued_on, i.amount_minor,"
            " coalesce((SELECT sum(n.open_minor) FROM instalment n WHERE n.invoice_id = i.id), 0),"
            " i.currency, (SELECT min(n.due_on) FROM instalment n WHERE n.invoice_id = i.id"
            " AND n.open_minor > 0), i.cancelled_on IS NOT NULL"
            " FROM invoice i WHERE i.deal_id = ? ORDER BY i.issued_on, i.id",
            (deal_id,),
        )
    )  # fmt: skip
