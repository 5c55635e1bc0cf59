"""What goes with what: products that the same clients buy, by lift with a minimum support.

A basket is what one client has bought over all time. For two products A and B among n baskets
(Agrawal, Imieliński, Swami 1993; lift: Brin, Motwani, Ullman, Tsur 1997):

    support = P(AB)    confidence of A → B = P(AB) / P(A)    lift = P(AB) / (P(A) · P(B))

A lift of 1 says that they are bought as if by chance; pairs of few baskets say nothing, so that a
pair counts only from a number of baskets up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import combinations

from msgspec import Struct


class Counted(Struct):
    """How many baskets there are, how many hold each product, and each two, the lower number first."""

    baskets: int
    one: Counter[int]
    two: Counter[tuple[int, int]]


class Pair(Struct, frozen=True):
    """Product `b` for those who have `a`, in numbers of baskets."""

    a: int
    b: int
    baskets: int
    with_a: int
    with_b: int
    with_both: int

    @property
    def support(self) -> float:
        """The share of baskets that hold both."""
        return self.with_both / self.baskets

    @property
    def confidence(self) -> float:
        """Of the baskets with `a`, the share that holds `b` too."""
        return self.with_both / self.with_a

    @property
    def lift(self) -> float:
        """How many times as often as by chance the two are bought by one client."""
        return self.with_both * self.baskets / (self.with_a * self.with_b)


class Suggestion(Struct, frozen=True):
    """A pair with the names of its products."""

    pair: Pair
    a: str
    b: str


def count_baskets(baskets: Iterable[Collection[int]]) -> Counted:
    """Count products and pairs; a basket holds a product once, however often it was bought."""
    found = Counted(0, Counter(), Counter())
    for basket in baskets:
        goods = sorted(set(basket))
        if not goods:
            continue
        found.baskets += 1
        found.one.update(goods)
        found.two.update(combinations(goods, 2))
    return found


def pairs(counted: Counted, at_least: int) -> list[Pair]:
    """Both ways of each pair that `at_least` so many baskets hold, the highest lift first, then the
    surer and the better founded."""
    found = [
        Pair(a, b, counted.baskets, counted.one[a], counted.one[b], both)
        for (first, second), both in counted.two.items()
        if both >= at_least
        for a, b in ((first, second), (second, first))
    ]
    return sorted(found, key=_rank)


def suggestions(counted: Counted, owned: Collection[int], at_least: int) -> list[Pair]:
    """What to offer to who has bought `owned`: each product they lack once, by its best pair with
    what they have, where that is bought more often than by chance; the best first."""
    best: dict[int, Pair] = {}
    for pair in pairs(counted, at_least):
        # Compared in whole numbers: a lift of exactly one is chance.
        more = pair.with_both * pair.baskets > pair.with_a * pair.with_b
        if more and pair.a in owned and pair.b not in owned:
            best.setdefault(pair.b, pair)
    return list(best.values())


def _rank(pair: Pair) -> tuple[float, float, int, int, int]:
    return (-pair.lift, -pair.confidence, -pair.with_both, pair.a, pair.b)
