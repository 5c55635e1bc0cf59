"""Call mode: what each key does, and that an open deal is never left without a step."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Digits, Input, TextArea

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.call import CallScreen
from pipeline_tui.tui.screens.today import TodayScreen
from tests.conftest import HandClock
from tests.dealing import TODAY, bare_deal, make_client, make_deal, stage_code
from tests.tui.test_today import at_rest, settled, steps, text_of


async def calling(pilot: Pilot[int], *keys: str) -> CallScreen:
    await settled(pilot)
    await pilot.press("c")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, CallScreen)
    for key in keys:
        await pilot.press(key)
        await settled(pilot)
    return screen


def step_days(desk: Desk, client_id: int) -> list[date]:
    return [task.due_on for task in desk.call_list.tasks(client_id=client_id)]


async def test_the_card_shows_phone_script_and_what_each_outcome_schedules(desk: Desk) -> None:
    who = desk.clients.add({"name": "Alpha", "status": "active"}, phones=["+7 912 345-67-89"])
    make_deal(desk, "Lathe", client_id=who, step_on=TODAY)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot)
        assert screen.query_one("#call-phone", Digits).value == "+7 912 345-67-89"
        drawn = text_of(screen)
        for expected in ("Alpha", "Lathe", "No answer", "today 13:20, try 2", "asks when"):
            assert expected in drawn


async def test_the_timer_counts_from_the_start(desk: Desk, clock: HandClock) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot)
        clock.forward(seconds=65)
        screen._tick()
        assert screen.query_one("#call-timer", Digits).value == "1:05"


async def test_an_outcome_and_one_prompt_for_the_step(desk: Desk) -> None:
    who, second = steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot, "1")
        await pilot.press(*"+2d", "space", *"offer")
        await pilot.pause()
        assert "13 March 2026" in text_of(app.screen)  # what was understood, before it is taken
        await pilot.press("enter")
        await settled(pilot)
        assert step_days(desk, who) == [TODAY + timedelta(days=2)]
        assert desk.call_list.tasks(client_id=who)[0].title == "offer"
        assert isinstance(app.screen, CallScreen)
        assert app.screen.client_id == second


async def test_leaving_the_prompt_leaves_the_call_running(desk: Desk) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot, "1")
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, CallScreen)
        assert desk.call_list.running() is not None
        assert desk.call_list.made() == []


async def test_a_note_is_kept_with_the_call_and_outlives_a_crash(desk: Desk) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot, "e")
        await pilot.press(*"twenty")
        await settled(pilot)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        for _again in range(4):
            await pilot.pause(0.1)
        await pilot.press("1")  # finish it now
        await settled(pilot)
        assert app.screen.query_one("#call-note", TextArea).text == "twenty"
        await pilot.press("2")
        await settled(pilot)
        assert [call.note for call in desk.call_list.made()] == ["twenty"]


async def test_digits_in_the_note_are_text(desk: Desk) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot, "e", "2", "0")
        assert screen.note == "20"
        await pilot.press("escape", "2")
        await settled(pilot)
        assert len(desk.call_list.made()) == 1


async def test_more_outcomes_stand_behind_nought(desk: Desk) -> None:
    (who,) = steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot, "0")
        assert "Voicemail" in text_of(screen)
        await pilot.press("1")
        await settled(pilot)
        assert desk.call_list.made(client_id=who)[0].outcome == "voicemail"


async def test_a_digit_pressed_at_once_after_the_call_key_counts(desk: Desk) -> None:
    (who,) = steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("c", "2")
        await settled(pilot)
        assert [call.client_id for call in desk.call_list.made()] == [who]


async def test_a_digit_pressed_twice_does_not_end_the_next_call(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline_tui.tui.screens.call._SLIP_S", 3600.0)
    first, _second, _third = steps(desk, "Alpha", "Beta", "Gamma")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot)
        await pilot.press("2", "2")
        await settled(pilot)
        assert [call.client_id for call in desk.call_list.made()] == [first]
        assert isinstance(app.screen, CallScreen)


async def test_a_refusal_asks_for_the_reason(desk: Desk) -> None:
    (who,) = steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot)
        assert screen.brief is not None
        assert screen.brief.deal is not None
        deal = screen.brief.deal.id
        await pilot.press("8")
        await pilot.pause(0.1)
        await pilot.press("2")  # 1 is "not lost: plan a step"
        await settled(pilot)
        assert stage_code(desk, deal) == "lost"
        assert desk.call_list.made(client_id=who)[0].outcome == "refused"


async def test_a_promise_to_pay_asks_for_sum_and_day(desk: Desk) -> None:
    who = make_client(desk, "Debtor", "active")
    desk.invoices.add_invoice(
        {"client_id": who, "number": "7", "amount_minor": 500_00,
         "issued_on": TODAY - timedelta(days=30)},
        instalments=[(TODAY - timedelta(days=16), 500_00)],
    )  # fmt: skip
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot, "p")
        assert app.screen.query_one(Input).value == "500"  # what is overdue is offered
        await pilot.press("enter")
        await pilot.pause(0.1)
        await pilot.press(*"+2d", "enter")
        await settled(pilot)
        row = desk.book.reader.execute("SELECT amount_minor, due_on FROM promise").fetchone()
        assert row == (500_00, "2026-03-13")


async def test_won_by_one_key(desk: Desk) -> None:
    (who,) = steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot)
        assert screen.brief is not None
        assert screen.brief.deal is not None
        deal = screen.brief.deal.id
        await pilot.press("w")
        await settled(pilot)
        assert stage_code(desk, deal) == "won"
        assert desk.call_list.made(client_id=who)
        assert isinstance(app.screen, TodayScreen)


# -- leaving


async def test_escape_leaves_when_a_step_is_there_and_no_call_took_place(desk: Desk) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot, "escape")  # the worker pops the screen
        await settled(pilot)
        assert isinstance(app.screen, TodayScreen)
        assert desk.call_list.running() is None
        assert desk.call_list.made() == []


@pytest.fixture
def bare(desk: Desk) -> tuple[int, int]:
    """A client whose open deal has no step."""
    who = make_client(desk, "Alpha", "active")
    return who, bare_deal(desk, client_id=who)


async def test_escape_does_not_leave_an_open_deal_without_a_step(
    desk: Desk, bare: tuple[int, int]
) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot)
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert "has no next step" in text_of(app.screen)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, CallScreen)
        await pilot.press("escape")
        await pilot.pause(0.1)
        await pilot.press("1")
        await pilot.pause(0.1)
        await pilot.press(*"+1d", "enter")
        await settled(pilot)
        assert isinstance(app.screen, TodayScreen)
        assert step_days(desk, bare[0]) == [TODAY + timedelta(days=1)]


WAYS_OUT = {
    "q": ("q",),
    "ctrl+q": ("ctrl+q",),
    "escape": ("escape",),
    "next": ("n",),
    "palette: clients": ("colon", *"clients", "wait", "enter"),
    "palette: today": ("colon", *"today", "wait", "enter"),
    "palette: quit": ("colon", *"quit", "wait", "enter"),
    "palette: language": ("colon", *"language", "wait", "enter"),
    "a client's card, then 2": ("colon", *"alph", "wait", "enter", "wait", "2"),
    "a client's card, then 1": ("colon", *"alph", "wait", "enter", "wait", "1"),
    "a client's card, then q": ("colon", *"alph", "wait", "enter", "wait", "q"),
}


@pytest.mark.parametrize("way", WAYS_OUT)
async def test_no_way_leads_past_an_open_deal_without_a_step(
    desk: Desk, bare: tuple[int, int], way: str
) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot)
        for key in WAYS_OUT[way]:
            if key == "wait":
                await at_rest(pilot)
            else:
                await pilot.press(key)
        await at_rest(pilot)
        assert "has no next step" in text_of(app.screen)
        await pilot.press("escape")
        await at_rest(pilot)
        assert screen.is_attached
        assert app.current_mode == "today"
        assert app.is_running
        assert desk.call_list.running() is not None


@pytest.mark.parametrize("digit", "12345")
async def test_digits_end_the_call_by_the_rule_and_change_no_screen(
    desk: Desk, bare: tuple[int, int], digit: str
) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot, digit)
        assert app.current_mode == "today"
        deal = next(one for one in desk.call_list.brief(bare[0]).deals)
        assert app.screen.is_modal or not deal.bare


async def test_another_screen_opens_once_the_deal_is_settled_and_the_call_runs_on(
    desk: Desk, bare: tuple[int, int]
) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot)
        app.show_mode("clients")
        await at_rest(pilot)
        await pilot.press("1")
        await at_rest(pilot)
        await pilot.press(*"+1d", "enter")
        await at_rest(pilot)
        assert app.current_mode == "clients"
        assert step_days(desk, bare[0]) == [TODAY + timedelta(days=1)]
        app.show_mode("today")
        await at_rest(pilot)
        assert app.screen is screen
        assert desk.call_list.running() is not None


async def test_every_open_deal_of_the_client_is_settled_before_one_leaves(
    desk: Desk, bare: tuple[int, int]
) -> None:
    second = bare_deal(desk, client_id=bare[0], title="Second")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot, "escape")
        await pilot.press("3")  # won
        await settled(pilot)
        assert "has no next step" in text_of(app.screen)
        await pilot.press("2")  # let it rest
        await settled(pilot)
        await pilot.press(*"+5d", "space", *"budget", "enter")
        await settled(pilot)
        assert not screen.is_attached
        assert {stage_code(desk, bare[1]), stage_code(desk, second)} == {"won", "new"}


async def test_a_note_without_a_call_stays_with_the_client(desk: Desk) -> None:
    (who,) = steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot, "e")
        await pilot.press(*"busy", "escape", "escape")
        await settled(pilot)
        assert isinstance(app.screen, TodayScreen)
        assert [note.note for note in desk.call_list.brief(who).notes] == ["busy"]
        assert desk.call_list.made() == []


async def test_escape_may_settle_it_as_lost(desk: Desk, bare: tuple[int, int]) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot)
        for key in ("escape", "4", "1"):
            await pilot.press(key)
            await pilot.pause(0.15)
        await settled(pilot)
        assert stage_code(desk, bare[1]) == "lost"
        assert isinstance(app.screen, TodayScreen)


async def test_snooze_lets_the_deal_rest_and_goes_on(desk: Desk, bare: tuple[int, int]) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot)
        await pilot.press("s")
        await pilot.pause(0.1)
        await pilot.press(*"+30d", "space", *"budget", "enter")
        await settled(pilot)
        row = desk.book.reader.execute("SELECT snoozed_until, snooze_reason FROM deal").fetchone()
        assert row == ("2026-04-10", "budget")
        assert isinstance(app.screen, TodayScreen)


async def test_next_opens_the_next_card_at_once(desk: Desk) -> None:
    _first, second = steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot, "n")
        await settled(pilot)
        assert screen.client_id == second
        running = desk.call_list.running()
        assert running is not None
        assert running.client_id == second


async def test_do_not_call_clients_are_not_called(desk: Desk) -> None:
    (who,) = steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        desk.clients.do_not_call(who, "said so")
        await pilot.press("c")
        await settled(pilot)
        await settled(pilot)
        assert isinstance(app.screen, TodayScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_every_size_shows_the_outcomes(desk: Desk, size: tuple[int, int]) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=size) as pilot:
        screen = await calling(pilot)
        drawn = text_of(screen)
        for whole in (
            "Reached the decision maker", "Interested, send an offer", "today 13:20, try 2",
            "sum and", "reason or",
        ):  # fmt: skip
            assert whole in drawn
