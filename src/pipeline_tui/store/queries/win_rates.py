"""Reading win rates: deals closed within a period, by what they have in common."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Any

from pipeline_tui.domain.figures import Part, Scope, Split
from pipeline_tui.domain.funnel import ValueBy
from pipeline_tui.domain.shares import Share
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.domain.win_rates import RateRow, WinRates
from pipeline_tui.store.queries import deals
from pipeline_tui.store.queries.in_common import SEVERAL, common


def _closed(db: sqlite3.Connection, scope: Scope) -> tuple[str, dict[str, Any]]:
    """The condition of a deal closed within a scope, and what fills it."""
    within = "" if scope.pipeline_id is None else (
        f" AND d.stage_id IN ({deals.stages_of(db, scope.pipeline_id)})"
    )  # fmt: skip
    where = f"d.closed_on BETWEEN :since AND :until AND d.archived_at IS NULL{within}"
    return where, {"since": scope.since.isoformat(), "until": scope.until.isoformat()}


def _won(db: sqlite3.Connection) -> str:
    return f"d.stage_id IN ({deals.kinds(db, StageKind.WON, StageKind.FULFILMENT)})"


def win_rates(db: sqlite3.Connection, by: Split, scope: Scope) -> WinRates:
    """Won and lost deals of a scope by what they have in common, with their money."""
    where, values = _closed(db, scope)
    shared = common(db, by)
    values.update(shared.values)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    amounts: dict[str, tuple[dict[str, int], dict[str, int]]] = defaultdict(lambda: ({}, {}))
    for key, currency, won, count, total in db.execute(
        f"SELECT {shared.key}, d.currency, {_won(db)}, count(*), coalesce(sum(d.amount_minor), 0)"
        f" FROM deal d{shared.join} WHERE {where} GROUP BY 1, 2, 3",
        values,
    ):
        counts[key][won] += count
        amounts[key][won][currency] = total
    names = {}
    if by is ValueBy.OBJECTION:
        names = dict(db.execute("SELECT code, name FROM objection_type"))
    rows = [
        RateRow(key, won, lost, amounts[key][1], amounts[key][0], names.get(key))
        for key, (lost, won) in counts.items()
    ]
    if by in (ValueBy.MONTH, ValueBy.CLASS):
        rows.sort(key=lambda row: (row.key == "", row.key))
    else:
        rows.sort(key=lambda row: (row.key == "", -row.closed, row.key))
    if by not in SEVERAL:
        whole = Share(sum(row.won for row in rows), sum(row.closed for row in rows))
    else:
        k, n = db.execute(
            f"SELECT coalesce(sum({_won(db)}), 0), count(*) FROM deal d WHERE {where}", values
        ).fetchone()
        whole = Share(k, n)
    return WinRates(tuple(rows), whole, by in SEVERAL)


def closed_deals(db: sqlite3.Connection, by: Split, key: str, part: str, scope: Scope) -> list[int]:
    """The deals behind a row of `win_rates`: all of them, the won, or the lost; the dearest first."""
    where, values = _closed(db, scope)
    shared = common(db, by)
    values.update(shared.values)
    narrow = {Part.WON: f" AND {_won(db)}", Part.LOST: f" AND NOT {_won(db)}"}.get(Part(part), "")
    return _ids(
        db, f"FROM deal d{shared.join} WHERE {where} AND {shared.key} = :key{narrow}",
        {**values, "key": key},
    )  # fmt: skip


def lost_deals(db: sqlite3.Connection, code: str, scope: Scope) -> list[int]:
    """The deals lost for a reason within a scope, "" for those whose reason nobody said."""
    where, values = _closed(db, scope)
    lost = deals.kinds(db, StageKind.LOST)
    return _ids(
        db, "FROM deal d LEFT JOIN loss_reason r ON r.id = d.loss_reason_id"
        f" WHERE {where} AND d.stage_id IN ({lost}) AND coalesce(r.code, '') = :code",
        {**values, "code": code},
    )  # fmt: skip


def deals_of_currency(db: sqlite3.Connection, currency: str, part: str, scope: Scope) -> list[int]:
    """The deals behind the velocity of a currency: those open now, or won or lost within a scope."""
    if part == Part.OPEN:
        within = "" if scope.pipeline_id is None else (
            f" AND d.stage_id IN ({deals.stages_of(db, scope.pipeline_id)})"
        )  # fmt: skip
        source = f"FROM {deals.OPEN_DEALS} WHERE {deals.OPEN} AND d.currency = :currency{within}"
        return _ids(db, source, {"currency": currency})
    where, values = _closed(db, scope)
    won = _won(db) if part == Part.WON else f"NOT {_won(db)}"
    return _ids(
        db, f"FROM deal d WHERE {where} AND d.currency = :currency AND {won}",
        {**values, "currency": currency},
    )  # fmt: skip


def _ids(db: sqlite3.Connection, source: str, values: dict[str, Any]) -> list[int]:
    found = db.execute(f"SELECT d.id {source} ORDER BY d.amount_minor DESC, d.id", values)
    return [row[0] for row in found]
