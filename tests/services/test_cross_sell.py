"""What to offer beside what a client has, from deals and offers won."""

from __future__ import annotations

import pytest

from pipeline_tui.services import cross_sell
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, open_desk
from tests.dealing import TOMORROW, make_client, make_deal, make_product


def sell(desk: Desk, client_id: int, *products: int) -> None:
    """Won deals of these products, one each."""
    for product_id in products:
        deal = make_deal(desk, "Goods", client_id=client_id, product_id=product_id)
        desk.deals.win(deal)


def test_a_suggestion_comes_from_what_others_have_bought(desk: Desk) -> None:
    pump, hose, drum = (make_product(desk, name) for name in ("Pump", "Hose", "Drum"))
    for place in range(3):
        sell(desk, make_client(desk, f"Both {place}"), pump, hose)
    for place in range(3):
        sell(desk, make_client(desk, f"Drum {place}"), drum)
    buyer, stranger = make_client(desk, "Buyer"), make_client(desk, "Stranger")
    sell(desk, buyer, pump)
    # Seven baskets; 4 with the pump, 3 with the hose, 3 with both: lift 3·7 / (4·3).
    (found,) = desk.cross_sell.for_client(buyer)
    assert (found.a, found.b, found.pair.lift, found.pair.with_both) == ("Pump", "Hose", 1.75, 3)
    assert desk.cross_sell.for_client(stranger) == []
    assert desk.cross_sell.for_client(buyer, at_least=4) == []
    assert [(one.a, one.b) for one in desk.cross_sell.pairs()] == [
        ("Hose", "Pump"),
        ("Pump", "Hose"),
    ]
    # What is put away is not offered, and a change of the file is seen at once.
    desk.products.archive(hose)
    assert desk.cross_sell.for_client(buyer) == []
    assert [(one.a, one.b) for one in desk.cross_sell.pairs()] == [("Hose", "Pump")]
    desk.history.undo()
    assert len(desk.cross_sell.for_client(buyer)) == 1
    sell(desk, buyer, hose)
    assert desk.cross_sell.for_client(buyer) == []


def test_the_lines_of_an_accepted_offer_are_bought_once_the_deal_is_won(desk: Desk) -> None:
    pump, hose = make_product(desk, "Pump"), make_product(desk, "Hose")
    for place in range(3):
        deal = make_deal(desk, "Both", client_id=make_client(desk, f"Client {place}"))
        lines = [{"product_id": one, "price_minor": 1_00} for one in (pump, hose)]
        offer = desk.offers.make(deal, lines=lines)
        desk.offers.send(offer, step_title="ask")
        desk.offers.accept(offer, step_on=TOMORROW)
        assert desk.cross_sell.pairs(at_least=place + 1) == []
        desk.deals.win(deal)
        assert len(desk.cross_sell.pairs(at_least=place + 1)) == 2
    desk.deals.archive(deal)
    assert desk.cross_sell.pairs() == []


def test_of_a_large_file_it_is_counted_once_a_day(
    desk: Desk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cross_sell, "MANY", 3)
    pump, hose = make_product(desk, "Pump"), make_product(desk, "Hose")
    for place in range(3):
        sell(desk, make_client(desk, f"Both {place}"), pump, hose)
    drum = make_product(desk, "Drum")
    buyer = make_client(desk, "Buyer")
    sell(desk, buyer, drum)
    before = desk.cross_sell.pairs(at_least=1)
    assert len(before) == 2
    sell(desk, buyer, pump)  # a new pair, which the day does without
    with open_desk(desk.book.path, clock) as another:
        assert another.cross_sell.pairs(at_least=1) == desk.cross_sell.pairs(at_least=1) == before
        clock.forward(days=1)
        assert len(another.cross_sell.pairs(at_least=1)) == 4
