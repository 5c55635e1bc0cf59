"""Chances of winning and ranges of money, against numbers worked by hand."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.forecast.courses import Course, Facts, Pass, Version, observed, seen
from pipeline_tui.domain.forecast.curve import LOST, OPEN, WON, Curve
from pipeline_tui.domain.forecast.model import Model, fared, more, pulled
from pipeline_tui.domain.forecast.outlook import Span, month_end, periods
from pipeline_tui.domain.forecast.ranges import Past, Swing, between, draws, expected, spread, swing
from pipeline_tui.domain.forecast.scores import calibration, score

STAGES = {
    1: StageRow(1, 1, "new", None, "open", 20, 14, 0),
    2: StageRow(2, 1, "offer", None, "open", 50, 14, 1),
    3: StageRow(3, 1, "won", None, "won", 100, None, 2),
    4: StageRow(4, 1, "closed", None, "fulfilment", 100, None, 3),
    5: StageRow(5, 1, "lost", None, "lost", 0, None, 4),
}
NEW, OFFER, IS_WON, CLOSED, IS_LOST = STAGES
DAY0 = date(2026, 1, 1).toordinal()


def course(
    number: int, *passes: tuple[int, int], sum_: int | None = 100_00, source: str = ""
) -> Course:
    """A deal that entered stages on days counted from `DAY0`."""
    return Course(
        number,
        tuple(Pass(DAY0 + day, stage, sum_) for day, stage in passes),
        Facts(sum_, "RUB", source),
    )


def model_of(*courses: Course, day: int) -> Model:
    return Model(observed(courses, STAGES, DAY0 + day), STAGES, DAY0 + day)


# The curve


def test_risks_compete_and_the_watched_count_while_they_are_watched() -> None:
    """Day 1: one of four is won, ¼. Day 2: one of three is lost, ¾ · ⅓ = ¼; one is watched no longer.
    Day 3: the last one is won, ½."""
    curve = Curve([(1, WON), (2, LOST), (2, OPEN), (3, WON)])
    start = curve.from_day(-1)
    assert (start.at_risk, start.won, start.lost) == (4, 2, 1)
    assert start.win_share == pytest.approx(0.75)
    assert start.ends == pytest.approx(1.0)
    later = curve.from_day(1)  # of the ¾ left, ½ is won and ¼ is lost
    assert (later.at_risk, later.won, later.lost) == (3, 1, 1)
    assert later.win_share == pytest.approx(2 / 3)
    assert curve.won_by(-1, 2) == pytest.approx(0.25)
    assert curve.won_by(1, 3) == pytest.approx(2 / 3)


def test_deals_that_only_stand_hold_the_chance_to_end_down() -> None:
    curve = Curve([(1, WON), (2, LOST), (50, OPEN), (60, OPEN)])
    start = curve.from_day(-1)
    assert start.ends == pytest.approx(0.5)
    assert start.beyond == 2
    old = curve.from_day(10)
    assert (old.at_risk, old.beyond, old.ends) == (2, 2, 0.0)


def test_an_empty_curve_says_nothing() -> None:
    nothing = Curve(()).from_day(5)
    assert (nothing.at_risk, nothing.decided, nothing.ends) == (0, 0, 0.0)
    assert Curve(()).won_by(0, 30) == 0.0


# The course


def test_a_course_is_cut_at_the_day() -> None:
    deal = course(1, (0, NEW), (10, OFFER), (20, IS_WON), (30, CLOSED))
    assert seen(deal, STAGES, DAY0 - 1) is None
    early = seen(deal, STAGES, DAY0 + 15)
    assert early is not None
    assert early.standing is not None
    assert (early.standing.stage_id, early.standing.entered) == (OFFER, DAY0 + 10)
    late = seen(deal, STAGES, DAY0 + 40)
    assert late is not None
    assert (late.won, late.closed) == (True, DAY0 + 20)  # not the day of the fulfilment
    assert [stay.stage_id for stay in late.stays] == [NEW, OFFER]


def test_a_reopened_deal_stands_again() -> None:
    deal = course(1, (0, NEW), (5, IS_LOST), (9, OFFER))
    lost, again = (seen(deal, STAGES, DAY0 + day) for day in (8, 9))
    assert lost is not None
    assert again is not None
    assert (lost.closed, lost.won) == (DAY0 + 5, False)
    assert again.closed is None


def test_facts_are_those_of_the_day() -> None:
    deal = Course(
        1, (Pass(DAY0, NEW, None),), Facts(900, "RUB", "site"),
        (Version(DAY0 + 5, Facts(100, "RUB", "")), Version(DAY0 + 8, Facts(500, "RUB", ""))),
    )  # fmt: skip
    assert [deal.known(DAY0 + day).amount_minor for day in (4, 5, 7, 8)] == [100, 500, 500, 900]


def test_a_sum_that_an_import_brought_is_not_known_before_it() -> None:
    deal = Course(1, (Pass(DAY0, NEW, 900),), Facts(900, "RUB"), priced_from=DAY0 + 300)
    assert deal.known(DAY0 + 299).amount_minor is None
    assert deal.known(DAY0 + 300).amount_minor == 900


# The chance


def test_without_history_the_chance_is_the_stages() -> None:
    deal = course(1, (0, OFFER))
    model = model_of(deal, day=3)
    (standing,) = model.standing(observed([deal], STAGES, DAY0 + 3))
    found = model.chance(standing)
    assert (found.value, found.ends, found.decided) == (0.5, 1.0, 0)


def test_a_chance_is_pulled_from_the_stages_towards_own_history() -> None:
    """30 of 40 won, all on their tenth day: whole stage (30 + ½·20) / 60 = ⅔; stood so long, the same
    40: (30 + ⅔·20) / 60 = 13/18."""
    done = [course(n, (0, OFFER), (10, IS_WON if n < 30 else IS_LOST)) for n in range(40)]
    waiting = course(99, (37, OFFER))
    known = observed([*done, waiting], STAGES, DAY0 + 40)
    model = Model(known, STAGES, DAY0 + 40)
    (standing,) = model.standing(known)
    found = model.chance(standing)
    assert (found.at_risk, found.won, found.lost) == (40, 30, 10)
    assert found.base == pytest.approx(13 / 18)
    # The one sum there is makes one band, and fared as the stage did: 30 of 40 for ⅔ · 40.
    assert found.share == pytest.approx(more(13 / 18, fared(30, 40, 40 * 2 / 3)), rel=0.02)
    # All of them ended seven days from where this one stands; a deal takes 90 days where none is known.
    usual = (40 + 7 / 90 * 20) / 60
    soon, late = model.pace(standing, (6, 7))
    assert soon == pytest.approx(6 / 90 * 20 / 60 * 20 / 60)
    assert late == pytest.approx((40 + usual * 20) / 60)


def test_who_stands_longer_than_any_that_ended_hardly_ends() -> None:
    done = [course(n, (100, OFFER), (110, IS_WON)) for n in range(30)]
    stale = [course(100 + n, (n, OFFER)) for n in range(31)]
    known = observed([*done, *stale], STAGES, DAY0 + 200)
    model = Model(known, STAGES, DAY0 + 200)
    youngest = model.standing(known)[-1]
    # 30 stand longer, beyond the last end, and none of them ended: (0 · 30 + 1 · 20) / 50.
    assert model.chance(youngest).ends == pytest.approx(20 / 50)
    assert model.chance(youngest).value < 0.4


def test_a_good_source_raises_the_odds_and_says_by_how_much() -> None:
    def deal(n: int, source: str, won: bool) -> Course:
        return course(n, (0, OFFER), (10, IS_WON if won else IS_LOST), sum_=None, source=source)

    done = [deal(n, "site", n < 36) for n in range(40)]
    done += [deal(100 + n, "cold", n < 4) for n in range(40)]
    model = model_of(*done, day=40)
    standing = [
        model.standing(observed([course(1, (38, OFFER), sum_=None, source=s)], STAGES, DAY0 + 40))[0]
        for s in ("site", "cold", "")
    ]  # fmt: skip
    site, cold, none = (model.chance(one) for one in standing)
    assert cold.share < none.share < site.share
    (effect,) = site.effects
    assert (effect.won, effect.decided, effect.expected) == (36, 40, 20.0)
    assert effect.odds == pytest.approx((56 / 40) / (24 / 40))  # (36+20)/(20+20) by (4+20)/(20+20)
    assert not none.effects


def test_a_deal_without_a_sum_is_worth_its_product_or_a_won_deal() -> None:
    won = course(1, (0, OFFER), (5, IS_WON), sum_=300_00)
    bare = course(2, (0, OFFER), sum_=None)
    priced = Course(3, (Pass(DAY0, OFFER, None),), Facts(None, "RUB", "", "Press", 70_00))
    known = observed([won, bare, priced], STAGES, DAY0 + 9)
    found = Model(known, STAGES, DAY0 + 9).standing(known)
    assert [(one.worth_minor, one.estimated) for one in found] == [(300_00, True), (70_00, True)]


def test_pulled_is_a_mean_weighted_by_deals() -> None:
    assert pulled(1.0, 20, 0.5) == 0.75
    assert pulled(1.0, 0, 0.5) == 0.5


# Money


def test_periods_are_the_month_and_the_quarter_and_the_next() -> None:
    found = [
        (one.span, date.fromordinal(one.first), date.fromordinal(one.last), one.season)
        for one in periods(date(2026, 11, 30).toordinal())
    ]
    assert found == [
        (Span.MONTH, date(2026, 11, 1), date(2026, 11, 30), 1),
        (Span.MONTH, date(2026, 12, 1), date(2026, 12, 31), 2),
        (Span.QUARTER, date(2026, 10, 1), date(2026, 12, 31), 0),
        (Span.QUARTER, date(2027, 1, 1), date(2027, 3, 31), 0),
    ]
    assert month_end(date(2024, 1, 31).toordinal(), 1) == date(2024, 2, 29).toordinal()


def test_what_is_expected_is_the_sum_of_worth_by_chance() -> None:
    mean, variance = expected([(100, (0.5,)), (10, (0.9,))], 0)
    assert mean == pytest.approx(59.0)
    assert variance == pytest.approx(100**2 * 0.25 + 10**2 * 0.09)


def test_drawn_money_has_the_mean_and_the_spread_that_it_should() -> None:
    """300 small deals are drawn together, 100 large ones singly."""
    deals = [(10, (0.2, 0.6))] * 300 + [(1000, (0.1, 0.3))] * 100
    first, second = draws(deals, 2, Random(1), runs=4000)
    for drawn, shares in ((first, (0.2, 0.1)), (second, (0.4, 0.2))):
        small, large = shares
        mean = 300 * 10 * small + 100 * 1000 * large
        assert sum(drawn) / 4000 == pytest.approx(mean, rel=0.02)
        variance = 300 * 100 * small * (1 - small) + 100 * 1e6 * large * (1 - large)
        assert sum((one - mean) ** 2 for one in drawn) / 4000 == pytest.approx(variance, rel=0.1)


def test_the_middle_of_the_range_is_the_swing_times_what_was_drawn() -> None:
    found = spread([100.0] * 2000, 50.0, Swing(2.0, 0.0001), Random(1))
    assert (found.p10, found.p50, found.p90) == (300, 300, 300)


def test_a_swing_is_learnt_from_what_came_of_past_forecasts() -> None:
    """Two spans brought half as much again. All: (300 + 1 · 300) / (200 + 300) = 1.2; the season:
    (300 + 1.2 · 300) / 500. Of the deviation, three spans at 30 % and two at 50 %."""
    found = swing([Past(100, 0, 150), Past(100, 0, 150)], 0)
    assert found.mean == pytest.approx(660 / 500)
    assert found.deviation**2 == pytest.approx((2 * 0.25 + 3 * 0.09) / 5 * (1 + 1 / 5))
    assert swing([]).deviation == 0.3


def test_between_two_swings_means_and_variances_are_mixed() -> None:
    month, quarter = Swing(1.0, 0.3, 9), Swing(2.0, 0.5, 7)
    found = between(month, quarter, 0.25)
    assert (found.mean, found.count) == (1.25, 7)
    assert found.deviation**2 == pytest.approx(0.75 * 0.09 + 0.25 * 0.25)
    assert (between(month, quarter, -0.3), between(month, quarter, 1.0)) == (month, quarter)


def test_luck_of_single_deals_is_no_swing() -> None:
    by_luck = [Past(100, 900, 130), Past(100, 900, 70)]
    assert swing(by_luck).deviation < swing([Past(100, 0, 130), Past(100, 0, 70)]).deviation


def test_a_season_has_a_swing_of_its_own() -> None:
    past = [Past(100, 0, 40, season=0), Past(100, 0, 160, season=2)] * 4
    assert swing(past, 0).mean < 0.7 < 1.3 < swing(past, 2).mean


# Scores


def test_the_brier_score_is_the_mean_squared_error() -> None:
    found = score([(0.8, 0.5, True), (0.4, 0.5, False)])
    assert found is not None
    assert found.ours == pytest.approx((0.04 + 0.16) / 2)
    assert found.baseline == pytest.approx(0.25)
    assert found.better
    assert found.skill == pytest.approx(0.6)
    assert score([]) is None


def test_calibration_puts_what_was_said_beside_what_came() -> None:
    low, high = calibration([(0.12, False), (0.18, True), (1.0, True)])
    assert (low.low, low.high, low.count, low.came) == (0.1, 0.2, 2, 0.5)
    assert low.said == pytest.approx(0.15)
    assert (high.low, high.count, high.came) == (0.9, 1, 1.0)
