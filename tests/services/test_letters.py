"""Letters about a debt: what each asks for, in which language, and when none is written."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline_tui import i18n
from pipeline_tui.domain.debts import DunningStep
from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.letters import FIELDS, STEPS, fill, language_of
from pipeline_tui.services import starter
from pipeline_tui.services.desk import Desk
from pipeline_tui.wording import letters as words
from tests.owing import TODAY, client, invoice, payment


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_has_a_letter_that_says_how_much(step: DunningStep, language: str) -> None:
    template = starter.letter(step.value, language)
    shown = fill(f"{template.subject}\n{template.text}", {name: f"<{name}>" for name in FIELDS})
    assert all(f"<{name}>" in shown for name in ("sum", "invoices", "requisites"))
    assert "{" not in shown


def test_it_asks_for_what_is_late_and_not_disputed(desk: Desk) -> None:
    owner = client(desk, "Romashka", country="RU")
    invoice(desk, owner, 100_000_00, ago(40), number="A-1")
    invoice(desk, owner, 50_00, ago(5), number="A-2")
    invoice(desk, owner, 70_00, TODAY + timedelta(days=9), number="A-3", issued=ago(5))
    disputed = invoice(desk, owner, 90_00, ago(60), number="A-4")
    desk.invoices.dispute(disputed, "not ours")
    payment(desk, owner, 40_000_00, ago(10), invoice_id=None)
    facts = desk.letters.facts(owner)
    assert facts.step is DunningStep.CLAIM
    settings = replace(desk.settings, owner="Марина Орлова", requisites="ООО «Мы»\nр/с 40702")
    letter = words.write(facts, settings)
    text = letter.text.replace("\xa0", " ")
    assert i18n.current() == "en"
    assert "ПРЕТЕНЗИЯ" in text
    assert "— счёт № A-2 от" in text
    assert "A-3" not in text
    assert "A-4" not in text
    assert "р/с 40702" in text
    assert text.endswith("Марина Орлова")


def test_a_dispute_holds_the_ladder_and_so_does_a_promise(desk: Desk) -> None:
    owner = client(desk, "Romashka")
    number = invoice(desk, owner, 100_00, ago(20), number="A-1")
    assert desk.letters.facts(owner).step is DunningStep.LETTER
    desk.invoices.add_promise(
        client_id=owner, amount_minor=100_00, currency="RUB", due_on=TODAY + timedelta(days=2)
    )
    with pytest.raises(Refused, match="letter_promised"):
        desk.letters.facts(owner)
    assert desk.letters.facts(owner, DunningStep.SOFT).sums == (("RUB", 100_00),)
    desk.invoices.dispute(number, "not ours")
    with pytest.raises(Refused, match="letter_disputed"):
        desk.letters.facts(owner, DunningStep.SOFT)
    with pytest.raises(Refused, match="letter_nothing"):
        desk.letters.facts(client(desk, "Lutik"))


def test_a_text_of_ones_own_goes_before_ours(desk: Desk, tmp_path: Path) -> None:
    owner = client(desk, "Smith & Sons", country="GB")
    invoice(desk, owner, 100_00, ago(2), number="A-1", currency="GBP")
    desk.settings = replace(desk.settings, letters=str(tmp_path))
    assert "not seen your payment" in words.write(desk.letters.facts(owner), desk.settings).subject
    file = tmp_path / "soft-en.txt"
    file.write_text("Pay {sum}\n\n{owner}\nDear {client}, pay.\n", "utf-8")
    letter = words.write(desk.letters.facts(owner), desk.settings)
    assert (letter.subject, letter.text) == ("Pay £100", "Dear Smith & Sons, pay.")
    file.write_text("Pay {summ}\n\nNow.", "utf-8")
    with pytest.raises(Invalid, match="letter_field"):
        words.write(desk.letters.facts(owner), desk.settings)
    file.write_text("Pay", "utf-8")
    with pytest.raises(Invalid, match="letter_form"):
        desk.letters.facts(owner)


def test_the_country_says_the_language() -> None:
    assert [language_of(code) for code in ("RU", "kz", "GB", "")] == ["ru", "ru", "en", "en"]


def test_a_person_is_written_to_within_the_limits_of_the_law(desk: Desk) -> None:
    person = client(desk, "Иванов", kind="person", country="RU")
    firm = client(desk, "Romashka", country="RU")
    for owner in (person, firm):
        invoice(desk, owner, 100_00, ago(2), number=f"N-{owner}")
    assert "230-FZ" in words.limit(desk.letters.facts(person))
    assert words.limit(desk.letters.facts(firm)) == ""
