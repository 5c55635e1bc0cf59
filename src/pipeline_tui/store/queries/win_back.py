"""Reading what to come back to a client with."""

from __future__ import annotations

import sqlite3
from datetime import tzinfo

from pipeline_tui.domain.dates import read_day
from pipeline_tui.domain.win_back import LastOffer, WinBack
from pipeline_tui.store.queries import offers

_LOSS = """
SELECT d.id, d.title, d.closed_on, r.code, r.name, d.competitor, r.win_back_text
FROM deal d INDEXED BY deal_of_client JOIN loss_reason r ON r.id = d.loss_reason_id
WHERE d.client_id = :client AND d.archived_at IS NULL AND d.closed_on IS NOT NULL
ORDER BY d.title IS NOT (
 SELECT t.title FROM task t WHERE t.client_id = :client AND t.origin = 'win_back'
 AND t.done_at IS NULL AND t.dropped_at IS NULL ORDER BY t.due_on, t.id LIMIT 1
), d.closed_on DESC, d.id DESC LIMIT 1
"""
"""The loss that the next win-back call is about, else the last one."""

_PARTED = """
SELECT EXISTS (
 SELECT 1 FROM task WHERE client_id = :client AND origin = 'win_back' AND done_at IS NULL
 AND dropped_at IS NULL
) OR coalesce((
 SELECT d.loss_reason_id IS NOT NULL FROM deal d INDEXED BY deal_of_client
 WHERE d.client_id = :client AND d.archived_at IS NULL
 ORDER BY d.closed_on IS NOT NULL, d.closed_on DESC, d.id DESC LIMIT 1
), 0)
"""
"""Whether a win-back call is planned, or nothing is open and the last deal was lost."""


def of_client(db: sqlite3.Connection, client_id: int, zone: tzinfo) -> WinBack:
    """The loss to come back after, if any, and the last offer that was sent, in that deal first."""
    row = db.execute(_LOSS, {"client": client_id}).fetchone()
    if row is None:
        return WinBack(offer=_offer(db, client_id, None, zone))
    return WinBack(
        row[0], row[1], read_day(row[2]), row[3], row[4], row[5], row[6],
        _offer(db, client_id, row[0], zone),
    )  # fmt: skip


def of_parted(db: sqlite3.Connection, client_id: int, zone: tzinfo) -> WinBack | None:
    """The same for a client that one has parted with over a lost deal, else none."""
    (parted,) = db.execute(_PARTED, {"client": client_id}).fetchone()
    return of_client(db, client_id, zone) if parted else None


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
