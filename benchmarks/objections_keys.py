"""The look-up on 2 000 answers and 50 000 objections: from a key to the answer on the screen, beside the
keys of a bare program.

    python -m benchmarks.big big.db
    python benchmarks/objections_keys.py big.db [--rounds 5]

Everything is measured by turns in the same run; medians and the 95th percentile are told. A key counts
until its last byte: the answers are on the screen and nothing changes any more. Opening is told beside a
bare screen that opens, a letter beside one typed in a bare input, any other key beside one that changes a
line.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from terminal import Terminal

HERE = Path(__file__).parent
PROGRAM = [sys.executable, "-m", "pipeline_tui"]
BARE = [sys.executable, str(HERE / "bare.py")]
WORDS = ("дорого", "подум", "уже есть", "ljhjuj", "expens", "гарант", "на почту", "щщщ")
"""Typed letter by letter: as heard, on the other layout, in an answer only, like nothing."""
DOWN, ESCAPE = "\x1b[B", "\x1b"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("big", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    found: dict[str, tuple[list[float], list[float]]] = {}

    def note(what: str, ours: float, bare: float) -> None:
        mine, floor = found.setdefault(what, ([], []))
        mine.append(ours)
        floor.append(bare)

    env = {"PIPELINE_TUI_DB": str(asked.big), "PIPELINE_TUI_LANG": "ru"}
    with (
        Terminal(BARE) as plain,
        Terminal([*BARE, "input"]) as typed,
        Terminal(PROGRAM, env=env) as ours,
    ):
        for one in (plain, typed, ours):
            one.launch()
        ours.press("4")
        for _round in range(asked.rounds):
            for word in WORDS:
                note("opened, answers there", ours.press("o").settled, plain.press("o").settled)
                for place, letter in enumerate(word, start=1):
                    what = "a letter, from the third on" if place > 2 else f"letter {place}"
                    note(what, ours.press(letter).settled, typed.press("j").settled)
                for _step in range(3):
                    note("the next kind", ours.press(DOWN).settled, plain.press("j").settled)
                note("an answer used", ours.press("2").settled, plain.press("j").settled)
                ours.press(ESCAPE)
                ours.press(ESCAPE)
    print(f"{'from the key to the last byte':32}{'ms':>8}{'p95':>8}{'bare':>8}{'×':>7}   budget 1.5")
    for what, (mine, floor) in found.items():
        middle, least = statistics.median(mine), statistics.median(floor)
        last = statistics.quantiles(mine, n=20)[-1]
        print(f"{what:32}{middle:8.2f}{last:8.2f}{least:8.2f}{middle / least:7.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
