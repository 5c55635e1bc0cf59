"""Clients, invoices and payments in few words, for tests about money."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline_tui.domain.records import Client
from pipeline_tui.services.desk import Desk

TODAY = date(2026, 3, 11)
"""The day on which the tests' clock stands."""


def client(desk: Desk, name: str = "Romashka", **values: Any) -> int:
    """A client; the number of its record."""
    with desk.book.write("client.add") as unit:
        record = unit.add(
            Client(name=name, name_key=name.casefold(), created_at=unit.now, **values)
        )
        unit.about("client", record.id, name=name)
        assert record.id is not None
        return record.id


def invoice(
    desk: Desk,
    client_id: int,
    amount_minor: int,
    *due: date,
    issued: date | None = None,
    currency: str = "RUB",
    number: str = "",
) -> int:
    """An invoice in equal parts due on these days; issued a fortnight before the first."""
    days = due or (TODAY,)
    part = amount_minor // len(days)
    parts = [(day, part) for day in days[:-1]]
    parts.append((days[-1], amount_minor - part * (len(days) - 1)))
    return desk.invoices.add_invoice(
        {
            "client_id": client_id, "amount_minor": amount_minor, "currency": currency,
            "issued_on": issued or date.fromordinal(min(days).toordinal() - 14), "number": number,
        },
        parts,
    )  # fmt: skip


def payment(
    desk: Desk,
    client_id: int,
    amount_minor: int,
    paid_on: date = TODAY,
    *,
    invoice_id: int | None = None,
    currency: str = "RUB",
) -> int:
    """A payment, laid as the program lays it."""
    return desk.invoices.add_payment(
        {
            "client_id": client_id, "amount_minor": amount_minor, "paid_on": paid_on,
            "currency": currency,
        },
        invoice_id=invoice_id,
    )  # fmt: skip
