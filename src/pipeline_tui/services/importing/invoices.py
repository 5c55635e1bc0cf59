"""Invoices taken in: one instalment each, and a payment where the file says that it was settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from pipeline_tui.domain.debts import DUE_AFTER_DAYS
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.imports import RemarkCode
from pipeline_tui.exchange.values import clean_id, parse_bool
from pipeline_tui.services.importing.intake import Fate, Intake, Line
from pipeline_tui.services.importing.known import Known, KnownClients
from pipeline_tui.store.queries import imported as there

_NUMBER = 100


class Invoices:
    """Invoices, one row after another."""

    def __init__(self, intake: Intake, clients: KnownClients) -> None:
        self._intake = intake
        self._clients = clients
        self._terms: dict[int, int | None] = {}

    def take(self, line: Line) -> Fate:
        """Take one invoice."""
        number = clean_id(line.text("external_id"))
        if len(number) > _NUMBER:
            raise Invalid("external_id", "too_long", max_length=_NUMBER)
        if not line.text("client"):
            raise Invalid("client", "required")
        currency = line.currency("amount")
        amount = line.money("amount", currency)
        if amount is None:
            raise Invalid("amount", "required")
        if amount <= 0:
            raise Invalid("amount", "not_positive")
        issued, due, settled = line.day("issued_on"), line.day("due_on"), line.day("settled_on")
        issued = issued or due
        if issued is None:
            raise Invalid("issued_on", "required")
        if due is not None and due < issued:
            raise Invalid("due_on", "due_before_issue")
        if settled is not None and settled > self._intake.today:
            raise Invalid("settled_on", "day_to_come")
        paid = self._paid(line, currency, amount)
        disputed = bool(parse_bool(line.text("disputed"), "disputed"))
        client = self._clients.referred(line, "client")
        if client is None:
            raise Invalid("client", "required")
        values: dict[str, Any] = {
            "client_id": client.id, "number": number, "issued_on": issued.isoformat(),
            "amount_minor": amount, "currency": currency, "notes": line.text("notes"),
            "disputed": int(disputed),
        }  # fmt: skip
        due = due or issued + timedelta(days=self._days_to_pay(client))
        # Numbers begin anew each year, and two clients' systems may give the same one.
        key = (
            f"{number or amount}/{issued.year if number else issued}/{client.id}"
            f"@{line.table.source}"
        )
        row_hash = line.hash()
        linked = self._intake.link_of("invoice", key)
        if linked and linked[1] == row_hash:
            return Fate.MERGED
        if linked and linked[2]:
            raise Invalid("external_id", "id_repeated", text=number)
        invoice_id = linked[0] if linked else self._there_already(number, client, issued, amount)
        if invoice_id is None:
            invoice_id, instalment_id = self._insert(values, due)
            if paid is not None or settled is not None:
                self._pay(line, values, [(instalment_id, amount, amount)], due, settled, paid)
            self._intake.keep_link("invoice", key, invoice_id, row_hash)
            self._intake.buyers.add(client.id)
            return Fate.TAKEN
        changed = self._revise(line, invoice_id, values, due, settled, paid)
        self._intake.keep_link("invoice", key, invoice_id, row_hash)
        return Fate.CHANGED if changed else Fate.MERGED

    def _paid(self, line: Line, currency: str, amount: int) -> int | None:
        """How much of it was paid, in minor units, none where the row does not tell; raises Invalid
        not_money, negative. A bare yes is all of it."""
        text = line.text("paid")
        if text and not any(char.isdigit() for char in text):
            try:
                return amount if parse_bool(text, "paid") else 0
            except Invalid:
                pass  # told of as the sum that it is not
        paid = line.money("paid", currency)
        if paid is not None and paid < 0:
            raise Invalid("paid", "negative")
        return paid

    def _days_to_pay(self, client: Known) -> int:
        if client.id not in self._terms:
            terms = None
            if client.id not in self._clients.made:
                terms = there.terms_of(self._intake.db, client.id)
            self._terms[client.id] = terms
        found = self._terms[client.id]
        return DUE_AFTER_DAYS if found is None else found

    def _there_already(self, number: str, client: Known, issued: date, amount: int) -> int | None:
        """The same invoice entered by hand, or brought by another file."""
        if not number or client.id in self._clients.made:
            return None
        self._intake.bulk.flush()
        for invoice_id, day, minor in there.invoices_numbered(self._intake.db, number, client.id):
            if day == issued.isoformat() or (day[:4] == str(issued.year) and minor == amount):
                return invoice_id
        return None

    def _insert(self, values: dict[str, Any], due: date) -> tuple[int, int]:
        """(number of the invoice, of its one instalment)."""
        intake = self._intake
        invoice_id = intake.bulk.insert(
            "invoice",
            {**values, "created_at": intake.now_text, "batch_id": intake.batch_id},
        )
        amount = values["amount_minor"]
        instalment_id = intake.bulk.insert(
            "instalment",
            {
                "invoice_id": invoice_id, "client_id": values["client_id"],
                "currency": values["currency"], "due_on": due.isoformat(), "amount_minor": amount,
                "open_minor": amount,
            },
        )  # fmt: skip
        return invoice_id, instalment_id

    def _pay(
        self,
        line: Line,
        values: dict[str, Any],
        parts: Sequence[tuple[int, int, int]],
        due: date,
        settled: date | None,
        paid: int | None,
    ) -> bool:
        """One payment of what was paid beyond what is known, `paid` none for all that is open;
        answers whether there was any. `parts`: number, sum and what is open of every instalment.
        Balances are the database's own work."""
        intake = self._intake
        left = sum(still for *_, still in parts)
        known = sum(minor - still for _, minor, still in parts)
        total = left if paid is None else paid - known
        if left <= 0 or total <= 0:
            return False
        if settled is None:
            line.tally.remark(RemarkCode.PAID_WITHOUT_DAY)
        day = settled or min(due, intake.today)
        payment_id = intake.bulk.insert(
            "payment",
            {
                "client_id": values["client_id"], "paid_on": day.isoformat(),
                "amount_minor": total, "currency": values["currency"],
                "reference": values["number"], "free_minor": total,
                "created_at": intake.now_text, "batch_id": intake.batch_id,
            },
        )  # fmt: skip
        for instalment_id, _, still in parts:
            if (taken := min(still, total)) > 0:
                total -= taken
                intake.bulk.insert(
                    "allocation",
                    {
                        "payment_id": payment_id, "instalment_id": instalment_id,
                        "amount_minor": taken,
                    },
                )  # fmt: skip
        return True

    def _revise(
        self,
        line: Line,
        invoice_id: int,
        values: dict[str, Any],
        due: date,
        settled: date | None,
        paid: int | None,
    ) -> bool:
        """Bring an invoice up to its row: a dispute, a payment, and, while unpaid, sum and days."""
        intake = self._intake
        row = intake.bulk.row("invoice", invoice_id)
        if row is None:
            return False
        intake.bulk.flush()
        parts = there.instalments_of(intake.db, invoice_id)
        differs = row["amount_minor"] != values["amount_minor"]
        if differs and any(minor != left for _, _, minor, left in parts):
            raise Invalid("amount", "invoice_has_payments", number=row["number"])
        changes = {
            name: value
            for name, value in values.items()
            if row[name] != value
            and value not in ("", None)
            and name != "client_id"
            and (name != "disputed" or "disputed" in line.values)
        }
        if changes:
            line.changes(row, changes)
            intake.bulk.update("invoice", invoice_id, changes)
        moved = False
        if len(parts) == 1:
            [(instalment_id, day, minor, left)] = parts
            new = {
                "due_on": due.isoformat() if line.text("due_on") else day,
                "amount_minor": values["amount_minor"],
                "currency": values["currency"],
            }
            if (new["due_on"], new["amount_minor"]) != (day, minor) or "currency" in changes:
                intake.bulk.update("instalment", instalment_id, new)
                if new["due_on"] != day:
                    line.tally.changed(line.row, row["number"], "due_on", day, new["due_on"])
                moved = True
                left = values["amount_minor"] if left == minor else left
            parts = [(instalment_id, day, values["amount_minor"], left)]
        said = paid is not None or settled is not None
        was_paid = (
            said
            and row["cancelled_on"] is None
            and self._pay(
                line,
                {**values, "number": row["number"]},
                [(number, minor, left) for number, _, minor, left in parts],
                due,
                settled,
                paid,
            )
        )
        if was_paid:
            field, now = ("settled_on", settled) if settled else ("paid", line.text("paid"))
            line.tally.changed(line.row, row["number"], field, None, now)
        return bool(changes) or moved or was_paid
