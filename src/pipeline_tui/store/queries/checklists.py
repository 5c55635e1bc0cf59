"""Reading checklists of stages, and how far deals are with them."""

from __future__ import annotations

import sqlite3

from pipeline_tui.domain.checklists import CheckRow
from pipeline_tui.domain.dates import read_moment


def items(db: sqlite3.Connection) -> dict[int, list[str]]:
    """Stage → the items of its checklist, in their order."""
    found: dict[int, list[str]] = {}
    for stage_id, name in db.execute(
        "SELECT stage_id, name FROM checklist_item WHERE retired = 0 ORDER BY stage_id, position"
    ):
        found.setdefault(stage_id, []).append(name)
    return found


def of_deal(db: sqlite3.Connection, deal_id: int) -> list[CheckRow]:
    """The checklist of the stage where a deal stands, with what of it is done."""
    return [
        CheckRow(row[0], row[1], None if row[2] is None else read_moment(row[2]))
        for row in db.execute(
            "SELECT i.id, i.name, t.ticked_at FROM deal d"
            " JOIN checklist_item i ON i.stage_id = d.stage_id AND i.retired = 0"
            " LEFT JOIN checklist_tick t ON t.item_id = i.id AND t.deal_id = d.id"
            " WHERE d.id = ? ORDER BY i.position",
            (deal_id,),
        )
    ]
