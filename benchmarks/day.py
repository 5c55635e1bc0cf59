"""The working day on the big database: making the call list, and going from call to call."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from terminal import Terminal

from pipeline_tui.config import Settings
from pipeline_tui.services.desk import Desk

_TOUCH = "(SELECT max(a.started_at) FROM activity a WHERE a.client_id = c.id)"
_PASS = f"""
SELECT 'step', t.id, t.title, t.due_on, t.due_at, d.amount_minor, c.id, c.name, c.status, {_TOUCH}
FROM task t JOIN client c ON c.id = t.client_id LEFT JOIN deal d ON d.id = t.deal_id
WHERE t.done_at IS NULL AND t.dropped_at IS NULL AND t.due_on <= :today
UNION ALL
SELECT 'deal', d.id, d.title, d.stage_since, NULL, d.amount_minor, c.id, c.name, c.status, {_TOUCH}
FROM deal d INDEXED BY deal_open JOIN client c ON c.id = d.client_id
WHERE d.closed_on IS NULL AND d.archived_at IS NULL
UNION ALL
SELECT 'debt', c.id, '', o.due_on, NULL, o.minor, c.id, c.name, c.status, {_TOUCH}
FROM (SELECT client_id, min(due_on) AS due_on, sum(open_minor) AS minor FROM instalment
      WHERE open_minor > 0 AND due_on < :today GROUP BY client_id) o JOIN client c ON c.id = o.client_id
"""
"""What a call list is made of, in one statement: steps due, open deals and overdue money, each with
its client and the last touch."""

_HOURS = 'work_start = "00:01"\nwork_end = "23:59"\n'
"""Clients may be called whenever the benchmark is run."""


def call_list(db: Path) -> float:
    """Milliseconds of the first list of a day, the program's imports apart."""
    with Desk.open(
        db, clock=lambda: datetime.now(UTC), settings=Settings(), zone=ZoneInfo("Europe/Moscow"),
        actor="benchmark",
    ) as desk:  # fmt: skip
        listing = desk.call_list.today
        _ = desk.book.reader
        start = time.perf_counter()
        assert listing().rows
        return (time.perf_counter() - start) * 1000


def plain_pass(db: Path) -> float:
    """Milliseconds of one plain statement over what the list is made of."""
    opened = sqlite3.connect(db)
    try:
        start = time.perf_counter()
        assert opened.execute(_PASS, {"today": datetime.now(UTC).date().isoformat()}).fetchall()
        return (time.perf_counter() - start) * 1000
    finally:
        opened.close()


def next_cards(db: Path, folder: Path, cards: int) -> tuple[list[float], list[float]]:
    """Milliseconds from the key of an outcome to the next client's card, on a copy of a file, and
    from a key to the next screen of the bare program, by turns."""
    copy, settings = folder / "day.db", folder / "config.toml"
    shutil.copy(db, copy)
    settings.write_text(_HOURS, encoding="utf-8")
    env = {
        "PIPELINE_TUI_DB": str(copy), "PIPELINE_TUI_LANG": "en",
        "PIPELINE_TUI_CONFIG": str(settings),
    }  # fmt: skip
    ours, bare = [], []
    floor = Terminal([sys.executable, str(Path(__file__).with_name("bare.py"))])
    with Terminal([sys.executable, "-m", "pipeline_tui"], env=env) as one, floor:
        floor.launch()
        one.launch()
        one.press_for("c", "1 / ")
        for number in range(1, cards + 2):
            time.sleep(0.8)  # a digit is not taken for a slip any more
            bare.append(floor.press_for("o", f"card {number} of"))
            ours.append(one.press_for("2", f"{number + 1} / "))
    return ours[1:], bare[1:]
