"""Backups on the screen: made, compared with the file, brought back while it is open."""

from __future__ import annotations

from pathlib import Path

from pipeline_tui.config import Settings
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.rescue import RescueApp
from pipeline_tui.tui.screens.backups import BackupsScreen, ComparisonScreen
from tests.conftest import MOSCOW, HandClock
from tests.store.test_journal import dump


def _text(app: PipelineApp) -> str:
    return "\n".join(
        "".join(part.text for part in line) for line in app.screen._compositor.render_strips()
    )


async def test_a_backup_is_made_compared_and_brought_back(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    path = desk.book.path
    desk.clients.add({"name": "Acorn"})
    before = dump(path)
    settings = Settings(backup_folder=str(stick))
    with Desk.open(path, clock=clock, settings=settings, zone=MOSCOW, actor="tui") as opened:
        app = PipelineApp(opened)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("f2", "a")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert isinstance(app.screen, BackupsScreen)
            [made] = opened.keeping.backups()
            assert dump(stick / made.path.name) == before
            opened.clients.add({"name": "Birch"})
            await pilot.press("enter")
            await pilot.pause(0.2)
            assert isinstance(app.screen, ComparisonScreen)
            shown = _text(app)
            assert "Client: 1 would go" in shown
            assert "new client Birch" in shown
            await pilot.press("escape")
            await pilot.pause()
            assert [hit.name for hit in opened.lists.find("birch", 5)] == ["Birch"]
            await pilot.press("enter")
            await pilot.pause(0.2)
            await pilot.press("enter")
            await pilot.pause(0.2)
            await pilot.press("1")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert dump(path) == before
            assert opened.lists.find("birch", 5) == []
            await pilot.press("2")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert "Acorn" in _text(app)
            assert "Birch" not in _text(app)
        saved = opened.keeping.backups()[0]
        assert saved.reason == "restore"


async def test_the_question_before_the_screens(tmp_path: Path) -> None:
    for key, answer in (
        ("1", "restore"),
        ("2", "leave"),
        ("enter", "restore"),
        ("escape", None),
    ):
        app = RescueApp(tmp_path / "p.db", "The database is gone", "today 10:20, 1 MB", "no such")
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(key)
        assert app.return_value == answer


async def test_pages_that_cannot_be_read_end_the_screens_with_the_reason(demo_desk: Desk) -> None:
    """Who opened them offers the backup: `test_unusable_files`."""
    path = demo_desk.book.path
    demo_desk.close()
    content = bytearray(path.read_bytes())
    half = len(content) // 4096 // 2 * 4096
    content[half:] = b"\xa5" * (len(content) - half)
    path.write_bytes(content)
    with Desk.open(
        path, clock=HandClock(), settings=Settings(), zone=MOSCOW, actor="tui"
    ) as opened:
        app = PipelineApp(opened)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("2")
            await pilot.pause(0.5)
        assert app.failure is not None
        assert app.failure.code == "damaged_file"
    assert path.read_bytes() == content
