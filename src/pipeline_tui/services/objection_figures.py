"""What objections do to deals: figures over a period, and the deals behind them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from pipeline_tui.domain.figures import Scope
from pipeline_tui.domain.objection_figures import (
    OFF,
    STOOD,
    Effect,
    Insight,
    Kill,
    SplitBy,
    SplitRow,
    Trend,
)
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import objection_figures

_DAYS = 365
_MONTHS = 6
_MOST_MONTHS = 24
"""A month is a column."""


class ObjectionFigures(Service):
    """Reads of the figures. Nothing here writes."""

    def scope(
        self, what: Insight, *, since: date | None = None, until: date | None = None
    ) -> Scope:
        """The days a figure is of; where they are not named a year back, half a year of months in a
        trend, which has 24 of them at the most. Kills and effect go by the day of closing, the rest by the day of meeting."""
        until = until or self._today()
        if since is None and what is Insight.TREND:
            since = _month(until, 1 - _MONTHS)
        elif since is not None and what is Insight.TREND:
            since = max(since, _month(until, 1 - _MOST_MONTHS))
        return Scope(since or until - timedelta(days=_DAYS - 1), until)

    def kills(self, scope: Scope) -> list[Kill]:
        """Deals lost with an objection that was not taken off, by kind and stage."""
        return objection_figures.kills(self._db, scope)

    def effects(self, scope: Scope) -> list[Effect]:
        """What became of the deals closed in the period that met each kind."""
        return objection_figures.effects(self._db, scope)

    def behind(self, what: Insight, row: str, part: str, scope: Scope) -> list[int]:
        """The deals behind a row of `kills`, `price:offer`, or of `effects`, `price`; the dearest first.

        `part` takes of the effect only those where it was taken off (`off`), or was not (`stood`).
        """
        if what is Insight.KILLS:
            kind, _colon, stage = row.partition(":")
            return objection_figures.killed_deals(self._db, kind, stage or None, scope)
        off = {OFF: True, STOOD: False}.get(part)
        return objection_figures.deals_with(self._db, row, scope, off)

    def trend(self, scope: Scope) -> Trend:
        """Kinds by month, from the month of the first day to that of the last, both whole."""
        first = scope.since.replace(day=1)
        count = (scope.until.year - first.year) * 12 + scope.until.month - first.month + 1
        months = tuple(_month(first, at) for at in range(count))
        bounds = [self._start(day) for day in (*months, _month(first, count))]
        return Trend(months, tuple(objection_figures.trend(self._db, bounds)))

    def split(self, by: SplitBy, scope: Scope) -> list[SplitRow]:
        """Objections by source, segment, product or competitor."""
        return objection_figures.split(
            self._db, by, self._start(scope.since), self._start(scope.until + timedelta(days=1))
        )

    def _start(self, day: date) -> datetime:
        """The first moment of a day of the user's."""
        return datetime.combine(day, time(), self._desk.zone).astimezone(UTC)


def _month(day: date, by: int) -> date:
    """The first day of the month that is `by` months on."""
    months = day.year * 12 + day.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)
