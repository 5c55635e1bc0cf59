"""The look-up on 2 000 answers and 50 000 objections: from a key to the answer on the screen, beside the
keys of a bare program.

    python -m benchmarks.big big.db
    python -m benchmarks.objections_keys big.db [--rounds 5]

Everything is measured by turns in the same run; medians and the 95th percentile are told. A key counts
until its last byte: the answers are on the screen and nothing changes any more. Opening is told beside a
bare screen that opens, a letter beside one typed in a bare input, any other key beside one that changes a
line.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.keys import ESCAPE, Beside
from benchmarks.measure import late, median

WORDS = ("дорого", "подум", "уже есть", "ljhjuj", "expens", "гарант", "на почту", "щщщ")
"""Typed letter by letter: as heard, on the other layout, in an answer only, like nothing."""
DOWN = "\x1b[B"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("big", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with Beside(asked.big, 120, 40) as one:
        one.go("4")
        for _round in range(asked.rounds):
            for word in WORDS:
                one.press("opened, answers there", "o", bare="o")
                for place, letter in enumerate(word, start=1):
                    what = "a letter, from the third on" if place > 2 else f"letter {place}"
                    one.press(what, letter, typed=True)
                one.press("the next kind", [DOWN] * 3)
                one.press("an answer used", "2")
                one.go(ESCAPE, ESCAPE)
    print(
        f"{'from the key to the last byte':32}{'ms':>8}{'p95':>8}{'bare':>8}{'×':>7}   budget 1.5"
    )
    for what, (spans, bare) in one.found.items():
        mine = [span.settled for span in spans]
        middle, least = median(mine), median(span.settled for span in bare)
        print(f"{what:32}{middle:8.2f}{late(mine):8.2f}{least:8.2f}{middle / least:7.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
