"""The evening's look back at what is not done, and ahead at tomorrow's list. No sqlmodel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from pipeline_tui.domain.calls import HiddenRow
from pipeline_tui.domain.deals import DealFilter, DealList, DealSort
from pipeline_tui.domain.ranking import Gate
from pipeline_tui.domain.requests import Asked
from pipeline_tui.domain.review import Ahead, Loose, LooseEnd, Review
from pipeline_tui.domain.vocabulary import PromiseState
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import review as queries

STEPS = 200
DEALS = 200
"""Loose ends one may look through in an evening: what was promised comes first, then the largest."""


class Reviews(Service):
    """Reads of the evening's review."""

    _held: tuple[tuple[int, date], Ahead] | None = None

    def open_ends(self) -> Review:
        """What was promised or planned by today and not done, and open deals with nothing planned."""
        today = self._today()
        steps = queries.due_steps(self._db, today, STEPS)
        bare, more = self._without_step()
        rows = [
            *self._requests(),
            *(one for one in steps if one.loose is Loose.CALLBACK),
            *self._promises(),
            *(one for one in steps if one.loose is Loose.STEP),
            *bare,
        ]
        return Review(today, tuple(rows), more)

    def tomorrow(self) -> Ahead:
        """The call list of the next working day, ranked as its morning will rank it.

        It depends on no clock, so it is made once for a state of the file.
        """
        day = self._desk.calendar.next_workday(self._today())
        key = (self._desk.history.revision(), day)
        held = self._held
        if held is None or held[0] != key:
            held = self._held = (key, self._ahead(day))
        return held[1]

    def _ahead(self, day: date) -> Ahead:
        found = self._desk.call_list.on_morning(day)
        return Ahead(
            day=day,
            begins=datetime.combine(day, self._settings.work_start, self._desk.zone),
            timed=_by_time(one for one in found.hidden if one.gate is Gate.LATER),
            rows=found.rows,
            later=_by_time(one for one in found.hidden if one.gate is Gate.HOURS),
        )

    def _requests(self) -> list[LooseEnd]:
        """Who asked for us and has no answer."""
        return [
            LooseEnd(
                record_id=one.id, loose=Loose.REQUEST, client_id=one.client_id, client=one.client,
                title=" ".join(one.text.split()), since=one.arrived_at,
                request=Asked(one.id, one.way, one.waiting) if one.waiting else None,
            )
            for one in self._desk.inbox.requests(only_open=True)
        ]  # fmt: skip

    def _promises(self) -> list[LooseEnd]:
        """Money that was to come by today, and since the last working day before."""
        today = self._today()
        before = self._desk.calendar.add_workdays(today, -1)
        due = [
            row for row in self._desk.debts.promises_due(before, today)
            if row.state is not PromiseState.KEPT
        ]  # fmt: skip
        names = self._desk.lists.rows([row.client_id for row in due])
        return [
            LooseEnd(
                record_id=row.id, loose=Loose.PROMISE, client_id=row.client_id,
                client=names[row.client_id].name, due_on=row.due_on, title=row.note,
                amount_minor=row.amount_minor, currency=row.currency, paid_minor=row.paid_minor,
            )
            for row in due if row.client_id in names
        ]  # fmt: skip

    def _without_step(self) -> tuple[list[LooseEnd], int]:
        """The largest open deals with nothing planned, and how many more there are."""
        funnel = self._desk.funnel
        ids = funnel.ids(DealFilter(show=DealList.NO_STEP), DealSort.AMOUNT)
        rows = funnel.rows(ids[:DEALS])
        return [
            LooseEnd(
                record_id=id_, loose=Loose.NO_STEP, client_id=row.client_id,
                client=row.client or "", deal_id=id_, deal=row.title, since=row.last_touch,
                amount_minor=row.amount_minor, currency=row.currency,
                silent_days=row.days_untouched, rotting=row.rotting,
            )
            for id_ in ids[:DEALS] if (row := rows.get(id_)) is not None
        ], max(0, len(ids) - DEALS)  # fmt: skip


def _by_time(rows: Iterable[HiddenRow]) -> tuple[HiddenRow, ...]:
    def key(one: HiddenRow) -> tuple[float, int, int]:
        at = one.until.timestamp() if isinstance(one.until, datetime) else 0.0
        return at, one.tier, one.id

    return tuple(sorted(rows, key=key))
