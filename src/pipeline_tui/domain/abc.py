"""Classes by turnover: ABC 80/15/5.

Clients stand by what they paid, the largest first. A client is A while those before it make less than
80 % of the whole, B while less than 95 %, else C; equal sums share the class of the first of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

A_PERCENT, B_PERCENT = 80, 95


class ClassRow(Struct, frozen=True):
    """A proposed class. `share` is the client's part of all turnover in `currency`, from 0 to 1."""

    id: int
    name: str
    before: str | None
    after: str
    turnover_minor: int
    currency: str
    share: float


class ClassProposal(Struct, frozen=True):
    """What the turnover says: clients whose class would change, and how many of each there are.

    `n` clients paid in the twelve months; `by_hand` would change but were classed by hand.
    """

    rows: tuple[ClassRow, ...]
    n: int
    counts: Mapping[str, int]
    by_hand: int


def classes(turnover: Mapping[int, int]) -> dict[int, tuple[str, float]]:
    """Client → (class, share of the whole), by paid turnover in one currency. Nought is left out."""
    paid = sorted(((minor, id_) for id_, minor in turnover.items() if minor > 0), reverse=True)
    whole = sum(minor for minor, _id in paid)
    found: dict[int, tuple[str, float]] = {}
    before = same_before = 0
    last: int | None = None
    for minor, id_ in paid:
        if minor != last:
            same_before, last = before, minor
        percent = 100 * same_before
        abc = "A" if percent < A_PERCENT * whole else "B" if percent < B_PERCENT * whole else "C"
        found[id_] = (abc, minor / whole)
        before += minor
    return found
