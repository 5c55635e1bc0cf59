"""Who buys: which orders count, on the command line and on the screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from pipeline_tui.config import Settings
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.buyers import BuyersScreen
from pipeline_tui.tui.screens.card import ClientCard
from tests.conftest import Said
from tests.dealing import TODAY, make_client, make_deal
from tests.owing import invoice, payment
from tests.tui.test_today import settled, text_of


def buys(desk: Desk, client_id: int, *days_ago: int) -> None:
    """Invoices of a thousand issued so many days ago."""
    for n in days_ago:
        invoice(desk, client_id, 1000_00, TODAY, issued=TODAY - timedelta(n))


def test_won_deals_and_invoices_count_once_each(desk: Desk) -> None:
    client = make_client(desk, "Alpha")
    deal = make_deal(desk, client_id=client)
    desk.deals.win(deal)
    desk.invoices.add_invoice(
        {"client_id": client, "deal_id": deal, "amount_minor": 100_00, "issued_on": TODAY}
    )
    buys(desk, client, 40, 731)
    lost = make_client(desk, "Beta")
    make_deal(desk, client_id=lost)
    (found,) = desk.buyers.list()
    assert (found.name, found.orders, found.last_on) == ("Alpha", 2, TODAY)
    payment(desk, client, 2_100_00)
    desk.clients.archive([client])
    assert desk.buyers.list() == []


def test_tiers_are_of_the_settings_in_major_units(desk: Desk) -> None:
    client = make_client(desk, "Alpha")
    buys(desk, client, 10)
    payment(desk, client, 999_00)
    desk.settings = Settings(loyalty={"Silver": (1000.0, 3.0), "Bronze": (500.0, 0.0)})
    (found,) = desk.buyers.list()
    assert found.tier is not None
    assert (found.tier.name, found.tier.from_minor) == ("Bronze", 500_00)


def test_the_shell_lists_them(desk: Desk, cli: Callable[..., Said]) -> None:
    buys(desk, make_client(desk, "Alpha"), 130, 100, 70)
    said = cli("client", "buyers")
    assert said.code == 0, said.err
    row = said.out.splitlines()[1].split("\t")
    assert row[1:5] == ["Alpha", "loyal", "4-3-1", "3"]
    assert row[6].endswith(", late")
    (found,) = json.loads(cli("client", "buyers", "--segment", "loyal", "--json").out)
    assert (found["expected_on"], found["paid"]) == ("2026-01-30", None)
    assert json.loads(cli("client", "buyers", "--segment", "best", "--json").out) == []


async def test_the_screen_opens_a_buyer(desk: Desk) -> None:
    buys(desk, make_client(desk, "Alpha"), 130, 100, 70)
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("f5")
        await settled(pilot)
        assert isinstance(app.screen, BuyersScreen)
        drawn = text_of(app.screen)
        assert "loyal · 1" in drawn
        assert "4-3-1" in drawn
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, ClientCard)
