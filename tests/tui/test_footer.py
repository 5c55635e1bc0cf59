"""Every key that a footer names does something that a person can see."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui import commands, keys
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.screens.drill import DrillScreen
from pipeline_tui.tui.widgets.keybar import KeyBar
from tests.conftest import HandClock, open_desk
from tests.services.test_bank_statements import document, statement

SCREENS = {
    "clients": ("2", "j"),
    "clients, marked": ("2", "space"),
    "client card, timeline": ("2", "j", "enter"),
    "client card, contacts": ("2", "j", "enter", "right_square_bracket"),
    "client card, deals": ("2", "j", "enter", *["right_square_bracket"] * 2),
    "client card, money": ("2", "j", "enter", *["right_square_bracket"] * 3),
    "client card, objections": ("2", "j", "enter", *["right_square_bracket"] * 4),
    "client card, notes": ("2", "j", "enter", *["right_square_bracket"] * 5),
    "board": ("3", "j"),
    "deals as a table": ("3", "v", "j"),
    "figures of the funnel": ("3", "v", "v"),
    "figures one by one": ("3", "equals_sign", "j"),
    "win rates": ("3", "equals_sign", *["tab"] * 3, "j"),
    "deals behind a figure": ("3", "equals_sign", "enter", "1", "j"),
    "forecast": ("3", "percent_sign", "j"),
    "forecast, deals": ("3", "percent_sign", "tab", "j"),
    "deal": ("3", "j", "enter"),
    "pipelines": ("f7", "j"),
    "stages": ("f7", "enter", "j"),
    "loss reasons": ("Y", "j"),
    "competitors": ("8", "j"),
    "competitors, marked": ("8", "space"),
    "competitor": ("8", "enter", "j"),
    "objections": ("4", "j"),
    "answers": ("4", "enter"),
    "log of objections": ("4", "v"),
    "what objections do": ("4", "equals_sign", "j"),
    "debts": ("5", "j"),
    "money to come": ("5", "percent_sign", "j"),
    "DSO by month": ("5", "percent_sign", "tab", "j"),
    "bank statement": ("5", "B", *"bank.txt", "enter"),
    "debtor": ("5", "j", "enter"),
    "products": ("7", "j"),
    "price lists": ("7", "L", "j"),
    "price list": ("7", "L", "enter"),
    "offer": ("3", "j", "enter", "f", "escape"),
}
_ELSEWHERE = frozenset({"quit", "incoming"})
"""Tried once by tests of their own."""

_OF_THE_APP = "clients"
"""Where the keys of the application are tried: they do the same on every screen."""

_WAYS_BACK = {"tab_next": "tab_previous", "next": "previous", "mark": "mark"}
"""What takes a key back, where Esc does not."""


async def settled(pilot: Pilot[int]) -> None:
    """Wait until nothing is being read; what waits for the user goes on waiting."""
    for _round in range(60):
        await pilot.pause()
        if not any(
            one.is_running and one.group not in ("dialog", "default", "warm-up", "incoming")
            for one in pilot.app.workers
        ):
            break
    await pilot.pause()


def seen(app: PipelineApp) -> list[Any]:
    """All that a person sees, and where the keys go."""
    lines = [strip.text for strip in app.screen._compositor.render_strips()]
    focus = app.focused.id if app.focused is not None else None
    return [type(app.screen), len(app.screen_stack), focus, lines, len(app._notifications)]


async def come_to(pilot: Pilot[int], where: str) -> None:
    await settled(pilot)
    for key in SCREENS[where]:
        await pilot.press(key)
        await settled(pilot)


def hinted(screen: DeskScreen, where: str) -> list[str]:
    """What the footer names, the key that leaves the screen last: nothing is to be tried after it."""
    hints = [one.action for one in screen.query_one(KeyBar).hints if one.action not in _ELSEWHERE]
    if where != _OF_THE_APP:
        hints = [one for one in hints if one not in commands.GLOBAL]
    return sorted(hints, key=lambda one: one == "back")


def key_of(command: str) -> str:
    return keys.name(commands.COMMANDS[command].keys[0])


async def went_back(pilot: Pilot[int], command: str, before: list[Any]) -> bool:
    """Undo what the key did to the view; False where another place or another text is left."""
    app = pilot.app
    assert isinstance(app, PipelineApp)
    deeper = app.screen.is_modal or len(app.screen_stack) > before[1]
    if deeper or isinstance(app.focused, Input):
        await pilot.press("escape")
    elif command in _WAYS_BACK and seen(app)[:4] != before[:4]:
        await pilot.press(key_of(_WAYS_BACK[command]))
    app.clear_notifications()
    await settled(pilot)
    return seen(app)[:4] == before[:4]


@pytest.mark.parametrize("where", SCREENS)
async def test_every_hinted_key_does_something(
    where: str, demo_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo_desk.objections.load_starter("en")
    demo_desk.calls.pin((demo_desk.lists.ids("")[0],))  # something to undo
    monkeypatch.chdir(tmp_path)
    statement(tmp_path, document("1", "50.00", "За товар", name="ООО Чужой"), name="bank.txt")
    path = demo_desk.book.path
    demo_desk.close()
    idle: list[str] = []
    wanted: list[str] | None = None
    tried = 0
    while wanted is None or tried < len(wanted):
        copy = tmp_path / f"try-{tried}.db"
        shutil.copy(path, copy)
        with open_desk(copy, HandClock()) as desk:
            app = PipelineApp(desk)
            async with app.run_test(size=(120, 36)) as pilot:
                await come_to(pilot, where)
                assert isinstance(app.screen, DeskScreen)
                if wanted is None:
                    wanted = hinted(app.screen, where)
                # Keys that leave nothing behind are tried one after another in one run; after the
                # others it begins anew.
                back = True
                while back and tried < len(wanted):
                    command = wanted[tried]
                    tried += 1
                    before = seen(app)
                    await pilot.press(key_of(command))
                    await settled(pilot)
                    if seen(app) == before:
                        idle.append(f"{commands.COMMANDS[command].keys[0]} ({command})")
                    elif tried < len(wanted):
                        back = await went_back(pilot, command, before)
    assert idle == [], f"{where}: these keys did nothing"


@pytest.mark.parametrize("before", [(), ("space",), ("space", "3"), ("space", "3", "space")])
async def test_every_hinted_key_of_the_practice_does_something(
    before: tuple[str, ...], demo_desk: Desk, tmp_path: Path
) -> None:
    demo_desk.objections.load_starter("en")
    path = demo_desk.book.path
    demo_desk.close()
    idle: list[str] = []
    wanted: list[str] | None = None
    while wanted is None or wanted:
        copy = tmp_path / "try.db"
        shutil.copy(path, copy)
        with open_desk(copy, HandClock()) as desk:
            app = PipelineApp(desk)
            async with app.run_test(size=(120, 36)) as pilot:
                await settled(pilot)
                for key in ("4", "p", *before):
                    await pilot.press(key)
                    await settled(pilot)
                assert isinstance(app.screen, DrillScreen)
                if wanted is None:
                    wanted = [one.key.lower() for one in app.screen.query_one(KeyBar).hints]
                key = wanted.pop()
                there = seen(app)
                await pilot.press("escape" if key == "esc" else key)
                await settled(pilot)
                idle += [key] * (seen(app) == there)
    assert idle == []
