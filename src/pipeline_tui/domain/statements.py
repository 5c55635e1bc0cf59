"""A bank statement, whatever file it came in: its lines, and the totals that the bank itself gives."""

from __future__ import annotations

import hashlib
from datetime import date

from msgspec import Struct


class Party(Struct, frozen=True, gc=False):
    """Who stands on the other side of a line, as the bank wrote it; empty where it says nothing."""

    name: str = ""
    inn: str = ""
    kpp: str = ""
    account: str = ""
    bik: str = ""


class StatementLine(Struct, frozen=True, gc=False):
    """One movement on an own account.

    `row` is where it begins in the file: a row of text, or the number of the entry in XML.
    `amount_minor` is positive for what came in, negative for what went out. `transfer`: both
    accounts are the user's own. `reversal`: the bank takes a movement back.
    """

    row: int
    account: str
    booked_on: date
    amount_minor: int
    currency: str
    other: Party
    number: str = ""
    dated_on: date | None = None
    purpose: str = ""
    bank_id: str = ""
    transfer: bool = False
    reversal: bool = False

    @property
    def key(self) -> str:
        """What tells this line from all others; lines of two files with one key are one movement.

        Numbers of documents repeat within a day, and banks use one reference for a whole batch, so the
        day, the sum and both accounts are always part of it.
        """
        known = [
            self.account, self.bank_id or self.number, self.booked_on.isoformat(),
            str(self.amount_minor), self.currency, self.other.account,
        ]  # fmt: skip
        if not self.numbered:
            known += [self.purpose, self.other.name]
        return hashlib.sha256("\n".join(known).encode()).hexdigest()[:32]

    @property
    def numbered(self) -> bool:
        """Whether it has a number of its own, so that a second one like it in a file is the same line
        twice; without one it is another movement."""
        return bool(self.bank_id or (self.number and self.other.account))


class Totals(Struct, frozen=True):
    """What the bank says of an account for the period, in minor units; None where it does not."""

    row: int
    account: str
    currency: str
    opening: int | None = None
    came: int | None = None
    went: int | None = None
    closing: int | None = None


class Disagreement(Struct, frozen=True):
    """A total that the lines do not add up to. `what` is "came", "went" or "closing"."""

    row: int
    account: str
    what: str
    currency: str
    said_minor: int
    found_minor: int


class Tally(Struct):
    """The sums of lines of one account, minor units without signs."""

    came: int = 0
    went: int = 0

    def add(self, amount_minor: int) -> None:
        """Count a movement in."""
        if amount_minor > 0:
            self.came += amount_minor
        else:
            self.went -= amount_minor


def disagreements(totals: Totals, found: Tally) -> list[Disagreement]:
    """Where the bank's own totals differ from its lines."""
    wrong = []
    closing = None if totals.opening is None else totals.opening + found.came - found.went
    for what, said, is_so in (
        ("came", totals.came, found.came),
        ("went", totals.went, found.went),
        ("closing", totals.closing, closing),
    ):
        if said is not None and is_so is not None and said != is_so:
            wrong.append(
                Disagreement(totals.row, totals.account, what, totals.currency, said, is_so)
            )
    return wrong
