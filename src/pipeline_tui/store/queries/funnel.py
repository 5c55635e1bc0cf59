"""Reading the funnel's figures. Sums come from covering indexes; currencies are never added."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta, tzinfo

from pipeline_tui.domain.deals import DealFilter, DealList, StageRow, weighted
from pipeline_tui.domain.funnel import (
    Attention,
    ColumnRow,
    CurrencySum,
    LossRow,
    Result,
    StageFlow,
    ValueBy,
    ValueRow,
)
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.store.queries import deals

_Sums = dict[int, list[CurrencySum]]


def columns(
    db: sqlite3.Connection,
    stages: Sequence[StageRow],
    wanted: DealFilter,
    *,
    since: date,
    today: date,
    zone: tzinfo,
) -> list[ColumnRow]:
    """Every stage with what stands in it.

    Won, closed and lost stages count deals closed since `since`; stages of the fulfilment that is
    still under way count all.
    """
    sums: _Sums = defaultdict(list)
    probability = {stage.id: stage.probability for stage in stages}
    narrowed = DealFilter(
        wanted.text, DealList.ALL, owner=wanted.owner, product_id=wanted.product_id,
        client_id=wanted.client_id,
    )  # fmt: skip
    meant = deals.conditions(db, narrowed, today=today, zone=zone)
    narrow = "".join(f" AND {term}" for term in meant.terms)
    group = (
        "SELECT d.stage_id, d.currency, count(*), coalesce(sum(d.amount_minor), 0) FROM deal d"
        " WHERE {where}" + narrow + " GROUP BY d.stage_id, d.currency"
    )
    under_way = ", ".join(str(stage.id) for stage in _under_way(stages)) or "-1"
    asked = [
        ("d.closed_on IS NULL", {}),
        (
            f"d.closed_on >= :since AND d.stage_id NOT IN ({under_way})",
            {"since": since.isoformat()},
        ),
        (f"d.closed_on IS NOT NULL AND d.stage_id IN ({under_way})", {}),
    ]
    for where, values in asked:
        found = db.execute(group.format(where=where), {**meant.values, **values})
        for stage_id, currency, count, total in found:
            sums[stage_id].append(
                CurrencySum(currency, count, total, weighted(total, probability.get(stage_id, 0)))
            )
    return [ColumnRow(stage, tuple(sorted(sums[stage.id], key=_rank))) for stage in stages]


def _rank(one: CurrencySum) -> tuple[int, str]:
    return -one.count, one.currency


def _under_way(stages: Sequence[StageRow]) -> list[StageRow]:
    """Fulfilment that is not finished: all but the last of its stages."""
    found = [stage for stage in stages if stage.kind == StageKind.FULFILMENT]
    return found[:-1]


def flows(
    db: sqlite3.Connection, stages: Sequence[StageRow], *, since: date, zone: tzinfo
) -> list[StageFlow]:
    """What became of the deals that entered each open stage since a day, and own history.

    A deal counts once per stage, by its first entry within the period. A win from any stage counts
    as going on, and so does skipping stages.
    """
    start = deals.start_of_day(since, zone)
    counted = _cohorts(db, start)
    closed = _decided(db)
    return [
        StageFlow(stage, *counted.get(stage.id, (0, 0, 0)), *closed.get(stage.id, (0, 0)))
        for stage in stages
        if stage.is_open
    ]


def _cohorts(db: sqlite3.Connection, start: str) -> dict[int, tuple[int, int, int]]:
    """Stage → (entered, reached a later one, lost without it), of entries since a moment."""
    return {
        row[0]: (row[1], row[2], row[3])
        for row in db.execute(
            "WITH entered AS ("
            " SELECT h.to_stage_id AS stage, h.deal_id AS deal, min(h.id) AS entry"
            " FROM stage_change h JOIN stage s ON s.id = h.to_stage_id"
            " JOIN deal d ON d.id = h.deal_id"
            " WHERE s.kind = 'open' AND h.changed_at >= :start AND d.archived_at IS NULL"
            " GROUP BY h.to_stage_id, h.deal_id),"
            " fate AS (SELECT e.stage AS stage,"
            " max(later.kind <> 'lost' AND later.position > here.position) AS reached,"
            " max(later.kind = 'lost') AS lost"
            " FROM entered e JOIN stage here ON here.id = e.stage"
            " LEFT JOIN stage_change l ON l.deal_id = e.deal AND l.id > e.entry"
            " LEFT JOIN stage later ON later.id = l.to_stage_id"
            " GROUP BY e.stage, e.deal)"
            " SELECT stage, count(*), coalesce(sum(reached), 0),"
            " coalesce(sum(lost AND NOT coalesce(reached, 0)), 0) FROM fate GROUP BY stage",
            {"start": start},
        )
    }


def _decided(db: sqlite3.Connection) -> dict[int, tuple[int, int]]:
    """Stage → (won, won or lost) of all deals that ever entered it and are closed now."""
    return {
        row[0]: (row[1], row[2])
        for row in db.execute(
            "SELECT e.stage, sum(now.kind <> 'lost'), count(*) FROM"
            " (SELECT DISTINCT h.to_stage_id AS stage, h.deal_id AS deal FROM stage_change h"
            "  JOIN stage s ON s.id = h.to_stage_id WHERE s.kind = 'open') e"
            " JOIN deal d ON d.id = e.deal JOIN stage now ON now.id = d.stage_id"
            " WHERE now.kind <> 'open' AND d.archived_at IS NULL GROUP BY e.stage"
        )
    }


def results(
    db: sqlite3.Connection, open_columns: Sequence[ColumnRow], *, since: date, until: date
) -> list[Result]:
    """Closed deals from `since` to `until` inclusive, by currency, beside what is open now."""
    won = deals.kinds(db, StageKind.WON, StageKind.FULFILMENT)
    open_sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for column in open_columns:
        if column.stage.is_open:
            for one in column.sums:
                total = open_sums[one.currency]
                total[0] += one.count
                total[1] += one.amount_minor
                total[2] += one.weighted_minor
    closed = {
        row[0]: row[1:]
        for row in db.execute(
            f"SELECT currency, sum(stage_id IN ({won})), sum(stage_id NOT IN ({won})),"
            f" coalesce(sum(CASE WHEN stage_id IN ({won}) THEN amount_minor END), 0),"
            f" sum(stage_id IN ({won}) AND amount_minor IS NOT NULL),"
            f" coalesce(sum(CASE WHEN stage_id IN ({won}) THEN"
            "   julianday(closed_on) - julianday(opened_on) END), 0),"
            f" sum(stage_id IN ({won}) AND opened_on IS NOT NULL)"
            " FROM deal WHERE closed_on BETWEEN ? AND ? AND archived_at IS NULL GROUP BY currency",
            (since.isoformat(), until.isoformat()),
        )
    }
    return [
        Result(
            currency, *(int(value) for value in closed.get(currency, (0,) * 6)),
            *open_sums.get(currency, (0, 0, 0)),
        )
        for currency in sorted(
            {*closed, *open_sums},
            key=lambda one: (-open_sums.get(one, [0])[0] - closed.get(one, (0,))[0], one),
        )
    ]  # fmt: skip


def losses(db: sqlite3.Connection, *, since: date, until: date) -> list[LossRow]:
    """Deals lost within the period by reason, the commonest first."""
    lost = deals.kinds(db, StageKind.LOST)
    counts: dict[int | None, int] = defaultdict(int)
    amounts: dict[int | None, dict[str, int]] = defaultdict(dict)
    names: dict[int | None, tuple[str | None, str | None]] = {}
    for reason_id, code, name, currency, count, total in db.execute(
        "SELECT r.id, r.code, r.name, d.currency, count(*), coalesce(sum(d.amount_minor), 0)"
        " FROM deal d LEFT JOIN loss_reason r ON r.id = d.loss_reason_id"
        f" WHERE d.closed_on BETWEEN ? AND ? AND d.stage_id IN ({lost})"
        " AND d.archived_at IS NULL GROUP BY r.id, d.currency ORDER BY count(*) DESC",
        (since.isoformat(), until.isoformat()),
    ):
        names[reason_id] = (code, name)
        counts[reason_id] += count
        amounts[reason_id][currency] = total
    ranked = sorted(counts, key=lambda one: (-counts[one], one or 0))
    return [LossRow(one, *names[one], counts[one], amounts[one]) for one in ranked]


def attention(db: sqlite3.Connection, *, today: date, zone: tzinfo) -> Attention:
    """How many open deals ask for something."""

    def count(where: str) -> int:
        return int(
            db.execute(
                f"SELECT count(*) FROM deal d WHERE {where}", {"today": today.isoformat()}
            ).fetchone()[0]
        )

    return Attention(
        no_step=count(deals.NO_STEP),
        overdue=count(deals.OVERDUE),
        rotting=count(deals.rotting(db, today=today, zone=zone)),
        snoozed=count(f"{deals.OPEN} AND d.snoozed_until > :today"),
        no_client=count(f"{deals.OPEN} AND d.client_id IS NULL"),
    )


def values(
    db: sqlite3.Connection,
    stages: Sequence[StageRow],
    by: ValueBy,
    *,
    since: date,
    until: date,
) -> list[ValueRow]:
    """Won, lost and open money by month, owner or product, and by currency."""
    probability = {stage.id: stage.probability for stage in stages}
    won_stages = {s.id for s in stages if s.kind in (StageKind.WON, StageKind.FULFILMENT)}
    join = " LEFT JOIN product p ON p.id = d.product_id" if by is ValueBy.PRODUCT else ""
    key = {
        ValueBy.MONTH: ("substr(d.closed_on, 1, 7)", "substr(d.expected_close, 1, 7)"),
        ValueBy.OWNER: ("d.owner", "d.owner"),
        ValueBy.PRODUCT: ("p.name", "p.name"),
    }[by]
    groups: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * 6)
    select = (
        "coalesce({key}, ''), d.currency, d.stage_id, count(*), coalesce(sum(d.amount_minor), 0)"
    )
    for name, currency, stage, count, total in db.execute(
        f"SELECT {select.format(key=key[0])} FROM deal d{join} WHERE d.closed_on BETWEEN ? AND ?"
        " AND d.archived_at IS NULL GROUP BY 1, 2, 3",
        (since.isoformat(), until.isoformat()),
    ):
        group = groups[name, currency]
        if stage in won_stages:
            group[0] += count
            group[2] += total
        else:
            group[1] += count
    for name, currency, stage, count, total in db.execute(
        f"SELECT {select.format(key=key[1])} FROM deal d{join} WHERE {deals.OPEN} GROUP BY 1, 2, 3"
    ):
        group = groups[name, currency]
        group[3] += count
        group[4] += total
        group[5] += weighted(total, probability.get(stage, 0))
    found = [ValueRow(*key, *group) for key, group in groups.items()]
    if by is ValueBy.MONTH:
        return sorted(found, key=lambda row: (row.key == "", row.key, row.currency))
    return sorted(found, key=lambda row: (-row.won_minor, -row.weighted_minor, row.key))


def default_since(today: date, days: int) -> date:
    """The first day of a period of so many days that ends today."""
    return today - timedelta(days=days - 1)
