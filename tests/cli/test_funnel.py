"""`funnel` from the shell."""

from __future__ import annotations

import json
from collections.abc import Callable

from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, Said
from tests.dealing import make_deal

Cli = Callable[..., Said]


def test_the_board_gives_stages_with_sums_and_their_largest_deals(desk: Desk, cli: Cli) -> None:
    make_deal(desk, "Станок", amount_minor=500_00)
    make_deal(desk, "Пресс", amount_minor=900_00)
    make_deal(desk, "Линия", amount_minor=7_00, currency="USD")
    board = json.loads(cli("funnel", "board", "--cards", "2", "--json").out)
    new = board[0]
    assert (new["stage"], new["count"]) == ("new", 3)
    assert new["amounts"] == {"RUB": 1400_00, "USD": 7_00}
    assert new["weighted"] == {"RUB": 70_00, "USD": 35}
    assert [deal["title"] for deal in new["deals"]] == ["Пресс", "Станок"]
    lines = cli("funnel", "board").out.replace("\xa0", " ").splitlines()
    assert "New\t3\t1,400 ₽ + $7\t70 ₽ + $0.35" in lines


def test_the_report_gives_the_figures_of_a_period(desk: Desk, cli: Cli, clock: HandClock) -> None:
    won, lost = make_deal(desk, amount_minor=100_00), make_deal(desk, amount_minor=300_00)
    clock.forward(days=4)
    desk.deals.win(won)
    desk.deals.lose(lost, "price")
    report = json.loads(cli("funnel", "report", "--json").out)
    assert (report["since"], report["until"]) == ("2025-12-16", "2026-03-15")
    assert (report["win_rate"], report["cycle_days"]) == (0.5, 4)
    (rub,) = report["results"]
    assert (rub["won_minor"], rub["mean_won_minor"]) == (100_00, 100_00)
    assert [(one["code"], one["amounts"]) for one in report["losses"]] == [
        ("price", {"RUB": 300_00})
    ]
    new = next(one for one in report["conversion"] if one["stage"] == "new")
    assert (new["entered"], new["reached"], new["lost"], new["conversion"]) == (2, 1, 1, 0.5)
    earlier = json.loads(
        cli("funnel", "report", "--since", "01.01.2026", "--until", "14.03.2026", "--json").out
    )
    assert earlier["results"] == []
    text = cli("funnel", "report", "--by", "owner").out
    assert "New\t2\t1\t1\t50%\t5%\ttoo few deals" in text


def test_a_period_that_is_no_day_is_wrong_use(desk: Desk, cli: Cli) -> None:
    assert cli("funnel", "report", "--since", "давно").code == 2
    assert cli("funnel", "report", "--by", "weather").code == 2
