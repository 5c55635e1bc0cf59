"""What is owed for paying late, worked out from the ledger, and the key rates it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pipeline_tui.domain.errors import NotFound, Refused
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
from pipeline_tui.domain.key_rate import CURRENCY, KeyRates, check_percent
from pipeline_tui.domain.ledger import InvoiceRow, add_up
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import paper_facts


class Interest(Service):
    """The interest of debts. Cancelled invoices bear none; paid ones keep what they bore."""

    # Key rates

    def rates(self) -> KeyRates:
        """The key rates: the shipped ones, and those of the user before them."""
        own = paper_facts.key_rates(self._db)
        return KeyRates({day: Decimal(rate) / 100 for day, rate in own.items()})

    def set_rate(self, day: date, percent: Decimal) -> None:
        """Note the rate that holds from a day on. Raises Invalid rate_form."""
        self._keep({day: check_percent(percent)}, "rate.set", day=day.isoformat())

    def remove_rate(self, day: date) -> None:
        """Take out a rate of the user's; ours holds again. Raises NotFound rate_unknown."""
        from sqlmodel import select

        from pipeline_tui.domain.records import KeyRate

        with self._write("rate.remove") as unit:
            row = unit.session.exec(select(KeyRate).where(KeyRate.begins_on == day)).first()
            if row is None:
                raise NotFound("rate_unknown", day=day)
            unit.session.delete(row)
            unit.session.flush()
            unit.about("key_rate", None, day=day.isoformat())

    def take_rates(self, path: Path) -> int:
        """Take a table of the Bank of Russia; says how many rates of it were new.

        Raises as `read_key_rates`.
        """
        from pipeline_tui.exchange.key_rates import read_key_rates

        news = self.rates().news(read_key_rates(path))
        if news:
            self._keep(news, "rate.take", file=path.name, count=len(news))
        rates = self.rates().rates
        return sum(day in rates for day in news)

    def _keep(self, rates: Mapping[date, Decimal], action: str, **facts: object) -> None:
        from sqlmodel import select

        from pipeline_tui.domain.records import KeyRate

        with self._write(action) as unit:
            known = {row.begins_on: row for row in unit.session.exec(select(KeyRate))}
            for day, percent in rates.items():
                row = known.get(day) or KeyRate(begins_on=day, hundredths=0)
                row.hundredths = int(percent * 100)
                unit.session.add(row)
            unit.session.flush()
            unit.about("key_rate", None, **facts)

    # Interest

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
        rates = self.rates()
        workings = tuple(
            one
            for row in sorted(invoices, key=lambda row: (row.issued_on, row.id))
            if row.cancelled_on is None
            for one in _of_row(row, day, terms, by, rates)
        )
        return InterestBill(
            client_id, name, day, workings,
            add_up(((one.currency, one.total_minor) for one in workings), self._settings.currency),
            None if set(by) == {Basis.CONTRACT} else rates.known_until,
            paper_facts.country_and_kind(self._db, client_id)[0] or self._settings.country,
            *paper_facts.inn_and_kpp(self._db, client_id),
        )  # fmt: skip


def _of_row(
    row: InvoiceRow, day: date, terms: Penalty | None, by: Sequence[Basis], rates: KeyRates
) -> Iterator[Working]:
    """The workings of an invoice that say something, an instalment after another."""
    for part in row.instalments:
        paid = tuple((one.paid_on, one.amount_minor) for one in part.laid)
        debt = LateDebt(part.amount_minor, part.due_on, paid)
        used = LateDebt(part.amount_minor, row.issued_on, paid)
        for basis in by:
            left_out = None
            if basis is Basis.CONTRACT:
                lines = () if terms is None else penalty(debt, terms, day)
            else:
                owed = debt if basis is Basis.LAW else used
                left_out = _left_out(owed, row.currency, rates, day)
                lines = () if left_out else statutory(owed, rates.rates, day)
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
