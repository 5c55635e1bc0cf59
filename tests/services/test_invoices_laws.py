"""Thousands of random operations on money equal a ledger kept apart, in decimals, to the kopeck."""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest

from pipeline_tui.services.desk import Desk
from tests.dealing import dump
from tests.owing import TODAY, client

CURRENCIES = ("RUB", "USD")
KOPECK = Decimal("0.01")


@dataclass
class Part:
    """An instalment in the paper ledger."""

    bill: int
    due: date
    asked: Decimal
    currency: str
    owner: int


@dataclass
class Money:
    """A payment in the paper ledger."""

    owner: int
    currency: str
    day: date
    sum: Decimal


@dataclass
class Paper:
    """A ledger on paper: every posting is a line, and every balance a sum over lines."""

    parts: dict[int, Part] = field(default_factory=dict)
    money: dict[int, Money] = field(default_factory=dict)
    lines: list[tuple[int, int, Decimal]] = field(default_factory=list)
    void: set[int] = field(default_factory=set)

    def paid(self, part: int) -> Decimal:
        return sum((s for _m, p, s in self.lines if p == part), Decimal())

    def rest(self, part: int) -> Decimal:
        one = self.parts[part]
        return Decimal() if one.bill in self.void else one.asked - self.paid(part)

    def free(self, money: int) -> Decimal:
        used = sum((s for m, _p, s in self.lines if m == money), Decimal())
        return self.money[money].sum - used

    def post(self, money: int, bill: int | None = None) -> None:
        """Lay kopeck by purse: first the bill named, then whatever has waited longest."""
        purse = self.money[money]
        while True:
            waiting = [
                p for p, one in self.parts.items()
                if (one.owner, one.currency) == (purse.owner, purse.currency) and self.rest(p) > 0
            ]  # fmt: skip
            if not waiting or self.free(money) <= 0:
                return
            named = [p for p in waiting if self.parts[p].bill == bill]
            first = min(named or waiting, key=lambda p: (self.parts[p].due, p))
            self.lines.append((money, first, min(self.free(money), self.rest(first))))

    def post_free(self, owner: int, currency: str | None = None) -> None:
        for m, one in sorted(self.money.items(), key=lambda item: (item[1].day, item[0])):
            if one.owner == owner and currency in (None, one.currency):
                self.post(m)

    def erase(self, *, money: int | None = None, bill: int | None = None) -> None:
        self.lines = [
            (m, p, s) for m, p, s in self.lines
            if m != money and (bill is None or self.parts[p].bill != bill)
        ]  # fmt: skip


class Clerk:
    """Does the same to the program and to the paper, and compares."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.luck = random.Random(seed)
        self.owners = [client(desk, name) for name in ("Romashka", "Lutik", "Vasilek")]
        self.paper = Paper()
        self.before: list[tuple[Paper, dict[str, list[tuple[object, ...]]]]] = []

    def amount(self) -> Decimal:
        return Decimal(self.luck.randint(1, self.luck.choice([5, 999, 100_000]))) * KOPECK

    def day(self) -> date:
        return TODAY - timedelta(days=self.luck.randint(0, 200))

    def step(self) -> None:
        done = self.luck.choices(
            (
                self.bill,
                self.pay,
                self.lift,
                self.void,
                self.relay,
                self.spread,
                self.rework,
                self.undo,
            ),
            (6, 8, 2, 1, 2, 2, 3, 4),
        )[0]
        if done == self.undo:  # takes back, and is not itself taken back
            self.undo()
        else:
            kept = copy.deepcopy(self.paper), dump(self.desk.book.reader)
            revision = self.desk.history.revision()
            done()
            if self.desk.history.revision() != revision:
                self.before.append(kept)
        self.compare()

    def bill(self) -> None:
        owner, currency = self.luck.choice(self.owners), self.luck.choice(CURRENCIES)
        issued = self.day()
        parts = [
            (issued + timedelta(days=self.luck.randint(0, 90)), self.amount())
            for _ in range(self.luck.randint(1, 4))
        ]
        number = self.desk.invoices.add_invoice(
            {
                "client_id": owner, "currency": currency, "issued_on": issued,
                "amount_minor": int(sum(one for _due, one in parts) / KOPECK),
            },
            [(due, int(one / KOPECK)) for due, one in parts],
        )  # fmt: skip
        rows = self.desk.debts.invoice(number).instalments
        for row, (due, asked) in zip(rows, sorted(parts), strict=True):
            self.paper.parts[row.id] = Part(number, due, asked, currency, owner)
        self.paper.post_free(owner, currency)

    def pay(self) -> None:
        owner, currency, sum_ = (
            self.luck.choice(self.owners),
            self.luck.choice(CURRENCIES),
            self.amount(),
        )
        bills = sorted({
            one.bill for one in self.paper.parts.values()
            if (one.owner, one.currency) == (owner, currency) and one.bill not in self.paper.void
        })  # fmt: skip
        bill = self.luck.choice([None, *bills[-3:]])
        day = self.day()
        number = self.desk.invoices.add_payment(
            {
                "client_id": owner, "currency": currency, "paid_on": day,
                "amount_minor": int(sum_ / KOPECK),
            },
            invoice_id=bill,
        )  # fmt: skip
        self.paper.money[number] = Money(owner, currency, day, sum_)
        self.paper.post(number, bill)

    def lift(self) -> None:
        if self.paper.money:
            number = self.luck.choice(sorted(self.paper.money))
            self.desk.invoices.remove_payment(number)
            self.paper.erase(money=number)
            del self.paper.money[number]

    def void(self) -> None:
        bills = sorted({one.bill for one in self.paper.parts.values()} - self.paper.void)
        if bills:
            number = self.luck.choice(bills)
            self.desk.invoices.cancel(number)
            self.paper.erase(bill=number)
            self.paper.void.add(number)

    def relay(self) -> None:
        if self.paper.money:
            number = self.luck.choice(sorted(self.paper.money))
            self.desk.invoices.lay_anew(number)
            self.paper.erase(money=number)
            self.paper.post(number)

    def spread(self) -> None:
        owner = self.luck.choice(self.owners)
        self.desk.invoices.allocate_free(owner)
        self.paper.post_free(owner)

    def rework(self) -> None:
        """Agree on other instalments: what was paid stays where it is, the rest is free to change."""
        bills = sorted({one.bill for one in self.paper.parts.values()} - self.paper.void)
        if not bills:
            return
        number = self.luck.choice(bills)
        old = sorted(
            (p for p, one in self.paper.parts.items() if one.bill == number),
            key=lambda p: (self.paper.parts[p].due, p),
        )
        while len(old) > 1 and not self.paper.paid(old[-1]) and self.luck.random() < 0.5:
            del self.paper.parts[old.pop()]
        first = self.paper.parts[old[0]]
        due = first.due
        agreed: list[tuple[date, Decimal]] = []
        for at in range(len(old) + self.luck.randint(0, 2)):
            paid = self.paper.paid(old[at]) if at < len(old) else Decimal()
            agreed.append((due, paid + self.amount()))
            due += timedelta(days=self.luck.randint(1, 30))
        self.desk.invoices.edit(
            number, {"amount_minor": int(sum(one for _due, one in agreed) / KOPECK)},
            instalments=[(day, int(one / KOPECK)) for day, one in agreed],
        )  # fmt: skip
        rows = self.desk.debts.invoice(number).instalments
        for at, (row, (day, asked)) in enumerate(zip(rows, agreed, strict=True)):
            assert at >= len(old) or row.id == old[at]
            self.paper.parts[row.id] = Part(number, day, asked, first.currency, first.owner)

    def undo(self) -> None:
        if self.before:
            self.desk.history.undo()
            self.paper, tables = self.before.pop()
            assert dump(self.desk.book.reader) == tables

    def compare(self) -> None:
        db = self.desk.book.reader
        rests = dict(db.execute("SELECT id, open_minor FROM instalment"))
        assert rests == {p: int(self.paper.rest(p) / KOPECK) for p in self.paper.parts}
        free = dict(db.execute("SELECT id, free_minor FROM payment"))
        assert free == {m: int(self.paper.free(m) / KOPECK) for m in self.paper.money}
        for owner in self.owners:
            sums: dict[str, Decimal] = {}
            late: dict[str, Decimal] = {}
            for number, one in self.paper.parts.items():
                if one.owner == owner and (rest := self.paper.rest(number)):
                    sums[one.currency] = sums.get(one.currency, Decimal()) + rest
                    if one.due < TODAY:
                        late[one.currency] = late.get(one.currency, Decimal()) + rest
            standing = self.desk.debts.badge(owner)
            assert {c: Decimal(m) * KOPECK for c, m in standing.open_sums} == sums
            assert {c: Decimal(m) * KOPECK for c, m in standing.overdue_sums} == late


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_random_operations_equal_a_ledger_on_paper(desk: Desk, seed: int) -> None:
    clerk = Clerk(desk, seed)
    for _ in range(200):
        clerk.step()
    while clerk.before:
        clerk.undo()
    assert desk.debts.aging() == []
    assert desk.history.broken() == []
