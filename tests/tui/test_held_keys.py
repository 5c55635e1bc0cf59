"""Keys typed before a screen has its first data, and several at once: none is lost or goes astray."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.forms.step_forms import StepPrompt
from pipeline_tui.tui.screens.card import ClientCard
from pipeline_tui.tui.screens.clients import ClientsScreen
from pipeline_tui.tui.screens.funnel import FunnelScreen
from pipeline_tui.tui.screens.palette import PaletteScreen

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


def post(pilot: Pilot[int], *typed: str) -> None:
    """Keys of one read of the terminal: nothing is answered between them."""
    for key in typed:
        character = {"slash": "/", "colon": ":"}.get(key, key if len(key) == 1 else None)
        event = events.Key(key, character)
        event.set_sender(pilot.app)
        pilot.app.post_message(event)


async def at_once(pilot: Pilot[int], *typed: str) -> None:
    """`post`, and wait until they have been answered."""
    post(pilot, *typed)
    await settled(pilot)


def typed_into(screen: Screen[Any]) -> str:
    """What stands in the line of a dialog."""
    return "".join(line.value for line in screen.query(Input))


async def shown(pilot: Pilot[int], screen: Screen[Any]) -> list[Any]:
    """Put a dialog over the list of clients; what it is answered with is in the list."""
    answers: list[Any] = []
    await pilot.press("2")
    await settled(pilot)
    pilot.app.push_screen(screen, answers.append)
    await settled(pilot)
    return answers


@pytest.mark.parametrize(("typed", "answer"), [(("3", "3"), "c"), (("enter", "enter"), "a")])
async def test_a_dialog_answered_twice_at_once_takes_the_first_answer_alone(
    demo_desk: Desk, typed: tuple[str, ...], answer: str
) -> None:
    app = PipelineApp(demo_desk)
    async with app.run_test(size=SIZE) as pilot:
        prompt = ChoicePrompt("?", [Choice(one, one) for one in "abc"])
        answers = await shown(pilot, prompt)
        await at_once(pilot, *typed)
        assert answers == [answer]
        assert isinstance(app.screen, ClientsScreen)


async def test_a_step_entered_twice_at_once_is_one_step(demo_desk: Desk) -> None:
    app = PipelineApp(demo_desk)
    async with app.run_test(size=SIZE) as pilot:
        answers = await shown(pilot, StepPrompt("?", value="+3d"))
        await at_once(pilot, "enter", "enter")
        assert len(answers) == 1
        assert isinstance(app.screen, ClientsScreen)


async def test_keeping_what_was_typed_twice_at_once_leaves_the_form_open(demo_desk: Desk) -> None:
    app = PipelineApp(demo_desk)
    async with app.run_test(size=SIZE) as pilot:
        form = FormScreen("?", [Field("name", "Name", "text")], dict)
        answers = await shown(pilot, form)
        await at_once(pilot, "x", "escape", "2", "2")
        assert app.screen is form
        assert typed_into(form) == "x"
        assert not answers


async def test_letters_that_come_with_the_key_of_the_filter_are_typed_into_it(
    demo_desk: Desk,
) -> None:
    app = PipelineApp(demo_desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await settled(pilot)
        await at_once(pilot, "slash", "c", "u", "x", "2")
        screen = app.screen
        assert isinstance(screen, ClientsScreen)
        assert screen.line == "cux2"


async def test_letters_that_come_with_the_key_of_the_palette_are_typed_into_it(
    demo_desk: Desk,
) -> None:
    app = PipelineApp(demo_desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await settled(pilot)
        await at_once(pilot, "colon", "c", "u", "x", "2")
        screen = app.screen
        assert isinstance(screen, PaletteScreen)
        assert typed_into(screen) == "cux2"


async def test_letters_that_come_with_the_key_of_a_dialog_are_typed_into_it(
    demo_desk: Desk,
) -> None:
    app = PipelineApp(demo_desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await settled(pilot)
        post(pilot, "t", "c", "u", "x", "2")
        async with asyncio.timeout(10):
            while not isinstance(app.screen, StepPrompt) or len(typed_into(app.screen)) < 4:
                await pilot.pause()
        assert typed_into(app.screen) == "cux2"
