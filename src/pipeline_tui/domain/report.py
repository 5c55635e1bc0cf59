"""What a day, a week or a month brought. Sums are by currency, in minor units, never added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.funnel import LossRow
from pipeline_tui.domain.plan import PlanView, last_day, month_of
from pipeline_tui.domain.requests import Response
from pipeline_tui.domain.review import Ahead, Loose

Sums = Mapping[str, int]


class Period(StrEnum):
    """How much time a report covers."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def span(period: Period, on: date) -> tuple[date, date]:
    """The first and the last day of the period that `on` lies in; weeks begin on Monday."""
    if period is Period.DAY:
        return on, on
    if period is Period.WEEK:
        monday = on - timedelta(days=on.weekday())
        return monday, monday + timedelta(days=6)
    return month_of(on), last_day(on)


class Touches(Struct, frozen=True):
    """What was done with clients. A corrected call counts by its correction.

    `dials` are outgoing calls and `connects` those that became a conversation; `taken` are incoming
    ones that were answered, `missed` those that were not. `talk_s`: seconds of both kinds of talk.
    `meetings_set` were agreed on by phone, `meetings_held` took place.
    """

    dials: int = 0
    connects: int = 0
    taken: int = 0
    missed: int = 0
    talk_s: int = 0
    meetings_set: int = 0
    meetings_held: int = 0
    emails: int = 0
    messages: int = 0

    @property
    def connect_rate(self) -> float | None:
        """Conversations / calls made."""
        return self.connects / self.dials if self.dials else None


class Tally(Struct, frozen=True):
    """How many, and their sums."""

    count: int
    amounts: Sums


class DealLine(Struct, frozen=True):
    """A deal that was won or lost; `reason` is a code, or none where nobody said why."""

    id: int
    title: str
    client: str
    amount_minor: int | None
    currency: str
    reason: str | None = None
    reason_name: str | None = None
    note: str = ""


class PaymentLine(Struct, frozen=True):
    """A payment that came."""

    id: int
    client: str
    amount_minor: int
    currency: str
    paid_on: date


class Promises(Struct, frozen=True):
    """Promises to pay: taken within the period, and how those stand that fell due within it.

    `running` are due and their day is not over yet.
    """

    taken: Tally
    due: int
    kept: int
    broken: int
    running: int


class ObjectionLine(Struct, frozen=True):
    """One kind of objection: how often it was met, answered, and taken off in full or in part."""

    code: str
    name: str | None
    met: int
    answered: int
    worked: int
    partly: int


class MoveTally(Struct, frozen=True):
    """Deals that went from one stage to another; without `frm` they are new. Codes and own names."""

    frm: str | None
    frm_name: str | None
    to: str
    to_name: str | None
    count: int
    amounts: Sums

    @property
    def tally(self) -> Tally:
        """How many, and their sums."""
        return Tally(self.count, self.amounts)


class MoveLine(Struct, frozen=True):
    """One change of stage."""

    deal_id: int
    title: str
    client: str
    frm: str | None
    frm_name: str | None
    to: str
    to_name: str | None
    at: datetime


class Report(Struct, frozen=True):
    """A period from `first` to `last`, both included; `until` is the last day that has begun.

    Lists are cut to a length one reads; the counts beside them are whole. `undone` and `ahead` are
    known for the day it is now only.
    """

    period: Period
    first: date
    last: date
    until: date
    owner: str
    touches: Touches
    offers: Tally
    won: Tally
    won_lines: tuple[DealLine, ...]
    lost: Tally
    losses: tuple[LossRow, ...]
    lost_lines: tuple[DealLine, ...]
    received: Tally
    payments: tuple[PaymentLine, ...]
    promises: Promises
    response: Response
    objections: tuple[ObjectionLine, ...]
    moves: tuple[MoveTally, ...]
    move_lines: tuple[MoveLine, ...]
    plan: PlanView
    undone: Mapping[Loose, int] = {}
    ahead: Ahead | None = None

    @property
    def quiet(self) -> bool:
        """Whether nothing at all happened."""
        return self.touches == Touches() and not any((
            self.offers.count, self.won.count, self.lost.count, self.received.count,
            self.promises.taken.count, self.promises.due, self.objections, self.moves,
        ))  # fmt: skip
