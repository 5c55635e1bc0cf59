"""Figures of how money comes in: days sales outstanding, the collection effectiveness index, and how
payers pay."""

from __future__ import annotations

from msgspec import Struct


def dso(receivables_minor: int, sales_minor: int, days: int) -> float | None:
    """Days sales outstanding: receivables / credit sales × days; none without sales."""
    return receivables_minor / sales_minor * days if sales_minor else None


def cei(
    opening_minor: int, sales_minor: int, closing_minor: int, current_minor: int
) -> float | None:
    """Collection effectiveness index, per cent: (AR₀ + S − AR₁) / (AR₀ + S − current₁) × 100.

    `current_minor` is the part of the closing receivables not due yet. None where nothing could have
    been collected.
    """
    collectable = opening_minor + sales_minor - current_minor
    if collectable <= 0:
        return None
    return (opening_minor + sales_minor - closing_minor) / collectable * 100


class Collection(Struct, frozen=True):
    """Receivables of one currency over a period of `days`: at its start and end, and what was sold."""

    currency: str
    days: int
    opening_minor: int
    sales_minor: int
    closing_minor: int
    current_minor: int

    @property
    def dso(self) -> float | None:
        """Days sales outstanding."""
        return dso(self.closing_minor, self.sales_minor, self.days)

    @property
    def best_dso(self) -> float | None:
        """What DSO would be were nothing overdue: receivables not due yet / credit sales × days."""
        return dso(self.current_minor, self.sales_minor, self.days)

    @property
    def days_delinquent(self) -> float | None:
        """Average days delinquent: what DSO has above the best possible one."""
        best, real = self.best_dso, self.dso
        return None if best is None or real is None else real - best

    @property
    def cei(self) -> float | None:
        """Collection effectiveness, per cent."""
        return cei(self.opening_minor, self.sales_minor, self.closing_minor, self.current_minor)


class PayerFigures(Struct, frozen=True):
    """How a client, or everybody, pays. An instalment is settled on the day of its last payment.

    `settled_days` is days from issue to that day, `late_days` days past the due day (0 when in
    time), both summed over `settled` instalments; `late` of them were late, `overdue` more are open.
    """

    settled: int = 0
    settled_days: int = 0
    late: int = 0
    late_days: int = 0
    overdue: int = 0

    @property
    def days_to_settle(self) -> float | None:
        """Mean days from issue to settlement."""
        return self.settled_days / self.settled if self.settled else None

    @property
    def mean_days_late(self) -> float | None:
        """Mean days past the due day, one paid in time counting as 0."""
        return self.late_days / self.settled if self.settled else None

    @property
    def late_share(self) -> float | None:
        """Paid late or still open past the due day, of all settled or overdue."""
        fallen = self.settled + self.overdue
        return (self.late + self.overdue) / fallen if fallen else None
