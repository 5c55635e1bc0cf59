"""Deals by what they have in common: their source, the class of the client, the month of closing."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, tzinfo

from pipeline_tui.domain.deals import DealFilter, DealGroup, DealSort, StageRow, weighted
from pipeline_tui.domain.funnel import REST, CurrencySum, GroupRow
from pipeline_tui.store.queries import deals

_MOST = 24
"""Groups told apart; the smaller ones are one group more."""


def groups(
    db: sqlite3.Connection,
    stages: Sequence[StageRow],
    wanted: DealFilter,
    by: DealGroup,
    *,
    today: date,
    zone: tzinfo,
) -> list[GroupRow]:
    """Every group of the deals that the filter lets through, with its sums: months and classes in
    their order, sources by number of deals, and what is not said last."""
    meant = deals.conditions(db, wanted, today=today, zone=zone)
    chances = {stage.id: stage.probability for stage in stages}
    sums: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for key, stage_id, currency, count, total in db.execute(
        f"SELECT {deals.GROUP_KEYS[by]}, d.stage_id, d.currency, count(*),"
        f" coalesce(sum(d.amount_minor), 0) FROM {meant.source} WHERE {meant.where}"
        " GROUP BY 1, 2, 3",
        meant.values,
    ):
        one = sums[key][currency]
        one[0] += count
        one[1] += total
        one[2] += weighted(total, chances.get(stage_id, 0))
    found = [
        GroupRow(
            key=key,
            sums=tuple(CurrencySum(currency, *three) for currency, three in by_currency.items()),
        )
        for key, by_currency in sums.items()
    ]
    if by is not DealGroup.SOURCE:
        return sorted(found, key=lambda row: (row.key == "", row.key))
    ranked = sorted(found, key=lambda row: (row.key == "", -row.count, row.key))
    return [*ranked[:_MOST], *_rest(ranked[_MOST:])]


def _rest(small: Sequence[GroupRow]) -> list[GroupRow]:
    """The groups that are too many to tell apart, as one."""
    if not small:
        return []
    total: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in small:
        for one in row.sums:
            for place, n in enumerate((one.count, one.amount_minor, one.weighted_minor)):
                total[one.currency][place] += n
    return [GroupRow(key=REST, sums=tuple(CurrencySum(k, *three) for k, three in total.items()))]


def ids_by_group(
    db: sqlite3.Connection,
    wanted: DealFilter,
    by: DealGroup,
    keys: Sequence[str],
    sort: DealSort,
    *,
    descending: bool,
    today: date,
    zone: tzinfo,
) -> dict[str, list[int]]:
    """The numbers of the deals of each of these groups, in order; those of no group of these are
    under `REST`."""
    meant = deals.conditions(db, wanted, today=today, zone=zone)
    group_of = dict(
        db.execute(
            f"SELECT d.id, {deals.GROUP_KEYS[by]} FROM {meant.source} WHERE {meant.where}",
            meant.values,
        )
    )
    found: dict[str, list[int]] = {key: [] for key in keys}
    for id_ in deals.ids(db, wanted, sort, descending=descending, today=today, zone=zone):
        key = group_of.get(id_, "")
        found[key if key in found else REST].append(id_)
    return found
