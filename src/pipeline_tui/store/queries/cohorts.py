"""Reading conversion by month of entry: how far each deal came, from its stage changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from pipeline_tui.domain.cohorts import Cohorts, Entered, Outcome, cohorts
from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.figures import Part, Scope
from pipeline_tui.domain.vocabulary import StageKind


def read(db: sqlite3.Connection, stages: Sequence[StageRow], scope: Scope, today: date) -> Cohorts:
    """Cohorts of the deals that entered a pipeline within a scope.

    `stages` are all of that pipeline, in order. A deal belongs to the pipeline that it stands in.
    """
    source, selling = _entered(stages), _selling(stages)
    found = db.execute(
        "SELECT month, furthest, outcome, CAST(julianday(coalesce(closed_on, :today))"
        " - julianday(opened_on) + 0.5 AS INTEGER), count(*)"
        f" FROM ({source}) GROUP BY 1, 2, 3, 4",
        _values(scope) | {"today": today.isoformat()},
    )
    undated = db.execute(
        "SELECT count(*) FROM deal d INDEXED BY deal_by_entry WHERE d.opened_on IS NULL"
        f" AND d.archived_at IS NULL AND d.stage_id IN ({_numbers(stages)})"
    ).fetchone()[0]
    groups = (
        Entered(month, furthest, Outcome(outcome), max(0, days), count)
        for month, furthest, outcome, days, count in found
    )
    return cohorts(groups, selling, undated=undated)


def deal_ids(
    db: sqlite3.Connection, stages: Sequence[StageRow], month: str, part: str, scope: Scope
) -> list[int]:
    """The deals behind a number of a cohort: all, open, won, lost, or by the code of a stage those
    that came so far or further; the dearest first."""
    narrow = "1"
    if part in (Part.OPEN, Part.WON, Part.LOST):
        narrow = f"outcome = '{Part(part).value}'"
    elif part != Part.ALL:
        place = next(at for at, one in enumerate(_selling(stages)) if one.code == part)
        narrow = f"furthest >= {place}"
    found = db.execute(
        f"SELECT id FROM ({_entered(stages)}) WHERE month = :month AND {narrow}"
        " ORDER BY amount_minor DESC, id",
        _values(scope) | {"month": month},
    )
    return [row[0] for row in found]


def _entered(stages: Sequence[StageRow]) -> str:
    """The deals that entered within `:since` and `:until`, with their month and how far they came.

    Stages of selling count from 0 in their order; a win from any of them is further than all.
    """
    places = " ".join(f"WHEN {id_} THEN {place}" for id_, place in _places(stages).items())
    won = _numbers([one for one in stages if one.kind in (StageKind.WON, StageKind.FULFILMENT)])
    lost = _numbers([one for one in stages if one.kind == StageKind.LOST])
    return (
        "SELECT d.id, substr(d.opened_on, 1, 7) AS month, d.opened_on, d.closed_on, d.amount_minor,"
        f" coalesce((SELECT max(CASE h.to_stage_id {places} ELSE 0 END)"
        "   FROM stage_change h INDEXED BY stage_change_of_deal WHERE h.deal_id = d.id), 0)"
        "  AS furthest,"
        f" CASE WHEN d.stage_id IN ({won}) THEN 'won' WHEN d.stage_id IN ({lost}) THEN 'lost'"
        "  ELSE 'open' END AS outcome"
        " FROM deal d INDEXED BY deal_by_entry WHERE d.opened_on BETWEEN :since AND :until"
        f" AND d.archived_at IS NULL AND d.stage_id IN ({_numbers(stages)})"
    )


def _selling(stages: Sequence[StageRow]) -> list[StageRow]:
    """The stages that a cohort is shown over; a retired one has no column."""
    return [one for one in stages if one.is_open and not one.retired]


def _places(stages: Sequence[StageRow]) -> dict[int, int]:
    """Stage → how far a deal came that stood there, as the place of a stage of selling.

    One that is retired is as far as the stage before it; a win is as far as all.
    """
    selling = _selling(stages)
    last = max(0, len(selling) - 1)
    found = {
        one.id: max(0, sum(other.position <= one.position for other in selling) - 1)
        for one in stages
        if one.is_open
    }
    return found | {
        one.id: last for one in stages if one.kind in (StageKind.WON, StageKind.FULFILMENT)
    }


def _numbers(stages: Sequence[StageRow]) -> str:
    return ", ".join(str(one.id) for one in stages) or "-1"


def _values(scope: Scope) -> dict[str, str]:
    return {"since": scope.since.isoformat(), "until": scope.until.isoformat()}
