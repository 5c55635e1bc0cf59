"""`funnel forecast` and `funnel backtest` from the shell."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, Said
from tests.dealing import make_deal
from tests.services.test_forecast import sold

Cli = Callable[..., Said]


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_the_forecast_gives_ranges_and_the_chance_of_each_deal(
    desk: Desk, cli: Cli, clock: HandClock
) -> None:
    sold(desk, clock)
    make_deal(desk, "Press", stage="offer", source="site", amount_minor=500_000_00)
    found = json.loads(cli("funnel", "forecast", "--json").out)
    assert (found["as_of"], found["closed_deals"], found["little_data"]) == (
        "2026-11-06",
        24,
        False,
    )
    month = found["periods"][0]
    assert (month["span"], month["since"], month["until"]) == ("month", "2026-11-01", "2026-11-30")
    assert month["weighted_minor"] == 250_000_00
    assert month["p10_minor"] <= month["p50_minor"] <= month["p90_minor"]
    (deal,) = found["deals"]
    assert deal["title"] == "Press"
    assert 0 < deal["by_month"] < deal["by_quarter"] < deal["chance"] < 1
    text = plain(cli("funnel", "forecast").out)
    assert "As of the end of 6 Nov 2026" in text
    assert "\nQ4 2026\t" in text
    assert "\tPress\tOffer sent\t500,000 ₽\t" in text


def test_the_chance_of_one_deal_is_explained(desk: Desk, cli: Cli, clock: HandClock) -> None:
    sold(desk, clock)
    deal = make_deal(desk, "Press", stage="offer", source="site")
    lines = plain(cli("funnel", "forecast", str(deal)).out).splitlines()
    assert lines[:3] == [
        "Press",
        "The stage “Offer sent” was given 50%.",
        "Of 24 that stood here as long (0 days), 18 were won and 6 lost; with what is usual for the"
        " stage, 70% of those that end.",
    ]
    assert lines[-1].startswith("In all ")


def test_what_is_not_open_then_has_no_chance(desk: Desk, cli: Cli) -> None:
    deal = make_deal(desk, "Press", stage="offer")
    said = cli("funnel", "forecast", str(deal), "--as-of", "01.02.2026")
    assert said.code == 1
    assert "“Press” is not open on that day" in said.err
    assert cli("funnel", "forecast", "99").code == 3


def test_with_too_few_deals_it_says_so(desk: Desk, cli: Cli) -> None:
    make_deal(desk, "Press", stage="offer")
    said = cli("funnel", "forecast")
    assert "Too little data: 0 of 20 closed deals." in said.err
    assert "No month to try it on yet" in cli("funnel", "backtest").out


def test_the_backtest_scores_own_history_against_the_stages(
    desk: Desk, cli: Cli, clock: HandClock
) -> None:
    sold(desk, clock, 34, 26)
    make_deal(desk, "Press", stage="offer")
    found = json.loads(cli("funnel", "backtest", "--json").out)
    assert found["months"][-1] == "2027-01-31"
    ended = found["brier"]["ended"]
    assert (ended["count"], ended["baseline"]) == (
        3,
        0.25,
    )  # three were open at a month's end, at ½
    assert found["stages"][0]["used"] is False
    for one in found["periods"]:
        inside = one["p10_minor"] <= one["fact_minor"] <= one["p90_minor"]
        assert one["within"] == inside
    for one in found["coverage"]:
        assert one["share"] == pytest.approx(one["within"] / one["count"])
    text = plain(cli("funnel", "backtest").out)
    assert "\n· Offer sent\t3\t" in text
    assert "Too few deals to try own history on" in text
    shorter = json.loads(cli("funnel", "backtest", "--months", "2", "--json").out)
    assert len(shorter["months"]) <= 2


def test_in_russian(desk: Desk, cli: Cli, clock: HandClock) -> None:
    sold(desk, clock)
    deal = make_deal(desk, "Пресс", stage="offer")
    text = plain(cli("funnel", "forecast", str(deal), LANG="ru_RU.UTF-8").out)
    assert "Этапу «КП отправлено» задано 50 %." in text


def test_a_pipeline_is_forecast_alone(desk: Desk, cli: Cli, clock: HandClock) -> None:
    sold(desk, clock)
    repeat = desk.pipelines.add(like="repeat")
    first = next(one.id for one in desk.vocabularies.stages(repeat))
    make_deal(desk, "New one", stage="offer")
    again = make_deal(desk, "Again", stage="offer")
    desk.deals.move(again, first)
    found = json.loads(cli("funnel", "forecast", "--pipeline", "repeat", "--json").out)
    assert [deal["title"] for deal in found["deals"]] == ["Again"]
    assert found["little_data"]
    assert len(json.loads(cli("funnel", "forecast", "--json").out)["deals"]) == 2
