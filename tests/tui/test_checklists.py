"""Checklists on the screen, and what a win asks."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from textual.widgets import Checkbox, Input, TextArea

from pipeline_tui.domain.deals import DealFilter, DealList
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.deal import DealScreen
from tests.dealing import TOMORROW, bare_deal, make_client, make_deal, stage_code
from tests.tui.test_call import calling
from tests.tui.test_funnel import FunnelApp, drawn, funnel, press, settle
from tests.tui.test_today import steps


@pytest.fixture
def gated(desk: Desk) -> Desk:
    desk.checklists.set_items(1, ["Budget known", "Who decides known"])
    make_deal(desk, "Станок", client_id=make_client(desk, "Ромашка"))
    return desk


async def test_items_are_edited_in_the_form_of_the_stage(desk: Desk) -> None:
    async with FunnelApp(desk).run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "f7", "enter", "e")
        pilot.app.screen.query_one("#field-checklist", TextArea).text = "Budget known\n\nNeed known"
        await press(pilot, "f2")
        assert desk.checklists.items() == {1: ["Budget known", "Need known"]}
        assert desk.vocabularies.stage("new").name is None
        await press(pilot, "u")
        assert desk.checklists.items() == {}


async def test_items_are_ticked_on_the_deal_and_asked_about_on_the_way(gated: Desk) -> None:
    async with FunnelApp(gated).run_test(size=(100, 30)) as pilot:
        await funnel(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DealScreen)
        assert "0 of 2" in drawn(pilot)
        await press(pilot, "x", "1", "escape")
        assert "☑ Budget known" in drawn(pilot)
        await press(pilot, "greater_than_sign")
        text = drawn(pilot)
        assert "☐ Who decides known" in text
        await press(pilot, "2")  # stay
        assert stage_code(gated, 1) == "new"
        await press(pilot, "greater_than_sign", "1")
        assert stage_code(gated, 1) == "qualification"
        await press(pilot, "x")
        assert any("no checklist" in one.message for one in pilot.app._notifications)


async def test_the_board_asks_too_and_a_strict_gate_refuses(gated: Desk) -> None:
    async with FunnelApp(gated).run_test(size=(100, 30)) as pilot:
        await funnel(pilot)
        await press(pilot, "greater_than_sign", "1")
        assert stage_code(gated, 1) == "qualification"
    gated.deals.move(1, "new", reason="рано")
    gated.settings = replace(gated.settings, checklist_gate="refuse")
    async with FunnelApp(gated).run_test(size=(100, 30)) as pilot:
        await funnel(pilot)
        await press(pilot, "w")
        assert any("Budget known" in one.message for one in pilot.app._notifications)
        assert stage_code(gated, 1) == "new"


async def test_a_win_opens_the_fulfilment_and_an_invoice_where_wanted(desk: Desk) -> None:
    make_deal(desk, "Станок", client_id=make_client(desk, "Ромашка"), amount_minor=500_00)
    async with FunnelApp(desk).run_test(size=(100, 30)) as pilot:
        await funnel(pilot)
        await press(pilot, "w")
        assert "Payment → Delivery → Closed" in drawn(pilot)
        pilot.app.screen.query_one("#field-step_on", Input).value = "tomorrow"
        pilot.app.screen.query_one("#field-invoice", Checkbox).toggle()
        await press(pilot, "f2")
        assert stage_code(desk, 1) == "won"
        row = desk.funnel.card(1).row
        assert (row.next_step, row.next_title) == (TOMORROW, "Payment")
        assert pilot.app.screen.query_one("#field-amount_minor", Input).value == "500"
        await press(pilot, "f2")
        (invoice,) = desk.funnel.card(1).invoices
        assert invoice.amount_minor == 500_00


async def test_marked_deals_without_a_step_are_given_one_together(desk: Desk) -> None:
    for n in range(3):
        bare_deal(desk, f"Из файла {n}")
    async with FunnelApp(desk).run_test(size=(100, 30)) as pilot:
        await funnel(pilot)
        await press(pilot, "space", "space", "t")
        pilot.app.screen.query_one("#field-first_on", Input).value = "tomorrow"
        pilot.app.screen.query_one("#field-per_day", Input).value = "1"
        await press(pilot, "f2")
        left = desk.funnel.ids(DealFilter(show=DealList.NO_STEP))
        assert len(left) == 1
        assert any("Steps planned: 2" in one.message for one in pilot.app._notifications)


async def test_a_box_that_is_ticked_looks_other_than_one_that_is_not_without_colours(
    desk: Desk,
) -> None:
    async with FunnelApp(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "Y", "e")
        assert "▐ ▌" in drawn(pilot)
        pilot.app.screen.query_one("#field-asks_competitor", Checkbox).toggle()
        await settle(pilot)
        assert "▐x▌" in drawn(pilot)


async def test_a_win_at_the_end_of_a_call_asks_too(desk: Desk) -> None:
    steps(desk, "Alpha")
    desk.checklists.set_items(1, ["Budget known"])
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calling(pilot)
        assert screen.brief is not None
        assert screen.brief.deal is not None
        deal = screen.brief.deal.id
        await press(pilot, "w")
        assert "☐ Budget known" in drawn(pilot)
        await press(pilot, "2")
        assert stage_code(desk, deal) == "new"
        await press(pilot, "w", "1")
        assert stage_code(desk, deal) == "won"
