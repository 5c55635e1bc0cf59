"""What one client owes in one currency, while lines of a statement are laid on it.

Each question takes time by what it answers, not by how much is owed: a statement may be all of one
client, who has as many invoices as it has lines.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from pipeline_tui.domain.debts import Share
from pipeline_tui.domain.matching import Bill
from pipeline_tui.domain.matching.purposes import References, comparable

_DISTINCT = 5
"""A number of so many signs, or one with a letter, is known without a word for invoice before it."""


class Standing:
    """Open instalments, the oldest due first; sums in minor units."""

    def __init__(self, bills: Iterable[Bill] = ()) -> None:
        self._bills = sorted(bills, key=lambda one: (one.due_on, one.instalment_id))
        self._left = {one.instalment_id: one.open_minor for one in self._bills}
        self._whole: dict[int, int] = defaultdict(int)
        self._of_invoice: dict[int, list[Bill]] = defaultdict(list)
        self._by_number: dict[str, list[Bill]] = defaultdict(list)
        self._by_sum: dict[int, Counter[int]] = defaultdict(Counter)
        self._place = {one.instalment_id: place for place, one in enumerate(self._bills)}
        self._next = list(range(len(self._bills) + 1))
        """Where the first open instalment from a place on is to be looked for."""
        for bill in self._bills:
            self._whole[bill.invoice_id] += bill.open_minor
            self._of_invoice[bill.invoice_id].append(bill)
            self._by_number[comparable(bill.number)].append(bill)
            self._by_sum[bill.open_minor][bill.invoice_id] += 1
        for invoice_id, minor in self._whole.items():
            self._by_sum[minor][invoice_id] += 1
        self.total = sum(self._whole.values())

    def left(self, bill: Bill) -> int:
        """What is open of an instalment."""
        return self._left[bill.instalment_id]

    def of_sum(self, amount_minor: int) -> tuple[int, ...]:
        """Invoices of which so much is open, as a whole or as an instalment."""
        return tuple(sorted(self._by_sum.get(amount_minor, ())))

    def named(self, said: References) -> list[Bill]:
        """Open instalments whose invoice the purpose names, in the order of the purpose."""
        found = [bill for number in said.numbers for bill in self._numbered(number)]
        loose = {
            bill.instalment_id: bill
            for token in said.tokens
            if token not in said.numbers and is_distinct(token)
            for bill in self._numbered(token)
        }
        return found + [loose[id_] for id_ in sorted(loose, key=self._place.__getitem__)]

    def shares(self, amount_minor: int, invoices: Iterable[int]) -> tuple[Share, ...]:
        """How a payment is laid: on the invoices named in their order, then the oldest due."""
        first = dict.fromkeys(invoices)
        shares = []
        for bill in self._in_turn(first):
            part = min(amount_minor, self._left[bill.instalment_id])
            if part > 0:
                shares.append(Share(bill.instalment_id, part))
                amount_minor -= part
            if not amount_minor:
                break
        return tuple(shares)

    def take(self, shares: Iterable[Share]) -> None:
        """What is laid is open no longer."""
        for share in shares:
            place = self._place[share.instalment_id]
            invoice_id = self._bills[place].invoice_id
            self._lower(self._left, share.instalment_id, share.amount_minor, invoice_id)
            self._lower(self._whole, invoice_id, share.amount_minor, invoice_id)
            self.total -= share.amount_minor
            if not self._left[share.instalment_id]:
                self._next[place] = place + 1

    def _lower(self, sums: dict[int, int], key: int, minor: int, invoice_id: int) -> None:
        """Lower a sum, and where it is found by its amount."""
        alike = self._by_sum[sums[key]]
        alike[invoice_id] -= 1
        if not alike[invoice_id]:
            del alike[invoice_id]
        sums[key] -= minor
        if sums[key]:
            self._by_sum[sums[key]][invoice_id] += 1

    def _numbered(self, number: str) -> list[Bill]:
        return [one for one in self._by_number.get(number, ()) if self.left(one) > 0]

    def _in_turn(self, first: Collection[int]) -> Iterator[Bill]:
        for invoice_id in first:
            yield from self._of_invoice.get(invoice_id, ())
        place = self._open_from(0)
        while place < len(self._bills):
            if self._bills[place].invoice_id not in first:
                yield self._bills[place]
            place = self._open_from(place + 1)

    def _open_from(self, place: int) -> int:
        while self._next[place] != place:
            self._next[place] = self._next[self._next[place]]
            place = self._next[place]
        return place


def is_distinct(number: str) -> bool:
    """Whether a number is an invoice's where no word for invoice stands before it."""
    return len(number) >= _DISTINCT or (
        len(number) >= 3 and any(c.isalpha() for c in number) and any(c.isdigit() for c in number)
    )
