"""The plan of a month: targets, how far they are reached, and how much a day is to bring.

Counts are whole numbers, money is minor units of one currency; figures of different currencies stand
side by side. Every figure is as of the end of a day, `on`, and of a span of days that ends with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.funnel import LITTLE_DATA
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.domain.workdays import WorkCalendar


class Metric(StrEnum):
    """What is planned, from the first effort to its fruit."""

    CALLS = "calls"
    """Outgoing calls, answered or not."""
    CONNECTS = "connects"
    """Outgoing calls that became a conversation."""
    MEETINGS = "meetings"
    """Meetings agreed on during a call."""
    OFFERS = "offers"
    """Deals that came to the stage of the offer."""
    WINS = "wins"
    MONEY = "money"
    """Won or paid, as the setting `fact` says; the only one with a currency."""


COUNTS = tuple(one for one in Metric if one is not Metric.MONEY)

Targets = Mapping[tuple[Metric, str], int]
"""(metric, currency) → target; the currency is empty for what is counted."""


def month_of(day: date) -> date:
    """The first day of a day's month: the name of a month here."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the month after a day's own."""
    return month_of(month_of(day) + timedelta(days=31))


def last_day(day: date) -> date:
    """The last day of a day's month."""
    return next_month(day) - timedelta(days=1)


def read_month(text: str, today: date) -> date:
    """A month from `2026-03`, `03.2026`, a number from 1 to 12 (of this year), `+1` or `-1`.

    Raises Invalid month_form.
    """
    body = text.strip()
    try:
        if body[:1] in ("+", "-"):
            months = today.year * 12 + today.month - 1 + int(body)
            return date(months // 12, months % 12 + 1, 1)
        if "-" in body:
            year, month = body.split("-")[:2]
        elif "." in body:
            month, year = body.split(".")[-2:]
        else:
            year, month = str(today.year), body
        return date(int(year), int(month), 1)
    except (ValueError, OverflowError):
        raise Invalid("month", "month_form", text=text) from None


class Workdays(Struct, frozen=True):
    """Working days of a month around a span: in the whole month, up to the end of the span, from its
    beginning to the end of the month, and in the span."""

    total: int
    gone: int
    left: int
    span: int


def workdays(calendar: WorkCalendar, first: date, last: date) -> Workdays:
    """The working days of the month of `last` as the span from `first` to `last` splits them.

    What of the span lies before the month is left out.
    """
    start, end = month_of(last), last_day(last)
    first = max(first, start)

    def between(a: date, b: date) -> int:
        return calendar.workdays_between(a - timedelta(days=1), b) if b >= a else 0

    return Workdays(
        total=between(start, end), gone=between(start, last), left=between(first, end),
        span=between(first, last),
    )  # fmt: skip


class Pace(Struct, frozen=True):
    """A target of the month against what was done: `fact` by the end of the span, `before` of it
    before the span began."""

    metric: Metric
    currency: str
    target: int
    fact: int
    before: int
    days: Workdays

    @property
    def done(self) -> int:
        """What the span brought."""
        return self.fact - self.before

    @property
    def missing(self) -> int:
        """What is still missing from the target."""
        return max(0, self.target - self.fact)

    @property
    def reached(self) -> float:
        """Fact / target."""
        return self.fact / self.target

    @property
    def share(self) -> int | None:
        """What the span has to bring: what was missing before it, spread over the working days left
        from its beginning, rounded up, money to a whole unit. None where the span has no working day."""
        if not self.days.span or not self.days.left:
            return None
        missing = max(0, self.target - self.before)
        unit = 10 ** minor_digits(self.currency) if self.metric is Metric.MONEY else 1
        return unit * -(-missing * self.days.span // (self.days.left * unit))

    @property
    def run_rate(self) -> int | None:
        """Where the month ends at this pace: fact / working days gone × working days of the month,
        half up. None before its first working day."""
        if not self.days.gone:
            return None
        return (2 * self.fact * self.days.total + self.days.gone) // (2 * self.days.gone)

    @property
    def on_pace(self) -> bool:
        """Whether this pace reaches the target."""
        return self.fact >= self.target or (self.run_rate or 0) >= self.target


class Coverage(Struct, frozen=True):
    """Open deals against what is missing, in one currency; `open_minor` is weighted."""

    currency: str
    open_minor: int
    missing_minor: int

    @property
    def ratio(self) -> float | None:
        """Open weighted / (plan − fact); None where nothing is missing."""
        return self.open_minor / self.missing_minor if self.missing_minor else None


class Conversion(Struct, frozen=True):
    """Own calls, meetings set and won deals from `since` on; `closed` deals were won or lost.

    Where more deals were won than meetings set, most are won without one, and the meetings say
    nothing: the chain goes from calls to deals.
    """

    since: date
    calls: int
    meetings: int
    wins: int
    closed: int

    @property
    def to_meeting(self) -> float | None:
        """Meetings / calls."""
        return self.meetings / self.calls if self.calls else None

    @property
    def to_win(self) -> float | None:
        """Won deals / meetings."""
        return self.wins / self.meetings if self.meetings else None

    @property
    def by_meetings(self) -> bool:
        """Whether deals are won by way of meetings."""
        return self.meetings >= self.wins > 0

    @property
    def call_to_win(self) -> float | None:
        """Won deals / calls: (meetings / calls) × (won / meetings)."""
        return self.wins / self.calls if self.calls else None

    @property
    def little_data(self) -> bool:
        """Whether too few deals were closed, or none was won, or no call is known."""
        return self.closed < LITTLE_DATA or not (self.calls and self.wins)


class Needed(Struct, frozen=True):
    """Deals still to be won, and the calls a working day that they take; none: too little data."""

    wins: int
    calls: int | None


def needed(
    paces: Iterable[Pace], conversion: Conversion, mean_won: Mapping[str, float]
) -> Needed | None:
    """What the rest of the month takes, seen from the morning that the paces' span begins with.

    Deals to win: what the target of wins lacks, or what the money lacks at the mean amount of a won
    deal (`mean_won`, minor units by currency), whichever is more. Calls: those deals, divided by
    (meetings / calls) × (won / meetings), over the working days left, rounded up. None without
    such a target, or without a working day left.
    """
    rows = list(paces)
    wins = by_money = 0
    known = False
    for row in rows:
        missing = max(0, row.target - row.before)
        if row.metric is Metric.WINS:
            wins, known = missing, True
        elif row.metric is Metric.MONEY and (mean := mean_won.get(row.currency)):
            by_money, known = by_money + int(-(-missing // mean)), True
    if not known or not rows[0].days.left:
        return None
    wins = max(wins, by_money)
    if conversion.little_data:
        return Needed(wins, None)
    each = conversion.wins * rows[0].days.left
    return Needed(wins, -(-wins * conversion.calls // each))


class PlanView(Struct, frozen=True):
    """A month's plan as of the end of `on`; the span that ends there began on `first`.

    `days` are split at `on` itself: those left are counted from its morning.
    """

    month: date
    first: date
    on: date
    fact: str
    days: Workdays
    paces: tuple[Pace, ...]
    coverage: tuple[Coverage, ...]
    conversion: Conversion
    needed: Needed | None

    def pace(self, metric: Metric, currency: str = "") -> Pace | None:
        """One target, or none."""
        for one in self.paces:
            if one.metric is metric and one.currency == currency:
                return one
        return None
