"""First measurements: launch, key to paint, import. Every figure is a ratio to a floor of the same run.

    python benchmarks/run.py [--clients 10000] [--rounds 5] [--big big.db]

Floors: a bare Textual program (launch, key, screen), plain csv + sqlite3 (import) and one plain SQL
statement (call list). Medians over rounds. `--big` is a file that `python -m benchmarks.big` made on
the same day; keys and the day are then measured on it. Without it the day is measured on a tenth.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import big
import day
from terminal import Terminal

HERE = Path(__file__).parent
PROGRAM = [sys.executable, "-m", "pipeline_tui"]


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    what: str
    ours: float
    floor: float
    unit: str = "ms"
    budget: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.floor


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def deals_file(path: Path, rows: int) -> None:
    """A sales pipeline as spreadsheets hold them: 85 clients, 7 products, 35 sellers."""
    chance = random.Random(1)
    clients = [f"{word} {kind}" for word in ("Acorn", "Birch", "Cedar", "Delta", "Ember", "Fjord",
               "Grove", "Haven", "Iris", "Juno", "Karst", "Lumen", "Maple", "North", "Onyx", "Pine",
               "Quill") for kind in ("Works", "Foods", "Labs", "Trade", "Build")]  # fmt: skip
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(
            ["opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value"]
        )  # fmt: skip
        for number in range(rows):
            stage = chance.choices(("Won", "Lost", "Engaging", "Prospecting"), (48, 28, 18, 6))[0]
            opened = f"2017-{chance.randint(1, 6):02}-{chance.randint(1, 28):02}"
            closed = f"2017-{chance.randint(7, 12):02}-{chance.randint(1, 28):02}"
            out.writerow([
                f"OPP{number:06}", f"Seller {number % 35}", f"Product {number % 7}",
                chance.choice(clients), stage, "" if stage == "Prospecting" else opened,
                closed if stage in ("Won", "Lost") else "",
                {"Won": chance.randint(100, 9000), "Lost": 0}.get(stage, ""),
            ])  # fmt: skip


def clients_file(path: Path, rows: int) -> None:
    chance = random.Random(2)
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(("Company Name", "Phone Number", "City", "Industry", "Company Owner"))
        for number in range(rows):
            out.writerow((
                f"Client {chance.randrange(10**9)} {number}", f"+7 912 {number % 10**7:07}",
                f"City {number % 300}", f"Industry {number % 20}", f"Seller {number % 7}",
            ))  # fmt: skip


def floor_import(source: Path) -> float:
    """Seconds of csv + executemany for the same rows, a client look-up and a stage row each."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        db = sqlite3.connect(Path(folder) / "floor.db")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE deal (id INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h)")
        db.execute("CREATE TABLE stage_change (id INTEGER PRIMARY KEY, deal_id, stage, at)")
        with source.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.reader(stream))[1:]
        db.executemany(
            "INSERT INTO deal (a, b, c, d, e, f, g, h) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows
        )
        db.executemany(
            "INSERT INTO stage_change (deal_id, stage, at) VALUES (?, ?, ?)",
            [(number, row[4], row[5]) for number, row in enumerate(rows)],
        )
        db.commit()
        db.close()
        return time.perf_counter() - start


def our_import(source: Path) -> tuple[float, float]:
    """Seconds and peak MiB of `pipeline-tui import FILE` into a new file, start-up included."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "PIPELINE_TUI_DB": f"{folder}/new.db", "PIPELINE_TUI_LANG": "en"}
        start = time.perf_counter()
        subprocess.run(
            [*PROGRAM, "import", str(source), "--yes"], env=env, check=True, capture_output=True
        )
        took = time.perf_counter() - start
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def bare_key(rounds: int) -> tuple[float, float, float]:
    """Launch, key, and memory of the bare program."""
    launches, keys, memory = [], [], []
    for _ in range(rounds):
        with Terminal([sys.executable, str(HERE / "bare.py")]) as one:
            launch = one.launch()
            launches.append(launch.frame)
            memory.append(launch.memory)
            keys += [one.press("j").settled for _ in range(15)]
    return median(launches), median(keys), median(memory)


def our_keys(db: Path, rounds: int) -> dict[str, float]:
    """Launch, keys and memory of the program on `db`."""
    found: dict[str, list[float]] = {}
    env = {"PIPELINE_TUI_DB": str(db), "PIPELINE_TUI_LANG": "en"}
    for _ in range(rounds):
        with Terminal(PROGRAM, env=env) as one:
            launch = one.launch()
            found.setdefault("frame", []).append(launch.frame)
            found.setdefault("settled", []).append(launch.settled)
            found.setdefault("memory", []).append(launch.memory)
            one.press("2")
            found.setdefault("down", []).extend(one.press("j").settled for _ in range(15))
            found.setdefault("page", []).extend(one.press("\x1b[6~").settled for _ in range(8))
            one.press("3")
            found.setdefault("board", []).extend(one.press("j").settled for _ in range(10))
            one.press("4")
            one.press("5")
            found.setdefault("toured", []).append(one.memory_mib())
    return {name: median(values) for name, values in found.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--big", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        deals, clients = folder / "deals.csv", folder / "clients.csv"
        deals_file(deals, 8_800)
        clients_file(clients, asked.clients)
        floor_s = median([floor_import(deals) for _ in range(asked.rounds)])
        taken = [our_import(deals) for _ in range(asked.rounds)]
        listed = folder / "listed.db"
        env = {**os.environ, "PIPELINE_TUI_DB": str(listed), "PIPELINE_TUI_LANG": "en"}
        subprocess.run([*PROGRAM, "import", str(clients), str(deals), "--yes"], env=env, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        launch, key, memory = bare_key(asked.rounds)
        ours = our_keys(asked.big or listed, asked.rounds)
        worked = asked.big or folder / "worked.db"
        if asked.big is None:
            big.make(worked, now=datetime.now(UTC), scale=0.1)
        lists = median([day.call_list(worked) for _ in range(asked.rounds)])
        passes = median([day.plain_pass(worked) for _ in range(asked.rounds)])
        cards, screens = map(median, day.next_cards(worked, folder, 3 * asked.rounds))
    lines = [
        Line("first full frame / bare app", ours["frame"], launch, budget=1.25),
        Line("settled Today / bare app", ours["settled"], launch, budget=1.6),
        Line("list, one row down / bare key", ours["down"], key, budget=1.3),
        Line("list, page down / bare key", ours["page"], key, budget=5),
        Line("board, cursor / bare key", ours["board"], key, budget=3),
        Line("call list of the day / plain SQL pass", lists, passes, budget=3),
        Line("outcome key, next card / bare screen", cards, screens, budget=1.5),
        Line("memory at first paint / bare app", ours["memory"], memory, "MiB", 1.3),
        Line("memory after all screens / bare app", ours["toured"], memory, "MiB", 2.5),
        Line(
            "8 800 deals in / csv + sqlite3", median([t for t, _ in taken]) * 1000, floor_s * 1000
        ),
    ]
    print(f"{'':42}{'ours':>10}{'floor':>10}{'ratio':>8}{'budget':>8}")
    for line in lines:
        budget = "" if line.budget is None else f"{line.budget:8.2f}"
        short = " short" if line.budget is not None and line.ratio > line.budget else ""
        print(
            f"{line.what:42}{line.ours:7.1f} {line.unit:<3}{line.floor:6.1f} {line.unit:<3}"
            f"{line.ratio:7.2f} {budget}{short}"
        )
    print(f"peak memory of the import: {max(m for _, m in taken):.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
