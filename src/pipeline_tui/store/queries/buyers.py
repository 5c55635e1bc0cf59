"""Reading who ordered when."""

from __future__ import annotations

import sqlite3
from datetime import date

from pipeline_tui.domain.buyers import Orders
from pipeline_tui.domain.dates import day_text, read_day

_ORDERS = """
WITH ordered (client_id, ordered_on) AS (
 SELECT d.client_id, d.closed_on FROM stage s CROSS JOIN deal d INDEXED BY deal_closed
  ON d.stage_id = s.id
 WHERE s.kind IN ('won', 'fulfilment') AND d.closed_on > :since AND d.closed_on <= :today
  AND d.archived_at IS NULL AND d.client_id IS NOT NULL
 UNION ALL
 SELECT i.client_id, i.issued_on FROM invoice i
 WHERE i.deal_id IS NULL AND i.cancelled_on IS NULL AND i.issued_on > :since
  AND i.issued_on <= :today
)
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
        for row in db.execute(_ORDERS.format(which=which), values)
    ]
