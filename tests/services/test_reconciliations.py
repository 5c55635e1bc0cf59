"""The reconciliation statement over a file: it closes at the ledger, is written, and is signed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.exchange.workbook import choose_sheet
from pipeline_tui.services.desk import Desk
from pipeline_tui.wording import reconciliation as words
from tests.owing import TODAY, client, invoice, payment

SINCE = date(2026, 1, 1)


@pytest.fixture
def owner(desk: Desk) -> int:
    """By hand: 100 owed at the new year; + 250 − 40 − 130 within it; one invoice cancelled."""
    number = client(desk, "Ромашка", country="RU")
    invoice(desk, number, 100_00, date(2025, 12, 20), issued=date(2025, 12, 1), number="A-1")
    payment(desk, number, 40_00, date(2026, 1, 15))
    invoice(desk, number, 250_00, date(2026, 2, 20), issued=date(2026, 2, 1), number="A-2")
    gone = invoice(desk, number, 900_00, date(2026, 2, 20), issued=date(2026, 2, 1), number="A-3")
    desk.invoices.cancel(gone)
    payment(desk, number, 130_00, date(2026, 3, 2))
    invoice(desk, number, 7_00, TODAY, currency="USD", number="U-1")
    return number


def test_it_closes_at_what_the_ledger_says(desk: Desk, owner: int) -> None:
    found = desk.reconciliations.of_client(owner, SINCE, TODAY)
    rubles, dollars = found.accounts
    assert (rubles.opening_minor, rubles.debit_minor, rubles.credit_minor) == (
        100_00,
        250_00,
        170_00,
    )
    assert [one.number for one in rubles.movements] == ["", "A-2", ""]
    ledger = desk.debts.ledger(owner)
    owed = dict(ledger.standing.open_sums)
    assert {one.currency: one.closing_minor for one in found.accounts} == owed
    assert dollars.closing_minor == 7_00
    payment(desk, owner, 500_00)
    free = desk.debts.ledger(owner).free_sums
    after = desk.reconciliations.of_client(owner, SINCE, TODAY).accounts[0]
    assert after.closing_minor == -dict(free)["RUB"] == -320_00
    with pytest.raises(Invalid):
        desk.reconciliations.of_client(owner, TODAY, SINCE)


def test_it_is_written_in_the_clients_language(desk: Desk, owner: int, tmp_path: Path) -> None:
    settings = replace(desk.settings, requisites="ООО «Мы»\nИНН 7707083893", owner="Марина Орлова")
    found = desk.reconciliations.of_client(owner, SINCE, TODAY)
    text = words.as_text(found, settings).replace("\xa0", " ")
    assert "Акт сверки" in text
    assert "между ООО «Мы» (ИНН 7707083893) и Ромашка" in text
    assert "ИНН 7707083893" in text
    assert any(
        line.split()[:2] == ["Сальдо", "начальное"] and line.endswith("100,00")
        for line in text.splitlines()
    )
    assert "На 11.03.2026 задолженность Ромашка перед ООО «Мы» — 180,00 ₽." in text
    file = tmp_path / "act.xlsx"
    desk.exports.document(file, words.as_sheet(found, settings), "statement")
    _name, page = choose_sheet(file, "")
    rows = [list(row)[:4] for row in page.iter_rows()]
    assert ["", "Сальдо конечное", 180.0, ""] in rows
    assert desk.exports.log()[0].kind == "statement"
    sheet = words.as_sheet(found, settings)
    assert ["", "Обороты за период", Decimal("250.00"), Decimal("170.00")] in sheet


def test_signing_begins_the_limitation_anew_and_can_be_undone(desk: Desk) -> None:
    owner = client(desk, "Romashka")
    invoice(desk, owner, 100_00, TODAY - timedelta(days=1000), number="A-1")
    found = desk.reconciliations.of_client(owner, SINCE, TODAY)
    assert [one.number for one in found.lapses] == ["A-1"]
    said = words.warnings(found, TODAY)
    assert "the limitation ends on 15 Jun 2026" in said[0].replace("\xa0", " ")
    desk.reconciliations.sign(owner, TODAY, TODAY)
    assert desk.reconciliations.of_client(owner, SINCE, TODAY).lapses == ()
    desk.history.undo()
    assert len(desk.reconciliations.of_client(owner, SINCE, TODAY).lapses) == 1
    with pytest.raises(Invalid, match="day_to_come"):
        desk.reconciliations.sign(owner, TODAY, TODAY + timedelta(days=1))
    with pytest.raises(Invalid, match="signed_early"):
        desk.reconciliations.sign(owner, TODAY + timedelta(days=1), TODAY)


def test_the_paper_names_both_sides_and_leaves_room_for_theirs(
    desk: Desk, owner: int, tmp_path: Path
) -> None:
    desk.clients.edit(owner, {"inn": "7707083893", "kpp": "770701001"})
    settings = replace(
        desk.settings, requisites="ООО «Мы», ИНН 7736207543\nр/с 40702", owner="М. О."
    )
    found = desk.reconciliations.of_client(owner, SINCE, TODAY)
    file = tmp_path / "act.pdf"
    desk.exports.document(file, words.for_file(found, settings, file), "statement")
    text = " ".join(PdfReader(file).pages[0].extract_text().split()).replace("\xa0", " ")
    assert "между ООО «Мы» (ИНН 7736207543) и Ромашка (ИНН 7707083893, КПП 770701001)" in text
    assert "По данным ООО «Мы» По данным Ромашка" in text
    assert text.index("Сальдо начальное 100,00") < text.index("Обороты за период 250,00 170,00")
    assert "Сальдо конечное 180,00" in text
    assert "На 11.03.2026 задолженность Ромашка перед ООО «Мы» — 180,00 ₽." in text
    assert "Подпись: __________ / М. О. /" in text
    assert [one.kind for one in desk.exports.log()] == ["statement"]
