"""Writing what is owed: invoices with their instalments, payments and how they are laid, promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from pipeline_tui.domain.debts import DUE_AFTER_DAYS, check_instalments
from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.records import (
    Client,
    Deal,
    Instalment,
    Invoice,
    InvoiceDraft,
    Payment,
    PaymentDraft,
    Promise,
    PromiseDraft,
)
from pipeline_tui.domain.vocabulary import PaymentKind
from pipeline_tui.services.allocations import (
    lay,
    lay_free,
    lift,
    lift_from_invoice,
    own_invoice,
    standing_invoice,
)
from pipeline_tui.services.base import Service, revise, validated
from pipeline_tui.store.queries import debts

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


def add_promise(
    unit: Unit,
    *,
    client_id: int,
    amount_minor: int,
    currency: str,
    due_on: date,
    note: str = "",
    invoice_id: int | None = None,
) -> Promise:
    """Note a client's word to pay a sum by a day, inside a larger change.

    Raises Refused invoice_of_another when the invoice named is not the client's or in another currency.
    """
    draft = validated(
        PromiseDraft,
        {
            "client_id": client_id, "amount_minor": amount_minor, "currency": currency,
            "due_on": due_on, "note": note, "invoice_id": invoice_id,
        },
    )  # fmt: skip
    unit.get(Client, client_id)
    if invoice_id is not None:
        own_invoice(unit, invoice_id, client_id, currency)
    return unit.add(Promise(**draft.model_dump(), made_at=unit.now))


class Invoices(Service):
    """Use cases of invoices, payments and promises."""

    # Invoices

    def add_invoice(
        self,
        values: Mapping[str, Any],
        instalments: Sequence[tuple[date, int]] = (),
        *,
        use_free: bool = True,
    ) -> int:
        """Issue an invoice; answers with its number in the file.

        `values` are fields of `InvoiceDraft`; without `number` the next one is given. `instalments`
        are (due day, minor units) and agree with the sum; without them the whole is due after the
        client's payment terms. `use_free` lays what the client has overpaid on it.
        Raises Invalid number_taken, instalments_disagree, due_before_issue.
        """
        with self._write("invoice.add") as unit:
            given = dict(values)
            if not str(given.get("number") or "").strip():
                given["number"] = debts.next_number(unit.db)
            draft = validated(InvoiceDraft, given)
            client = unit.get(Client, draft.client_id)
            _check_deal(unit, draft.deal_id, draft.client_id)
            _check_number(unit, draft.number, draft.issued_on)
            parts = tuple(instalments) or ((_due_day(client, draft.issued_on), draft.amount_minor),)
            _check_parts(draft.amount_minor, draft.issued_on, parts)
            invoice = unit.add(Invoice(**draft.model_dump(), created_at=unit.now))
            for due_on, part in sorted(parts):
                _add_instalment(unit, invoice, due_on, part)
            unit.session.flush()
            if use_free:
                lay_free(unit, draft.client_id, draft.currency)
            unit.about("invoice", invoice.id, number=invoice.number, name=client.name)
            return invoice.id or 0

    def edit(
        self,
        invoice_id: int,
        values: Mapping[str, Any],
        seen: Mapping[str, Any] | None = None,
        *,
        instalments: Sequence[tuple[date, int]] | None = None,
    ) -> None:
        """Change an invoice; `seen` is what the user was looking at.

        `instalments` replaces them all, in the order of their days; an invoice with one instalment
        follows a new sum by itself. Raises Refused invoice_cancelled, invoice_has_payments,
        instalment_paid; Invalid as `add_invoice`.
        """
        with self._write("invoice.edit") as unit:
            invoice = standing_invoice(unit, invoice_id)
            changes = revise(invoice, InvoiceDraft, values, seen)
            paid = debts.laid_on_invoice(unit.db, invoice_id)
            if paid and changes.keys() & {"client_id", "currency"}:
                raise Refused("invoice_has_payments", number=invoice.number)
            if changes.keys() & {"number", "issued_on"} and not invoice.opening:
                _check_number(unit, invoice.number, invoice.issued_on, but=invoice_id)
            _check_deal(unit, invoice.deal_id, invoice.client_id)
            client = unit.get(Client, invoice.client_id)
            unit.session.add(invoice)
            rows = _instalments(unit, invoice_id)
            if instalments is None:
                due_days = [row.due_on for row in rows]
                sums = [row.amount_minor for row in rows]
                if "amount_minor" in changes and len(rows) == 1:
                    sums = [invoice.amount_minor]
                instalments = tuple(zip(due_days, sums, strict=True))
            since = date.min if invoice.opening else invoice.issued_on
            _check_parts(invoice.amount_minor, since, instalments)
            self._replace_instalments(unit, invoice, rows, sorted(instalments))
            unit.about("invoice", invoice_id, number=invoice.number, name=client.name)

    def _replace_instalments(
        self,
        unit: Unit,
        invoice: Invoice,
        rows: Sequence[Instalment],
        wanted: Sequence[tuple[date, int]],
    ) -> None:
        """Make the instalments these; those that are paid in part keep what was laid on them."""
        laid = debts.laid_by_instalment(unit.db, invoice.id or 0)
        for row, (due_on, part) in zip(rows, wanted, strict=False):
            if part < laid.get(row.id or 0, 0):
                raise Refused("instalment_paid", number=invoice.number)
            row.due_on, row.amount_minor = due_on, part
            row.client_id, row.currency = invoice.client_id, invoice.currency
            unit.session.add(row)
        for row in rows[len(wanted) :]:
            if laid.get(row.id or 0):
                raise Refused("instalment_paid", number=invoice.number)
            unit.remove(row)
        for due_on, part in wanted[len(rows) :]:
            _add_instalment(unit, invoice, due_on, part)
        unit.session.flush()

    def cancel(self, invoice_id: int) -> int:
        """Cancel an invoice: nothing of it is owed, and what was paid on it is free again.

        Answers with the minor units set free.
        """
        with self._write("invoice.cancel") as unit:
            invoice = standing_invoice(unit, invoice_id)
            freed = lift_from_invoice(unit, invoice_id)
            invoice.cancelled_on = self._today()
            unit.session.add(invoice)
            unit.session.flush()
            unit.about("invoice", invoice_id, number=invoice.number, name=_client(unit, invoice))
            return freed

    def dispute(self, invoice_id: int, note: str, amount_minor: int | None = None) -> None:
        """Note that the client objects to an invoice, or to so much of it, and to what; the note is
        mandatory. The rest is asked for as before.

        Raises Invalid required, not_positive; Refused dispute_over_invoice.
        """
        if amount_minor is not None and amount_minor <= 0:
            raise Invalid("amount", "not_positive")
        if not note.strip():
            raise Invalid("note", "required")
        with self._write("invoice.dispute") as unit:
            invoice = standing_invoice(unit, invoice_id)
            if amount_minor is not None and amount_minor > invoice.amount_minor:
                raise Refused("dispute_over_invoice", number=invoice.number)
            invoice.disputed, invoice.dispute_note = True, note.strip()
            invoice.disputed_minor = amount_minor
            unit.session.add(invoice)
            unit.about("invoice", invoice_id, number=invoice.number, name=_client(unit, invoice))

    def undispute(self, invoice_id: int, note: str = "") -> None:
        """Note that the objection is settled; a note says how, else the old one stays."""
        with self._write("invoice.undispute") as unit:
            invoice = standing_invoice(unit, invoice_id)
            invoice.disputed, invoice.disputed_minor = False, None
            if note.strip():
                invoice.dispute_note = note.strip()
            unit.session.add(invoice)
            unit.about("invoice", invoice_id, number=invoice.number, name=_client(unit, invoice))

    # Payments

    def add_payment(
        self,
        values: Mapping[str, Any],
        *,
        invoice_id: int | None = None,
        wanted: Mapping[int, int] | None = None,
    ) -> int:
        """Enter a payment and lay it; answers with its number in the file.

        `values` are fields of `PaymentDraft`. It goes on the named invoice first, then on the oldest
        due; `wanted` (instalment → minor units) lays it by hand instead. What nothing takes stays
        free. Raises Invalid day_to_come; Refused invoice_of_another, and as `domain.debts.by_hand`.
        """
        draft = validated(PaymentDraft, values)
        if draft.paid_on > self._today():
            raise Invalid("paid_on", "day_to_come")
        with self._write("payment.add") as unit:
            client = unit.get(Client, draft.client_id)
            payment = unit.add(Payment(**draft.model_dump(), created_at=unit.now))
            lay(unit, payment, invoice_id=invoice_id, wanted=wanted)
            unit.about(
                "payment", payment.id, name=client.name,
                sum=[draft.amount_minor, draft.currency],
            )  # fmt: skip
            return payment.id or 0

    def lay_anew(
        self,
        payment_id: int,
        *,
        invoice_id: int | None = None,
        wanted: Mapping[int, int] | None = None,
    ) -> int:
        """Lift all of a payment and lay it again; answers with the minor units laid.

        Raises Refused write_off_stays: a debt is given up where it stood.
        """
        with self._write("payment.lay") as unit:
            payment = unit.get(Payment, payment_id)
            if payment.kind == PaymentKind.WRITE_OFF:
                raise Refused("write_off_stays")
            lift(unit, payment)
            laid = lay(unit, payment, invoice_id=invoice_id, wanted=wanted)
            unit.about("payment", payment_id, name=_client(unit, payment), sum=_sum(payment))
            return laid

    def remove_payment(self, payment_id: int) -> None:
        """Take a payment, a credit note or a write-off out; what it paid is open again."""
        kind = debts.kind_of(self._db, payment_id)
        with self._write(f"{kind}.remove") as unit:
            payment = unit.get(Payment, payment_id)
            unit.about("payment", payment_id, name=_client(unit, payment), sum=_sum(payment))
            unit.remove(payment)

    def allocate_free(self, client_id: int) -> int:
        """Lay what a client has overpaid on what it owes; answers with the minor units laid."""
        with self._write("payment.lay_free") as unit:
            client = unit.get(Client, client_id)
            laid = lay_free(unit, client_id)
            unit.about("client", client_id, name=client.name)
            return laid

    # Promises

    def add_promise(
        self,
        *,
        client_id: int,
        amount_minor: int,
        currency: str,
        due_on: date,
        note: str = "",
        invoice_id: int | None = None,
        instead_of: int | None = None,
    ) -> int:
        """Note a client's word to pay by a day; answers with its number.

        `instead_of` is a promise that this one replaces: it is withdrawn. Raises Invalid when_past.
        """
        if due_on < self._today():
            raise Invalid("due_on", "when_past", value=due_on.isoformat())
        with self._write("promise.add") as unit:
            if instead_of is not None:
                _withdraw(unit, unit.get(Promise, instead_of))
            promise = add_promise(
                unit, client_id=client_id, amount_minor=amount_minor, currency=currency,
                due_on=due_on, note=note, invoice_id=invoice_id,
            )  # fmt: skip
            unit.about("promise", promise.id, name=_client(unit, promise), sum=_sum(promise))
            return promise.id or 0

    def withdraw_promise(self, promise_id: int) -> None:
        """Take a promise out of the count, e.g. when another day was agreed on."""
        with self._write("promise.withdraw") as unit:
            promise = unit.get(Promise, promise_id)
            _withdraw(unit, promise)
            unit.about("promise", promise_id, name=_client(unit, promise), sum=_sum(promise))


def _withdraw(unit: Unit, promise: Promise) -> None:
    if promise.withdrawn_at is None:
        promise.withdrawn_at = unit.now
        unit.session.add(promise)
        unit.session.flush()


def _client(unit: Unit, record: Invoice | Payment | Promise) -> str:
    """Whose it is, for the undo label."""
    return unit.get(Client, record.client_id).name


def _sum(record: Payment | Promise) -> list[Any]:
    return [record.amount_minor, record.currency]


def _due_day(client: Client, issued_on: date) -> date:
    terms = client.payment_terms_days
    return issued_on + timedelta(days=DUE_AFTER_DAYS if terms is None else terms)


def _check_parts(amount_minor: int, issued_on: date, parts: Sequence[tuple[date, int]]) -> None:
    check_instalments(amount_minor, parts)
    if min(due_on for due_on, _part in parts) < issued_on:
        raise Invalid("due_on", "due_before_issue")


def _check_deal(unit: Unit, deal_id: int | None, client_id: int) -> None:
    if deal_id is None:
        return
    deal = unit.get(Deal, deal_id)
    if deal.client_id is not None and deal.client_id != client_id:
        raise Invalid("deal_id", "deal_of_another", name=deal.title)


def _check_number(unit: Unit, number: str, issued_on: date, *, but: int | None = None) -> None:
    """A number is given once a year; a cancelled invoice gives its number back, and debts from before
    the program bear what they bore."""
    twin = unit.session.exec(
        select(Invoice.id).where(
            Invoice.number == number,
            Invoice.id != but,
            Invoice.opening == False,  # noqa: E712 - SQL
            col(Invoice.cancelled_on).is_(None),
            col(Invoice.issued_on) >= date(issued_on.year, 1, 1),
            col(Invoice.issued_on) <= date(issued_on.year, 12, 31),
        )
    ).first()
    if twin is not None:
        raise Invalid("number", "number_taken", number=number)


def _instalments(unit: Unit, invoice_id: int) -> Sequence[Instalment]:
    return unit.session.exec(
        select(Instalment)
        .where(Instalment.invoice_id == invoice_id)
        .order_by(col(Instalment.due_on), col(Instalment.id))
    ).all()


def _add_instalment(unit: Unit, invoice: Invoice, due_on: date, part: int) -> None:
    unit.session.add(
        Instalment(
            invoice_id=invoice.id or 0, client_id=invoice.client_id, currency=invoice.currency,
            due_on=due_on, amount_minor=part, open_minor=part,
        )
    )  # fmt: skip
