"""The client list as a person uses it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from pipeline_tui import i18n
from pipeline_tui.domain.query import read_filter
from pipeline_tui.services.desk import Desk
from pipeline_tui.store.queries.clients import SORTS
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.forms.picking import FilterHelp
from pipeline_tui.tui.screens.card import ClientCard
from pipeline_tui.tui.screens.clients import ClientsScreen
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.panel import CardPanel, Pair, Title
from pipeline_tui.tui.widgets.table import Cell
from pipeline_tui.wording import views
from tests.conftest import HandClock
from tests.dealing import TODAY, make_deal


@pytest.fixture
def base(desk: Desk) -> Desk:
    for name, city in (("Альфа", "Казань"), ("Бета", "Уфа"), ("Вега", "Казань")):
        desk.clients.add({"name": name, "city": city}, phones=[f"8 912 000-00-0{len(name)}"])
    return desk


async def clients(pilot: Pilot[int]) -> ClientsScreen:
    """Go to the client list and wait until it stands."""
    await pilot.pause()
    await pilot.press("2")
    await settle(pilot)
    assert isinstance(pilot.app.screen, ClientsScreen)
    return pilot.app.screen


async def settle(pilot: Pilot[int]) -> None:
    """Wait until nothing is being read any more; open dialogs go on waiting."""
    for _round in range(200):
        await pilot.pause()
        busy = [
            w
            for w in pilot.app.workers
            if w.group not in ("dialog", "default", "incoming", "warm-up")
        ]
        if not any(worker.is_running for worker in busy):
            break
    await pilot.pause()


def names(screen: ClientsScreen) -> list[object]:
    table = screen.table
    rows = [table.row(id_) for id_ in table.ids]
    return [row.cells.get("name") for row in rows if row is not None]


async def type_text(pilot: Pilot[int], text: str) -> None:
    for letter in text:
        await pilot.press("space" if letter == " " else letter)


async def test_the_list_is_filtered_as_one_types_and_keeps_its_place(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        screen = await clients(pilot)
        assert names(screen) == ["Альфа", "Бета", "Вега"]
        await pilot.press("G")
        await pilot.press("slash")
        await type_text(pilot, "казань")
        await settle(pilot)
        assert names(screen) == ["Альфа", "Вега"]
        assert screen.table.cursor_id == 3
        await pilot.press("enter")
        assert screen.focused is screen.table
        await pilot.press("escape")
        await settle(pilot)
        assert names(screen) == ["Альфа", "Бета", "Вега"]
        assert screen.table.cursor_id == 3


async def test_a_filter_that_cannot_be_understood_says_where(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        screen = await clients(pilot)
        await pilot.press("slash")
        await type_text(pilot, "stauts:active")
        await settle(pilot)
        caret = screen.query_one("#filter-caret", Static)
        assert caret.display
        text = str(caret.render())
        assert "there is no field “stauts”; did you mean “status”?" in text
        assert text.index("^") == screen.filter_line.column_of(1) == len(" Filter: ")


async def test_escape_in_the_filter_shows_everybody(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        screen = await clients(pilot)
        await pilot.press("slash")
        await type_text(pilot, "бета")
        await settle(pilot)
        assert names(screen) == ["Бета"]
        await pilot.press("escape")
        await settle(pilot)
        assert names(screen) == ["Альфа", "Бета", "Вега"]
        assert screen.query_one("#filter", Input).value == ""


async def test_a_view_is_chosen_kept_and_taken_away(base: Desk) -> None:
    make_deal(base, client_id=2)
    async with PipelineApp(base).run_test(size=(120, 40)) as pilot:
        screen = await clients(pilot)
        await pilot.press("v")
        await settle(pilot)
        options = pilot.app.screen.query_one("#picking-options", OptionList)
        assert str(options.get_option_at_index(2).prompt).split() == ["3", "In", "work", "1"]
        await pilot.press("3")
        await settle(pilot)
        assert names(screen) == ["Бета"]
        assert screen.query_one("#filter", Input).value == "deal"
        assert screen.focused is screen.table
        await pilot.press("v", "a")
        await pilot.pause()
        await type_text(pilot, "mine")
        await pilot.press("enter")
        await settle(pilot)
        kept = base.lists.views()[-1]
        assert (kept.name, kept.query, kept.sort, kept.descending) == (
            "mine", "deal", "open_deals", True,
        )  # fmt: skip
        await pilot.press("escape")
        await settle(pilot)
        assert len(names(screen)) == 3
        await pilot.press("v", "x")
        await settle(pilot)
        assert "mine" not in [one.name for one in base.lists.views()]
        await pilot.press("escape", "u")
        await settle(pilot)
        assert base.lists.views()[-1].name == "mine"


async def test_columns_are_chosen_put_in_order_and_kept_with_the_view(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 40)) as pilot:
        screen = await clients(pilot)
        await pilot.press("C")
        await settle(pilot)
        offered = pilot.app.screen.query_one("#picking-options", OptionList).options
        assert [str(one.prompt).split("]")[-1].strip() for one in offered[:3]] == [
            "Name", "Status", "Class",
        ]  # fmt: skip
        await pilot.press("j", "space", "k", "J", "enter")
        await settle(pilot)
        keys = [column.key for column in screen.table.columns]
        assert keys[:3] == ["name", "abc", "city"]
        assert "status" not in keys
        assert base.lists.views()[0].columns == tuple(keys)
        await pilot.press("v", "2")
        await settle(pilot)
        assert "status" in [column.key for column in screen.table.columns]
        await pilot.press("v", "1")
        await settle(pilot)
        assert [column.key for column in screen.table.columns] == keys


async def test_all_that_the_filter_keeps_is_marked_and_counted(base: Desk) -> None:
    make_deal(base, client_id=1, amount_minor=700_00)
    make_deal(base, client_id=2, amount_minor=5_00)
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        screen = await clients(pilot)
        await pilot.press("slash")
        await type_text(pilot, "казань")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("A")
        await settle(pilot)
        assert screen.table.marked == {1, 3}
        head = {one.label: one.value for one in screen.query_one(Headline)._figures}
        assert head["Found"] == "2 of 3"
        assert "700" in head["Deals"]
        await pilot.press("A")
        assert screen.table.marked == frozenset()


async def test_the_filter_line_tells_what_it_understands(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(100, 30)) as pilot:
        screen = await clients(pilot)
        await pilot.press("slash", "question_mark")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FilterHelp)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.query_one("#filter", Input).value == ""
        await type_text(pilot, "debt")
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FilterHelp)


async def test_marked_clients_are_tagged_together(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        screen = await clients(pilot)
        await pilot.press("space", "space", "e")
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause()
        await type_text(pilot, "vip")
        await pilot.press("enter")
        await settle(pilot)
        assert base.lists.ids("tag:vip") == [1, 2]
        assert "Tagged “vip”: 2 clients" in [one.message for one in pilot.app._notifications]
        assert screen.table.marked == frozenset()
        await pilot.press("u")
        await settle(pilot)
        assert base.lists.ids("tag:vip") == []


async def test_a_step_is_planned_for_the_client_under_the_cursor(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        screen = await clients(pilot)
        await pilot.press("j", "t")
        await pilot.pause()
        await type_text(pilot, "tomorrow 15 about the offer")
        await pilot.press("enter")
        await settle(pilot)
        row = base.lists.rows([2])[2]
        assert row.next_step == TODAY + timedelta(days=1)
        assert row.next_at is not None
        shown = screen.table.row(2)
        assert shown is not None
        assert shown.cells["next_step"] == Cell("tomorrow 15:00", "")


async def test_a_late_step_says_so_without_colour(base: Desk, clock: HandClock) -> None:
    base.clients.plan_steps([1], due_on=TODAY)
    clock.forward(days=40)
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        screen = await clients(pilot)
        row = screen.table.row(1)
        assert row is not None
        assert row.cells["next_step"] == Cell("! Wed 11 Mar", "warning")


async def test_sorting_goes_from_column_to_column(base: Desk) -> None:
    make_deal(base, client_id=2, amount_minor=10_00)
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        screen = await clients(pilot)
        while screen.table.sort != ("open_deals", True):
            await pilot.press("S")
            await settle(pilot)
        assert list(screen.table.ids) == [2, 1, 3]


async def test_a_click_on_a_header_sorts_and_a_second_turns_it_round(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        screen = await clients(pilot)
        header = "".join(segment.text for segment in screen.table.draw_fixed(0, 119))
        at = (header.index("City") + 1, 0)
        await pilot.click("#clients-table", offset=at)
        await settle(pilot)
        assert (screen.table.sort, names(screen)) == (("city", False), ["Альфа", "Вега", "Бета"])
        await pilot.click("#clients-table", offset=at)
        await settle(pilot)
        assert names(screen) == ["Бета", "Альфа", "Вега"]


async def test_a_wide_screen_has_the_brief_beside_the_list(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(160, 40)) as pilot:
        screen = await clients(pilot)
        await pilot.press("j")
        await settle(pilot)
        panel = screen.query_one("#clients-brief", CardPanel)
        assert panel.display
        title = panel.blocks[0]
        assert isinstance(title, Title)
        assert title.text == "Бета"
        assert (
            next(one.value for one in panel.blocks if isinstance(one, Pair)) == "+7 912 000-00-04"
        )
        await pilot.resize_terminal(100, 30)
        await settle(pilot)
        assert not panel.display


async def test_the_phone_is_copied(base: Desk) -> None:
    app = PipelineApp(base)
    async with app.run_test(size=(120, 36)) as pilot:
        await clients(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert app.clipboard == "+79120000005"


async def test_a_client_is_added_with_the_person_to_call(desk: Desk) -> None:
    async with PipelineApp(desk).run_test(size=(120, 44)) as pilot:
        screen = await clients(pilot)
        assert screen.table.empty.startswith("No clients yet")
        assert "F6 imports a file" in screen.table.empty
        await pilot.press("a")
        await pilot.pause()
        form = pilot.app.screen
        form.query_one("#field-name", Input).value = "ООО «Ромашка»"
        form.query_one("#field-contact", Input).value = "Петрова Анна"
        form.query_one("#field-phones", Input).value = "8 912 345-67-89; 12"
        await pilot.press("f2")
        await settle(pilot)
        assert "not a phone number" in str(form.query_one("#error-phones").render())
        form.query_one("#field-phones", Input).value = "8 912 345-67-89; 843 200-10-10"
        await pilot.press("f2")
        await settle(pilot)
        card = desk.cards.client(1)
        assert [one.name for one in card.contacts] == ["Петрова Анна"]
        assert len(card.contacts[0].phones) == 2
        assert screen.table.cursor_id == 1


async def test_whoever_was_not_found_is_added_under_that_name(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 44)) as pilot:
        screen = await clients(pilot)
        await pilot.press("slash")
        await type_text(pilot, "ромашка")
        await pilot.press("enter")
        await settle(pilot)
        assert screen.table.empty.startswith("Nobody matches")
        await pilot.press("a")
        await pilot.pause()
        assert pilot.app.screen.query_one("#field-name", Input).value == "ромашка"


async def test_a_duplicate_is_warned_of_and_can_be_saved_all_the_same(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 44)) as pilot:
        await clients(pilot)
        await pilot.press("a")
        await pilot.pause()
        form = pilot.app.screen
        form.query_one("#field-name", Input).value = "ЗАО Бета"
        await pilot.press("f2")
        await settle(pilot)
        assert "Looks like Бета (the same name)" in str(form.query_one("#error-name").render())
        assert len(base.lists.ids()) == 3
        await pilot.press("f2")
        await settle(pilot)
        assert len(base.lists.ids()) == 4


async def test_while_one_types_the_form_says_whom_it_looks_like(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 44)) as pilot:
        await clients(pilot)
        await pilot.press("a")
        await settle(pilot)
        form = pilot.app.screen
        note = form.query_one("#form-note")
        assert "Only the name" in str(note.render())
        form.query_one("#field-phones", Input).value = "+7 (912) 000-00-04"
        await pilot.pause(0.4)
        await settle(pilot)
        assert "Looks like Бета (the same phone)" in str(note.render())
        city = form.query_one("#field-city", Input)
        city.focus()
        await type_text(pilot, "каз")
        await settle(pilot)
        await pilot.press("right")
        assert city.value == "Казань"


async def test_coming_back_from_a_card_the_list_stands_on_the_last_one_seen(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(120, 36)) as pilot:
        screen = await clients(pilot)
        await pilot.press("enter")
        await settle(pilot)
        card = pilot.app.screen
        assert isinstance(card, ClientCard)
        await pilot.press("n", "n")
        await settle(pilot)
        assert card.client_id == 3
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.screen is screen
        assert screen.table.cursor_id == 3


async def test_hostile_names_are_only_text(desk: Desk) -> None:
    for name in ("[bold]x[/]", "[@click=app.quit]a[/]", "a\x1b[31mb", "{name}", "‮слово", "A" * 300):
        desk.clients.add({"name": name, "city": "[/]", "notes": "\x07[b"}, tags=["[red]t"])
    async with PipelineApp(desk).run_test(size=(200, 50)) as pilot:
        screen = await clients(pilot)
        for _row in range(6):
            await pilot.press("j")
            await settle(pilot)
        drawn = "\n".join(
            "".join(segment.text for segment in strip)
            for strip in screen._compositor.render_strips()
        )
        assert "[bold]x[/]" in drawn
        assert "\x1b" not in drawn
        assert "\x07" not in drawn


async def test_the_smallest_terminal_shows_who_and_when(base: Desk) -> None:
    async with PipelineApp(base).run_test(size=(80, 24)) as pilot:
        screen = await clients(pilot)
        header = "".join(segment.text for segment in screen.table.draw_fixed(0, 79))
        for title in ("Name", "Phone", "Next step"):
            assert title in header


async def test_in_russian(base: Desk, russian: None) -> None:
    async with PipelineApp(base).run_test(size=(160, 40)) as pilot:
        screen = await clients(pilot)
        await pilot.press("о")  # j on the Russian layout
        await settle(pilot)
        assert screen.table.cursor_id == 2
        drawn = "\n".join(
            "".join(segment.text for segment in strip)
            for strip in screen._compositor.render_strips()
        )
        assert "Следующий шаг" in drawn
        assert "новый" in drawn


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_views_of_a_new_file_are_lines_one_could_type(desk: Desk, language: str) -> None:
    i18n.use(language)
    for view in desk.lists.views():
        assert read_filter(views.line(view)) == read_filter(view.query)
        assert bool(view.query) == (not read_filter(view.query).is_empty)
        assert view.sort in SORTS
        assert views.name(view.code, view.name) != view.code
