"""Opening screens and moving in them on the big database, beside a hundred clients in the same run.

    python -m benchmarks.big big.db
    python -m benchmarks.screens big.db [--rounds 3]

Milliseconds from a key to the last byte of the screen it settles in, medians, both programs in turn.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import big
from benchmarks.keys import DOWN, ENTER, ESCAPE, PAGE, RIGHT
from benchmarks.launch import PROGRAM
from benchmarks.measure import median, surroundings
from benchmarks.terminal import Terminal

_WALK = (
    ("clients: open", "2"), ("clients: down", DOWN), ("clients: page", PAGE),
    ("clients: end", "\x1b[F"), ("clients: page up from the end", "\x1b[5~"),
    ("clients: home", "\x1b[H"), ("card: open", ENTER), ("card: back", ESCAPE), ("board: open", "3"),
    ("board: down", DOWN), ("board: next column", RIGHT), ("debts: open", "5"), ("debts: down", DOWN),
    ("debts: page", PAGE), ("objections: open", "4"), ("evening: open", "6"), ("today: open", "1"),
)  # fmt: skip
"""What is called how, and its key, in the order pressed."""


def walk(db: Path) -> dict[str, float]:
    """Milliseconds of each step of one walk."""
    with Terminal(PROGRAM, env=surroundings(db)) as one:
        one.launch()
        return {name: one.press(key).settled for name, key in _WALK}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("big", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.db"
        big.make(small, now=datetime.now(UTC), scale=0.001)
        walks = [(walk(asked.big), walk(small)) for _ in range(asked.rounds)]
    print(f"{'':32}{'big':>8}{'small':>8}{'ratio':>8}")
    for name, _ in _WALK:
        ours, floor = (median([each[side][name] for each in walks]) for side in (0, 1))
        print(f"{name:32}{ours:8.1f}{floor:8.1f}{ours / floor:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
