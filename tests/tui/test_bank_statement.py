"""A bank statement on the screen: opened from the debts, taken line by line or at once, undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input, Select, Static

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.screens.bank_statement import StatementScreen
from pipeline_tui.tui.screens.debts import DebtsScreen
from pipeline_tui.tui.widgets.headline import Headline
from tests.owing import client, invoice
from tests.services.test_bank_statements import INN, OWN, document, statement
from tests.tui.test_debts import settle


@pytest.fixture
def daisy(desk: Desk) -> int:
    id_ = client(desk, "Romashka", inn=INN)
    invoice(desk, id_, 100_00, date(2026, 3, 1), number="198", issued=date(2026, 2, 20))
    invoice(desk, id_, 70_00, date(2026, 3, 1), number="199", issued=date(2026, 2, 20))
    return id_


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return statement(
        tmp_path,
        document("1", "100.00", "счет 198", inn=INN, name="ООО Ромашка"),
        document("2", "30.00", "За товар", inn=INN, name="ООО Ромашка"),
        document("3", "15.00", "За товар", name="ООО Чужой", account=""),
        document("4", "10.00", "Комиссия банка", came=False),
    )


def screen_of(app: PipelineApp) -> StatementScreen:
    assert isinstance(app.screen, StatementScreen)
    return app.screen


def form_of(app: PipelineApp) -> FormScreen:
    assert isinstance(app.screen, FormScreen)
    return app.screen


def paid(desk: Desk, client_id: int) -> list[int]:
    return sorted(one.amount_minor for one in desk.debts.ledger(client_id).payments)


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_a_statement_is_opened_taken_and_taken_back(
    desk: Desk, daisy: int, file: Path, size: tuple[int, int]
) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("5")
        await settle(pilot)
        await pilot.press("B")
        await settle(pilot)
        app.screen.query_one("#prompt-input", Input).value = str(file)
        await pilot.press("enter")
        await settle(pilot)
        screen = screen_of(app)
        assert len(screen.table.ids) == 4
        why = str(screen.query_one("#statement-why", Static).content)
        assert INN in why and "names invoice 198" in why
        await pilot.press("T")
        await settle(pilot)
        assert paid(desk, daisy) == [100_00]
        await pilot.press("enter")  # taken: nothing is asked
        await settle(pilot)
        assert app.screen is screen
        await pilot.press("j", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ChoicePrompt)
        await pilot.press("1")
        await settle(pilot)
        assert paid(desk, daisy) == [30_00, 100_00]
        await pilot.press("u")
        await settle(pilot)
        assert paid(desk, daisy) == [100_00]
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, DebtsScreen)


async def test_another_client_and_invoice_are_chosen(desk: Desk, daisy: int, file: Path) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        app.push_screen(StatementScreen(file))
        await settle(pilot)
        await pilot.press("j", "j", "enter")  # of somebody unknown
        await settle(pilot)
        assert isinstance(app.screen, FormScreen)
        await pilot.press(*"Romash", "f2")
        await settle(pilot)
        said = str(app.screen.query_one("#error-client_id", Static).content)
        assert said == "Choose a client of the list that opens as you type"
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f2")
        await settle(pilot)
        assert isinstance(app.screen, ChoicePrompt)
        await pilot.press("2")  # the newer of the two
        await settle(pilot)
        assert paid(desk, daisy) == [15_00]
        found = {one.number: one.open_minor for one in desk.debts.ledger(daisy).invoices}
        assert found == {"198": 100_00, "199": 55_00}


async def test_money_that_went_and_an_empty_harvest_say_so(
    desk: Desk, daisy: int, tmp_path: Path
) -> None:
    path = statement(tmp_path, document("4", "10.00", "Комиссия банка", came=False))
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.push_screen(StatementScreen(path))
        await settle(pilot)
        await pilot.press("enter")
        await pilot.press("T")
        await settle(pilot)
        assert not paid(desk, daisy)
        assert {one.message for one in app._notifications} == {
            "This money went out: it is nobody’s payment",
            "No line is certain; Enter says whose one is",
        }


async def test_what_is_no_statement_leaves_the_debts_in_front(
    desk: Desk, daisy: int, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("wrong format", encoding="utf-8")
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("5")
        await settle(pilot)
        app.push_screen(StatementScreen(path))
        await settle(pilot)
        assert isinstance(app.screen, DebtsScreen)
        assert any("notes.txt" in one.message for one in app._notifications)


async def test_totals_that_disagree_stand_above_the_lines(
    desk: Desk, daisy: int, tmp_path: Path
) -> None:
    totals = f"СекцияРасчСчет\nРасчСчет={OWN}\nВсегоПоступило=999.00\nКонецРасчСчет\n"
    path = statement(tmp_path, totals, document("1", "100.00", "счет 198", inn=INN))
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        app.push_screen(StatementScreen(path))
        await settle(pilot)
        notes = str(app.screen.query_one("#statement-notes", Static).content)
        assert "the bank says 999.00\u00a0₽" in notes
        assert app.screen.query_one(Headline)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table whose headers say nothing."""
    path = tmp_path / "march.csv"
    path.write_text(
        "When;Money;Who;What for;Note\n"
        f"10.03.2026;100,00;ООО Ромашка;счет 198;{INN}\n10.03.2026;-15,00;Bank;Fee;\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_columns_of_a_table_are_asked_and_may_be_said_anew(
    desk: Desk, daisy: int, table: Path, size: tuple[int, int]
) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        screen = StatementScreen(table)
        app.push_screen(screen)
        await settle(pilot)
        form = form_of(app)
        form.query_one("#field-date", Select).value = "When"
        await pilot.press("f2")
        await settle(pilot)
        assert form_of(app) is form  # without a sum there is nothing to match
        form.query_one("#field-amount", Select).value = "Money"
        form.query_one("#field-inn", Select).value = "Note"
        form.query_one("#field-purpose", Select).value = "What for"
        await pilot.press("f2")
        await settle(pilot)
        assert screen_of(app) is screen and len(screen.table.ids) == 2
        why = str(screen.query_one("#statement-why", Static).content)
        assert INN in why and "names invoice 198" in why
        await pilot.press("m")
        await settle(pilot)
        form = form_of(app)
        assert form.query_one("#field-inn", Select).value == "Note"
        form.query_one("#field-inn", Select).clear()
        form.query_one("#field-name", Select).value = "Who"
        await pilot.press("f2")
        await settle(pilot)
        why = str(screen.query_one("#statement-why", Static).content)
        assert INN not in why and "ООО Ромашка" in why
        await pilot.press("m", "escape")
        await settle(pilot)
        assert screen_of(app) is screen
        await pilot.press("T")
        await settle(pilot)
        assert not paid(desk, daisy)  # a name in other letters is not beyond doubt


async def test_a_table_that_is_not_explained_is_left(desk: Desk, daisy: int, table: Path) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("5")
        await settle(pilot)
        app.push_screen(StatementScreen(table))
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, DebtsScreen)


async def test_a_file_that_says_what_is_what_has_no_columns_to_name(
    desk: Desk, daisy: int, file: Path
) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen = StatementScreen(file)
        app.push_screen(screen)
        await settle(pilot)
        await pilot.press("m")
        await settle(pilot)
        assert app.screen is screen
        assert {one.message for one in app._notifications} == {
            "Only in a table (CSV, XLSX) are the columns to be named"
        }
