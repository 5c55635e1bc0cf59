"""The figures of the funnel on the screen, and the deals behind them."""

from __future__ import annotations

import pytest

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.screens.deal import DealScreen
from pipeline_tui.tui.screens.deals_behind import DealsBehindScreen
from pipeline_tui.tui.screens.figures import FiguresScreen
from pipeline_tui.tui.screens.funnel import FunnelScreen
from tests.conftest import HandClock
from tests.dealing import TODAY, make_deal
from tests.tui.test_funnel import FunnelApp, press, settle
from tests.tui.test_today import text_of


def drawn(app: FunnelApp) -> str:
    return text_of(app.screen).replace("\xa0", " ")


@pytest.mark.parametrize("size", [(80, 24), (130, 36)])
async def test_every_figure_opens_the_deals_behind_it(
    desk: Desk, clock: HandClock, size: tuple[int, int]
) -> None:
    won = make_deal(desk, "Станок", source="сайт", stage="offer", amount_minor=500_000_00)
    lost = make_deal(desk, "Пресс", source="сайт", stage="needs", amount_minor=300_000_00)
    make_deal(desk, "Линия", step_on=TODAY)
    clock.forward(days=4)
    desk.deals.win(won)
    desk.deals.lose(lost, "price")
    app = FunnelApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "equals_sign")
        assert isinstance(app.screen, FiguresScreen)
        for expected in ("2026-03 ~", "67%", "33%", "Entered 3", "Offer sent 1", "Lost 1"):
            assert expected in drawn(app)
        await press(pilot, "enter", "2")  # of the numbers of March: those that came to the second
        assert isinstance(app.screen, DealsBehindScreen)
        assert "Qualification" in drawn(app)
        assert "2 deals" in drawn(app)
        assert list(app.screen.table.ids) == [won, lost]
        await press(pilot, "enter")
        assert isinstance(app.screen, DealScreen)
        await press(pilot, "n", "escape")
        assert isinstance(app.screen, DealsBehindScreen)
        assert app.screen.table.cursor_id == lost
        await press(pilot, "escape", "tab")  # time in stage
        for expected in ("Half gone in", "4 d?", "> 4 d?"):
            assert expected in drawn(app)
        await press(pilot, "tab")  # velocity: 1 open · 50 % · 500 000 / 4 days
        assert "62.5K ₽" in drawn(app)
        await press(pilot, "tab")
        for expected in ("сайт", "50%?", "9–91%", "In all 1 of 2 won, 50%."):
            assert expected in drawn(app)
        await press(pilot, "B", "1")
        assert "2026-03" in drawn(app)
        await press(pilot, "tab")
        for expected in ("price", "300K ₽", "100%"):
            assert expected in drawn(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, DealsBehindScreen)
        assert list(app.screen.table.ids) == [lost]
        await press(pilot, "escape", "tab")
        for expected in ("Entered", "In work: 0 then, 1 now."):
            assert expected in drawn(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, FunnelScreen)


async def test_a_time_without_deals_says_what_to_press(desk: Desk) -> None:
    app = FunnelApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "equals_sign")
        assert "Nothing in this time." in drawn(app)
        await press(pilot, "shift+tab", "enter")
        assert [one.message for one in app._notifications] == ["No deals are behind it."]
