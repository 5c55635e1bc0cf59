"""The forecast on the screen: periods, why a deal has its chance, the backtest."""

from __future__ import annotations

import pytest

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.screens.deal import DealScreen
from pipeline_tui.tui.screens.forecast import ForecastScreen
from pipeline_tui.tui.screens.funnel import FunnelScreen
from tests.conftest import HandClock
from tests.dealing import make_deal
from tests.services.test_forecast import sold
from tests.tui.test_funnel import FunnelApp, press, settle
from tests.tui.test_today import text_of


@pytest.mark.parametrize("size", [(80, 24), (130, 36)])
async def test_the_forecast_explains_itself_and_its_deals(
    desk: Desk, clock: HandClock, size: tuple[int, int]
) -> None:
    sold(desk, clock)
    deal = make_deal(desk, "Press", stage="offer", source="site", amount_minor=500_000_00)
    app = FunnelApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "percent_sign")
        screen = app.screen
        assert isinstance(screen, ForecastScreen)
        drawn = text_of(screen)
        for expected in ("November 2026", "December 2026", "Q4 2026", "Q1 2027", "P50", "250K ₽"):
            assert expected in drawn.replace("\xa0", " ")
        assert "Learnt from 24 closed deals." in " ".join(drawn.split())
        await press(pilot, "tab")
        drawn = text_of(screen)
        for expected in ("Press", "Offer sent", "18 were won and 6 lost", "In all "):
            assert expected in drawn
        await press(pilot, "enter")
        assert isinstance(app.screen, DealScreen)
        assert app.screen.record_id == deal
        await press(pilot, "escape", "tab")
        assert "Month by month" in text_of(screen)
        await press(pilot, "escape")
        assert isinstance(app.screen, FunnelScreen)


async def test_without_deals_it_says_that_there_is_nothing_to_go_by(desk: Desk) -> None:
    app = FunnelApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "percent_sign")
        drawn = text_of(app.screen)
        assert "nothing to forecast from" in drawn
        assert "Too little data: 0 of 20 closed deals." in " ".join(drawn.split())
