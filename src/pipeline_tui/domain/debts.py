"""Rules of money owed: allocation, aging, the reminder ladder, and figures of payment behaviour.

Money is minor units of one currency; what is of different currencies stands side by side and is never
added. Days are dates of the user. What a client promised to pay: `promises`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from pipeline_tui.domain.errors import Invalid, Refused

DUE_AFTER_DAYS = 14
"""Days from issue to payment where neither the invoice nor the client says otherwise."""


class AgingBucket(StrEnum):
    """How long past its due day a debt is; overdue begins the day after."""

    NOT_DUE = "not_due"
    D1_30 = "d1_30"
    D31_60 = "d31_60"
    D61_90 = "d61_90"
    OVER_90 = "over_90"


BUCKETS = tuple(AgingBucket)
BUCKET_DAYS: Mapping[AgingBucket, tuple[int | None, int | None]] = {
    AgingBucket.NOT_DUE: (None, 0),
    AgingBucket.D1_30: (1, 30),
    AgingBucket.D31_60: (31, 60),
    AgingBucket.D61_90: (61, 90),
    AgingBucket.OVER_90: (91, None),
}
"""First and last day past the due day of each bucket."""


def due_days(bucket: AgingBucket | None, today: date) -> tuple[date | None, date | None]:
    """The first and the last due day of debts that stand in a bucket; none for no end."""
    first, last = (None, None) if bucket is None else BUCKET_DAYS[bucket]
    return (
        None if last is None else today - timedelta(days=last),
        None if first is None else today - timedelta(days=first),
    )


# -- Allocation


class OpenItem(Struct, frozen=True):
    """An instalment that still wants money."""

    instalment_id: int
    invoice_id: int
    number: str
    due_on: date
    open_minor: int


class Share(Struct, frozen=True):
    """A part of a payment on an instalment."""

    instalment_id: int
    amount_minor: int


def allocate(
    amount_minor: int, items: Iterable[OpenItem], *, invoice_id: int | None = None
) -> tuple[Share, ...]:
    """Lay a sum on open instalments: the named invoice first, then the oldest due first.

    What nothing takes is left over. Items are all of one client and one currency.
    """
    shares: list[Share] = []
    left = amount_minor
    for item in sorted(
        items, key=lambda one: (one.invoice_id != invoice_id, one.due_on, one.instalment_id)
    ):
        if left <= 0:
            break
        taken = min(left, item.open_minor)
        if taken > 0:
            shares.append(Share(item.instalment_id, taken))
            left -= taken
    return tuple(shares)


def by_hand(
    amount_minor: int, items: Iterable[OpenItem], wanted: Mapping[int, int]
) -> tuple[Share, ...]:
    """Lay a sum as somebody said, instalment → part; parts of nothing are left out.

    Raises Invalid negative; Refused instalment_not_open, allocation_over_open, allocation_over_payment.
    """
    open_by_id = {item.instalment_id: item for item in items}
    shares: list[Share] = []
    for instalment_id, part in wanted.items():
        if part < 0:
            raise Invalid("allocation", "negative", value=part)
        if part == 0:
            continue
        item = open_by_id.get(instalment_id)
        if item is None:
            raise Refused("instalment_not_open", id=instalment_id)
        if part > item.open_minor:
            raise Refused("allocation_over_open", number=item.number)
        shares.append(Share(instalment_id, part))
    if sum(share.amount_minor for share in shares) > amount_minor:
        raise Refused("allocation_over_payment")
    return tuple(shares)


def on_invoices(items: Sequence[OpenItem], sums: Mapping[str, int]) -> dict[int, int]:
    """Instalment → part, of sums by invoices' numbers: each on its invoice's instalments, the oldest
    due first.

    Raises Invalid hand: invoice_not_open, allocation_over_open.
    """
    wanted: dict[int, int] = {}
    for number, minor in sums.items():
        mine = [item for item in items if item.number.casefold() == number.casefold()]
        if not mine:
            raise Invalid("hand", "invoice_not_open", number=number)
        wanted |= laid_on(minor, mine, "hand")
    return wanted


def laid_on(amount_minor: int, items: Sequence[OpenItem], field: str) -> dict[int, int]:
    """Instalment → part, of a sum that one invoice takes whole; raises Invalid allocation_over_open."""
    shares = allocate(amount_minor, items)
    if sum(share.amount_minor for share in shares) < amount_minor:
        raise Invalid(field, "allocation_over_open", number=items[0].number)
    return {share.instalment_id: share.amount_minor for share in shares}


def split_evenly(
    amount_minor: int, first_due: date, parts: int, every_days: int
) -> tuple[tuple[date, int], ...]:
    """A sum in equal parts, the last one taking the odd units: (due day, minor units) each."""
    part = amount_minor // parts
    sums = [part] * (parts - 1) + [amount_minor - part * (parts - 1)]
    return tuple(
        (first_due + timedelta(days=every_days * place), one) for place, one in enumerate(sums)
    )


# -- The reminder ladder


class DunningStep(StrEnum):
    """What is to be done about a debt of this age, and the two states that stop the ladder."""

    NONE = "none"
    REMINDER = "reminder"
    DUE_TODAY = "due_today"
    SOFT = "soft"
    CALL = "call"
    LETTER = "letter"
    CLAIM = "claim"
    PROMISED = "promised"
    """The client's word runs: wait for its day."""
    DISPUTED = "disputed"
    """Settle what they object to first."""


class Rung(Struct, frozen=True):
    """A step of the ladder with the day it begins on, and the day it was taken where it was."""

    step: DunningStep
    since: date
    done_on: date | None = None

    def stands(self, day: date) -> bool:
        """Whether it is to be taken on a day: it has begun, was not taken yet, and is no waiting."""
        waits = self.step in (DunningStep.NONE, DunningStep.PROMISED)
        return not waits and self.since <= day and self.done_on is None


Reminders = tuple[tuple[int, DunningStep], ...]
"""Days past the due day that steps begin on, rising."""
LADDER: Reminders = (
    (-3, DunningStep.REMINDER),
    (0, DunningStep.DUE_TODAY),
    (1, DunningStep.SOFT),
    (8, DunningStep.CALL),
    (15, DunningStep.LETTER),
    (31, DunningStep.CLAIM),
)
"""The ladder where nobody says otherwise."""
NONE_DONE: Mapping[DunningStep, date] = {}
"""No step was taken yet."""
SPOKEN = frozenset({DunningStep.SOFT, DunningStep.CALL})
"""Steps that a conversation takes, whatever was written."""


def reminders_of(days: Mapping[str, int]) -> Reminders:
    """The ladder of the settings, step → days past the due day; ours where they name none."""
    found = sorted((first, DunningStep(step)) for step, first in days.items())
    return tuple(found) or LADDER


def rung_of(due_on: date, today: date, ladder: Reminders = LADDER) -> Rung:
    """The step that stands for a debt now; NONE, since its due day, while it is far from due."""
    late = (today - due_on).days
    for first, step in reversed(ladder):
        if late >= first:
            return Rung(step, due_on + timedelta(days=first))
    return Rung(DunningStep.NONE, due_on)


def next_rung(due_on: date, today: date, ladder: Reminders = LADDER) -> Rung | None:
    """The step that comes after the one that stands now; none after the last."""
    late = (today - due_on).days
    for first, step in ladder:
        if late < first:
            return Rung(step, due_on + timedelta(days=first))
    return None


def step_to_take(
    oldest_due: date | None, today: date, *, promised_on: date | None = None, disputed: bool = False,
    ladder: Reminders = LADDER, done: Mapping[DunningStep, date] = NONE_DONE,
) -> Rung:  # fmt: skip
    """What a debtor's next step is: wait for a promise, else the rung that stands, or, before the
    first one and after one that was taken, the rung to come. After the last one it stands as taken.

    `oldest_due` is of what nobody disputes, none where all is disputed. A dispute is settled first
    unless other debt wants something already. `done` says when a step was taken last: one taken
    before the rung began was for another debt.
    """
    if promised_on is not None and promised_on >= today:
        return Rung(DunningStep.PROMISED, promised_on)
    if oldest_due is None:
        return Rung(DunningStep.DISPUTED, today)
    rung = rung_of(oldest_due, today, ladder)
    taken = done.get(rung.step)
    if taken is not None and taken < rung.since:
        taken = None
    if rung.step is not DunningStep.NONE and taken is None:
        return rung
    if disputed:
        return Rung(DunningStep.DISPUTED, today)
    return next_rung(oldest_due, today, ladder) or Rung(rung.step, rung.since, taken)


# -- Figures


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


# -- What reads answer with


class AgingRow(Struct, frozen=True):
    """Open debt of one currency in one bucket: how many instalments, minor units."""

    currency: str
    bucket: AgingBucket
    instalments: int
    open_minor: int


class OwedRow(NamedTuple):
    """What one client owes in one currency as of a day.

    `oldest_on` is the oldest open due day as it is stored: text order is day order, and a list of
    all debtors needs no more.
    """

    client_id: int
    currency: str
    oldest_on: str
    open_minor: int
    overdue_minor: int


class DebtShow(StrEnum):
    """Which debtors a list shows."""

    ALL = "all"
    OVERDUE = "overdue"
    PROMISED = "promised"
    """Whose promise runs."""
    BROKEN = "broken"
    """Whose last promise was not kept in full."""
    DISPUTED = "disputed"
    TODAY = "today"
    """For whom something is to be done: a step that stands, a word due today, a broken one."""
    OVER_LIMIT = "over_limit"
    """Whose debt passes the credit limit."""
    STOPPED = "stopped"
    """To whom nothing is to be shipped."""


class DebtSort(StrEnum):
    """What debtors are sorted by: sums from the largest, days from the oldest, names from A, payers
    from the worst."""

    OLDEST = "oldest"
    AMOUNT = "amount"
    OVERDUE = "overdue"
    CLIENT = "client"
    GRADE = "grade"


def numbered_after(last: str) -> str:
    """The number that follows an invoice's number: the last run of digits in it plus one.

    `2026-009` gives `2026-010`, `А/17-б` gives `А/18-б`; a number without digits gets `-1`.
    """
    end = len(last)
    while end and not last[end - 1].isdecimal():
        end -= 1
    start = end
    while start and last[start - 1].isdecimal():
        start -= 1
    if start == end:
        return f"{last}-1" if last else "1"
    digits = last[start:end]
    return f"{last[:start]}{int(digits) + 1:0{len(digits)}d}{last[end:]}"


def check_instalments(amount_minor: int, parts: Sequence[tuple[date, int]]) -> None:
    """Hold instalments to their invoice: each more than nothing, all together its sum.

    Raises Invalid instalments: required, not_positive, instalments_disagree.
    """
    if not parts:
        raise Invalid("instalments", "required")
    if any(part <= 0 for _due, part in parts):
        raise Invalid("instalments", "not_positive")
    total = sum(part for _due, part in parts)
    if total != amount_minor:
        raise Invalid("instalments", "instalments_disagree", difference=total - amount_minor)
