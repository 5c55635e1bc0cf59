"""Interest on a debt paid late: the contract's penalty and the interest of the law, line by line.

Both run from the day after the due day to the day of payment inclusive, on what was still owed that
day (ГК РФ ст. 330, 395). Each line is rounded half up to the minor unit, and sums are sums of the
lines as they are printed, so that whoever adds them up gets what is asked for. No legal advice:
a contract may say otherwise, and a moratorium is not taken into account.
"""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.clients import SUMS
from pipeline_tui.domain.offers import rounded

_DAY = timedelta(days=1)


class Basis(StrEnum):
    """What interest is asked for by. Both at once only where a contract says so."""

    CONTRACT = "contract"
    LAW = "law"
    USE = "use"
    """For the use of the money while it is owed, late or not (ст. 317.1): only where the law or the
    contract says so."""


class Per(StrEnum):
    """The span a percentage is of."""

    DAY = "day"
    YEAR = "year"


class Penalty(Struct, frozen=True):
    """What a contract asks for being late: percent a day or a year, and the most it comes to in
    percent of the sum that was due; no cap where none is named."""

    percent: Decimal
    per: Per = Per.DAY
    cap: Decimal | None = None


class LateDebt(Struct, frozen=True):
    """A sum due on a day, and what was paid of it when, the oldest first. Minor units."""

    amount_minor: int
    due_on: date
    paid: tuple[tuple[date, int], ...] = ()


class InterestLine(Struct, frozen=True):
    """A stretch of days, both inclusive, in which balance and rate stood still.

    balance × percent / 100 × days, divided by `year_days` where the percentage is of a year.
    """

    since: date
    until: date
    balance_minor: int
    percent: Decimal
    year_days: int | None
    amount_minor: int
    capped: bool = False
    """Whether the cap of the contract cut it."""

    @property
    def days(self) -> int:
        """How many days it is for."""
        return (self.until - self.since).days + 1


def penalty(debt: LateDebt, terms: Penalty, to: date) -> tuple[InterestLine, ...]:
    """What the contract asks for up to the end of a day; nothing beyond its cap."""
    rates = {date.min: terms.percent}
    lines = tuple(_lines(debt, rates, to, yearly=terms.per is Per.YEAR))
    if terms.cap is None:
        return lines
    over, under = terms.cap.as_integer_ratio()
    left = rounded(debt.amount_minor * over, 100 * under)
    kept: list[InterestLine] = []
    for line in lines:
        if not left:
            break
        if line.amount_minor > left:
            kept.append(
                InterestLine(
                    line.since, line.until, line.balance_minor, line.percent, line.year_days, left,
                    capped=True,
                )
            )  # fmt: skip
            break
        kept.append(line)
        left -= line.amount_minor
    return tuple(kept)


def statutory(debt: LateDebt, rates: Mapping[date, Decimal], to: date) -> tuple[InterestLine, ...]:
    """What the law asks for up to the end of a day: balance × key rate × days / (365 or 366).

    `rates` is percent a year by the first day, and begins before the debt is late.
    """
    return tuple(_lines(debt, rates, to, yearly=True))


def _lines(
    debt: LateDebt, rates: Mapping[date, Decimal], to: date, *, yearly: bool
) -> Iterator[InterestLine]:
    """Split at payments and changes of the rate, and where a leap year begins or ends."""
    start, after = debt.due_on + _DAY, to + _DAY
    if start >= after:
        return
    years = (date(year, 1, 1) for year in range(start.year + 1, to.year + 1)) if yearly else ()
    cuts = {
        start,
        after,
        *(day + _DAY for day, _sum in debt.paid if start <= day < to),
        *(day for day in rates if start < day < after),
        *(day for day in years if _days_of(day.year) != _days_of(day.year - 1)),
    }
    begun = sorted(rates)
    for since, end in itertools.pairwise(sorted(cuts)):
        balance = debt.amount_minor - sum(part for day, part in debt.paid if day < since)
        if balance <= 0:
            return
        percent = rates[max(day for day in begun if day <= since)]
        year_days = _days_of(since.year) if yearly else None
        over, under = percent.as_integer_ratio()
        amount = rounded(
            balance * over * (end - since).days,
            100 * under * (1 if year_days is None else year_days),
        )
        yield InterestLine(since, end - _DAY, balance, percent, year_days, amount)


def _days_of(year: int) -> int:
    return 366 if calendar.isleap(year) else 365


class LeftOut(StrEnum):
    """Why the law's interest of a debt is not worked out."""

    CURRENCY = "currency"
    """The key rate is of rubles."""
    TOO_EARLY = "too_early"
    """The table begins later."""


class Working(Struct, frozen=True):
    """How the interest of one instalment comes about."""

    invoice_id: int
    number: str
    due_on: date
    amount_minor: int
    currency: str
    basis: Basis
    lines: tuple[InterestLine, ...]
    left_out: LeftOut | None = None
    disputed: bool = False

    @property
    def total_minor(self) -> int:
        """The lines added up."""
        return sum(line.amount_minor for line in self.lines)


class InterestBill(Struct, frozen=True):
    """What a client, or one invoice of it, owes for being late, up to the end of `to`.

    `rates_known_until` is the last day the key rate is known for, none where it does not matter.
    """

    client_id: int
    name: str
    to: date
    workings: tuple[Working, ...]
    totals: SUMS
    rates_known_until: date | None
    country: str = ""
    inn: str = ""
    kpp: str = ""
