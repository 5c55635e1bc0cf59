"""Search on the big database: its SQL beside one raw FTS query, a letter beside a key of a bare program.

    python -m benchmarks.big big.db
    python -m benchmarks.search big.db [--rounds 5]

Everything is measured by turns in the same run, medians are told. A raw query is the one statement that
answers if one knows beforehand where to look and for which word; "SQL" is every statement that a search
runs, fetched as far as it fetches them; "whole" is the search with its Python. A letter counts until its
last byte: what it found is on the screen and nothing changes any more.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.keys import Beside
from benchmarks.measure import by_turns, late, median
from pipeline_tui.services import finding
from pipeline_tui.store.connection import connect

LIMIT = 12

NAMES = (
    "SELECT c.id, c.name, c.city FROM client_names f JOIN client c ON c.id = f.rowid"
    " WHERE f.client_names MATCH ? AND c.archived_at IS NULL LIMIT 12"
)
CONTACTS = (
    "SELECT c.id, c.name, c.city, k.full_name FROM contact_names f JOIN contact k ON k.id = f.rowid"
    " JOIN client c ON c.id = k.client_id WHERE f.contact_names MATCH ? AND c.archived_at IS NULL"
    " LIMIT 12"
)
PHONES = (
    "SELECT c.id, c.name, c.city, p.typed FROM phone_digits f JOIN phone p ON p.id = f.rowid"
    " JOIN client c ON c.id = p.client_id WHERE f.phone_digits MATCH ? AND c.archived_at IS NULL"
    " LIMIT 12"
)
NOTES = (
    "SELECT c.id, c.name, c.city, a.note FROM activity_notes f JOIN activity a ON a.id = f.rowid"
    " JOIN client c ON c.id = a.client_id WHERE f.activity_notes MATCH ? AND c.archived_at IS NULL"
    " ORDER BY f.rowid DESC LIMIT 12"
)


class Case(NamedTuple):
    """A text, and the raw query for whom it means."""

    kind: str
    typed: str
    raw: str
    match: str


CASES = (
    Case("as typed", "родник", NAMES, '"родник"*'),
    Case("as typed", "acorn-f", NAMES, '"acorn" AND "f"*'),
    Case("layout", "hjlybr", NAMES, '"родник"*'),
    Case("layout", "ctdth", NAMES, '"север"*'),
    Case("layout", "фсщкт", NAMES, '"acorn"*'),
    Case("layout", "gtnhjd", CONTACTS, '"петров"*'),
    Case("alphabet", "rodnik", NAMES, '"родник"*'),
    Case("alphabet", "chaika", NAMES, '"чайка"*'),
    Case("alphabet", "акорн", NAMES, '"acorn"*'),
    Case("alphabet", "petrov", CONTACTS, '"петров"*'),
    Case("digits", "0001234", PHONES, '"0001234"'),
    Case("digits", "12345", PHONES, '"12345"'),
    Case("digits", "+7 000 0123", PHONES, '"70000123"'),
    Case("notes", "перезвонить", NOTES, '"перезвон"*'),
    Case("notes", "образцы решение", NOTES, '"образц"* AND "решен"*'),
    Case("notes", "written offer", NOTES, '"written"* AND "offer"*'),
)
WORDS = ("родник", "север", "acorn", "hjlybr", "rodnik", "петров", "gtnhjd", "0001234", "акорн")
"""Typed letter by letter."""


class Counted:
    """Rows of a statement, counted as they are taken."""

    def __init__(self, rows: sqlite3.Cursor) -> None:
        self.rows = rows
        self.taken = 0

    def __iter__(self) -> Iterator[Any]:
        for row in self.rows:
            self.taken += 1
            yield row

    def fetchone(self) -> Any:
        return next(iter(self), None)

    def fetchall(self) -> list[Any]:
        return list(self)


class Listener:
    """A connection that keeps what it was asked."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.asked: list[tuple[str, Any, Counted]] = []

    def execute(self, sql: str, values: Any = ()) -> Counted:
        rows = Counted(self.db.execute(sql, values))
        self.asked.append((sql, values, rows))
        return rows


def searches(db: sqlite3.Connection, rounds: int) -> Iterator[tuple[Case, float, float, float]]:
    """Each case with milliseconds of the raw query, of a search's statements, of all of it."""
    for case in CASES:
        listener = Listener(db)
        assert finding.find(listener, case.typed, LIMIT), case  # type: ignore[arg-type]
        asked = [(sql, values, rows.taken) for sql, values, rows in listener.asked]

        def statements(asked: Sequence[tuple[str, Any, int]] = asked) -> None:
            for sql, values, taken in asked:
                db.execute(sql, values).fetchmany(max(taken, 1))

        def raw(case: Case = case) -> None:
            assert db.execute(case.raw, (case.match,)).fetchall(), case

        def whole(case: Case = case) -> None:
            finding.find(db, case.typed, LIMIT)

        found = by_turns((raw, statements, whole), rounds, 5 if case.kind == "notes" else 60)
        yield case, *found


def sql_cases(path: Path, rounds: int) -> None:
    print(f"{'search':34}{'raw FTS':>9}{'SQL':>9}{'whole':>9}{'SQL ×':>8}{'whole ×':>8}   budget 2")
    ratios: dict[str, list[float]] = {}
    with closing(connect(path, read_only=True)) as db:
        for case, floor, sql, all_of_it in searches(db, rounds):
            ratios.setdefault(case.kind, []).append(sql / floor)
            ratios.setdefault(f"{case.kind}, whole", []).append(all_of_it / floor)
            print(
                f"{case.kind:10}{case.typed:24}{floor:9.3f}{sql:9.3f}{all_of_it:9.3f}"
                f"{sql / floor:8.2f}{all_of_it / floor:8.2f}"
            )
    print("median of each: " + ", ".join(
        f"{kind} {statistics.median(some):.2f}" for kind, some in ratios.items()
    ))  # fmt: skip


def letters(path: Path, rounds: int) -> None:
    """How long each letter takes, in the search and in the filter of the list."""
    print(f"\n{'a letter, until all is painted':34}{'ms':>9}{'p95':>9}{'bare':>9}{'×':>9}")
    with Beside(path, 120, 40) as one:
        for where, opened in (("search (:)", ":"), ("list (/)", "/")):
            if opened == "/":
                one.go("2")
            for word in WORDS * rounds:
                one.go(opened)
                one.press(f"{where}, letters 1 and 2", word[:2], typed=True)
                one.press(f"{where}, 3 letters and up", word[2:], typed=True)
                one.go("\x1b")
        for what, (mine, floor) in one.found.items():
            took = [span.settled for span in mine]
            middle, least = median(took), median(span.settled for span in floor)
            print(f"{what:34}{middle:9.2f}{late(took):9.2f}{least:9.2f}{middle / least:9.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("big", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    sql_cases(asked.big, asked.rounds)
    letters(asked.big, asked.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
