"""Looking for a client on the screen: the line that is typed in, who comes up, and why."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, OptionList

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.card import ClientCard
from pipeline_tui.tui.screens.clients import ClientsScreen
from pipeline_tui.tui.widgets import search_line
from pipeline_tui.tui.widgets.pick_list import PickList
from pipeline_tui.tui.widgets.search_line import SearchLine
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
    """What the palette offers."""
    return [line.text for line in pilot.app.screen.query_one(PickList).lines]


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
        options = pilot.app.screen.query_one(OptionList)
        said = str(options.get_option_at_index(0).prompt)
        assert said == "Склад · Казань · phone 8 912 345-67-89"


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
            assert first.startswith(line[: 18 if width == 80 else 24])


async def test_a_letter_and_what_it_finds_are_painted_at_once(
    base: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[tuple[str, str]] = []
    refresh = Screen._compositor_refresh

    def paint(screen: Screen[object]) -> None:
        refresh(screen)
        typed = screen.query_one(SearchLine).value
        painted.append((typed, screen.query_one(PickList).lines[0].text))

    monkeypatch.setattr(search_line, "_TOGETHER_S", 5.0)
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("colon")
        await settle(pilot)
        assert not shown(pilot)[0].startswith("Поддоны")
        monkeypatch.setattr(Screen, "_compositor_refresh", paint)
        await pilot.press("п")
        await settle(pilot)
        assert pilot.app.screen.query_one(SearchLine).value == "п"
        found = [line for typed, line in painted if typed]  # the cursor may blink before
        assert found
        assert all(line.startswith("Поддоны") for line in found)


async def test_keys_choose_and_a_heading_is_passed_over(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("colon", *"поддоны")
        await settle(pilot)
        lines = pilot.app.screen.query_one(PickList)
        assert [line.text.split("  ")[0] for line in lines.lines] == [
            "Поддоны и тара", "In notes and deals", "Склад",
        ]  # fmt: skip
        assert lines.cursor == 0
        await pilot.press("down")
        assert lines.cursor == 2
        await pilot.press("down")
        assert lines.cursor == 0
        await pilot.press("up", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ClientCard)


async def test_a_click_takes_a_line(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("colon", *"склад")
        await settle(pilot)
        await pilot.click(PickList, offset=(4, 0))
        await settle(pilot)
        assert isinstance(pilot.app.screen, ClientCard)


async def test_what_nobody_has_says_so_and_leaves_nothing_to_take(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("colon", *"qwzxv")
        await settle(pilot)
        palette = pilot.app.screen
        assert shown(pilot) == ["Nothing matches."]
        await pilot.press("down", "enter")
        await settle(pilot)
        assert pilot.app.screen is palette


async def test_a_text_longer_than_the_line_stays_in_sight(base: Desk) -> None:
    """The line is not laid out again as it grows."""
    async with PipelineApp(base).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("colon")
        await type_text(pilot, "абвгд " * 13 + "конец")
        await settle(pilot)
        line = pilot.app.screen.query_one(SearchLine)
        assert "конец" in line.render_line(0).text
