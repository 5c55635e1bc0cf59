"""Do anything at random, take it all back, bring it all again: the file must be equal each time.

    python -m tests.torture.undo --walks 20

Each walk is 200 changes by `everything` on made-up data, the file closed and opened in between; after
each of 200 undos it must be what it was before that change, and after each redo what it was after.
`--broken skipped` leaves one row out of each undo of more than one; the run must fail.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from pipeline_tui import i18n
from pipeline_tui.domain.errors import Problem
from pipeline_tui.services.demo import build_demo
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import dumping, journal
from pipeline_tui.wording.actions import SENTENCES
from tests.torture.bench import count, new_file, open_file, wrong_with
from tests.torture.everything import Anything

_APART = {"audit_entry", "row_change", "undo_step", "memo", "sqlite_sequence"}
_REOPEN = 0.08


def marks(path: Path) -> dict[str, str]:
    """What each table of records says, as a digest of its rows."""
    found = {}
    with closing(sqlite3.connect(path)) as db:
        for name, _columns, rows in dumping.contents(db):
            if name not in _APART:
                digest = hashlib.sha256()
                for row in rows:
                    digest.update(repr(row).encode())
                found[name] = digest.hexdigest()
    return found


class Walk:
    """One file, walked forth, back and forth again."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path = path
        self.seen: Counter[str] = Counter()
        self.unknown: set[str] = set()
        self._luck = random.Random(seed)
        self._desk = open_file(path)
        self._states = [marks(path)]
        self._done: list[str] = []

    def forth(self, steps: int) -> None:
        """Do so many changes."""
        user = Anything(self._luck)
        while len(self._done) < steps:
            action = user.step(self._fresh())
            if action is not None:
                self._done.append(action)
                self._states.append(marks(self.path))
                self.seen[action] += 1
        self.unknown = user.unknown

    def back_and_forth(self) -> list[str]:
        """Undo all, redo all; what was not as it had been."""
        wrong = []
        for at in range(len(self._done) - 1, -1, -1):
            wrong += self._step("undo", at, self._states[at])
        for at in range(len(self._done)):
            wrong += self._step("redo", at, self._states[at + 1])
        self._desk.close()
        return wrong + wrong_with(self.path)

    def _step(self, way: str, at: int, wanted: dict[str, str]) -> list[str]:
        desk = self._fresh()
        try:
            done = (desk.history.undo if way == "undo" else desk.history.redo)()
        except Problem as found:
            return [f"{way} of {self._done[at]}: {found}"]
        if done.action != self._done[at]:
            return [f"{way} of {self._done[at]} took {done.action}"]
        is_now = marks(self.path)
        if is_now == wanted:
            return []
        differ = sorted(name for name in wanted if is_now[name] != wanted[name])
        return [f"{way} of {self._done[at]} gives another {', '.join(differ)}"]

    def _fresh(self) -> Desk:
        """The open file, now and then closed and opened again."""
        if self._luck.random() < _REOPEN:
            self._desk.close()
            self._desk = open_file(self.path)
        return self._desk


def _skip_one() -> None:
    """An undo that leaves the row that it changed last as it is."""
    restore = journal._restore
    seen: set[int] = set()

    def broken(
        db: sqlite3.Connection,
        table: str,
        columns: tuple[str, ...],
        row_id: int,
        before: str | None,
    ) -> None:
        (entry,) = db.execute("SELECT entry_id FROM temp.recording").fetchone()
        if before is None or entry in seen:
            restore(db, table, columns, row_id, before)
        seen.add(entry)

    journal._restore = broken


def main(argv: Sequence[str]) -> int:
    """Run; answers with 1 where an undo or a redo gave another file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--walks", type=int, default=20)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", choices=("skipped",))
    chosen = parser.parse_args(argv)
    i18n.use("en")
    if chosen.broken:
        _skip_one()
    seen: Counter[str] = Counter()
    unknown: set[str] = set()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        demo = new_file(Path(folder) / "demo.db")
        with open_file(demo) as desk:
            build_demo(desk.book, desk.local_now(), "en")
        for number in range(chosen.walks):
            path = Path(folder) / f"{number}.db"
            shutil.copy(demo, path)
            walk = Walk(path, chosen.seed + number)
            walk.forth(chosen.steps)
            wrong += [f"walk {number}: {one}" for one in walk.back_and_forth()]
            seen += walk.seen
            unknown |= walk.unknown
            path.unlink()
    print(f"{count(chosen.walks, 'walk', 'walks')} of {chosen.steps} changes, {len(seen)} actions")
    print("parameters that chance cannot fill:", ", ".join(sorted(unknown)))
    print("not met:", ", ".join(sorted(SENTENCES.keys() - seen.keys())))
    print("\n".join(wrong[:40]) or "every undo and redo gave an equal file")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
