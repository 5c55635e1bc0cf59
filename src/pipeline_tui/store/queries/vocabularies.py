"""The rows the user may rename: stages, outcomes, loss reasons, kinds of objection."""

from __future__ import annotations

import sqlite3

from msgspec.structs import replace

from pipeline_tui.domain.calls import OutcomeRow
from pipeline_tui.domain.deals import ReasonRow, StageRow
from pipeline_tui.domain.objections import ObjectionTypeRow


def stages(db: sqlite3.Connection) -> list[StageRow]:
    """Stages in use, in the order of their pipeline."""
    return [
        StageRow(*row)
        for row in db.execute(
            "SELECT s.id, s.pipeline_id, s.code, s.name, s.kind, s.probability, s.rot_days,"
            " s.position FROM stage s JOIN pipeline p ON p.id = s.pipeline_id"
            " WHERE s.retired = 0 ORDER BY p.position, s.position"
        )
    ]


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


def loss_reasons(db: sqlite3.Connection) -> list[ReasonRow]:
    """Loss reasons in use."""
    return [
        ReasonRow(*row)
        for row in db.execute(
            "SELECT id, code, name, win_back_days FROM loss_reason"
            " WHERE retired = 0 ORDER BY position"
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
