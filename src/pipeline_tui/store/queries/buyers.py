"""Reading who ordered when."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from pipeline_tui.domain.buyers import Orders
from pipeline_tui.domain.dates import day_text, moment_text, read_day


class Silent(Struct, frozen=True):
    """A client that has not ordered lately: the days of all orders, rising, and their mean sum."""

    client_id: int
    days: tuple[date, ...]
    mean_minor: int


_ORDERED = """
WITH ordered (client_id, ordered_on, minor) AS (
 SELECT d.client_id, d.closed_on, d.amount_minor FROM stage s CROSS JOIN deal d INDEXED BY deal_closed
  ON d.stage_id = s.id
 WHERE s.kind IN ('won', 'fulfilment') AND d.closed_on > :since AND d.closed_on <= :today
  AND d.archived_at IS NULL AND d.client_id IS NOT NULL
 UNION ALL
 SELECT i.client_id, i.issued_on, i.amount_minor FROM invoice i
 WHERE i.deal_id IS NULL AND i.cancelled_on IS NULL AND i.opening = 0 AND i.issued_on > :since
  AND i.issued_on <= :today
)
"""
_ORDERS = """
SELECT c.id, c.name, group_concat(o.ordered_on) FROM ordered o JOIN client c ON c.id = o.client_id
WHERE c.archived_at IS NULL {which} GROUP BY c.id
"""


def orders(
    db: sqlite3.Connection, since: date, today: date, client_id: int | None = None
) -> list[Orders]:
    """Orders after a day up to today of every client in work, or of one; by number."""
    which = "" if client_id is None else "AND c.id = :client"
    values = {"since": day_text(since), "today": day_text(today)}
    if client_id is not None:
        values["client"] = str(client_id)
    return [
        Orders(row[0], row[1], tuple(read_day(one) for one in sorted(row[2].split(","))))
        for row in db.execute(_ORDERED + _ORDERS.format(which=which), values)
    ]


def silent(db: sqlite3.Connection, today: date, until: date) -> list[Silent]:
    """Clients in work that ordered once and last not after a day, with all their orders; of no class,
    or the least, and with no interval of touches of their own.

    Reads every order there ever was: ask once a day.
    """
    return [
        Silent(
            row[0], tuple(read_day(one) for one in sorted(row[1].split(","))), round(row[2] or 0)
        )
        for row in db.execute(
            _ORDERED + ", old AS (SELECT client_id, group_concat(ordered_on) AS days,"
            " avg(minor) AS mean FROM ordered GROUP BY client_id HAVING max(ordered_on) <= :until)"
            " SELECT c.id, old.days, old.mean FROM old JOIN client c ON c.id = old.client_id"
            " WHERE c.archived_at IS NULL AND c.status IN ('active', 'dormant')"
            " AND c.touch_days IS NULL AND coalesce(c.abc, 'C') = 'C'"
            " ORDER BY old.mean DESC, c.id",
            {"since": "", "today": day_text(today), "until": day_text(until)},
        )
    ]


def untouched(db: sqlite3.Connection, ids: Iterable[int], since: datetime, limit: int) -> list[int]:
    """The first of these clients with whom nothing happened since a moment and nothing is open."""
    return [
        row[0]
        for row in db.execute(
            "SELECT w.value FROM json_each(?) w"
            " WHERE NOT EXISTS (SELECT 1 FROM activity WHERE client_id = w.value"
            "  AND started_at >= ?)"
            " AND NOT EXISTS (SELECT 1 FROM task WHERE client_id = w.value AND done_at IS NULL"
            "  AND dropped_at IS NULL)"
            " AND NOT EXISTS (SELECT 1 FROM deal WHERE client_id = w.value AND closed_on IS NULL"
            "  AND archived_at IS NULL)"
            " LIMIT ?",
            (json.dumps(list(ids)), moment_text(since), limit),
        )
    ]
