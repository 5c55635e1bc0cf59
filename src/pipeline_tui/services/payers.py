"""How payers pay: grades with terms and limits, money to come, and how good that was. Nothing here writes."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pipeline_tui.domain.debts import DUE_AFTER_DAYS
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.forecast.ranges import Past
from pipeline_tui.domain.paying.backtest import MONTHS, Backtest, backtest
from pipeline_tui.domain.paying.collecting import Collected, collected
from pipeline_tui.domain.paying.curve import Base, base_of
from pipeline_tui.domain.paying.grade import YEAR, Advice, Payer, advice, payer
from pipeline_tui.domain.paying.inflow import Inflow, Word, inflow
from pipeline_tui.domain.paying.parts import Part
from pipeline_tui.domain.paying.selling import Risk
from pipeline_tui.domain.promises import kept_rate
from pipeline_tui.domain.vocabulary import PromiseState
from pipeline_tui.services import for_the_day
from pipeline_tui.services.base import Service
from pipeline_tui.services.debts import PERIOD_DAYS
from pipeline_tui.store.queries import debts, payers, promises

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

WEEKS = 13
"""Weeks that money is forecast for: a quarter."""
LARGE = 500
"""From so many parts on, everybody's curve is learnt once a day and not after each change: one debt
more or less does not show in it."""
DEAR = 5_000
"""From so many parts on, learning takes most of a second."""
_GROWN = 1.02
_MEMO = "payers"


class PayerCard(Struct, frozen=True):
    """How a client pays and what follows from it; `payer` is none where nothing of it has fallen due
    yet, or too little of all clients' (`base_fallen`)."""

    client_id: int
    name: str
    payer: Payer | None
    advice: Advice | None
    usual_terms: int
    limit_minor: int | None
    base_fallen: int


class CashForecast(Struct, frozen=True):
    """Money to come of what is invoiced, from the end of a day on: weeks, then four and all together;
    `parts` are open."""

    as_of: date
    inflows: tuple[Inflow, ...]
    parts: int
    backtest: Backtest


class _Learnt(Struct, frozen=True):
    """What was learnt from everybody, at a state of the file."""

    day: date
    revision: int
    parts: int
    base: Base
    backtest: Backtest


class _Kept(Struct, frozen=True):
    """The same as it is kept to the end of the day: keys of two parts stand beside what they are for."""

    found: _Learnt
    pasts: list[tuple[int, str, list[Past]]]

    @classmethod
    def of(cls, learnt: _Learnt) -> _Kept:
        pasts = [(*key, list(some)) for key, some in learnt.backtest.pasts.items()]
        return cls(replace(learnt, backtest=replace(learnt.backtest, pasts={})), pasts)

    def learnt(self) -> _Learnt:
        pasts = {(weeks, currency): some for weeks, currency, some in self.pasts}
        return replace(self.found, backtest=replace(self.found.backtest, pasts=pasts))


class Payers(Service):
    """What payment history says."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._held: _Learnt | None = None
        self._lock = threading.Lock()

    def of(self, ids: Sequence[int], as_of: date | None = None) -> dict[int, Payer]:
        """How these clients pay, by what was known at the end of a day; those of whom nothing has
        fallen due yet are left out."""
        day = as_of or self._today()
        learnt = self._learnt(day)
        mine = _by_client(payers.parts(self._db, day, ids))
        found = {
            id_: payer(id_, mine.get(id_, ()), day.toordinal(), learnt.base, learnt.backtest.trust)
            for id_ in ids
        }
        return {id_: one for id_, one in found.items() if one is not None}

    def card(self, client_id: int, as_of: date | None = None) -> PayerCard:
        """How one client pays, with the terms and the limit that follow; raises NotFound."""
        head = debts.heads(self._db, [client_id]).get(client_id)
        if head is None:
            raise NotFound("not_found", kind="client", id=client_id)
        day = as_of or self._today()
        learnt = self._learnt(day)
        mine = payers.parts(self._db, day, [client_id])
        found = payer(client_id, mine, day.toordinal(), learnt.base, learnt.backtest.trust)
        terms = _usual_terms(mine) if head[4] is None else head[4]
        sold = payers.sold(
            self._db, [client_id], self._settings.currency, day - timedelta(days=YEAR), day
        )
        return PayerCard(
            client_id, head[0], found,
            None if found is None else advice(found, terms, sold.get(client_id, 0)),
            terms, head[3], learnt.base.fallen,
        )  # fmt: skip

    def risk(
        self, client_id: int, added: tuple[str, int] | None = None, *, wait: bool = True
    ) -> Risk:
        """What speaks against selling to a client on credit; `added` is what the sale would add to its
        debt, in a currency. Without `wait` the grade is left out where it does not come at once.

        Raises NotFound.
        """
        caution = self._desk.shipping.caution(client_id, () if added is None else (added,))
        standing = self._desk.debts.badge(client_id)
        card = self.card(client_id) if wait or self.ready() else None
        return Risk(
            caution, standing.broken is not None and standing.owes,
            None if card is None else card.payer, None if card is None else card.advice,
        )  # fmt: skip

    def ready(self, as_of: date | None = None) -> bool:
        """Whether grades of a day come at once: what everybody does is learnt already, or soon is."""
        held, count = self._held, payers.count(self._db)
        day = as_of or self._today()
        return count < LARGE or (held is not None and self._holds(held, day, count))

    def backtest(self, as_of: date | None = None, months: int = MONTHS) -> Backtest:
        """So many months before a day replayed, each with what was known at its beginning."""
        day = as_of or self._today()
        if months == MONTHS:
            return self._learnt(day).backtest
        return self._replayed(payers.parts(self._db, day), day, months)

    def forecast(self, as_of: date | None = None, weeks: int = WEEKS) -> CashForecast:
        """Money to come, week by week, by what was known at the end of a day."""
        day = as_of or self._today()
        learnt, at = self._learnt(day), day.toordinal()
        mine = _by_client(payers.parts(self._db, day))
        owing = {
            id_: some for id_, some in mine.items() if any(one.open_minor(at) > 0 for one in some)
        }
        found = inflow(owing, at, learnt.base, weeks, learnt.backtest.pasts, self._words(owing, at))
        count = sum(one.open_minor(at) > 0 for some in owing.values() for one in some)
        return CashForecast(day, tuple(found), count, learnt.backtest)

    def collected(
        self, as_of: date | None = None, months: int = MONTHS, days: int = PERIOD_DAYS
    ) -> tuple[Collected, ...]:
        """DSO, CEI and their kin at the ends of months and on the day, by currency, the own first."""
        day = as_of or self._today()
        parts = payers.parts(self._db, day)
        return collected(parts, day.toordinal(), months, days, self._settings.currency)

    # Learning

    def _learnt(self, day: date) -> _Learnt:
        """Everybody's curve and the backtest of a day; those learnt last where they still hold."""
        with self._lock:
            count = payers.count(self._db)
            held = self._held
            if held is not None and self._holds(held, day, count):
                return held
            dear = count >= DEAR and day == self._today()
            kept = for_the_day.recall(self._desk, _MEMO, [], _Kept) if dear else None
            held = None if kept is None else kept.learnt()
            if held is None or not self._holds(held, day, count):
                revision = self._desk.history.revision()
                parts = payers.parts(self._db, day)
                held = _Learnt(
                    day, revision, count, base_of(parts, day.toordinal()),
                    self._replayed(parts, day, MONTHS),
                )  # fmt: skip
                if dear:
                    for_the_day.keep(self._desk, _MEMO, [], _Kept.of(held))
            self._held = held
            return held

    def _holds(self, held: _Learnt, day: date, count: int) -> bool:
        """Whether what was learnt is still what everybody does."""
        if held.day != day:
            return False
        if count >= LARGE and held.parts <= count <= held.parts * _GROWN:
            return True
        return held.revision == self._desk.history.revision()

    def _replayed(self, parts: Sequence[Part], day: date, months: int) -> Backtest:
        by_client = _by_client(parts)
        return backtest(parts, day.toordinal(), months, lambda at: self._words(by_client, at))

    def _words(
        self, by_client: Mapping[int, Sequence[Part]], at: int
    ) -> Mapping[int, Sequence[Word]]:
        """The promises that ran at the end of a day, by client."""
        day = date.fromordinal(at)
        found: dict[int, list[Word]] = {}
        for id_, rows in promises.judged(self._db, by_client, day, self._desk.zone).items():
            rate = kept_rate(rows, day)
            running = [
                Word(
                    row.invoice_id, row.currency, row.left_minor, row.due_on.toordinal(),
                    rate.kept, rate.fallen,
                )
                for row in rows
                if row.state is PromiseState.OPEN and not row.withdrawn and row.due_on > day
            ]  # fmt: skip
            if running:
                found[id_] = running
        return found


def _by_client(parts: Sequence[Part]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = defaultdict(list)
    for one in parts:
        found[one.client_id].append(one)
    return found


def _usual_terms(parts: Sequence[Part]) -> int:
    """Days from issue to payment that a client had most lately, where none are agreed."""
    return (
        max(0, round(median(one.due - one.issued for one in parts[-9:])))
        if parts
        else DUE_AFTER_DAYS
    )
