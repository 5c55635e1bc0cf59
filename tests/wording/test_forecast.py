"""The forecast in words: what is used and why, in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from pipeline_tui.domain.forecast.ahead import DealAhead
from pipeline_tui.domain.forecast.courses import Facts, Standing
from pipeline_tui.domain.forecast.model import Chance, Effect, Trait
from pipeline_tui.domain.forecast.outlook import Period, Span
from pipeline_tui.domain.forecast.replay import Backtest, Coverage, StageScore, Trust
from pipeline_tui.domain.forecast.scores import Score
from pipeline_tui.wording.forecast import chance_line, explained, period_name, remarks, verdict
from tests.domain.test_forecast import NEW, OFFER, STAGES

WORSE = Backtest(
    until=date(2026, 3, 11).toordinal(), months=(), deals=90, ended=Score(60, 0.24, 0.23),
    quarter=Score(50, 0.21, 0.36), stages=(StageScore(OFFER, Score(60, 0.24, 0.23)),), bins=(),
    quarter_bins=(), checked=(), coverage=(Coverage(Span.MONTH, "RUB", 9, 4, 200_00, 100_00),),
    trust=Trust(worse=frozenset({OFFER}), ends=True, scale=0.63), every=5,
)  # fmt: skip
AHEAD = DealAhead(
    Standing(7, OFFER, 0, 12, Facts(None, "RUB", "site"), 70_00, estimated=True),
    Chance(0.5, 0.6, 0.7, 0.8, 40, 20, 10, 12,
           (Effect(Trait.SOURCE, "site", 18, 20, 10.2, 1.4), Effect(Trait.AMOUNT, "high", 1, 2, 1.0, 1.01))),
    0.35, 0.1, 0.2,
)  # fmt: skip


def test_a_chance_is_told_from_the_first_figure_to_the_last() -> None:
    assert explained(AHEAD, WORSE, STAGES) == [
        "The stage “Offer sent” was given 50%.",
        "Of 40 that stood here as long (12 days), 20 were won and 10 lost; with what is usual for the"
        " stage, 60% of those that end.",
        "Source “site”: 18 of 20 won where 10 were due: the odds × 1.4.",
        "The stage’s chance is used: own history did no better, with a Brier score of 0.24 against"
        " 0.23 over 60.",
        "Some deals only stand: of those of this age 80% end at all.",
        "Such chances came true less often than was said: the odds × 0.63.",
        "In all 35%: by the end of the month 10%, of the quarter 20%.",
        "Its sum is not known: the price of its product or a mean won deal stands in.",
    ]


def test_it_is_said_what_did_no_better_and_what_is_used_instead() -> None:
    said = remarks(WORSE, closed=90)
    assert said[0].startswith("Own history did no better than the given chance in 1 stage:")
    assert said[2:] == [
        "Months, RUB: the weighted sum came nearer than P50: go by it.",
        "Months, RUB: the range held only 4 of 9, 44%: take it wider.",
        "There are many deals: one of 5 is replayed, and its sums are of these.",
    ]
    flat = replace(WORSE, quarter=Score(50, 0.3, 0.3), trust=Trust(worse=frozenset({OFFER})))
    assert "go by the weighted sum" in remarks(flat)[1]
    assert remarks(WORSE, closed=19)[0].startswith("Too little data: 19 of 20 closed deals.")


FEW = replace(
    WORSE, ended=Score(60, 0.21, 0.23), trust=Trust(rest=True),
    stages=(StageScore(OFFER, Score(7, 0.19, 0.12)), StageScore(NEW, Score(16, 0.23, 0.34))),
)  # fmt: skip
"""All stages say that own history is better; of either there are too few deals to tell."""


def test_it_is_said_where_all_stages_decide_for_one_of_few_deals() -> None:
    assert remarks(FEW)[1:3] == [
        "In 2 stages too few deals have ended since to tell: all stages together decide for them.",
        "In 1 of these own history is used although it did worse over its few deals.",
    ]
    assert verdict(OFFER, FEW) == "own history (by all stages)"
    assert explained(AHEAD, FEW, STAGES)[3] == (
        "Own history is used: it did better, with a Brier score of 0.21 against 0.23 over 60."
        " That is over all stages: of this one too few deals have ended since (7 of 20)."
    )
    enough = replace(FEW, trust=Trust(better=frozenset({OFFER, NEW})))
    assert verdict(OFFER, enough) == "own history"
    assert not any("all stages" in one for one in remarks(enough))
    nothing = replace(FEW, ended=Score(19, 0.2, 0.3), trust=Trust())
    assert verdict(OFFER, nothing) == "stage’s chance"


@pytest.mark.usefixtures("russian")
def test_in_russian_too_it_is_said_where_all_stages_decide() -> None:
    assert verdict(OFFER, FEW) == "своя история (по всем этапам)"
    assert "за них решают все этапы вместе" in remarks(FEW)[1].replace("\xa0", " ")
    assert remarks(FEW)[2].replace("\xa0", " ").startswith("На 1 из них берём свою историю")


@pytest.mark.usefixtures("russian")
def test_in_russian() -> None:
    said = " ".join(explained(AHEAD, WORSE, STAGES)).replace("\xa0", " ")
    assert "Столько же (12 дней) здесь простояло 40: выиграно 20, проиграно 10" in said
    assert "Всего 35 %: до конца месяца 10 %, до конца квартала 20 %." in said


def test_three_months_that_are_no_quarter_are_named_by_their_ends() -> None:
    def named(first: date, last: date) -> str:
        return period_name(Period(Span.QUARTER, first.toordinal(), last.toordinal()))

    assert named(date(2026, 4, 1), date(2026, 6, 30)) == "Q2 2026"
    assert named(date(2026, 5, 1), date(2026, 7, 31)) == "May 2026 – July 2026"


def test_one_line_says_the_chance_and_what_it_goes_by() -> None:
    assert chance_line(AHEAD, WORSE) == "35% · the stage’s: own history did no better"
    own = replace(WORSE, trust=Trust(better=frozenset({OFFER})))
    assert chance_line(AHEAD, own) == "35% · own history: 20 of 30 won that stood here as long"
    few = replace(WORSE, ended=None)
    assert chance_line(AHEAD, few) == "35% · the stage’s: too few deals to try own history"
