"""Rules of money owed: allocation, aging, instalments, and what is read of debts.

Money is minor units of one currency; what is of different currencies stands side by side and is never
added. Days are dates of the user. What a client promised to pay: `promises`; what is to be done about a
debt: `dunning`; how well money comes in: `collection`.
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
