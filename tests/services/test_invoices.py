"""Invoices, payments and promises: what is owed after each, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.domain.errors import Conflict, Invalid, NotFound, Problem, Refused
from pipeline_tui.services.desk import Desk
from tests.owing import TODAY, client, invoice, payment


def open_of(desk: Desk, invoice_id: int) -> list[int]:
    """What is open of each instalment of an invoice."""
    return [one.open_minor for one in desk.debts.invoice(invoice_id).instalments]


def refused(code: str, problem: type[Problem] = Refused) -> pytest.RaisesExc[Problem]:
    """The problem with this code is raised."""
    return pytest.raises(problem, match=rf"^{code}\b")


class TestInvoice:
    def test_whole_is_due_after_the_clients_terms(self, desk: Desk) -> None:
        by_terms = client(desk, payment_terms_days=30)
        number = desk.invoices.add_invoice(
            {"client_id": by_terms, "amount_minor": 100_00, "issued_on": TODAY}
        )
        assert desk.debts.invoice(number).due_on == date(2026, 4, 10)

    def test_whole_is_due_in_a_fortnight_without_terms(self, desk: Desk) -> None:
        number = desk.invoices.add_invoice(
            {"client_id": client(desk), "amount_minor": 100_00, "issued_on": TODAY}
        )
        assert desk.debts.invoice(number).due_on == date(2026, 3, 25)

    def test_instalments_stand_in_the_order_of_their_days(self, desk: Desk) -> None:
        number = desk.invoices.add_invoice(
            {"client_id": client(desk), "amount_minor": 100_00, "issued_on": TODAY},
            [(date(2026, 5, 1), 70_00), (date(2026, 4, 1), 30_00)],
        )
        assert open_of(desk, number) == [30_00, 70_00]

    def test_instalments_must_add_up(self, desk: Desk) -> None:
        values = {"client_id": client(desk), "amount_minor": 100_00, "issued_on": TODAY}
        with refused("instalments_disagree", Invalid):
            desk.invoices.add_invoice(values, [(TODAY, 30_00), (TODAY, 60_00)])
        assert desk.debts.aging() == []

    def test_nothing_is_due_before_it_was_issued(self, desk: Desk) -> None:
        values = {"client_id": client(desk), "amount_minor": 100_00, "issued_on": TODAY}
        with refused("due_before_issue", Invalid):
            desk.invoices.add_invoice(values, [(date(2026, 3, 10), 100_00)])

    @pytest.mark.parametrize("amount", [0, -5])
    def test_sum_is_more_than_nothing(self, desk: Desk, amount: int) -> None:
        with refused("not_positive", Invalid):
            desk.invoices.add_invoice(
                {"client_id": client(desk), "amount_minor": amount, "issued_on": TODAY}
            )

    def test_unknown_client_is_not_found(self, desk: Desk) -> None:
        with refused("not_found", NotFound):
            desk.invoices.add_invoice({"client_id": 99, "amount_minor": 1, "issued_on": TODAY})

    def test_numbers_go_on_from_the_last(self, desk: Desk) -> None:
        owner = client(desk)
        assert desk.debts.next_number() == "1"
        invoice(desk, owner, 1_00, number="2026-009")
        assert desk.debts.next_number() == "2026-010"
        second = invoice(desk, owner, 1_00)
        assert desk.debts.invoice(second).number == "2026-010"

    def test_a_number_is_given_once_a_year(self, desk: Desk) -> None:
        owner = client(desk)
        first = invoice(desk, owner, 1_00, number="7", issued=date(2026, 1, 10))
        invoice(desk, owner, 1_00, number="7", issued=date(2025, 12, 31))
        with refused("number_taken", Invalid):
            invoice(desk, owner, 1_00, number="7", issued=date(2026, 3, 1))
        desk.invoices.cancel(first)
        invoice(desk, owner, 1_00, number="7", issued=date(2026, 3, 1))

    def test_new_invoice_takes_what_was_overpaid(self, desk: Desk) -> None:
        owner = client(desk)
        payment(desk, owner, 40_00)
        payment(desk, owner, 99_00, currency="USD")
        number = invoice(desk, owner, 100_00)
        assert open_of(desk, number) == [60_00]
        assert desk.debts.free_sums() == (("USD", 99_00),)

    def test_overpaid_money_can_be_kept_free(self, desk: Desk) -> None:
        owner = client(desk)
        payment(desk, owner, 40_00)
        number = desk.invoices.add_invoice(
            {"client_id": owner, "amount_minor": 100_00, "issued_on": TODAY}, use_free=False
        )
        assert open_of(desk, number) == [100_00]
        assert desk.invoices.allocate_free(owner) == 40_00
        assert open_of(desk, number) == [60_00]


class TestEdit:
    def test_single_instalment_follows_the_sum(self, desk: Desk) -> None:
        number = invoice(desk, client(desk), 100_00)
        desk.invoices.edit(number, {"amount_minor": 120_00})
        assert open_of(desk, number) == [120_00]

    def test_several_instalments_must_be_said_anew(self, desk: Desk) -> None:
        number = invoice(desk, client(desk), 100_00, date(2026, 4, 1), date(2026, 5, 1))
        with refused("instalments_disagree", Invalid):
            desk.invoices.edit(number, {"amount_minor": 120_00})
        desk.invoices.edit(
            number, {"amount_minor": 120_00}, instalments=[(date(2026, 4, 1), 120_00)]
        )
        assert open_of(desk, number) == [120_00]

    def test_what_was_paid_stays_paid(self, desk: Desk) -> None:
        owner = client(desk)
        number = invoice(desk, owner, 100_00, date(2026, 4, 1), date(2026, 5, 1))
        payment(desk, owner, 60_00)
        desk.invoices.edit(
            number, {},
            instalments=[(date(2026, 4, 1), 50_00), (date(2026, 5, 1), 20_00), (date(2026, 6, 1), 30_00)],
        )  # fmt: skip
        assert open_of(desk, number) == [0, 10_00, 30_00]
        with refused("instalment_paid"):
            desk.invoices.edit(
                number, {"amount_minor": 50_00}, instalments=[(date(2026, 4, 1), 50_00)]
            )

    def test_paid_invoice_keeps_its_client(self, desk: Desk) -> None:
        owner, other = client(desk), client(desk, "Lutik")
        number = invoice(desk, owner, 100_00)
        payment(desk, owner, 10_00)
        with refused("invoice_has_payments"):
            desk.invoices.edit(number, {"client_id": other})

    def test_unpaid_invoice_moves_with_its_instalments(self, desk: Desk) -> None:
        owner, other = client(desk), client(desk, "Lutik")
        number = invoice(desk, owner, 100_00)
        desk.invoices.edit(number, {"client_id": other, "currency": "USD"})
        assert desk.debts.badge(owner).open_sums == ()
        assert desk.debts.badge(other).open_sums == (("USD", 100_00),)

    def test_change_underneath_is_a_conflict(self, desk: Desk) -> None:
        number = invoice(desk, client(desk), 100_00)
        desk.invoices.edit(number, {"notes": "by post"})
        with refused("changed_meanwhile", Conflict):
            desk.invoices.edit(number, {"notes": "by hand"}, {"notes": ""})


class TestCancel:
    def test_nothing_is_owed_and_money_is_free_again(self, desk: Desk) -> None:
        owner = client(desk)
        number = invoice(desk, owner, 100_00)
        payment(desk, owner, 30_00)
        assert desk.invoices.cancel(number) == 30_00
        assert desk.debts.aging() == []
        assert desk.debts.free_sums() == (("RUB", 30_00),)

    def test_cancelled_invoice_is_left_alone(self, desk: Desk) -> None:
        owner = client(desk)
        number = invoice(desk, owner, 100_00)
        desk.invoices.cancel(number)
        for change in (
            lambda: desk.invoices.cancel(number),
            lambda: desk.invoices.edit(number, {"notes": "x"}),
            lambda: desk.invoices.dispute(number, "short delivery"),
            lambda: payment(desk, owner, 1_00, invoice_id=number),
        ):
            with refused("invoice_cancelled"):
                change()

    def test_undo_brings_it_back_as_it_was(self, desk: Desk) -> None:
        owner = client(desk)
        number = invoice(desk, owner, 100_00, date(2026, 2, 1), date(2026, 5, 1))
        payment(desk, owner, 70_00)
        desk.invoices.cancel(number)
        desk.history.undo()
        assert open_of(desk, number) == [0, 30_00]
        desk.history.redo()
        assert open_of(desk, number) == [0, 0]
        assert desk.debts.badge(owner).open_sums == ()


class TestDispute:
    def test_dispute_says_why_and_can_be_settled(self, desk: Desk) -> None:
        owner = client(desk)
        number = invoice(desk, owner, 100_00)
        with refused("required", Invalid):
            desk.invoices.dispute(number, "  ")
        desk.invoices.dispute(number, "two boxes short")
        assert desk.debts.badge(owner).disputed
        desk.invoices.undispute(number, "boxes delivered")
        row = desk.debts.invoice(number)
        assert (row.disputed, row.dispute_note) == (False, "boxes delivered")
        assert not desk.debts.badge(owner).disputed


class TestPayment:
    def test_oldest_due_is_paid_first(self, desk: Desk) -> None:
        owner = client(desk)
        newer = invoice(desk, owner, 100_00, date(2026, 3, 1))
        older = invoice(desk, owner, 50_00, date(2026, 2, 1))
        payment(desk, owner, 70_00)
        assert (open_of(desk, older), open_of(desk, newer)) == ([0], [80_00])

    def test_named_invoice_is_paid_first(self, desk: Desk) -> None:
        owner = client(desk)
        newer = invoice(desk, owner, 100_00, date(2026, 3, 1))
        older = invoice(desk, owner, 50_00, date(2026, 2, 1))
        payment(desk, owner, 120_00, invoice_id=newer)
        assert (open_of(desk, older), open_of(desk, newer)) == ([30_00], [0])

    def test_overpaid_money_stays_on_the_payment(self, desk: Desk) -> None:
        owner = client(desk)
        invoice(desk, owner, 100_00)
        payment(desk, owner, 130_00)
        (row,) = desk.debts.ledger(owner).payments
        assert row.free_minor == 30_00

    def test_currencies_are_never_mixed(self, desk: Desk) -> None:
        owner = client(desk)
        number = invoice(desk, owner, 100_00, currency="USD")
        payment(desk, owner, 130_00)
        assert open_of(desk, number) == [100_00]
        with refused("invoice_of_another"):
            payment(desk, owner, 1_00, invoice_id=number)

    def test_another_clients_invoice_is_refused(self, desk: Desk) -> None:
        number = invoice(desk, client(desk, "Lutik"), 100_00)
        with refused("invoice_of_another"):
            payment(desk, client(desk), 1_00, invoice_id=number)

    def test_laid_by_hand(self, desk: Desk) -> None:
        owner = client(desk)
        first = invoice(desk, owner, 100_00, date(2026, 2, 1))
        second = invoice(desk, owner, 100_00, date(2026, 3, 1))
        parts = {
            desk.debts.invoice(first).instalments[0].id: 10_00,
            desk.debts.invoice(second).instalments[0].id: 25_00,
        }
        values = {"client_id": owner, "amount_minor": 40_00, "paid_on": TODAY}
        desk.invoices.add_payment(values, wanted=parts)
        assert (open_of(desk, first), open_of(desk, second)) == ([90_00], [75_00])
        assert desk.debts.free_sums() == (("RUB", 5_00),)

    def test_hand_is_held_to_what_is_there(self, desk: Desk) -> None:
        owner = client(desk)
        number = invoice(desk, owner, 100_00)
        part = desk.debts.invoice(number).instalments[0].id
        values = {"client_id": owner, "amount_minor": 200_00, "paid_on": TODAY}
        with refused("allocation_over_open"):
            desk.invoices.add_payment(values, wanted={part: 101_00})
        with refused("instalment_not_open"):
            desk.invoices.add_payment(values, wanted={part + 1: 1_00})
        with refused("negative", Invalid):
            desk.invoices.add_payment(values, wanted={part: -1})
        with refused("allocation_over_payment"):
            desk.invoices.add_payment({**values, "amount_minor": 5_00}, wanted={part: 6_00})
        assert desk.debts.ledger(owner).payments == ()

    def test_no_payment_from_tomorrow(self, desk: Desk) -> None:
        with refused("day_to_come", Invalid):
            payment(desk, client(desk), 1_00, date(2026, 3, 12))

    def test_removed_payment_opens_the_debt(self, desk: Desk) -> None:
        owner = client(desk)
        number = invoice(desk, owner, 100_00, date(2026, 2, 1), date(2026, 3, 1))
        paid = payment(desk, owner, 70_00)
        desk.invoices.remove_payment(paid)
        assert open_of(desk, number) == [50_00, 50_00]
        desk.history.undo()
        assert open_of(desk, number) == [0, 30_00]
        assert desk.debts.ledger(owner).payments[0].free_minor == 0

    def test_laid_anew_on_another_invoice(self, desk: Desk) -> None:
        owner = client(desk)
        older = invoice(desk, owner, 50_00, date(2026, 2, 1))
        newer = invoice(desk, owner, 50_00, date(2026, 3, 1))
        paid = payment(desk, owner, 50_00)
        desk.invoices.lay_anew(paid, invoice_id=newer)
        assert (open_of(desk, older), open_of(desk, newer)) == ([50_00], [0])

    def test_proposal_is_what_saving_does(self, desk: Desk) -> None:
        owner = client(desk)
        invoice(desk, owner, 100_00, date(2026, 2, 1), date(2026, 4, 1))
        proposal = desk.debts.proposal(owner, 130_00, "RUB")
        assert [part for _item, part in proposal.lines] == [50_00, 50_00]
        assert proposal.free_minor == 30_00
        payment(desk, owner, 130_00)
        (row,) = desk.debts.ledger(owner).payments
        assert [one.amount_minor for one in row.laid] == [50_00, 50_00]
        assert row.free_minor == 30_00


class TestPromise:
    def test_day_is_not_in_the_past(self, desk: Desk) -> None:
        with refused("when_past", Invalid):
            desk.invoices.add_promise(
                client_id=client(desk), amount_minor=1_00, currency="RUB", due_on=date(2026, 3, 10)
            )

    def test_promise_on_an_invoice_of_the_client_only(self, desk: Desk) -> None:
        number = invoice(desk, client(desk, "Lutik"), 100_00)
        with refused("invoice_of_another"):
            desk.invoices.add_promise(
                client_id=client(desk), amount_minor=1_00, currency="RUB", due_on=TODAY,
                invoice_id=number,
            )  # fmt: skip

    def test_withdrawn_promise_is_not_waited_for(self, desk: Desk) -> None:
        owner = client(desk)
        invoice(desk, owner, 100_00)
        given = desk.invoices.add_promise(
            client_id=owner, amount_minor=100_00, currency="RUB", due_on=date(2026, 3, 20)
        )
        assert desk.debts.badge(owner).promise is not None
        desk.invoices.withdraw_promise(given)
        assert desk.debts.badge(owner).promise is None

    def test_unknown_client_is_not_found(self, desk: Desk) -> None:
        with refused("not_found", NotFound):
            desk.invoices.add_promise(client_id=99, amount_minor=1_00, currency="RUB", due_on=TODAY)
