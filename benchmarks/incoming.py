"""What comes in: a hundred thousand clients from a table, a workbook read, and a client being entered.

The floor of the table is plain csv, the name folded, and `executemany`: the same clients and phones into
tables of the program's own columns and indexes. The program does besides: guess and look through the
file, compare each row with what is there, words for searching, the log for undo, a copy of the file
before. Processor seconds hold on a busy machine, where the others do not.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import sqlite3
import subprocess
import tempfile
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from benchmarks.launch import PROGRAM
from benchmarks.measure import (
    Line,
    by_turns,
    environment,
    median,
    milliseconds,
    open_desk,
    surroundings,
)
from pipeline_tui.domain.clients import fold
from pipeline_tui.exchange.export import write_table
from pipeline_tui.exchange.sheets import open_sheet
from pipeline_tui.store.bulk import DEFAULTS, ROOM_KIB

_SCHEMA = Path(__file__).parents[1] / "src/pipeline_tui/store/migrations/versions/r0001_first.sql"


def clients_file(path: Path, rows: int) -> None:
    """A list of clients as spreadsheets hold them."""
    chance = random.Random(2)
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(("Company Name", "Phone Number", "City", "Industry", "Company Owner"))
        for number in range(rows):
            out.writerow((
                f"Client {chance.randrange(10**9)} {number}", f"+7 912 {number % 10**7:07}",
                f"City {number % 300}", f"Industry {number % 20}", f"Seller {number % 7}",
            ))  # fmt: skip


def csv_rows(source: Path) -> list[list[str]]:
    with source.open(newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream))


def _tables(db: sqlite3.Connection) -> None:
    """Clients and phones as the program has them, without a trigger."""
    schema = sqlite3.connect(":memory:")
    schema.executescript(_SCHEMA.read_text("utf-8"))
    for (sql,) in schema.execute(
        "SELECT sql FROM sqlite_schema WHERE tbl_name IN ('client', 'phone')"
        " AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC"
    ):
        db.execute(sql)
    schema.close()


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[dict[str, object]]) -> None:
    columns = ("id", *DEFAULTS[table])
    marks = ", ".join("?" * len(columns))
    db.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",
        [tuple({"id": number, **DEFAULTS[table], **row}.values())
         for number, row in enumerate(rows, 1)],
    )  # fmt: skip


def floor(source: Path) -> None:
    """csv + fold + executemany."""
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(Path(folder) / "floor.db")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"PRAGMA cache_size = -{ROOM_KIB}")
        _tables(db)
        rows = csv_rows(source)[1:]
        said = {"created_at": "2026-01-01T00:00:00Z", "status": "active"}
        _insert(db, "client", (
            {"name": name, "name_key": fold(name), "city": city, "industry": industry, "owner": owner,
             **said}
            for name, _, city, industry, owner in rows
        ))  # fmt: skip
        _insert(db, "phone", (
            {"client_id": number, "typed": row[1], "digits": row[1].replace(" ", "")}
            for number, row in enumerate(rows, 1)
        ))  # fmt: skip
        db.commit()
        db.close()


def taken_in(source: Path) -> tuple[float, float]:
    """Milliseconds of a processor and peak MiB of `pipeline-tui import FILE` into a new file, start-up
    included."""
    with tempfile.TemporaryDirectory() as folder:
        env = environment(surroundings(Path(folder) / "new.db"))
        argv = [*PROGRAM, "import", str(source), "--yes"]
        with subprocess.Popen(
            argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as started:
            _, status, used = os.wait4(started.pid, 0)
            started.returncode = os.waitstatus_to_exitcode(status)
        if started.returncode:
            raise RuntimeError(f"the import failed: {started.returncode}")
    return _milliseconds(used), used.ru_maxrss / 1024


def _milliseconds(used: resource.struct_rusage) -> float:
    return (used.ru_utime + used.ru_stime) * 1000


def _walked(rows: Iterable[object]) -> None:
    deque(rows, maxlen=0)


def _calamine(source: Path) -> None:
    from python_calamine import CalamineWorkbook

    _walked(CalamineWorkbook.from_path(str(source)).get_sheet_by_index(0).iter_rows())


def incoming(big: Path, rounds: int, clients: int = 100_000) -> list[Line]:
    """A table, a workbook, and one client entered by hand."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "clients.csv"
        clients_file(source, clients)
        header, *rows = csv_rows(source)
        book = source.with_suffix(".xlsx")
        write_table(book, [dict(zip(header, row, strict=True)) for row in rows], header)
        del rows
        floors, ours, peaks = [], [], []
        for _ in range(rounds):
            floors.append(milliseconds(lambda: floor(source)))
            took, peak = taken_in(source)
            ours.append(took)
            peaks.append(peak)
        read, least = by_turns((lambda: _walked(open_sheet(book)), lambda: _calamine(book)), rounds)
    with open_desk(big) as desk:
        entered = by_turns(
            [
                lambda: desk.lists.similar("ООО «Родник-Строй 77»", "7707083893", ["+7 912 000-00-00"], ["a@b.ru"]),
                lambda: desk.lists.similar("Acorn Foods 12 Inc"),
            ],
            rounds, 3,
        )  # fmt: skip
    return [
        Line("CSV of 100 000 clients / csv + executemany", median(ours), median(floors), 2),
        Line("CSV of 100 000 clients: memory", max(peaks), None, 300, "MiB"),
        Line("XLSX of 100 000 rows, read / calamine", read, least, 1.3),
        Line("a client entered: looked for twice", max(entered), None, 15),
    ]
