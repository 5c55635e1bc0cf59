"""Laying payments on instalments and lifting them, inside a larger change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipeline_tui.domain.debts import Share, allocate, by_hand
from pipeline_tui.domain.errors import Refused
from pipeline_tui.domain.records import Allocation, Instalment, Invoice, Payment
from pipeline_tui.store.queries import debts

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


def standing_invoice(unit: Unit, invoice_id: int) -> Invoice:
    """The invoice, unless it is cancelled; raises NotFound, Refused invoice_cancelled."""
    invoice = unit.get(Invoice, invoice_id)
    if invoice.cancelled_on is not None:
        raise Refused("invoice_cancelled", number=invoice.number)
    return invoice


def own_invoice(unit: Unit, invoice_id: int, client_id: int, currency: str) -> Invoice:
    """The invoice, when it is this client's and in this currency; raises Refused invoice_of_another."""
    invoice = standing_invoice(unit, invoice_id)
    if invoice.client_id != client_id or invoice.currency != currency:
        raise Refused("invoice_of_another", number=invoice.number)
    return invoice


def lay(
    unit: Unit,
    payment: Payment,
    *,
    invoice_id: int | None = None,
    wanted: Mapping[int, int] | None = None,
) -> int:
    """Lay what is free of a payment inside a larger change; answers with the minor units laid.

    `wanted` is instalment → part, by hand; else the named invoice comes first, then the oldest due.
    """
    if invoice_id is not None:
        own_invoice(unit, invoice_id, payment.client_id, payment.currency)
    free = debts.free_of(unit.db, payment.id or 0)
    items = debts.open_items(unit.db, payment.client_id, payment.currency)
    shares: Sequence[Share] = (
        allocate(free, items, invoice_id=invoice_id)
        if wanted is None
        else by_hand(free, items, wanted)
    )
    for share in shares:
        unit.session.add(
            Allocation(
                payment_id=payment.id or 0, instalment_id=share.instalment_id,
                amount_minor=share.amount_minor,
            )
        )  # fmt: skip
    unit.session.flush()
    return sum(share.amount_minor for share in shares)


def lay_free(unit: Unit, client_id: int, currency: str | None = None) -> int:
    """Lay every free rest of a client's payments, the oldest payment first, inside a larger change."""
    laid = 0
    for payment_id in debts.free_payments(unit.db, client_id, currency):
        laid += lay(unit, unit.get(Payment, payment_id))
    return laid


def lift(unit: Unit, payment: Payment) -> None:
    """Take a payment off everything it was laid on."""
    for allocation in unit.session.exec(
        select(Allocation).where(Allocation.payment_id == payment.id)
    ).all():
        unit.remove(allocation)


def lift_from_invoice(unit: Unit, invoice_id: int) -> int:
    """Take every payment off an invoice; answers with the minor units set free.

    What was credited or written off of it goes with it: without the invoice it means nothing.
    """
    for credit in unit.session.exec(select(Payment).where(Payment.invoice_id == invoice_id)).all():
        unit.remove(credit)
    unit.session.flush()
    lifted = 0
    for allocation in unit.session.exec(
        select(Allocation)
        .join(Instalment, col(Instalment.id) == col(Allocation.instalment_id))
        .where(Instalment.invoice_id == invoice_id)
    ).all():
        lifted += allocation.amount_minor
        unit.remove(allocation)
    return lifted
