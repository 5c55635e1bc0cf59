"""Competitors on the screen, by the keys a seller presses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.call import CallScreen
from pipeline_tui.tui.screens.competitor import CompetitorScreen
from pipeline_tui.tui.screens.competitors import CompetitorsScreen
from pipeline_tui.tui.screens.deal import DealScreen
from pipeline_tui.tui.screens.deals_behind import DealsBehindScreen
from pipeline_tui.tui.screens.versus import VersusScreen
from pipeline_tui.tui.widgets.keybar import KeyBar
from tests.dealing import TODAY, make_client, make_deal
from tests.tui.test_today import settled, text_of


async def pressed(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def typed(pilot: Pilot[int], field: str, text: str) -> None:
    widget = pilot.app.screen.query_one(f"#field-{field}")
    if isinstance(widget, TextArea):
        widget.text = text
    else:
        assert isinstance(widget, Input)
        widget.value = text
    await pilot.pause()


@pytest.fixture
def deal(desk: Desk) -> int:
    """An open deal with Acorn that names Vega, one lost to it, one won, one against Omega."""
    client = make_client(desk, "Acorn")
    open_ = make_deal(desk, "Pumps for the farm", client_id=client, competitor="Vega Ltd")
    desk.deals.lose(make_deal(desk, "Hoses", client_id=client, competitor="vega"), "competitor")
    desk.deals.win(make_deal(desk, "Drums", client_id=client, competitor="Vega"))
    make_deal(desk, "Valves", competitor="Omega")
    return open_


async def test_a_competitor_is_entered_from_the_words_of_deals(desk: Desk, deal: int) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pressed(pilot, "8")
        assert isinstance(app.screen, CompetitorsScreen)
        drawn = text_of(app.screen)
        assert "Named in deals, no card yet" in drawn
        assert "Vega Ltd" in drawn
        await pressed(pilot, "a")
        await typed(pilot, "name", "Vega")
        await typed(pilot, "battlecard", "Ask what a late lorry costs them")
        await pressed(pilot, "f2")
        drawn = text_of(app.screen)
        assert "50%?" in drawn  # won one of two
        assert "100K" in drawn
        assert "Vega Ltd" not in drawn
        await pressed(pilot, "j", "enter")  # the name without a card
        assert app.screen.query_one("#field-name", Input).value == "Omega"
        await pressed(pilot, "f2")
        assert [one.name for one in desk.competitor_views.rows()] == ["Omega", "Vega"]
        assert "no card yet" not in text_of(app.screen)
        await pressed(pilot, "g", "R")
        assert "Put away" in text_of(app.screen)
        await pressed(pilot, "escape")
        assert not isinstance(app.screen, CompetitorsScreen)


async def test_the_card_shows_what_to_answer_the_prices_and_the_deals(
    desk: Desk, deal: int
) -> None:
    vega = desk.competitors.add(
        {"name": "Vega", "battlecard": "Ask of lorries", "weaknesses": "Late"}
    )
    desk.competitors.sight(
        {"competitor_id": vega, "offered": "Pump", "price_minor": 100_00,
         "seen_on": TODAY - timedelta(days=10)}
    )  # fmt: skip
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pressed(pilot, "8", "enter")
        assert isinstance(app.screen, CompetitorScreen)
        drawn = text_of(app.screen)
        for words in ("Ask of lorries", "Late", "1 of 2 won, 50%", "too little data"):
            assert words in drawn
        await pressed(pilot, "a")
        await typed(pilot, "offered", "pump")
        await typed(pilot, "price_minor", "90")
        await pressed(pilot, "f2")
        assert "90 ₽, −10%" in text_of(app.screen).replace("\xa0", " ")
        await pressed(pilot, "g", "enter")
        assert app.screen.query_one("#field-offered", Input).value == "pump"
        await typed(pilot, "price_minor", "80")
        await pressed(pilot, "f2")
        assert "−20%" in text_of(app.screen)
        await pressed(pilot, "X")
        assert len(desk.competitor_views.card(vega).sightings) == 1
        await pressed(pilot, "u")
        assert len(desk.competitor_views.card(vega).sightings) == 2
        await pressed(pilot, "f", "2")
        assert isinstance(app.screen, DealsBehindScreen)
        drawn = text_of(app.screen)
        assert ("Hoses" in drawn, "Drums" in drawn) == (True, False)
        await pressed(pilot, "escape", "escape")
        assert isinstance(app.screen, CompetitorsScreen)


async def test_marked_competitors_are_made_one(desk: Desk, deal: int) -> None:
    for name in ("Vega", "Omega"):
        desk.competitors.add({"name": name})
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pressed(pilot, "8")
        assert "join" not in [one.action for one in app.screen.query_one(KeyBar).hints]
        await pressed(pilot, "space", "space", "ampersand")
        (row,) = desk.competitor_views.rows()
        assert row.names == ("Vega", "Omega")
        await pressed(pilot, "u")
        assert len(desk.competitor_views.rows()) == 2


async def test_one_key_of_the_deal_says_what_to_answer(desk: Desk, deal: int) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.push_screen(DealScreen(deal))
        await settled(pilot)
        assert "battlecard" in [one.action for one in app.screen.query_one(KeyBar).hints]
        await pressed(pilot, "v")
        assert isinstance(app.screen, VersusScreen)
        assert "No card of “Vega Ltd” yet" in text_of(app.screen)
        await pressed(pilot, "a")
        assert app.screen.query_one("#field-name", Input).value == "Vega Ltd"
        await typed(pilot, "battlecard", "Ask of lorries")
        await pressed(pilot, "f2")
        assert isinstance(app.screen, VersusScreen)
        assert "Ask of lorries" in text_of(app.screen)
        await pressed(pilot, "a")
        await typed(pilot, "offered", "net 90")
        await pressed(pilot, "f2")
        assert "net 90" in text_of(app.screen)
        (seen,) = desk.competitor_views.card(1).sightings
        assert (seen.deal_id, seen.client) == (deal, "Acorn")
        await pressed(pilot, "e")
        await typed(pilot, "strengths", "Cheap")
        await pressed(pilot, "f2")
        assert "Cheap" in text_of(app.screen)
        await pressed(pilot, "escape")
        assert isinstance(app.screen, DealScreen)


async def test_a_deal_without_a_competitor_does_not_offer_it(desk: Desk) -> None:
    deal = make_deal(desk)
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.push_screen(DealScreen(deal))
        await settled(pilot)
        assert "battlecard" not in [one.action for one in app.screen.query_one(KeyBar).hints]
        await pressed(pilot, "v")
        assert isinstance(app.screen, DealScreen)


async def test_the_answer_is_at_hand_while_one_talks(desk: Desk, deal: int) -> None:
    desk.competitors.add({"name": "Vega", "also": "Vega Ltd", "battlecard": "Ask of lorries"})
    client = desk.funnel.card(deal).row.client_id
    assert client is not None
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.push_screen(CallScreen(client))
        await settled(pilot)
        assert "battlecard" in [one.action for one in app.screen.query_one(KeyBar).hints]
        await pressed(pilot, "v")
        assert isinstance(app.screen, VersusScreen)
        assert "Ask of lorries" in text_of(app.screen)
        await pressed(pilot, "escape")
        assert isinstance(app.screen, CallScreen)
        assert desk.call_list.running() is not None


async def test_a_competitor_known_is_offered_as_one_types(desk: Desk, deal: int) -> None:
    desk.competitors.add({"name": "Vega Trade"})
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.push_screen(DealScreen(make_deal(desk)))
        await settled(pilot)
        await pressed(pilot, "l", "2")  # went to a competitor
        await pressed(pilot, *"veg", "right", "enter")
        await pressed(pilot, "f2")
        assert desk.competitor_views.card(1).standing.lost == 1
        app.push_screen(DealScreen(deal))
        await settled(pilot)
        await pressed(pilot, "e")
        assert app.screen.query_one("#field-competitor", Input).placeholder == "Vega Trade"
