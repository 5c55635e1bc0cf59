"""Reading the courses of deals: every stage they passed, with what was known of them and when."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import UTC, date, datetime, time, tzinfo
from functools import cache
from itertools import groupby
from typing import Any

from pipeline_tui.domain.dates import moment_text, read_moment
from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.forecast.courses import Course, Facts, Pass, Version

_PASSES = """
SELECT c.deal_id, c.changed_at, c.to_stage_id, c.amount_minor
FROM stage_change c INDEXED BY stage_change_of_deal
WHERE c.deal_id IN ({scope}) ORDER BY c.deal_id, c.id
"""
_FACTS = """
SELECT d.id, d.amount_minor, d.currency, d.source, d.product_id, d.expected_close, d.archived_at,
 b.imported_at
FROM deal d LEFT JOIN import_batch b ON b.id = d.batch_id
WHERE d.id IN ({scope})
"""
_SCOPE = """
SELECT deal_id FROM stage_change WHERE to_stage_id IN (SELECT id FROM stage)
 AND changed_at >= :since
UNION SELECT id FROM deal WHERE closed_on IS NULL AND archived_at IS NULL
"""
_EDITS = """
SELECT c.row_id, e.made_at, json_extract(c.before, '$.amount_minor'),
 json_extract(c.before, '$.currency'), json_extract(c.before, '$.source'),
 json_extract(c.before, '$.product_id'), json_extract(c.before, '$.expected_close')
FROM audit_entry e JOIN row_change c INDEXED BY row_change_of_entry ON c.entry_id = e.id
WHERE e.made_at >= :since AND c.table_name = 'deal' AND c.before IS NOT NULL
ORDER BY c.row_id, c.id
"""


def stages(db: sqlite3.Connection) -> dict[int, StageRow]:
    """Every stage that a deal may have passed, retired ones too."""
    return {
        row[0]: StageRow(
            id=row[0], pipeline_id=row[1], code=row[2], name=row[3], kind=row[4],
            probability=row[5], rot_days=row[6], position=row[7],
        )
        for row in db.execute(
            "SELECT id, pipeline_id, code, name, kind, probability, rot_days, position FROM stage"
            " ORDER BY pipeline_id, position"
        )
    }  # fmt: skip


def more_deals_than(db: sqlite3.Connection, n: int) -> bool:
    """Whether there are more deals than so many."""
    (found,) = db.execute("SELECT count(*) FROM (SELECT 1 FROM deal LIMIT ?)", (n + 1,)).fetchone()
    return bool(found > n)


def courses(db: sqlite3.Connection, *, since: date, zone: tzinfo) -> list[Course]:
    """Deals that are open or moved since a day, each with its whole course, by number.

    Days are those of the zone.
    """
    when = {"since": moment_text(datetime.combine(since, time.min, zone).astimezone(UTC))}
    day_of = _days(zone)
    goods: dict[int | None, tuple[str, int | None, str]] = {
        row[0]: row[1:] for row in db.execute("SELECT id, name, price_minor, currency FROM product")
    }

    def facts(
        amount: int | None, currency: str, source: str, product: int | None, close: str | None
    ) -> Facts:
        name, price, of = goods.get(product, ("", None, ""))
        return Facts(
            amount, currency, source, name, price if of == currency else None,
            None if close is None else date.fromisoformat(close).toordinal(),
        )  # fmt: skip

    edits: dict[int, list[Version]] = defaultdict(list)
    for row in db.execute(_EDITS, when):
        edits[row[0]].append(Version(day_of(row[1]), facts(*row[2:])))
    known = {row[0]: row[1:] for row in db.execute(_FACTS.format(scope=_SCOPE), when)}
    passes = db.execute(_PASSES.format(scope=_SCOPE), when)
    found = []
    for deal_id, rows in groupby(passes, key=_first):
        *now, archived, imported = known[deal_id]
        found.append(
            Course(
                deal_id,
                tuple(Pass(day_of(row[1]), row[2], row[3]) for row in rows),
                facts(*now),
                tuple(edits.get(deal_id, ())),
                day_of(imported) if imported else 0,
                day_of(archived) if archived else None,
            )
        )
    return found


def _first(row: tuple[Any, ...]) -> int:
    return int(row[0])


def _days(zone: tzinfo) -> Any:
    """Moment as text → ordinal of its day in the zone; a zone's day turns on a quarter of an hour."""

    @cache
    def of_quarter(text: str) -> int:
        return read_moment(text).astimezone(zone).date().toordinal()

    def of(text: str) -> int:
        return of_quarter(f"{text[:14]}{int(text[14:16]) // 15 * 15:02}:00Z")

    return of
