"""Figures of the funnel on 300 000 deals, each against the plain SQL of the same answer, by turns.

    python -m benchmarks.analytics big.db [--rounds 7]

`big.db` is a file that `python -m benchmarks.big` made. Of each figure the median of the rounds is
printed, the program's and that of plain sqlite3 on the same file in the same run, with their ratio: for
the time that the figure looks back on, and for all ten years. Where there are two plain ways to ask, the
faster one counts.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.measure import median, milliseconds, open_desk
from pipeline_tui.domain.figures import Behind, Figure, Part, Scope
from pipeline_tui.domain.funnel import ValueBy
from pipeline_tui.services.desk import Desk

EVER = date(2000, 1, 1)
BUDGET = 2.0

_CLOSED = "d.closed_on BETWEEN :since AND :until AND d.archived_at IS NULL"
_WON = "s.kind IN ('won', 'fulfilment')"
_BY = {
    ValueBy.MONTH: ("substr(d.closed_on, 1, 7)", ""),
    ValueBy.OWNER: ("d.owner", ""),
    ValueBy.SOURCE: ("d.source", ""),
    ValueBy.COMPETITOR: ("d.competitor", ""),
    ValueBy.PRODUCT: ("p.name", "LEFT JOIN product p ON p.id = d.product_id"),
    ValueBy.REGION: ("c.region", "LEFT JOIN client c ON c.id = d.client_id"),
    ValueBy.INDUSTRY: ("c.industry", "LEFT JOIN client c ON c.id = d.client_id"),
    ValueBy.CLASS: ("c.abc", "LEFT JOIN client c ON c.id = d.client_id"),
    ValueBy.OBJECTION: (
        "o.type_id",
        "LEFT JOIN (SELECT DISTINCT deal_id, type_id FROM objection_event) o ON o.deal_id = d.id",
    ),
}
PLAIN: Mapping[str, tuple[str, ...]] = {
    "conversion": (
        """SELECT month, far, kind, count(*), avg(days) FROM (
            SELECT substr(d.opened_on, 1, 7) AS month, s.kind, (SELECT max(t.position)
             FROM stage_change h JOIN stage t ON t.id = h.to_stage_id
             WHERE h.deal_id = d.id AND t.kind <> 'lost') AS far,
             julianday(coalesce(d.closed_on, :until)) - julianday(d.opened_on) AS days
            FROM deal d JOIN stage s ON s.id = d.stage_id
            WHERE d.opened_on BETWEEN :since AND :until AND d.archived_at IS NULL
           ) GROUP BY 1, 2, 3""",
        """SELECT substr(d.opened_on, 1, 7), f.far, s.kind, count(*),
            avg(julianday(coalesce(d.closed_on, :until)) - julianday(d.opened_on))
           FROM (SELECT h.deal_id, max(t.position) AS far FROM stage_change h
                 JOIN stage t ON t.id = h.to_stage_id WHERE t.kind <> 'lost' GROUP BY h.deal_id) f
           JOIN deal d ON d.id = f.deal_id JOIN stage s ON s.id = d.stage_id
           WHERE d.opened_on BETWEEN :since AND :until AND d.archived_at IS NULL GROUP BY 1, 2, 3""",
    ),
    "time in stage": (
        """SELECT stage, gone IS NULL, CAST(julianday(coalesce(gone, :now)) - julianday(came) AS INT),
            count(*)
           FROM (SELECT h.deal_id, h.to_stage_id AS stage, h.changed_at AS came,
                 lead(h.changed_at) OVER (PARTITION BY h.deal_id ORDER BY h.id) AS gone
                 FROM stage_change h) JOIN stage s ON s.id = stage
           WHERE s.kind = 'open' AND came >= :since GROUP BY 1, 2, 3""",
        """SELECT stage, gone IS NULL, CAST(julianday(coalesce(gone, :now)) - julianday(came) AS INT),
            count(*)
           FROM (SELECT h.to_stage_id AS stage, h.changed_at AS came, (SELECT n.changed_at
                 FROM stage_change n WHERE n.deal_id = h.deal_id AND n.id > h.id ORDER BY n.id LIMIT 1
                 ) AS gone FROM stage_change h WHERE h.changed_at >= :since
                 AND h.to_stage_id IN (SELECT id FROM stage WHERE kind = 'open'))
           GROUP BY 1, 2, 3""",
    ),
    "velocity": (
        f"""SELECT d.currency, {_WON}, count(*), sum(d.amount_minor),
             sum(julianday(d.closed_on) - julianday(d.opened_on))
            FROM deal d JOIN stage s ON s.id = d.stage_id WHERE {_CLOSED} GROUP BY 1, 2
            UNION ALL SELECT d.currency, NULL, count(*), sum(d.amount_minor), d.stage_id FROM deal d
            WHERE d.closed_on IS NULL AND d.archived_at IS NULL GROUP BY d.currency, d.stage_id""",
    ),
    "losses": (
        f"""SELECT d.loss_reason_id, d.currency, count(*), sum(d.amount_minor) FROM deal d
            JOIN stage s ON s.id = d.stage_id WHERE {_CLOSED} AND s.kind = 'lost' GROUP BY 1, 2""",
    ),
    "changes": (
        """SELECT h.from_stage_id, d.stage_id, d.currency, count(*), sum(d.amount_minor)
           FROM (SELECT deal_id, min(id) AS first FROM stage_change
                 WHERE changed_at >= :since AND to_stage_id IN (SELECT id FROM stage)
                 GROUP BY deal_id) w
           JOIN stage_change h ON h.id = w.first JOIN deal d ON d.id = w.deal_id
           WHERE d.archived_at IS NULL GROUP BY 1, 2, 3
           UNION ALL SELECT NULL, NULL, d.currency, count(*), sum(d.amount_minor) FROM deal d
           WHERE d.closed_on IS NULL AND d.archived_at IS NULL
           AND d.expected_close >= :since AND d.expected_close < :until GROUP BY d.currency""",
    ),
    **{
        f"win rate by {by}": (
            f"""SELECT {key}, d.currency, {_WON}, count(*), sum(d.amount_minor) FROM deal d
                JOIN stage s ON s.id = d.stage_id {join} WHERE {_CLOSED} GROUP BY 1, 2, 3""",
        )
        for by, (key, join) in _BY.items()
    },
    "deals behind a stay": (
        """SELECT DISTINCT h.deal_id FROM stage_change h WHERE h.to_stage_id = 4
           AND h.changed_at >= :since AND NOT EXISTS (SELECT 1 FROM stage_change n
            WHERE n.deal_id = h.deal_id AND n.id > h.id)""",
    ),
    "deals behind a rate": (
        f"""SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id WHERE {_CLOSED} AND {_WON}
            AND d.owner = :owner ORDER BY d.amount_minor DESC""",
    ),
}  # fmt: skip
"""The plain way, or ways, to the numbers of each figure."""


def ours(desk: Desk, owner: str) -> dict[str, tuple[Figure, Callable[[Scope], object]]]:
    """What the program does for each of them."""
    asked = desk.analytics
    stay = Behind(Figure.TIME, "offer", Part.OPEN)
    rate = Behind(Figure.RATES, owner, Part.WON, ValueBy.OWNER)
    return {
        "conversion": (Figure.COHORTS, asked.cohorts),
        "time in stage": (Figure.TIME, asked.time_in_stage),
        "velocity": (Figure.VELOCITY, asked.velocity),
        "losses": (Figure.LOSSES, asked.losses),
        "changes": (Figure.CHANGES, asked.changes),
        **{
            f"win rate by {by}": (Figure.RATES, lambda scope, by=by: asked.win_rates(by, scope))
            for by in _BY
        },
        "deals behind a stay": (Figure.TIME, lambda scope: asked.deals(stay, scope)),
        "deals behind a rate": (Figure.RATES, lambda scope: asked.deals(rate, scope)),
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with open_desk(options.file) as desk, closing(sqlite3.connect(options.file)) as db:
        (owner,) = db.execute("SELECT owner FROM deal WHERE owner <> '' LIMIT 1").fetchone()
        print(f"{'figure':<24}{'span':<8}{'ours, ms':>10}{'plain, ms':>11}{'ratio':>8}")
        for name, (figure, work) in ours(desk, owner).items():
            for span, since in (("usual", None), ("all", EVER)):
                scope = desk.analytics.scope(figure, since=since)
                values = {
                    "since": scope.since.isoformat(), "until": scope.until.isoformat(),
                    "now": datetime.now(UTC).isoformat(), "owner": owner,
                }  # fmt: skip
                mine: list[float] = []
                plain: list[list[float]] = [[] for _ in PLAIN[name]]
                for _round in range(options.rounds + 1):
                    mine.append(milliseconds(lambda work=work, scope=scope: work(scope)))  # type: ignore[misc]
                    for sql, times in zip(PLAIN[name], plain, strict=True):
                        times.append(
                            milliseconds(lambda sql=sql, v=values: db.execute(sql, v).fetchall())  # type: ignore[misc]
                        )
                # The first round only fills the cache.
                took = median(mine[1:])
                floor = min(median(times[1:]) for times in plain)
                over = "" if took <= BUDGET * floor else "  over"
                print(f"{name:<24}{span:<8}{took:>10.1f}{floor:>11.1f}{took / floor:>8.2f}{over}")


if __name__ == "__main__":
    main()
