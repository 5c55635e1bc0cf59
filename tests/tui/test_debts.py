"""The debts screen and the drill-down, by the keys a seller presses."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static
from textual.worker import WorkerCancelled

from pipeline_tui.domain.dunning import DunningStep
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.screens.debtor import DebtorScreen
from pipeline_tui.tui.screens.debts import DebtsScreen
from pipeline_tui.tui.widgets.bars import Bars
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import Cell, LineTable
from tests.conftest import HandClock
from tests.owing import TODAY, client, invoice, payment


def ago(days: int) -> date:
    """A day so many days before today."""
    return TODAY - timedelta(days=days)


async def settle(pilot: Pilot[Any]) -> None:
    """Let the workers answer and the screen be drawn; a later read cancels an earlier one."""
    for _ in range(4):
        await pilot.pause()
        for one in list(pilot.app.workers):
            if one.group not in ("dialog", "warm-up"):
                with suppress(WorkerCancelled):
                    await one.wait()
    await pilot.pause()


class Hand:
    """Presses keys and reads what stands on the screen."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot
        self.app: PipelineApp = pilot.app  # type: ignore[assignment]

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await settle(self.pilot)

    async def type(self, text: str) -> None:
        await self.pilot.press(*("space" if sign == " " else sign for sign in text))
        await settle(self.pilot)

    async def wait_for(self, screen: type) -> None:
        for _ in range(50):
            if isinstance(self.app.screen, screen):
                break
            await self.pilot.pause(0.02)
        assert isinstance(self.app.screen, screen), self.app.screen
        await settle(self.pilot)

    @property
    def table(self) -> LineTable:
        return self.app.screen.query_one(LineTable)

    def rows(self) -> list[dict[str, str]]:
        """The rows of the list as text."""
        found = []
        for id_ in self.table.ids:
            row = self.table.row(id_)
            assert row is not None
            found.append(
                {key: c.text if isinstance(c, Cell) else c for key, c in row.cells.items()}
            )
        return found

    def column(self, key: str) -> list[str]:
        return [row.get(key, "").replace("\xa0", " ") for row in self.rows()]

    def headline(self) -> str:
        strip = self.app.screen.query_one(Headline).render_line(0)
        return strip.text.replace("\xa0", " ")

    def bars(self) -> dict[str, str]:
        bars = self.app.screen.query_one(Bars).bars
        return {bar.label: bar.text.replace("\xa0", " ") for bar in bars}

    def plan(self) -> str:
        shown = self.app.screen.query_one("#form-plan", Static)
        return str(shown.content).replace("\xa0", " ")


@pytest.fixture
def debtors(desk: Desk) -> dict[str, int]:
    """Astra 40 days late with 1 000, Begonia not due with 500 and 20 dollars, Crocus paid up."""
    ids = {name: client(desk, name) for name in ("Astra", "Begonia", "Crocus")}
    invoice(desk, ids["Astra"], 1000_00, ago(40), number="A-1")
    invoice(desk, ids["Begonia"], 500_00, TODAY + timedelta(days=9), number="B-1", issued=ago(5))
    invoice(
        desk,
        ids["Begonia"],
        20_00,
        TODAY + timedelta(days=9),
        currency="USD",
        number="B-2",
        issued=ago(5),
    )
    invoice(desk, ids["Crocus"], 300_00, ago(5), number="C-1")
    payment(desk, ids["Crocus"], 300_00, ago(3))
    return ids


async def opened(desk: Desk, pilot: Pilot[Any]) -> Hand:
    hand = Hand(pilot)
    await settle(pilot)
    hand.app.show_mode("debts")
    await hand.wait_for(DebtsScreen)
    return hand


async def test_list_shows_who_owes_what_and_what_to_do(desk: Desk, debtors: dict[str, int]) -> None:
    async with PipelineApp(desk).run_test(size=(160, 36)) as pilot:
        hand = await opened(desk, pilot)
        assert hand.column("client") == ["Astra", "Begonia"]
        assert hand.column("late") == ["40 days", "Fri 20 Mar"]
        assert hand.column("debt") == ["1,000 ₽", "500 ₽ + $20"]
        assert hand.column("overdue") == ["1,000 ₽", "—"]
        assert hand.column("step") == ["send a claim", "remind in 6 days"]
        assert hand.bars() == {
            "not due": "500 ₽ + $20", "1–30 days": "—", "31–60 days": "1,000 ₽", "61–90 days": "—",
            "over 90 days": "—",
        }  # fmt: skip
        assert "Owed 1,500 ₽ + $20" in hand.headline()
        assert "Overdue 1,000 ₽" in hand.headline()


async def test_filter_narrows_as_one_types_and_escape_lets_go(
    desk: Desk, debtors: dict[str, int]
) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        hand = await opened(desk, pilot)
        await hand.press("slash")
        await hand.type("beg")
        assert hand.column("client") == ["Begonia"]
        await hand.press("enter")
        assert hand.app.focused is hand.table
        await hand.press("escape")
        assert hand.column("client") == ["Astra", "Begonia"]


async def test_sort_steps_through_the_columns(desk: Desk, debtors: dict[str, int]) -> None:
    invoice(desk, debtors["Crocus"], 9000_00, ago(2))
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        hand = await opened(desk, pilot)
        assert hand.column("client") == ["Astra", "Crocus", "Begonia"]
        await hand.press("S")
        assert hand.column("client") == ["Crocus", "Astra", "Begonia"]
        await hand.press("S", "S", "S")  # overdue, then grade, then the client
        assert hand.column("client") == ["Astra", "Begonia", "Crocus"]


async def test_views_and_another_day(desk: Desk, debtors: dict[str, int]) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        hand = await opened(desk, pilot)
        await hand.press("v")
        await hand.wait_for(ChoicePrompt)
        await hand.press("3")
        await hand.wait_for(DebtsScreen)
        assert hand.column("client") == ["Astra"]
        assert "overdue" in hand.headline()
        await hand.press("escape", "P")
        await pilot.pause()
        await hand.type("07.03.2026")
        await hand.press("enter")
        await hand.wait_for(DebtsScreen)
        assert hand.column("client") == ["Astra", "Crocus", "Begonia"]
        assert hand.bars()["1–30 days"] == "300 ₽"
        assert "as of 7 Mar 2026" in hand.headline()
        await hand.press("escape")
        assert hand.column("client") == ["Astra", "Begonia"]


async def test_click_on_a_bar_keeps_debts_of_that_age(desk: Desk, debtors: dict[str, int]) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        hand = await opened(desk, pilot)
        await pilot.click(Bars, offset=(4, 2))
        await settle(pilot)
        assert hand.column("client") == ["Astra"]
        await pilot.click(Bars, offset=(4, 2))
        await settle(pilot)
        assert hand.column("client") == ["Astra", "Begonia"]


async def test_payment_shows_how_it_is_laid_and_undo_takes_it_back(
    desk: Desk, debtors: dict[str, int]
) -> None:
    invoice(desk, debtors["Astra"], 50_00, ago(10), number="A-2")
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        hand = await opened(desk, pilot)
        await hand.press("p")
        await hand.wait_for(ChoicePrompt)
        await hand.press("1")
        await hand.wait_for(FormScreen)
        await hand.type("1100")
        assert hand.plan() == (
            "→ A-1, due 30 Jan 2026: 1,000 ₽ of 1,000 ₽\n"
            "→ A-2, due 1 Mar 2026: 50 ₽ of 50 ₽\n"
            "→ 50 ₽ stays free for the next invoice"
        )
        await hand.press("f2")
        await hand.wait_for(DebtsScreen)
        assert hand.column("client") == ["Begonia"]
        await hand.press("u")
        assert hand.column("client") == ["Astra", "Begonia"]
        assert hand.column("debt")[0] == "1,050 ₽"


async def test_another_sum_is_typed_over_the_one_proposed(
    desk: Desk, debtors: dict[str, int]
) -> None:
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        hand = await opened(desk, pilot)
        await hand.press("enter")
        await hand.wait_for(DebtorScreen)
        await hand.press("p")
        await hand.wait_for(ChoicePrompt)
        await hand.press("1")
        await hand.wait_for(FormScreen)
        line = hand.app.screen.query_one("#field-amount_minor", Input)
        assert line.value == "1000"
        await hand.press("3", "0", "0")
        assert line.value == "300"


async def test_payment_by_hand_goes_where_it_is_told(desk: Desk, debtors: dict[str, int]) -> None:
    invoice(desk, debtors["Astra"], 50_00, ago(10), number="A-2")
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        hand = await opened(desk, pilot)
        await hand.press("p")
        await hand.wait_for(ChoicePrompt)
        await hand.press("1")
        await hand.wait_for(FormScreen)
        await hand.type("100")
        line = hand.app.screen.query_one("#field-hand", Input)
        line.value = "A-2=60"
        await settle(pilot)
        assert "more than is owed on invoice A-2" in hand.plan()
        line.value = "A-2=50; A-1=20"
        await settle(pilot)
        await hand.press("f2")
        await hand.wait_for(DebtsScreen)
    rests = {one.number: one.open_minor for one in desk.debts.ledger(debtors["Astra"]).invoices}
    assert rests == {"A-1": 980_00, "A-2": 0}
    assert desk.debts.free_sums() == (("RUB", 30_00),)


async def test_promise_is_waited_for_and_a_new_one_replaces_it(
    desk: Desk, debtors: dict[str, int]
) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        hand = await opened(desk, pilot)
        for day in ("friday", "monday"):
            await hand.press("p")
            await hand.wait_for(ChoicePrompt)
            await hand.press("2")
            await hand.wait_for(FormScreen)
            hand.app.screen.query_one("#field-due_on", Input).value = day
            await hand.press("f2")
            await hand.wait_for(DebtsScreen)
        assert hand.column("promise")[0] == "1,000 ₽ · in 5 days"
        assert hand.column("step")[0] == "wait: in 5 days"
    given = desk.debts.ledger(debtors["Astra"]).promises
    assert [(one.due_on, one.withdrawn) for one in given] == [
        (date(2026, 3, 13), True), (date(2026, 3, 16), False),
    ]  # fmt: skip


async def test_invoice_with_instalments_shows_them_before_it_is_issued(
    desk: Desk, debtors: dict[str, int]
) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        hand = await opened(desk, pilot)
        await hand.press("d")
        await hand.wait_for(FormScreen)
        await hand.type("100")
        assert hand.plan() == "→ 25 Mar 2026 100 ₽"
        hand.app.screen.query_one("#field-parts", Input).value = "15.04.2026 x3"
        await settle(pilot)
        assert hand.plan() == ("→ 15 Apr 2026 33.33 ₽ · 15 May 2026 33.33 ₽ · 14 Jun 2026 33.34 ₽")
        await hand.press("f2")
        await hand.wait_for(DebtsScreen)
    row = desk.debts.ledger(debtors["Astra"]).invoices[0]
    assert [one.amount_minor for one in row.instalments] == [33_33, 33_33, 33_34]
    assert row.number == "B-3"


class TestDebtor:
    async def test_ledger_stands_in_groups_with_the_detail_beside(
        self, desk: Desk, debtors: dict[str, int]
    ) -> None:
        owner = debtors["Astra"]
        invoice(desk, owner, 80_00, ago(20), ago(10), number="A-2")
        payment(desk, owner, 1040_00, ago(5))
        async with PipelineApp(desk).run_test(size=(160, 40)) as pilot:
            hand = await opened(desk, pilot)
            await hand.press("enter")
            await hand.wait_for(DebtorScreen)
            assert hand.column("what") == [
                "No. A-2", "   instalment", "   instalment", "payment", "No. A-1",
            ]  # fmt: skip
            assert hand.column("open") == ["40.00 ₽", "", "40.00 ₽", "", ""]
            assert hand.column("state") == [
                "overdue, 10 days", "paid", "", "for A-1, A-2", "paid",
            ]  # fmt: skip
            detail = hand.app.screen.query_one(CardPanel)
            text = "\n".join(detail.render_line(y).text for y in range(15)).replace("\xa0", " ")
            assert "Invoice A-2" in text
            assert "paid 6 Mar 2026: 40.00 ₽" in text

    async def test_dispute_and_cancel_from_the_line(
        self, desk: Desk, debtors: dict[str, int]
    ) -> None:
        async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
            hand = await opened(desk, pilot)
            await hand.press("enter")
            await hand.wait_for(DebtorScreen)
            await hand.press("enter")
            await hand.wait_for(ChoicePrompt)
            await hand.press("4")
            await pilot.pause(0.05)
            await hand.type("short")
            await hand.press("enter")
            await hand.wait_for(DebtorScreen)
            assert hand.column("state") == ["disputed"]
            standing = desk.debts.badge(debtors["Astra"])
            assert standing.step is not None
            assert standing.step.step is DunningStep.DISPUTED
            await hand.press("e")
            await hand.wait_for(ChoicePrompt)
            await hand.press("5")
            await hand.wait_for(DebtorScreen)
            assert hand.column("state") == ["cancelled"]
            await hand.press("u")
            assert hand.column("state") == ["disputed"]

    async def test_next_and_back_keep_the_place(self, desk: Desk, debtors: dict[str, int]) -> None:
        async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
            hand = await opened(desk, pilot)
            await hand.press("enter")
            await hand.wait_for(DebtorScreen)
            assert "Astra" in hand.headline()
            await hand.press("n")
            assert "Begonia" in hand.headline()
            await hand.press("escape")
            await hand.wait_for(DebtsScreen)
            assert hand.table.cursor_id == debtors["Begonia"]

    async def test_payment_is_laid_on_another_invoice(
        self, desk: Desk, debtors: dict[str, int]
    ) -> None:
        owner = debtors["Astra"]
        second = invoice(desk, owner, 70_00, ago(3), number="A-2")
        payment(desk, owner, 70_00, ago(1))
        async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
            hand = await opened(desk, pilot)
            await hand.press("enter")
            await hand.wait_for(DebtorScreen)
            await hand.press("G", "enter")
            await hand.wait_for(ChoicePrompt)
            await hand.press("1")
            await hand.wait_for(FormScreen)
            assert hand.plan() == "→ laid 70.00 ₽ of 70.00 ₽, 0.00 ₽ stays free"
            [first, other] = hand.app.screen.query(Input)
            first.value, other.value = "50", "70"
            await settle(pilot)
            assert "more than the payment" in hand.plan()
            first.value = ""
            await settle(pilot)
            await hand.press("f2")
            await hand.wait_for(DebtorScreen)
        assert desk.debts.invoice(second).open_minor == 0


async def test_nobody_owes(desk: Desk) -> None:
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        hand = await opened(desk, pilot)
        assert "Nobody owes anything" in hand.table.empty


HOSTILE = "[/] [@click=app.quit]\x1b[31m\u202e\u0000 evil 🎉" + "x" * 240


@pytest.mark.parametrize("size", [(80, 24), (20, 5), (200, 50)])
async def test_hostile_text_reaches_no_terminal(
    desk: Desk, clock: HandClock, size: tuple[int, int]
) -> None:
    owner = client(desk, HOSTILE)
    number = invoice(desk, owner, 100_00, ago(9))
    desk.invoices.dispute(number, HOSTILE)
    desk.invoices.add_promise(
        client_id=owner, amount_minor=1, currency="RUB", due_on=TODAY, note=HOSTILE
    )
    desk.invoices.add_payment(
        {"client_id": owner, "amount_minor": 1_00, "paid_on": TODAY, "reference": HOSTILE}
    )
    async with PipelineApp(desk).run_test(size=size) as pilot:
        hand = await opened(desk, pilot)
        await hand.press("enter")
        await hand.wait_for(DebtorScreen)
        for _ in range(3):
            await hand.press("j")
        for y in range(size[1]):
            for widget in (hand.table, hand.app.screen.query_one(CardPanel)):
                if y < widget.size.height:
                    text = widget.render_line(y).text
                    assert not any(sign in text for sign in "\x1b\u202e\x00")
        await hand.press("enter")
        await hand.wait_for(ChoicePrompt)


@pytest.mark.usefixtures("russian")
async def test_russian_screen(desk: Desk, debtors: dict[str, int]) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        hand = await opened(desk, pilot)
        assert hand.column("step") == ["претензия", "напомнить через 6 дн."]
        assert hand.column("late")[0] == "40 дней"
        assert "Просрочено 1 000 ₽" in hand.headline()
