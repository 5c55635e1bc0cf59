"""A large list of clients taken in: processor seconds and peak memory, beside floors of the same run.

    python benchmarks/clients_in.py [--clients 100000] [--rounds 3] [--xlsx]

The floor is plain csv (calamine for a workbook), the name folded, and `executemany`: the same clients
and phones into tables of the program's own columns and indexes. The program does besides: guess and
look through the file, compare each row with what is there, words for searching, the log for undo, a
copy of the file before. `bare` is the same with two indexes in all. Processor seconds hold on a busy
machine, where the others do not.
"""

from __future__ import annotations

import argparse
import csv
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from run import clients_file, median, our_import

from pipeline_tui.domain.clients import fold
from pipeline_tui.exchange.export import write_table
from pipeline_tui.store.bulk import DEFAULTS, ROOM_KIB

_SCHEMA = Path(__file__).parents[1] / "src/pipeline_tui/store/migrations/versions/r0001_first.sql"
_BARE = ("client_by_name", "phone_by_digits")


def csv_rows(source: Path) -> Iterable[list[str]]:
    with source.open(newline="", encoding="utf-8") as stream:
        yield from csv.reader(stream)


def xlsx_rows(source: Path) -> Iterable[list[str]]:
    from python_calamine import CalamineWorkbook

    yield from CalamineWorkbook.from_path(str(source)).get_sheet_by_index(0).iter_rows()


def workbook(source: Path, target: Path) -> None:
    """The same rows as a workbook."""
    header, *rows = csv_rows(source)
    write_table(target, [dict(zip(header, row, strict=True)) for row in rows], header)


def tables(db: sqlite3.Connection, *, bare: bool) -> None:
    """Clients and phones as the program has them, without a trigger, beside nothing else."""
    schema = sqlite3.connect(":memory:")
    schema.executescript(_SCHEMA.read_text("utf-8"))
    for name, sql in schema.execute(
        "SELECT name, sql FROM sqlite_schema WHERE tbl_name IN ('client', 'phone')"
        " AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC"
    ):
        if not (bare and sql.startswith("CREATE INDEX") and name not in _BARE):
            db.execute(sql)


def insert(db: sqlite3.Connection, table: str, rows: Iterable[dict[str, object]]) -> None:
    columns = ("id", *DEFAULTS[table])
    marks = ", ".join("?" * len(columns))
    db.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",
        [tuple({"id": number, **DEFAULTS[table], **row}.values())
         for number, row in enumerate(rows, 1)],
    )  # fmt: skip


def floor(source: Path, read: Callable[[Path], Iterable[list[str]]], *, bare: bool) -> float:
    """Processor seconds of reading + executemany."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        db = sqlite3.connect(Path(folder) / "floor.db")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"PRAGMA cache_size = -{ROOM_KIB}")
        tables(db, bare=bare)
        rows = list(read(source))[1:]
        said = {"created_at": "2026-01-01T00:00:00Z", "status": "active"}
        insert(db, "client", (
            {"name": name, "name_key": fold(name), "city": city, "industry": industry, "owner": owner,
             **said}
            for name, _, city, industry, owner in rows
        ))  # fmt: skip
        insert(db, "phone", (
            {"client_id": number, "typed": row[1], "digits": row[1].replace(" ", "")}
            for number, row in enumerate(rows, 1)
        ))  # fmt: skip
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
    parser.add_argument("--xlsx", action="store_true", help="as a workbook")
    asked = parser.parse_args()
    walls, processor, peaks = [], [], []
    floors: dict[bool, list[float]] = {False: [], True: []}
    with tempfile.TemporaryDirectory() as name:
        source, read = Path(name) / "clients.csv", csv_rows
        clients_file(source, asked.clients)
        if asked.xlsx:
            source, read = source.with_suffix(".xlsx"), xlsx_rows
            workbook(source.with_suffix(".csv"), source)
        for _ in range(asked.rounds):
            for bare, found in floors.items():
                found.append(floor(source, read, bare=bare))
            before = children_s()
            took, peak = our_import(source)
            walls.append(took)
            peaks.append(peak)
            processor.append(children_s() - before)
    ours = median(processor)
    print(
        f"{asked.clients} clients in: {median(walls):.1f} s, processor {ours:.1f} s"
        f" ({ours / median(floors[False]):.1f} × {read.__name__[:-5]} + executemany"
        f" {median(floors[False]):.1f} s; {ours / median(floors[True]):.1f} × with two indexes,"
        f" {median(floors[True]):.1f} s), peak {max(peaks):.0f} MiB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
