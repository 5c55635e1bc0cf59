"""Debts by age for 100 000 invoices, as of today and of past days, against one plain SQL statement.

    python -m benchmarks.aging [big.db] [--rounds 9] [--invoices 100000]

Two files: `big.db`, which `python -m benchmarks.big` made, where most is paid; and one made here, where
every invoice is open, half of them paid in part. Of each question the median of the rounds is printed in
milliseconds of the processor: the program's, and that of plain sqlite3, asked by turns on the same file
in the same run. A past day is told from the movements; where there are two plain ways to ask, the faster
one counts. The answers must be equal.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.measure import median, milliseconds, open_desk
from pipeline_tui.domain.debts import BUCKETS, due_days
from pipeline_tui.services.desk import Desk
from pipeline_tui.store.bulk import Bulk

BUDGET = 2.0
_STARTED = datetime.now(UTC).replace(hour=9)
_AGO = (0, 1, 30, 365, 5 * 365, 9 * 365)

_BUCKET = "(due_on < :b0) + (due_on < :b1) + (due_on < :b2) + (due_on < :b3)"
AGING = (
    f"SELECT currency, {_BUCKET}, count(*), sum(open_minor) FROM instalment WHERE open_minor > 0"
    " GROUP BY 1, 2"
)
"""As of today."""
_ISSUED = "v.issued_on <= :day AND (v.cancelled_on IS NULL OR v.cancelled_on > :day)"
_THEN = (
    f"SELECT currency, {_BUCKET}, count(*), sum(rest) FROM (SELECT i.currency, i.due_on,"
    " i.amount_minor - coalesce((SELECT sum(a.amount_minor) FROM allocation a"
    " JOIN payment p ON p.id = a.payment_id WHERE a.instalment_id = i.id AND p.paid_on <= :day), 0)"
    f" AS rest FROM instalment i JOIN invoice v ON v.id = i.invoice_id WHERE {_ISSUED})"
    " WHERE rest > 0 GROUP BY 1, 2",
    f"SELECT currency, {_BUCKET}, count(*), sum(rest) FROM (SELECT i.currency, i.due_on,"
    " i.amount_minor - coalesce(l.laid, 0) AS rest FROM instalment i"
    " JOIN invoice v ON v.id = i.invoice_id LEFT JOIN (SELECT a.instalment_id,"
    " sum(a.amount_minor) AS laid FROM payment p JOIN allocation a ON a.payment_id = p.id"
    f" WHERE p.paid_on <= :day GROUP BY 1) l ON l.instalment_id = i.id WHERE {_ISSUED})"
    " WHERE rest > 0 GROUP BY 1, 2",
)


def make_open(path: Path, invoices: int) -> None:
    """A file where nothing is paid in full: invoices of two years, half of them paid in part."""
    chance = random.Random(1)
    with open_desk(path, new=True, now=_STARTED) as desk, desk.book.write("import") as unit:
        today = _STARTED.date()
        bulk = Bulk(unit.db, coming=invoices)
        made = "2026-01-01T00:00:00Z"
        clients = [
            bulk.insert("client", {"name": f"Client {n}", "name_key": f"client {n}", "created_at": made})
            for n in range(max(1, invoices // 10))
        ]  # fmt: skip
        for number in range(1, invoices + 1):
            who, minor = chance.choice(clients), chance.randrange(1_000_00, 500_000_00)
            issued = today - timedelta(days=chance.randrange(730))
            invoice_id = bulk.insert("invoice", {
                "client_id": who, "number": str(number), "issued_on": issued.isoformat(),
                "amount_minor": minor, "currency": "RUB", "created_at": made,
            })  # fmt: skip
            instalment_id = bulk.insert("instalment", {
                "invoice_id": invoice_id, "client_id": who, "currency": "RUB", "amount_minor": minor,
                "due_on": (issued + timedelta(days=14)).isoformat(), "open_minor": minor,
            })  # fmt: skip
            if number % 2:
                paid_on = min(today, issued + timedelta(days=chance.randrange(60)))
                payment_id = bulk.insert("payment", {
                    "client_id": who, "paid_on": paid_on.isoformat(), "amount_minor": minor // 2,
                    "currency": "RUB", "free_minor": minor // 2, "created_at": made,
                })  # fmt: skip
                bulk.insert("allocation", {
                    "payment_id": payment_id, "instalment_id": instalment_id,
                    "amount_minor": minor // 2,
                })  # fmt: skip
        bulk.close()


def compare(path: Path, rounds: int) -> None:
    """Print a row for each day."""
    with open_desk(path, now=_STARTED) as desk, closing(sqlite3.connect(path)) as db:
        today = _STARTED.date()
        invoices, still_open = db.execute(
            "SELECT (SELECT count(*) FROM invoice), count(*) FROM instalment WHERE open_minor > 0"
        ).fetchone()
        print(f"{path.name}: {invoices} invoices, {still_open} open instalments today")
        for ago in _AGO:
            _compare_day(desk, db, today - timedelta(days=ago), today, rounds)


def _compare_day(desk: Desk, db: sqlite3.Connection, day: date, today: date, rounds: int) -> None:
    first = [due_days(bucket, day)[0] for bucket in BUCKETS]
    values = {f"b{at}": one.isoformat() for at, one in enumerate(first) if one is not None}
    values["day"] = day.isoformat()
    mine: list[float] = []
    ways = (AGING,) if day >= today else _THEN
    plain: list[list[float]] = [[] for _ in ways]
    found = {
        (r.currency, BUCKETS.index(r.bucket)): (r.instalments, r.open_minor)
        for r in desk.debts.aging(day)
    }
    for _round in range(rounds + 1):
        mine.append(milliseconds(lambda: desk.debts.aging(day)))
        for sql, times in zip(ways, plain, strict=True):
            times.append(milliseconds(_asking(db, sql, values)))
    for sql in ways:
        told = {row[:2]: row[2:] for row in db.execute(sql, values)}
        assert told == found, (day, told, found)
    # The first round only fills the cache.
    took = median(mine[1:])
    floor = min(median(times[1:]) for times in plain)
    over = "" if took <= BUDGET * floor else "  over"
    print(f"  as of {day}  ours {took:8.1f} ms  plain {floor:8.1f} ms  {took / floor:5.2f}{over}")


def _asking(db: sqlite3.Connection, sql: str, values: dict[str, str]) -> Callable[[], object]:
    return lambda: db.execute(sql, values).fetchall()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--invoices", type=int, default=100_000)
    options = parser.parse_args()
    if options.file:
        compare(options.file, options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all-open.db"
        make_open(path, options.invoices)
        compare(path, options.rounds)


if __name__ == "__main__":
    main()
