"""Looking for a client on the screen: the line that is typed in, who comes up, and why."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.clients import ClientsScreen
from tests.tui.test_clients import settle, type_text


@pytest.fixture
def base(desk: Desk) -> Desk:
    desk.clients.add(
        {"name": "Склад", "city": "Казань", "notes": "просили поддоны"},
        contacts=[{"last_name": "Иванова", "first_name": "Наталья", "phones": ["8 912 345-67-89"],
                   "emails": ["n.ivanova@sklad.ru"]}],
    )  # fmt: skip
    desk.clients.add({"name": "ООО «Ромашка»"})
    desk.clients.add({"name": "Поддоны и тара"})
    return desk


def shown(pilot: Pilot[int]) -> list[str]:
    """The lines of whatever one chooses from on the screen in front."""
    options = pilot.app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(i).prompt) for i in range(options.option_count)]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("поддоны", "Склад  Казань  note: просили поддоны"),
        ("ивановой", "Склад  Казань  contact: Иванова Наталья"),
        ("345 67", "Склад  Казань  phone 8 912 345-67-89"),
        ("sklad.ru", "Склад  Казань  e-mail n.ivanova@sklad.ru"),
        ("hjvfirf", "ООО «Ромашка»  "),
        ("казань", "Склад  Казань"),
    ],
)
async def test_the_palette_says_why(base: Desk, typed: str, line: str) -> None:
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("colon")
        await type_text(pilot, typed)
        await settle(pilot)
        assert line in shown(pilot)


async def test_a_form_says_why_too(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("i")
        await settle(pilot)
        pilot.app.screen.query_one(Input).value = "345"
        await settle(pilot)
        assert shown(pilot)[0] == "Склад · Казань · phone 8 912 345-67-89"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("bdfyjdf", "Склад  contact: Иванова Наталья"),
        ("345 67", "Склад  phone 8 912 345-67-89"),
        ("перезвонить", None),
        ("просили", "Склад  note: просили поддоны"),
        ("казань", "Склад "),
        ("ромашку", "ООО «Ромашка» "),
    ],
)
@pytest.mark.parametrize("width", [80, 120])
async def test_the_list_says_why(base: Desk, typed: str, line: str | None, width: int) -> None:
    async with PipelineApp(base).run_test(size=(width, 24)) as pilot:
        await settle(pilot)
        await pilot.press("2", "slash")
        await type_text(pilot, typed)
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ClientsScreen)
        assert (len(screen.table.ids) == 1) == (line is not None)
        if line is not None:
            first = screen.table.render_line(1).text.removeprefix("▌").strip()
            assert first.startswith(line[: 18 if width == 80 else None])
