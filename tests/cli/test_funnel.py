"""`funnel` from the shell."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, Said
from tests.dealing import bare_deal, make_client, make_deal

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


def test_the_board_by_source_class_and_month(desk: Desk, cli: Cli) -> None:
    who = make_client(desk, "Ромашка")
    desk.clients.set_class([who], "A")
    make_deal(desk, "Станок", source="site", amount_minor=100_00, expected_close="2026-03-31")
    make_deal(desk, "Пресс", source="site", amount_minor=50_00, client_id=who, stage="offer")
    make_deal(desk, "Линия", expected_close="2026-04-10")
    by_source = json.loads(cli("funnel", "board", "--by", "source", "--json").out)
    assert [(one["group"], one["count"], one["amounts"]) for one in by_source] == [
        ("site", 2, {"RUB": 150_00}), ("", 1, {"RUB": 100_000_00}),
    ]  # fmt: skip
    assert by_source[0]["weighted"] == {"RUB": 5_00 + 25_00}
    assert [deal["title"] for deal in by_source[0]["deals"]] == ["Станок", "Пресс"]
    by_class = json.loads(cli("funnel", "board", "--by", "class", "--json").out)
    assert [(one["group"], one["count"]) for one in by_class] == [("A", 1), ("", 2)]
    months = cli("funnel", "board", "--by", "month", "--source", "site").out
    assert months.splitlines()[1].startswith("March 2026\t1\t")
    assert "no day set\t1" in months
    assert "April" not in months
    said = cli("deal", "list", "--source", "site", "--month", "2026-03", "--json")
    assert [row["title"] for row in json.loads(said.out)] == ["Станок"]
    said = cli("deal", "list", "--class", "a", "--json")
    assert [row["title"] for row in json.loads(said.out)] == ["Пресс"]
    assert cli("deal", "list", "--month", "someday").code == 2


def test_a_report_of_one_pipeline_leaves_the_others_out(desk: Desk, cli: Cli) -> None:
    repeat = desk.pipelines.add(like="repeat")
    here, there = make_deal(desk, amount_minor=100_00), make_deal(desk, amount_minor=70_00)
    first = next(s.id for s in desk.vocabularies.stages(repeat))
    desk.deals.move(there, first)
    bare_deal(desk, "Без шага")
    desk.deals.win(here)
    desk.deals.lose(there, "price")
    report = json.loads(cli("funnel", "report", "--pipeline", "repeat", "--json").out)
    assert [(r["won"], r["lost"]) for r in report["results"]] == [(0, 1)]
    assert [one["code"] for one in report["losses"]] == ["price"]
    assert report["attention"]["no_step"] == 0
    assert [row["lost"] for row in report["values"]] == [1]
    assert {one["stage"] for one in report["conversion"]} == {"needs", "offer", "contract"}
    report = json.loads(cli("funnel", "report", "--pipeline", "New business", "--json").out)
    assert [(r["won"], r["lost"], r["won_minor"]) for r in report["results"]] == [(1, 0, 100_00)]
    assert report["attention"]["no_step"] == 1
    board = json.loads(cli("funnel", "board", "--pipeline", "repeat", "--json").out)
    assert [column["stage"] for column in board][:3] == ["needs", "offer", "contract"]


def test_deals_without_a_step_are_listed_to_be_given_one(desk: Desk, cli: Cli) -> None:
    make_deal(desk, "Станок")
    bare = bare_deal(desk, "Из файла")
    said = cli("deal", "list", "--without-step", "--json")
    assert [row["id"] for row in json.loads(said.out)] == [bare]


def funnel_of_three(desk: Desk, clock: HandClock) -> tuple[int, int]:
    """One won at 500, one lost at 300 after four days, one open; answers with the closed two."""
    desk.custom_fields.add("deal", "цех", "text")
    won = make_deal(
        desk, "Станок", source="сайт", stage="offer", amount_minor=500_00, custom={"цех": "7"}
    )
    lost = make_deal(desk, "Пресс", source="сайт", stage="needs", amount_minor=300_00)
    make_deal(desk, "Линия")
    clock.forward(days=4)
    desk.deals.win(won)
    desk.deals.lose(lost, "price")
    return won, lost


def test_every_figure_of_the_report_by_its_name(desk: Desk, cli: Cli, clock: HandClock) -> None:
    funnel_of_three(desk, clock)

    def rows(name: str, *more: str) -> dict[str, Any]:
        found = json.loads(cli("funnel", "report", name, *more, "--json").out)
        assert found["figure"] == name
        return {row["row"]: row for row in found["rows"]}

    march = rows("cohorts")["2026-03"]
    assert (march["entered"], march["won"], march["lost"], march["open"]) == (3, 1, 1, 1)
    assert [one["count"] for one in march["reached"]] == [3, 2, 2, 1, 1, 1]
    offer = rows("time")["offer"]
    assert (offer["ended"], offer["open"], offer["median_days"]) == (1, 0, 4)
    rub = rows("velocity")["RUB"]
    assert rub["velocity_per_day_minor"] == 62_50  # 1 open · 500 · 1/2 / 4 days
    site = rows("rates")["сайт"]
    assert (site["won"], site["closed"], site["rate"], site["too_little_data"]) == (1, 2, 0.5, True)
    assert (round(site["low"], 4), round(site["high"], 4)) == (0.0945, 0.9055)
    assert rows("rates", "--by", "month").keys() == {"2026-03"}
    assert rows("rates", "--field", "цех")["7"]["won"] == 1
    assert rows("losses")["price"]["amounts"] == {"RUB": 300_00}
    changes = rows("changes")
    assert {key: row["count"] for key, row in changes.items() if row["count"]} == {
        "entered": 3, "won": 1, "lost": 1,
    }  # fmt: skip
    text = cli("funnel", "report", "cohorts").out.replace("\xa0", " ")
    assert "2026-03 ~\t3\t67%\t67%\t33%\t33%\t33%\t33%\t1" in text
    assert "сайт\t2\t1\t50%?\t9–91%\t500 ₽" in cli("funnel", "report", "rates").out.replace(
        "\xa0", " "
    )


def test_the_deals_behind_a_figure(desk: Desk, cli: Cli, clock: HandClock) -> None:
    won, lost = funnel_of_three(desk, clock)

    def ids(*words: str) -> dict[str, list[int]]:
        found = json.loads(cli("funnel", "report", *words, "--deals", "--json").out)
        return {row["row"]: [deal["id"] for deal in row["deals"]] for row in found}

    assert ids("losses") == {"price": [lost]}
    assert ids("rates", "--row", "сайт", "--part", "won") == {"сайт": [won]}
    assert ids("cohorts", "--row", "2026-03", "--part", "offer") == {"2026-03": [won]}
    assert ids("velocity")["RUB"][1:] == [won, lost]
    assert len(ids("changes")["entered"]) == 3
    lines = cli("funnel", "report", "losses", "--row", "Price").out.replace("\xa0", " ")
    assert f"price\t{lost}\tПресс\tno client\tLost\t300 ₽" in lines
    assert "there are price" in cli("funnel", "report", "losses", "--row", "погода").err
    assert cli("funnel", "report", "losses", "--row", "price", "--part", "half").code == 2
    assert cli("funnel", "report", "--deals").code == 2
    assert "there are цех" in cli("funnel", "report", "rates", "--field", "вес").err


def test_on_a_terminal_bars_take_the_room_that_is_left(
    desk: Desk, cli: Cli, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    funnel_of_three(desk, clock)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for columns, longest in (("80", "█" * 24), ("40", ""), ("44", "█" * 9)):
        monkeypatch.setenv("COLUMNS", columns)
        lines = cli("funnel", "report", "losses").out.splitlines()
        (price,) = (line for line in lines if line.startswith("price"))
        assert price.split("₽")[1].strip() == longest
        assert len(price) <= int(columns)
    monkeypatch.setenv("COLUMNS", "100")
    assert "─●─" in cli("funnel", "report", "rates").out
