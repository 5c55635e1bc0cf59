"""Invoices, payments, and promises to pay."""

from __future__ import annotations

from typing import Any, NamedTuple

from pipeline_tui.domain.dates import day_text

from .filler import Filler


class _Rows(NamedTuple):
    """Rows by table, in the order of their columns below."""

    invoice: list[tuple[Any, ...]]
    instalment: list[tuple[Any, ...]]
    payment: list[tuple[Any, ...]]
    allocation: list[tuple[Any, ...]]
    promise: list[tuple[Any, ...]]


_COLUMNS = _Rows(
    [("id", "client_id", "deal_id", "number", "issued_on", "amount_minor", "currency", "disputed",
      "created_at")],
    [("id", "invoice_id", "client_id", "currency", "due_on", "amount_minor")],
    [("id", "client_id", "paid_on", "amount_minor", "currency", "kind", "created_at")],
    [("payment_id", "instalment_id", "amount_minor")],
    [("client_id", "invoice_id", "amount_minor", "currency", "due_on", "made_at")],
)  # fmt: skip


def add_money(f: Filler) -> None:
    """Invoices of one to three instalments, paid about their day but for one in fifty; some of
    those that owe have promised, some invoices are disputed or cancelled."""
    rows = _Rows([], [], [], [], [])
    cancelled = []
    for number in range(1, f.size["invoice"] + 1):
        deal = number * (len(f.deals) - 1) // f.size["invoice"]
        client, opened, _ = f.deals[deal]
        issued = min(len(f.days) - 1, opened + 3)
        parts = 1 + (number % 4 == 0) + (number % 12 == 0)
        each = int(10 ** (6 + 2 * f.chance.random())) // 100 * 100
        currency = "USD" if f.english[client] else "RUB"
        rows.invoice.append((
            number, client, deal, str(number), f.days[issued], each * parts, currency,
            number % 401 == 0, f.moment(issued),
        ))  # fmt: skip
        if number % 83 == 0:
            cancelled.append((f.days[issued], number))
        for part in range(parts):
            rest = f.chance.random() < 0.02 or number % 83 == 0
            _add_instalment(f, rows, number, issued + 10 + 20 * part, each, unpaid=rest)
    for table, columns, values in zip(_Rows._fields, _COLUMNS, rows, strict=True):
        f.insert(table, columns[0], values)
    f.db.executemany("UPDATE invoice SET cancelled_on = ? WHERE id = ?", cancelled)


def _add_instalment(
    f: Filler, rows: _Rows, invoice: int, due: int, amount: int, *, unpaid: bool
) -> None:
    """An instalment due on a working day, past or to come, and its payment where there was one."""
    _, client, _, _, issued_on, _, currency, *_ = rows.invoice[-1]
    number, days = len(rows.instalment) + 1, len(f.days)
    due_on = f.days[due] if due < days else day_text(f.ahead((due - days) * 7 // 5))
    rows.instalment.append((number, invoice, client, currency, due_on, amount))
    paid = due + int(f.chance.gauss(0, 6))
    if not unpaid and paid < days:
        paid_on = max(issued_on, f.days[paid])
        half = amount // 2 if number % 61 == 0 else amount
        rows.payment.append((
            len(rows.payment) + 1, client, paid_on, half, currency, "payment", f"{paid_on}T12:00:00Z",
        ))  # fmt: skip
        rows.allocation.append((len(rows.payment), number, half))
    elif due < days and number % 2:
        rows.promise.append((
            client, invoice, amount, currency, day_text(f.ahead(number % 21 - 14)),
            f.moment(days - 15),
        ))  # fmt: skip
