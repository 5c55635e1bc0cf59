"""Reading what to come back to a client with."""

from __future__ import annotations

import sqlite3
from datetime import date, tzinfo

from pipeline_tui.domain.dates import read_day
from pipeline_tui.domain.win_back import LastOffer, WinBack
from pipeline_tui.store.queries import offers

_WON = """
SELECT max(d.closed_on) FROM deal d INDEXED BY deal_of_client JOIN stage s ON s.id = d.stage_id
WHERE d.client_id = :client AND d.archived_at IS NULL AND s.kind IN ('won', 'fulfilment')
"""
_CALL = """
SELECT title FROM task WHERE client_id = :client AND origin = 'win_back' AND done_at IS NULL
AND dropped_at IS NULL ORDER BY due_on, id LIMIT 1
"""
_LOSS = """
SELECT d.id, d.title, d.closed_on, r.code, r.name, d.competitor, r.win_back_text
FROM deal d INDEXED BY deal_of_client JOIN loss_reason r ON r.id = d.loss_reason_id
WHERE d.client_id = :client AND d.archived_at IS NULL AND d.closed_on IS NOT NULL
AND (d.title IS :title OR d.closed_on > coalesce(:won, ''))
ORDER BY d.title IS NOT :title, d.closed_on DESC, d.id DESC LIMIT 1
"""
"""The loss that the next win-back call is about, else the last one that no order followed."""


def of_client(db: sqlite3.Connection, client_id: int, zone: tzinfo) -> WinBack:
    """The loss to come back after, else the day of the last order; and the last offer that was sent,
    in the lost deal first."""
    (won,) = db.execute(_WON, {"client": client_id}).fetchone()
    call = db.execute(_CALL, {"client": client_id}).fetchone()
    row = db.execute(
        _LOSS, {"client": client_id, "won": won, "title": None if call is None else call[0]}
    ).fetchone()
    offer = _offer(db, client_id, None if row is None else row[0], zone)
    if row is None:
        ordered = _ordered(db, client_id, won)
        return WinBack(ordered_on=None if ordered is None else read_day(ordered), offer=offer)
    return WinBack(row[0], row[1], read_day(row[2]), row[3], row[4], row[5], row[6], offer=offer)


def of_parted(db: sqlite3.Connection, client_id: int, zone: tzinfo, silent: date) -> WinBack | None:
    """The same for a client that one has parted with, else none: a win-back call is planned, or
    nothing is open and the last deal was lost, or nothing was ordered after a day."""
    if db.execute(_CALL, {"client": client_id}).fetchone() is None:
        (open_deal,) = db.execute(
            "SELECT EXISTS (SELECT 1 FROM deal WHERE client_id = ? AND closed_on IS NULL"
            " AND archived_at IS NULL)",
            (client_id,),
        ).fetchone()
        if open_deal:
            return None
    found = of_client(db, client_id, zone)
    if found.deal_id is None and (found.ordered_on is None or found.ordered_on >= silent):
        return None
    return found


def _ordered(db: sqlite3.Connection, client_id: int, won: str | None) -> str | None:
    """The day of the last order: a won deal, or an invoice of no deal."""
    (billed,) = db.execute(
        "SELECT max(issued_on) FROM invoice INDEXED BY invoice_of_client WHERE client_id = ?"
        " AND deal_id IS NULL AND cancelled_on IS NULL",
        (client_id,),
    ).fetchone()
    return max(filter(None, (won, billed)), default=None)


def _offer(
    db: sqlite3.Connection, client_id: int, deal_id: int | None, zone: tzinfo
) -> LastOffer | None:
    row = db.execute(
        "SELECT o.id FROM deal d INDEXED BY deal_of_client"
        " JOIN offer o INDEXED BY offer_of_deal ON o.deal_id = d.id"
        " WHERE d.client_id = ? AND o.sent_at IS NOT NULL"
        " ORDER BY o.deal_id IS NOT ?, o.sent_at DESC, o.id DESC LIMIT 1",
        (client_id, deal_id),
    ).fetchone()
    if row is None:
        return None
    (one,) = offers.with_sums(db, [offers.head(db, row[0])])
    assert one.sent_at is not None
    sent_on = one.sent_at.astimezone(zone).date()
    return LastOffer(one.code, one.sums.total_minor, one.currency, sent_on)
