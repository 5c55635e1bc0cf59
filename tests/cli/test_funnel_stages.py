"""`funnel pipelines` and `funnel stages` as the shell sees them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.dealing import make_deal, stage_code

Cli = Callable[..., Said]


def test_pipelines_are_added_named_placed_and_put_away(cli: Cli, desk: Desk) -> None:
    assert cli("funnel", "pipelines", "add", "--like", "repeat").code == 0
    said = cli("funnel", "pipelines", "add", "Tenders", "--like", "Repeat sales", "--json")
    assert json.loads(said.out)["code"] == "own-3"
    lines = [line.split("\t") for line in cli("funnel", "pipelines").out.splitlines()]
    assert [line[1] for line in lines[1:]] == ["New business", "Repeat sales", "Tenders"]
    assert cli("funnel", "pipelines", "set", "tenders", "--name", "Bids", "--place", "1").code == 0
    assert desk.vocabularies.pipelines()[0].name == "Bids"
    deal = make_deal(desk, stage="")
    said = cli("funnel", "pipelines", "retire", "bids")
    assert said.code == 1
    assert "(1)" in said.err
    said = cli("funnel", "pipelines", "retire", "bids", "--to", "new_business", "--stage", "offer")
    assert said.code == 0
    assert stage_code(desk, deal) == "offer"
    assert "Bids" not in cli("funnel", "pipelines", "list").out
    assert "put away" in cli("funnel", "pipelines", "list", "--all").out
    assert cli("funnel", "pipelines", "restore", "bids").code == 0
    assert cli("funnel", "pipelines", "set", "bids").code == 2
    assert cli("funnel", "pipelines", "retire", "nowhere").code == 3


def test_stages_are_added_weighed_placed_and_put_away(cli: Cli, desk: Desk) -> None:
    said = cli("funnel", "stages", "add", "Trial", "--probability", "60", "--place", "2", "--json")
    assert json.loads(said.out)["position"] == 1
    said = cli(
        "funnel", "stages", "set", "trial", "--rot-days", "4", "--name", "Test run", "--json"
    )
    assert (json.loads(said.out)["rot_days"], json.loads(said.out)["name"]) == (4, "Test run")
    said = cli("funnel", "stages", "set", "own-12", "--rot-days", "0", "--place", "1", "--json")
    assert (json.loads(said.out)["rot_days"], json.loads(said.out)["position"]) == (None, 0)
    deal = make_deal(desk, stage="own-12")
    said = cli("funnel", "stages", "retire", "test run")
    assert (said.code, "(1)" in said.err) == (1, True)
    assert cli("funnel", "stages", "retire", "test run", "--to", "new").code == 0
    assert stage_code(desk, deal) == "new"
    lines = cli("funnel", "stages").out.splitlines()
    assert lines[1].split("\t")[:7] == ["New business", "new", "New", "open", "5%", "7", "1"]
    assert "Test run" in cli("funnel", "stages", "list", "--all").out
    assert cli("funnel", "stages", "restore", "test run").code == 0
    assert cli("funnel", "stages", "list", "--pipeline", "new_business").out.count("\n") == 13


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("set", "offer"), 2),
        (("set", "nowhere", "--probability", "5"), 3),
        (("set", "won", "--probability", "5"), 2),
        (("add", "Second win", "--kind", "won"), 2),
        (("retire", "won"), 1),
        (("list", "--pipeline", "nowhere"), 3),
    ],
)
def test_what_makes_no_sense_is_refused(cli: Cli, argv: tuple[str, ...], code: int) -> None:
    assert cli("funnel", "stages", *argv).code == code


def test_a_deal_moves_by_the_stages_of_its_own_pipeline(cli: Cli, desk: Desk) -> None:
    repeat = desk.pipelines.add(like="repeat")
    said = cli("deal", "add", "Order", "--step", "tomorrow", "--pipeline", "repeat", "--json")
    number = str(json.loads(said.out)["id"])
    assert cli("deal", "move", number, "offer").code == 0
    assert desk.funnel.card(int(number)).stage.pipeline_id == repeat
    assert cli("deal", "move", number, "qualification").code == 3
    assert cli("deal", "move", number, "qualification", "--pipeline", "new_business").code == 0
    assert desk.funnel.card(int(number)).stage.pipeline_id == 1


def test_loss_reasons_are_added_changed_and_put_away(cli: Cli, desk: Desk) -> None:
    said = cli("funnel", "reasons", "add", "Tender", "--win-back", "20", "--competitor", "--json")
    assert json.loads(said.out)["code"] == "own-13"
    deal = str(make_deal(desk))
    said = cli("deal", "lose", deal, "tender")
    assert (said.code, "--competitor" in said.err) == (2, True)
    assert cli("deal", "lose", deal, "tender", "--competitor", "Vega").code == 0
    said = cli("funnel", "reasons", "set", "tender", "--win-back", "0", "--place", "1", "--json")
    assert json.loads(said.out)["win_back_days"] is None
    assert cli("funnel", "reasons", "set", "tender", "--come-back-with", "a year to pay").code == 0
    lines = cli("funnel", "reasons").out.splitlines()
    assert lines[1].split("\t") == ["own-13", "Tender", "—", "yes", "", "a year to pay"]
    assert cli("funnel", "reasons", "retire", "tender").code == 0
    assert "Tender" not in cli("funnel", "reasons", "list").out
    assert "Tender" in cli("funnel", "reasons", "list", "--all").out
    assert cli("funnel", "reasons", "restore", "tender").code == 0
    assert cli("funnel", "reasons", "set", "tender").code == 2


def test_with_several_pipelines_a_stage_is_named_with_its_own(cli: Cli, desk: Desk) -> None:
    repeat = desk.pipelines.add(like="repeat")
    make_deal(desk, "Станок", stage="offer")
    assert "\tOffer sent\t" not in cli("deal", "list").out
    make_deal(desk, "Дозаказ", stage=desk.vocabularies.stages(repeat)[1].id)
    text = cli("deal", "list").out
    assert "New business: Offer sent" in text
    assert "Repeat sales: Offer sent" in text
    rows = json.loads(cli("deal", "list", "--json").out)
    assert {(row["pipeline"], row["stage"]) for row in rows} == {
        ("new_business", "offer"), ("repeat", "offer"),
    }  # fmt: skip
    assert "Repeat sales: Offer sent\t1\t" in cli("funnel", "board").out
    desk.pipelines.retire(repeat, move_to=1)
    assert "Offer sent" in cli("deal", "list").out
    assert "New business" not in cli("deal", "list").out


def test_a_deal_of_a_pipeline_put_away_is_brought_back_by_a_stage_in_use(
    cli: Cli, desk: Desk
) -> None:
    repeat = desk.pipelines.add(like="repeat")
    deal = make_deal(desk, stage=desk.vocabularies.stages(repeat)[0].id)
    desk.deals.win(deal)
    desk.pipelines.retire(repeat)
    said = cli("deal", "reopen", str(deal), "back", "--stage", "offer", "--step", "tomorrow")
    assert said.code == 0
    assert desk.funnel.card(deal).stage.pipeline_id == 1
