"""Laws of the forecast: chances are chances, and nothing that came later is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline_tui.domain.forecast import replay as replay_module
from pipeline_tui.domain.forecast.ahead import forecast
from pipeline_tui.domain.forecast.courses import Course, Facts, Pass, Version, observed
from pipeline_tui.domain.forecast.curve import LOST, OPEN, WON, Curve
from pipeline_tui.domain.forecast.model import Model
from pipeline_tui.domain.forecast.outlook import Outlook, month_end
from pipeline_tui.domain.forecast.replay import Replay, Trust
from tests.domain.test_forecast import DAY0, IS_LOST, IS_WON, NEW, OFFER, STAGES

seeds = st.integers(0, 10**9)
UNTIL = month_end(DAY0, 9)


def some_facts(random: Random) -> Facts:
    return Facts(
        random.choice([None, random.randrange(1, 10**6)]), random.choice(["RUB", "RUB", "USD"]),
        random.choice(["", "site", "cold"]), random.choice(["", "Press"]),
        random.choice([None, 500_00]), random.choice([None, DAY0 + random.randrange(300)]),
    )  # fmt: skip


def some_passes(random: Random, first: int) -> tuple[Pass, ...]:
    """A course of stages, most of which come to an end."""
    found, day, stage = [], first, NEW
    while day < UNTIL:
        found.append(Pass(day, stage, random.choice([None, random.randrange(1, 10**6)])))
        day += random.randrange(0, 60)
        stage = random.choice([OFFER, OFFER, IS_WON, IS_LOST])
        if found[-1].stage_id in (IS_WON, IS_LOST) and random.random() < 0.9:
            break
    return tuple(found)


def some_courses(random: Random, count: int = 60) -> list[Course]:
    return [
        Course(
            number, some_passes(random, DAY0 + random.randrange(240)), some_facts(random),
            tuple(
                Version(day, some_facts(random))
                for day in sorted(DAY0 + random.randrange(300) for _ in range(random.randrange(3)))
            ),
            gone=DAY0 + random.randrange(600) if random.random() < 0.1 else None,
        )
        for number in range(count)
    ]  # fmt: skip


def with_another_future(random: Random, courses: Sequence[Course], day: int) -> list[Course]:
    """The same deals up to the end of a day; everything after it is another."""
    found = []
    for one in courses:
        kept = tuple(each for each in one.passes if each.day <= day)
        versions = [each for each in one.versions if each.until <= day]
        versions.append(Version(day + 1, one.known(day)))
        gone = one.gone if one.gone is not None and one.gone <= day else None
        found.append(
            replace(
                one,
                passes=(*kept, *some_passes(random, day + 1 + random.randrange(40))),
                versions=tuple(versions),
                facts=some_facts(random),
                gone=gone or random.choice([None, day + 1 + random.randrange(40)]),
            )
        )
    return [*found, *(replace(one, deal_id=1000 + one.deal_id) for one in _born_after(random, day))]


def _born_after(random: Random, day: int) -> list[Course]:
    return [
        Course(number, some_passes(random, day + 1 + random.randrange(20)), some_facts(random))
        for number in range(5)
    ]


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_chances_are_between_none_and_sure_and_grow_with_time(seed: int) -> None:
    courses = some_courses(Random(seed))
    known = observed(courses, STAGES, UNTIL)
    model = Model(known, STAGES, UNTIL)
    for deal in model.standing(known):
        found = model.chance(deal)
        trusts = Trust(), Trust(rest=True, ends=True, scale=3.0)
        chances = [found.value, found.share, found.base, found.default]
        chances += [one.chance(deal.stage_id, found) for one in trusts]
        assert all(0 < one < 1 for one in chances)
        assert 0 < found.ends <= 1
        paces = model.pace(deal, range(0, 400, 20))
        assert list(paces) == sorted(paces)
        assert paces[0] >= 0
        assert paces[-1] <= 1


@settings(max_examples=15, deadline=None)
@given(seeds, st.integers(100, 270))
def test_a_forecast_knows_nothing_of_the_days_after_it(seed: int, days: int) -> None:
    random = Random(seed)
    courses, day = some_courses(random), DAY0 + days
    found = forecast(courses, STAGES, day)
    assert found == forecast(with_another_future(random, courses, day), STAGES, day)


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_what_a_replayed_day_says_does_not_hang_on_later_months(seed: int) -> None:
    random = Random(seed)
    courses, day = some_courses(random), month_end(DAY0, 5)

    def said(of: Sequence[Course]) -> list[object]:
        replay = Replay(of, STAGES)
        replay.run(UNTIL)
        return [one.outlook for one in replay.summary().checked if one.day <= day]

    first = said(courses)
    # Another future may bring currencies into a period's facts, never into what was said before it.
    assert first == said(with_another_future(random, courses, day))


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_ranges_are_in_order_and_hold_what_is_won_already(seed: int) -> None:
    for day in (UNTIL - 10, UNTIL):
        for one in forecast(some_courses(Random(seed)), STAGES, day).outlooks:
            assert one.won_minor <= one.range.p10 <= one.range.p50 <= one.range.p90


def by_currency(
    courses: Sequence[Course], day: int
) -> dict[str, tuple[Outlook, Outlook, Outlook, Outlook]]:
    """Currency → the month, the next one, the quarter, the next one, as of a day."""
    found: dict[str, list[Outlook]] = {}
    for one in forecast(courses, STAGES, day).outlooks:
        found.setdefault(one.currency, []).append(one)
    return {key: (some[0], some[1], some[2], some[3]) for key, some in found.items()}


@settings(max_examples=15, deadline=None)
@given(seeds, st.integers(0, 30))
def test_a_month_and_a_quarter_that_end_on_one_day_have_the_same_ahead(
    seed: int, back: int
) -> None:
    """From the last day of the month before to the last day of both."""
    courses, last = some_courses(Random(seed)), quarter_end(UNTIL)
    for some in by_currency(courses, max(last - back, month_end(last, -1))).values():
        month, next_month, whole, _next_quarter = some
        one = month if month.period.last == last else next_month
        assert one.period.last == whole.period.last == last
        assert ahead(one) == ahead(whole)
        assert (one.open_minor, one.fresh_minor) == (whole.open_minor, whole.fresh_minor)


def ahead(one: Outlook) -> list[int]:
    """The range of what is still to come."""
    return [minor - one.won_minor for minor in (one.range.p10, one.range.p50, one.range.p90)]


def quarter_end(day: int) -> int:
    """The last day of the quarter that was over by a day."""
    return next(
        end
        for end in (month_end(day, -back) for back in range(4))
        if end <= day and date.fromordinal(end).month % 3 == 0
    )


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_a_quarter_swings_by_what_is_left_of_it(seed: int) -> None:
    """Three months as quarters do, two of them half as much as that and half as months do."""
    courses, last = some_courses(Random(seed)), quarter_end(UNTIL)
    for some in by_currency(courses, month_end(last, -2)).values():
        _month, next_month, quarter, next_quarter = (one.swing.deviation**2 for one in some)
        assert quarter == pytest.approx((next_month + next_quarter) / 2)


def test_of_very_many_deals_a_part_is_replayed_and_all_are_forecast(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    courses = some_courses(Random(7))
    whole = forecast(courses, STAGES, UNTIL - 10)
    monkeypatch.setattr(replay_module, "MOST", 20)
    part = forecast(courses, STAGES, UNTIL - 10)
    assert (whole.backtest.every, part.backtest.every) == (1, 3)
    assert part.closed == whole.closed
    assert {one.deal.deal_id for one in part.deals} == {one.deal.deal_id for one in whole.deals}
    plain = [one.plain_minor for one in whole.outlooks]
    assert [one.plain_minor for one in part.outlooks] == plain


ends = st.lists(st.tuples(st.integers(0, 40), st.sampled_from([OPEN, LOST, WON])), max_size=40)


@given(ends, st.integers(-1, 41), st.integers(-1, 60))
def test_the_curve_is_the_estimate_of_aalen_and_johansen(
    rows: list[tuple[int, int]], day: int, by: int
) -> None:
    """By the definition: on each day, of those at risk; from a day on, among those watched beyond it."""
    left, won = 1.0, 0.0
    for at in range(day + 1, by + 1):
        risk = sum(watched >= at for watched, _end in rows)
        if risk:
            won += left * sum(one == (at, WON) for one in rows) / risk
            left *= 1 - sum(one in ((at, WON), (at, LOST)) for one in rows) / risk
    assert Curve(rows).won_by(day, by) == pytest.approx(won, abs=1e-9)
