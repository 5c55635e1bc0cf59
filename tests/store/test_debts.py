"""Reads of debts answer from their indexes, and a past day from what was paid since."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from pipeline_tui.services.desk import Desk
from pipeline_tui.store.queries import debts, ledgers, past_debts, promises
from pipeline_tui.store.queries.past_debts import Way, way
from tests.conftest import MOSCOW
from tests.owing import TODAY, client


@contextmanager
def plans(db: sqlite3.Connection) -> Iterator[list[str]]:
    """The query plan of every statement that is run inside."""
    found: list[str] = []
    seen: list[str] = []
    db.set_trace_callback(seen.append)
    try:
        yield found
    finally:
        db.set_trace_callback(None)
    for statement in seen:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            found += [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}")]


def fill(desk: Desk, count: int = 3000) -> None:
    """Many invoices, most of them paid, straight into the tables."""
    luck = random.Random(7)
    owners = [client(desk, f"Client {at}") for at in range(40)]
    with desk.book.write("file.create") as unit:
        db = unit.db
        for at in range(1, count + 1):
            owner, issued = luck.choice(owners), TODAY - timedelta(days=luck.randint(0, 400))
            amount, currency = luck.randint(1, 10**7), luck.choice(["RUB", "RUB", "USD"])
            due = issued + timedelta(days=luck.randint(0, 60))
            cancelled = issued + timedelta(days=9) if luck.random() < 0.02 else None
            db.execute(
                "INSERT INTO invoice (id, client_id, number, issued_on, amount_minor, currency,"
                " notes, opening, disputed, dispute_note, cancelled_on, created_at)"
                " VALUES (?, ?, ?, ?, ?, ?, '', 0, ?, '', NULL, '2026-01-01T00:00:00Z')",
                (at, owner, str(at), issued.isoformat(), amount, currency, int(at % 97 == 0)),
            )
            db.execute(
                "INSERT INTO instalment (id, invoice_id, client_id, currency, due_on, amount_minor,"
                " open_minor) VALUES (?, ?, ?, ?, ?, ?, 0)",
                (at, at, owner, currency, due.isoformat(), amount),
            )
            if cancelled is not None and cancelled <= TODAY:
                db.execute(
                    "UPDATE invoice SET cancelled_on = ? WHERE id = ?", (cancelled.isoformat(), at)
                )
                continue
            paid_on = due + timedelta(days=luck.randint(-20, 40))
            if paid_on <= TODAY:
                part = amount if luck.random() < 0.8 else luck.randint(1, amount)
                db.execute(
                    "INSERT INTO payment (id, client_id, paid_on, amount_minor, currency, reference,"
                    " kind, reason, free_minor, created_at)"
                    " VALUES (?, ?, ?, ?, ?, '', 'payment', '', 0, '2026-01-01T00:00:00Z')",
                    (at, owner, paid_on.isoformat(), part, currency),
                )
                db.execute(
                    "INSERT INTO allocation (payment_id, instalment_id, amount_minor)"
                    " VALUES (?, ?, ?)",
                    (at, at, part),
                )
    with desk.book.scribble() as db:
        db.execute("ANALYZE")


def by_walking(db: sqlite3.Connection, as_of: date) -> Counter[tuple[str, str]]:
    """Aging by going through every instalment, one at a time."""
    found: Counter[tuple[str, str]] = Counter()
    for id_, currency, due_on, amount, issued_on, cancelled_on in db.execute(
        "SELECT i.id, i.currency, i.due_on, i.amount_minor, v.issued_on, v.cancelled_on"
        " FROM instalment i JOIN invoice v ON v.id = i.invoice_id"
    ).fetchall():
        if issued_on > as_of.isoformat() or (cancelled_on and cancelled_on <= as_of.isoformat()):
            continue
        paid = sum(
            part
            for part, paid_on in db.execute(
                "SELECT a.amount_minor, p.paid_on FROM allocation a JOIN payment p"
                " ON p.id = a.payment_id WHERE a.instalment_id = ?", (id_,),
            )
            if paid_on <= as_of.isoformat()
        )  # fmt: skip
        if amount > paid:
            late = (as_of - date.fromisoformat(due_on)).days
            edges = ((0, "not_due"), (30, "d1_30"), (60, "d31_60"), (90, "d61_90"))
            bucket = next((name for last, name in edges if late <= last), "over_90")
            found[currency, bucket] += amount - paid
    return found


def test_aging_of_any_day_is_what_walking_finds(desk: Desk) -> None:
    fill(desk)
    db = desk.book.reader
    for back in (0, 1, 17, 90, 250, 399, 450):
        as_of = TODAY - timedelta(days=back)
        found = {
            (row.currency, row.bucket.value): row.open_minor
            for row in debts.aging(db, as_of, TODAY)
        }
        assert found == by_walking(db, as_of)
        sums = Counter[str]()
        for row in debts.owed(db, as_of, TODAY):
            sums[row.currency] += row.open_minor
        assert sums == Counter({c: s for c, (s, _) in debts.receivables(db, as_of, TODAY).items()})


def test_nothing_scans_a_table(desk: Desk) -> None:
    fill(desk)
    db = desk.book.reader
    back = TODAY - timedelta(days=30)
    reads: list[Callable[[], object]] = [
        lambda: debts.aging(db, TODAY, TODAY),
        lambda: debts.aging(db, back, TODAY),
        lambda: debts.owed(db, TODAY, TODAY),
        lambda: debts.owed(db, TODAY, TODAY, clients=[1, 2, 3]),
        lambda: debts.owed(db, back, TODAY, clients=[1, 2, 3]),
        lambda: debts.disputing(db),
        lambda: debts.disputing(db, [1, 2]),
        lambda: debts.heads(db, [1, 2]),
        lambda: debts.by_name(db, [1, 2]),
        lambda: debts.with_number(db, "17"),
        lambda: promises.made(db, [1, 2], TODAY, MOSCOW),
        lambda: promises.receipts(db, [1, 2], back, TODAY),
        lambda: promises.promisers(db, back, TODAY),
        lambda: debts.payer_figures(db, TODAY, client_id=1),
        lambda: debts.payer_figures(db, TODAY, since=back),
        lambda: debts.sales(db, back, TODAY),
        lambda: debts.free_sums(db),
        lambda: debts.open_items(db, 1, "RUB"),
        lambda: debts.free_payments(db, 1),
        lambda: ledgers.laid(db, 1),
        lambda: ledgers.invoices(db, 1, []),
        lambda: ledgers.payments(db, 1, []),
    ]
    # An open rest read through a partial index is as long as its answer; the subquery is made of such,
    # and the lists of numbers are our own.
    short = (
        "USING COVERING INDEX instalment_open", "USING INDEX invoice_disputed",
        "USING COVERING INDEX payment_free", "json_each", "SCAN j ", "SCAN (subquery",
        "SCAN CONSTANT ROW",
    )  # fmt: skip
    for read in reads:
        with plans(db) as steps:
            read()
        assert steps
        scans = [step for step in steps if step.startswith("SCAN")]
        assert all(any(name in step for name in short) for step in scans), scans


@pytest.mark.parametrize("by", Way)
def test_every_way_to_a_past_day_finds_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, by: Way
) -> None:
    fill(desk)
    monkeypatch.setattr(debts, "way", lambda _db, _as_of: by)
    db = desk.book.reader
    for back in (1, 30, 120, 250, 399, 450):
        as_of = TODAY - timedelta(days=back)
        rows = debts.aging(db, as_of, TODAY)
        assert {(row.currency, row.bucket.value): row.open_minor for row in rows} == by_walking(
            db, as_of
        )
        owed = debts.owed(db, as_of, TODAY)
        everybody = sorted({row.client_id for row in owed})
        assert bool(owed) is (back <= 400)
        assert sorted(owed) == sorted(debts.owed(db, as_of, TODAY, clients=everybody))
        forth = past_debts.open_then(Way.FORTH)
        assert sum(row.instalments for row in rows) == len(
            db.execute(forth, {"as_of": as_of.isoformat()}).fetchall()
        )


def test_the_way_is_the_shortest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Back to a near day, forth to one with few invoices before it, all where most take part; small
    files always go back."""
    fill(desk)
    db = desk.book.reader
    days = [TODAY - timedelta(days=back) for back in (1, 399, 200)]
    assert [way(db, day) for day in days] == [Way.BACK] * 3
    monkeypatch.setattr(past_debts, "_SHORT", 0)
    assert [way(db, day) for day in days] == [Way.BACK, Way.FORTH, Way.ALL]
    for day, steps_of in zip(days[:2], ("payment_by_day", "invoice_by_day"), strict=True):
        with plans(db) as steps:
            debts.aging(db, day, TODAY)
        assert any(f"{steps_of} (" in step for step in steps), steps
        assert not [step for step in steps if step in ("SCAN i", "SCAN v", "SCAN p", "SCAN a")]


def test_a_clients_past_is_read_by_client(desk: Desk) -> None:
    fill(desk)
    with plans(desk.book.reader) as steps:
        debts.owed(desk.book.reader, TODAY - timedelta(days=30), TODAY, clients=[1, 2, 3])
    assert not any("SCAN instalment" in step for step in steps)
    assert any("payment_of_client (client_id=? AND paid_on>?)" in step for step in steps)


def test_open_debt_is_read_from_the_covering_index(desk: Desk) -> None:
    fill(desk, 300)
    db = desk.book.reader
    for read in (
        lambda: debts.aging(db, TODAY, TODAY),
        lambda: debts.owed(db, TODAY, TODAY),
        lambda: debts.receivables(db, TODAY, TODAY),
    ):
        with plans(db) as steps:
            read()
        assert any("COVERING INDEX instalment_open" in step for step in steps), steps
    with plans(db) as steps:
        debts.owed(db, TODAY, TODAY)
    assert not any("TEMP B-TREE" in step for step in steps)
