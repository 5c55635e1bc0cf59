"""Opening screens and moving in them on the big database, beside a hundred clients in the same run.

    python -m benchmarks.big big.db
    python benchmarks/screens.py big.db [--rounds 3]

Milliseconds from a key to the last byte of the screen it settles in, medians, both programs in turn.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import big
from run import PROGRAM, median
from terminal import Terminal

_DOWN, _PAGE, _END, _HOME = "j", "\x1b[6~", "\x1b[F", "\x1b[H"
_WALK = (
    ("clients: open", "2"), ("clients: down", _DOWN), ("clients: page", _PAGE),
    ("clients: end", _END), ("clients: page up from the end", "\x1b[5~"), ("clients: home", _HOME),
    ("card: open", "\r"), ("card: back", "\x1b"), ("board: open", "3"), ("board: down", _DOWN),
    ("board: next column", "\x1b[C"), ("debts: open", "5"), ("debts: down", _DOWN),
    ("debts: page", _PAGE), ("objections: open", "4"), ("evening: open", "6"), ("today: open", "1"),
)  # fmt: skip
"""What is called how, and its key, in the order pressed."""


def walk(db: Path) -> dict[str, float]:
    """Milliseconds of each step of one walk."""
    env = {"PIPELINE_TUI_DB": str(db), "PIPELINE_TUI_LANG": "en"}
    with Terminal(PROGRAM, env=env) as one:
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
