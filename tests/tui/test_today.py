"""The Today screen as a hand on the keyboard meets it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.call import CallScreen
from pipeline_tui.tui.screens.today import TodayScreen
from pipeline_tui.tui.screens.why import WhyScreen
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import LineTable
from tests.conftest import HandClock
from tests.dealing import TODAY, bare_deal, make_client, make_deal


def steps(desk: Desk, *names: str) -> list[int]:
    found = []
    for place, name in enumerate(names):
        who = make_client(desk, name, "active")
        make_deal(desk, f"deal of {name}", client_id=who, step_on=TODAY,
                  amount_minor=10_000_00 * (len(names) - place))  # fmt: skip
        found.append(who)
    return found


async def at_rest(pilot: Pilot[int]) -> None:
    """Wait until every service has answered, or a dialog waits for the user."""
    quiet = 0
    for _again in range(400):
        await pilot.pause(0.01)
        at_work = [
            one for one in pilot.app.workers
            if not one.is_finished and one.group != "warm-up"
            and not (one.group in ("dialog", "incoming") and pilot.app.screen.is_modal)
        ]  # fmt: skip
        quiet = 0 if at_work else quiet + 1
        if quiet == 4:
            break


async def settled(pilot: Pilot[int]) -> TodayScreen:
    """The Today screen, at rest."""
    await at_rest(pilot)
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, TodayScreen)
    return screen


def shown(screen: TodayScreen) -> list[str]:
    table = screen.query_one("#calls", LineTable)
    found = []
    for id_ in table.ids:
        row = table.row(id_)
        assert row is not None
        cell = row.cells["client"]
        found.append(cell if isinstance(cell, str) else cell.text)
    return found


def why(screen: TodayScreen, place: int) -> str:
    row = screen.table.row(screen.table.ids[place])
    assert row is not None
    cell = row.cells["why"]
    return cell if isinstance(cell, str) else cell.text


def text_of(screen: object) -> str:
    """Everything drawn on the screen in front, as text."""
    app = screen.app  # type: ignore[attr-defined]
    return "\n".join(
        "".join(segment.text for segment in app.screen._compositor.render_strips()[y])
        for y in range(app.size.height)
    )


async def test_each_line_says_why_it_is_there(desk: Desk) -> None:
    steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert shown(screen) == ["Alpha", "Beta"]
        assert why(screen, 0) == "For today: call"
        drawn = text_of(screen)
        assert "Deal steps · 2" in drawn
        assert "0 / 2" in drawn


async def test_the_card_stands_beside_the_list_where_there_is_room(desk: Desk) -> None:
    steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        await pilot.press("j")
        await pilot.pause(0.1)
        await settled(pilot)
        card = screen.query_one("#card", CardPanel)
        assert card.display
        said = [getattr(block, "text", "") for block in card.blocks[:3]]
        assert said == ["For today: call", "", "Beta"]  # the whole reason, then the card


async def test_eighty_columns_show_the_list_alone(desk: Desk) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await settled(pilot)
        assert not screen.query_one("#card").display
        assert "Alpha" in text_of(screen)


async def test_an_empty_list_says_what_to_press(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settled(pilot)
        assert "Nobody to call now." in text_of(screen)


async def test_a_skip_asks_why_and_can_be_taken_back(desk: Desk) -> None:
    steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        await pilot.press("x", *"fair", "enter")
        screen = await settled(pilot)
        assert shown(screen) == ["Beta"]
        await pilot.press("h")
        await settled(pilot)
        assert shown(screen) == ["Alpha"]
        assert why(screen, 0) == "Skipped today: fair"
        await pilot.press("x")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert shown(screen) == ["Alpha", "Beta"]


async def test_russian_letters_of_the_same_keys_work(desk: Desk) -> None:
    steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        await pilot.press("о")  # j
        assert screen.table.cursor == 1
        await pilot.press("exclamation_mark")
        await settled(pilot)
        assert shown(screen) == ["Beta", "Alpha"]
        assert "On top · 1" in text_of(screen)


async def test_a_pin_keeps_the_cursor_on_its_client(desk: Desk) -> None:
    alpha, beta, _gamma = steps(desk, "Alpha", "Beta", "Gamma")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        await pilot.press("j")
        await pilot.press("exclamation_mark")
        await settled(pilot)
        assert screen.table.cursor_id == beta
        desk.calls.incoming(alpha)
        app.look_for_changes()
        await settled(pilot)
        assert screen.table.cursor_id == beta


async def test_why_here_says_the_sentence_before_the_numbers(desk: Desk) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("W")
        await pilot.pause()
        assert isinstance(app.screen, WhyScreen)
        drawn = text_of(app.screen)
        assert drawn.index("For today: call") < drawn.index("money at stake")
        assert "35 of 35" in drawn
        await pilot.press("escape")
        assert isinstance(app.screen, TodayScreen)


async def test_the_next_step_is_one_prompt(desk: Desk) -> None:
    (who,) = steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("t", *"+3d", "enter")
        await settled(pilot)
        days = [task.due_on for task in desk.call_list.tasks(client_id=who)]
        assert days == [TODAY + timedelta(days=3)]  # the step that was due is moved


async def test_a_deal_without_a_step_gets_one(desk: Desk) -> None:
    deal = bare_deal(desk, client_id=make_client(desk, "Alpha", "active"))
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        await pilot.press("t", *"+3d", "enter")
        await settled(pilot)
        assert [task.deal_id for task in desk.call_list.tasks()] == [deal]
        assert shown(screen) == []


async def test_snooze_hides_with_a_reason(desk: Desk) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        await pilot.press("s", *"+7d", "enter")
        await pilot.pause()
        await pilot.press(*"leave", "enter")
        await settled(pilot)
        assert shown(screen) == []
        assert [row.note for row in desk.call_list.today().hidden] == ["leave"]


async def test_a_call_nobody_answered_and_the_next_card_in_two_keys(desk: Desk) -> None:
    first, second = steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await pilot.press("2")
        await settled(pilot)
        assert isinstance(app.screen, CallScreen)
        assert app.screen.client_id == second
        assert [call.client_id for call in desk.call_list.made()] == [first]


async def test_a_call_that_a_crash_cut_off_is_offered_at_the_next_start(desk: Desk) -> None:
    (who,) = steps(desk, "Alpha")
    desk.calls.start(who)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        for _again in range(5):
            await pilot.pause(0.1)
        assert "The call to Alpha was not finished." in text_of(app.screen)
        await pilot.press("2")
        await settled(pilot)
        assert desk.call_list.running() is None


async def test_an_exact_time_call_comes_up_by_the_clock(desk: Desk, clock: HandClock) -> None:
    steps(desk, "Alpha")
    late = make_client(desk, "Later", "active")
    desk.tasks.plan(client_id=late, due_on=TODAY, due_at=clock.now + timedelta(hours=1))
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert shown(screen) == ["Alpha"]
        clock.forward(minutes=50)
        screen._look_at_clock()
        await settled(pilot)
        assert shown(screen) == ["Later", "Alpha"]
        assert screen.table.cursor_id == screen.table.ids[1]


async def test_an_incoming_call_of_somebody_new_that_was_missed(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        await pilot.press("i", *"89123456789")
        await pilot.pause(0.1)
        assert app.screen.query_one(OptionList).option_count == 1
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert isinstance(app.screen.query_one(Input), Input)
        await pilot.press(*"Olga", "enter")
        await pilot.pause(0.2)
        await pilot.press("2")
        await pilot.pause(0.2)
        await pilot.press(*"prices", "enter")
        await settled(pilot)
        assert shown(screen) == ["Olga"]
        assert why(screen, 0).endswith("prices")


@pytest.mark.parametrize("name", ["[/]", "[@click=app.quit]x[/]", "a\x1b[31mb", "x" * 5000, "‮fin"])
async def test_no_name_breaks_the_screen(desk: Desk, name: str) -> None:
    who = make_client(desk, name[:300], "active")
    make_deal(desk, name[:300], client_id=who, step_on=TODAY)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert "\x1b" not in text_of(screen)
        await pilot.press("c")
        await settled(pilot)
        assert "\x1b" not in text_of(app.screen)
