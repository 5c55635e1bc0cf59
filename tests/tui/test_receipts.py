"""Money to come on its screen, grades where they are shown, and the warning before one sells to a debtor."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.forms.prompts import ConfirmPrompt
from pipeline_tui.tui.screens.debtor import DebtorScreen
from pipeline_tui.tui.screens.debts import DebtsScreen
from pipeline_tui.tui.screens.receipts import ReceiptsScreen
from tests.dealing import make_deal, stage_code
from tests.owing import TODAY, client, invoice, payment
from tests.tui.test_debts import opened
from tests.tui.test_funnel import FunnelApp, press, settle
from tests.tui.test_today import text_of


def ago(days: int) -> date:
    """A day so many days before today."""
    return TODAY - timedelta(days=days)


@pytest.fixture
def slow(desk: Desk) -> int:
    """A client that pays forty days late and owes, among others that pay in time, for a year."""
    owner = client(desk, "Slow Ltd")
    for at in range(12):
        for who, late in ((owner, 40), (client(desk, f"Quick {at}"), -1)):
            for back in (330 - at, 200 - at):
                number = invoice(desk, who, 1_000_00, ago(back))
                payment(desk, who, 1_000_00, ago(back - late), invoice_id=number)
    invoice(desk, owner, 5_000_00, ago(60))
    return owner


@pytest.mark.parametrize("size", [(80, 24), (130, 36)])
async def test_grade_and_money_to_come(desk: Desk, slow: int, size: tuple[int, int]) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=size) as pilot:
        hand = await opened(desk, pilot)
        assert isinstance(app.screen, DebtsScreen)
        assert hand.column("grade") == ["E"]
        await press(pilot, "enter")
        assert isinstance(app.screen, DebtorScreen)
        drawn = " ".join(text_of(app.screen).split())
        assert "E, pays more than a month late: payments due: 25, late: 25 (40 days" in drawn
        assert "prepayment only" in drawn
        await press(pilot, "escape", "percent_sign")
        assert isinstance(app.screen, ReceiptsScreen)
        drawn = text_of(app.screen)
        for expected in ("Week from", "P50", "12 Mar 2026", "4 weeks in all", "13 weeks in all"):
            assert expected in drawn
        await press(pilot, "tab")
        assert "Best DSO" in text_of(app.screen)
        await press(pilot, "tab")
        assert "own history · all clients · the last invoice" in text_of(app.screen)
        await press(pilot, "escape")
        assert isinstance(app.screen, DebtsScreen)


async def test_nothing_owed_says_so(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(desk, pilot)
        await press(pilot, "percent_sign")
        assert "nothing to come" in text_of(app.screen)
        await press(pilot, "tab")
        assert "No invoices yet." in text_of(app.screen)


async def test_selling_to_a_debtor_is_asked_about_at_the_invoice(desk: Desk, slow: int) -> None:
    deal = make_deal(desk, "Press", client_id=slow, stage="negotiation")
    app = FunnelApp(desk)
    async with app.run_test(size=(130, 36)) as pilot:
        await settle(pilot)
        await press(pilot, "v", "enter")
        drawn = " ".join(text_of(app.screen).split())
        assert "Debtor" in drawn
        assert "Overdue 5,000" in drawn.replace("\xa0", " ")
        await press(pilot, "greater_than_sign")
        assert isinstance(app.screen, ConfirmPrompt)
        assert "This client is a debtor" in text_of(app.screen)
        await press(pilot, "escape")
        assert stage_code(desk, deal) == "negotiation"
        await press(pilot, "greater_than_sign", "enter")
        assert stage_code(desk, deal) == "contract"


async def test_the_card_of_a_client_says_how_it_pays_and_why(desk: Desk, slow: int) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(130, 36)) as pilot:
        await settle(pilot)
        app.open_client(slow)
        await settle(pilot)
        await settle(pilot)
        drawn = " ".join(text_of(app.screen).split())
        assert "Pays: E" in drawn
        assert "payments due: 25, late: 25 (40 days on average), not paid: 1; of all" in drawn
