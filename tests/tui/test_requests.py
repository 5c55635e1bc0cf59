"""Somebody asks for us: one prompt from any screen, the clock on Today, the list of requests."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from pipeline_tui import i18n
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.call import CallScreen
from pipeline_tui.tui.screens.incoming import CallerPrompt
from pipeline_tui.tui.screens.requests import RequestsScreen
from tests.conftest import NOW, HandClock
from tests.dealing import TODAY, make_client, make_deal
from tests.tui.test_today import at_rest, settled, shown, text_of, why


async def quiet(pilot: Pilot[int]) -> None:
    """Wait until the screen in front has its data."""
    await pilot.pause(0.05)
    await at_rest(pilot)


async def pick(pilot: Pilot[int], typed: str) -> CallerPrompt:
    await pilot.press("i", *typed)
    await pilot.pause(0.15)
    screen = pilot.app.screen
    assert isinstance(screen, CallerPrompt)
    return screen


def offered(prompt: CallerPrompt) -> list[str]:
    options = prompt.query_one(OptionList)
    return [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]


@pytest.mark.parametrize("typed", ["345", "4567", "ромаш", "hjvfi", "иванова", "7707", "8912"])
async def test_any_digits_or_letters_find_who_calls(desk: Desk, typed: str) -> None:
    who = make_client(desk, "Ромашка", "active")
    desk.clients.edit(who, {"inn": "7707083893"})
    desk.contacts.add(
        who, {"last_name": "Иванова", "first_name": "Анна"}, phones=["+7 912 345-67-89"]
    )
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        prompt = await pick(pilot, typed)
        assert offered(prompt)[0].startswith("Ромашка")
        await pilot.press("enter")
        await quiet(pilot)
        assert isinstance(app.screen, CallScreen)
        running = desk.call_list.running()
        assert running is not None
        assert (running.client_id, running.direction) == (who, "in")


@pytest.mark.parametrize("typed", ["4567", "пет"])
async def test_who_calls_is_whose_number_or_name_was_found(desk: Desk, typed: str) -> None:
    who = make_client(desk, "Ромашка", "active")
    desk.contacts.add(who, {"last_name": "Иванова"}, phones=["+7 912 111-22-33"])
    desk.contacts.add(who, {"last_name": "Петров"}, phones=["+7 912 345-67-89"])
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pick(pilot, typed)
        await pilot.press("enter")
        await quiet(pilot)
        assert "Петров" in str(app.screen.query_one("#call-who", Static).content)
        (number,) = desk.book.reader.execute(
            "SELECT id FROM contact WHERE last_name = 'Петров'"
        ).fetchone()
        running = desk.call_list.running()
        assert running is not None
        assert running.contact_id == number


@pytest.mark.parametrize(
    ("language", "says", "not_said"),
    [
        ("en", "Incoming call", ("No answer", "Busy", "voicemail")),
        ("ru", "Хорошо, что позвонили", ("Не берёт трубку", "Занято", "автоответчик")),
    ],
)
async def test_an_incoming_call_has_a_script_and_outcomes_of_its_own(
    desk: Desk, language: str, says: str, not_said: tuple[str, ...]
) -> None:
    i18n.use(language)
    make_client(desk, "Ромашка", "active")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 50)) as pilot:
        await settled(pilot)
        await pick(pilot, "ромаш")
        await pilot.press("enter")
        await quiet(pilot)
        drawn = " ".join(text_of(app.screen).split())
        assert says in drawn
        assert [one for one in not_said if one in drawn] == []
        await pilot.press("2")  # the second that is offered, not the second of all
        await pilot.pause(0.1)
        assert app.screen.is_modal


async def test_somebody_new_is_taken_in_the_same_prompt(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("2")
        await pilot.pause(0.1)
        prompt = await pick(pilot, "89123456789 Olga")
        assert offered(prompt) == ["New: Olga · 89123456789"]
        await pilot.press("enter")
        await quiet(pilot)
        running = desk.call_list.running()
        assert running is not None
        assert (running.name, running.direction) == ("Olga", "in")
        (hit,) = desk.lists.find("9123456789")
        assert hit.name == "Olga"


async def test_a_missed_call_is_written_down_with_its_hour(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        await pick(pilot, "89123456789 Olga")
        await pilot.press("tab")
        assert "[Missed call]" in text_of(app.screen)
        await pilot.press("enter")
        await pilot.pause(0.2)
        await pilot.press(*"prices", "tab", *"10:08", "f2")
        await quiet(pilot)
        assert shown(screen) == ["Olga"]
        assert why(screen, 0) == "Missed call waiting 12 min: prices"


async def test_a_request_from_the_site_of_a_known_client(desk: Desk) -> None:
    who = make_client(desk, "Ромашка", "active")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        await pick(pilot, "ромаш")
        await pilot.press("tab", "tab", "enter")
        await pilot.pause(0.2)
        await pilot.press(*"40 boxes", "enter", *"please", "f2")
        await quiet(pilot)
        (row,) = desk.inbox.requests()
        assert (row.client_id, row.way, row.text) == (who, "site", "40 boxes\nplease")
        assert why(screen, 0) == "Request from the site just now, answer by 10:25: 40 boxes please"


async def test_the_clock_turns_while_one_looks(desk: Desk, clock: HandClock) -> None:
    who = make_client(desk, "Ромашка", "active")
    desk.requests.take(who, way="site")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)

        def tone() -> str:
            row = screen.table.row(screen.table.ids[0])
            assert row is not None
            cell = row.cells["why"]
            assert not isinstance(cell, str)
            return cell.tone

        assert tone() == "accent"
        for minutes, text, expected in (
            (6, "Request from the site waiting 6 min", "warning"),
            (60, "Request from the site waiting 1 h 6 min, long overdue", "danger"),
        ):
            clock.forward(minutes=minutes)
            screen._look_at_clock()
            await settled(pilot)
            assert (why(screen, 0).replace("\u00a0", " "), tone()) == (text, expected)


async def test_an_answer_from_todays_line(desk: Desk) -> None:
    who = make_client(desk, "Ромашка", "active")
    desk.requests.take(who, way="email", text="prices")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        await pilot.press("r")
        await quiet(pilot)
        await pilot.press("2")
        await quiet(pilot)
        await pilot.press(*"sent", "enter")
        await quiet(pilot)
        assert shown(screen) == []
        assert [row.answer for row in desk.inbox.requests()] == ["email"]


async def test_an_answer_is_offered_only_to_a_request(desk: Desk) -> None:
    make_deal(desk, client_id=make_client(desk, "Ромашка", "active"), step_on=TODAY)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert "answer" not in screen.hint_ids()
        await pilot.press("r")
        await quiet(pilot)
        assert app.screen is screen


async def test_the_list_of_requests(desk: Desk) -> None:
    who = make_client(desk, "Ромашка", "active")
    first = desk.requests.take(who, way="site", text="old one").id
    desk.requests.answer(first, text="sent")
    late = make_client(desk, "Лютик", "active")
    desk.requests.take(
        late, way="site", text="40 boxes\nplease", arrived_at=NOW - timedelta(minutes=12)
    )
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("I")
        await quiet(pilot)
        screen = app.screen
        assert isinstance(screen, RequestsScreen)
        drawn = text_of(screen)
        assert "late, 12 min" in drawn
        assert "answered in 0 s" in drawn
        assert "1 of 2" in drawn
        assert "40 boxes" in drawn and "please" in drawn
        await pilot.press("r", "4")
        await quiet(pilot)
        await pilot.press(*"spam", "enter")
        await quiet(pilot)
        assert desk.inbox.requests(only_open=True) == []
        await pilot.press("u")
        await quiet(pilot)
        assert len(desk.inbox.requests(only_open=True)) == 1
        await pilot.press("c")
        await quiet(pilot)
        running = desk.call_list.running()
        assert running is not None
        assert running.client_id == late


async def test_no_requests_say_what_to_press(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("Ш")
        await quiet(pilot)
        assert "No requests yet." in text_of(app.screen)


@pytest.mark.parametrize("words", ["[/]", "[@click=app.quit]x[/]", "a\x1b[31mb", "x" * 5000])
async def test_no_words_break_a_screen(desk: Desk, words: str) -> None:
    desk.requests.take(name="Ромашка", way="site", text=words)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert "\x1b" not in text_of(screen)
        await pilot.press("I")
        await quiet(pilot)
        assert "\x1b" not in text_of(app.screen)


async def test_a_rule_refuses_the_call_key_and_says_its_name(desk: Desk) -> None:
    who = make_client(desk, "Лютик", "active")
    desk.clients.do_not_call(who, "asked on the phone")
    desk.requests.take(who, way="site", text="call me")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        await pilot.press("h")
        await quiet(pilot)
        assert "Do-not-call rule" in text_of(screen)
        await pilot.press("c")
        await quiet(pilot)
        assert desk.call_list.running() is None
        assert app.screen is screen
        said = [one.message for one in app._notifications]
        assert any("Do-not-call rule: Лютик" in text for text in said)


async def test_a_call_within_the_hour_only_warns(desk: Desk) -> None:
    who = make_client(desk, "Лютик", "active")
    desk.calls.log(who, "busy", started_at=NOW - timedelta(minutes=20))
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("h")
        await quiet(pilot)
        await pilot.press("c")
        await quiet(pilot)
        assert isinstance(app.screen, CallScreen)
        assert any("Called within the hour" in one.message for one in app._notifications)
