"""RFM, rhythm and loyalty: known answers by hand, and what must hold of any base."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.buyers import (
    Orders,
    Paid,
    Segment,
    Tier,
    buyers,
    dormant,
    rhythm,
    segment_of,
    tier_of,
)

TODAY = date(2026, 3, 11)


def ago(*days: int) -> tuple[date, ...]:
    return tuple(sorted(TODAY - timedelta(n) for n in days))


def test_a_small_base_is_scored_by_fixed_steps() -> None:
    """By hand: 10 orders, the last 30 days ago → 5, 5; of 100 000 paid 81 % is A, the rest C."""
    found = buyers(
        [
            Orders(1, "Often", ago(*range(30, 130, 10))),
            Orders(2, "Silent", ago(300, 330, 360)),
            Orders(3, "Once", ago(400)),
        ],
        {"RUB": {1: 8_100_000, 2: 1_900_000}},
        TODAY,
        currency="RUB",
        tiers=[Tier("Gold", 8_000_000, 5), Tier("Silver", 1_000_000, 3)],
    )
    said = {one.name: (one.scores, one.segment, one.tier and one.tier.name) for one in found}
    assert said == {
        "Often": ("5-5-5", Segment.BEST, "Gold"),
        "Silent": ("2-3-3", Segment.AT_RISK, "Silver"),
        "Once": ("1-1-1", Segment.GONE, None),
    }
    assert [one.name for one in found] == ["Often", "Silent", "Once"]
    assert found[0].expected_on == TODAY - timedelta(20)
    assert found[1].expected_on == TODAY - timedelta(270)
    assert (found[2].expected_on, found[2].paid) == (None, None)


def test_a_large_base_is_cut_into_fifths() -> None:
    """A hundred clients, client n ordered n + 1 days ago and paid n roubles: twenty to a fifth."""
    found = buyers(
        [Orders(n, f"C{n:03}", ago(n + 1)) for n in range(100)],
        {"RUB": {n: 100 * n for n in range(1, 100)}},
        TODAY,
        currency="RUB",
    )
    by_id = {one.client_id: one for one in found}
    assert [by_id[n].recency for n in (0, 19, 20, 59, 79, 80, 99)] == [5, 5, 4, 3, 2, 1, 1]
    assert {one.frequency for one in found} == {1}, "all alike: none has anybody behind it"
    assert [by_id[n].money for n in (0, 1, 20, 50, 99)] == [1, 1, 1, 3, 5]


def test_money_of_two_currencies_is_not_added() -> None:
    found = buyers(
        [Orders(1, "Both", ago(5)), Orders(2, "Dollar", ago(5))],
        {"RUB": {1: 100}, "USD": {1: 1, 2: 99}},
        TODAY,
        currency="RUB",
    )
    both = next(one for one in found if one.client_id == 1)
    assert (both.money, both.paid) == (5, Paid(100, "RUB"))


@pytest.mark.parametrize(
    ("days", "gap"),
    [((0, 30, 60), 30), ((0, 10, 60), 30), ((0, 0, 30), None), ((0, 3, 6), None), ((0, 7, 14), 7)],
)
def test_rhythm_is_the_median_gap(days: tuple[int, ...], gap: int | None) -> None:
    assert rhythm(ago(*days)) == gap


def test_the_highest_tier_reached_holds_in_any_order() -> None:
    tiers = [Tier("Gold", 500, 5), Tier("Silver", 100, 3)]
    assert [tier_of(tiers, minor) for minor in (99, 100, 499, 500)] == [
        None, tiers[1], tiers[1], tiers[0],
    ]  # fmt: skip


def test_every_pair_of_scores_has_one_segment() -> None:
    assert {segment_of(r, f) for r in range(1, 6) for f in range(1, 6)} == set(Segment)


@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 720), min_size=1, max_size=12), st.integers(0, 10**9)),
        min_size=1,
        max_size=130,
    )
)
def test_more_is_never_scored_less(base: list[tuple[list[int], int]]) -> None:
    """Whoever ordered later, oftener, or paid more has no lower score; scores are 1 to 5."""
    orders = [Orders(n, f"C{n}", ago(*days)) for n, (days, _paid) in enumerate(base)]
    found = buyers(orders, {"RUB": {n: paid for n, (_d, paid) in enumerate(base)}}, TODAY,
                   currency="RUB")  # fmt: skip
    assert sorted(one.client_id for one in found) == list(range(len(base)))
    assert {s for one in found for s in (one.recency, one.frequency, one.money)} <= set(range(1, 6))
    for score, worth in (
        ("recency", lambda one: one.last_on),
        ("frequency", lambda one: one.orders),
        ("money", lambda one: one.paid.minor if one.paid else 0),
    ):
        ranked = [getattr(one, score) for one in sorted(found, key=worth)]
        assert ranked == sorted(ranked)


@given(st.lists(st.integers(1, 900), min_size=1, max_size=8, unique=True), st.integers(1, 800))
def test_who_has_gone_stays_gone_until_the_next_order(ago: list[int], after: int) -> None:
    days = tuple(sorted(TODAY - timedelta(n) for n in ago))
    quiet = min(ago)
    gap = rhythm(days)
    limit = after if gap is None else min(after, 6 * gap)
    assert dormant(days, TODAY, after) == (quiet > limit)
    if dormant(days, TODAY, after):
        assert dormant(days, TODAY + timedelta(1), after)
        assert quiet > min(after, 42)  # nobody is looked at sooner
        assert not dormant((*days, TODAY), TODAY, after)
