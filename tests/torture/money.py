"""Random operations on money against a ledger on paper, kept in decimals: every balance of every day.

    python -m tests.torture.money                    20 ledgers of 500 operations: 10 000
    python -m tests.torture.money --ledgers 2 --operations 5000

Invoices with instalments, payments, allocations, credit notes, write-offs, cancelling, balances from
before, undo and redo are done to the program and to the paper; after each one every rest, every free
rest, every client's debt and the debt of a random past day are compared to the kopeck. At the end all of
it is undone, and the log verified.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipeline_tui import i18n
from tests.paper_ledger import Clerk
from tests.torture.bench import new_file, open_file


def main(argv: Sequence[str]) -> int:
    """Run; answers with 1 where a balance differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--ledgers", type=int, default=20)
    parser.add_argument("--operations", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(argv)
    i18n.use("en")
    wrong = compared = 0
    done: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        for number in range(chosen.ledgers):
            path = new_file(Path(folder) / f"{number}.db")
            seed = chosen.seed + number
            with open_file(path) as desk:
                clerk = Clerk(desk, seed)
                try:
                    for _ in range(chosen.operations):
                        clerk.step()
                        compared += 1
                    clerk.undo_all()
                except AssertionError as found:
                    wrong += 1
                    print(f"ledger of seed {seed} differs: {found}")
            for name, times in clerk.done.items():
                done[name] = done.get(name, 0) + times
            path.unlink()
    print(", ".join(f"{name} {times}" for name, times in sorted(done.items())))
    print(f"{compared} operations, {wrong} ledgers of {chosen.ledgers} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
