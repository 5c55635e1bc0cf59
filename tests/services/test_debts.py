"""What is owed, read: aging, debtors in order, badges, promises, figures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from pipeline_tui.domain.debts import AgingBucket, DebtShow, DebtSort
from pipeline_tui.domain.dunning import DunningStep
from pipeline_tui.domain.errors import Invalid, NotFound
from pipeline_tui.domain.ledger import InvoiceState
from pipeline_tui.domain.vocabulary import PromiseState
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock
from tests.owing import TODAY, client, invoice, payment


def ago(days: int) -> date:
    """A day so many days before today."""
    return TODAY - timedelta(days=days)


def promise(desk: Desk, client_id: int, amount_minor: int, due_on: date, **more: Any) -> int:
    """A promise given now."""
    return desk.invoices.add_promise(
        client_id=client_id, amount_minor=amount_minor, currency="RUB", due_on=due_on, **more
    )


def buckets(desk: Desk, as_of: date | None = None) -> dict[tuple[str, str], int]:
    """(currency, bucket) → open minor units."""
    return {(row.currency, row.bucket.value): row.open_minor for row in desk.debts.aging(as_of)}


class TestAging:
    @pytest.mark.parametrize(
        ("late", "bucket"),
        [
            (-5, "not_due"), (0, "not_due"), (1, "d1_30"), (30, "d1_30"), (31, "d31_60"),
            (60, "d31_60"), (61, "d61_90"), (90, "d61_90"), (91, "over_90"), (900, "over_90"),
        ],
    )  # fmt: skip
    def test_bucket_by_days_past_the_due_day(self, desk: Desk, late: int, bucket: str) -> None:
        invoice(desk, client(desk), 10_00, ago(late))
        assert buckets(desk) == {("RUB", bucket): 10_00}

    def test_currencies_stand_side_by_side(self, desk: Desk) -> None:
        owner = client(desk)
        invoice(desk, owner, 10_00, ago(5))
        invoice(desk, owner, 7_00, ago(5), currency="USD")
        assert buckets(desk) == {("RUB", "d1_30"): 10_00, ("USD", "d1_30"): 7_00}

    def test_past_day_knows_only_what_was_paid_by_then(self, desk: Desk) -> None:
        owner = client(desk)
        invoice(desk, owner, 100_00, ago(100))
        payment(desk, owner, 30_00, ago(90))
        payment(desk, owner, 70_00, ago(10))
        assert buckets(desk) == {}
        assert buckets(desk, ago(91)) == {("RUB", "d1_30"): 100_00}
        assert buckets(desk, ago(90)) == {("RUB", "d1_30"): 70_00}
        assert buckets(desk, ago(11)) == {("RUB", "d61_90"): 70_00}
        assert buckets(desk, ago(10)) == {}

    def test_past_day_does_not_know_later_invoices(self, desk: Desk) -> None:
        invoice(desk, client(desk), 100_00, ago(5), issued=ago(20))
        assert buckets(desk, ago(21)) == {}
        assert buckets(desk, ago(20)) == {("RUB", "not_due"): 100_00}

    def test_invoice_is_owed_until_the_day_it_was_cancelled(
        self, desk: Desk, clock: HandClock
    ) -> None:
        number = invoice(desk, client(desk), 100_00, ago(5))
        clock.forward(days=3)
        desk.invoices.cancel(number)
        assert buckets(desk, TODAY) == {("RUB", "d1_30"): 100_00}
        assert buckets(desk) == {}

    def test_day_to_come_shows_what_grows_old(self, desk: Desk) -> None:
        invoice(desk, client(desk), 100_00, ago(20))
        assert buckets(desk, TODAY + timedelta(days=20)) == {("RUB", "d31_60"): 100_00}


class TestDebtors:
    def test_oldest_debt_stands_first(self, desk: Desk) -> None:
        young, old = client(desk, "Young"), client(desk, "Old")
        invoice(desk, young, 900_00, ago(5))
        invoice(desk, old, 1_00, ago(50))
        found = desk.debts.debtors()
        assert found.ids == (old, young)
        assert found.open_sums == (("RUB", 901_00),)
        assert desk.debts.debtors(reverse=True).ids == (young, old)

    def test_sorted_by_sum_by_overdue_and_by_name(self, desk: Desk) -> None:
        a, b, c = (client(desk, name) for name in ("Astra", "Begonia", "Crocus"))
        invoice(desk, c, 500_00, TODAY)
        invoice(desk, a, 100_00, ago(9))
        invoice(desk, b, 200_00, ago(3))
        assert desk.debts.debtors(sort=DebtSort.AMOUNT).ids == (c, b, a)
        assert desk.debts.debtors(sort=DebtSort.OVERDUE).ids == (b, a, c)
        assert desk.debts.debtors(sort=DebtSort.CLIENT).ids == (a, b, c)
        assert desk.debts.debtors(sort=DebtSort.AMOUNT, reverse=True).ids == (a, b, c)

    def test_own_currency_is_compared_first(self, desk: Desk) -> None:
        dollars, roubles = client(desk, "Dollars"), client(desk, "Roubles")
        invoice(desk, dollars, 9_000_00, ago(3), currency="USD")
        invoice(desk, roubles, 1_00, ago(3))
        assert desk.debts.debtors(sort=DebtSort.AMOUNT).ids == (roubles, dollars)

    def test_filter_by_name_and_by_invoice_number(self, desk: Desk) -> None:
        a, b = client(desk, "Astra"), client(desk, "Begonia")
        invoice(desk, a, 1_00, number="А-17")
        invoice(desk, b, 1_00)
        assert desk.debts.debtors(text="bego").ids == (b,)
        assert desk.debts.debtors(text="А-17").ids == (a,)
        assert desk.debts.debtors(text="crocus").ids == ()
        with pytest.raises(Invalid, match="filter_unknown_key"):
            desk.debts.debtors(text="size:12")

    def test_bucket_keeps_debts_of_that_age(self, desk: Desk) -> None:
        owner = client(desk)
        invoice(desk, owner, 10_00, ago(5))
        invoice(desk, owner, 20_00, ago(50))
        found = desk.debts.debtors(bucket=AgingBucket.D31_60)
        assert found.open_sums == (("RUB", 20_00),)
        assert desk.debts.debtors(bucket=AgingBucket.OVER_90).ids == ()

    def test_views(self, desk: Desk, clock: HandClock) -> None:
        due, late, disputed, promised, failed = (
            client(desk, name) for name in ("Due", "Late", "Disputed", "Promised", "Failed")
        )
        invoice(desk, due, 1_00, TODAY + timedelta(days=30))
        invoice(desk, late, 1_00, ago(3))
        desk.invoices.dispute(invoice(desk, disputed, 1_00, TODAY + timedelta(9)), "short")
        for owner, days in ((promised, 9), (failed, 1)):
            invoice(desk, owner, 1_00, TODAY + timedelta(days=30))
            promise(desk, owner, 1_00, TODAY + timedelta(days=days))
        clock.forward(days=2)
        assert set(desk.debts.debtors(show=DebtShow.OVERDUE).ids) == {late}
        assert set(desk.debts.debtors(show=DebtShow.DISPUTED).ids) == {disputed}
        assert set(desk.debts.debtors(show=DebtShow.PROMISED).ids) == {promised}
        assert set(desk.debts.debtors(show=DebtShow.BROKEN).ids) == {failed}
        assert len(desk.debts.debtors().ids) == 5

    def test_row_says_what_is_owed_since_when_and_what_to_do(self, desk: Desk) -> None:
        owner = client(desk, "Astra", city="Omsk", abc="A")
        invoice(desk, owner, 10_00, ago(20))
        invoice(desk, owner, 5_00, TODAY + timedelta(days=5))
        invoice(desk, owner, 3_00, TODAY + timedelta(days=5), currency="USD")
        row = desk.debts.rows([owner, 999])[owner]
        assert (row.name, row.city, row.abc) == ("Astra", "Omsk", "A")
        standing = row.standing
        assert standing.oldest_on == ago(20)
        assert standing.open_sums == (("RUB", 15_00), ("USD", 3_00))
        assert standing.overdue_sums == (("RUB", 10_00),)
        assert standing.step is not None
        assert (standing.step.step, standing.step.since) == (DunningStep.LETTER, ago(5))

    def test_row_as_of_a_past_day(self, desk: Desk) -> None:
        owner = client(desk)
        invoice(desk, owner, 10_00, ago(20))
        payment(desk, owner, 10_00, ago(2))
        assert desk.debts.debtors().ids == ()
        assert desk.debts.debtors(as_of=ago(3)).ids == (owner,)
        row = desk.debts.rows([owner], ago(3))[owner]
        assert row.standing.overdue_sums == (("RUB", 10_00),)


class TestPromises:
    def test_states_derive_from_payments_in_time(self, desk: Desk, clock: HandClock) -> None:
        owner = client(desk)
        invoice(desk, owner, 1000_00, ago(40))
        payment(desk, owner, 50_00, ago(1))
        kept = promise(desk, owner, 100_00, TODAY)
        partial = promise(desk, owner, 100_00, TODAY + timedelta(days=1))
        failed = promise(desk, owner, 100_00, TODAY + timedelta(days=2))
        running = promise(desk, owner, 100_00, TODAY + timedelta(days=9))
        payment(desk, owner, 130_00)
        clock.forward(days=4)
        states = {one.id: (one.state, one.paid_minor) for one in desk.debts.ledger(owner).promises}
        assert states == {
            kept: (PromiseState.KEPT, 100_00),
            partial: (PromiseState.PARTIAL, 30_00),
            failed: (PromiseState.BROKEN, 0),
            running: (PromiseState.OPEN, 0),
        }
        standing = desk.debts.badge(owner)
        assert standing.promise is not None
        assert standing.promise.id == running
        assert (standing.kept.kept, standing.kept.fallen) == (1, 3)

    def test_promise_on_an_invoice_wants_money_on_that_invoice(self, desk: Desk) -> None:
        owner = client(desk)
        first = invoice(desk, owner, 100_00, ago(9))
        second = invoice(desk, owner, 100_00, ago(3))
        promise(desk, owner, 100_00, TODAY, invoice_id=second)
        payment(desk, owner, 100_00, invoice_id=first)
        (row,) = desk.debts.ledger(owner).promises
        assert row.state is PromiseState.OPEN
        payment(desk, owner, 100_00, invoice_id=second)
        (row,) = desk.debts.ledger(owner).promises
        assert row.state is PromiseState.KEPT

    def test_money_that_came_before_the_word_was_given_keeps_nothing(
        self, desk: Desk, clock: HandClock
    ) -> None:
        owner = client(desk)
        invoice(desk, owner, 1000_00, ago(9))
        payment(desk, owner, 100_00)
        clock.forward(hours=1)
        promise(desk, owner, 100_00, TODAY)
        assert desk.debts.ledger(owner).promises[0].state is PromiseState.OPEN
        payment(desk, owner, 100_00)
        assert desk.debts.ledger(owner).promises[0].state is PromiseState.KEPT

    def test_removing_the_payment_breaks_the_promise_again(
        self, desk: Desk, clock: HandClock
    ) -> None:
        owner = client(desk)
        invoice(desk, owner, 100_00, ago(9))
        promise(desk, owner, 100_00, TODAY)
        paid = payment(desk, owner, 100_00)
        clock.forward(days=1)
        assert desk.debts.ledger(owner).promises[0].state is PromiseState.KEPT
        desk.invoices.remove_payment(paid)
        assert desk.debts.ledger(owner).promises[0].state is PromiseState.BROKEN

    def test_chased_on_their_day_and_when_broken(self, desk: Desk, clock: HandClock) -> None:
        today, later, paid_up = (client(desk, name) for name in ("Today", "Later", "Paid"))
        for owner in (today, later, paid_up):
            invoice(desk, owner, 100_00, ago(9))
        promise(desk, today, 100_00, TODAY)
        promise(desk, later, 100_00, TODAY + timedelta(days=1))
        promise(desk, paid_up, 100_00, TODAY)
        payment(desk, paid_up, 100_00)
        (due,) = desk.debts.promises_to_chase()
        assert (due.client_id, due.promise.state) == (today, PromiseState.OPEN)
        assert due.overdue_sums == (("RUB", 100_00),)
        clock.forward(days=1)
        found = [(one.client_id, one.promise.state) for one in desk.debts.promises_to_chase()]
        assert found == [(today, PromiseState.BROKEN), (later, PromiseState.OPEN)]

    def test_a_new_promise_takes_the_place_of_a_broken_one(
        self, desk: Desk, clock: HandClock
    ) -> None:
        owner = client(desk)
        invoice(desk, owner, 100_00, ago(9))
        promise(desk, owner, 100_00, TODAY)
        clock.forward(days=1)
        assert desk.debts.badge(owner).broken is not None
        promise(desk, owner, 100_00, TODAY + timedelta(days=5))
        standing = desk.debts.badge(owner)
        assert standing.broken is None
        assert standing.step is not None
        assert standing.step.step is DunningStep.PROMISED


class TestLedger:
    def test_states_of_invoices(self, desk: Desk) -> None:
        owner = client(desk)
        due = TODAY + timedelta(days=5)
        paid = invoice(desk, owner, 10_00, due)
        payment(desk, owner, 10_00)
        part = invoice(desk, owner, 10_00, due)
        payment(desk, owner, 4_00, invoice_id=part)
        fresh = invoice(desk, owner, 10_00, due)
        late = invoice(desk, owner, 10_00, ago(1))
        disputed = invoice(desk, owner, 10_00, ago(1))
        desk.invoices.dispute(disputed, "short")
        gone = invoice(desk, owner, 10_00, due)
        desk.invoices.cancel(gone)
        states = {one.id: one.state(TODAY) for one in desk.debts.ledger(owner).invoices}
        assert states == {
            paid: InvoiceState.PAID, part: InvoiceState.PARTIAL, fresh: InvoiceState.OPEN,
            late: InvoiceState.OVERDUE, disputed: InvoiceState.DISPUTED,
            gone: InvoiceState.CANCELLED,
        }  # fmt: skip

    def test_each_side_shows_what_was_laid_on_the_other(self, desk: Desk) -> None:
        owner = client(desk)
        number = invoice(desk, owner, 100_00, ago(9), ago(3))
        paid = payment(desk, owner, 70_00, ago(1))
        ledger = desk.debts.ledger(owner)
        (bill,), (money,) = ledger.invoices, ledger.payments
        assert [[one.amount_minor for one in part.laid] for part in bill.instalments] == [
            [50_00], [20_00],
        ]  # fmt: skip
        assert [(one.invoice_id, one.amount_minor) for one in money.laid] == [
            (number, 50_00), (number, 20_00),
        ]  # fmt: skip
        assert bill.instalments[0].laid[0].payment_id == paid

    def test_unknown_client_is_not_found(self, desk: Desk) -> None:
        with pytest.raises(NotFound):
            desk.debts.ledger(99)
        with pytest.raises(NotFound):
            desk.debts.invoice(99)

    def test_client_without_invoices_owes_nothing(self, desk: Desk) -> None:
        ledger = desk.debts.ledger(client(desk))
        assert not ledger.standing.owes
        assert ledger.standing.step is None
        assert ledger.figures.late_share is None


class TestFigures:
    def test_days_to_settle_and_late_share(self, desk: Desk) -> None:
        owner = client(desk)
        in_time = invoice(desk, owner, 10_00, ago(20), issued=ago(30))
        payment(desk, owner, 10_00, ago(25), invoice_id=in_time)
        late = invoice(desk, owner, 10_00, ago(20), issued=ago(30))
        payment(desk, owner, 4_00, ago(25), invoice_id=late)
        payment(desk, owner, 6_00, ago(15), invoice_id=late)
        invoice(desk, owner, 10_00, ago(2), issued=ago(30))
        invoice(desk, owner, 10_00, TODAY, issued=ago(30))
        figures = desk.debts.figures(client_id=owner)
        assert figures.days_to_settle == (5 + 15) / 2
        assert figures.mean_days_late == (0 + 5) / 2
        assert figures.late_share == 2 / 3

    def test_dso_and_cei_of_the_domain_vector(self, desk: Desk) -> None:
        """AR₀ 1000, S 600, AR₁ 900 of which current 500: CEI 63.64; DSO over 30 days 45."""
        owner = client(desk)
        invoice(desk, owner, 1000_00, ago(40), issued=ago(60))
        invoice(desk, owner, 500_00, TODAY + timedelta(days=5), issued=ago(10))
        invoice(desk, owner, 100_00, ago(1), issued=ago(10))
        payment(desk, owner, 700_00, ago(3))
        (found,) = desk.debts.collection(days=30)
        assert (found.opening_minor, found.sales_minor) == (1000_00, 600_00)
        assert (found.closing_minor, found.current_minor) == (900_00, 500_00)
        assert found.dso == 45
        assert found.cei == pytest.approx(63.64, abs=0.005)
