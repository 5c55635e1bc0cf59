"""Slips in the settings, said when the screens open, and gone on without."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline_tui.config import Settings
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.commands import COMMANDS
from pipeline_tui.tui.slips import known_key, slips
from tests.conftest import MOSCOW, HandClock


@pytest.mark.parametrize(
    "key",
    ["z", "Z", "ж", "+", "ctrl+z", "f12", "shift+tab", "question_mark", "slash", "pageup", "space"],
)
def test_a_key_there_is(key: str) -> None:
    assert known_key(key)


@pytest.mark.parametrize("key", ["", "zz", "crtl+z", "ctrl+", "f99", "pgup", "ctrl z"])
def test_a_key_there_is_not(key: str) -> None:
    assert not known_key(key)


def test_the_keys_of_our_own_commands_are_keys() -> None:
    assert [key for one in COMMANDS.values() for key in one.keys if not known_key(key)] == []


def test_the_settings_that_come_have_no_slip() -> None:
    assert slips(Settings()) == []


async def test_the_screens_say_a_slip_once_and_go_on_with_the_default(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    path = desk.book.path
    settings = Settings(theme="norrd", keys={"undoo": "z", "help": "f2"})
    with Desk.open(path, clock=clock, settings=settings, zone=MOSCOW, actor="tui") as opened:
        app = PipelineApp(opened)
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.pause()
            assert app.theme == "pipeline-dark"
            assert [one.message for one in app._notifications] == [
                "There is no theme “norrd”, pipeline-dark is used; did you mean nord?",
                "There is no action “undoo” to give a key; did you mean undo?",
            ]
            await pilot.press("f2")
            assert app.screen.is_modal
