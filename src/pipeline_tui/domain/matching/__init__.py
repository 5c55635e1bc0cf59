"""Lines of a bank statement matched to clients and their invoices: what is known, what is concluded.

Precision first: a line is taken by itself only where the payer is beyond doubt and the money agrees
with what is owed; everything else is offered with its reasons, or left.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.debts import Share
from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.domain.statements import Disagreement, StatementLine


class Verdict(StrEnum):
    """What becomes of a line."""

    CERTAIN = "certain"
    """Taken by itself."""
    LIKELY = "likely"
    """Offered."""
    UNKNOWN = "unknown"
    """Money of somebody who is not known."""
    ASIDE = "aside"
    """No payment of a client."""
    KNOWN = "known"
    """Read before, or twice in this file."""


class Ground(StrEnum):
    """Why a line is, or is not, somebody's payment."""

    INN = "inn"
    KPP = "kpp"
    ACCOUNT = "account"
    """The account on the client's card."""
    PAID_BEFORE = "paid_before"
    """The account, or the name, that a payment of this client came from before."""
    NAME = "name"
    NAME_NEAR = "name_near"
    NUMBER = "number"
    """The purpose names the invoice."""
    DAY = "day"
    """And its day."""
    SUM = "sum"
    """The sum is what is open on the invoice or the instalment."""
    SUM_ALL = "sum_all"
    """The sum is all that the client owes."""
    # Against
    SEVERAL = "several"
    """More than one client agrees."""
    OTHER_INN = "other_inn"
    OTHER_DAY = "other_day"
    """An invoice of this number, but of another day."""
    NUMBER_UNKNOWN = "number_unknown"
    """The purpose names an invoice that is not open here."""
    SUM_OVER = "sum_over"
    """More than is owed."""
    SUM_ODD = "sum_odd"
    """The sum is that of no invoice, and none is named."""
    NOTHING_OWED = "nothing_owed"
    TO_COME = "to_come"
    """The day of the line is still to come: a slip in the file, or in the clock."""
    ENTERED = "entered"
    """A payment of this sum was entered by hand about this day."""
    BANK = "bank"
    """The numbers are those of the payer's bank, as when a person pays by card."""
    # Aside
    OUT = "out"
    TRANSFER = "transfer"
    REVERSAL = "reversal"
    TAX = "tax"
    FEE = "fee"
    SALARY = "salary"
    LOAN = "loan"
    REFUND = "refund"
    CASH = "cash"


AGAINST = frozenset(
    {
        Ground.SEVERAL, Ground.OTHER_INN, Ground.OTHER_DAY, Ground.NUMBER_UNKNOWN, Ground.SUM_OVER,
        Ground.SUM_ODD, Ground.NOTHING_OWED, Ground.ENTERED, Ground.BANK,
        Ground.TO_COME,
    }
)  # fmt: skip
"""Each of these keeps a line from being taken by itself."""


class Reason(Struct, frozen=True):
    """A ground, with what it was seen in: the number, the name, the day."""

    ground: Ground
    text: str = ""


class Payer(Struct, frozen=True, gc=False):
    """A client as somebody who pays."""

    id: int
    name: str
    kind: str = "company"
    inn: str = ""
    kpp: str = ""
    account: str = ""


class Bill(Struct, frozen=True, gc=False):
    """An instalment that wants money, with its invoice; minor units."""

    instalment_id: int
    invoice_id: int
    client_id: int
    number: str
    issued_on: date
    due_on: date
    currency: str
    open_minor: int


class Earlier(Struct, frozen=True, gc=False):
    """A line that became a payment: from whom the money of a client came."""

    client_id: int
    account: str
    name: str


class Entered(Struct, frozen=True, gc=False):
    """A payment that was entered without a statement."""

    client_id: int
    currency: str
    amount_minor: int
    paid_on: date


class Book(Struct, frozen=True):
    """All that lines are matched with."""

    payers: tuple[Payer, ...] = ()
    bills: tuple[Bill, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    entered: tuple[Entered, ...] = ()
    keys: frozenset[str] = frozenset()
    """Keys of the lines that were taken before."""
    own: frozenset[str] = frozenset()
    """The user's own accounts and ИНН: what comes from them is no payment."""
    today: date = date.max


class Match(Struct, frozen=True):
    """What became of a line. `invoices` are those that the purpose names or whose sum it is; `shares`
    is how the payment is to be laid."""

    line: StatementLine
    verdict: Verdict
    client_id: int | None = None
    invoices: tuple[int, ...] = ()
    shares: tuple[Share, ...] = ()
    reasons: tuple[Reason, ...] = ()
    others: tuple[int, ...] = ()
    """Other clients that agree too."""
    key: str = ""
    """Under which the line is kept once it is taken."""

    @property
    def wanted(self) -> Mapping[int, int]:
        """Instalment → minor units."""
        return {one.instalment_id: one.amount_minor for one in self.shares}


class Choice(Struct, frozen=True):
    """Whose payment the user says a line is, and for which invoices, in their order; else the oldest
    due comes first."""

    client_id: int
    invoices: tuple[int, ...] = ()


class MatchRow(Struct, frozen=True):
    """A line with what became of it, as it is listed; `place` counts the lines of the file from 1."""

    place: int
    line: StatementLine
    verdict: Verdict
    client_id: int | None
    client: str
    invoices: tuple[str, ...]
    """Their numbers."""
    reasons: tuple[Reason, ...]
    others: tuple[str, ...] = ()
    invoice_ids: tuple[int, ...] = ()
    taken: bool = False
    """Whether it became a payment now."""


class StatementResult(Struct, frozen=True):
    """A statement that was read: its lines, what could not be read, and totals that disagree."""

    file: str
    format: str
    accounts: tuple[str, ...]
    rows: tuple[MatchRow, ...]
    rejected: tuple[Unreadable, ...]
    wrong_totals: tuple[Disagreement, ...]
    cut: bool

    def counts(self) -> dict[Verdict, int]:
        """How many lines of each verdict there are."""
        found = dict.fromkeys(Verdict, 0)
        for row in self.rows:
            found[row.verdict] += 1
        return found
