"""Writing clients out from their list, and erasing a person from their card."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from tests.tui.test_card import opened
from tests.tui.test_clients import settle, type_text


@pytest.fixture
def acorn(desk: Desk) -> int:
    desk.clients.add({"name": "Birch", "status": "active"})
    return desk.clients.add(
        {"name": "Acorn"},
        contacts=[{"last_name": "Ivanov", "first_name": "Ivan", "phones": ["8 912 345-67-89"]}],
    )


async def test_marked_clients_go_into_a_file(
    desk: Desk, acorn: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("space", "X")
        await settle(pilot)
        await pilot.press("3")
        await settle(pilot)
        assert pilot.app.screen.query_one(Input).value == "clients-2026-03-11.vcf"
        await pilot.press("enter")
        await settle(pilot)
    assert "FN:Ivan Ivanov" in (tmp_path / "clients-2026-03-11.vcf").read_text()
    [row] = desk.exports.log()
    assert (row.kind, row.rows, row.file) == ("clients", 1, "clients-2026-03-11.vcf")


async def test_the_filtered_list_goes_into_a_file(
    desk: Desk, acorn: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("slash")
        await type_text(pilot, "status:active")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("X")
        await settle(pilot)
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
    [row] = desk.exports.log()
    assert (row.rows, row.filter, row.format) == (1, "status:active", "csv")


async def test_a_person_is_erased_only_by_their_name_typed(desk: Desk, acorn: int) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        card = await opened(pilot, acorn)
        card.go("contacts")
        await settle(pilot)
        for typed, left in (("Ivan", ["Ivan Ivanov"]), ("Ivan Ivanov", ["erased"])):
            await pilot.press("X")
            await settle(pilot)
            await pilot.press("1")
            await settle(pilot)
            await type_text(pilot, typed)
            await pilot.press("enter")
            await settle(pilot)
            names = desk.book.reader.execute("SELECT full_name FROM contact").fetchall()
            assert [name for (name,) in names] == left


async def test_a_client_that_is_a_person_is_erased_from_any_tab_but_a_company_is_not(
    desk: Desk, acorn: int
) -> None:
    person = desk.clients.add({"name": "Petrov Pyotr", "kind": "person"})
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        await opened(pilot, acorn)
        await pilot.press("X")
        await settle(pilot)
        assert any("not a person" in one.message for one in pilot.app._notifications)
        await pilot.press("escape")
        await opened(pilot, person)
        await pilot.press("X")
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        await type_text(pilot, "petrov pyotr")
        await pilot.press("enter")
        await settle(pilot)
        assert desk.lists.name_of(person) == "erased"
        assert desk.lists.name_of(acorn) == "Acorn"
