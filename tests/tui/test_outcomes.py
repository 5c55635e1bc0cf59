"""The table of call outcomes on the screen."""

from __future__ import annotations

from textual.widgets import Input

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.call import CallScreen
from pipeline_tui.tui.screens.outcomes import OutcomesScreen
from tests.tui.test_call import calling
from tests.tui.test_today import settled, steps, text_of


async def test_o_shows_what_each_outcome_schedules(desk: Desk) -> None:
    desk.outcomes.edit(desk.vocabularies.outcome("busy").id, {"after_hours": 1})
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("O")
        await settled(pilot)
        assert isinstance(app.screen, OutcomesScreen)
        drawn = text_of(app.screen)
        for expected in ("reached the decision maker", "by the ladder", "in 1 hour"):
            assert expected in drawn
        await pilot.press("O")  # it is there already
        await pilot.press("escape")
        await settled(pilot)
        assert not isinstance(app.screen, OutcomesScreen)


async def test_the_line_moves_and_undo_brings_it_back(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("O")
        await settled(pilot)
        await pilot.press("J")
        await settled(pilot)
        assert [one.code for one in desk.vocabularies.outcomes()][:2] == [
            "no_answer", "reached_decision_maker",
        ]  # fmt: skip
        await pilot.press("u")
        await settled(pilot)
        assert desk.vocabularies.outcomes()[0].code == "reached_decision_maker"


async def test_one_renamed_in_the_form_is_offered_by_its_name_in_a_call(desk: Desk) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("O")
        await settled(pilot)
        await pilot.press("j", "e")
        await settled(pilot)
        name = app.screen.query_one("#field-name", Input)
        name.value = "nobody there"
        app.screen.query_one("#field-after_hours", Input).value = "2"
        await pilot.press("f2")
        await settled(pilot)
        row = desk.vocabularies.outcome("no_answer")
        assert (row.name, row.after_hours) == ("nobody there", 2)
        await pilot.press("escape")
        screen = await calling(pilot)
        assert isinstance(screen, CallScreen)
        drawn = text_of(screen)
        assert "Nobody there" in drawn
        assert "today 12:20" in drawn


async def test_a_new_one_stands_last_with_the_cursor_on_it(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("O")
        await settled(pilot)
        await pilot.press("a")
        await settled(pilot)
        await pilot.press(*"leave", "f2")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, OutcomesScreen)
        assert screen.table.cursor_id == desk.vocabularies.outcomes()[-1].id


async def test_an_outcome_with_a_delay_asks_nothing(desk: Desk) -> None:
    (who,) = steps(desk, "Alpha")
    desk.outcomes.edit(
        desk.vocabularies.outcome("reached_decision_maker").id,
        {"after_days": 3, "title": "send the offer"},
    )
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot, "1")
        await settled(pilot)
        (task,) = desk.call_list.tasks(client_id=who)
        assert task.title == "send the offer"
        assert task.due_on.isoformat() == "2026-03-16"


async def test_the_table_opens_over_a_running_call_and_leads_back_to_it(desk: Desk) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot, "O")
        await settled(pilot)
        assert isinstance(app.screen, OutcomesScreen)
        await pilot.press("j", "K")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, CallScreen)
        assert desk.call_list.running() is not None
        assert app.screen.outcomes[0].code == "no_answer"
