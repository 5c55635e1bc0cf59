"""The vocabularies a new file starts with. Names stay empty: the catalogue speaks for the code."""

from __future__ import annotations

import sqlite3

from pipeline_tui.domain import vocabulary
from pipeline_tui.domain.views import GIVEN


def seed(db: sqlite3.Connection) -> None:
    """Write stages, outcomes, loss reasons, objection kinds and views. Inside a writing transaction."""
    pipeline = db.execute(
        "INSERT INTO pipeline (code, name, position, retired) VALUES ('new_business', NULL, 0, 0)"
    ).lastrowid
    db.executemany(
        "INSERT INTO stage (pipeline_id, code, kind, probability, rot_days, position, retired)"
        " VALUES (?, ?, ?, ?, ?, ?, 0)",
        [
            (pipeline, stage.code, stage.kind, stage.probability, stage.rot_days, position)
            for position, stage in enumerate(vocabulary.STAGES)
        ],
    )
    db.executemany(
        "INSERT INTO outcome (code, connected, schedules, title, position, retired)"
        " VALUES (?, ?, ?, '', ?, 0)",
        [
            (outcome.code, int(outcome.connected), outcome.schedules, position)
            for position, outcome in enumerate(vocabulary.OUTCOMES)
        ],
    )
    db.executemany(
        "INSERT INTO loss_reason (code, win_back_days, asks_competitor, win_back_text, position,"
        " retired) VALUES (?, ?, ?, '', ?, 0)",
        [
            (reason.code, reason.win_back_days, int(reason.asks_competitor), position)
            for position, reason in enumerate(vocabulary.LOSS_REASONS)
        ],
    )
    db.executemany(
        "INSERT INTO objection_type (code, heard, behind, probe, position, retired)"
        " VALUES (?, '', '', '', ?, 0)",
        [(code, position) for position, code in enumerate(vocabulary.OBJECTION_KINDS)],
    )
    db.executemany(
        "INSERT INTO saved_view (code, name, query, sort, descending, columns, position)"
        " VALUES (?, '', ?, ?, ?, '', ?)",
        [
            (code, query, sort, int(descending), position)
            for position, (code, query, sort, descending) in enumerate(GIVEN)
        ],
    )
