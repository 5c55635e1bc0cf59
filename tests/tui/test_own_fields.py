"""Fields of the user's own and requisites, as the forms ask for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Select, Static

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.widgets.panel import CardPanel, Pair
from pipeline_tui.tui.widgets.table import LineTable
from tests.dealing import make_deal
from tests.tui.test_card import cells, opened
from tests.tui.test_clients import settle
from tests.tui.test_deal import card as deal_card
from tests.tui.test_funnel import FunnelApp


@pytest.fixture
def client_id(desk: Desk) -> int:
    return desk.clients.add({"name": "ООО «Ромашка»", "custom": {"Склад": "Обь"}})


async def test_the_form_names_the_bank_and_an_unknown_one_is_only_a_warning(
    desk: Desk, client_id: int, tmp_path: Path
) -> None:
    directory = tmp_path / "banks.csv"
    directory.write_text("BIK;Name;City\n044525225;Sberbank;Moscow\n")
    desk.banks.load(directory)
    async with PipelineApp(desk).run_test(size=(120, 44)) as pilot:
        card = await opened(pilot, client_id)
        await pilot.press("e")
        await settle(pilot)
        form = pilot.app.screen
        said = form.query_one("#error-bik", Static)
        form.query_one("#field-bik", Input).value = "044525225"
        await settle(pilot)
        assert str(said.content) == "Sberbank, Moscow"
        form.query_one("#field-account", Input).value = "40702810038000012345"
        await pilot.press("f2")
        await settle(pilot)
        assert form.query_one("#error-account").has_class("wrong")
        form.query_one("#field-account", Input).value = ""
        form.query_one("#field-bik", Input).value = "044525593"
        await settle(pilot)
        assert str(said.content).startswith("no bank with BIK 044525593")
        assert not said.has_class("wrong")
        await pilot.press("f2")
        await settle(pilot)
        assert pilot.app.screen is card
    assert desk.cards.client(client_id).bik == "044525593"


async def test_own_fields_are_asked_by_kind_and_told_at_the_field(
    desk: Desk, client_id: int
) -> None:
    number = desk.custom_fields.add("client", "Площадь", "number")
    kind = desk.custom_fields.add("client", "Форма", "choice", ["круг", "квадрат"])
    async with PipelineApp(desk).run_test(size=(120, 44)) as pilot:
        await opened(pilot, client_id)
        await pilot.press("e")
        await settle(pilot)
        form = pilot.app.screen
        form.query_one(f"#field-own-{number}", Input).value = "много"
        form.query_one(f"#field-own-{kind}", Select).value = "круг"
        await pilot.press("f2")
        await settle(pilot)
        assert form.query_one(f"#error-own-{number}").has_class("wrong")
        form.query_one(f"#field-own-{number}", Input).value = "120,5"
        await pilot.press("f2")
        await settle(pilot)
        custom = desk.cards.client(client_id).custom
        assert custom == {"Склад": "Обь", "Площадь": 120.5, "Форма": "круг"}


async def test_a_field_is_added_and_retired_on_its_screen(desk: Desk) -> None:
    async with PipelineApp(desk).run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("f4")
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        pilot.app.screen.query_one("#field-name", Input).value = "Склад"
        await pilot.press("f2")
        await settle(pilot)
        await pilot.press("R")
        await settle(pilot)
        (field,) = desk.vocabularies.custom_fields(retired=True)
        assert (field.name, field.retired) == ("Склад", True)


async def test_a_new_client_is_asked_for_own_fields_and_not_let_go_without_a_required_one(
    desk: Desk,
) -> None:
    area = desk.custom_fields.add("client", "Площадь", "number", required=True)
    desk.custom_fields.add("client", "Сеть", "yes_no")
    async with PipelineApp(desk).run_test(size=(120, 44)) as pilot:
        await pilot.pause()
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        form = pilot.app.screen
        form.query_one("#field-name", Input).value = "Берёза"
        await pilot.press("f2")
        await settle(pilot)
        assert form.query_one(f"#error-own-{area}").has_class("wrong")
        assert desk.lists.ids("") == []
        form.query_one(f"#field-own-{area}", Input).value = "120,5"
        await pilot.press("f2")
        await settle(pilot)
    (found,) = desk.lists.ids("")
    assert desk.cards.client(found).custom == {"Площадь": 120.5}


async def test_a_deal_has_own_fields_on_both_its_forms_and_its_card(desk: Desk) -> None:
    desk.custom_fields.add("deal", "Маржа", "money")
    tender = desk.custom_fields.add("deal", "Тендер", "yes_no")
    deal = make_deal(desk, "Станок", custom={"Маржа": "1500", "Завод": "Уфа"})
    async with FunnelApp(desk).run_test(size=(120, 44)) as pilot:
        screen = await deal_card(pilot)
        await pilot.press("e")
        await settle(pilot)
        pilot.app.screen.query_one(f"#field-own-{tender}", Select).value = True
        await pilot.press("f2")
        await settle(pilot)
        assert desk.funnel.card(deal).custom == {"Маржа": 1500_00, "Тендер": True, "Завод": "Уфа"}
        shown = {
            one.label: one.value
            for one in screen.query(CardPanel).first().blocks
            if isinstance(one, Pair)
        }
        assert shown["Маржа"] == "1,500\u00a0₽"
        assert (shown["Тендер"], shown["Завод"]) == ("yes", "Уфа")


async def test_a_person_has_own_fields_before_their_notes(desk: Desk, client_id: int) -> None:
    field = desk.custom_fields.add("contact", "Хобби", required=True)
    async with PipelineApp(desk).run_test(size=(120, 44)) as pilot:
        card = await opened(pilot, client_id)
        await pilot.press("tab")
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        form = pilot.app.screen
        form.query_one("#field-last_name", Input).value = "Ким"
        await pilot.press("f2")
        await settle(pilot)
        assert form.query_one(f"#error-own-{field}").has_class("wrong")
        form.query_one(f"#field-own-{field}", Input).value = "лыжи"
        await pilot.press("f2")
        await settle(pilot)
        assert cells(card, "notes") == ["Хобби: лыжи"]


async def test_columns_of_own_fields_are_in_words(desk: Desk) -> None:
    desk.custom_fields.add("client", "Бюджет", "money")
    desk.clients.add({"name": "Ромашка", "custom": {"Бюджет": "1500", "Склад": "Обь"}})
    shown = ["name", "custom:Бюджет", "custom:Склад"]
    desk.views.show_columns(desk.lists.views()[0].id, shown)
    async with PipelineApp(desk).run_test(size=(120, 44)) as pilot:
        await pilot.pause()
        await pilot.press("2")
        await settle(pilot)
        row = pilot.app.screen.query_one(LineTable).row(1)
        assert row is not None
        assert row.cells["custom:Бюджет"] == "1,500\u00a0₽"
        assert row.cells["custom:Склад"] == "Обь"
