"""Reconciliation statements: read from the ledger, and the signing of them."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.ledger import Ledger
from pipeline_tui.domain.reconciliation import Lapse, Reconciliation, Signed, accounts, lapses
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import paper_facts


class Reconciliations(Service):
    """Use cases of the statement that both sides sign."""

    def of_client(self, client_id: int, since: date, until: date) -> Reconciliation:
        """What was owed, what moved, what is owed at the end; raises NotFound, Invalid period_backwards."""
        if since > until:
            raise Invalid("--from", "period_backwards")
        found = self._desk.debts.ledger(client_id)
        return Reconciliation(
            client_id, found.name,
            paper_facts.country_and_kind(self._db, client_id)[0] or self._settings.country,
            since, until,
            accounts(found.invoices, found.payments, since, until, self._settings.currency),
            self.lapses(found), self.signed(client_id),
            *paper_facts.inn_and_kpp(self._db, client_id),
        )  # fmt: skip

    def lapses(self, found: Ledger) -> tuple[Lapse, ...]:
        """Debts of a ledger that can soon be sued for no more, or cannot already."""
        return lapses(found.invoices, self.signed(found.client_id), self._today())

    def signed(self, client_id: int) -> tuple[Signed, ...]:
        """Statements that a client signed, in the order of signing."""
        return tuple(Signed(*days) for days in paper_facts.signed(self._db, client_id))

    def sign(self, client_id: int, until: date, signed_on: date) -> int:
        """Note that the client signed the statement up to a day; answers with its number.

        Raises NotFound; Invalid day_to_come, signed_early where it goes further than that day.
        """
        if signed_on > self._today():
            raise Invalid("when", "day_to_come")
        if until > signed_on:
            raise Invalid("until", "signed_early")
        from pipeline_tui.domain.records import Client, SignedStatement

        with self._write("statement.sign") as unit:
            client = unit.get(Client, client_id)
            row = unit.add(
                SignedStatement(
                    client_id=client_id, until=until, signed_on=signed_on, created_at=unit.now
                )
            )
            unit.about("client", client_id, name=client.name, day=signed_on.isoformat())
            return row.id or 0
