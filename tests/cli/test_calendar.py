"""`calendar`: what the program takes for a working day."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said

Cli = Callable[..., Said]


def days(said: Said) -> dict[str, dict[str, object]]:
    return {one["day"]: one for one in json.loads(said.out)["days"]}


def test_a_month_says_of_every_day_what_it_is(cli: Cli) -> None:
    said = cli("calendar", "2026-03")
    lines = said.out.splitlines()
    assert lines[0] == "March 2026 · RU · 21 working days of 31"
    assert lines[10].split("\t")[1:] == [
        "Mon", "holiday", "International Women's Day (observed)",
    ]  # fmt: skip
    assert len(lines) == 33


def test_without_a_month_it_is_this_one_and_plus_one_the_next(cli: Cli) -> None:
    assert json.loads(cli("calendar", "--json").out)["month"] == "2026-03"
    assert json.loads(cli("calendar", "--json", "--", "+1").out)["month"] == "2026-04"


def test_a_saturday_that_is_worked(cli: Cli) -> None:
    found = days(cli("calendar", "2025-11", "--json"))
    assert (found["2025-11-01"]["kind"], found["2025-11-01"]["worked"]) == ("moved", True)
    assert (found["2025-11-03"]["kind"], found["2025-11-03"]["worked"]) == ("holiday", False)


def test_another_country_by_code_or_name(cli: Cli) -> None:
    by_code = json.loads(cli("calendar", "2026-03", "--country", "kz", "--json").out)
    assert by_code["country"] == "KZ"
    assert json.loads(cli("calendar", "2026-03", "--country", "Казахстан", "--json").out) == by_code
    assert {one["day"] for one in by_code["days"] if one["kind"] == "holiday"} >= {
        "2026-03-08", "2026-03-21", "2026-03-22", "2026-03-23",
    }  # fmt: skip


def test_a_client_has_the_days_of_their_country(cli: Cli, desk: Desk) -> None:
    desk.clients.add({"name": "Berlin GmbH", "country": "Германия"})
    assert desk.cards.client(1).country == "DE"
    found = json.loads(cli("calendar", "2026-10", "--client", "Berlin", "--json").out)
    assert (found["country"], found["client"]) == ("DE", "Berlin GmbH")
    assert found["days"][2]["kind"] == "holiday"  # 3 October


def test_own_days_off_of_the_settings(cli: Cli, tmp_path: Path) -> None:
    config = tmp_path / "own.toml"
    config.write_text("days_off = [2026-03-12]\n")
    found = days(cli("calendar", "--json", PIPELINE_TUI_CONFIG=str(config)))
    assert (found["2026-03-12"]["kind"], found["2026-03-12"]["worked"]) == ("own", False)


@pytest.mark.parametrize("argv", [("13",), ("2026-03", "--country", "XX"), ("soon",)])
def test_wrong_use(cli: Cli, argv: tuple[str, ...]) -> None:
    assert cli("calendar", *argv).code == 2


def test_in_russian(cli: Cli) -> None:
    said = cli("--lang", "ru", "calendar", "2026-01").out
    assert "январь 2026 · RU · 15 рабочих дней из 31" in said
    assert "Выходной (перенесено с 03.01.2026)" in said
