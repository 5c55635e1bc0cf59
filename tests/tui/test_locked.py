"""The lock: nothing behind it shows, keys do nothing, the PIN or the passphrase opens it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import cipher
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.locked import LockedScreen
from tests.conftest import HandClock
from tests.walking import settled


def shown(app: PipelineApp) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


@pytest.fixture
def desk(demo_desk: Desk) -> Desk:
    demo_desk.settings = replace(demo_desk.settings, lock_minutes=10)
    return demo_desk


async def test_locked_by_a_key_it_shows_nothing_and_opens_by_the_pin(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        name = desk.lists.name_of(1)
        assert name
        await pilot.press("ctrl+l", *"2468", "enter")
        await settled(pilot)
        assert isinstance(app.screen, LockedScreen)
        before = desk.history.revision()
        app.notify(f"{name} called", markup=False)
        await pilot.press(*"2q:?u", "f2", "f6", "escape", "tab", "ctrl+k", "ctrl+l", "enter")
        await settled(pilot)
        assert isinstance(app.screen, LockedScreen)
        assert app.is_running
        assert desk.history.revision() == before
        words = set(shown(app).split()) - {"│"}
        assert words <= {"Locked", "PIN", "That", "is", "not", "it"} | {
            word for word in words if set(word) <= set("╭─╮╰╯│")
        }
        await pilot.press(*"2468", "enter")
        await settled(pilot)
        assert not isinstance(app.screen, LockedScreen)
        assert "Today" in shown(app)


async def test_it_locks_when_nothing_is_touched_and_opens_locked(
    desk: Desk, clock: HandClock
) -> None:
    desk.locking.choose("2468")
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, LockedScreen)
        await pilot.press(*"2468", "enter")
        await settled(pilot)
        clock.forward(minutes=9)
        app._lock_when_idle()
        assert not isinstance(app.screen, LockedScreen)
        await pilot.press("j")
        clock.forward(minutes=9)
        app._lock_when_idle()
        assert not isinstance(app.screen, LockedScreen)
        clock.forward(minutes=1)
        app._lock_when_idle()
        await settled(pilot)
        assert isinstance(app.screen, LockedScreen)


def test_the_pin_is_not_kept_and_a_short_one_is_refused(desk: Desk) -> None:
    with pytest.raises(Invalid, match="pin_short"):
        desk.locking.choose("123")
    assert not desk.locking.is_ready()
    desk.locking.choose("730195")
    assert desk.locking.opens("730195")
    assert not desk.locking.opens("730194")
    assert not desk.locking.opens("")
    files: list[Path] = list(desk.book.path.parent.glob("demo.db*"))
    assert all(b"730195" not in file.read_bytes() for file in files)
    desk.locking.choose("")
    assert not desk.locking.is_ready()


def test_an_encrypted_file_opens_by_its_passphrase(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "_passphrase", "correct horse")
    monkeypatch.setattr("pipeline_tui.services.locking.salt_of", lambda _path: b"salt")
    assert desk.locking.is_ready()
    assert desk.locking.opens("correct horse")
    assert not desk.locking.opens("correct")
