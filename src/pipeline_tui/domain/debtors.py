"""Lists of those that owe: their order, and what a list answers with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from pipeline_tui.domain.clients import SUMS
from pipeline_tui.domain.debts import OpenItem, OwedRow


class DebtList(Struct, frozen=True):
    """Who owes, in order, and the sums of all of them as of a day."""

    as_of: date
    ids: tuple[int, ...]
    open_sums: SUMS
    overdue_sums: SUMS


class Proposal(Struct, frozen=True):
    """How a payment would be laid: instalments with what each would take, and what is left over."""

    lines: tuple[tuple[OpenItem, int], ...]
    free_minor: int


class Terms(Struct, frozen=True):
    """A client's name, days from issue to payment, and the currency of its newest invoice."""

    name: str
    days: int
    currency: str


def by_age(rows: Iterable[OwedRow]) -> list[int]:
    """Clients, the oldest debt first, of one age the larger in its currency."""
    first: dict[int, tuple[str, int, int]] = {}
    for id_, _currency, oldest_on, open_minor, _overdue in rows:
        line = (oldest_on, -open_minor, id_)
        known = first.get(id_)
        if known is None or line < known:
            first[id_] = line
    return [line[2] for line in sorted(first.values())]


def by_sum(rows: Iterable[OwedRow], own: str, *, overdue: bool) -> list[int]:
    """Clients, the largest sum first: debtors of the own currency, then those of others, one by one."""
    first: dict[int, tuple[bool, str, int, int]] = {}
    for id_, currency, _oldest, open_minor, overdue_minor in rows:
        line = (currency != own, currency, -(overdue_minor if overdue else open_minor), id_)
        known = first.get(id_)
        if known is None or line < known:
            first[id_] = line
    return [line[3] for line in sorted(first.values())]
