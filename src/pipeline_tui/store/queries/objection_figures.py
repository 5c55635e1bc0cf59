"""Reading what objections do to deals, how they trend, and where they come from."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.figures import Scope
from pipeline_tui.domain.objection_figures import (
    Effect,
    Ended,
    Kill,
    Kind,
    Met,
    SplitBy,
    SplitRow,
    TrendRow,
    effect,
)
from pipeline_tui.domain.objections import Tally
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.store.queries import deals

_CLIENT = " LEFT JOIN client c ON c.id = e.client_id"
_DEAL = " LEFT JOIN deal d ON d.id = e.deal_id"
_SPLITS: Mapping[SplitBy, tuple[str, str]] = {
    SplitBy.SOURCE: ("coalesce(nullif(d.source, ''), c.source, '')", _CLIENT + _DEAL),
    SplitBy.SEGMENT: ("coalesce(c.industry, '')", _CLIENT),
    SplitBy.PRODUCT: (
        "coalesce(p.name, '')",
        _DEAL + " LEFT JOIN product p ON p.id = d.product_id",
    ),
    SplitBy.COMPETITOR: ("coalesce(d.competitor, '')", _DEAL),
}
"""The key of an event `e`, and what has to be joined for it."""

_CLOSED = "d.closed_on BETWEEN :since AND :until AND d.archived_at IS NULL"
_KILLED = (
    "SELECT e.deal_id, e.type_id, max(e.met_at || ' ' || coalesce(e.stage_id, '')) AS last"
    " FROM deal d CROSS JOIN objection_event e INDEXED BY objection_of_deal ON e.deal_id = d.id"
    " WHERE {lost} GROUP BY e.deal_id, e.type_id HAVING max(e.result = 'worked') = 0"
)
"""Lost deals by the kinds that were never taken off in them, with the stage met last behind a space."""


def _days(scope: Scope) -> dict[str, Any]:
    return {"since": scope.since.isoformat(), "until": scope.until.isoformat()}


def _kinds(db: sqlite3.Connection) -> dict[int, Kind]:
    return {
        row[0]: Kind(*row)
        for row in db.execute("SELECT id, code, name FROM objection_type ORDER BY position, id")
    }


def _killed(db: sqlite3.Connection) -> str:
    lost = f"{_CLOSED} AND d.stage_id IN ({deals.kinds(db, StageKind.LOST)})"
    return (
        "SELECT deal_id, type_id, CAST(nullif(substr(last, instr(last, ' ') + 1), '') AS INTEGER)"
        f" AS stage_id FROM ({_KILLED.format(lost=lost)})"
    )


def kills(db: sqlite3.Connection, scope: Scope) -> list[Kill]:
    """Kinds and stages by the deals lost there, most deals first."""
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(lambda: [0, {}])
    for *key, currency, count, minor in db.execute(
        "SELECT k.type_id, s.code, s.name, d.currency, count(*),"
        f" coalesce(sum(d.amount_minor), 0) FROM ({_killed(db)}) k JOIN deal d ON d.id = k.deal_id"
        " LEFT JOIN stage s ON s.id = k.stage_id GROUP BY 1, k.stage_id, 4",
        _days(scope),
    ):
        row = found[tuple(key)]
        row[0] += count
        if minor:
            row[1][currency] = minor
    named = _kinds(db)
    rows = [
        Kill(named[type_id], code, name, count, amounts)
        for (type_id, code, name), (count, amounts) in found.items()
    ]
    rows.sort(key=lambda row: (-row.deals, row.kind.id, row.key))
    return rows


def killed_deals(db: sqlite3.Connection, kind: str, stage: str | None, scope: Scope) -> list[int]:
    """The deals behind a row of `kills`, the dearest first."""
    return [
        row[0]
        for row in db.execute(
            f"SELECT k.deal_id FROM ({_killed(db)}) k JOIN deal d ON d.id = k.deal_id"
            " JOIN objection_type t ON t.id = k.type_id LEFT JOIN stage s ON s.id = k.stage_id"
            " WHERE t.code = :kind AND s.code IS :stage ORDER BY d.amount_minor DESC, d.id",
            {**_days(scope), "kind": kind, "stage": stage},
        )
    ]


def _ended(db: sqlite3.Connection, scope: Scope) -> dict[int, Ended]:
    won = f"d.stage_id IN ({deals.kinds(db, StageKind.WON, StageKind.FULFILMENT)})"
    reached: dict[int, dict[int, int]] = defaultdict(dict)
    outcome: dict[int, bool] = {}
    for deal_id, is_won, stage_id, days in db.execute(
        f"SELECT d.id, {won}, h.to_stage_id,"
        " CAST(julianday(d.closed_on) - julianday(date(min(h.changed_at))) AS INTEGER)"
        " FROM deal d LEFT JOIN stage_change h ON h.deal_id = d.id"
        f" WHERE {_CLOSED} GROUP BY d.id, h.to_stage_id",
        _days(scope),
    ):
        outcome[deal_id] = bool(is_won)
        if stage_id is not None:
            reached[deal_id][stage_id] = max(0, days)
    return {one: Ended(one, won, reached[one]) for one, won in outcome.items()}


def effects(db: sqlite3.Connection, scope: Scope) -> list[Effect]:
    """Each kind met in deals closed in the period beside those that never met it, most met first."""
    ended = _ended(db, scope)
    met: dict[int, list[Met]] = defaultdict(list)
    for deal_id, type_id, first, off in db.execute(
        "SELECT e.deal_id, e.type_id, min(e.met_at || ' ' || coalesce(e.stage_id, '')),"
        " max(e.result = 'worked') FROM deal d CROSS JOIN objection_event e"
        f" INDEXED BY objection_of_deal ON e.deal_id = d.id WHERE {_CLOSED} GROUP BY 1, 2",
        _days(scope),
    ):
        stage = first.partition(" ")[2]
        met[type_id].append(Met(deal_id, type_id, int(stage) if stage else 0, bool(off)))
    named = _kinds(db)
    rows = [effect(named[type_id], found, ended) for type_id, found in met.items()]
    rows.sort(key=lambda row: (-row.met.n, row.kind.id))
    return rows


def deals_with(
    db: sqlite3.Connection, kind: str, scope: Scope, off: bool | None = None
) -> list[int]:
    """Deals closed in the period that met a kind, the dearest first; `off` takes only those where it
    was taken off, or was not."""
    having = "" if off is None else f" HAVING max(e.result = 'worked') = {int(off)}"
    return [
        row[0]
        for row in db.execute(
            "SELECT d.id FROM deal d CROSS JOIN objection_event e INDEXED BY objection_of_deal"
            f" ON e.deal_id = d.id JOIN objection_type t ON t.id = e.type_id"
            f" WHERE {_CLOSED} AND t.code = :kind"
            f" GROUP BY d.id{having} ORDER BY d.amount_minor DESC, d.id",
            {**_days(scope), "kind": kind},
        )
    ]


def trend(db: sqlite3.Connection, bounds: Sequence[datetime]) -> list[TrendRow]:
    """Kinds between each bound and the next, the one met most first."""
    months = len(bounds) - 1
    sums: dict[int, list[dict[str, int]]] = defaultdict(lambda: [{} for _month in range(months)])
    for at in range(months):
        for type_id, result, count in db.execute(
            "SELECT type_id, result, count(*) FROM objection_event INDEXED BY objection_by_time"
            " WHERE met_at >= ? AND met_at < ? GROUP BY type_id, result",
            (moment_text(bounds[at]), moment_text(bounds[at + 1])),
        ):
            sums[type_id][at][result] = count
    named = _kinds(db)
    rows = [
        TrendRow(named[type_id], tuple(Tally(**by_result) for by_result in by_month))
        for type_id, by_month in sums.items()
    ]
    rows.sort(key=lambda row: (-row.whole.met, row.kind.id))
    return rows


def split(db: sqlite3.Connection, by: SplitBy, since: datetime, until: datetime) -> list[SplitRow]:
    """Objections met between two moments by what they came with, most met first, the unsaid last."""
    key, joins = _SPLITS[by]
    sums: dict[str, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for name, type_id, result, count in db.execute(
        f"SELECT {key}, e.type_id, e.result, count(*) FROM objection_event e{joins}"
        " WHERE e.met_at >= ? AND e.met_at < ? GROUP BY 1, 2, 3",
        (moment_text(since), moment_text(until)),
    ):
        sums[name][type_id][result] = count
    named = _kinds(db)
    rows = []
    for name, by_type in sums.items():
        kinds = [(named[type_id], Tally(**found)) for type_id, found in by_type.items()]
        kinds.sort(key=lambda one: (-one[1].met, one[0].id))
        whole = sum((tally for _kind, tally in kinds), Tally())
        rows.append(SplitRow(name, whole, tuple(kinds)))
    rows.sort(key=lambda row: (row.key == "", -row.tally.met, row.key))
    return rows
