"""Who might be called today: one bounded, index-served query for each kind of reason.

Every query stops at a fixed number of rows, the most valuable first, because a day holds forty calls
and a base a hundred thousand clients. Facts of the clients found are read in `prospects`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from pipeline_tui.domain.dates import day_text, moment_text, read_day, read_moment
from pipeline_tui.store.queries.debts import PART_ASKED

_DUE_SCANNED = 2000
_DUE_KEPT = 200
_DEBTORS = 100
_STALLED_PER_STAGE = 25
_TOUCHES = 25
_NEVER_SCANNED = 2000
_NEVER = 60
_COLD = 60
_RATE_SAMPLE = 500


class DueTask(Struct, frozen=True):
    """An open task due today or earlier, with the open deal it belongs to."""

    id: int
    client_id: int
    deal_id: int | None
    kind: str
    origin: str
    title: str
    due_on: date
    due_at: datetime | None
    created_at: datetime
    status: str
    amount_minor: int | None
    currency: str | None
    probability: int | None
    stage_id: int | None


class Debtor(Struct, frozen=True):
    """Overdue money of a client in one currency, and what was last promised and done about it."""

    client_id: int
    currency: str
    overdue_minor: int
    oldest: date
    touched: datetime | None


class StalledDeal(Struct, frozen=True):
    """An open deal with no step on the calendar."""

    id: int
    client_id: int
    title: str
    amount_minor: int | None
    currency: str
    stage_id: int
    probability: int
    rot_days: int | None
    touched: datetime
    woke: bool


class Regular(Struct, frozen=True):
    """A client not touched for longer than their interval in days."""

    client_id: int
    days: int
    touched: datetime
    """The last touch, else when the client was written down."""
    ever: bool


class Orders(Struct, frozen=True):
    """The days and sums of a client's won deals of the last years, in one currency."""

    client_id: int
    currency: str
    days: tuple[date, ...]
    sums: tuple[int, ...]


def due_tasks(db: sqlite3.Connection, today: date, client_id: int | None = None) -> list[DueTask]:
    """Open tasks of clients due by today: what was promised first, then the most valuable; those of
    one client where named."""
    mine = "client_id IS NOT NULL" if client_id is None else "client_id = :client"
    return [
        DueTask(
            id=row[0], client_id=row[1], deal_id=row[2], kind=row[3], origin=row[4], title=row[5],
            due_on=read_day(row[6]), due_at=_moment(row[7]), created_at=read_moment(row[8]),
            status=row[9], amount_minor=row[10], currency=row[11], probability=row[12],
            stage_id=row[13],
        )
        for row in db.execute(
            "WITH due AS MATERIALIZED ("
            " SELECT id, client_id, deal_id, kind, origin, title, due_on, due_at, created_at"
            " FROM task WHERE done_at IS NULL AND dropped_at IS NULL AND due_on <= :today"
            f" AND {mine} ORDER BY due_on DESC LIMIT :scanned)"
            " SELECT due.id, due.client_id, due.deal_id, due.kind, due.origin, due.title,"
            " due.due_on, due.due_at, due.created_at, c.status, d.amount_minor, d.currency,"
            " s.probability, d.stage_id"
            " FROM due JOIN client c ON c.id = due.client_id"
            " LEFT JOIN deal d ON d.id = due.deal_id AND d.closed_on IS NULL"
            " LEFT JOIN stage s ON s.id = d.stage_id"
            " WHERE c.archived_at IS NULL"
            " AND (d.snoozed_until IS NULL OR d.snoozed_until <= :today)"
            " ORDER BY due.origin <> 'callback',"
            " due.due_at IS NULL OR due.due_on < :today,"
            " coalesce(d.amount_minor, 0) * coalesce(s.probability, 0) DESC, due.id LIMIT :kept",
            {
                "today": day_text(today), "scanned": _DUE_SCANNED, "kept": _DUE_KEPT,
                "client": client_id,
            },
        )
    ]  # fmt: skip


def pressing(
    db: sqlite3.Connection, today: date, since: datetime, until: datetime
) -> frozenset[tuple[str, int]]:
    """(kind, number) of what may come in between two calls: open requests, and steps at an exact
    time within a span."""
    return frozenset(
        db.execute(
            "SELECT 'request', id FROM request INDEXED BY request_open"
            " WHERE answered_at IS NULL AND dismissed_at IS NULL"
            " UNION ALL SELECT 'task', id FROM task INDEXED BY task_open_by_day"
            " WHERE done_at IS NULL AND dropped_at IS NULL"
            " AND due_on BETWEEN date(:today, '-1 day') AND :today AND due_at BETWEEN :since AND :until",
            {
                "today": day_text(today), "since": moment_text(since), "until": moment_text(until),
            },
        ).fetchall()
    )  # fmt: skip


def debtors(db: sqlite3.Connection, today: date) -> list[Debtor]:
    """Clients with the largest overdue sums; disputed and cancelled invoices aside."""
    return [
        Debtor(row[0], row[1], row[2], read_day(row[3]), _moment(row[4]))
        for row in db.execute(
            "WITH owed AS MATERIALIZED ("
            " SELECT i.client_id AS client_id, i.currency AS currency, sum(i.open_minor) AS owed,"
            " min(i.due_on) AS oldest"
            " FROM instalment i INDEXED BY instalment_open_by_day"
            " WHERE i.open_minor > 0 AND i.due_on < ?"
            " AND i.invoice_id NOT IN (SELECT v.id FROM invoice v WHERE v.disputed = 1"
            f"  AND NOT coalesce({PART_ASKED}, 0))"
            " GROUP BY 1, 2 ORDER BY 3 DESC LIMIT ?)"
            " SELECT owed.client_id, currency, owed, oldest,"
            " (SELECT a.started_at FROM activity a INDEXED BY activity_of_client"
            "  WHERE a.client_id = owed.client_id AND a.kind <> 'note'"
            "  ORDER BY a.started_at DESC LIMIT 1)"
            " FROM owed JOIN client c ON c.id = owed.client_id WHERE c.archived_at IS NULL",
            (day_text(today), _DEBTORS),
        )
    ]


def spoken_since(db: sqlite3.Connection, client_id: int, day: date) -> bool:
    """Whether a call to a client connected after the end of a day."""
    return bool(
        db.execute(
            "SELECT EXISTS (SELECT 1 FROM activity a JOIN outcome o ON o.id = a.outcome_id"
            " WHERE a.client_id = ? AND a.started_at >= date(?, '+1 day')"
            " AND a.kind = 'call' AND o.connected = 1)",
            (client_id, day_text(day)),
        ).fetchone()[0]
    )


def stalled_deals(db: sqlite3.Connection, today: date) -> list[StalledDeal]:
    """Open deals with no step and not at rest, the largest of every open stage."""
    found: list[StalledDeal] = []
    stages = db.execute(
        "SELECT id, probability, rot_days FROM stage WHERE kind = 'open' ORDER BY position"
    ).fetchall()
    for stage_id, probability, rot_days in stages:
        found += [
            StalledDeal(
                id=row[0], client_id=row[1], title=row[2], amount_minor=row[3], currency=row[4],
                stage_id=stage_id, probability=probability, rot_days=rot_days,
                touched=read_moment(row[5]), woke=bool(row[6]),
            )
            for row in db.execute(
                "SELECT d.id, d.client_id, d.title, d.amount_minor, d.currency,"
                " max(d.stage_since, coalesce((SELECT max(a.started_at) FROM activity a"
                "  WHERE a.deal_id = d.id), d.stage_since)), d.snoozed_until IS NOT NULL"
                " FROM deal d INDEXED BY deal_open"
                " WHERE d.closed_on IS NULL AND d.archived_at IS NULL AND d.stage_id = ?"
                " AND d.client_id IS NOT NULL"
                " AND (d.snoozed_until IS NULL OR d.snoozed_until <= ?)"
                " AND NOT EXISTS (SELECT 1 FROM task t WHERE t.deal_id = d.id"
                "  AND t.done_at IS NULL AND t.dropped_at IS NULL)"
                " AND EXISTS (SELECT 1 FROM client c WHERE c.id = d.client_id"
                "  AND c.archived_at IS NULL)"
                " ORDER BY d.amount_minor DESC LIMIT ?",
                (stage_id, day_text(today), _STALLED_PER_STAGE),
            )
        ]  # fmt: skip
    return found


_REGULAR = (
    "SELECT c.id, coalesce(c.touch_days, :days),"
    " coalesce((SELECT max(a.started_at) FROM activity a WHERE a.client_id = c.id), c.created_at),"
    " EXISTS (SELECT 1 FROM activity a WHERE a.client_id = c.id)"
    " FROM client c WHERE c.archived_at IS NULL AND c.status IN ('active', 'dormant') AND {which}"
    " AND c.id NOT IN (SELECT value FROM json_each(:but))"
    " AND c.created_at < date(:today, '-' || coalesce(c.touch_days, :days) || ' days')"
    " AND NOT EXISTS (SELECT 1 FROM activity a WHERE a.client_id = c.id AND a.started_at >="
    "  date(:today, '-' || coalesce(c.touch_days, :days) || ' days'))"
    " AND NOT EXISTS (SELECT 1 FROM task t WHERE t.client_id = c.id"
    "  AND t.done_at IS NULL AND t.dropped_at IS NULL) LIMIT :kept"
)

_UNCLASSED = "c.abc IS NULL AND (c.status = 'active' OR c.touch_days IS NOT NULL)"


def regulars(
    db: sqlite3.Connection, today: date, days_by_class: dict[str, int], but: Iterable[int] = ()
) -> list[Regular]:
    """Clients in work whose time for a touch has come, class A first, nothing planned with them;
    without those named.

    An active client of no class is kept up with like one of the least.
    """
    asked: list[tuple[str, dict[str, Any]]] = [
        (_REGULAR.format(which="c.abc = :abc"), {"abc": abc, "days": days_by_class[abc]})
        for abc in sorted(days_by_class)
    ]
    asked.append((_REGULAR.format(which=_UNCLASSED), {"days": days_by_class["C"]}))
    kept_out = _ids(but)
    return [
        Regular(row[0], row[1], read_moment(row[2]), bool(row[3]))
        for sql, values in asked
        for row in db.execute(
            sql, {**values, "today": day_text(today), "kept": _TOUCHES, "but": kept_out}
        )
    ]


def never_touched(db: sqlite3.Connection) -> list[int]:
    """Active clients with whom nothing has happened yet and nothing is planned, class A first, the
    newest first. Of each class so many of the newest are looked at; the others come up as regulars.
    """
    found: list[int] = []
    for which in (*(f"c.abc = '{abc}'" for abc in "ABC"), "c.abc IS NULL"):
        found += [
            row[0]
            for row in db.execute(
                "WITH newest AS MATERIALIZED (SELECT c.id FROM client c"
                f" WHERE c.archived_at IS NULL AND c.status = 'active' AND {which}"
                " ORDER BY c.id DESC LIMIT ?)"
                " SELECT n.id FROM newest n"
                " WHERE NOT EXISTS (SELECT 1 FROM activity a WHERE a.client_id = n.id)"
                " AND NOT EXISTS (SELECT 1 FROM task t WHERE t.client_id = n.id"
                "  AND t.done_at IS NULL AND t.dropped_at IS NULL)"
                " AND NOT EXISTS (SELECT 1 FROM deal d WHERE d.client_id = n.id"
                "  AND d.closed_on IS NULL AND d.archived_at IS NULL)"
                " ORDER BY n.id DESC LIMIT ?",
                (_NEVER_SCANNED, _NEVER - len(found)),
            )
        ]
    return found


def orders(db: sqlite3.Connection, since: date, until: date) -> list[Orders]:
    """Every client with three or more won deals since a day, the last of them not after `until`.

    Reads all won deals of that time, from one index: ask once a day.
    """
    return [
        Orders(row[0], row[1], *_made(row[2]))
        for row in db.execute(
            "SELECT d.client_id, d.currency,"
            " group_concat(d.closed_on || ':' || coalesce(d.amount_minor, 0))"
            " FROM stage s CROSS JOIN deal d INDEXED BY deal_closed ON d.stage_id = s.id"
            " WHERE s.kind IN ('won', 'fulfilment') AND d.closed_on >= ?"
            " AND d.archived_at IS NULL AND d.client_id IS NOT NULL"
            " GROUP BY d.client_id, d.currency HAVING count(*) >= 3 AND max(d.closed_on) <= ?",
            (day_text(since), day_text(until)),
        )
    ]


def _made(text: str) -> tuple[tuple[date, ...], tuple[int, ...]]:
    """Days and sums of orders in the order of their days, from `day:sum,day:sum`."""
    pairs = sorted(one.split(":") for one in text.split(","))
    return tuple(read_day(on) for on, _ in pairs), tuple(int(minor) for _, minor in pairs)


def touched_since(db: sqlite3.Connection, client_id: int, moment: datetime) -> bool:
    """Whether anything happened with a client since a moment, or is planned."""
    return bool(
        db.execute(
            "SELECT EXISTS (SELECT 1 FROM activity WHERE client_id = ?1 AND started_at >= ?2)"
            " OR EXISTS (SELECT 1 FROM task WHERE client_id = ?1 AND done_at IS NULL"
            "  AND dropped_at IS NULL)"
            " OR EXISTS (SELECT 1 FROM client WHERE id = ?1 AND archived_at IS NOT NULL)",
            (client_id, moment_text(moment)),
        ).fetchone()[0]
    )


def late_payers(db: sqlite3.Connection, ids: Iterable[int], today: date) -> set[int]:
    """Those of these clients who owe money that is overdue, disputed or not."""
    return {
        row[0]
        for row in db.execute(
            "SELECT w.value FROM json_each(?) w WHERE EXISTS ("
            " SELECT 1 FROM instalment i INDEXED BY instalment_open"
            " WHERE i.client_id = w.value AND i.open_minor > 0 AND i.due_on < ?)",
            (_ids(ids), day_text(today)),
        )
    }


def worked(db: sqlite3.Connection, client_id: int) -> bool:
    """Whether anything is going on with a client besides another attempt to reach them: an open
    deal, or a step on the calendar."""
    return bool(
        db.execute(
            "SELECT EXISTS (SELECT 1 FROM task WHERE client_id = ?1 AND done_at IS NULL"
            "  AND dropped_at IS NULL AND origin <> 'retry')"
            " OR EXISTS (SELECT 1 FROM deal WHERE client_id = ?1 AND closed_on IS NULL"
            "  AND archived_at IS NULL)",
            (client_id,),
        ).fetchone()[0]
    )


def cold(db: sqlite3.Connection, rested_since: datetime) -> list[int]:
    """Leads that nobody works: no open deal, no step, not called since; the newest first."""
    return [
        row[0]
        for row in db.execute(
            "SELECT c.id FROM client c INDEXED BY client_cold"
            " WHERE c.status = 'lead' AND c.archived_at IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM task t WHERE t.client_id = c.id"
            "  AND t.done_at IS NULL AND t.dropped_at IS NULL)"
            " AND NOT EXISTS (SELECT 1 FROM deal d WHERE d.client_id = c.id"
            "  AND d.closed_on IS NULL AND d.archived_at IS NULL)"
            " AND NOT EXISTS (SELECT 1 FROM activity a WHERE a.client_id = c.id"
            "  AND a.started_at >= ? AND a.kind = 'call')"
            " ORDER BY c.id DESC LIMIT ?",
            (moment_text(rested_since), _COLD),
        )
    ]


def marks(db: sqlite3.Connection, today: date) -> dict[int, tuple[str, str]]:
    """Pins and skips of a day: client → (kind, reason)."""
    return {
        row[0]: (row[1], row[2])
        for row in db.execute(
            "SELECT client_id, kind, reason FROM list_mark WHERE on_day = ?", (day_text(today),)
        )
    }


def stage_rates(db: sqlite3.Connection) -> dict[int, tuple[int, int]]:
    """Stage → (won, closed) of the last deals that entered it."""
    found: dict[int, tuple[int, int]] = {}
    for (stage_id,) in db.execute("SELECT id FROM stage WHERE kind = 'open'").fetchall():
        won, closed = db.execute(
            "SELECT coalesce(sum(s.kind IN ('won', 'fulfilment')), 0), count(*) FROM ("
            " SELECT deal_id FROM stage_change WHERE to_stage_id = ?"
            " ORDER BY changed_at DESC LIMIT ?) latest"
            " JOIN deal d ON d.id = latest.deal_id JOIN stage s ON s.id = d.stage_id"
            " WHERE d.closed_on IS NOT NULL",
            (stage_id, _RATE_SAMPLE),
        ).fetchone()
        found[stage_id] = (won, closed)
    return found


def _moment(value: str | None) -> datetime | None:
    return None if value is None else read_moment(value)


def _ids(ids: Iterable[int]) -> str:
    return "[" + ",".join(map(str, sorted(set(ids)))) + "]"
