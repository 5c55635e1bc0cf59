"""Money owed: invoices by instalment, payments, how payments were laid on them, and promises."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from pipeline_tui.domain.records.columns import STRICT, day, flag, key, lines, link, moment, string
from pipeline_tui.domain.records.record import Record
from pipeline_tui.domain.vocabulary import PaymentKind


class InvoiceDraft(Record):
    """An invoice; amount in minor units of `currency`."""

    client_id: int = link("client")
    deal_id: int | None = link("deal", nullable=True)
    number: str = string(max_length=100)
    issued_on: date = day(nullable=False)
    amount_minor: int = Field(gt=0)
    currency: str = string(default="RUB")
    notes: str = lines()


class Invoice(InvoiceDraft, table=True):
    """An invoice. What is still open stands on its instalments and derives from allocations.

    `disputed_minor` is how much of it the client objects to, none for all of it.
    An `opening` one is what a client owed before the program knew it: a debt, and no sale.
    """

    __table_args__ = STRICT
    id: int | None = key()
    opening: bool = flag()
    disputed: bool = flag()
    disputed_minor: int | None = Field(default=None, gt=0)
    dispute_note: str = lines()
    cancelled_on: date | None = day()
    created_at: datetime = moment(nullable=False)
    batch_id: int | None = link("import_batch", nullable=True)


class Instalment(Record, table=True):
    """A part of an invoice due on a day, overdue from the day after.

    `open_minor` is amount less allocations, kept by the database itself. `client_id` and `currency`
    repeat the invoice's, so that aging reads one index.
    """

    __table_args__ = STRICT
    id: int | None = key()
    invoice_id: int = link("invoice", on_delete="CASCADE")
    client_id: int = link("client")
    currency: str = string()
    due_on: date = day(nullable=False)
    amount_minor: int = Field(ge=0)
    open_minor: int = 0


class PaymentDraft(Record):
    """Money received, in minor units."""

    client_id: int = link("client")
    paid_on: date = day(nullable=False)
    amount_minor: int = Field(gt=0)
    currency: str = string(default="RUB")
    reference: str = string()


class Payment(PaymentDraft, table=True):
    """What a client owes less: money that came, or one of the other kinds of `PaymentKind`.

    `free_minor` is what no instalment has taken yet, kept by the database itself. A credit note and
    a write-off name the invoice they are about, and why.
    """

    __table_args__ = STRICT
    id: int | None = key()
    kind: str = string(default=PaymentKind.PAYMENT.value)
    reason: str = lines()
    invoice_id: int | None = link("invoice", nullable=True)
    free_minor: int = 0
    created_at: datetime = moment(nullable=False)
    batch_id: int | None = link("import_batch", nullable=True)


class Allocation(Record, table=True):
    """A part of a payment laid on an instalment. Moved only by deletion and a new row."""

    __table_args__ = STRICT
    id: int | None = key()
    payment_id: int = link("payment", on_delete="CASCADE")
    instalment_id: int = link("instalment", on_delete="CASCADE")
    amount_minor: int = Field(gt=0)


class DebtStep(Record, table=True):
    """A step of the reminders that was taken: it is not offered again for the same debt. `way` is
    how: `domain.letters.Way`."""

    __tablename__ = "debt_step"
    __table_args__ = STRICT
    id: int | None = key()
    client_id: int = link("client")
    step: str = string()
    way: str = string()
    done_on: date = day(nullable=False)
    created_at: datetime = moment(nullable=False)


class KeyRate(Record, table=True):
    """A key rate that the user added, in hundredths of a percent a year, from a day on."""

    __tablename__ = "key_rate"
    __table_args__ = STRICT
    begins_on: date = day(nullable=False)
    hundredths: int = Field(ge=0)
    id: int | None = key()


class SignedStatement(Record, table=True):
    """A reconciliation statement that a client signed: it acknowledges the debt up to `until`."""

    __tablename__ = "signed_statement"
    __table_args__ = STRICT
    id: int | None = key()
    client_id: int = link("client")
    until: date = day(nullable=False)
    signed_on: date = day(nullable=False)
    created_at: datetime = moment(nullable=False)


class PromiseDraft(Record):
    """A client's word to pay a sum by a day, for one invoice or for the debt as a whole."""

    client_id: int = link("client")
    invoice_id: int | None = link("invoice", nullable=True)
    amount_minor: int = Field(gt=0)
    currency: str = string(default="RUB")
    due_on: date = day(nullable=False)
    note: str = lines()


class Promise(PromiseDraft, table=True):
    """A promise; whether it was kept derives from the payments between `made_at` and `due_on`."""

    __table_args__ = STRICT
    id: int | None = key()
    made_at: datetime = moment(nullable=False)
    withdrawn_at: datetime | None = moment()
    batch_id: int | None = link("import_batch", nullable=True)
