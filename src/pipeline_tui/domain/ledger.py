"""What reads of one client's money answer with: invoices, instalments, payments, the badge on a card."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from pipeline_tui.domain.clients import SUMS
from pipeline_tui.domain.collection import PayerFigures
from pipeline_tui.domain.debts import OpenItem
from pipeline_tui.domain.dunning import Rung
from pipeline_tui.domain.promises import KeptRate, PromiseRow
from pipeline_tui.domain.vocabulary import PaymentKind


class InvoiceState(StrEnum):
    """How it stands with an invoice."""

    OPEN = "open"
    PARTIAL = "partial"
    PAID = "paid"
    OVERDUE = "overdue"
    DISPUTED = "disputed"
    CANCELLED = "cancelled"
    WRITTEN_OFF = "written_off"
    """Nothing is owed, and a part of it was given up."""


class LaidRow(Struct, frozen=True):
    """A part of a payment on an instalment, as both sides show it."""

    id: int
    payment_id: int
    paid_on: date
    reference: str
    instalment_id: int
    invoice_id: int
    number: str
    amount_minor: int
    kind: PaymentKind = PaymentKind.PAYMENT


class InstalmentRow(Struct, frozen=True):
    """A part of an invoice due on a day."""

    id: int
    due_on: date
    amount_minor: int
    open_minor: int
    laid: tuple[LaidRow, ...] = ()


class InvoiceRow(Struct, frozen=True):
    """An invoice with its instalments in the order of their days."""

    id: int
    client_id: int
    number: str
    issued_on: date
    amount_minor: int
    currency: str
    deal_id: int | None
    deal: str
    notes: str
    disputed: bool
    dispute_note: str
    cancelled_on: date | None
    instalments: tuple[InstalmentRow, ...]
    opening: bool = False
    """A debt from before the program knew the client."""
    disputed_minor: int | None = None
    """How much of it the client objects to; none for all of it."""

    @property
    def held_minor(self) -> int:
        """What of the open rest nobody is asked for: it is disputed, all of it or a part. What is
        paid was not of that part."""
        if not self.disputed:
            return 0
        rest = self.open_minor
        return rest if self.disputed_minor is None else min(rest, self.disputed_minor)

    @property
    def asked(self) -> tuple[tuple[InstalmentRow, int], ...]:
        """Instalments with what of each may be asked for: a part that is disputed is of the last."""
        left = self.open_minor - self.held_minor
        found = []
        for part in self.instalments:
            taken = min(left, part.open_minor)
            if taken:
                found.append((part, taken))
                left -= taken
        return tuple(found)

    @property
    def open_minor(self) -> int:
        """What is still owed of it."""
        return sum(one.open_minor for one in self.instalments)

    @property
    def due_on(self) -> date | None:
        """The oldest day something of it is still owed since; none when nothing is."""
        return min((one.due_on for one in self.instalments if one.open_minor), default=None)

    def state(self, today: date) -> InvoiceState:
        """How it stands on this day."""
        if self.cancelled_on is not None:
            return InvoiceState.CANCELLED
        due_on = self.due_on
        if due_on is None:
            given_up = any(
                one.kind is PaymentKind.WRITE_OFF for part in self.instalments for one in part.laid
            )
            return InvoiceState.WRITTEN_OFF if given_up else InvoiceState.PAID
        if self.disputed:
            asked = self.asked
            if not asked:
                return InvoiceState.DISPUTED
            due_on = asked[0][0].due_on
        if due_on < today:
            return InvoiceState.OVERDUE
        return InvoiceState.OPEN if self.open_minor == self.amount_minor else InvoiceState.PARTIAL


class PaymentRow(Struct, frozen=True):
    """What lowered the debt, with what it was laid on; `free_minor` is laid on nothing."""

    id: int
    paid_on: date
    amount_minor: int
    currency: str
    free_minor: int
    reference: str
    created_at: datetime
    laid: tuple[LaidRow, ...] = ()
    kind: PaymentKind = PaymentKind.PAYMENT
    reason: str = ""
    invoice_id: int | None = None
    """The invoice that a credit note or a write-off is about."""


class Standing(Struct, frozen=True):
    """How a client stands with its debts. `promise` is the one to wait for, `broken` the last word
    that was not kept; `step` is what to do next, none where nothing is owed."""

    client_id: int
    oldest_on: date | None
    open_sums: SUMS
    overdue_sums: SUMS
    disputed: bool
    promise: PromiseRow | None
    broken: PromiseRow | None
    kept: KeptRate
    step: Rung | None

    @property
    def owes(self) -> bool:
        """Whether anything is owed at all."""
        return bool(self.open_sums)

    @property
    def overdue(self) -> bool:
        """Whether anything is past its due day."""
        return bool(self.overdue_sums)

    def wants(self, day: date) -> bool:
        """Whether something is to be done on a day: a step stands, or a word is due or broken."""
        if not self.owes:
            return False
        if self.broken is not None or (self.promise is not None and self.promise.due_on == day):
            return True
        return self.step is not None and self.step.stands(day)


class DebtorRow(Struct, frozen=True):
    """A line of the debtors list."""

    id: int
    name: str
    city: str
    abc: str | None
    standing: Standing
    stopped: bool = False
    """Whether nothing is to be shipped."""
    over_limit: bool = False
    """Whether the debt passes the credit limit."""


class Ledger(Struct, frozen=True):
    """All money between us and one client; newest invoices and payments first."""

    client_id: int
    name: str
    standing: Standing
    invoices: tuple[InvoiceRow, ...]
    payments: tuple[PaymentRow, ...]
    promises: tuple[PromiseRow, ...]
    figures: PayerFigures
    free_sums: SUMS
    credit_limit_minor: int | None
    payment_terms_days: int | None
    stopped_on: date | None = None
    stop_reason: str = ""
    as_of: date | None = None
    """The past day it is told of; none for now."""


class PromiseDue(Struct, frozen=True):
    """A promise to chase: due today and not paid yet, or broken while the client still owes."""

    client_id: int
    promise: PromiseRow
    open_sums: SUMS
    overdue_sums: SUMS


def wanting(
    invoices: Iterable[InvoiceRow], lifted: PaymentRow | None = None
) -> list[tuple[str, OpenItem]]:
    """(currency, what wants money) by due day, as if the payment `lifted` were laid on nothing."""
    freed: dict[int, int] = {}
    for one in lifted.laid if lifted is not None else ():
        freed[one.instalment_id] = freed.get(one.instalment_id, 0) + one.amount_minor
    found = [
        (row.currency, OpenItem(part.id, row.id, row.number, part.due_on, rest))
        for row in invoices
        for part in row.instalments
        if row.cancelled_on is None and (rest := part.open_minor + freed.get(part.id, 0))
    ]
    return sorted(found, key=lambda one: (one[1].due_on, one[1].instalment_id))


def as_it_stood(
    day: date, invoices: Iterable[InvoiceRow], payments: Iterable[PaymentRow]
) -> tuple[tuple[InvoiceRow, ...], tuple[PaymentRow, ...]]:
    """A ledger at the end of a past day: what was issued and paid by then, laid as it is laid now.

    What was laid on an invoice of a later day was free then.
    """
    known = [row for row in invoices if row.issued_on <= day]
    ids = {row.id for row in known}
    paid = [row for row in payments if row.paid_on <= day]
    return (
        tuple(_invoice_then(row, day) for row in known),
        tuple(
            replace(
                row, laid=(laid := tuple(one for one in row.laid if one.invoice_id in ids)),
                free_minor=row.amount_minor - sum(one.amount_minor for one in laid),
            )
            for row in paid
        ),
    )  # fmt: skip


def _invoice_then(row: InvoiceRow, day: date) -> InvoiceRow:
    gone = row.cancelled_on is not None and row.cancelled_on <= day
    parts = []
    for part in row.instalments:
        laid = tuple(one for one in part.laid if one.paid_on <= day)
        rest = part.amount_minor - sum(one.amount_minor for one in laid)
        parts.append(replace(part, laid=laid, open_minor=0 if gone else rest))
    return replace(row, instalments=tuple(parts), cancelled_on=row.cancelled_on if gone else None)


def add_up(sums: Iterable[tuple[str, int]], own: str) -> SUMS:
    """Sums by currency, zeros left out, the currency `own` first and the others by code."""
    total: dict[str, int] = {}
    for currency, minor in sums:
        total[currency] = total.get(currency, 0) + minor
    return tuple(
        (currency, total[currency])
        for currency in sorted(total, key=lambda one: (one != own, one))
        if total[currency]
    )
