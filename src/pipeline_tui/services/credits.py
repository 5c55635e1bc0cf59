"""What lowers a debt without money: credit notes and write-offs; and balances from before the program.

They are movements of their own beside the payments, laid on instalments as payments are, so that
every balance of any day derives from them by itself. None of them counts as money received.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.records import (
    Client,
    Instalment,
    Invoice,
    InvoiceDraft,
    Payment,
    PaymentDraft,
)
from pipeline_tui.domain.vocabulary import PaymentKind
from pipeline_tui.services.allocations import lay, lay_free, standing_invoice
from pipeline_tui.services.base import Service, validated
from pipeline_tui.store.queries import debts

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


class Credits(Service):
    """Use cases of credit notes, write-offs and opening balances."""

    def credit_note(
        self,
        invoice_id: int,
        amount_minor: int,
        reason: str,
        *,
        on: date | None = None,
        reference: str = "",
    ) -> int:
        """Ask for less on an invoice; answers with the number of the movement in the file.

        It is laid on what is open of the invoice; what was paid already stays with the client for
        the next one. `reference` is the number of the note, `on` its day, today without one.
        Raises Refused credit_over_invoice, invoice_cancelled; Invalid required, day_to_come.
        """
        with self._write("credit_note.add") as unit:
            invoice = standing_invoice(unit, invoice_id)
            room = invoice.amount_minor - debts.credited(unit.db, invoice_id)
            if amount_minor > room:
                raise Refused("credit_over_invoice", number=invoice.number)
            wanted = self._of_invoice(unit, invoice, amount_minor)
            return self._enter(
                unit, invoice, PaymentKind.CREDIT_NOTE, amount_minor, wanted,
                reason=reason, on=on, reference=reference,
            )  # fmt: skip

    def write_off(
        self,
        invoice_id: int,
        reason: str,
        *,
        amount_minor: int | None = None,
        on: date | None = None,
    ) -> int:
        """Give up what is open of an invoice, or a part; answers with the number of the movement.

        Raises Refused write_off_over_open, invoice_cancelled; Invalid required, day_to_come.
        """
        with self._write("write_off.add") as unit:
            invoice = standing_invoice(unit, invoice_id)
            items = self._items(unit, invoice)
            rest = sum(items.values())
            amount = rest if amount_minor is None else amount_minor
            if not rest or amount > rest:
                raise Refused("write_off_over_open", number=invoice.number)
            wanted = self._of_invoice(unit, invoice, amount)
            return self._enter(
                unit, invoice, PaymentKind.WRITE_OFF, amount, wanted, reason=reason, on=on
            )

    def opening_debt(
        self,
        client_id: int,
        amount_minor: int,
        currency: str,
        *,
        number: str,
        on: date,
        due_on: date | None = None,
        notes: str = "",
    ) -> int:
        """Note what a client owed before the program knew it, as of the day `on`; answers with the
        number in the file of the invoice that stands for it.

        `number` is what the debt is called: that of the old invoice where it is known. It is due on
        its day where no other is said, and may have been due long before.
        Raises Invalid day_to_come, required, not_positive.
        """
        draft = validated(
            InvoiceDraft,
            {
                "client_id": client_id, "amount_minor": amount_minor, "currency": currency,
                "number": number.strip(), "issued_on": on, "notes": notes,
            },
        )  # fmt: skip
        if not draft.number:
            raise Invalid("number", "required")
        self._not_to_come(on)
        with self._write("opening.debt") as unit:
            client = unit.get(Client, client_id)
            invoice = unit.add(Invoice(**draft.model_dump(), opening=True, created_at=unit.now))
            unit.session.add(
                Instalment(
                    invoice_id=invoice.id or 0, client_id=client_id, currency=draft.currency,
                    due_on=due_on or on, amount_minor=amount_minor, open_minor=amount_minor,
                )
            )  # fmt: skip
            unit.session.flush()
            lay_free(unit, client_id, draft.currency)
            unit.about("invoice", invoice.id, name=client.name, sum=[amount_minor, draft.currency])
            return invoice.id or 0

    def opening_advance(
        self, client_id: int, amount_minor: int, currency: str, *, on: date, reference: str = ""
    ) -> int:
        """Note what a client had paid ahead before the program knew it; answers with the number of
        the movement. It is laid on what is owed, and the rest on the next invoices.

        Raises Invalid day_to_come, not_positive.
        """
        draft = validated(
            PaymentDraft,
            {
                "client_id": client_id, "amount_minor": amount_minor, "currency": currency,
                "paid_on": on, "reference": reference,
            },
        )  # fmt: skip
        self._not_to_come(on)
        with self._write("opening.advance") as unit:
            client = unit.get(Client, client_id)
            payment = unit.add(
                Payment(
                    **draft.model_dump(), kind=PaymentKind.OPENING.value, created_at=unit.now
                )
            )  # fmt: skip
            lay(unit, payment)
            unit.about("payment", payment.id, name=client.name, sum=[amount_minor, draft.currency])
            return payment.id or 0

    # Pieces

    def _enter(
        self,
        unit: Unit,
        invoice: Invoice,
        kind: PaymentKind,
        amount_minor: int,
        wanted: Mapping[int, int],
        *,
        reason: str,
        on: date | None,
        reference: str = "",
    ) -> int:
        day = on or self._today()
        self._not_to_come(day)
        if not reason.strip():
            raise Invalid("reason", "required")
        draft = validated(
            PaymentDraft,
            {
                "client_id": invoice.client_id, "amount_minor": amount_minor,
                "currency": invoice.currency, "paid_on": day, "reference": reference,
            },
        )  # fmt: skip
        movement = unit.add(
            Payment(
                **draft.model_dump(), kind=kind.value, reason=reason.strip(),
                invoice_id=invoice.id, created_at=unit.now,
            )
        )  # fmt: skip
        lay(unit, movement, wanted=wanted)
        unit.about(
            "payment", movement.id, name=unit.get(Client, invoice.client_id).name,
            number=invoice.number, sum=[amount_minor, invoice.currency],
        )  # fmt: skip
        return movement.id or 0

    def _not_to_come(self, day: date) -> None:
        if day > self._today():
            raise Invalid("paid_on", "day_to_come")

    def _items(self, unit: Unit, invoice: Invoice) -> dict[int, int]:
        """Instalment → what is open of it, of one invoice, the oldest due first."""
        return {
            item.instalment_id: item.open_minor
            for item in debts.open_items(unit.db, invoice.client_id, invoice.currency)
            if item.invoice_id == invoice.id
        }

    def _of_invoice(self, unit: Unit, invoice: Invoice, amount_minor: int) -> dict[int, int]:
        """Instalment → part of the sum, the last due first: what is asked for less is asked for
        less at the end."""
        wanted: dict[int, int] = {}
        left = amount_minor
        for instalment_id, still in reversed(self._items(unit, invoice).items()):
            if taken := min(left, still):
                wanted[instalment_id] = taken
                left -= taken
        return wanted
