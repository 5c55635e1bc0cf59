"""Kill -9 a process that writes, again and again: nothing that it confirmed may be lost.

    python -m tests.torture.kill --rounds 500

The file is one and the same throughout, so that what one kill left is what the next begins with.
`--broken forgetful` confirms before the write is done: the run must then fail.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline_tui.services.tasks import Tasks
from tests.torture.bench import apart, count, ended, new_file, wrong_with
from tests.torture.writing import lost, write_on

_WINDOW = 0.12
"""Seconds after its first word in which the process is killed."""
_RENEW = 40
"""Rounds after which the file is begun anew, to keep looking through it quick."""


def rounds(path: Path, wanted: int, seed: int) -> tuple[int, list[str]]:
    """(writes confirmed, what is wrong after so many kills)."""
    luck = random.Random(seed)
    confirmed: list[str] = []
    total = 0
    for number in range(wanted):
        if number % _RENEW == 0:
            new_file(path := path.with_name(f"{number}.db"))
            confirmed.clear()
        lines = _one(path, luck, seed * 100_003 + number)
        total += len(lines)
        confirmed += lines
        wrong = [f"lost: {line}" for line in lost(path, confirmed)] + wrong_with(path)
        if wrong:
            return total, [f"round {number + 1}: {one}" for one in wrong]
    return total, []


def _one(path: Path, luck: random.Random, seed: int) -> list[str]:
    """What a process confirmed before it was killed."""
    reading, writing = os.pipe()
    pid = apart(lambda: write_on(path, writing, seed=seed, most=10_000))
    os.close(writing)
    said = os.read(reading, 65_536)
    end = time.monotonic() + luck.random() * _WINDOW
    while (left := end - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            said += os.read(reading, 65_536)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    if ended(pid) != -signal.SIGKILL:
        raise RuntimeError("the writing process ended by itself")
    while more := os.read(reading, 65_536):
        said += more
    os.close(reading)
    return said.decode().splitlines()


def _be_forgetful() -> None:
    """A step that is confirmed and not written."""
    Tasks.plan = lambda self, **_: 999_999  # type: ignore[method-assign, assignment]


def main(argv: Sequence[str]) -> int:
    """Run; answers with 1 where something was lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", choices=("forgetful",))
    chosen = parser.parse_args(argv)
    if chosen.broken:
        _be_forgetful()
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        confirmed, wrong = rounds(Path(folder) / "0.db", chosen.rounds, chosen.seed)
    print(f"{count(chosen.rounds, 'kill', 'kills')}, {confirmed} lines confirmed")
    print("\n".join(wrong[:20]) or "nothing lost, every file whole")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
