"""Pipelines and stages on the screen, and the funnel of one pipeline after another."""

from __future__ import annotations

from textual.widgets import Input, Select

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.pipelines import PipelinesScreen
from pipeline_tui.tui.screens.stages import StagesScreen
from pipeline_tui.tui.widgets.board import Board
from tests.dealing import make_client, make_deal, stage_code
from tests.tui.test_funnel import FunnelApp, drawn, funnel, press, settle


def first_stage(desk: Desk, pipeline_id: int) -> int:
    return desk.vocabularies.stages(pipeline_id)[0].id


async def test_a_pipeline_is_added_named_and_opened_on_its_stages(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "f7")
        assert isinstance(app.screen, PipelinesScreen)
        await press(pilot, "a")
        select = app.screen.query_one("#field-like", Select)
        assert select.value == "repeat"  # the first starter that is not there yet
        await press(pilot, "f2")
        assert [one.code for one in desk.vocabularies.pipelines()] == ["new_business", "repeat"]
        assert "Repeat sales" in drawn(pilot)
        await press(pilot, "e")
        app.screen.query_one("#field-name", Input).value = "Refills"
        await press(pilot, "f2")
        assert desk.vocabularies.pipelines()[1].name == "Refills"
        await press(pilot, "K")
        assert desk.vocabularies.pipelines()[0].name == "Refills"
        await press(pilot, "enter")
        assert isinstance(app.screen, StagesScreen)
        text = drawn(pilot)
        for expected in ("Refills", "Offer sent", "60%", "fulfilment"):
            assert expected in text
        await press(pilot, "escape", "R")
        assert [one.code for one in desk.vocabularies.pipelines()] == ["new_business"]
        assert "Put away" in drawn(pilot)


async def test_a_stage_is_added_changed_moved_and_put_away_with_its_deals(desk: Desk) -> None:
    deal = make_deal(desk, stage="qualification")
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "f7", "enter", "a")
        app.screen.query_one("#field-name", Input).value = "Trial run"
        app.screen.query_one("#field-probability", Input).value = "60"
        await press(pilot, "f2", "K")
        names = [one.name or one.code for one in desk.vocabularies.stages()]
        assert names[4:7] == ["negotiation", "Trial run", "contract"]
        await press(pilot, "g", "j", "e")
        app.screen.query_one("#field-rot_days", Input).value = "3"
        await press(pilot, "f2")
        stage = desk.vocabularies.stage("qualification")
        assert (stage.name, stage.rot_days) == (None, 3)
        await press(pilot, "R")
        assert "Where do they go? 1 deal" in drawn(pilot)
        await press(pilot, "escape")
        assert desk.vocabularies.stage("qualification").retired is False
        await press(pilot, "R", "1")
        assert stage_code(desk, deal) == "new"
        await press(pilot, "u")
        assert stage_code(desk, deal) == "qualification"


async def test_a_pipeline_with_deals_asks_where_they_go(desk: Desk) -> None:
    repeat = desk.pipelines.add(like="repeat")
    deal = make_deal(desk, stage=first_stage(desk, repeat))
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "f7", "j", "R")
        assert "New business: New" in drawn(pilot)
        await press(pilot, "4")
        assert stage_code(desk, deal) == "offer"
        assert len(desk.vocabularies.pipelines()) == 1


async def test_the_funnel_goes_from_one_pipeline_to_another_and_stays_there(desk: Desk) -> None:
    repeat = desk.pipelines.add(like="repeat")
    make_deal(desk, "Станок")
    make_deal(desk, "Дозаказ", stage=first_stage(desk, repeat))
    async with FunnelApp(desk).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        text = drawn(pilot)
        assert "New business" in text
        assert "Станок" in text
        assert "Дозаказ" not in text
        await press(pilot, "L", "2")
        text = drawn(pilot)
        assert "Repeat sales" in text
        assert "Дозаказ" in text
        assert "Станок" not in text
        assert "Qualification" not in text
        await press(pilot, "greater_than_sign")
        assert desk.funnel.card(2).stage.code == "offer"
        await press(pilot, "v")
        assert "Дозаказ" in drawn(pilot)
        assert "Станок" not in drawn(pilot)
    async with FunnelApp(desk).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        assert "Дозаказ" in drawn(pilot)


async def test_with_one_pipeline_the_key_says_where_others_come_from(desk: Desk) -> None:
    async with FunnelApp(desk).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "L")
        assert any("F7" in one.message for one in pilot.app._notifications)


async def test_a_deal_goes_to_another_pipeline_by_the_question_for_its_stage(desk: Desk) -> None:
    repeat = desk.pipelines.add(like="repeat")
    make_deal(desk, "Станок")
    async with FunnelApp(desk).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "m")
        assert "another pipeline…" in drawn(pilot)
        await press(pilot, "end", "enter", "2", "2")
        card = desk.funnel.card(1)
        assert (card.stage.pipeline_id, card.stage.code) == (repeat, "offer")


async def test_the_board_by_source_class_and_month(desk: Desk) -> None:
    who = make_client(desk, "Ромашка")
    desk.clients.set_class([who], "A")
    make_deal(desk, "Станок", source="site", client_id=who, expected_close="2026-03-31")
    make_deal(desk, "Пресс", source="fair", stage="offer")
    async with FunnelApp(desk).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "B", "2")
        text = drawn(pilot)
        for expected in ("By source", "site", "fair", "Offer sent ·"):
            assert expected in text
        board = pilot.app.screen.query_one(Board)
        assert board.cursor_column in ("site", "fair")
        await press(pilot, "greater_than_sign")  # the stage, not the column
        assert {stage_code(desk, 1), stage_code(desk, 2)} in (
            {"qualification", "offer"}, {"new", "negotiation"},
        )  # fmt: skip
        await press(pilot, "B", "3")
        assert "not set" in drawn(pilot)
        await press(pilot, "B", "4")
        assert "March 2026" in drawn(pilot)
        await press(pilot, "B", "1")
        assert "Qualification" in drawn(pilot)


async def test_the_same_narrowing_holds_on_board_and_table_and_escape_takes_it_off(
    desk: Desk,
) -> None:
    make_deal(desk, "Станок", source="site")
    make_deal(desk, "Пресс", source="fair")
    make_deal(desk, "Линия", source="fair")
    async with FunnelApp(desk).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "F", "1")
        assert "fair  2" in drawn(pilot)
        await press(pilot, "1")
        for _view in ("board", "table"):
            text = drawn(pilot)
            assert "Пресс" in text
            assert "Станок" not in text
            await press(pilot, "v")
        await press(pilot, "v", "escape")
        assert "Станок" in drawn(pilot)


async def test_loss_reasons_are_words_of_ones_own(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "Y", "a")
        app.screen.query_one("#field-name", Input).value = "Tender"
        app.screen.query_one("#field-win_back_days", Input).value = "20"
        app.screen.query_one("#field-win_back_text", Input).value = "a year to pay"
        await press(pilot, "f2")
        assert "20 days" in drawn(pilot)
        assert desk.vocabularies.loss_reasons()[-1].win_back_text == "a year to pay"
        await press(pilot, "g", "e")
        app.screen.query_one("#field-win_back_days", Input).value = "30"
        await press(pilot, "f2", "J", "R")
        found = desk.vocabularies.loss_reasons(retired=True)
        assert (found[0].code, found[-1].code, found[-1].name) == ("competitor", "price", None)
        assert (found[-1].win_back_days, found[-1].retired) == (30, True)
        assert "Put away" in drawn(pilot)


async def test_a_new_deal_begins_in_the_pipeline_that_is_looked_at(desk: Desk) -> None:
    repeat = desk.pipelines.add(like="repeat")
    async with FunnelApp(desk).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "L", "2", "a")
        pilot.app.screen.query_one("#field-title", Input).value = "Дозаказ"
        pilot.app.screen.query_one("#field-step", Input).value = "tomorrow call"
        assert "Repeat sales: Needs" in drawn(pilot)
        await press(pilot, "f2")
        assert desk.funnel.card(1).stage.id == first_stage(desk, repeat)
        assert "Дозаказ" in drawn(pilot)
