"""Reading time in stage: how long each deal was in it, from its stage changes."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.figures import Part, Scope
from pipeline_tui.domain.stays import Stayed, StayRow, stay_row
from pipeline_tui.store.queries import deals


def read(
    db: sqlite3.Connection, stages: Sequence[StageRow], scope: Scope, now: datetime, zone: tzinfo
) -> list[StayRow]:
    """Time in each of these stages that are open, of the deals that came into it within a scope."""
    found: dict[int, list[Stayed]] = defaultdict(list)
    for stage_id, days, still_there, count in db.execute(
        f"SELECT stage_id, days, still_there, count(*) FROM ({_stays(stages)}) GROUP BY 1, 2, 3",
        _values(scope, now, zone),
    ):
        found[stage_id].append(Stayed(max(0, days), not still_there, count))
    return [stay_row(stage, found[stage.id]) for stage in stages if stage.is_open]


def deal_ids(
    db: sqlite3.Connection, stage: StageRow, part: str, scope: Scope, now: datetime, zone: tzinfo
) -> list[int]:
    """The deals behind a number of a stage: all, those gone, or those there yet; the longest first."""
    narrow = {Part.ENDED: "NOT still_there", Part.OPEN: "still_there"}.get(Part(part), "1")
    standing = (
        " AND h.deal_id IN (SELECT d.id FROM deal d INDEXED BY deal_open_sums"
        f" WHERE {deals.OPEN} AND d.stage_id = {stage.id})"
    )  # the index has them together: the others need not be looked up
    stays = _stays([stage], standing if part == Part.OPEN else "")
    found = db.execute(
        f"SELECT deal_id FROM ({stays}) WHERE {narrow} ORDER BY days DESC, deal_id",
        _values(scope, now, zone),
    )
    return [row[0] for row in found]


def _stays(stages: Sequence[StageRow], only: str = "") -> str:
    """Each deal with each of the stages that it came into between `:start` and `:end`: whole days
    there by `:now`, over all its stays, and whether it is there yet.

    When an imported deal without a first day came into its first stage nobody knows: left out.
    """
    wanted = ", ".join(str(one.id) for one in stages if one.is_open) or "-1"
    return (
        "SELECT deal_id, stage_id, CAST(sum(julianday(coalesce(gone, :now)) - julianday(came))"
        "  + 0.5 AS INTEGER) AS days, max(gone IS NULL) AS still_there"
        " FROM (SELECT h.deal_id, h.to_stage_id AS stage_id, h.changed_at AS came,"
        "  (SELECT n.changed_at FROM stage_change n INDEXED BY stage_change_of_deal"
        "   WHERE n.deal_id = h.deal_id AND n.id > h.id ORDER BY n.id LIMIT 1) AS gone"
        "  FROM stage_change h INDEXED BY stage_change_by_stage"
        f"  WHERE h.to_stage_id IN ({wanted}) AND h.changed_at >= :start AND h.changed_at < :end{only}"
        "  AND h.deal_id NOT IN (SELECT id FROM deal WHERE archived_at IS NOT NULL)"
        "  AND NOT (h.deal_id IN (SELECT id FROM deal INDEXED BY deal_by_entry"
        "    WHERE opened_on IS NULL AND archived_at IS NULL)"
        "   AND NOT EXISTS (SELECT 1 FROM stage_change b INDEXED BY stage_change_of_deal"
        "    WHERE b.deal_id = h.deal_id AND b.id < h.id)))"
        " GROUP BY deal_id, stage_id"
    )


def _values(scope: Scope, now: datetime, zone: tzinfo) -> dict[str, str]:
    return {
        "start": deals.start_of_day(scope.since, zone),
        "end": deals.start_of_day(scope.until + timedelta(days=1), zone),
        "now": moment_text(now),
    }
