"""Copy the file again and again while other processes write to it: every copy must be whole.

    python -m tests.torture.copies --copies 60

Two processes write through the services without a pause, in transactions of several rows. Each copy is
judged by the program's own check and by what it must hold: a chain that ends in one of the writers'
entries, each entry with its rows. `--broken plain` copies the file's bytes instead: the run must then fail.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline_tui.domain.errors import Problem, StoreProblem
from pipeline_tui.store import backup
from tests.torture.bench import apart, count, ended, new_file, open_file, wrong_with


def _write(path: Path, name: str) -> None:
    with open_file(path) as desk:
        number = 0
        while True:
            number += 1
            with contextlib.suppress(StoreProblem):  # busy: SQLite is not fair to who waits
                client = desk.clients.add(
                    {"name": f"{name} {number}", "notes": "x" * (number % 3_000)}
                )
                desk.clients.edit(client, {"city": "Perm"})


@contextlib.contextmanager
def writers(path: Path, how_many: int) -> Iterator[None]:
    """Processes that write until the block ends."""
    pids = [apart(lambda name=name: _write(path, name)) for name in "ABCDEFGH"[:how_many]]  # type: ignore[misc]
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        for pid in pids:
            ended(pid)


def _plain(db: Path, target: Path) -> None:
    """A copy as a file manager makes it: the bytes, one after another, while they are written."""
    with db.open("rb") as source, target.open("wb") as copied:
        copied.write(source.read(db.stat().st_size // 2))
        time.sleep(0.5)
        copied.write(source.read())


def main(argv: Sequence[str]) -> int:
    """Run; answers with 1 where a copy is not whole."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--copies", type=int, default=60)
    parser.add_argument("--broken", choices=("plain",))
    chosen = parser.parse_args(argv)
    copy = _plain if chosen.broken else backup.copy
    wrong: list[str] = []
    made: list[Path] = []
    sizes = set()
    with tempfile.TemporaryDirectory(prefix="torture-") as name:
        path = new_file(Path(name) / "pipeline.db")
        with writers(path, 2):
            time.sleep(1)  # both are at it
            for number in range(chosen.copies):
                target = Path(name) / f"copy-{number}.db"
                try:
                    copy(path, target)
                except (Problem, OSError) as found:
                    wrong.append(f"copy {number}: {found}")
                else:
                    made.append(target)
                    sizes.add(target.stat().st_size)
        for target in made:
            wrong += [f"{target.name}: {one}" for one in wrong_with(target)]
    print(
        f"{count(chosen.copies, 'copy', 'copies')} of a file that grew under them ({len(sizes)} sizes)"
    )
    print("\n".join(wrong[:10]) or "all whole")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
