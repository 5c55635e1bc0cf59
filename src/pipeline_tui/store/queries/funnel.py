"""Reading the funnel's figures. Sums come from covering indexes; currencies are never added."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta, tzinfo

from msgspec.structs import replace

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
from pipeline_tui.domain.pipelines import under_way
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.store.queries import deals
from pipeline_tui.store.queries.in_common import common

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
    still under way count all. A filter for some of the open deals leaves the closed stages empty.
    """
    sums: _Sums = defaultdict(list)
    probability = {stage.id: stage.probability for stage in stages}
    group = (
        "SELECT d.stage_id, d.currency, count(*), coalesce(sum(d.amount_minor), 0) FROM {source}"
        " WHERE {where} GROUP BY d.stage_id, d.currency"
    )
    moving = ", ".join(str(stage.id) for stage in under_way(stages)) or "-1"
    show = DealList.OPEN if wanted.show in deals.CLOSED_LISTS else wanted.show
    narrow = replace(wanted, show=show, stage_id=None, reason_id=None, closed_from=None)
    recent = deals.conditions(
        db, replace(narrow, show=DealList.ALL), today=today, zone=zone,
        source="deal d INDEXED BY deal_by_close",
    )  # fmt: skip
    recent.add(f"d.closed_on >= :since AND d.stage_id NOT IN ({moving})", since=since.isoformat())
    unfinished = deals.conditions(
        db, replace(narrow, show=DealList.ALL), today=today, zone=zone,
        source="deal d INDEXED BY deal_closed",
    )  # fmt: skip
    unfinished.add(f"d.closed_on IS NOT NULL AND d.stage_id IN ({moving})")
    still_open = deals.conditions(db, narrow, today=today, zone=zone)
    if narrow == DealFilter(pipeline_id=wanted.pipeline_id):
        still_open.source = "deal d INDEXED BY deal_open_sums"
    for meant in (still_open, recent, unfinished) if show is DealList.OPEN else (still_open,):
        found = db.execute(group.format(source=meant.source, where=meant.where), meant.values)
        for stage_id, currency, count, total in found:
            chance = probability.get(stage_id, 0)
            sums[stage_id].append(CurrencySum(currency, count, total, weighted(total, chance)))
    return [
        ColumnRow(stage=stage, sums=tuple(sorted(sums[stage.id], key=_rank))) for stage in stages
    ]


def _rank(one: CurrencySum) -> tuple[int, str]:
    return -one.count, one.currency


def flows(
    db: sqlite3.Connection,
    stages: Sequence[StageRow],
    *,
    since: date,
    history_since: date,
    zone: tzinfo,
) -> list[StageFlow]:
    """What became of the deals that entered each open stage since a day, and own history.

    A deal counts once per stage, by its first entry within the period. A win from any stage counts
    as going on, and so does skipping stages. Own history is of deals closed since `history_since`.
    """
    start = deals.start_of_day(since, zone)
    history = _decided(db, history_since)
    return [
        StageFlow(stage, *_cohort(db, stages, stage, start), *history.get(stage.id, (0, 0)))
        for stage in stages
        if stage.is_open
    ]


def _cohort(
    db: sqlite3.Connection, stages: Sequence[StageRow], stage: StageRow, start: str
) -> tuple[int, int, int]:
    """(entered since a moment, reached a later stage, lost without it)."""
    after = [s for s in stages if s.pipeline_id == stage.pipeline_id]
    later = ", ".join(
        str(s.id) for s in after if s.kind != StageKind.LOST and s.position > stage.position
    )
    lost = ", ".join(str(s.id) for s in after if s.kind == StageKind.LOST)
    came_to = (
        "EXISTS (SELECT 1 FROM stage_change l INDEXED BY stage_change_of_deal"
        " WHERE l.deal_id = e.deal AND l.id > e.entry AND l.to_stage_id IN ({stages}))"
    )
    entered, reached, gone = db.execute(
        "SELECT count(*), coalesce(sum(reached), 0), coalesce(sum(lost AND NOT reached), 0) FROM ("
        f" SELECT {came_to.format(stages=later or '-1')} AS reached,"
        f" {came_to.format(stages=lost or '-1')} AS lost FROM ("
        "  SELECT deal_id AS deal, min(id) AS entry FROM stage_change"
        "  INDEXED BY stage_change_by_stage WHERE to_stage_id = ? AND changed_at >= ?"
        "  AND deal_id NOT IN (SELECT id FROM deal WHERE archived_at IS NOT NULL)"
        "  GROUP BY deal_id) e)",
        (stage.id, start),
    ).fetchone()
    return entered, reached, gone


def _decided(db: sqlite3.Connection, since: date) -> dict[int, tuple[int, int]]:
    """Stage → (won, won or lost) of deals closed since a day that ever entered it."""
    won = deals.kinds(db, StageKind.WON, StageKind.FULFILMENT)
    return {
        row[0]: (row[1], row[2])
        for row in db.execute(
            f"SELECT h.to_stage_id, sum(d.stage_id IN ({won})), count(*)"
            " FROM deal d INDEXED BY deal_by_close"
            " CROSS JOIN stage_change h INDEXED BY stage_change_of_deal ON h.deal_id = d.id"
            " WHERE d.closed_on >= ? AND d.archived_at IS NULL AND NOT EXISTS ("
            "  SELECT 1 FROM stage_change b INDEXED BY stage_change_of_deal"
            "  WHERE b.deal_id = h.deal_id AND b.id < h.id AND b.to_stage_id = h.to_stage_id)"
            " GROUP BY h.to_stage_id",
            (since.isoformat(),),
        )
    }


def results(
    db: sqlite3.Connection,
    open_columns: Sequence[ColumnRow],
    *,
    since: date,
    until: date,
    pipeline_id: int | None = None,
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
            " FROM deal INDEXED BY deal_by_close"
            " WHERE closed_on BETWEEN ? AND ? AND archived_at IS NULL"
            f"{_within(db, pipeline_id, 'stage_id')} GROUP BY currency",
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


def _within(db: sqlite3.Connection, pipeline_id: int | None, column: str = "d.stage_id") -> str:
    """That a deal stands in a pipeline, to be added to a condition; nothing for any of them."""
    return "" if pipeline_id is None else f" AND {column} IN ({deals.stages_of(db, pipeline_id)})"


def losses(
    db: sqlite3.Connection, *, since: date, until: date, pipeline_id: int | None = None
) -> list[LossRow]:
    """Deals lost within the period by reason, the commonest first."""
    lost = deals.kinds(db, StageKind.LOST)
    counts: dict[int | None, int] = defaultdict(int)
    amounts: dict[int | None, dict[str, int]] = defaultdict(dict)
    names: dict[int | None, tuple[str | None, str | None]] = {}
    for reason_id, code, name, currency, count, total in db.execute(
        "SELECT r.id, r.code, r.name, d.currency, count(*), coalesce(sum(d.amount_minor), 0)"
        " FROM deal d LEFT JOIN loss_reason r ON r.id = d.loss_reason_id"
        f" WHERE d.closed_on BETWEEN ? AND ? AND d.stage_id IN ({lost})"
        f" AND d.archived_at IS NULL{_within(db, pipeline_id)}"
        " GROUP BY r.id, d.currency ORDER BY count(*) DESC",
        (since.isoformat(), until.isoformat()),
    ):
        names[reason_id] = (code, name)
        counts[reason_id] += count
        amounts[reason_id][currency] = total
    ranked = sorted(counts, key=lambda one: (-counts[one], one or 0))
    return [LossRow(one, *names[one], counts[one], amounts[one]) for one in ranked]


def attention(
    db: sqlite3.Connection, *, today: date, zone: tzinfo, pipeline_id: int | None = None
) -> Attention:
    """How many open deals ask for something."""
    within = _within(db, pipeline_id)

    def how_many(where: str) -> int:
        return int(
            db.execute(
                f"SELECT count(*) FROM {deals.OPEN_DEALS} WHERE {where}{within}",
                {"today": today.isoformat()},
            ).fetchone()[0]
        )

    return Attention(
        no_step=how_many(deals.NO_STEP),
        overdue=how_many(deals.OVERDUE),
        rotting=how_many(deals.rotting(db, today=today, zone=zone)),
        snoozed=how_many(f"{deals.OPEN} AND d.snoozed_until > :today"),
        no_client=how_many(f"{deals.OPEN} AND d.client_id IS NULL"),
    )


def values(
    db: sqlite3.Connection,
    stages: Sequence[StageRow],
    by: ValueBy,
    *,
    since: date,
    until: date,
    pipeline_id: int | None = None,
) -> list[ValueRow]:
    """Won, lost and open money by what deals have in common, and by currency."""
    within = _within(db, pipeline_id)
    probability = {stage.id: stage.probability for stage in stages}
    won_stages = {s.id for s in stages if s.kind in (StageKind.WON, StageKind.FULFILMENT)}
    shared = common(db, by)
    groups: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * 6)
    select = "{key}, d.currency, d.stage_id, count(*), coalesce(sum(d.amount_minor), 0)"
    for name, currency, stage, count, total in db.execute(
        f"SELECT {select.format(key=shared.key)} FROM deal d{shared.join}"
        " WHERE d.closed_on BETWEEN :since AND :until"
        f" AND d.archived_at IS NULL{within} GROUP BY 1, 2, 3",
        {"since": since.isoformat(), "until": until.isoformat(), **shared.values},
    ):
        group = groups[name, currency]
        if stage in won_stages:
            group[0] += count
            group[2] += total
        else:
            group[1] += count
    for name, currency, stage, count, total in db.execute(
        f"SELECT {select.format(key=shared.open_key)} FROM {deals.OPEN_DEALS}{shared.join}"
        f" WHERE {deals.OPEN}{within} GROUP BY 1, 2, 3",
        shared.values,
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
