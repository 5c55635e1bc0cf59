"""Let every write fail in its turn: the disk full, the disk broken, the process killed.

    python -m tests.torture.faults

A normal write, an import, a backup and an upgrade are done from the command line once for each of
the calls that they make to the disk. Afterwards the file must be whole, and be either what it was or
what the undisturbed run made of it; where the program did not live to say so, it must have said in one
sentence what went wrong. `--broken log-apart` writes the log in a transaction of its own, `--broken
upgrade-halves` upgrades in two: both must fail.
"""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline_tui.cli.main import run
from pipeline_tui.cli.run import prepare
from pipeline_tui.domain.errors import Problem
from pipeline_tui.services.keeping import trouble
from pipeline_tui.store import book, journal
from pipeline_tui.store.backup import folder_of
from pipeline_tui.wording.problems import problem
from tests.torture import disk, next_revision
from tests.torture.bench import apart, clock, contents, count, ended, new_file, wrong_with

WAYS = {
    "full": (errno.ENOSPC, True),
    "no room once": (errno.ENOSPC, False),
    "broken": (errno.EIO, False),
    "killed": (disk.KILL, False),
}
JOBS: dict[str, tuple[str, ...]] = {
    "write": ("client", "add", "Acorn", "--city", "Omsk"),
    "undo": ("undo",),
    "import": ("import", "table.csv", "--yes"),
    "backup": ("backup",),
    "upgrade": ("client", "list"),
    "new file": (),
}


class Bench:
    """A folder with a file in it, put back to the same state before each run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.halfway = False
        self._before = folder.with_name("before")
        self.path = folder / "pipeline.db"
        new_file(self.path)
        self.shell("client", "add", "Oak")
        rows = "".join(f"imported {n},note {n}\n" for n in range(40))
        (folder / "table.csv").write_text("name,notes\n" + rows)
        shutil.copytree(folder, self._before)

    def renew(self) -> None:
        """Put the folder back."""
        for child in self.folder.iterdir():
            shutil.rmtree(child) if child.is_dir() else child.unlink()
        shutil.copytree(self._before, self.folder, dirs_exist_ok=True)

    def shell(self, *argv: str) -> int:
        """Call the program as the shell would, in the folder."""
        os.chdir(self.folder)
        env = {
            "PIPELINE_TUI_DB": str(self.path), "HOME": str(self.folder), "LANG": "C.UTF-8",
            "TZ": "Europe/Moscow",
        }  # fmt: skip
        return run(argv, env, clock)

    def _begin(self) -> int:
        """Make a new file, with the starter answers, as the welcome screen does."""
        try:
            prepare({"HOME": str(self.folder), "LANG": "C.UTF-8"}, clock).new_desk(
                self.folder / "another.db"
            ).close()
        except (Problem, sqlite3.DatabaseError) as found:
            told = found if isinstance(found, Problem) else trouble(found, self.path)
            if told is None:
                raise
            print(problem(told), file=sys.stderr)
            return 1
        return 0

    def do(self, job: str, at: int, how: int, on: bool) -> tuple[int, str, int]:
        """(exit code, what was said on the error stream, calls made) of a job with one call failing."""
        out = self.folder.with_name("out")
        err = self.folder.with_name("err")
        made = self.folder.with_name("made")

        def work() -> None:
            with out.open("w") as said, err.open("w") as complained:
                os.dup2(said.fileno(), 1)
                os.dup2(complained.fileno(), 2)
                if job == "upgrade":
                    scripts = self.folder.with_name("migrations")
                    shutil.rmtree(scripts, ignore_errors=True)
                    next_revision.install(scripts, halfway=self.halfway)
                disk.arm(at, how, on=on)
                code = self._begin() if job == "new file" else self.shell(*JOBS[job])
                calls = disk.counted()
                disk.arm(0, 0)
                made.write_text(str(calls))
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)

        code = ended(apart(work))
        return code, err.read_text(), int(made.read_text()) if not at else 0

    def state(self, job: str) -> object:
        """What the file says after a job; none where there is no file."""
        path = self.folder / "another.db" if job == "new file" else self.path
        if not path.exists():
            return None
        try:
            return contents(path)
        except sqlite3.DatabaseError as error:
            return f"cannot be read: {error}"

    def wrong(self) -> list[str]:
        """What is not whole in the folder."""
        copies = folder_of(self.path).glob("*.db")
        with next_revision.known():
            return [
                f"{path.name}: {one}"
                for path in (self.path, self.folder / "another.db", *copies)
                if path.exists()
                for one in wrong_with(path)
            ]


def judge(bench: Bench, job: str, way: str, at: int, before: object, after: object) -> list[str]:
    """What a job with its at-th call failing did that it must not."""
    how, on = WAYS[way]
    bench.renew()
    code, said, _ = bench.do(job, at, how, on)
    found = []
    if code >= 0:
        if "Traceback" in said:
            found.append(said.strip().splitlines()[-1])
        if code and not said.strip():
            found.append(f"ended with {code} and said nothing")
        left = [path.name for path in bench.folder.rglob(".*")]
        if left:
            found.append(f"left behind: {left}")
    elif code != disk.KILL:
        found.append(f"died of signal {-code}")
    found += bench.wrong()
    state = bench.state(job)
    if code == 0 and state != after:
        found.append("said that it was done, and it was not")
    elif job == "new file" and state == after:
        pass  # made whole, and not opened after that
    elif code > 0 and state != before:
        found.append(
            "said that it failed, and it changed the file: " + said.strip().splitlines()[-1]
        )
    elif state not in (before, after):
        found.append("half done")
    return [f"{job}, {way} at call {at}: {one}" for one in found]


def run_job(bench: Bench, job: str, ways: Sequence[str], every: int) -> tuple[int, list[str]]:
    """(runs, what went wrong) of a job with each of its calls failing in turn."""
    bench.renew()
    before = bench.state(job)
    code, said, calls = bench.do(job, 0, 0, False)
    if code:
        raise RuntimeError(f"{job} fails undisturbed: {said}")
    after = bench.state(job)
    points = [
        (way, at)
        for turn, way in enumerate(ways)
        for at in range(1 + turn % every, calls + 1, every)
    ]
    wrong = []
    for way, at in points:
        wrong += judge(bench, job, way, at, before, after)
    return len(points), wrong


def _log_apart() -> None:
    """The program as it would be with its log written in a transaction of its own."""
    theirs, end = book.connect, journal.end_entry

    def connect(path: Path, **how: Any) -> sqlite3.Connection:
        db = theirs(path, **how)
        db.execute(
            "PRAGMA foreign_keys = OFF"
        )  # else SQLite itself refuses rows without their entry
        return db

    def end_entry(db: sqlite3.Connection, entry: journal.Entry) -> bool:
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        return end(db, entry)

    book.connect, journal.end_entry = connect, end_entry


def main(argv: Sequence[str]) -> int:
    """Run; answers with 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--every", type=int, default=1, help="only each so many-th call")
    parser.add_argument("--jobs", nargs="+", choices=tuple(JOBS), default=tuple(JOBS))
    parser.add_argument("--ways", nargs="+", choices=tuple(WAYS), default=tuple(WAYS))
    parser.add_argument("--broken", choices=("log-apart", "upgrade-halves"))
    chosen = parser.parse_args(argv)
    if (code := disk.under_layer("tests.torture.faults", argv)) is not None:
        return code
    bench = Bench(disk.root())
    if chosen.broken == "log-apart":
        _log_apart()
    bench.halfway = chosen.broken == "upgrade-halves"
    total = 0
    wrong: list[str] = []
    for job in chosen.jobs:
        runs, found = run_job(bench, job, chosen.ways, chosen.every)
        print(f"{job}: {count(runs, 'run', 'runs')}, {count(len(found), 'fault', 'faults')}")
        total += runs
        wrong += found
    print(f"{total} runs in all")
    print("\n".join(wrong[:40]) or "whole, said, and never half done")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
