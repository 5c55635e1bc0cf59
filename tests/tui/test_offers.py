"""Products, price lists and offers on the screen, by the keys a seller presses."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from pipeline_tui.domain.offers import OfferState
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.call import CallScreen
from pipeline_tui.tui.screens.deal import DealScreen
from pipeline_tui.tui.screens.offer import OfferScreen
from pipeline_tui.tui.screens.price_lists import PriceListScreen, PriceListsScreen
from pipeline_tui.tui.screens.products import ProductsScreen
from tests.dealing import TODAY, make_client, make_deal
from tests.services.test_cross_sell import sell
from tests.tui.test_today import settled, steps, text_of


@pytest.fixture
def deal(desk: Desk) -> int:
    """A deal with Acorn, and a pump to sell."""
    desk.products.add(
        {"name": "Pump 40", "code": "P40", "price_minor": 1_220_00, "cost_minor": 700_00, "unit": "pcs"}
    )  # fmt: skip
    desk.products.add({"name": "Drum", "price_minor": 300_00})
    return make_deal(desk, "Pumps for the farm", client_id=make_client(desk, "Acorn"))


async def typed(pilot: Pilot[int], field: str, text: str) -> None:
    pilot.app.screen.query_one(f"#field-{field}", Input).value = text
    await pilot.pause()


async def pressed(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def test_products_are_entered_found_changed_and_put_away(desk: Desk, deal: int) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pressed(pilot, "7")
        assert isinstance(app.screen, ProductsScreen)
        drawn = text_of(app.screen)
        assert "Pump 40" in drawn
        assert "1,220" in drawn
        assert "30%" in drawn  # (1 000 − 700) / 1 000 without the tax
        await pressed(pilot, "a")
        await typed(pilot, "name", "Hose")
        await typed(pilot, "price_minor", "99,90")
        await typed(pilot, "vat", "10")
        await pressed(pilot, "f2")
        made = desk.price_book.products("hose")[0]
        assert (made.price_minor, made.vat) == (99_90, 1_000)
        assert app.screen.table.cursor_id == made.id  # type: ignore[attr-defined]
        await pressed(pilot, "R")
        assert "Put away" in text_of(app.screen)
        await pressed(pilot, "slash", *"p40", "enter")
        drawn = text_of(app.screen)
        assert "Pump 40" in drawn
        assert "Drum" not in drawn
        await pressed(pilot, "escape")
        assert "Drum" in text_of(app.screen)
        await pressed(pilot, "escape")
        assert not isinstance(app.screen, ProductsScreen)


async def test_a_price_list_is_begun_and_priced(desk: Desk, deal: int) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pressed(pilot, "7", "L")
        assert isinstance(app.screen, PriceListsScreen)
        await pressed(pilot, "a")
        await typed(pilot, "name", "Spring")
        await pressed(pilot, "f2", "enter")
        assert isinstance(app.screen, PriceListScreen)
        await pressed(pilot, "j", "enter")  # the drum stands first
        app.screen.query_one("#prompt-input", Input).value = "1100"
        await pressed(pilot, "enter")
        assert "1,100" in text_of(app.screen)
        pump = desk.price_book.products("pump")[0]
        assert (pump.asked_minor, pump.list_name) == (1_100_00, "Spring")
        await pressed(pilot, "escape", "X")
        assert desk.price_book.price_lists() == []
        await pressed(pilot, "u")
        assert "Spring" in text_of(app.screen)


async def open_deal(pilot: Pilot[int], deal: int) -> None:
    pilot.app.push_screen(DealScreen(deal))
    await settled(pilot)


async def test_an_offer_from_the_deal_to_its_sum(desk: Desk, deal: int, tmp_path: Path) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await open_deal(pilot, deal)
        await pressed(pilot, "f")  # there is none yet: one is begun, and asks for its first line
        await pressed(pilot, *"pump", "enter")
        await pressed(pilot, "2")  # the product is chosen; what is asked is how many
        assert app.screen.query_one("#field-quantity", Input).value == "2"
        await typed(pilot, "discount", "5")
        assert "2,318 ₽ · margin 500 ₽ (26.3%)" in text_of(app.screen).replace("\xa0", " ")
        await typed(pilot, "discount", "40")
        assert "below the floor of 10%" in text_of(app.screen).replace("\xa0", " ")
        await pressed(pilot, "f2")  # refused without a reason, and the form stays
        assert app.screen.query("#field-discount")
        await typed(pilot, "discount", "5")
        await pressed(pilot, "f2")
        screen = app.screen
        assert isinstance(screen, OfferScreen)
        await pressed(pilot, "a", *"Delivery", "enter")
        await typed(pilot, "price_minor", "610")
        await pressed(pilot, "f2")
        drawn = text_of(screen).replace("\xa0", " ")
        for expected in ("Pump 40", "2 pcs", "−5%", "Delivery", "2,928", "draft", "Acorn"):
            assert expected in drawn
        await pressed(pilot, "K")
        (offer,) = desk.offer_views.listed(deal_id=deal)
        assert [one.name for one in desk.offer_views.view(offer.id).lines] == [
            "Delivery",
            "Pump 40",
        ]
        await pressed(pilot, "s")
        assert "sent, valid until" in text_of(screen)
        await pressed(pilot, "e")  # a sent one is not changed
        assert app.screen is screen
        await pressed(pilot, "v")
        assert "Offer 1.2" in text_of(screen)
        await pressed(pilot, "percent_sign", *"10", "enter")
        assert desk.offer_views.view(desk.offer_views.find("1")).row.sums.total_minor == 2_745_00
        await pressed(pilot, "x")
        page = tmp_path / "offer.md"
        app.screen.query_one("#prompt-input", Input).value = str(page)
        await pressed(pilot, "enter")
        assert "| 1 | Delivery |" in page.read_text("utf-8")
        await pressed(pilot, "s", "w")
        assert [one.state(TODAY) for one in desk.offer_views.listed(deal_id=deal)] == [
            OfferState.ACCEPTED, OfferState.REPLACED,
        ]  # fmt: skip
        assert desk.funnel.card(deal).row.amount_minor == 2_745_00
        await pressed(pilot, "escape")
        drawn = text_of(app.screen).replace("\xa0", " ")
        assert "№ 1.2 · 2,745 ₽" in drawn
        assert "accepted" in drawn


async def test_the_offers_of_a_deal_are_stepped_through_and_undone(desk: Desk, deal: int) -> None:
    for price in (5_00, 7_00):
        desk.offers.make(deal, lines=[{"name": "A", "price_minor": price}])
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await open_deal(pilot, deal)
        await pressed(pilot, "f")
        screen = app.screen
        assert "Offer 2" in text_of(screen)
        await pressed(pilot, "N")
        assert "Offer 1" in text_of(screen)
        await pressed(pilot, "X", "X")  # the only line, then the offer itself
        assert isinstance(app.screen, DealScreen)
        assert [one.number for one in desk.offer_views.listed()] == [2]
        await pressed(pilot, "u", "u")
        assert [one.line_count for one in desk.offer_views.listed()] == [1, 1]


async def test_an_accepted_offer_asks_for_the_next_step_where_none_is_left(
    desk: Desk, deal: int
) -> None:
    offer = desk.offers.make(deal, lines=[{"name": "A", "price_minor": 5_00}])
    desk.offers.send(offer, step_title="offer expires")
    other = next(one for one in desk.funnel.card(deal).steps if one.title != "offer expires")
    desk.tasks.done(other.id)
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await open_deal(pilot, deal)
        await pressed(pilot, "f", "w")
        app.screen.query_one("#prompt-input", Input).value = "tomorrow contract"
        await pressed(pilot, "enter")
        card = desk.funnel.card(deal)
        assert ([one.title for one in card.steps], card.row.amount_minor) == (["contract"], 5_00)


async def test_below_the_floor_the_discount_asks_why(desk: Desk, deal: int) -> None:
    pump = desk.price_book.products("pump")[0].id
    offer = desk.offers.make(deal, lines=[{"product_id": pump}])
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await open_deal(pilot, deal)
        await pressed(pilot, "f", "percent_sign", *"30", "enter")
        hint = app.screen.query_one("#prompt-hint", Static)
        assert "up to 22.22 % can be given" in str(hint.content)
        await pressed(pilot, *"big", "enter")
        (line,) = desk.offer_views.view(offer).lines
        assert (line.line.discount, line.floor_reason) == (3_000, "big")
        assert "▼" in text_of(app.screen)


async def test_the_card_and_the_call_say_what_to_offer(desk: Desk) -> None:
    pump, hose = (desk.products.add({"name": name}) for name in ("Pump", "Hose"))
    for place in range(3):
        sell(desk, make_client(desk, f"Client {place}"), pump, hose)
    sell(desk, make_client(desk, "Far"), desk.products.add({"name": "Nut"}))
    (buyer,) = steps(desk, "Acorn")
    sell(desk, buyer, pump)
    # 5 baskets, 4 with the pump, 3 with the hose, all of them with both: 3·5 / (4·3).
    expected = "Offer “Hose”: 3 of 4 with “Pump” have it, ×1.25"
    app = PipelineApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        app.open_client(buyer)
        await settled(pilot)
        assert expected in text_of(app.screen)
        await pressed(pilot, "c")
        assert isinstance(app.screen, CallScreen)
        assert expected in " ".join(text_of(app.screen).split())
    stranger = make_client(desk, "Stranger")
    app = PipelineApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        app.open_client(stranger)
        await settled(pilot)
        assert "have it" not in text_of(app.screen)
