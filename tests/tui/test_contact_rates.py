"""When they answer, on the screen; and the client's best hour on card and call."""

from __future__ import annotations

from datetime import datetime, timedelta

from textual.widgets import Input

from pipeline_tui.domain.calls import After
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.contact_rates import ContactRatesScreen
from tests.conftest import MOSCOW
from tests.dealing import TODAY, make_client
from tests.tui.test_call import calling
from tests.tui.test_today import settled, steps, text_of

LATER = After(step_on=TODAY)


def call_often(desk: Desk, who: int, times: int) -> None:
    """Calls at ten in the morning of Moscow, three of four answered."""
    for n in range(times):
        at = datetime(2026, 2, 2, 10, 5, tzinfo=MOSCOW) + timedelta(days=n)
        desk.calls.log(
            who, "no_answer" if n % 4 == 3 else "meeting_set", started_at=at, after=LATER
        )


async def test_the_views_say_shares_and_what_is_too_little(desk: Desk) -> None:
    call_often(desk, make_client(desk, "Alpha", "active"), 24)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("H")
        await settled(pilot)
        assert isinstance(app.screen, ContactRatesScreen)
        drawn = text_of(app.screen)
        for expected in ("Most answer: 10–11", "75% of 24", "75%?", "18 of 24 answered, 75%"):
            assert expected in drawn
        await pilot.press("tab")
        await settled(pilot)
        assert "13 led to a meeting" in text_of(app.screen)
        await pilot.press("tab")
        await settled(pilot)
        assert "too little data: 1 of 20 clients" in text_of(app.screen)
        await pilot.press("escape")
        await settled(pilot)
        assert not isinstance(app.screen, ContactRatesScreen)


async def test_without_calls_it_says_what_to_press(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("H")
        await settled(pilot)
        drawn = text_of(app.screen)
        assert "No calls with a known outcome yet." in drawn
        assert "too little data: 0 of 20 calls" in drawn


async def test_a_shorter_time_looks_back_less(desk: Desk) -> None:
    who = make_client(desk, "Alpha", "active")
    call_often(desk, who, 4)
    desk.calls.log(who, "busy", started_at=datetime(2025, 6, 2, 10, 5, tzinfo=MOSCOW))
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("H")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ContactRatesScreen)
        assert screen.found is not None
        assert screen.found.all_calls.n == 5
        await pilot.press("P")
        await pilot.pause(0.1)
        await pilot.press("1")
        await settled(pilot)
        assert screen.found.all_calls.n == 4


async def test_the_best_hour_and_an_unknown_time_stand_on_the_call_card(desk: Desk) -> None:
    (who,) = steps(desk, "Alpha")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot)
        assert "time zone not known" in text_of(screen)
        await pilot.press("escape")
    call_often(desk, who, 8)
    desk.clients.edit(who, {"time_zone": "Europe/Samara"})
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot)
        assert "answers best 11–12" in text_of(screen)  # ten in Moscow is eleven in Samara


async def test_e_sets_a_time_zone_that_is_not_known(desk: Desk) -> None:
    who = make_client(desk, "Alpha", "active")
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        app.open_client(who)
        await settled(pilot)
        assert "time zone not known" in text_of(app.screen)
        await pilot.press("e")
        await settled(pilot)
        app.screen.query_one("#field-time_zone", Input).value = "МСК+4"
        await pilot.press("f2")
        await settled(pilot)
        assert "14:20 there" in text_of(app.screen)
        assert desk.cards.client(who).time_zone == "Asia/Krasnoyarsk"
