"""`debt grade`, `backtest`, `forecast`, `trend` on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.dealing import make_deal
from tests.owing import TODAY, client, invoice, payment

Cli = Callable[..., Said]


def ago(days: int) -> date:
    """A day so many days before today."""
    return TODAY - timedelta(days=days)


@pytest.fixture
def slow(desk: Desk) -> int:
    """A client that pays twenty days late, among others that pay in time; it owes, and promised."""
    owner = client(desk, "Slow")
    for at in range(10):
        for who, late in ((owner, 20), (client(desk, f"Quick {at}"), -1)):
            for back in (300 - at * 9, 150 - at * 9):
                number = invoice(desk, who, 1_000_00, ago(back))
                payment(desk, who, 1_000_00, ago(back - late), invoice_id=number)
    invoice(desk, owner, 5_000_00, ago(25))
    desk.invoices.add_promise(
        client_id=owner, amount_minor=5_000_00, currency="RUB", due_on=ago(-3)
    )
    return owner


def test_grade_says_why_and_what_to_agree(cli: Cli, slow: int) -> None:
    said = cli("debt", "grade", "Slow")
    assert said.code == 0
    head, why, ahead, terms, _limit = said.out.splitlines()
    assert head == "Slow: D, pays some weeks late"
    assert why == (
        "payments due: 21, late: 21 (20 days on average), not paid: 1; of all clients’ 51% late"
    )
    assert ahead.startswith("Next invoice: chance to be late ")
    assert terms.startswith("Terms to agree: 50% before delivery, the rest: ")
    found = json.loads(cli("debt", "grade", "Slow", "--json").out)
    assert found["payer"]["grade"] == "D"
    assert found["advice"]["prepaid"] == 50
    assert found["trust"]["told"]


def test_past_day_and_stranger(cli: Cli, desk: Desk, slow: int) -> None:
    assert (
        "too little history, 2 payments"
        in cli("debt", "grade", "Slow", "--as-of", "2025-05-17").out
    )
    client(desk, "New one")
    assert cli("debt", "grade", "New one").out.strip() == "New one: nothing has fallen due yet."
    assert cli("debt", "grade", "Nobody").code == 3


def test_list_with_grades(cli: Cli, slow: int) -> None:
    assert cli("debt", "list", "--grades").out.splitlines()[1].endswith("\tD")
    (row,) = json.loads(cli("debt", "list", "--grades", "--json").out)
    assert (row["id"], row["payer"]["late"]) == (slow, 21)


def test_backtest_shows_three_methods_and_the_better_one(cli: Cli, slow: int) -> None:
    found = json.loads(cli("debt", "backtest", "--json").out)
    assert found["auc"]["own"] > found["auc"]["base"]
    assert found["brier"]["count"] > 20
    assert {"chance", "usual", "days", "told"} == found["trust"].keys()
    assert all(one["within"] <= one["count"] for one in found["weeks"])
    text = cli("debt", "backtest").out
    assert "Late or not: Brier" in text
    assert "All clients" in text
    fewer = json.loads(cli("debt", "backtest", "--months", "2", "--json").out)
    assert len(fewer["cuts"]) == 2


def test_backtest_without_history(cli: Cli, desk: Desk) -> None:
    assert "Too little history" in cli("debt", "backtest").out
    assert json.loads(cli("debt", "backtest", "--json").out)["cuts"] == []


@pytest.mark.usefixtures("slow")
def test_backtest_of_months_in_which_nothing_fell_due(cli: Cli) -> None:
    said = cli("debt", "backtest", "--as-of", "01.03.2029", "--months", "6")
    assert "No payment fell due in the months looked at" in said.err + said.out
    assert "Late or not" not in said.out


def test_forecast_by_week(cli: Cli, slow: int) -> None:
    found = json.loads(cli("debt", "forecast", "--weeks", "2", "--json").out)
    first, _second, both = found["periods"]
    assert (first["since"], first["until"], first["promised_minor"]) == (
        "2026-03-12", "2026-03-18", 5_000_00,
    )  # fmt: skip
    assert both["weeks"] == 2
    assert cli("debt", "forecast", LANG="ru_RU.UTF-8").out.startswith("Неделя с")


def test_trend_by_month(cli: Cli, slow: int) -> None:
    found = json.loads(cli("debt", "trend", "--months", "3", "--json").out)
    assert [one["day"] for one in found] == ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-11"]
    last = found[-1]
    assert last["dso"] == pytest.approx(last["best_dso"] + last["days_delinquent"])
    assert cli("debt", "trend").out.count("\n") == 12


def test_moving_a_deal_to_the_invoice_remarks_on_a_debtor(cli: Cli, desk: Desk, slow: int) -> None:
    deal = make_deal(desk, "Press", client_id=slow, stage="negotiation")
    said = cli("deal", "move", str(deal), "contract")
    assert said.code == 0
    assert "This client is a debtor: Overdue 5,000 ₽" in said.err.replace("\xa0", " ")
    assert "D, pays some weeks late" in said.err
