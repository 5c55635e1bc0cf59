"""Reading the grades that were given in practice."""

from __future__ import annotations

import sqlite3

from pipeline_tui.domain.dates import read_moment
from pipeline_tui.domain.drill import Given, Grade


def given(db: sqlite3.Connection) -> list[Given]:
    """All grades, oldest first."""
    return [
        Given(answer_id, Grade(grade), read_moment(at))
        for answer_id, grade, at in db.execute(
            "SELECT answer_id, grade, graded_at FROM drill_grade ORDER BY graded_at, id"
        )
    ]
