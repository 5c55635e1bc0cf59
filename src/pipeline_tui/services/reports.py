"""Reading what a day, a week or a month brought, and how the plan stands. No sqlmodel."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline_tui.domain.dates import read_moment
from pipeline_tui.domain.funnel import HISTORY_DAYS
from pipeline_tui.domain.plan import (
    Conversion,
    Coverage,
    Metric,
    Pace,
    PlanView,
    last_day,
    month_of,
    needed,
    workdays,
)
from pipeline_tui.domain.report import Period, Promises, Report, Sums, span
from pipeline_tui.domain.review import Loose
from pipeline_tui.domain.vocabulary import PromiseState
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import deals, funnel, prospects
from pipeline_tui.store.queries import report as queries

LINES = 12
"""Deals, payments and moves that a report names; the counts beside them are whole."""


class Reports(Service):
    """Reads of the evening. Nothing here writes."""

    def report(self, period: Period = Period.DAY, on: date | None = None) -> Report:
        """The day, week or month that `on`, by default today, lies in.

        What happened is told from activities and stage changes; a period that has not ended is
        told as of today, with the plan's share for the whole of it.
        """
        today = self._today()
        first, last = span(period, on or today)
        until = max(first, min(last, today))
        db = self._db
        start, end = self._moments(first, last)
        now = period is Period.DAY and first == today
        return Report(
            period=period, first=first, last=last, until=until, owner=self._settings.owner,
            touches=queries.touches(db, start, end),
            offers=queries.offers(db, start, end),
            won=queries.closed(db, first, last, won=True),
            won_lines=tuple(queries.closed_lines(db, first, last, LINES, won=True)),
            lost=queries.closed(db, first, last, won=False),
            losses=tuple(funnel.losses(db, since=first, until=last)),
            lost_lines=tuple(queries.closed_lines(db, first, last, LINES, won=False)),
            received=queries.received(db, first, last),
            payments=tuple(queries.payment_lines(db, first, last, LINES)),
            promises=self._promises(first, last),
            response=self._desk.inbox.response(first, last),
            objections=tuple(queries.objections(db, start, end)),
            moves=tuple(queries.moves(db, start, end)),
            move_lines=tuple(queries.move_lines(db, start, end, LINES)),
            plan=self.plan(first, until),
            undone=self._undone() if now else {},
            ahead=self._desk.review.tomorrow() if now else None,
        )  # fmt: skip

    def plan(self, first: date | None = None, on: date | None = None) -> PlanView:
        """The plan of the month of `on` as of the end of that day, and what the span from `first`
        has to bring; both are today unless given."""
        on = on or self._today()
        first = max(first or on, month_of(on))
        month, db = month_of(on), self._db
        wanted = sorted(
            queries.targets(db, month).items(),
            key=lambda one: (_RANK[one[0][0]], self._rank(one[0][1])),
        )
        facts = self._facts(month, on)

        def paces_from(start: date) -> tuple[Pace, ...]:
            before = self._facts(month, start - timedelta(days=1)) if start > month else {}
            days = workdays(self._desk.calendar, start, on)
            return tuple(
                Pace(*key, target, facts.get(key, 0), before.get(key, 0), days)
                for key, target in wanted
            )

        paces = paces_from(first)
        from_today = paces if first == on else paces_from(on)
        conversion, mean_won = self._history(on)
        open_ = queries.open_weighted(db) if wanted else {}
        return PlanView(
            month=month, first=first, on=on, fact=self._settings.fact,
            days=workdays(self._desk.calendar, on, on), paces=paces,
            coverage=tuple(
                Coverage(one.currency, open_.get(one.currency, 0), one.missing)
                for one in paces if one.metric is Metric.MONEY
            ),
            conversion=conversion, needed=needed(from_today, conversion, mean_won),
        )  # fmt: skip

    def money_pace(self, currency: str) -> Pace | None:
        """The money target of this month in a currency as it stands today, or none."""
        today = self._today()
        month = month_of(today)
        target = queries.targets(self._db, month).get((Metric.MONEY, currency))
        if target is None:
            return None
        fact = self._money(month, today).get(currency, 0)
        days = workdays(self._desk.calendar, today, today)
        return Pace(Metric.MONEY, currency, target, fact, fact, days)

    def month(self, month: date) -> PlanView:
        """The plan of a month: as of today, of its end when it is over, of its beginning when it is
        to come."""
        first = month_of(month)
        on = max(first, min(last_day(first), self._today()))
        return self.plan(on, on)

    def targets(self, month: date) -> dict[tuple[Metric, str], int]:
        """Targets of a month by (metric, currency)."""
        return queries.targets(self._db, month_of(month))

    def currencies(self) -> list[str]:
        """Currencies that money is planned in: the own one, and those of open deals."""
        return [self._settings.currency, *sorted(
            set(queries.open_weighted(self._db)) - {self._settings.currency}
        )]  # fmt: skip

    # Pieces

    def _undone(self) -> dict[Loose, int]:
        """How many loose ends of each kind there are now."""
        found = self._desk.review.open_ends()
        return {loose: count for loose in Loose if (count := found.count(loose))}

    def _moments(self, first: date, last: date) -> tuple[str, str]:
        """A span of the user's days as moments."""
        zone = self._desk.zone
        return (
            deals.start_of_day(first, zone), deals.start_of_day(last + timedelta(days=1), zone)
        )  # fmt: skip

    def _rank(self, currency: str) -> tuple[bool, str]:
        return currency != self._settings.currency, currency

    def _facts(self, first: date, last: date) -> dict[tuple[Metric, str], int]:
        """What was done from one day to another, by what is planned."""
        db = self._db
        start, end = self._moments(first, last)
        done = queries.touches(db, start, end)
        return {
            (Metric.CALLS, ""): done.dials,
            (Metric.CONNECTS, ""): done.connects,
            (Metric.MEETINGS, ""): done.meetings_set,
            (Metric.OFFERS, ""): queries.offers(db, start, end).count,
            (Metric.WINS, ""): queries.closed(db, first, last, won=True).count,
            **{
                (Metric.MONEY, currency): minor
                for currency, minor in self._money(first, last).items()
            },
        }

    def _money(self, first: date, last: date) -> Sums:
        """Money won or paid, as the setting `fact` says, by currency."""
        paid = self._settings.fact == "paid"
        return (prospects.paid_since if paid else prospects.won_since)(self._db, first, last)

    def _history(self, on: date) -> tuple[Conversion, dict[str, float]]:
        """Own conversion of the last year, and the mean amount of a won deal by currency."""
        start, end = self._moments(on - timedelta(days=HISTORY_DAYS - 1), on)
        start = queries.conversion_start(self._db, start, end)
        since = read_moment(start).astimezone(self._desk.zone).date()
        done = queries.touches(self._db, start, end)
        results = funnel.results(self._db, (), since=since, until=on)
        return (
            Conversion(
                since=since, calls=done.dials, meetings=done.meetings_set,
                wins=sum(one.won for one in results),
                closed=sum(one.won + one.lost for one in results),
            ),
            {one.currency: one.mean_won_minor for one in results if one.mean_won_minor},
        )  # fmt: skip

    def _promises(self, first: date, last: date) -> Promises:
        taken = queries.promised(self._db, *self._moments(first, last))
        rows = self._desk.debts.promises_due(first, last)
        states = [row.state for row in rows]
        return Promises(
            taken=taken, due=len(rows), kept=states.count(PromiseState.KEPT),
            broken=states.count(PromiseState.BROKEN) + states.count(PromiseState.PARTIAL),
            running=states.count(PromiseState.OPEN),
        )  # fmt: skip


_RANK = {metric: place for place, metric in enumerate(Metric)}
