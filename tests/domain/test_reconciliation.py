"""The reconciliation statement: its laws, and the days of the limitation."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.ledger import InstalmentRow, InvoiceRow, PaymentRow
from pipeline_tui.domain.reconciliation import Signed, accounts, lapses, last_day
from tests.owing import TODAY

DAYS = st.dates(date(2025, 1, 1), date(2026, 3, 31))
SUMS = st.integers(1, 10**9)


def invoice_row(
    id_: int, day: date, amount: int, currency: str = "RUB", cancelled: date | None = None,
    due: date | None = None,
) -> InvoiceRow:  # fmt: skip
    return InvoiceRow(
        id=id_, client_id=1, number=f"N{id_}", issued_on=day, amount_minor=amount, currency=currency,
        deal_id=None, deal="", notes="", disputed=False, dispute_note="", cancelled_on=cancelled,
        instalments=(InstalmentRow(id_, due or day, amount, amount),),
    )  # fmt: skip


def payment_row(id_: int, day: date, amount: int, currency: str = "RUB") -> PaymentRow:
    return PaymentRow(id_, day, amount, currency, amount, "", datetime(2026, 1, 1, tzinfo=UTC))


CURRENCIES = st.sampled_from(["RUB", "USD"])
INVOICES = st.lists(st.tuples(DAYS, SUMS, CURRENCIES, st.none() | DAYS), max_size=8).map(
    lambda rows: [
        invoice_row(place, day, amount, currency, cancelled)
        for place, (day, amount, currency, cancelled) in enumerate(rows, 1)
    ]
)
PAYMENTS = st.lists(st.tuples(DAYS, SUMS, CURRENCIES), max_size=8).map(
    lambda rows: [payment_row(place, *row) for place, row in enumerate(rows, 1)]
)


def balance(
    invoices: list[InvoiceRow], payments: list[PaymentRow], currency: str, day: date
) -> int:
    """What is owed at the end of a day, straight from the documents."""
    standing = [
        row for row in invoices
        if row.issued_on <= day and (row.cancelled_on is None or row.cancelled_on > day)
    ]  # fmt: skip
    return sum(row.amount_minor for row in standing if row.currency == currency) - sum(
        row.amount_minor for row in payments if row.paid_on <= day and row.currency == currency
    )


@given(INVOICES, PAYMENTS, st.tuples(DAYS, DAYS, DAYS))
def test_it_opens_and_closes_at_the_balances_of_its_days(
    invoices: list[InvoiceRow], payments: list[PaymentRow], days: tuple[date, date, date]
) -> None:
    since, middle, until = sorted(days)
    for one in accounts(invoices, payments, since, until, "RUB"):
        before = since - timedelta(days=1)
        assert one.opening_minor == balance(invoices, payments, one.currency, before)
        assert one.closing_minor == balance(invoices, payments, one.currency, until)
    first = {
        one.currency: one.closing_minor
        for one in accounts(invoices, payments, since, middle, "RUB")
    }
    after = middle + timedelta(days=1)
    if after <= until:
        for one in accounts(invoices, payments, after, until, "RUB"):
            assert one.opening_minor == first.get(one.currency, 0)


def test_the_limitation_is_three_years_and_begins_anew_when_signed() -> None:
    assert last_day(date(2023, 3, 11), ()) == date(2026, 3, 11)
    assert last_day(date(2024, 2, 29), ()) == date(2027, 2, 28)
    assert last_day(date(2023, 3, 11), [date(2022, 1, 1), date(2025, 6, 1)]) == date(2028, 6, 1)


def test_it_warns_half_a_year_ahead() -> None:
    rows = [
        invoice_row(1, date(2022, 12, 1), 100, due=date(2023, 1, 10)),
        invoice_row(2, date(2023, 8, 1), 100, due=date(2023, 9, 9)),
        invoice_row(3, date(2023, 8, 1), 100, due=date(2023, 9, 30)),
    ]
    assert [(one.number, one.last_day) for one in lapses(rows, (), TODAY)] == [
        ("N1", date(2026, 1, 10)), ("N2", date(2026, 9, 9)),
    ]  # fmt: skip
    signed = [Signed(date(2023, 1, 31), date(2023, 2, 5))]
    assert [one.number for one in lapses(rows, signed, TODAY)] == ["N1", "N2"]
    assert [one.number for one in lapses(rows, [Signed(TODAY, TODAY)], TODAY)] == []
