"""The screens of a file that is open for reading only: they show, and every key that writes says why not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline_tui.config import Settings
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui import commands
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.base import DeskScreen
from tests.conftest import MOSCOW, HandClock


def _read_only(path: Path) -> Desk:
    return Desk.open(
        path, clock=HandClock(), settings=Settings(), zone=MOSCOW, actor="tui", read_only=True
    )


@pytest.mark.parametrize("mode", ["1", "2", "3", "4", "5", "6", "7", "8"])
async def test_every_writing_key_of_a_screen_explains_itself(demo_desk: Desk, mode: str) -> None:
    demo_desk.close()
    path = demo_desk.book.path
    before = hashlib.sha256(path.read_bytes()).digest()
    with _read_only(path) as desk:
        app = PipelineApp(desk)
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.press(mode)
            await pilot.pause()
            screen = app.screen
            assert isinstance(screen, DeskScreen)
            ours = [
                one for one in (*screen.COMMANDS_HERE, *commands.GLOBAL) if one in commands.WRITING
            ]
            assert ours
            for one in ours:
                app.clear_notifications()
                await pilot.press(commands.COMMANDS[one].keys[0])
                await pilot.pause()
                told = [str(each.message) for each in app._notifications]
                assert any("open for reading only" in each for each in told), one
                assert app.screen is screen, one
    assert hashlib.sha256(path.read_bytes()).digest() == before


async def test_the_first_line_says_so_and_places_are_remembered_for_the_session(
    demo_desk: Desk,
) -> None:
    demo_desk.close()
    with _read_only(demo_desk.book.path) as desk:
        app = PipelineApp(desk)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            first = "".join(part.text for part in app.screen._compositor.render_strips()[0])
            assert "read-only" in first
            desk.memos.keep("place:x", 7)
            assert desk.memos.recall("place:x") == 7
            desk.memos.drop("place:x")
            assert desk.memos.recall("place:x") is None
