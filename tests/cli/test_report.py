"""`plan`, `review` and `report` as the shell sees them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.dealing import TODAY, TOMORROW, bare_deal, make_client, make_deal
from tests.owing import payment

Cli = Callable[..., Said]


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A day with a call, a deal won and one lost, money that came, and things left undone."""
    who = make_client(desk, "Ромашка *", "active")
    desk.deals.win(make_deal(desk, "Lathe | big", client_id=who, amount_minor=600_00))
    desk.deals.lose(make_deal(desk, "Mill", client_id=who, amount_minor=70_00), "price")
    payment(desk, who, 150_50)
    bare_deal(desk, "Drill", client_id=who)
    make_deal(desk, "Saw", client_id=make_client(desk, "Лютик", "active"), step_on=TOMORROW)
    return desk


def test_a_plan_is_set_and_shown(cli: Cli, busy: Desk) -> None:
    said = cli("plan", "set", "--wins", "4", "--calls", "300", "--money", "2 000,50")
    assert said.code == 0
    rows = [line.split("\t") for line in cli("plan", "show").out.splitlines()]
    assert rows[0][:5] == ["What", "Day", "Share of the day", "March 2026", "Target"]
    # 300 calls over the 15 working days left; 4 wins make one a day at most.
    assert rows[1] == ["Calls made", "0", "20", "0", "300", "0%", "0"]
    assert rows[2][:6] == ["Deals won", "1", "1", "1", "4", "25%"]
    assert rows[3][:5] == ["Won money", "600 ₽", "134 ₽", "600 ₽", "2,000.50 ₽"]


def test_a_plan_as_json_leaves_the_rest_of_it_alone(cli: Cli, desk: Desk) -> None:
    cli("plan", "set", "--wins", "4", "--money", "100", "--currency", "usd")
    found = json.loads(cli("plan", "set", "--calls", "300", "--wins", "0", "--json").out)
    assert found["month"] == "2026-03"
    assert found["working_days"] == {"total": 21, "gone": 7, "left": 15}
    assert [(one["metric"], one["currency"], one["target"]) for one in found["targets"]] == [
        ("calls", None, 300), ("money", "USD", 100_00),
    ]  # fmt: skip
    assert found["coverage"][0]["ratio"] == 0


def test_a_plan_of_another_month(cli: Cli, desk: Desk) -> None:
    cli("plan", "set", "--month", "+1", "--calls", "44")
    found = json.loads(cli("plan", "show", "-m", "2026-04", "--json").out)
    assert [one["target"] for one in found["targets"]] == [44]
    assert "no plan for March 2026" in cli("plan", "show").out
    assert cli("log").out.count("plan for April 2026") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("plan", "set"), "Say what to plan"),
        (("plan", "set", "--calls", "5", "--month", "soon"), "is not a month"),
        (("plan", "set", "--money", "5", "--currency", "rubles"), "currency"),
        (("report", "day", "--on", "whenever"), "not a"),
    ],
)
def test_misuse_says_what_to_write(cli: Cli, words: tuple[str, ...], said: str) -> None:
    answer = cli(*words)
    assert answer.code == 2
    assert said in answer.err


def test_the_report_of_a_day_as_text(cli: Cli, busy: Desk) -> None:
    text = cli("report", "day").out
    assert text.startswith("Report: Wednesday 11 March 2026\n")
    assert "Deals won: 1 · 600 ₽\n  – 600 ₽ — Ромашка *: Lathe | big\n" in text
    assert "Deals lost: 1 · 70 ₽\n  – 70 ₽ — Ромашка *: Mill — price\n" in text
    assert "Received: 1 · 150.50 ₽" in text
    assert "Deals without a next step: 1" in text
    assert "Tomorrow: Thursday 12 March 2026 · " in text
    assert "Лютик — For tomorrow: call" in text


def test_as_markdown_the_user_s_own_marks_stay_words(cli: Cli, busy: Desk) -> None:
    cli("plan", "set", "--wins", "4")
    text = cli("report", "day", "--format", "md").out
    assert text.startswith("# Report: Wednesday 11 March 2026\n")
    assert "| Deals won | 1 | 1 | 1 | 4 | 25% | 3 |" in text
    assert r"- 600 ₽ — Ромашка \*: Lathe \| big" in text


def test_in_russian(cli: Cli, busy: Desk) -> None:
    text = cli("--lang", "ru", "report", "week").out
    assert text.startswith("Отчёт: неделя 09.03.2026 – 15.03.2026\n")
    assert "Проигранные сделки: 1 · 70 ₽" in text.replace("\u00a0", " ")
    assert "цена: 1 · 70 ₽" in text.replace("\u00a0", " ")


def test_a_quiet_day(cli: Cli, desk: Desk) -> None:
    assert "Nothing was noted" in cli("report", "day", "--on", "10.03.2026").out


def test_as_json(cli: Cli, busy: Desk) -> None:
    found = json.loads(cli("report", "month", "--json").out)
    assert (found["first"], found["last"], found["until"]) == (
        "2026-03-01", "2026-03-31", TODAY.isoformat(),
    )  # fmt: skip
    assert found["won"] == {"count": 1, "amounts": {"RUB": 600_00}}
    assert found["losses"][0]["code"] == "price"
    assert json.loads(cli("report", "month", "--format", "json").out) == found


def test_the_review(cli: Cli, busy: Desk) -> None:
    lines = [line.split("\t") for line in cli("review").out.splitlines()]
    assert lines[1][:4] == [
        "Deals without a next step", "Deal without a next step", "Ромашка *", "Drill",
    ]  # fmt: skip
    found = json.loads(cli("review", "--json").out)["rows"]
    assert [(row["loose"], row["deal"], row["why"]) for row in found] == [
        ("no_step", "Drill", "Deal without a next step")
    ]


def test_tomorrow(cli: Cli, busy: Desk) -> None:
    said = cli("review", "--tomorrow")
    assert "Лютик" in said.out
    assert "Thursday 12 March 2026" in said.err
    rows = json.loads(cli("review", "--tomorrow", "--json").out)["rows"]
    assert (rows[0]["client"], rows[0]["why"]) == ("Лютик", "For tomorrow: call")


def test_the_plan_and_a_deal_say_what_they_bring_the_seller(
    cli: Cli, tmp_path: Path, busy: Desk
) -> None:
    settings = tmp_path / "own.toml"
    settings.write_text("commission_rate = 0.1\nusual_margin = 0.2\n")
    own = {"PIPELINE_TUI_CONFIG": str(settings)}
    cli("plan", "set", "--money", "1000")
    # 150.50 came: a fifth of it is 30.10, a tenth of that 3.01, and 600 of 1 000 is under 80%.
    said = cli("plan", "show", **own).out
    assert "commission this month: 1.51 ₽ = 10% of the margin 30.10 ₽ in 150.50 ₽ paid" in said
    assert ", × 0.5: plan at 60%" in said
    assert "Of 150.50 ₽ the margin is taken as usual, 20%" in said
    (one,) = json.loads(cli("plan", "show", "--json", **own).out)["commission"]
    assert (one["base_minor"], one["coefficient"], one["commission_minor"]) == (30_10, 0.5, 1_51)
    assert "Brings you: 6 ₽ = 10% of the usual margin 120 ₽" in cli("deal", "show", "1", **own).out
    deal = json.loads(cli("deal", "show", "1", "--json", **own).out)
    assert deal["commission"]["rests_on"] == "usual"
    assert json.loads(cli("plan", "show", "--json").out)["commission"] == []
    assert "commission" not in cli(*own, "report", "day").out
