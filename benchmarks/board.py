"""The board on 300 000 deals: its reads against plain SQL, and its keys against a bare program's.

    python -m benchmarks.board big.db [--rounds 7]

`big.db` is a file that `python -m benchmarks.big` made. Medians, both sides by turns in the same run.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline_tui.config import Settings
from pipeline_tui.services.desk import Desk

from .analytics import milliseconds

sys.path.insert(0, str(Path(__file__).parent))

from run import HERE, PROGRAM
from terminal import Terminal

_OPEN = "d.closed_on IS NULL AND d.archived_at IS NULL"
PLAIN = {
    "columns": f"""SELECT d.stage_id, d.currency, count(*), sum(d.amount_minor) FROM deal d
        JOIN stage s ON s.id = d.stage_id WHERE d.archived_at IS NULL AND (d.closed_on IS NULL
         OR d.closed_on >= :since OR s.kind = 'fulfilment') GROUP BY 1, 2
        UNION ALL SELECT NULL, '', count(*), 0 FROM deal d WHERE {_OPEN} AND NOT EXISTS (
         SELECT 1 FROM task t WHERE t.deal_id = d.id AND t.done_at IS NULL)""",
    "cards in order": f"""SELECT d.stage_id, d.id FROM deal d WHERE {_OPEN}
        ORDER BY d.stage_id, d.amount_minor DESC, d.id""",
}


def read(desk: Desk) -> dict[str, Callable[[], object]]:
    """What the board asks for."""
    stages = [one.id for one in desk.funnel.stages() if one.kind == "open"]
    return {
        "columns": desk.funnel.columns,
        "cards in order": lambda: desk.funnel.ids_by_stage(stages),
    }


def keys(
    argv: list[str], pressed: Sequence[str], before: str = "", db: Path | None = None
) -> list[float]:
    """Milliseconds from each key to the last byte of what it paints."""
    env = {} if db is None else {"PIPELINE_TUI_DB": str(db), "PIPELINE_TUI_LANG": "en"}
    with Terminal(argv, env=env) as one:
        one.launch()
        for key in before:
            one.press(key)
        return [one.press(key).settled for _ in range(8) for key in pressed]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    desk = Desk.open(
        options.file, clock=lambda: datetime.now(UTC), settings=Settings(),
        zone=ZoneInfo("Europe/Moscow"), actor="benchmark",
    )  # fmt: skip
    with desk, closing(sqlite3.connect(options.file)) as db:
        since = {"since": desk.funnel.since().isoformat()}
        for name, work in read(desk).items():
            pairs = [
                (
                    milliseconds(work),
                    milliseconds(lambda sql=PLAIN[name]: db.execute(sql, since).fetchall()),  # type: ignore[misc]
                )
                for _ in range(options.rounds + 1)
            ][1:]  # the first only fills the cache
            mine, plain = (statistics.median(side) for side in zip(*pairs, strict=True))
            print(f"{name:<20}{mine:>8.1f} ms{plain:>8.1f} ms{mine / plain:>7.2f}")
    bare = statistics.median(keys([sys.executable, str(HERE / "bare.py")], "jjjj"))
    for name, pressed in (
        ("a card up or down", "jjkk"),
        ("a column to the side", ("\x1b[C", "\x1b[D")),
    ):
        ours = statistics.median(keys(PROGRAM, pressed, "3", options.file))
        print(f"{name:<20}{ours:>8.1f} ms{bare:>8.1f} ms{ours / bare:>7.2f}")


if __name__ == "__main__":
    main()
