"""The Today screen as a hand on the keyboard meets it."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from pipeline_tui.domain.blocks import read_times
from pipeline_tui.domain.calls import After
from pipeline_tui.domain.plan import Metric
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


def said_by(app: PipelineApp) -> list[str]:
    """What the program says in passing from now on."""
    said: list[str] = []
    app.notify = lambda text, **_more: said.append(text)  # type: ignore[method-assign]
    return said


async def test_each_line_says_why_it_is_there(desk: Desk) -> None:
    steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert shown(screen) == ["Alpha", "Beta"]
        assert why(screen, 0) == "For today: call"
        drawn = text_of(screen)
        assert "Deal steps · 2" in drawn
        assert "Calls 0 / 40" in drawn


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
        desk.requests.take(alpha)
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


async def test_the_language_changes_at_once(desk: Desk) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("f8")
        screen = await settled(pilot)
        assert "Шаги по сделкам · 1" in text_of(screen)


# -- the place one comes back to


async def test_the_client_under_the_cursor_is_found_again_at_the_next_start(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline_tui.tui.screens.today._KEEP_AFTER_S", 0.001)
    _alpha, beta, _gamma = steps(desk, "Alpha", "Beta", "Gamma")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("j")
        await settled(pilot)
    desk.requests.take(make_client(desk, "Delta", "active"))
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert shown(screen)[0] == "Delta"  # a request that came in stands above
        assert screen.table.cursor_id == beta


async def test_a_new_day_begins_at_the_top(
    desk: Desk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline_tui.tui.screens.today._KEEP_AFTER_S", 0.001)
    steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("j")
        await settled(pilot)
    clock.forward(days=1)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert screen.table.cursor == 0


async def test_a_request_above_moves_the_first_line_and_not_the_cursor(desk: Desk) -> None:
    alpha, _beta = steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert screen.table.cursor_id == alpha
        desk.requests.take(make_client(desk, "Delta", "active"))
        app.look_for_changes()
        await settled(pilot)
        assert shown(screen) == ["Delta", "Alpha", "Beta"]
        assert screen.table.cursor_id == alpha


async def test_nothing_else_comes_in_above_what_stood_there_this_morning(desk: Desk) -> None:
    alpha, _beta = steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        rich = make_client(desk, "Rich", "active")
        make_deal(desk, "worth more", client_id=rich, step_on=TODAY, amount_minor=900_000_00)
        app.look_for_changes()
        await settled(pilot)
        assert shown(screen) == ["Alpha", "Beta", "Rich"]
        assert screen.table.cursor_id == alpha


# -- blocks of the day


def with_settings(desk: Desk, **values: object) -> None:
    desk.settings = replace(desk.settings, **values)


def work_of_all_kinds(desk: Desk) -> None:
    make_deal(desk, "a call", client_id=make_client(desk, "Caller", "active"), step_on=TODAY)
    writer = make_client(desk, "Writer", "active")
    deal = bare_deal(desk, "a letter", client_id=writer)
    desk.tasks.plan(deal_id=deal, due_on=TODAY, kind="email", title="the offer")
    debtor = make_client(desk, "Debtor", "active")
    desk.invoices.add_invoice(
        {"client_id": debtor, "number": "7", "amount_minor": 500_00,
         "issued_on": TODAY - timedelta(days=30)},
        instalments=[(TODAY - timedelta(days=16), 500_00)],
    )  # fmt: skip
    desk.requests.take(make_client(desk, "Asker", "active"))


async def test_v_steps_through_the_views_and_the_head_names_them(desk: Desk) -> None:
    work_of_all_kinds(desk)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert shown(screen) == ["Asker", "Debtor", "Caller", "Writer"]
        for name, clients in (
            ("phone calls", ["Asker", "Caller"]),
            ("overdue money", ["Asker", "Debtor"]),
            ("letters and documents", ["Asker", "Writer"]),
            ("new requests", ["Asker"]),
        ):
            await pilot.press("v")
            await settled(pilot)
            assert shown(screen) == clients
            assert f"View {name}" in text_of(screen)
        await pilot.press("v")
        await settled(pilot)
        assert len(shown(screen)) == 4


async def test_a_view_is_kept_over_a_restart(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline_tui.tui.screens.today._KEEP_AFTER_S", 0.001)
    work_of_all_kinds(desk)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("v", "v")
        await settled(pilot)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert shown(screen) == ["Asker", "Debtor"]


async def test_the_clock_chooses_the_view_at_opening_and_the_head_says_until_when(
    desk: Desk, clock: HandClock
) -> None:
    work_of_all_kinds(desk)
    with_settings(desk, blocks=read_times(["paperwork 10-11", "debts 11-12"]))
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:  # it is 10:20
        screen = await settled(pilot)
        assert shown(screen) == ["Asker", "Writer"]
        assert "Now letters and documents until 11:00" in text_of(screen)
        clock.forward(minutes=45)
        screen._look_at_clock()
        await settled(pilot)
        assert "Writer" in shown(screen)  # nothing changes under the hands
        assert "Now overdue money until 12:00" in text_of(screen)


async def test_calls_go_through_the_view(desk: Desk) -> None:
    work_of_all_kinds(desk)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("v", "v", "c")
        await settled(pilot)
        assert "1 / 2" in text_of(app.screen)


async def test_an_empty_view_says_which_key_leads_on(desk: Desk) -> None:
    steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        await pilot.press("v", "v")
        await settled(pilot)
        assert "v shows the next view" in text_of(screen)


# -- the day's goal


async def test_the_goal_is_said_to_be_met_once(desk: Desk) -> None:
    with_settings(desk, calls_per_day=2)
    first, second = steps(desk, "Alpha", "Beta")
    app = PipelineApp(desk)
    said = said_by(app)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        for who in (first, second):
            desk.calls.log(who, "meeting_set", after=After(step_on=TODAY + timedelta(days=1)))
            app.look_for_changes()
            await settled(pilot)
        assert "Calls 2 / 2 · connected 2 · meetings 2" in text_of(screen)
        desk.calls.log(first, "no_answer")
        app.look_for_changes()
        await settled(pilot)
    assert said == ["The day's goal is met: 2 calls"]


async def test_the_goal_is_the_days_share_of_the_months_plan(desk: Desk, clock: HandClock) -> None:
    """March 2026 has 21 working days, as the 9th is a day off for the 8th, a Sunday; from the 11th on
    there are 15. 400 calls, 10 of them made on the 10th, leave 26 a day."""
    (who,) = steps(desk, "Alpha")
    clock.forward(days=-1)
    for _call in range(10):
        desk.calls.log(who, "meeting_set", after=After(step_on=TODAY))
    clock.forward(days=1)
    desk.plans.set(TODAY.replace(day=1), {(Metric.CALLS, ""): 400})
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        assert "Calls 0 / 26" in text_of(await settled(pilot))


# -- the phone


async def test_y_copies_the_number_of_the_line_and_says_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = desk.clients.add({"name": "Alpha", "status": "active"}, phones=["8 912 345-67-89"])
    make_deal(desk, "Lathe", client_id=who, step_on=TODAY)
    app = PipelineApp(desk)
    said = said_by(app)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        sent: list[str] = []
        with monkeypatch.context() as patched:
            patched.setattr(app._driver, "write", sent.append)
            await pilot.press("y")
            await settled(pilot)
        assert app.clipboard == "+79123456789"
        osc52 = "\x1b]52;c;" + b64encode(b"+79123456789").decode() + "\a"
        assert osc52 in "".join(sent)
    assert said == ["Copied: +7 912 345-67-89"]


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
