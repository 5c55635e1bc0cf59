"""Movements without money, marks against shipping, a past day: by the keys a seller presses."""

from __future__ import annotations

from datetime import timedelta

from textual.widgets import Input, OptionList

from pipeline_tui.domain.vocabulary import PaymentKind
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.prompts import ChoicePrompt, PastPrompt, TextPrompt
from pipeline_tui.tui.screens.debtor import DebtorScreen
from pipeline_tui.tui.screens.debts import DebtsScreen
from pipeline_tui.wording.formats import day_plain
from tests.owing import TODAY, client, invoice, payment
from tests.tui.test_debts import Hand, ago, opened, settle


async def fill(hand: Hand, **values: str) -> None:
    for name, value in values.items():
        hand.app.screen.query_one(f"#field-{name}", Input).value = value
    await settle(hand.pilot)
    await hand.press("f2")


async def choose(hand: Hand, label: str) -> None:
    """Press the digit of the choice that begins so."""
    await hand.wait_for(ChoicePrompt)
    options = hand.app.screen.query_one(OptionList).options
    [at] = [n for n, one in enumerate(options, 1) if label in str(one.prompt)]
    await hand.press(str(at))


async def test_a_credit_note_then_a_write_off_and_both_taken_back(desk: Desk) -> None:
    owner = client(desk, "Astra")
    bill = invoice(desk, owner, 1_000_00, ago(40), number="A-1")
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        hand = await opened(desk, pilot)
        await hand.press("enter", "e")
        await choose(hand, "Credit note")
        await hand.wait_for(FormScreen)
        await fill(hand, amount_minor="250", reason="Goods came back")
        await hand.wait_for(DebtorScreen)
        assert desk.debts.invoice(bill).open_minor == 750_00
        await hand.press("g", "e")
        await choose(hand, "Write off")
        await hand.wait_for(FormScreen)
        await fill(hand, reason="Gone bankrupt")
        await hand.wait_for(DebtorScreen)
        assert "owes nothing" in hand.headline()
        kinds = {row.kind for row in desk.debts.ledger(owner).payments}
        assert kinds == {PaymentKind.CREDIT_NOTE, PaymentKind.WRITE_OFF}
        assert "Gone bankrupt" in hand.column("what")
        await hand.press("u")
        assert desk.debts.invoice(bill).open_minor == 750_00
        await hand.press("u")
        assert desk.debts.invoice(bill).open_minor == 1_000_00


async def test_a_balance_from_before_is_entered_from_the_list(desk: Desk) -> None:
    owner = client(desk, "Astra")
    invoice(desk, owner, 100_00, ago(3))
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        hand = await opened(desk, pilot)
        await hand.press("p")
        await choose(hand, "Balance from before")
        await hand.wait_for(FormScreen)
        await fill(hand, amount_minor="5000", due_on=day_plain(ago(200)))
        await hand.wait_for(DebtsScreen)
        [row] = desk.debts.rows([owner]).values()
        assert dict(row.standing.overdue_sums) == {"RUB": 5_100_00}
        assert row.standing.oldest_on == ago(200)


async def test_shipping_is_stopped_by_hand_and_told_wherever_one_sells(desk: Desk) -> None:
    owner = client(desk, "Astra")
    invoice(desk, owner, 100_00, ago(3))
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        hand = await opened(desk, pilot)
        await hand.press("!")
        await hand.wait_for(ChoicePrompt)
        await hand.press("1")
        await hand.wait_for(TextPrompt)
        await hand.type("Until April is paid")
        await hand.press("enter")
        await hand.wait_for(DebtsScreen)
        assert hand.column("mark") == ["⊘"]
        await hand.press("d")
        await hand.wait_for(FormScreen)
        note = str(hand.app.screen.query_one("#form-note").render())
        assert "Do not ship" in note and "Until April is paid" in note


async def test_a_debtor_is_shown_as_it_stood_and_not_changed_there(desk: Desk) -> None:
    owner = client(desk, "Astra")
    invoice(desk, owner, 300_00, ago(40), number="A-1", issued=ago(60))
    payment(desk, owner, 100_00, ago(10))
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        hand = await opened(desk, pilot)
        await hand.press("P")
        await hand.wait_for(PastPrompt)
        await hand.type(day_plain(ago(20)))
        await hand.press("enter")
        await hand.wait_for(DebtsScreen)
        await hand.press("enter")
        await hand.wait_for(DebtorScreen)
        assert hand.column("open") == ["300.00 ₽"]
        assert f"as of {day_plain(ago(20))}" in hand.headline()
        await hand.press("e")
        assert isinstance(hand.app.screen, DebtorScreen)
        await hand.press("escape")
        assert hand.column("open")[0] == "200.00 ₽"


async def test_what_is_to_be_done_today_is_a_view_of_the_list(desk: Desk) -> None:
    late, waits, later = (client(desk, name) for name in ("Astra", "Begonia", "Crocus"))
    invoice(desk, late, 100_00, ago(20))
    invoice(desk, waits, 100_00, ago(20))
    invoice(desk, later, 100_00, TODAY + timedelta(days=40))
    desk.invoices.add_promise(
        client_id=waits, amount_minor=100_00, currency="RUB", due_on=TODAY + timedelta(days=2)
    )
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        hand = await opened(desk, pilot)
        assert "To do today" in hand.headline()
        await hand.press("v")
        await hand.wait_for(ChoicePrompt)
        await hand.press("1")
        await hand.wait_for(DebtsScreen)
        assert hand.column("client") == ["Astra"]
