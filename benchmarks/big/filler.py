"""What every step of filling leans on: chance, the working days, and what is there already."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pipeline_tui.domain.dates import day_text
from pipeline_tui.services.demo.lexicon import lexicon

ZONE = ZoneInfo("Europe/Moscow")
YEARS = 10
SIZES = {
    "client": 100_000, "contact": 200_000, "deal": 300_000, "activity": 2_000_000,
    "invoice": 100_000, "objection_event": 50_000, "answer": 2_000, "task": 400_000,
}  # fmt: skip
"""Rows at scale 1; of the tasks most are done."""

OPEN_STAGES = ("new", "qualification", "needs", "offer", "negotiation", "contract")


class Filler:
    """The state of one file being filled; days are places in `days`, records are their numbers."""

    def __init__(self, db: sqlite3.Connection, scale: float, seed: int, now: datetime) -> None:
        self.db = db
        self.now = now
        self.today = now.astimezone(ZONE).date()
        self.chance = random.Random(seed)
        self.size = {table: max(50, int(rows * scale)) for table, rows in SIZES.items()}
        self.names = (lexicon("ru").names, lexicon("en").names)
        first = self.today - timedelta(365 * YEARS)
        past = (first + timedelta(n) for n in range(365 * YEARS))
        self.days = [day_text(day) for day in past if day.weekday() < 5]
        """Working days up to yesterday."""
        self.stage: dict[str, int] = dict(db.execute("SELECT code, id FROM stage"))
        self.outcome: dict[str, int] = dict(db.execute("SELECT code, id FROM outcome"))
        self.english: list[bool] = [False]
        """Whether a client is in America, by number."""
        self.buyers: list[int] = []
        self.leads: list[int] = []
        self.first_contact: list[int] = [0]
        """The first contact of a client, by number, and one more for the end of the last."""
        self.deals: list[tuple[int, int, int]] = [(0, 0, 0)]
        """(client, day opened, day closed or -1), by number."""
        self.laddered: list[tuple[int, int]] = []
        """(client, unanswered attempts made) of those on the no-answer ladder."""
        self.inbound: list[tuple[int, int, str]] = []
        """(activity, client, moment) of touches that came in, some of them."""

    def drop_indexes(self, *tables: str) -> list[str]:
        """Drop the indexes of these tables; answers with the SQL that makes them again."""
        marks = ", ".join("?" * len(tables))
        found = self.db.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
            f" AND tbl_name IN ({marks})",
            tables,
        ).fetchall()
        for name, _ in found:
            self.db.execute(f"DROP INDEX {name}")
        return [sql for _, sql in found]

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write rows; columns not named get what an empty form would give them."""
        rest = {
            name: "'{}'" if name == "custom" else "''" if kind == "TEXT" else "0"
            for _, name, kind, required, _, key in self.db.execute(f"PRAGMA table_info({table})")
            if required and not key and name not in columns
        }
        marks = ", ".join([*("?" * len(columns)), *rest.values()])
        self.db.executemany(
            f"INSERT INTO {table} ({', '.join((*columns, *rest))}) VALUES ({marks})", rows
        )

    def moment(self, day: int, hour: float | None = None) -> str:
        """A moment of a working day by the UTC hour; in office hours where none is given."""
        hour = 6 + 9 * self.chance.random() if hour is None else hour
        seconds = int(hour * 3600)
        return f"{self.days[day]}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}Z"

    def ahead(self, days: int) -> date:
        """A day so many from today."""
        return self.today + timedelta(days)

    def contact_of(self, client: int) -> int | None:
        """Any contact of a client."""
        first, end = self.first_contact[client], self.first_contact[client + 1]
        return first + int(self.chance.random() * (end - first)) if end > first else None


def seller(client: int) -> str:
    """Who works with a client."""
    return f"Продавец {client % 12}"


def weighted(pairs: Iterable[tuple[Any, int]]) -> list[Any]:
    """A list to draw from evenly that holds each value as often as its weight says."""
    return [value for value, weight in pairs for _ in range(weight)]
