"""What a debtor's screen writes and works out: interest, letters, statements."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from textual.screen import Screen

from pipeline_tui.domain.dunning import DunningStep
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui import editor
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.forms import letter_forms
from pipeline_tui.tui.forms.prompts import ChoicePrompt, PastPrompt, TextPrompt
from pipeline_tui.tui.screens.debtor import DebtorScreen
from pipeline_tui.tui.screens.interest import InterestScreen
from pipeline_tui.tui.screens.letter import LetterScreen
from pipeline_tui.tui.widgets.panel import CardPanel
from tests.owing import TODAY, client, invoice, payment
from tests.tui.test_debts import Hand, opened


def page(hand: Hand, id_: str) -> str:
    """What a page of blocks says."""
    panel = hand.app.screen.query_one(id_, CardPanel)
    lines = [panel.render_line(y).text.rstrip() for y in range(panel.size.height)]
    return "\n".join(lines).replace("\xa0", " ")


async def go(hand: Hand, *steps: str | type[Screen[Any]]) -> None:
    """Press keys, and wait for the screens that they lead to."""
    for step in steps:
        await (hand.press(step) if isinstance(step, str) else hand.wait_for(step))


async def test_a_key_shows_how_the_interest_comes_about(desk: Desk) -> None:
    owner = client(desk, "Astra")
    invoice(desk, owner, 100_000_00, date(2025, 1, 31), number="A-1")
    payment(desk, owner, 50_000_00, date(2025, 3, 3))
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        hand = await opened(desk, pilot)
        await go(hand, "enter", DebtorScreen, "percent_sign", InterestScreen)
        shown = page(hand, "#interest-page")
        assert "1,783.56 ₽" in shown
        assert "100,000.00 ₽ × 21% × 31 / 365" in shown
        assert "50,000.00 ₽ × 21% × 97 / 365" in shown
        await hand.press("G")
        assert "Not legal advice" in page(hand, "#interest-page")
        await hand.press("percent_sign")
        await hand.wait_for(DebtorScreen)


async def test_the_working_goes_to_a_file_and_a_rate_changes_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    owner = client(desk, "Ромашка", country="RU", inn="7707083893")
    invoice(desk, owner, 36_500_00, date(2026, 2, 28), number="A-1")
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        hand = await opened(desk, pilot)
        await go(
            hand,
            "enter",
            DebtorScreen,
            "percent_sign",
            InterestScreen,
            "r",
            ChoicePrompt,
            "1",
            PastPrompt,
        )
        await hand.type("06.03.2026")
        await hand.press("enter")
        await hand.wait_for(TextPrompt)
        await hand.type("20,5")
        await hand.press("enter")
        await hand.wait_for(InterestScreen)
        assert "36,500.00 ₽ × 20.5% × 6 / 365" in page(hand, "#interest-page")
        await go(hand, "s", TextPrompt, "enter", InterestScreen, "escape", DebtorScreen)
    text = PdfReader(f"interest-{owner}-2026-03-11.pdf").pages[0].extract_text()
    shown = " ".join(text.split())
    assert "Должник: Ромашка (ИНН 7707083893)" in shown
    assert "36 500,00 ₽ × 15,5 % × 5 / 365" in shown
    assert "Всего 200,50 ₽" in shown
    assert "Это не юридическая консультация" in shown


async def to_letter(hand: Hand) -> None:
    """From the debts to the letter of the step that stands now."""
    await go(hand, "enter", DebtorScreen, "l", ChoicePrompt, "1", LetterScreen)


async def test_a_key_writes_the_letter_of_the_step_and_it_is_taken(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    owner = client(desk, "Astra", country="GB")
    invoice(desk, owner, 1_000_00, date(2026, 2, 25), number="A-1")
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        hand = await opened(desk, pilot)
        await to_letter(hand)
        assert "no address on the card" in page(hand, "#letter-page")
        await go(hand, "f", TextPrompt, "enter", DebtorScreen)
        assert desk.standings.steps_done([owner], TODAY) == {owner: {DunningStep.CALL: TODAY}}
    (text,) = (one.extract_text() for one in PdfReader(f"call-{owner}-2026-03-11.pdf").pages)
    shown = " ".join(text.split())
    assert "invoice A-1 of 11 Feb 2026, due 25 Feb 2026: 1,000.00 ₽" in shown


async def test_the_letter_goes_to_the_mail_program_or_the_clipboard_and_u_takes_it_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_links: list[str] = []
    monkeypatch.setattr(letter_forms, "open_link", opened_links.append)
    owner = client(desk, "Astra", country="GB")
    invoice(desk, owner, 1_000_00, date(2026, 2, 25), number="A-1")
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        hand = await opened(desk, pilot)
        await to_letter(hand)
        await hand.press("m")
        await hand.wait_for(DebtorScreen)
        assert opened_links[0].startswith("mailto:?subject=Overdue%20by%2014%20days")
        assert desk.standings.steps_done([owner], TODAY) == {owner: {DunningStep.CALL: TODAY}}
        await hand.press("u")
        assert desk.standings.steps_done([owner], TODAY) == {}
        await go(hand, "l", ChoicePrompt, "1", LetterScreen, "y", DebtorScreen)
        assert hand.app.clipboard.startswith("Overdue by 14 days")


async def test_the_text_of_a_letter_is_changed_in_ones_own_editor(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.settings = replace(desk.settings, letters=str(tmp_path / "texts"))
    monkeypatch.setattr(PipelineApp, "suspend", lambda _app: nullcontext())
    monkeypatch.setattr(editor, "edit", lambda _path, before, _env: f"My {before}")
    owner = client(desk, "Astra", country="GB")
    invoice(desk, owner, 1_000_00, date(2026, 2, 25), number="A-1")
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        hand = await opened(desk, pilot)
        await to_letter(hand)
        assert page(hand, "#letter-page").lstrip().startswith("Overdue by 14 days")
        await hand.press("e")
        await hand.wait_for(LetterScreen)
        assert "My Overdue by 14 days: 1,000 ₽" in page(hand, "#letter-page")
        await hand.press("escape")
        await hand.wait_for(DebtorScreen)
    assert (
        (tmp_path / "texts" / "call-en.txt").read_text("utf-8").startswith("My Overdue by {days}")
    )


async def test_a_field_that_there_is_none_of_is_refused_by_name_after_the_editor(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.py"
    script.write_text("import sys\nopen(sys.argv[1], 'w').write('Pay {summ}\\n\\nNow.')\n", "utf-8")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    monkeypatch.setattr(PipelineApp, "suspend", lambda _app: nullcontext())
    desk.settings = replace(desk.settings, letters=str(tmp_path / "texts"))
    owner = client(desk, "Astra", country="GB")
    invoice(desk, owner, 1_000_00, date(2026, 2, 25), number="A-1")
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        hand = await opened(desk, pilot)
        await to_letter(hand)
        await hand.press("e")
        await hand.wait_for(DebtorScreen)
        assert any("no field summ;" in one.message for one in hand.app._notifications)
    assert not (tmp_path / "texts").exists()


async def test_a_key_writes_the_statement_and_notes_its_signing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    owner = client(desk, "Astra", country="GB")
    invoice(desk, owner, 1_000_00, date(2023, 5, 1), number="A-1")
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        hand = await opened(desk, pilot)
        await go(
            hand, "enter", DebtorScreen, "s", ChoicePrompt, "4", TextPrompt, "enter", DebtorScreen
        )
        assert (tmp_path / f"statement-{owner}-2026-03-11.pdf").exists()
        assert "Sue by 1 May 2026" in hand.headline()
        await go(hand, "s", ChoicePrompt, "5")
        for _ in range(2):
            await hand.wait_for(PastPrompt)
            await hand.type("today")
            await hand.press("enter")
        await hand.wait_for(DebtorScreen)
        assert "Sue by" not in hand.headline()
        assert [one.signed_on for one in desk.reconciliations.signed(owner)] == [TODAY]
