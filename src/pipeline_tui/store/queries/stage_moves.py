"""Reading what moved in the funnel since a day, from stage changes and the log of edits."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, tzinfo

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.figures import Scope
from pipeline_tui.domain.stage_moves import Changes, Moved, MoveRow, moves, slipped
from pipeline_tui.store.queries import deals

_SINCE = (
    "SELECT d.id, f.from_stage_id, d.stage_id FROM ("
    "  SELECT deal_id, min(id) AS first FROM stage_change INDEXED BY stage_change_by_stage"
    "  WHERE to_stage_id IN (SELECT id FROM stage) AND changed_at >= ? GROUP BY deal_id) w"
    " JOIN stage_change f ON f.id = w.first JOIN deal d ON d.id = w.deal_id"
    " WHERE d.archived_at IS NULL"
)
_EDITED = (
    "SELECT c.row_id, json_extract(c.before, '$.expected_close') FROM audit_entry e"
    " JOIN row_change c INDEXED BY row_change_of_entry ON c.entry_id = e.id"
    " WHERE e.made_at >= ? AND c.table_name = 'deal' AND c.before IS NOT NULL"
    " ORDER BY c.row_id, c.id DESC"
)
"""The oldest last, so that it is the one that stays."""


def read(
    db: sqlite3.Connection,
    stages: Mapping[int, StageRow],
    scope: Scope,
    today: date,
    zone: tzinfo,
) -> Changes:
    """What became of deals since the first day of a scope until now; `stages` are all there are."""
    found, opened, closed = _moved(db, stages, scope, today, zone)
    within = "" if scope.pipeline_id is None else (
        f" AND d.stage_id IN ({deals.stages_of(db, scope.pipeline_id)})"
    )  # fmt: skip
    now = db.execute(
        "SELECT count(*) FROM deal d INDEXED BY deal_open_sums WHERE"
        f" {deals.OPEN} AND d.stage_id IN (SELECT id FROM stage){within}"
    ).fetchone()[0]
    worth = _worth(db, {id_ for ids in found.values() for id_ in ids})
    rows = []
    for moved in Moved:
        sums: dict[str, int] = defaultdict(int)
        for id_ in found[moved]:
            currency, minor = worth[id_]
            sums[currency] += minor
        rows.append(MoveRow(moved, len(found[moved]), dict(sums)))
    return Changes(tuple(rows), now - opened + closed, now)


def deal_ids(
    db: sqlite3.Connection,
    stages: Mapping[int, StageRow],
    moved: Moved,
    scope: Scope,
    today: date,
    zone: tzinfo,
) -> list[int]:
    """The deals of which one thing became, the dearest first."""
    ids = _moved(db, stages, scope, today, zone)[0][moved]
    worth = _worth(db, set(ids))
    return sorted(ids, key=lambda id_: (-worth[id_][1], id_))


def _moved(
    db: sqlite3.Connection, stages: Mapping[int, StageRow], scope: Scope, today: date, zone: tzinfo
) -> tuple[dict[Moved, list[int]], int, int]:
    """Deals by what became of them; how many are open now and were not, and the other way round."""
    found: dict[Moved, list[int]] = {one: [] for one in Moved}
    opened = closed = 0
    start = deals.start_of_day(scope.since, zone)
    for id_, was, is_ in db.execute(_SINCE, (start,)):
        before, after = stages.get(was), stages[is_]
        if scope.pipeline_id not in (None, after.pipeline_id):
            continue
        was_open = before is not None and before.is_open
        opened += after.is_open and not was_open
        closed += was_open and not after.is_open
        for moved in moves(before, after):
            found[moved].append(id_)
    found[Moved.SLIPPED] = _slipped(db, scope, today, start)
    return found, opened, closed


def _slipped(db: sqlite3.Connection, scope: Scope, today: date, start: str) -> list[int]:
    then = dict(db.execute(_EDITED, (start,)))
    within = "" if scope.pipeline_id is None else (
        f" AND d.stage_id IN ({deals.stages_of(db, scope.pipeline_id)})"
    )  # fmt: skip
    return [
        id_
        for id_, now in db.execute(
            f"SELECT d.id, d.expected_close FROM {deals.OPEN_DEALS} WHERE {deals.OPEN}{within}"
            " AND d.expected_close IS NOT NULL"
        )
        if slipped(then.get(id_, now), now, scope.since.isoformat(), today.isoformat())
    ]


def _worth(db: sqlite3.Connection, ids: set[int]) -> dict[int, tuple[str, int]]:
    return {
        id_: (currency, minor)
        for id_, currency, minor in db.execute(
            "SELECT id, currency, coalesce(amount_minor, 0) FROM deal"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(ids)),),
        )
    }
