"""Reads: all that the program asks the file for, beside the one statement that has the same answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.aging import AGING
from benchmarks.measure import Line, by_turns, enough, open_desk
from benchmarks.search import searches
from pipeline_tui.domain.debts import BUCKETS, due_days
from pipeline_tui.services.desk import Desk

_TOUCH = "(SELECT max(a.started_at) FROM activity a WHERE a.client_id = c.id)"
COLUMNS = """SELECT stage_id, currency, count(*), sum(amount_minor) FROM deal INDEXED BY deal_open_sums
 WHERE closed_on IS NULL AND archived_at IS NULL GROUP BY 1, 2
 UNION ALL SELECT stage_id, currency, count(*), sum(amount_minor) FROM deal INDEXED BY deal_by_close
 WHERE archived_at IS NULL AND closed_on >= :since GROUP BY 1, 2
 UNION ALL SELECT d.stage_id, d.currency, count(*), sum(d.amount_minor)
 FROM stage s CROSS JOIN deal d INDEXED BY deal_closed ON d.stage_id = s.id
 WHERE s.code IN ('payment', 'delivery') AND d.closed_on IS NOT NULL AND d.archived_at IS NULL GROUP BY 1, 2"""
CARDS = """SELECT stage_id, id FROM deal INDEXED BY deal_open WHERE closed_on IS NULL AND archived_at IS NULL
 AND stage_id IN (SELECT id FROM stage WHERE kind = 'open')
 ORDER BY stage_id, amount_minor DESC, currency DESC"""
DAY = f"""
SELECT 'step', t.id, t.title, t.due_on, t.due_at, d.amount_minor, c.id, c.name, c.status, {_TOUCH}
FROM task t JOIN client c ON c.id = t.client_id LEFT JOIN deal d ON d.id = t.deal_id
WHERE t.done_at IS NULL AND t.dropped_at IS NULL AND t.due_on <= :today
UNION ALL
SELECT 'deal', d.id, d.title, d.stage_since, NULL, d.amount_minor, c.id, c.name, c.status, {_TOUCH}
FROM deal d INDEXED BY deal_open JOIN client c ON c.id = d.client_id
WHERE d.closed_on IS NULL AND d.archived_at IS NULL
UNION ALL
SELECT 'debt', c.id, '', o.due_on, NULL, o.minor, c.id, c.name, c.status, {_TOUCH}
FROM (SELECT client_id, min(due_on) AS due_on, sum(open_minor) AS minor FROM instalment
      WHERE open_minor > 0 AND due_on < :today GROUP BY client_id) o JOIN client c ON c.id = o.client_id
"""
"""What a call list is made of, in one statement: steps due, open deals and overdue money, each with
its client and the last touch."""
PAGE = """SELECT c.id, c.name, c.kind, c.status, c.abc, c.city, c.industry, c.owner, c.region, c.country,
 c.source, c.custom, c.snoozed_until, c.created_at, c.verified_on,
 (SELECT coalesce(p.e164, p.typed) FROM phone p WHERE p.client_id = c.id ORDER BY p.position, p.id LIMIT 1),
 (SELECT group_concat(name) FROM tag WHERE client_id = c.id),
 (SELECT sum(amount_minor) || ' ' || count(*) FROM deal
  WHERE client_id = c.id AND closed_on IS NULL AND archived_at IS NULL),
 (SELECT sum(open_minor) || ' ' || sum(CASE WHEN due_on < '2026' THEN open_minor ELSE 0 END)
  FROM instalment WHERE open_minor > 0 AND client_id = c.id),
 (SELECT min(due_on || coalesce(substr(due_at, 11), '~')) FROM task
  WHERE client_id = c.id AND done_at IS NULL AND dropped_at IS NULL),
 (SELECT max(started_at) FROM activity WHERE client_id = c.id)
 FROM client c WHERE c.archived_at IS NULL AND c.name_key >= :from ORDER BY c.name_key, c.id LIMIT 64"""


def asked(db: sqlite3.Connection, read: Callable[[], object]) -> list[str]:
    """The statements of a read, with their values."""
    seen: list[str] = []
    db.set_trace_callback(seen.append)
    try:
        read()
    finally:
        db.set_trace_callback(None)
    return seen


def compared(
    desk: Desk, plain: sqlite3.Connection, read: Callable[[], object], sql: str,
    values: Mapping[str, object], rounds: int,
) -> tuple[float, float, float]:  # fmt: skip
    """Milliseconds of the read with its Python, of its statements alone, and of the plain one."""
    statements = asked(desk.book.reader, read)

    def alone() -> None:
        for one in statements:
            plain.execute(one).fetchall()

    def floor() -> None:
        plain.execute(sql, values).fetchall()

    whole, told, least = by_turns((read, alone, floor), rounds, enough(floor))
    return whole, told, least


def reads(big: Path, rounds: int) -> list[Line]:
    """The hot ones."""
    with open_desk(big) as desk, closing(sqlite3.connect(big)) as plain:
        ids = desk.lists.ids()
        middle = ids[len(ids) // 2 : len(ids) // 2 + 64]
        (key,) = plain.execute("SELECT name_key FROM client WHERE id = ?", middle[:1]).fetchone()
        today = datetime.now(UTC).date()
        buckets = {
            f"b{at}": day.isoformat()
            for at, bucket in enumerate(BUCKETS)
            if (day := due_days(bucket, today)[0]) is not None
        }
        since = {"since": desk.funnel.since().isoformat()}
        stages = [one.id for one in desk.funnel.stages() if one.kind == "open"]
        cases: tuple[tuple[str, float, Callable[[], object], str, Mapping[str, object]], ...] = (
            ("list: 64 rows", 2, lambda: desk.lists.rows(middle), PAGE, {"from": key}),
            ("calls of the day", 2, desk.call_list.today, DAY, {"today": today.isoformat()}),
            ("board: cards", 2, lambda: desk.funnel.ids_by_stage(stages), CARDS, {}),
            ("open funnel", 1.3, desk.funnel.columns, COLUMNS, since),
            ("debts by age", 1.3, desk.debts.aging, AGING, buckets),
        )
        lines = []
        for what, budget, read, sql, values in cases:
            whole, told, least = compared(desk, plain, read, sql, values, rounds)
            lines.append(Line(f"{what}: SQL / raw sqlite3", told, least, budget))
            if read != desk.call_list.today:  # made once for a state of the file
                lines.append(Line(f"{what}: with its Python / raw sqlite3", whole, least))
        ratios = [
            found for case, *found in searches(desk.book.reader, rounds) if case.kind != "notes"
        ]
        return [
            *lines,
            Line("search: SQL / raw FTS, of every way", *middle_of(ratios), budget=2),
        ]


def middle_of(found: list[list[float]]) -> tuple[float, float]:
    """The SQL and the floor of the case whose ratio is the median one."""
    floor, told, _whole = sorted(found, key=lambda one: one[1] / one[0])[len(found) // 2]
    return told, floor
