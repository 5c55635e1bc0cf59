"""Every budget of speed, in one table: what is measured, its floor in the same run, the ratio, pass or short.

    python -m benchmarks.big big.db
    python -m benchmarks.run --big big.db [--rounds 7] [--only launch keys] [--readme]

`--big` is a file that `python -m benchmarks.big` made on the same day; only scraps such as the order of
the day are written to it. Without it one of a tenth of the size is made. What is measured stands beside
its floor by turns, medians are told: what a person waits for by the clock on the wall, which wants a
machine with nothing else to do; reads, imports and verbs by the clock of the processor. `--readme` puts
the table into the README files.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import big as made
from benchmarks import command_line, incoming, keys, launch, reads
from benchmarks.measure import HERE, Line, table

READMES = {
    "README.md": ("ours", "floor", "ratio", "budget"),
    "README.ru.md": ("программа", "основа", "отношение", "предел"),
}
_BLOCK = re.compile(r"(<!-- benchmark -->\n).*?(<!-- benchmark end -->)", re.DOTALL)


class Files:
    """The big database, a copy to change, and one of a hundredth of the clients."""

    def __init__(self, folder: Path, big: Path | None) -> None:
        self.small, self.copy = folder / "small.db", folder / "copy.db"
        self.big = big or folder / "big.db"
        now = datetime.now(UTC)
        if big is None:
            made.make(self.big, now=now, scale=0.1)
        made.make(self.small, now=now, scale=0.01)
        shutil.copy(self.big, self.copy)


PARTS: dict[str, Callable[[Files, int], list[Line]]] = {
    "launch": lambda files, rounds: launch.launch(files.big, files.small, rounds),
    "keys": lambda files, rounds: keys.keys(files.big, rounds),
    "changes": lambda files, rounds: [
        *keys.moved_cards(files.copy, 2 * rounds), *keys.next_cards(files.copy, 2 * rounds),
    ],
    "standing": lambda files, _rounds: launch.standing(files.big),
    "reads": lambda files, rounds: reads.reads(files.big, rounds),
    "verbs": lambda files, rounds: command_line.command_line(files.copy, rounds),
    "incoming": lambda files, rounds: incoming.incoming(files.big, max(1, rounds // 3)),
}  # fmt: skip


def markdown(lines: Iterable[Line], heads: tuple[str, ...]) -> str:
    """As it stands in a README."""
    rows = ["| " + " | ".join(("", *heads, "")) + " |", "|---|--:|--:|--:|--:|---|"]
    for line in lines:
        floor = "" if line.floor is None else f"{line.floor:.1f} {line.unit}"
        ratio = "" if line.floor is None else f"{line.told:.2f}"
        cells = (
            line.what,
            f"{line.ours:.1f} {line.unit}",
            floor,
            ratio,
            line.allowed,
            line.verdict,
        )
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def write_readmes(lines: list[Line], root: Path = HERE.parent) -> None:
    """Put the table between the marks of each README."""
    for name, heads in READMES.items():
        path = root / name
        block = f"\\1\n{markdown(lines, heads)}\n\n\\2"
        path.write_text(_BLOCK.sub(block, path.read_text("utf-8")), "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--big", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--readme", action="store_true")
    asked = parser.parse_args()
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        files = Files(Path(folder), asked.big)
        for name in asked.only:
            start = time.perf_counter()
            lines += PARTS[name](files, asked.rounds)
            print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    print(table(lines))
    told = [line for line in lines if line.budget is not None]
    print(f"{sum(not line.short for line in told)} of {len(told)} budgets are kept")
    if asked.readme:
        write_readmes(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
