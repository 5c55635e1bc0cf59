"""How it grows: the same jobs on 1 000, 10 000 and 100 000 clients, and the exponent of each.

    python -m benchmarks.growth [--sizes 1000 10000 100000] [--rounds 3] [--big big.db]

An exponent of 1 is linear, of 0 the same whatever there is: the slope of the logarithms, by least squares.
Launch and keys are milliseconds on the wall, all else of a processor. `--big` is a file of the last size
that was made before. Duplicates, statements and imports are taken of so many records as there are clients.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import big
from benchmarks.duplicates import Base
from benchmarks.incoming import clients_file, taken_in
from benchmarks.keys import DOWN, PAGE
from benchmarks.launch import PROGRAM, launched
from benchmarks.measure import median, milliseconds, open_desk, surroundings
from benchmarks.statements import make_base, write_statement
from benchmarks.terminal import Terminal
from pipeline_tui.domain.duplicates import LIKELY
from pipeline_tui.domain.duplicates.judge import Judge

Jobs = dict[str, float]


def exponent(sizes: list[int], found: list[float]) -> float:
    """The slope of the logarithms."""
    return statistics.linear_regression(
        [math.log(size) for size in sizes], [math.log(max(value, 1e-3)) for value in found]
    ).slope


def on_screen(path: Path, rounds: int) -> Jobs:
    """Launch and keys."""
    launches = [launched(PROGRAM, path) for _ in range(rounds)]
    with Terminal(PROGRAM, env=surroundings(path)) as one:
        one.launch()
        one.press("2")
        one.press(DOWN)
        downs = [one.press(DOWN).settled for _ in range(4 * rounds)]
        pages = [one.press(PAGE).settled for _ in range(2 * rounds)]
        for key in ":ро":
            one.press(key)
        letters = []
        for key in "дник":
            with suppress(RuntimeError):  # nothing to paint anew
                letters.append(one.press(key).settled)
    return {
        "launch, settled": median(span.settled for span in launches),
        "key: a row down": median(downs),
        "key: a page": median(pages),
        "key: a letter searched for": median(letters),
    }


def in_file(path: Path, rounds: int) -> Jobs:
    """Reads, each by a desk that has read nothing yet."""

    def took(read: Callable[[], object]) -> float:
        return median(milliseconds(read) for _ in range(rounds))

    with open_desk(path) as desk:
        middle = desk.lists.ids()[:64]
        found = {
            "list of all clients": took(desk.lists.ids),
            "64 rows of it": took(lambda: desk.lists.rows(middle)),
            "a filter of the list": took(lambda: desk.lists.ids("родник")),
            "search": took(lambda: desk.lists.find("родник")),
            "debts by age": took(desk.debts.aging),
            "open funnel": took(desk.funnel.columns),
            "call list of the day": milliseconds(desk.call_list.today),
        }
    with open_desk(path) as desk:
        found["forecast"] = milliseconds(desk.forecasts.forecast)
    return found


def of_records(count: int, folder: Path) -> Jobs:
    """Duplicates among so many, so many taken in, and a statement of so many lines."""
    records = Base(count, 1).records
    judge = milliseconds(lambda: list(Judge(records).pairs(LIKELY)))
    source = folder / f"{count}.csv"
    clients_file(source, count)
    base, statement = folder / f"base-{count}.db", folder / f"{count}.txt"
    clients = max(10, count // 5)
    made = make_base(base, clients, count, random.Random(1))
    write_statement(statement, count, made, clients, random.Random(1))
    with open_desk(base, now=datetime(2026, 3, 11, 7, 20, tzinfo=UTC)) as desk:
        read = milliseconds(lambda: desk.bank_statements.rehearse(statement))
    return {"duplicates": judge, "import of CSV": taken_in(source)[0], "bank statement": read}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--big", type=Path)
    asked = parser.parse_args()
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in asked.sizes:
            path = folder / f"{size}.db"
            if asked.big and size == asked.sizes[-1]:
                path = asked.big
            else:
                big.make(path, now=datetime.now(UTC), scale=size / 100_000)
            for jobs in (
                in_file(path, asked.rounds), on_screen(path, asked.rounds), of_records(size, folder),
            ):  # fmt: skip
                for job, took in jobs.items():
                    found.setdefault(job, []).append(took)
    heads = "".join(f"{size:>12,}" for size in asked.sizes)
    print(f"{'milliseconds':30}{heads}{'exponent':>10}")
    for job, values in found.items():
        cells = "".join(f"{value:12.1f}" for value in values)
        print(f"{job:30}{cells}{exponent(asked.sizes, values):10.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
