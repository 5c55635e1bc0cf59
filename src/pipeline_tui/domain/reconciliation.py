"""The reconciliation statement (акт сверки): what was owed, what moved, what is owed at the end.

Pure. A debit is what the client owes us more, a credit what they owe less; a negative balance is owed
by us. Currencies stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.ledger import InvoiceRow, PaymentRow

LIMITATION_YEARS = 3
"""ГК РФ ст. 196. Begun anew by a written acknowledgement, such as a signed statement (ст. 203, 206)."""
WARN_DAYS = 183
"""Days before the end of the limitation from which it is warned of: half a year."""


class MoveKind(StrEnum):
    """What moved the balance."""

    INVOICE = "invoice"
    CANCELLED = "cancelled"
    OPENING = "opening"
    """Brought in from before the program: a debt, or an advance."""
    PAYMENT = "payment"
    CREDIT_NOTE = "credit_note"
    WRITE_OFF = "write_off"


class Movement(Struct, frozen=True):
    """A line of the statement; `amount_minor` is added to the balance, negative where it is a credit."""

    day: date
    kind: MoveKind
    number: str
    amount_minor: int

    @property
    def debit_minor(self) -> int:
        """What the client owes more."""
        return max(0, self.amount_minor)

    @property
    def credit_minor(self) -> int:
        """What the client owes less."""
        return max(0, -self.amount_minor)


class Account(Struct, frozen=True):
    """The part of a statement in one currency, movements in the order of their days."""

    currency: str
    opening_minor: int
    movements: tuple[Movement, ...]

    @property
    def debit_minor(self) -> int:
        """Debits added up."""
        return sum(one.debit_minor for one in self.movements)

    @property
    def credit_minor(self) -> int:
        """Credits added up."""
        return sum(one.credit_minor for one in self.movements)

    @property
    def closing_minor(self) -> int:
        """What the client owes at the end; negative where we owe them."""
        return self.opening_minor + self.debit_minor - self.credit_minor


class Lapse(Struct, frozen=True):
    """A debt whose limitation ends soon, or has: its last day."""

    number: str
    due_on: date
    open_minor: int
    currency: str
    last_day: date


class Signed(Struct, frozen=True):
    """That a client signed a statement up to a day, and when."""

    until: date
    signed_on: date


class Reconciliation(Struct, frozen=True):
    """The statement of a client from one day to another, both inclusive."""

    client_id: int
    name: str
    country: str
    since: date
    until: date
    accounts: tuple[Account, ...]
    lapses: tuple[Lapse, ...] = ()
    signed: tuple[Signed, ...] = ()
    inn: str = ""
    kpp: str = ""


def accounts(
    invoices: Iterable[InvoiceRow],
    payments: Iterable[PaymentRow],
    since: date,
    until: date,
    own: str,
) -> tuple[Account, ...]:
    """The accounts of a period, the currency `own` first; one with nothing to say is left out.

    An invoice cancelled within the period it was issued in is not shown: nobody booked it.
    """
    moves: dict[str, list[Movement]] = {}
    opening: dict[str, int] = {}

    def book(currency: str, one: Movement) -> None:
        if one.day < since:
            opening[currency] = opening.get(currency, 0) + one.amount_minor
        elif one.day <= until:
            moves.setdefault(currency, []).append(one)

    for row in invoices:
        gone = row.cancelled_on
        if gone is not None and (row.issued_on >= since or gone < since) and gone <= until:
            continue
        kind = MoveKind.OPENING if row.opening else MoveKind.INVOICE
        book(row.currency, Movement(row.issued_on, kind, row.number, row.amount_minor))
        if gone is not None:
            # One issued ahead of its day may be cancelled before it.
            day = max(gone, row.issued_on)
            book(row.currency, Movement(day, MoveKind.CANCELLED, row.number, -row.amount_minor))
    for paid in payments:
        book(
            paid.currency,
            Movement(paid.paid_on, MoveKind(paid.kind), paid.reference, -paid.amount_minor),
        )
    kinds = tuple(MoveKind)
    found = (
        Account(
            currency, opening.get(currency, 0),
            tuple(sorted(
                moves.get(currency, ()),
                key=lambda one: (one.day, kinds.index(one.kind), one.number),
            )),
        )
        for currency in sorted(opening.keys() | moves.keys(), key=lambda one: (one != own, one))
    )  # fmt: skip
    return tuple(one for one in found if one.opening_minor or one.movements)


def last_day(due_on: date, acknowledged: Iterable[date]) -> date:
    """The last day of the limitation: three years from the due day, or from the latest
    acknowledgement after it."""
    begun = max([due_on, *acknowledged])
    try:
        return begun.replace(year=begun.year + LIMITATION_YEARS)
    except ValueError:  # 29 February: the term ends with the month (ст. 192)
        return date(begun.year + LIMITATION_YEARS, 2, 28)


def lapses(
    invoices: Iterable[InvoiceRow], signed: Sequence[Signed], today: date
) -> tuple[Lapse, ...]:
    """Open debts whose limitation ends within half a year, or has ended, the soonest first.

    A signed statement acknowledges what was issued by its last day.
    """
    found = []
    for row in invoices:
        acknowledged = [one.signed_on for one in signed if row.issued_on <= one.until]
        for part in row.instalments:
            end = last_day(part.due_on, acknowledged)
            if part.open_minor and end - timedelta(days=WARN_DAYS) <= today:
                found.append(Lapse(row.number, part.due_on, part.open_minor, row.currency, end))
    return tuple(sorted(found, key=lambda one: (one.last_day, one.number)))
