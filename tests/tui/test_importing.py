"""The import window: a file is shown before it is taken, and a problem is one line."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Button, Static

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui import import_page
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.importing import ImportScreen
from tests.importing import one, write_csv
from tests.store.test_journal import dump

INVOICE = ("Invoice number", "Customer", "Invoice date", "Amount")


async def settled(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete(
        [worker for worker in pilot.app.workers if worker.group == "import"]
    )
    await pilot.pause()


def text(screen: ImportScreen, widget: str) -> str:
    return str(screen.query_one(widget, Static).render())


async def test_shown_first_then_taken_then_taken_back(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "i.csv", INVOICE, ("1", "Acme", "2025-01-10", "5"))
    before = dump(desk.book.path)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = ImportScreen(str(path))
        await app.push_screen(screen)
        await settled(pilot)
        assert "Would be entered: 1 client, 1 invoice" in text(screen, "#import-text")
        assert await asyncio.to_thread(dump, desk.book.path) == before
        await pilot.press("enter")
        await settled(pilot)
        assert "Imported" in text(screen, "#import-said")
        assert screen.query_one("#import-go", Button).disabled
        assert one(desk, "SELECT count(*) FROM invoice") == 1
        await pilot.press("escape")
        assert not isinstance(app.screen, ImportScreen)
    desk.history.undo()
    assert dump(desk.book.path) == before


async def test_a_file_that_is_no_table_is_one_line(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "bad.csv", ("a", "b"), ("1", "2"))
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = ImportScreen(str(path))
        await app.push_screen(screen)
        await settled(pilot)
        assert "bad.csv: no column was recognised" in text(screen, "#import-said")
        assert screen.query_one("#import-go", Button).disabled


def test_a_line_of_files(tmp_path: Path) -> None:
    for name in ("a b.csv", "c.csv"):
        (tmp_path / name).write_text("")
    assert import_page.paths_of(f"{tmp_path}/a b.csv") == [tmp_path / "a b.csv"]
    assert import_page.paths_of(f"'{tmp_path}/a b.csv' {tmp_path}/c.csv") == [
        tmp_path / "a b.csv", tmp_path / "c.csv",
    ]  # fmt: skip
    assert import_page.paths_of(f"'{tmp_path}'/*.csv") == [
        tmp_path / "a b.csv", tmp_path / "c.csv",
    ]  # fmt: skip
    assert import_page.paths_of("  ") == []
