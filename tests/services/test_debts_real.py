"""Aging of a real file of 2 466 invoices, against a computation by plain csv."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pytest

from pipeline_tui.services.desk import Desk
from tests.samples import needs_samples, sample

FILE = "ibm_ar/WA_Fn-UseC_-Accounts-Receivable.csv"
EDGES = ((0, "not_due"), (30, "d1_30"), (60, "d31_60"), (90, "d61_90"))


def by_csv(as_of: date) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """(cents by bucket, invoices by bucket, overdue cents by customer) straight from the file."""
    cents: Counter[str] = Counter()
    count: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    with sample(FILE).open(newline="") as file:
        for row in csv.DictReader(file):
            issued, due, settled = (
                datetime.strptime(row[name], "%m/%d/%Y").date()  # noqa: DTZ007 - days, no times
                for name in ("InvoiceDate", "DueDate", "SettledDate")
            )
            if not issued <= as_of < settled:
                continue
            late = (as_of - due).days
            bucket = next((name for last, name in EDGES if late <= last), "over_90")
            amount = int(Decimal(row["InvoiceAmount"]) * 100)
            cents[bucket] += amount
            count[bucket] += 1
            if late > 0:
                overdue[row["customerID"]] += amount
    return cents, count, overdue


@needs_samples
@pytest.mark.parametrize(
    "as_of", [date(2012, 6, 30), date(2012, 12, 31), date(2013, 6, 30), date(2013, 12, 1)]
)
def test_aging_equals_plain_csv(desk: Desk, as_of: date) -> None:
    desk.imports.run([sample(FILE)])
    cents, count, overdue = by_csv(as_of)
    rows = desk.debts.aging(as_of)
    assert {row.bucket.value: row.open_minor for row in rows} == cents
    assert {row.bucket.value: row.instalments for row in rows} == count
    found = desk.debts.debtors(as_of=as_of)
    assert sum(minor for _currency, minor in found.open_sums) == sum(cents.values())
    names = {
        row.name: dict(row.standing.overdue_sums)
        for row in desk.debts.rows(found.ids, as_of).values()
        if row.standing.overdue
    }
    assert {name: sum(sums.values()) for name, sums in names.items()} == overdue
    assert sum(cents.values()) > 0


@needs_samples
def test_totals_days_to_settle_and_the_late_share_equal_plain_csv(desk: Desk) -> None:
    desk.imports.run([sample(FILE)])
    total = Decimal()
    count = settle = late = late_days = 0
    with sample(FILE).open(newline="") as file:
        for row in csv.DictReader(file):
            total += Decimal(row["InvoiceAmount"])
            count += 1
            settle += int(row["DaysToSettle"])
            late += int(row["DaysLate"]) > 0
            late_days += int(row["DaysLate"])
    db = desk.book.reader
    billed = db.execute("SELECT count(*), sum(amount_minor) FROM invoice").fetchone()
    paid = db.execute("SELECT sum(amount_minor), sum(free_minor) FROM payment").fetchone()
    assert billed == (count, total * 100)
    assert paid == (total * 100, 0)
    assert desk.debts.aging() == []
    figures = desk.debts.figures(days=10_000)
    assert (figures.settled, figures.settled_days, figures.late, figures.late_days) == (
        count, settle, late, late_days,
    )  # fmt: skip
    assert figures.days_to_settle == settle / count
    assert figures.late_share == late / count
