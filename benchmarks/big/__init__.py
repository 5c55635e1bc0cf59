"""The big database: a hundred thousand clients and ten years of a sales department, made up.

At scale 1: 100 000 clients, 200 000 contacts, 300 000 deals, 2 000 000 activities, 100 000 invoices,
50 000 objections, 2 000 answers, and the tasks, stage changes, requests, phones, payments and promises that go with
them. The same arguments make the same file. Rows go through the real schema, triggers and search
tables included, with `executemany` inside one transaction. Invented names; phones that nobody has.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path

from pipeline_tui.config import Settings
from pipeline_tui.services.desk import Desk
from pipeline_tui.store.connection import connect

from . import clients, deals, money, objections, touches
from .filler import ZONE, Filler

STEPS = (
    clients.add_clients, clients.add_contacts, deals.add_deals, touches.add_activities,
    touches.add_requests, touches.add_tasks, objections.add_answers, objections.add_objections,
    money.add_money,
)  # fmt: skip
"""Each table after those it points at."""


def make(path: Path, *, now: datetime, scale: float = 1.0, seed: int = 1) -> None:
    """Make the big database at `path`, which must not exist; `now` is the moment it stands at.

    Says on stderr how long each step took. Raises RuntimeError where a row points at nothing.
    """
    now = now.replace(microsecond=0)
    Desk.create(
        path, clock=lambda: now, settings=Settings(), zone=ZONE, actor="benchmark", language="ru"
    ).close()
    db = connect(path)
    try:
        # Nothing is lost if the power is: the file is made anew.
        db.execute("PRAGMA journal_mode = MEMORY")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -400000")
        db.execute("PRAGMA temp_store = MEMORY")
        db.execute("PRAGMA threads = 2")  # for making the indexes
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("BEGIN IMMEDIATE")
        filler = Filler(db, scale, seed, now)
        indexes = filler.drop_indexes(
            "client", "contact", "deal", "stage_change", "activity", "task"
        )
        for step in STEPS:
            start = time.perf_counter()
            step(filler)
            _tell(step.__name__.removeprefix("add_"), start)
        start = time.perf_counter()
        for sql in indexes:
            db.execute(sql)
        lost = db.execute("PRAGMA foreign_key_check").fetchone()
        if lost is not None:
            raise RuntimeError(f"a row of {lost[0]} points at no row of {lost[2]}")
        db.execute("COMMIT")
        db.execute("PRAGMA journal_mode = WAL")
        _tell("indexes", start)
    finally:
        db.close()


def _tell(step: str, start: float) -> None:
    print(f"{step:12}{time.perf_counter() - start:6.1f} s", file=sys.stderr)
