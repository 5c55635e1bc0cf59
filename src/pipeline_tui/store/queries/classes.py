"""Reading what classes A, B, C are computed from."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import date

from pipeline_tui.store.queries.client_filter import TURNOVER, year_before


def turnover(db: sqlite3.Connection, today: date) -> dict[str, dict[int, int]]:
    """Currency → client in work → paid in the last twelve months, minor units."""
    days = {"year_ago": year_before(today).isoformat(), "today": today.isoformat()}
    paid = TURNOVER.format(year_ago=":year_ago", today=":today", currency=":currency")
    found: dict[str, dict[int, int]] = {}
    for (currency,) in db.execute(
        "SELECT DISTINCT currency FROM payment WHERE paid_on > :year_ago AND paid_on <= :today"
        " AND kind = 'payment'",
        days,
    ).fetchall():
        found[currency] = dict(
            db.execute(
                f"SELECT t.client_id, t.figure FROM ({paid}) t JOIN client c ON c.id = t.client_id"
                " WHERE c.archived_at IS NULL",
                {**days, "currency": currency},
            ).fetchall()
        )
    return found


def classed(
    db: sqlite3.Connection, ids: Collection[int]
) -> list[tuple[int, str, str | None, bool]]:
    """(number, name, class, whether computed) of these clients and of all with a class."""
    rows = db.execute(
        "SELECT id, name, abc, abc_computed FROM client WHERE abc IS NOT NULL"
        " AND archived_at IS NULL"
    ).fetchall()
    known = {row[0] for row in rows}
    for id_ in ids:
        if id_ not in known:
            rows += db.execute(
                "SELECT id, name, abc, abc_computed FROM client WHERE id = ?", (id_,)
            ).fetchall()
    return [(row[0], row[1], row[2], bool(row[3])) for row in rows]
