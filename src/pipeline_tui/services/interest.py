"""What is owed for paying late, worked out from the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pipeline_tui.domain.errors import Refused
from pipeline_tui.domain.interest import (
    Basis,
    InterestBill,
    LateDebt,
    LeftOut,
    Penalty,
    Per,
    Working,
    penalty,
    statutory,
)
from pipeline_tui.domain.key_rate import CURRENCY, KeyRates
from pipeline_tui.domain.ledger import InvoiceRow, add_up
from pipeline_tui.services.base import Service


class Interest(Service):
    """Reading the interest of debts. Cancelled invoices bear none; paid ones keep what they bore."""

    def own_penalty(self) -> Penalty | None:
        """The contract's penalty of the settings; none where they name none."""
        percent = Decimal(str(self._settings.penalty_percent))
        cap = Decimal(str(self._settings.penalty_cap))
        if not percent:
            return None
        return Penalty(percent, Per(self._settings.penalty_per), cap or None)

    def of_client(
        self, client_id: int, *, to: date | None = None, asked: Penalty | None = None,
        bases: Sequence[Basis] = (),
    ) -> InterestBill:  # fmt: skip
        """For everything a client paid late or still owes.

        `asked` goes before the penalty of the settings. Without `bases` the contract's penalty is
        taken where there is one, else the law's interest. Raises NotFound; Refused penalty_unknown
        when the contract's is asked for and nobody says what it is.
        """
        found = self._desk.debts.ledger(client_id)
        return self._bill(found.client_id, found.name, found.invoices, to, asked, bases)

    def of_invoice(
        self, invoice_id: int, *, to: date | None = None, asked: Penalty | None = None,
        bases: Sequence[Basis] = (),
    ) -> InterestBill:  # fmt: skip
        """For one invoice; raises NotFound, Refused penalty_unknown."""
        row = self._desk.debts.invoice(invoice_id)
        name = self._desk.lists.name_of(row.client_id) or ""
        return self._bill(row.client_id, name, (row,), to, asked, bases)

    def _bill(
        self, client_id: int, name: str, invoices: Sequence[InvoiceRow], to: date | None,
        asked: Penalty | None, bases: Sequence[Basis],
    ) -> InterestBill:  # fmt: skip
        day = to or self._today()
        terms = asked or self.own_penalty()
        by = tuple(bases) or ((Basis.LAW,) if terms is None else (Basis.CONTRACT,))
        if terms is None and Basis.CONTRACT in by:
            raise Refused("penalty_unknown")
        rates = KeyRates(self._settings.key_rates)
        workings = tuple(
            one
            for row in sorted(invoices, key=lambda row: (row.issued_on, row.id))
            if row.cancelled_on is None
            for one in _of_row(row, day, terms, by, rates)
        )
        return InterestBill(
            client_id, name, day, workings,
            add_up(((one.currency, one.total_minor) for one in workings), self._settings.currency),
            rates.known_until if Basis.LAW in by else None,
        )  # fmt: skip


def _of_row(
    row: InvoiceRow, day: date, terms: Penalty | None, by: Sequence[Basis], rates: KeyRates
) -> Iterator[Working]:
    """The workings of an invoice that say something, an instalment after another."""
    for part in row.instalments:
        paid = tuple((one.paid_on, one.amount_minor) for one in part.laid)
        debt = LateDebt(part.amount_minor, part.due_on, paid)
        for basis in by:
            left_out = None
            if basis is Basis.CONTRACT:
                lines = () if terms is None else penalty(debt, terms, day)
            else:
                left_out = _left_out(debt, row.currency, rates, day)
                lines = () if left_out else statutory(debt, rates.rates, day)
            if lines or left_out:
                yield Working(
                    row.id, row.number, part.due_on, part.amount_minor, row.currency, basis, lines,
                    left_out, row.disputed,
                )  # fmt: skip


def _left_out(debt: LateDebt, currency: str, rates: KeyRates, day: date) -> LeftOut | None:
    """Why the law's interest cannot be worked out for a debt that bears some."""
    in_time = sum(part for paid_on, part in debt.paid if paid_on <= debt.due_on)
    if debt.due_on >= day or in_time >= debt.amount_minor:
        return None
    if currency != CURRENCY:
        return LeftOut.CURRENCY
    return LeftOut.TOO_EARLY if debt.due_on + timedelta(days=1) < rates.begins else None
