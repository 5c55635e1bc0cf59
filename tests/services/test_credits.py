"""Credit notes, write-offs, and balances from before the program."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.ledger import InvoiceState
from pipeline_tui.domain.vocabulary import PaymentKind
from pipeline_tui.services.desk import Desk
from tests.dealing import dump
from tests.owing import TODAY, client, invoice, payment

MONTH = timedelta(days=30)


def owed(desk: Desk, owner: int, as_of: date | None = None) -> dict[str, int]:
    return dict(desk.debts.badge(owner, as_of).open_sums)


def free(desk: Desk, owner: int) -> dict[str, int]:
    return dict(desk.debts.ledger(owner).free_sums)


def test_a_credit_note_lowers_the_debt_from_its_day_on(desk: Desk) -> None:
    owner = client(desk)
    bill = invoice(desk, owner, 1_000, TODAY - MONTH)
    week_ago = TODAY - timedelta(days=7)
    desk.credits.credit_note(bill, 300, "Two boxes came back", on=week_ago, reference="КС-1")
    assert owed(desk, owner) == {"RUB": 700}
    assert owed(desk, owner, week_ago) == {"RUB": 700}
    assert owed(desk, owner, week_ago - timedelta(days=1)) == {"RUB": 1_000}
    [row] = desk.debts.ledger(owner).payments
    assert (row.kind, row.reason, row.invoice_id) == (PaymentKind.CREDIT_NOTE, "Two boxes came back", bill)  # fmt: skip
    assert desk.history.undo() is not None
    assert owed(desk, owner) == {"RUB": 1_000}


def test_a_credit_note_takes_off_the_last_instalment_first(desk: Desk) -> None:
    owner = client(desk)
    bill = invoice(desk, owner, 1_000, TODAY, TODAY + MONTH)
    desk.credits.credit_note(bill, 600, "Price lowered")
    assert [part.open_minor for part in desk.debts.invoice(bill).instalments] == [400, 0]


def test_what_is_credited_of_a_paid_invoice_waits_for_the_next_one(desk: Desk) -> None:
    owner = client(desk)
    bill = invoice(desk, owner, 1_000, TODAY)
    payment(desk, owner, 1_000, invoice_id=bill)
    desk.credits.credit_note(bill, 250, "Goods came back")
    assert free(desk, owner) == {"RUB": 250}
    later = invoice(desk, owner, 400, TODAY + MONTH)
    assert desk.debts.invoice(later).open_minor == 150
    assert free(desk, owner) == {}


def test_no_more_is_credited_than_the_invoice_asked_for(desk: Desk) -> None:
    owner = client(desk)
    bill = invoice(desk, owner, 1_000, TODAY)
    desk.credits.credit_note(bill, 700, "Goods came back")
    with pytest.raises(Refused, match="credit_over_invoice"):
        desk.credits.credit_note(bill, 301, "Goods came back")


def test_a_write_off_gives_up_what_is_open_and_no_more(desk: Desk) -> None:
    owner = client(desk)
    bill = invoice(desk, owner, 1_000, TODAY - MONTH)
    payment(desk, owner, 400, invoice_id=bill)
    with pytest.raises(Refused, match="write_off_over_open"):
        desk.credits.write_off(bill, "Gone bankrupt", amount_minor=601)
    written = desk.credits.write_off(bill, "Gone bankrupt")
    assert owed(desk, owner) == {}
    assert desk.debts.invoice(bill).state(TODAY) is InvoiceState.WRITTEN_OFF
    with pytest.raises(Refused, match="write_off_over_open"):
        desk.credits.write_off(bill, "Once more")
    with pytest.raises(Refused, match="write_off_stays"):
        desk.invoices.lay_anew(written)
    desk.invoices.remove_payment(written)
    assert owed(desk, owner) == {"RUB": 600}


def test_a_reason_is_asked_for(desk: Desk) -> None:
    bill = invoice(desk, client(desk), 1_000, TODAY)
    for act in (lambda: desk.credits.credit_note(bill, 1, " "), lambda: desk.credits.write_off(bill, "")):  # fmt: skip
        with pytest.raises(Invalid, match="required"):
            act()
    assert desk.debts.invoice(bill).open_minor == 1_000


def test_a_cancelled_invoice_takes_its_credits_along_and_undo_brings_them_back(desk: Desk) -> None:
    owner = client(desk)
    bill = invoice(desk, owner, 1_000, TODAY)
    payment(desk, owner, 200, invoice_id=bill)
    desk.credits.credit_note(bill, 300, "Goods came back")
    desk.credits.write_off(bill, "Too little to chase")
    before = dump(desk.book.reader)
    desk.invoices.cancel(bill)
    assert free(desk, owner) == {"RUB": 200}
    desk.history.undo()
    assert dump(desk.book.reader) == before


def test_neither_counts_as_money_received(desk: Desk) -> None:
    owner = client(desk)
    bill = invoice(desk, owner, 1_000, TODAY - MONTH)
    other = invoice(desk, owner, 500, TODAY - MONTH)
    desk.invoices.add_promise(client_id=owner, amount_minor=500, currency="RUB", due_on=TODAY)
    desk.credits.credit_note(bill, 400, "Goods came back")
    desk.credits.write_off(other, "Gone")
    desk.credits.opening_advance(client(desk, "Lutik"), 700, "RUB", on=TODAY)
    assert desk.debts.ledger(owner).promises[0].paid_minor == 0
    figures = desk.debts.figures(client_id=owner)
    assert (figures.settled, figures.overdue) == (0, 1)
    from pipeline_tui.store.queries import prospects

    assert prospects.paid_since(desk.book.reader, TODAY - MONTH, TODAY) == {}


def test_a_debt_from_before_is_owed_and_is_no_sale(desk: Desk) -> None:
    owner = client(desk)
    start = TODAY - MONTH
    desk.credits.opening_debt(
        owner, 5_000, "RUB", number="211", on=start, due_on=start - timedelta(days=100)
    )
    standing = desk.debts.badge(owner)
    assert dict(standing.overdue_sums) == {"RUB": 5_000}
    assert standing.oldest_on == start - timedelta(days=100)
    assert [one.sales_minor for one in desk.debts.collection()] == [0]
    assert desk.debts.next_number() == "1"
    payment(desk, owner, 5_000)
    assert owed(desk, owner) == {}
    assert desk.debts.figures(client_id=owner).settled == 0


def test_an_advance_from_before_is_laid_on_the_next_invoice(desk: Desk) -> None:
    owner = client(desk)
    desk.credits.opening_advance(owner, 700, "RUB", on=TODAY - MONTH)
    assert free(desk, owner) == {"RUB": 700}
    bill = invoice(desk, owner, 1_000, TODAY)
    assert desk.debts.invoice(bill).open_minor == 300


def test_both_stand_in_the_reconciliation_statement(desk: Desk) -> None:
    owner = client(desk)
    desk.credits.opening_debt(owner, 900, "RUB", number="211", on=TODAY - MONTH)
    bill = invoice(desk, owner, 1_000, TODAY, issued=TODAY - timedelta(days=9))
    desk.credits.credit_note(bill, 300, "Goods came back", on=TODAY - timedelta(days=2))
    desk.credits.write_off(bill, "Gone", amount_minor=100)
    found = desk.reconciliations.of_client(owner, TODAY - MONTH, TODAY)
    [account] = found.accounts
    assert [(one.kind.value, one.amount_minor) for one in account.movements] == [
        ("opening", 900), ("invoice", 1_000), ("credit_note", -300), ("write_off", -100),
    ]  # fmt: skip
    assert account.closing_minor == owed(desk, owner)["RUB"] == 1_500


def test_a_stop_mark_and_a_passed_limit_are_told_before_a_sale(desk: Desk) -> None:
    owner = client(desk)
    assert not desk.shipping.caution(owner).any
    desk.shipping.set_limit(owner, 1_000)
    invoice(desk, owner, 800, TODAY - MONTH)
    assert desk.shipping.caution(owner).above == ()
    assert desk.shipping.caution(owner, (("RUB", 500),)).above == (("RUB", 300),)
    assert desk.shipping.caution(owner, (("USD", 500),)).above == ()
    desk.shipping.stop(owner, "Until April is paid")
    found = desk.shipping.caution(owner)
    assert (found.stopped_on, found.stop_reason) == (TODAY, "Until April is paid")
    assert (found.overdue, found.oldest_on) == ((("RUB", 800),), TODAY - MONTH)
    assert any(one.text == "Until April is paid" for one in desk.cards.client(owner).warnings)
    desk.history.undo()
    assert desk.shipping.caution(owner).stopped_on is None
    with pytest.raises(Refused, match="not_stopped"):
        desk.shipping.resume(owner)


def test_a_table_of_clients_brings_balances_from_before_once(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "base.csv"
    file.write_text(
        "Компания;ИНН;Начальный остаток;Дата остатка\n"
        "ООО Ромашка;;12 500,50;01.01.2026\n"
        "ООО Лютик;;-700;01.01.2026\n"
        "ООО Василёк;;0;\n",
        "utf-8",
    )
    first = desk.imports.run([file])
    assert first.made == {"client": 3, "invoice": 1, "payment": 1}
    owners = {row.name: row.id for row in desk.lists.rows([1, 2, 3]).values()}
    standing = desk.debts.badge(owners["ООО Ромашка"])
    assert dict(standing.overdue_sums) == {"RUB": 12_500_50}
    assert standing.oldest_on == date(2026, 1, 1)
    assert free(desk, owners["ООО Лютик"]) == {"RUB": 700_00}
    assert desk.debts.ledger(owners["ООО Ромашка"]).invoices[0].opening
    desk.imports.run([file])
    assert dict(desk.debts.badge(owners["ООО Ромашка"]).open_sums) == {"RUB": 12_500_50}
    file.write_text(file.read_text("utf-8").replace("12 500,50", "13 000"), "utf-8")
    desk.imports.run([file])
    assert dict(desk.debts.badge(owners["ООО Ромашка"]).open_sums) == {"RUB": 12_500_50}
    while desk.debts.aging():
        desk.history.undo()
    assert desk.lists.rows([1, 2, 3]) == {}
