"""Letters about a debt: what each asks for, in which language, and when none is written."""

from __future__ import annotations

from datetime import date, timedelta
from email import message_from_string
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from msgspec.structs import replace

from pipeline_tui import i18n
from pipeline_tui.domain.dunning import DunningStep
from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.ledger import InvoiceState
from pipeline_tui.domain.letters import FIELDS, STEPS, Way, fill, language_of
from pipeline_tui.domain.ranking import Reason
from pipeline_tui.services import starter
from pipeline_tui.services.desk import Desk
from pipeline_tui.wording import letters as words
from tests.conftest import HandClock
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


def step_of(desk: Desk, owner: int) -> tuple[DunningStep, date, date | None]:
    rung = desk.debts.badge(owner).step
    assert rung is not None
    return rung.step, rung.since, rung.done_on


def calls_about_debt(desk: Desk) -> list[str]:
    return [row.client for row in desk.call_list.today().rows if row.reason is Reason.DEBT_STEP]


def test_a_step_taken_is_not_offered_again(desk: Desk) -> None:
    owner = client(desk, "Romashka")
    invoice(desk, owner, 100_00, ago(20), number="A-1")
    assert step_of(desk, owner) == (DunningStep.LETTER, ago(5), None)
    assert calls_about_debt(desk) == ["Romashka"]
    desk.letters.done(owner, DunningStep.LETTER, Way.PAPER, "a letter")
    assert step_of(desk, owner) == (DunningStep.CLAIM, TODAY + timedelta(days=11), None)
    with pytest.raises(Refused, match="letter_later"):
        desk.letters.facts(owner)
    assert calls_about_debt(desk) == []
    desk.history.undo()
    assert step_of(desk, owner) == (DunningStep.LETTER, ago(5), None)
    assert calls_about_debt(desk) == ["Romashka"]


def test_after_the_last_step_it_stands_as_taken_and_a_newer_debt_begins_anew(desk: Desk) -> None:
    owner = client(desk, "Romashka")
    old = invoice(desk, owner, 100_00, ago(50), number="A-1")
    desk.letters.done(owner, DunningStep.CLAIM, Way.HAND, "by post", ago(10))
    assert step_of(desk, owner) == (DunningStep.CLAIM, ago(19), ago(10))
    with pytest.raises(Refused, match="letter_done"):
        desk.letters.facts(owner)
    assert desk.letters.facts(owner, DunningStep.CLAIM).sums == (("RUB", 100_00),)
    invoice(desk, owner, 70_00, ago(33), number="A-2")
    payment(desk, owner, 100_00, invoice_id=old)
    # The claim was for the older debt: for this one its day came later.
    assert step_of(desk, owner) == (DunningStep.CLAIM, ago(2), None)
    with pytest.raises(Invalid, match="day_to_come"):
        desk.letters.done(owner, DunningStep.CLAIM, Way.HAND, "x", TODAY + timedelta(days=1))


def test_a_conversation_takes_the_steps_that_are_spoken(desk: Desk) -> None:
    owner = client(desk, "Romashka")
    invoice(desk, owner, 100_00, ago(9), number="A-1")
    assert step_of(desk, owner)[0] is DunningStep.CALL
    desk.calls.log(owner, "reached_other")
    assert step_of(desk, owner)[:2] == (DunningStep.LETTER, TODAY + timedelta(days=6))


def test_the_days_of_the_steps_are_the_settings(desk: Desk) -> None:
    owner = client(desk, "Romashka")
    invoice(desk, owner, 100_00, ago(9), number="A-1")
    desk.settings = replace(desk.settings, reminders={"soft": 2, "claim": 9})
    assert step_of(desk, owner) == (DunningStep.CLAIM, TODAY, None)
    desk.settings = replace(desk.settings, reminders={"soft": 2, "claim": 10})
    assert step_of(desk, owner)[0] is DunningStep.SOFT
    desk.settings = replace(desk.settings, reminders={"claim": 60})
    assert step_of(desk, owner) == (DunningStep.CLAIM, TODAY + timedelta(days=51), None)
    assert calls_about_debt(desk) == []


def test_messages_to_a_person_keep_to_the_law_and_paper_is_free(
    desk: Desk, clock: HandClock
) -> None:
    person = client(desk, "Иванов", kind="person", country="RU", city="Москва")
    invoice(desk, person, 100_00, ago(2), number="A-1")
    for _ in range(2):
        desk.letters.done(person, DunningStep.SOFT, Way.MESSAGE, "a mail")
    with pytest.raises(Refused, match="letter_law_day") as found:
        desk.letters.done(person, DunningStep.SOFT, Way.MESSAGE, "a mail")
    assert str(found.value.facts["until"])[:16] == "2026-03-12 08:00"
    assert "two messages" in words.limit(desk.letters.facts(person, DunningStep.SOFT))
    desk.letters.done(person, DunningStep.SOFT, Way.PAPER, "by post")
    clock.forward(days=1)
    for _ in range(2):
        desk.calls.touch(kind="message", client_id=person, note="pay, please")
    clock.forward(days=1)
    with pytest.raises(Refused, match="letter_law_week"):
        desk.letters.check(person)
    clock.forward(days=30, hours=12)  # 22:20 in Moscow
    with pytest.raises(Refused, match="letter_law_hours"):
        desk.letters.check(person)
    firm = client(desk, "Romashka", country="RU")
    desk.letters.check(firm)


def test_a_draft_goes_to_the_one_address_shown(desk: Desk) -> None:
    owner = client(desk, "Romashka", country="GB")
    invoice(desk, owner, 100_00, ago(2), number="A-1")
    letter = words.write(desk.letters.facts(owner), desk.settings)
    for typed, kept in (
        ("pay@acme.example", "pay@acme.example"),
        ("pay@acme.example, all@acme.example", ""),
        ("pay@acme.example?cc=x@y.example", "pay@acme.example?cc=x@y.example"),
        ("pay@acme.example\nBcc: x@y.example", ""),
    ):
        one = replace(letter, to=typed)
        assert words.recipient(one) in (kept, "")
        draft = message_from_string(str(words.as_file(one, Path("a.eml"), "en")))
        assert draft["To"] == (words.recipient(one) or None)
        assert draft["Cc"] is None
        assert draft["Bcc"] is None
        link = urlsplit(words.as_link(one))
        assert unquote(link.path) == words.recipient(one)
        assert set(parse_qs(link.query)) == {"subject", "body"}
        assert parse_qs(link.query)["body"][0].replace("\r\n", "\n") == letter.text


def test_a_disputed_part_is_held_and_the_rest_is_asked_for(desk: Desk) -> None:
    owner = client(desk, "Romashka")
    number = invoice(desk, owner, 100_00, ago(20), ago(5), number="A-1")
    desk.invoices.dispute(number, "two boxes short", 30_00)
    facts = desk.letters.facts(owner, DunningStep.LETTER)
    assert [(part.due_on, part.open_minor) for part in facts.parts] == [
        (ago(20), 50_00), (ago(5), 20_00),
    ]  # fmt: skip
    assert step_of(desk, owner)[0] is DunningStep.LETTER
    assert calls_about_debt(desk) == ["Romashka"]
    payment(desk, owner, 70_00)
    assert step_of(desk, owner)[0] is DunningStep.DISPUTED
    assert calls_about_debt(desk) == []
    (row,) = desk.debts.ledger(owner).invoices
    assert row.state(TODAY) is InvoiceState.DISPUTED
    with pytest.raises(Refused, match="letter_disputed"):
        desk.letters.facts(owner, DunningStep.LETTER)
    desk.invoices.undispute(number)
    assert desk.letters.facts(owner, DunningStep.SOFT).sums == (("RUB", 30_00),)
    with pytest.raises(Refused, match="dispute_over_invoice"):
        desk.invoices.dispute(number, "all and more", 100_01)
    with pytest.raises(Invalid, match="not_positive"):
        desk.invoices.dispute(number, "nothing", 0)
