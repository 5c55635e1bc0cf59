"""Call mode: what each key does, and that an open deal is never left without a step."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pytest
from msgspec.structs import replace
from textual import events
from textual.pilot import Pilot
from textual.widgets import Digits, Input, TextArea

from pipeline_tui.domain.errors import StoreProblem
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.screens.call import CallScreen
from pipeline_tui.tui.screens.today import TodayScreen
from tests.conftest import HandClock
from tests.dealing import TODAY, bare_deal, make_client, make_deal, stage_code
from tests.tui.test_today import at_rest, said_by, settled, steps, text_of


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
        for expected in ("Alpha", "Lathe", "No answer", "today 14:00, try 2", "asks when"):
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


async def test_a_digit_that_comes_twice_at_once_does_not_answer_what_it_asks(desk: Desk) -> None:
    (who,) = steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot)
        for _time in range(2):
            app.post_message(events.Key("8", "8").set_sender(app))
        async with asyncio.timeout(10):
            while not isinstance(app.screen, ChoicePrompt):
                await pilot.pause()
        prompt = app.screen
        await pilot.press("down")
        assert app.screen is prompt
        assert desk.call_list.made(client_id=who) == []


async def test_leaving_the_question_which_competitor_leaves_the_refusal_unsaid(desk: Desk) -> None:
    (who,) = steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot, "8", "3", "escape")
        assert isinstance(app.screen, CallScreen)
        assert desk.call_list.made(client_id=who) == []


async def test_ctrl_c_says_which_key_leaves(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        said = said_by(app)
        await pilot.press("ctrl+c")
        assert said == ["q — Leave; everything is saved"]


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


async def test_the_language_may_change_in_a_call_which_is_then_offered_again(desk: Desk) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot, "f8")
        await settled(pilot)
        assert "Звонок «Alpha» не закончен." in text_of(app.screen)
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


# -- the note in the user's own editor


def editor_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Make $EDITOR a program of this shell script, on a terminal that can give way."""
    program = tmp_path / "editor.sh"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(program))
    monkeypatch.setattr(PipelineApp, "suspend", lambda _app: nullcontext())


async def test_a_note_goes_to_the_editor_and_comes_back(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor_that(tmp_path, monkeypatch, 'printf "\\nsecond line" >> "$1"')
    (who,) = steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot, "e", *"first", "escape", "E")
        assert screen.note == "first\nsecond line"
    # Whatever happens now, the draft has it.
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("1")  # finish it now
        await settled(pilot)
        await pilot.press("2")
        await settled(pilot)
        assert [call.note for call in desk.call_list.made(client_id=who)] == ["first\nsecond line"]
        assert [one.name for one in tmp_path.iterdir() if "note" in one.name] == []


async def test_an_editor_that_fails_leaves_the_note_as_it_was(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor_that(tmp_path, monkeypatch, "exit 1")
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    said = said_by(app)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot, "e", *"first", "escape", "E")
        assert screen.note == "first"
    assert len(said) == 1
    assert "editor.sh” failed" in said[0]


async def test_a_note_that_an_editor_had_when_the_program_was_killed_is_found(
    desk: Desk, tmp_path: Path
) -> None:
    (who,) = steps(desk, "Alpha")
    (tmp_path / f".note-{who}.txt").write_text("typed in vim\n")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot)
        assert screen.note == "typed in vim"
        assert not (tmp_path / f".note-{who}.txt").exists()


async def test_without_a_terminal_that_can_give_way_the_line_is_named(desk: Desk) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    said = said_by(app)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot, "E")
    assert said == ["This terminal cannot make room for an editor; e writes here."]


# -- dialling


def dialling_by(desk: Desk, tmp_path: Path, script: str) -> Path:
    """Set `dial` to a program of this shell script; answers with the file it may write to."""
    program, heard = tmp_path / "ring.sh", tmp_path / "heard"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    desk.settings = replace(desk.settings, dial=f"{program} {heard} 'to {{phone}}'")
    return heard


async def test_c_dials_when_the_settings_say_how_and_c_again_dials_again(
    desk: Desk, tmp_path: Path
) -> None:
    heard = dialling_by(desk, tmp_path, 'printf "%s|" "$2" >> "$1"')
    for name, phone in (("Alpha", "8 912 345-67-89"), ("Beta", "8 912 000-00-00")):
        who = desk.clients.add({"name": name, "status": "active"}, phones=[phone])
        make_deal(desk, name, client_id=who, step_on=TODAY)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot)
        assert heard.read_text() == "to +79123456789|"
        await pilot.press("2")
        await settled(pilot)
        # The next card opened by itself: nobody is rung up before the user says so.
        assert heard.read_text() == "to +79123456789|"
        await pilot.press("c")
        await settled(pilot)
        assert heard.read_text() == "to +79123456789|to +79120000000|"


async def test_a_number_is_an_argument_and_never_a_command(desk: Desk, tmp_path: Path) -> None:
    heard = dialling_by(desk, tmp_path, 'printf "%s|" "$@" > "$1"')
    who = desk.clients.add({"name": "Alpha", "status": "active"}, phones=["; touch x; 912"])
    make_deal(desk, "Alpha", client_id=who, step_on=TODAY)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot)
        assert heard.read_text() == f"{heard}|to 912|"


@pytest.mark.parametrize("script", ["exit 3", None])
async def test_a_dialler_that_fails_is_said_in_one_sentence(
    desk: Desk, tmp_path: Path, script: str | None
) -> None:
    dialling_by(desk, tmp_path, script or "")
    if script is None:
        (tmp_path / "ring.sh").unlink()
    who = desk.clients.add({"name": "Alpha", "status": "active"}, phones=["8 912 345-67-89"])
    make_deal(desk, "Alpha", client_id=who, step_on=TODAY)
    app = PipelineApp(desk)
    said = said_by(app)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot)
    assert [one.partition("”")[2] for one in said] == [
        " did not take the number; the setting dial says what does, y copies it"
    ]


async def test_nothing_is_dialled_by_default(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "pipeline_tui.tui.screens.call.dial", lambda *_words: pytest.fail("dialled")
    )
    who = desk.clients.add({"name": "Alpha", "status": "active"}, phones=["8 912 345-67-89"])
    make_deal(desk, "Alpha", client_id=who, step_on=TODAY)
    app = PipelineApp(desk)
    said = said_by(app)
    async with app.run_test(size=(120, 36)) as pilot:
        await calling(pilot, "c")
    assert said == ["The setting dial says how to dial from here; y copies the number."]


@pytest.mark.parametrize(("size", "at"), [((120, 36), (6, 1)), ((80, 24), (6, 1))])
async def test_an_outcome_is_taken_by_a_click_and_by_the_arrows(
    desk: Desk, size: tuple[int, int], at: tuple[int, int]
) -> None:
    first, second = steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    async with app.run_test(size=size) as pilot:
        await calling(pilot)
        await pilot.click("#call-outcomes", offset=at)  # the second of them: no answer
        await settled(pilot)
        assert [call.client_id for call in desk.call_list.made()] == [first]
        await pilot.press("down", "enter")  # the cursor stayed on it: now on the third, busy
        await settled(pilot)
        assert desk.call_list.made(client_id=second)[0].outcome == "busy"


async def test_the_other_column_of_outcomes_is_a_step_to_the_right(desk: Desk) -> None:
    (who,) = steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await calling(pilot, "right", "down", "down", "enter")  # 6, 7, 8: refused
        await pilot.press("2")
        await settled(pilot)
        assert desk.call_list.made(client_id=who)[0].outcome == "refused"


# -- how many keys it takes


async def test_no_answer_and_the_next_card_take_three_keys_at_most(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From one card to the next, over ten cards: the median of the keys pressed."""
    monkeypatch.setattr("pipeline_tui.tui.screens.call._SLIP_S", 0.0001)
    steps(desk, *(f"Client {place}" for place in range(11)))
    counts = []
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await calling(pilot)
        for _card in range(10):
            here, pressed = screen.client_id, 0
            while screen.client_id == here:
                await pilot.press("2")
                pressed += 1
                await settled(pilot)
            counts.append(pressed)
        assert len(desk.call_list.made()) == 10
    assert median(counts) <= 3
    assert max(counts) <= 3


async def test_an_exact_call_and_a_request_come_before_the_next_card_and_nothing_else(
    desk: Desk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline_tui.tui.screens.call._SLIP_S", 0.0001)
    _alpha, beta = steps(desk, "Alpha", "Beta")
    exact = make_client(desk, "Exact", "active")
    desk.tasks.plan(client_id=exact, due_on=TODAY, due_at=clock.now + timedelta(hours=1))
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot)
        clock.forward(minutes=55)
        asked = make_client(desk, "Asked", "active")
        desk.requests.take(asked)
        steps(desk, "Rich")
        seen = []
        for _card in range(3):
            await pilot.press("2")
            await settled(pilot)
            seen.append(screen.client_id)
        assert seen == [exact, asked, beta]


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
            "Reached the decision maker", "Interested, send an offer", "today 14:00, try 2",
            "sum and", "reason or",
        ):  # fmt: skip
            assert whole in drawn


async def test_a_call_that_cannot_be_written_brings_its_card_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, second = steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot, "e")
        await pilot.press(*"twenty", "escape")
        await settled(pilot)
        shown, said = [], said_by(app)
        finish = desk.calls.finish

        def full(*_args: object, **_more: object) -> None:
            shown.append(text_of(screen))
            raise StoreProblem("write_failed", file="x.db", reason="disk full")

        monkeypatch.setattr(desk.calls, "finish", full)
        await pilot.press("2")
        await settled(pilot)
        assert "Beta" in shown[0]  # the next card did not wait for the disk
        assert "Alpha" in text_of(screen)
        assert screen.client_id == who
        assert screen.query_one("#call-note", TextArea).text == "twenty"
        assert [one for one in said if "disk full" in one]

        monkeypatch.setattr(desk.calls, "finish", finish)
        await pilot.press("2")
        await settled(pilot)
        assert [call.note for call in desk.call_list.made()] == ["twenty"]
        assert screen.client_id == second
        assert screen.query_one("#call-note", TextArea).text == ""


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_call_to_win_back_shows_why_it_was_lost_and_with_what_to_come_back(
    desk: Desk, clock: HandClock, size: tuple[int, int]
) -> None:
    price = next(one.id for one in desk.vocabularies.loss_reasons() if one.code == "price")
    desk.loss_reasons.edit(price, {"win_back_text": "a year to pay"})
    who = desk.clients.add({"name": "Alpha", "status": "active"}, phones=["+7 912 345-67-89"])
    deal = make_deal(desk, "Lathe", client_id=who)
    offer = desk.offers.make(deal, lines=[{"name": "Lathe", "price_minor": 500_000_00, "vat": 0}])
    desk.offers.send(offer, step_title="")
    desk.deals.lose(deal, "price")
    clock.forward(days=62)
    app = PipelineApp(desk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert "Time to win them back: Lathe" in text_of(app.screen)
        screen = await calling(pilot)
        drawn = " ".join(text_of(screen).replace("\xa0", " ").split())
        for expected in ("lost 11 Mar 2026: price", "offer 1 for 500,000 ₽", "a year to pay"):
            assert expected in drawn


async def test_who_has_gone_silent_comes_back_with_the_last_order_and_offer(
    desk: Desk, clock: HandClock
) -> None:
    who = desk.clients.add({"name": "Alpha", "status": "active"}, phones=["+7 912 345-67-89"])
    deal = make_deal(desk, "Lathe", client_id=who)
    offer = desk.offers.make(deal, lines=[{"name": "Lathe", "price_minor": 500_000_00, "vat": 0}])
    desk.offers.send(offer, step_title="")
    desk.deals.win(deal)
    clock.forward(days=371)  # Wednesday 17 March 2027
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert "No order for 371 days" in text_of(app.screen)
        screen = await calling(pilot)
        drawn = " ".join(text_of(screen).replace("\xa0", " ").split())
        assert "last order 11 Mar 2026 · offer 1" in drawn
