"""How clients pay, from their invoices and payments in the file."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline_tui.domain.collection import Collection
from pipeline_tui.domain.debts import DebtSort
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.forecast.outlook import month_end
from pipeline_tui.domain.paying.grade import Grade, Method
from pipeline_tui.services import payers
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, open_desk
from tests.owing import TODAY, client, invoice, payment
from tests.samples import needs_samples, sample

IBM = "ibm_ar/WA_Fn-UseC_-Accounts-Receivable.csv"


def ago(days: int) -> date:
    """A day so many days before today."""
    return TODAY - timedelta(days=days)


def paid(desk: Desk, owner: int, due: date, late: int, minor: int = 100_00) -> None:
    """An invoice paid so many days past its due day."""
    number = invoice(desk, owner, minor, due)
    payment(desk, owner, minor, due + timedelta(days=late), invoice_id=number)


@pytest.fixture
def crowd(desk: Desk) -> None:
    """Twenty payments of others: two of them pay five days late, two in time."""
    for number in range(4):
        other = client(desk, f"Other {number}")
        for at in range(5):
            paid(desk, other, ago(200 + at), 5 if number % 2 else -1)


@pytest.mark.usefixtures("crowd")
class TestGrade:
    def test_evidence_of_one_client(self, desk: Desk) -> None:
        slow, quick = client(desk, "Slow"), client(desk, "Quick")
        for back in (150, 120, 90):
            paid(desk, slow, ago(back), 12)
        invoice(desk, slow, 50_00, ago(8))  # open, and late
        invoice(desk, slow, 50_00, ago(-8))  # not due yet
        for back in (140, 110, 80, 50):
            paid(desk, quick, ago(back), -2)
        found = desk.payers.of([slow, quick])
        one = found[slow]
        assert (one.fallen, one.late, one.overdue, one.mean_late) == (4, 4, 1, 12)
        assert one.base_share == pytest.approx((4 + 10) / 28)
        assert one.days > 5 > found[quick].days
        assert found[quick].grade < one.grade or one.grade is Grade.B
        assert found[quick].late == 0

    def test_as_of_a_past_day_knows_nothing_later(self, desk: Desk) -> None:
        owner = client(desk)
        paid(desk, owner, ago(60), 0)
        paid(desk, owner, ago(30), 20)
        then = desk.payers.of([owner], ago(30))[owner]
        assert (then.fallen, then.late) == (1, 0)
        waiting = desk.payers.of([owner], ago(20))[owner]
        assert (waiting.fallen, waiting.late, waiting.overdue) == (2, 1, 1)
        assert waiting.mean_late == 0

    def test_part_payment_does_not_settle(self, desk: Desk) -> None:
        owner = client(desk)
        number = invoice(desk, owner, 100_00, ago(40))
        payment(desk, owner, 60_00, ago(45), invoice_id=number)
        assert desk.payers.of([owner])[owner].overdue == 1
        payment(desk, owner, 40_00, ago(10), invoice_id=number)
        found = desk.payers.of([owner])[owner]
        assert (found.overdue, found.mean_late) == (0, 30)

    def test_cancelled_invoice_says_nothing(self, desk: Desk) -> None:
        owner = client(desk)
        paid(desk, owner, ago(60), 0)
        desk.invoices.cancel(invoice(desk, owner, 10_00, ago(40)))
        assert desk.payers.of([owner])[owner].fallen == 1

    def test_new_payment_changes_the_grade_at_once(self, desk: Desk) -> None:
        owner = client(desk)
        number = invoice(desk, owner, 100_00, ago(60))
        before = desk.payers.of([owner])[owner]
        payment(desk, owner, 100_00, ago(58), invoice_id=number)
        after = desk.payers.of([owner])[owner]
        assert before.grade is Grade.E
        assert after.days < before.days

    def test_terms_are_those_agreed_else_those_usual(self, desk: Desk) -> None:
        agreed, usual = client(desk, "A", payment_terms_days=45), client(desk, "B")
        for owner in (agreed, usual):
            for back in (100, 70, 40):
                paid(desk, owner, ago(back), 0)  # a fortnight after issue
        assert desk.payers.card(agreed).usual_terms == 45
        card = desk.payers.card(usual)
        assert (card.usual_terms, card.advice and card.advice.prepaid) == (14, 0)

    def test_a_few_payments_in_all_are_no_grade(self, desk: Desk) -> None:
        before = ago(200)  # of the crowd's twenty one has fallen due
        owner = client(desk)
        invoice(desk, owner, 10_00, ago(230))
        card = desk.payers.card(owner, before)
        assert (card.payer, card.base_fallen) == (None, 17)

    def test_stranger(self, desk: Desk) -> None:
        owner = client(desk)
        card = desk.payers.card(owner)
        assert (card.payer, card.advice) == (None, None)
        with pytest.raises(NotFound):
            desk.payers.card(999)


@pytest.mark.usefixtures("crowd")
@pytest.mark.usefixtures("crowd")
def test_of_a_large_file_everybodys_curve_is_learnt_once_a_day(
    desk: Desk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payers, "LARGE", 10)
    monkeypatch.setattr(payers, "DEAR", 10)
    slow = client(desk, "Slow")
    paid(desk, slow, ago(150), 12)
    before = desk.payers.card(slow)
    with open_desk(desk.book.path, clock) as again, monkeypatch.context() as patched:
        patched.setattr(payers, "base_of", None)  # nothing is learnt again
        assert again.payers.card(slow) == before
    clock.forward(days=1)
    assert desk.payers.backtest().until == desk.today().toordinal()


def test_debtors_by_grade_the_worst_first(desk: Desk) -> None:
    worst, best, new = (client(desk, name) for name in ("Worst", "Best", "New"))
    for back in (150, 120, 90):
        paid(desk, worst, ago(back), 30)
        paid(desk, best, ago(back), -1)
    for owner in (new, best, worst):
        invoice(desk, owner, 10_00, ago(-5))
    found = desk.debts.debtors(sort=DebtSort.GRADE)
    assert found.ids == (worst, best, new)
    assert desk.debts.debtors(sort=DebtSort.GRADE, reverse=True).ids == (new, best, worst)


@pytest.mark.usefixtures("crowd")
class TestSelling:
    def test_debtor_is_warned_of(self, desk: Desk) -> None:
        owner = client(desk, credit_limit_minor=100_00)
        assert not desk.payers.risk(owner).any
        invoice(desk, owner, 80_00, ago(-5))
        assert not desk.payers.risk(owner).any
        assert desk.payers.risk(owner, ("RUB", 30_00)).caution.above == (("RUB", 10_00),)
        assert not desk.payers.risk(owner, ("USD", 30_00)).any
        invoice(desk, owner, 15_00, ago(40))
        found = desk.payers.risk(owner)
        assert found.caution.overdue == (("RUB", 15_00),)
        assert found.poor
        assert found.advice is not None
        assert found.advice.prepaid > 0


@pytest.mark.usefixtures("crowd")
class TestWhatWasNotPaid:
    def test_written_off_debt_was_never_paid(self, desk: Desk) -> None:
        owner = client(desk)
        number = invoice(desk, owner, 100_00, ago(90))
        desk.credits.write_off(number, reason="gone")
        found = desk.payers.of([owner])[owner]
        assert (found.late, found.overdue, found.settled) == (1, 1, 0)
        assert desk.payers.forecast().inflows == ()

    def test_credited_invoice_says_nothing(self, desk: Desk) -> None:
        owner = client(desk)
        paid(desk, owner, ago(60), 0)
        number = invoice(desk, owner, 100_00, ago(40))
        desk.credits.credit_note(number, 100_00, reason="returned")
        found = desk.payers.of([owner])[owner]
        assert (found.fallen, found.late) == (1, 0)


class TestMoneyToCome:
    def test_promise_and_due_days_stand_in_their_weeks(self, desk: Desk, clock: HandClock) -> None:
        owner = client(desk)
        for back in (150, 120, 90):
            paid(desk, owner, ago(back), 0)
        invoice(desk, owner, 70_00, ago(-10))
        late = invoice(desk, owner, 30_00, ago(5))
        desk.invoices.add_promise(
            client_id=owner, amount_minor=30_00, currency="RUB", due_on=ago(-3), invoice_id=late
        )
        found = desk.payers.forecast(weeks=2)
        first, second, both = found.inflows
        assert found.parts == 2
        assert (first.promised_minor, first.due_minor) == (30_00, 0)
        assert (second.promised_minor, second.due_minor) == (0, 70_00)
        assert both.range.p90 <= 100_00 * 2
        assert first.expected_minor > 15_00

    def test_nothing_owed_is_nothing_to_come(self, desk: Desk) -> None:
        assert desk.payers.forecast().inflows == ()


class TestCollected:
    def test_vector(self) -> None:
        row = Collection("RUB", 30, 1000, 600, 900, 500)
        assert (row.dso, row.best_dso, row.days_delinquent) == (45, 25, 20)
        assert row.cei == pytest.approx(63.64, abs=0.005)

    def test_without_sales_nothing_can_be_told(self) -> None:
        row = Collection("RUB", 30, 1000, 0, 900, 500)
        assert (row.dso, row.best_dso, row.days_delinquent) == (None, None, None)

    def test_month_by_month_equals_each_month_asked(self, desk: Desk) -> None:
        owner = client(desk)
        for back in range(20, 300, 17):
            paid(desk, owner, ago(back), back % 31 - 6, 1000 + back)
        number = invoice(desk, owner, 700_00, ago(100), ago(60), ago(-20))
        payment(desk, owner, 300_00, ago(70), invoice_id=number)
        invoice(desk, owner, 5_00, ago(10), currency="USD")
        desk.invoices.cancel(invoice(desk, owner, 10_00, ago(150)))
        found = desk.payers.collected(months=6)
        ends = [date.fromordinal(month_end(TODAY.toordinal(), -back)) for back in range(6, 0, -1)]
        assert [one.day for one in found if one.collection.currency == "RUB"] == [
            day.toordinal() for day in (*ends, TODAY)
        ]
        for one in found:
            asked = desk.debts.collection(as_of=date.fromordinal(one.day))
            assert one.collection in asked


@needs_samples
def test_backtest_on_a_real_file(desk: Desk) -> None:
    """2 466 invoices of 100 customers: own history beats both simple rules on every chosen measure."""
    desk.imports.run([sample(IBM)])
    found = desk.payers.backtest(date(2014, 1, 31))
    assert found.brier.count == 1078
    assert found.trust.chance is found.trust.usual is found.trust.days is Method.OWN
    for one in (found.brier, found.usual, found.root):
        assert one.own is not None
        assert one.own < min(one.base or 9, one.last or 9)
    assert found.auc.own == pytest.approx(0.869, abs=0.0005)
    assert found.brier.own == pytest.approx(0.1387, abs=0.0001)
    weeks = next(one for one in found.weeks if one.weeks == 1)
    assert weeks.within / weeks.count == pytest.approx(0.8, abs=0.1)
