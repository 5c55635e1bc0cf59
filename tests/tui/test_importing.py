"""The import window: a file is shown before it is taken, and a problem is one line."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Button, OptionList, Static

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui import import_page
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.importing import ImportScreen
from pipeline_tui.tui.widgets.table import LineTable
from tests.importing import ask, one, write_csv
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
        assert "bad.csv, row 1: no column was recognised" in text(screen, "#import-said")
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


# -- what the columns are, said by the user

BASE = (
    ("Company", "Contact person", "Phone", "Legacy"),
    ("Acme", "Jane Doe", "+1 212 555 0101", "Boston"),
    ("Birch", "John Roe", "+1 212 555 0102", "Dallas"),
)


def becomes(screen: ImportScreen) -> list[str]:
    """The right side of every row of the list of columns."""
    table = screen.query_one(LineTable)
    rows = [table.row(id_) for id_ in table.ids]
    cells = [row.cells["becomes"] for row in rows if row is not None]
    return [cell if isinstance(cell, str) else cell.text for cell in cells]


async def choose(pilot: Pilot[int], row: int, label: str) -> None:
    """Put the cursor on a row of the list and give it the meaning with this label."""
    screen = pilot.app.screen
    assert isinstance(screen, ImportScreen)
    await pilot.press("up")
    table = screen.query_one(LineTable)
    assert table.has_focus
    table.move_cursor(row)
    await pilot.press("enter")
    await pilot.pause()
    options = pilot.app.screen.query_one(OptionList)
    labels = [str(option.prompt).strip("123456789 ") for option in options.options]
    options.highlighted = labels.index(label)
    await pilot.press("enter")
    await settled(pilot)


async def test_a_column_is_said_to_be_another_and_the_next_file_remembers(
    desk: Desk, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "base.csv", *BASE)
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = ImportScreen(str(path))
        await app.push_screen(screen)
        await settled(pilot)
        assert becomes(screen) == ["clients", "Name", "Contact", "Phone", "own field “Legacy”"]
        await choose(pilot, 4, "City")
        await choose(pilot, 3, "leave out")
        assert becomes(screen)[2:] == ["Contact", "left out (you said)", "City (you said)"]
        assert "Would be entered: 2 clients, 2 contacts" in text(screen, "#import-text")
        assert screen.query_one(LineTable).cursor == 3
        await pilot.press("tab", "enter")
        await settled(pilot)
        assert "Imported" in text(screen, "#import-said")
        assert ask(desk, "SELECT name, city FROM client") == [
            ("Acme", "Boston"),
            ("Birch", "Dallas"),
        ]
        assert one(desk, "SELECT count(*) FROM phone") == 0
    again = write_csv(tmp_path / "next.csv", BASE[0], ("Cedar", "Ann Poe", "5550103", "Miami"))
    [plan] = desk.imports.look([again])
    assert plan.remembered
    assert [column.field for column in plan.columns] == ["name", "contact", "", "city"]


def keys_told(screen: ImportScreen) -> str:
    return str(screen.query_one("#import").border_subtitle)


async def test_the_window_says_what_enter_does_and_tab_does_not_throw_away(
    desk: Desk, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "base.csv", *BASE)
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = ImportScreen(str(path))
        await app.push_screen(screen)
        await settled(pilot)
        assert keys_told(screen).startswith("Enter imports")
        await pilot.press("up")
        assert keys_told(screen).startswith("↑ ↓ and Enter say what a column is")
        await choose(pilot, 4, "City")
        await pilot.press("tab", "tab", "enter")
        await settled(pilot)
        assert app.screen is screen
        for answer in ("escape", "2"):
            await pilot.press("escape")
            await pilot.pause()
            assert "is not kept" in str(app.screen.query_one("#prompt-question", Static).render())
            await pilot.press(answer)
            await pilot.pause()
            assert app.screen is screen
            assert becomes(screen)[-1] == "City (you said)"
        await pilot.press("escape", "1")
        await pilot.pause()
        assert not isinstance(app.screen, ImportScreen)
    assert one(desk, "SELECT count(*) FROM client") == 0


async def test_a_file_is_said_to_hold_something_else_and_back(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "base.csv", *BASE)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = ImportScreen(str(path))
        await app.push_screen(screen)
        await settled(pilot)
        await choose(pilot, 0, "contacts")
        assert becomes(screen)[:3] == ["contacts", "Client", "Name"]
        assert "2 clients are new: entered along with the rows" in text(screen, "#import-text")
        await choose(pilot, 0, "as the program sees it")
        assert becomes(screen)[:3] == ["clients", "Name", "Contact"]


async def test_what_makes_no_sense_is_said_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "base.csv", *BASE)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = ImportScreen(str(path))
        await app.push_screen(screen)
        await settled(pilot)
        await choose(pilot, 1, "leave out")
        assert "no column reads as “Name”" in text(screen, "#import-said")
        await pilot.press("escape")
        assert app.screen is screen
        assert becomes(screen)[1] == "Name"


async def test_a_file_of_which_nothing_is_recognised_is_asked_about(
    desk: Desk, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "odd.csv", ("x", "y"), ("Acme", "Boston"), ("Birch", "Dallas"))
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = ImportScreen(str(path))
        await app.push_screen(screen)
        await settled(pilot)
        assert "What is in odd.csv?" in str(
            app.screen.query_one("#prompt-question", Static).render()
        )
        await pilot.press("1")
        await settled(pilot)
        question = str(app.screen.query_one("#prompt-question", Static).render())
        assert "Which column is “Name”?" in question
        await pilot.press("1")
        await settled(pilot)
        assert becomes(screen) == ["clients", "Name (you said)", "own field “y”"]
        await pilot.press("enter")
        await settled(pilot)
        assert ask(desk, "SELECT name FROM client") == [("Acme",), ("Birch",)]


async def test_a_pasted_table_is_taken_as_a_table(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = ImportScreen()
        await app.push_screen(screen)
        await pilot.pause()
        screen.query_one("#import-path").post_message(
            events.Paste("Client name\tCity\r\nAcme\tPerm\r\nBirch\tOmsk\r\n")
        )
        await settled(pilot)
        await settled(pilot)
        assert "Would be entered: 2 clients" in text(screen, "#import-text")
        await pilot.press("enter")
        await settled(pilot)
    assert ask(desk, "SELECT name, city FROM client ORDER BY id") == [
        ("Acme", "Perm"), ("Birch", "Omsk"),
    ]  # fmt: skip


def test_a_pasted_path_is_no_table(tmp_path: Path) -> None:
    first, second = tmp_path / "a b.csv", tmp_path / "b.csv"
    first.touch()
    second.touch()
    assert not import_page.is_table(str(first))
    assert not import_page.is_table(f"{first}\n{second}\n")
    assert import_page.is_table("Client name;City\nAcme;Perm\n")
    assert not import_page.is_table("one line\tonly")


async def test_the_preview_says_what_merged_rows_change(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "c.csv", ("Company ID", "Client name", "City"), ("7", "Acme", "Perm")
    )
    desk.imports.run([path])
    write_csv(path, ("Company ID", "Client name", "City"), ("7", "Acme", "Kazan"))
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = ImportScreen(str(path))
        await app.push_screen(screen)
        await settled(pilot)
        assert "Acme: City: Perm → Kazan" in text(screen, "#import-text")


async def test_escape_in_the_middle_leaves_nothing_half_done(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(str(n), f"Client {n}") for n in range(2000)]
    path = write_csv(tmp_path / "c.csv", ("Company ID", "Client name"), *rows)
    before = dump(desk.book.path)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = ImportScreen(str(path))
        await app.push_screen(screen)
        await settled(pilot)
        told = screen._progress

        def stopped(done: int, total: int) -> bool:
            if done >= 1000:
                screen._stop = True  # as Esc does, at a moment that is sure to be in the middle
            return told(done, total)

        monkeypatch.setattr(screen, "_progress", stopped)
        await pilot.press("enter")
        await settled(pilot)
        assert "Stopped; nothing has changed." in text(screen, "#import-said")
    assert dump(desk.book.path) == before


DEAL = ("Deal name", "Deal stage", "Amount", "Create date", "Close date")


async def test_dates_and_sums_that_may_be_read_in_two_ways_are_asked_column_by_column(
    desk: Desk, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "d.csv", DEAL, ("A", "Won", "1.234", "01/02/2025", "03/04/2025"))
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = ImportScreen(str(path))
        await app.push_screen(screen)
        await settled(pilot)
        for question, options, key in (
            ("What day is “01/02/2025” in “Create date”?",
             ["Saturday 1 February 2025 · day first", "Thursday 2 January 2025 · month first"], "2"),
            ("What day is “03/04/2025” in “Close date”?",
             ["Thursday 3 April 2025 · day first", "Tuesday 4 March 2025 · month first"], "1"),
            ("How much is “1.234” in “Amount”?",
             ["1234 · the dot divides thousands", "1.234 · decimals follow the dot"], "1"),
        ):  # fmt: skip
            prompt = app.screen
            assert str(prompt.query_one("#prompt-question", Static).render()) == question
            shown = [str(o.prompt)[3:].strip() for o in prompt.query_one(OptionList).options]
            assert shown == options
            await pilot.press(key)
            await settled(pilot)
        assert becomes(screen)[3:] == [
            "Amount · decimal comma (you said)", "Opened on · month first (you said)",
            "Day of the end · day first (you said)",
        ]  # fmt: skip
        # Said otherwise in the list, and asked no more.
        await choose(pilot, 4, "day first")
        assert becomes(screen)[4] == "Opened on · day first (you said)"
        await pilot.press("tab", "enter")
        await settled(pilot)
    assert ask(desk, "SELECT opened_on, closed_on, amount_minor FROM deal") == [
        ("2025-02-01", "2025-04-03", 123400)
    ]
    assert desk.imports.look([path])[0].remembered


async def test_a_question_left_open_is_asked_again(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "d.csv", DEAL, ("A", "New", "5", "01/02/2025", ""))
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = ImportScreen(str(path))
        await app.push_screen(screen)
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert "“Create date” can be read in two ways" in text(screen, "#import-said")
        await pilot.press("enter", "1")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
    assert one(desk, "SELECT opened_on FROM deal") == "2025-02-01"
