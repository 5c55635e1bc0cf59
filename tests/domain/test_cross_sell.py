"""What goes with what, against probabilities counted the long way."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.cross_sell import count_baskets, pairs, suggestions

BASKETS = st.lists(st.lists(st.integers(1, 6), max_size=6), max_size=25)


def chance(baskets: list[list[int]], *goods: int) -> Fraction:
    """The share of the baskets with anything in them that hold all of these."""
    filled = [one for one in baskets if one]
    return Fraction(sum(set(goods) <= set(one) for one in filled), len(filled))


def by_hand(baskets: list[list[int]], at_least: int) -> dict[tuple[int, int], Fraction]:
    """(A, B) → lift of every pair in enough baskets, by the formula's own words."""
    found = {}
    for a, b in permutations(range(1, 7), 2):
        if sum({a, b} <= set(one) for one in baskets) >= at_least:
            both = chance(baskets, a, b)
            found[a, b] = both / (chance(baskets, a) * chance(baskets, b))
    return found


@given(BASKETS, st.integers(1, 5))
def test_figures_are_those_of_the_formulas(baskets: list[list[int]], at_least: int) -> None:
    found = pairs(count_baskets(baskets), at_least)
    assert {(one.a, one.b) for one in found} == by_hand(baskets, at_least).keys()
    for one in found:
        assert one.lift == pytest.approx(float(by_hand(baskets, at_least)[one.a, one.b]))
        assert one.support == pytest.approx(float(chance(baskets, one.a, one.b)))
        confidence = chance(baskets, one.a, one.b) / chance(baskets, one.a)
        assert one.confidence == pytest.approx(float(confidence))
    assert [one.lift for one in found] == sorted((one.lift for one in found), reverse=True)


@given(BASKETS, st.sets(st.integers(1, 6)), st.integers(1, 4))
def test_only_what_they_lack_and_what_goes_better_than_by_chance(
    baskets: list[list[int]], owned: set[int], at_least: int
) -> None:
    found = suggestions(count_baskets(baskets), owned, at_least)
    lifts = by_hand(baskets, at_least)
    wanted = {
        b: max(lift for (a, other), lift in lifts.items() if other == b and a in owned)
        for (a, b), lift in lifts.items()
        if a in owned and b not in owned
    }
    assert {one.b for one in found} == {b for b, lift in wanted.items() if lift > 1}
    for one in found:
        assert one.a in owned
        assert one.lift == pytest.approx(float(wanted[one.b]))


def test_a_known_answer() -> None:
    # Ten clients; 4 have A, 5 have B, 3 both: P(AB) .3, P(A)·P(B) .2, lift 1.5, confidence .75.
    baskets = [[1, 2]] * 3 + [[1]] + [[2]] * 2 + [[3]] * 4
    (one, other) = pairs(count_baskets(baskets), 3)
    assert (one.a, one.b, one.lift, one.confidence, one.support) == (1, 2, 1.5, 0.75, 0.3)
    assert (other.a, other.b, other.lift, other.confidence) == (2, 1, 1.5, 0.6)
    assert pairs(count_baskets(baskets), 4) == []
    assert suggestions(count_baskets([]), {1}, 1) == []
