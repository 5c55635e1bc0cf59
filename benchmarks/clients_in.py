"""A large list of clients taken in: seconds, processor seconds and peak memory, beside a floor.

    python benchmarks/clients_in.py [--clients 100000] [--rounds 3]

The floor is plain csv + sqlite3: the same rows as clients and phones, each with one index.
Processor seconds hold on a busy machine, where the others do not.
"""

from __future__ import annotations

import argparse
import csv
import resource
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from run import clients_file, median, our_import


def floor(source: Path) -> float:
    """Processor seconds of csv + executemany."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        db = sqlite3.connect(Path(folder) / "floor.db")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE client (id INTEGER PRIMARY KEY, name, city, industry, owner)")
        db.execute("CREATE TABLE phone (id INTEGER PRIMARY KEY, client_id, typed)")
        db.execute("CREATE INDEX client_by_name ON client (name)")
        db.execute("CREATE INDEX phone_by_number ON phone (typed)")
        with source.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.reader(stream))[1:]
        db.executemany(
            "INSERT INTO client VALUES (?, ?, ?, ?, ?)",
            [(number, name, *rest) for number, (name, _, *rest) in enumerate(rows)],
        )
        db.executemany(
            "INSERT INTO phone VALUES (?, ?, ?)",
            [(number, number, row[1]) for number, row in enumerate(rows)],
        )
        db.commit()
        db.close()
        return time.process_time() - start


def children_s() -> float:
    """Processor seconds of the processes that ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    walls, processor, peaks, floors = [], [], [], []
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "clients.csv"
        clients_file(source, asked.clients)
        for _ in range(asked.rounds):
            floors.append(floor(source))
            before = children_s()
            took, peak = our_import(source)
            walls.append(took)
            peaks.append(peak)
            processor.append(children_s() - before)
    print(
        f"{asked.clients} clients in: {median(walls):.1f} s, processor {median(processor):.1f} s"
        f" ({median(processor) / median(floors):.1f} × csv + sqlite3), peak {max(peaks):.0f} MiB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
