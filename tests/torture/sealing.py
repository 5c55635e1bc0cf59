"""Let every write of switching encryption on, off and to another passphrase fail in its turn.

    python -m tests.torture.sealing

A full disk, a broken one, a kill at each call: afterwards the file must open with the old passphrase
or the new one, and hold every row that it held; what lies beside it must open so too. Where the switch
went on, no name is to be read in any file. `--broken in-place` removes the old file before the new one
has its name: the run must then fail.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from pipeline_tui.domain.errors import Problem
from pipeline_tui.services import encryption
from pipeline_tui.store import backup, dumping
from pipeline_tui.store.connection import connect
from tests.torture import disk
from tests.torture.bench import NOW, apart, count, ended, new_file, open_file, wrong_with
from tests.torture.faults import WAYS

OLD, NEW = "correct horse battery", "another long sentence"
NAME = "Zimorodok and partners"
JOBS: dict[str, tuple[str | None, str | None]] = {
    "on": (None, NEW), "change": (OLD, NEW), "off": (OLD, None),
}  # fmt: skip


def contents(path: Path, passphrase: str | None) -> object:
    """Every row of a file with a passphrase; the problem's code where it does not open so."""
    encryption.lock()
    try:
        if passphrase is not None:
            encryption.unlock(path, passphrase)
        if encryption.is_encrypted(path) is not (passphrase is not None):
            return "not so"
        with closing(connect(path, read_only=True)) as db:
            return {name: [tuple(row) for row in rows] for name, _c, rows in dumping.contents(db)}
    except Problem as found:
        return found.code


class Bench:
    """A folder with a file and a backup of it, in the state that a job begins with."""

    def __init__(self, folder: Path, begun: str | None) -> None:
        self.folder = folder
        self.path = folder / "pipeline.db"
        self._before = folder.with_name(f"before-{begun is None}")
        shutil.rmtree(folder)
        folder.mkdir()
        encryption.lock()
        new_file(self.path)
        with open_file(self.path) as desk:
            desk.clients.add({"name": NAME})
            desk.keeping.backup()
        self.rows = contents(self.path, None)
        if begun is not None:
            encryption.change(self.path, begun, NOW)
        shutil.rmtree(self._before, ignore_errors=True)
        shutil.copytree(folder, self._before)

    def renew(self) -> None:
        """Put the folder back."""
        shutil.rmtree(self.folder)
        shutil.copytree(self._before, self.folder)

    def do(
        self, begun: str | None, wanted: str | None, at: int, how: int, on: bool
    ) -> tuple[int, int]:
        """(exit code, calls made) of a switch with one call failing: 0 done, 1 said that it failed."""
        made = self.folder.with_name("made")

        def work() -> None:
            encryption.lock()
            if begun is not None:
                encryption.unlock(self.path, begun)
            disk.arm(at, how, on=on)
            code = 0
            try:
                code = 1 if encryption.change(self.path, wanted, NOW) else 0
            except Problem:
                code = 1
            calls = disk.counted()
            disk.arm(0, 0)
            made.write_text(str(calls))
            os._exit(code)

        code = ended(apart(work))
        return code, int(made.read_text()) if not at else 0

    def wrong(self, begun: str | None, wanted: str | None, code: int) -> list[str]:
        """What a switch did that it must not."""
        found = []
        told = contents(self.path, wanted)
        if told != self.rows:
            if code == 0:
                found.append("said that it was done, and it was not")
            told = contents(self.path, begun)
        if told != self.rows:
            found.append(f"opens neither as old nor as new: {str(told)[:60]}")
        else:
            # Backups that are still to be encrypted are told of, and the next change takes them.
            found += [one for one in wrong_with(self.path) if not one.startswith("encryption")]
        for row in backup.listed(self.path):
            if self.rows not in (contents(row.path, begun), contents(row.path, wanted)):
                found.append(f"{row.path.name} opens neither as old nor as new")
        if code == 0 and wanted is not None:
            found += [
                f"{each.name} can be read"
                for each in self.folder.rglob("*")
                if each.is_file() and NAME.encode() in each.read_bytes()
            ]
        left = [each.name for each in self.folder.rglob(".*") if "resealed" in each.name]
        if code >= 0 and left:
            found.append(f"left behind: {left}")
        return found


_SLOW = 40
"""Calls between the two names, so that one in forty meets the moment in which there is none."""


def _in_place() -> None:
    """The program as it would be if it made room first."""
    replace = Path.replace

    def broken(self: Path, target: Path) -> Path:
        if self.name.endswith(".resealed"):
            os.unlink(target)  # noqa: PTH108 - as somebody would
            with self.open("rb+") as stream:
                for _call in range(_SLOW):
                    os.fsync(stream.fileno())
        return replace(self, target)

    Path.replace = broken  # type: ignore[method-assign,assignment]


def main(argv: Sequence[str]) -> int:
    """Run; answers with 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--every", type=int, default=1, help="only each so many-th call")
    parser.add_argument("--jobs", nargs="+", choices=tuple(JOBS), default=tuple(JOBS))
    parser.add_argument("--ways", nargs="+", choices=tuple(WAYS), default=tuple(WAYS))
    parser.add_argument("--broken", choices=("in-place",))
    chosen = parser.parse_args(argv)
    if (code := disk.under_layer("tests.torture.sealing", argv)) is not None:
        return code
    if chosen.broken:
        _in_place()
    total = 0
    wrong: list[str] = []
    for job in chosen.jobs:
        begun, wanted = JOBS[job]
        bench = Bench(disk.root(), begun)
        code, calls = bench.do(begun, wanted, 0, 0, False)
        if code:
            raise RuntimeError(f"{job} fails undisturbed")
        found = [f"{job}: {one}" for one in bench.wrong(begun, wanted, 0)]
        for turn, way in enumerate(chosen.ways):
            for at in range(1 + turn % chosen.every, calls + 1, chosen.every):
                bench.renew()
                code, _ = bench.do(begun, wanted, at, *WAYS[way])
                found += [
                    f"{job}, {way} at {at}: {one}" for one in bench.wrong(begun, wanted, code)
                ]
                total += 1
        print(
            f"{job}: {count(calls, 'call', 'calls')}, {count(len(found), 'fault', 'faults')}",
            flush=True,
        )
        wrong += found
    print(f"{total} runs in all")
    print("\n".join(wrong[:20]) or "old or new, and never between")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
