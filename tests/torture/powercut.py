"""Cut the power: of what the process wrote, only what it synced is sure to be there.

    python -m tests.torture.powercut --images 100

Every write and sync is recorded; the disk is then rebuilt as it may have stood at a moment in
between, with all unsynced writes gone or with any part of them, torn ones too. `--setting
wal-normal` is the control: it must lose what was confirmed, or this run could not see a loss.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from typing_extensions import override

from pipeline_tui.domain.imports import ImportOptions
from tests.torture import disk
from tests.torture.bench import apart, count, ended, new_file, open_file, wrong_with
from tests.torture.writing import lost, write_on

SETTINGS = {
    "program": ("WAL", "FULL"),
    "wal-normal": ("WAL", "NORMAL"),
    "delete-extra": ("DELETE", "EXTRA"),
}
"""Journal and syncs; the first is what the program sets."""
_ACKNOWLEDGED = "acknowledged"


@contextlib.contextmanager
def connected(setting: str) -> Iterator[None]:
    """The program with other settings of SQLite than its own."""
    theirs = sqlite3.connect
    journal, syncs = SETTINGS[setting]

    class Set(sqlite3.Connection):
        @override
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            sql = sql.replace("journal_mode = WAL", f"journal_mode = {journal}")
            return super().execute(
                sql.replace("synchronous = FULL", f"synchronous = {syncs}"), *values
            )

    sqlite3.connect = partial(theirs, factory=Set)  # type: ignore[assignment]
    yield
    sqlite3.connect = theirs


def record(folder: Path, log: Path, setting: str, seed: int, writes: int) -> None:
    """Write into the watched folder and record every call; a table comes in half way."""
    table = folder / "table.csv"
    rows = "".join(f"imported {n},note {n}\n" for n in range(600))
    table.write_text("name,notes\n" + rows)
    path = folder / "pipeline.db"
    new_file(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA journal_mode = {SETTINGS[setting][0]}")
    before = folder.with_name("before")
    shutil.copytree(folder, before)

    def work() -> None:
        disk.record(log)
        acknowledge = os.open(folder / _ACKNOWLEDGED, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        with connected(setting):
            write_on(path, acknowledge, seed=seed, most=writes // 2)
            with open_file(path) as desk:
                desk.imports.run([table], ImportOptions())
            os.write(acknowledge, b"client 1\n")
            write_on(path, acknowledge, seed=seed + 1, most=writes // 2)
        disk.record(None)

    if ended(apart(work)):
        raise RuntimeError("the writing process failed")


def images(before: Path, log: Path, wanted: int, seed: int) -> Iterator[tuple[Path, list[str]]]:
    """(a folder as it may have been left, what was confirmed by then), so many times."""
    luck = random.Random(seed)
    calls = list(disk.events(log))
    moments = sorted(luck.choices(range(1, len(calls) + 1), k=wanted))
    platter = disk.Platter(before)
    said = b""
    done = 0
    for number, moment in enumerate(moments):
        for event in calls[done:moment]:
            if event.path == _ACKNOWLEDGED:
                said += event.data
            else:
                platter.take(event)
        done = moment
        with tempfile.TemporaryDirectory(prefix="image-") as name:
            platter.cut(Path(name), luck if number % 2 else None)
            yield Path(name), said.decode().splitlines()


def wrong_in(image: Path, confirmed: Sequence[str]) -> list[str]:
    """What is lost or broken in what the power cut left."""
    path = image / "pipeline.db"
    try:
        with closing(sqlite3.connect(path)) as db:  # as the program would: the log is played back
            db.execute("SELECT count(*) FROM client").fetchone()
        return [f"lost: {line}" for line in lost(path, confirmed)] + wrong_with(path)
    except sqlite3.DatabaseError as error:
        return [f"cannot be read: {error}"]


def main(argv: Sequence[str]) -> int:
    """Run; answers with 1 where an image lost something."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--images", type=int, default=100)
    parser.add_argument("--writes", type=int, default=160)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--setting", choices=tuple(SETTINGS), default="program")
    chosen = parser.parse_args(argv)
    if (code := disk.under_layer("tests.torture.powercut", argv)) is not None:
        return code
    folder = disk.root()
    log = folder.with_name("calls")
    record(folder, log, chosen.setting, chosen.seed, chosen.writes)
    bad = 0
    first: list[str] = []
    for image, confirmed in images(folder.with_name("before"), log, chosen.images, chosen.seed):
        wrong = wrong_in(image, confirmed)
        bad += bool(wrong)
        first = first or wrong
    print(f"{chosen.setting}: {count(chosen.images, 'image', 'images')}, {bad} lost or broken")
    print("\n".join(first[:10]) or "nothing confirmed was lost, every file whole")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
