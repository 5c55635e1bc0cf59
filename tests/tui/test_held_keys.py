"""Keys typed before a screen has its first data: none is lost, and their order is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from textual.pilot import Pilot

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.card import ClientCard
from pipeline_tui.tui.screens.clients import ClientsScreen
from pipeline_tui.tui.screens.funnel import FunnelScreen

SIZE = (120, 36)


@pytest.fixture
def slow(demo_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The list of clients does not come before this is set."""
    come = threading.Event()
    read = demo_desk.lists.listing

    def late(*args: Any, **more: Any) -> Any:
        assert come.wait(20)
        return read(*args, **more)

    monkeypatch.setattr(demo_desk.lists, "listing", late)
    yield come
    come.set()


async def settled(pilot: Pilot[int]) -> None:
    """Wait until everything read and every key kept has been dealt with."""
    for _round in range(3):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_keys_move_in_the_list_that_came_after_them(
    demo_desk: Desk, slow: threading.Event
) -> None:
    app = PipelineApp(demo_desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "j", "j", "k", "space")
        screen = app.screen
        assert isinstance(screen, ClientsScreen)
        assert not screen.table.ids
        slow.set()
        await settled(pilot)
        assert screen.table.cursor == 2  # down, down, up; marking goes on to the next line
        assert screen.table.marked == {screen.table.ids[1]}


async def test_a_filter_typed_ahead_is_typed_into_the_filter(
    demo_desk: Desk, slow: threading.Event
) -> None:
    app = PipelineApp(demo_desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "j", "slash", "m", "a", "enter", "j")
        slow.set()
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ClientsScreen)
        assert screen.line == "ma"
        assert screen.table.has_focus


async def test_enter_typed_ahead_opens_the_line_and_what_follows_is_for_the_card(
    demo_desk: Desk, slow: threading.Event
) -> None:
    app = PipelineApp(demo_desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "j", "enter", "right_square_bracket")
        slow.set()
        await settled(pilot)
        card = app.screen
        assert isinstance(card, ClientCard)
        assert card.place.startswith("2 of")
        assert card.tab == "contacts"


async def test_another_screen_can_be_gone_to_while_one_waits(
    demo_desk: Desk, slow: threading.Event
) -> None:
    app = PipelineApp(demo_desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "3")
        await pilot.pause()
        assert isinstance(app.screen, FunnelScreen)
        slow.set()
        await settled(pilot)
