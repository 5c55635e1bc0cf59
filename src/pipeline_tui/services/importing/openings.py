"""Balances from before the program that a table of clients brings along: debts, and money paid ahead."""

from __future__ import annotations

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.imports import RemarkCode
from pipeline_tui.domain.vocabulary import PaymentKind
from pipeline_tui.services.importing.intake import Intake, Line

_NUMBER = 100
_KIND = "opening"
"""What its link is called: a client of a source has one such balance."""


class Openings:
    """The balances of a table's rows, each taken once."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    def of_client(self, line: Line, client_id: int) -> bool:
        """Take the balance that a row names; whether there was one. Below zero it was paid ahead.

        One that was brought before stays as it is: what came of it since is not ours to change.
        """
        if "opening_balance" not in line.values:
            return False
        try:
            currency = line.currency("opening_balance")
            minor = line.money("opening_balance", currency)
        except Invalid as problem:
            line.warn(problem)
            return False
        if not minor:
            return False
        intake = self._intake
        day = line.day_if_any("opening_on") or intake.today
        if day > intake.today:
            line.warn(Invalid("opening_on", "day_to_come"))
            return False
        key, row_hash = f"{client_id}@{line.table.source}", f"{minor} {currency} {day}"
        linked = intake.link_of(_KIND, key)
        if linked is not None:
            if linked[1] != row_hash:
                line.tally.remark(RemarkCode.KEPT_AS_WAS, line.text("name"))
            return False
        if minor > 0:
            # Called as the user's own table calls it: the old invoices are not known.
            name = f"{line.table.headers['opening_balance']} {day.isoformat()}"[:_NUMBER]
            record = self._debt(client_id, minor, currency, day.isoformat(), name)
        else:
            record = self._advance(client_id, -minor, currency, day.isoformat())
        intake.keep_link(_KIND, key, record, row_hash)
        return True

    def _debt(self, client_id: int, minor: int, currency: str, day: str, name: str) -> int:
        intake = self._intake
        invoice_id = intake.bulk.insert(
            "invoice",
            {
                "client_id": client_id, "number": name, "issued_on": day, "amount_minor": minor,
                "currency": currency, "opening": 1, "created_at": intake.now_text,
                "batch_id": intake.batch_id,
            },
        )  # fmt: skip
        intake.bulk.insert(
            "instalment",
            {
                "invoice_id": invoice_id, "client_id": client_id, "currency": currency,
                "due_on": day, "amount_minor": minor, "open_minor": minor,
            },
        )  # fmt: skip
        return invoice_id

    def _advance(self, client_id: int, minor: int, currency: str, day: str) -> int:
        intake = self._intake
        return intake.bulk.insert(
            "payment",
            {
                "client_id": client_id, "paid_on": day, "amount_minor": minor,
                "currency": currency, "kind": PaymentKind.OPENING.value, "free_minor": minor,
                "created_at": intake.now_text, "batch_id": intake.batch_id,
            },
        )  # fmt: skip
