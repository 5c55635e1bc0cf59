"""A ledger on paper, in decimals, kept apart from the program: random operations are done to both, and
every balance of every day is compared to the kopeck. Knows nothing of the program's own rules.
"""

from __future__ import annotations

import copy
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

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
    issued: date


@dataclass
class Money:
    """A payment in the paper ledger."""

    owner: int
    currency: str
    day: date
    sum: Decimal
    about: int | None = None
    """The bill that a credit note or a write-off is about."""
    final: bool = False
    """Whether it lies where it lies."""


@dataclass
class Paper:
    """A ledger on paper: every posting is a line, and every balance a sum over lines."""

    parts: dict[int, Part] = field(default_factory=dict)
    money: dict[int, Money] = field(default_factory=dict)
    lines: list[tuple[int, int, Decimal]] = field(default_factory=list)
    void: set[int] = field(default_factory=set)

    def rest_on(self, part: int, day: date, today: date) -> Decimal:
        """What was open of a part at the end of a day; bills are voided today."""
        one = self.parts[part]
        if one.issued > day or (one.bill in self.void and day >= today):
            return Decimal()
        return one.asked - sum(
            (s for m, p, s in self.lines if p == part and self.money[m].day <= day), Decimal()
        )

    def standing(self) -> list[int]:
        return sorted({one.bill for one in self.parts.values()} - self.void)

    def of_bill(self, bill: int) -> list[int]:
        """Parts of a bill, the first due first."""
        mine = (p for p, one in self.parts.items() if one.bill == bill)
        return sorted(mine, key=lambda p: (self.parts[p].due, p))

    def lower(self, money: int, bill: int) -> None:
        """Take a sum off a bill from its end."""
        for part in reversed(self.of_bill(bill)):
            taken = min(self.free(money), self.rest(part))
            if taken > 0:
                self.lines.append((money, part, taken))

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


State = tuple[Paper, dict[str, list[tuple[object, ...]]]]


class Clerk:
    """Does the same to the program and to the paper, and compares."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.luck = random.Random(seed)
        self.owners = [client(desk, name) for name in ("Romashka", "Lutik", "Vasilek")]
        self.paper = Paper()
        self.before: list[State] = []
        self.undone: list[State] = []
        self.done: Counter[str] = Counter()

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
                self.credit,
                self.give_up,
                self.open_debt,
                self.open_advance,
                self.undo,
                self.redo,
            ),
            (6, 8, 2, 1, 2, 2, 3, 3, 2, 1, 1, 4, 2),
        )[0]
        self.done[done.__name__] += 1
        if done in (self.undo, self.redo):  # which are not taken back themselves
            done()
        else:
            kept = self.state()
            revision = self.desk.history.revision()
            done()
            if self.desk.history.revision() != revision:
                self.before.append(kept)
                self.undone.clear()
        self.compare()

    def state(self) -> State:
        return copy.deepcopy(self.paper), dump(self.desk.book.reader)

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
            self.paper.parts[row.id] = Part(number, due, asked, currency, owner, issued)
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
            for money in [m for m, one in self.paper.money.items() if one.about == number]:
                self.paper.erase(money=money)
                del self.paper.money[money]
            self.paper.erase(bill=number)
            self.paper.void.add(number)

    def relay(self) -> None:
        movable = sorted(m for m, one in self.paper.money.items() if not one.final)
        if movable:
            number = self.luck.choice(movable)
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
            self.paper.parts[row.id] = Part(
                number, day, asked, first.currency, first.owner, first.issued
            )

    def credit(self) -> None:
        """A bill asks for less, at most for nothing at all."""
        bills = self.paper.standing()
        if not bills:
            return
        bill = self.luck.choice(bills)
        mine = [self.paper.parts[p] for p in self.paper.of_bill(bill)]
        before = sum(
            (one.sum for one in self.paper.money.values() if one.about == bill and not one.final),
            Decimal(),
        )
        room = sum((one.asked for one in mine), Decimal()) - before
        sum_ = min(self.amount(), room)
        if sum_ > 0:
            day = self.day()
            number = self.desk.credits.credit_note(bill, int(sum_ / KOPECK), "came back", on=day)
            self.paper.money[number] = Money(mine[0].owner, mine[0].currency, day, sum_, bill)
            self.paper.lower(number, bill)

    def give_up(self) -> None:
        owing = [
            b for b in self.paper.standing() if any(map(self.paper.rest, self.paper.of_bill(b)))
        ]
        if not owing:
            return
        bill = self.luck.choice(owing)
        first = self.paper.parts[self.paper.of_bill(bill)[0]]
        rest = sum(map(self.paper.rest, self.paper.of_bill(bill)), Decimal())
        sum_, day = min(self.amount(), rest), self.day()
        number = self.desk.credits.write_off(
            bill, "bankrupt", amount_minor=int(sum_ / KOPECK), on=day
        )
        self.paper.money[number] = Money(first.owner, first.currency, day, sum_, bill, final=True)
        self.paper.lower(number, bill)

    def open_debt(self) -> None:
        owner, currency = self.luck.choice(self.owners), self.luck.choice(CURRENCIES)
        on, sum_ = self.day(), self.amount()
        due = on - timedelta(days=self.luck.randint(0, 300))
        bill = self.desk.credits.opening_debt(
            owner, int(sum_ / KOPECK), currency, number="211", on=on, due_on=due
        )
        [row] = self.desk.debts.invoice(bill).instalments
        self.paper.parts[row.id] = Part(bill, due, sum_, currency, owner, on)
        self.paper.post_free(owner, currency)

    def open_advance(self) -> None:
        owner, currency = self.luck.choice(self.owners), self.luck.choice(CURRENCIES)
        on, sum_ = self.day(), self.amount()
        number = self.desk.credits.opening_advance(owner, int(sum_ / KOPECK), currency, on=on)
        self.paper.money[number] = Money(owner, currency, on, sum_)
        self.paper.post(number)

    def undo(self) -> None:
        if self.before:
            self.undone.append(self.state())
            self.desk.history.undo()
            self.paper, tables = self.before.pop()
            assert dump(self.desk.book.reader) == tables

    def redo(self) -> None:
        if self.undone:
            self.before.append(self.state())
            self.desk.history.redo()
            self.paper, tables = self.undone.pop()
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
        day = self.day()
        then: dict[str, Decimal] = {}
        for number, one in self.paper.parts.items():
            rest = self.paper.rest_on(number, day, TODAY)
            then[one.currency] = then.get(one.currency, Decimal()) + rest
        aging: dict[str, int] = {}
        for row in self.desk.debts.aging(day):
            aging[row.currency] = aging.get(row.currency, 0) + row.open_minor
        assert aging == {c: int(s / KOPECK) for c, s in then.items() if s}, day

    def undo_all(self) -> None:
        """Take back everything: nothing is owed then, and the log holds."""
        while self.before:
            self.undo()
        assert self.desk.debts.aging() == []
        assert self.desk.history.broken() == []
