"""The rows the user may rename: stages, outcomes, loss reasons, kinds of objection."""

from __future__ import annotations

import sqlite3

from msgspec.structs import replace

from pipeline_tui.domain.calls import OutcomeRow
from pipeline_tui.domain.deals import ReasonRow, StageRow
from pipeline_tui.domain.objections import ObjectionTypeRow
from pipeline_tui.domain.pipelines import PipelineRow


def pipelines(db: sqlite3.Connection, *, retired: bool = False) -> list[PipelineRow]:
    """Pipelines in their order, each with the deals that stand open in it; `retired` adds those in
    use no more, last."""
    return [
        PipelineRow(row[0], row[1], row[2], retired=bool(row[3]), open_deals=row[4])
        for row in db.execute(
            "SELECT p.id, p.code, p.name, p.retired, (SELECT count(*) FROM stage s"
            "  JOIN deal d INDEXED BY deal_open_sums ON d.stage_id = s.id"
            "  WHERE s.pipeline_id = p.id AND d.closed_on IS NULL AND d.archived_at IS NULL)"
            " FROM pipeline p WHERE p.retired <= ? ORDER BY p.retired, p.position, p.id",
            (int(retired),),
        )
    ]


def stages(
    db: sqlite3.Connection, *, pipeline_id: int | None = None, retired: bool = False
) -> list[StageRow]:
    """Stages in use, in the order of their pipelines, or of one of these; `retired` adds those in
    use no more, each pipeline's last."""
    return [
        replace(StageRow(*row), retired=bool(row[8]))
        for row in db.execute(
            "SELECT s.id, s.pipeline_id, s.code, s.name, s.kind, s.probability, s.rot_days,"
            " s.position, s.retired, (SELECT count(*) FROM checklist_item i"
            "  WHERE i.stage_id = s.id AND i.retired = 0) FROM stage s JOIN pipeline p ON p.id = s.pipeline_id"
            " WHERE s.retired <= :retired AND p.retired <= :retired"
            " AND (:pipeline IS NULL OR p.id = :pipeline)"
            " ORDER BY p.retired, p.position, p.id, s.retired, s.position",
            {"retired": int(retired), "pipeline": pipeline_id},
        )
    ]


def deals_by_stage(db: sqlite3.Connection) -> dict[int, int]:
    """Stage → how many deals stand in it, closed ones too."""
    return dict(
        db.execute(
            "SELECT s.id, (SELECT count(*) FROM deal d INDEXED BY deal_by_stage"
            " WHERE d.stage_id = s.id AND d.archived_at IS NULL) FROM stage s"
        )
    )


def outcomes(db: sqlite3.Connection, *, retired: bool = False) -> list[OutcomeRow]:
    """Call outcomes in the order of their digits; `retired` adds those in use no more, last."""
    return [
        replace(OutcomeRow(*row), connected=bool(row[3]), retired=bool(row[8]))
        for row in db.execute(
            "SELECT id, code, name, connected, schedules, after_hours, after_days, title, retired"
            " FROM outcome WHERE retired <= ? ORDER BY retired, position, id",
            (int(retired),),
        )
    ]


def loss_reasons(db: sqlite3.Connection, *, retired: bool = False) -> list[ReasonRow]:
    """Loss reasons in use; `retired` adds those in use no more, last."""
    return [
        replace(ReasonRow(*row), asks_competitor=bool(row[4]), retired=bool(row[5]))
        for row in db.execute(
            "SELECT id, code, name, win_back_days, asks_competitor, retired, win_back_text"
            " FROM loss_reason"
            " WHERE retired <= ? ORDER BY retired, position, id",
            (int(retired),),
        )
    ]


def objection_types(db: sqlite3.Connection) -> list[ObjectionTypeRow]:
    """Kinds of objection in use."""
    return [
        ObjectionTypeRow(row[0], row[1], row[2], tuple(filter(None, row[3].split("\n"))))
        for row in db.execute(
            "SELECT id, code, name, heard FROM objection_type WHERE retired = 0 ORDER BY position"
        )
    ]
