"""`today` as the shell sees it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.dealing import TODAY, make_client, make_deal

Cli = Callable[..., Said]


@pytest.fixture
def step(desk: Desk) -> int:
    who = make_client(desk, "Ромашка", "active")
    make_deal(desk, client_id=who, step_on=TODAY, amount_minor=70_000_00)
    return who


def test_an_empty_list_is_no_failure(cli: Cli) -> None:
    said = cli("today")
    assert said.code == 0
    assert len(said.out.splitlines()) == 1  # the header


def test_each_line_says_why(cli: Cli, step: int) -> None:
    line = cli("today").out.splitlines()[1].split("\t")
    assert line[:3] == ["1", "For today: call", "Ромашка"]
    assert "70,000" in line[6]


def test_in_russian(cli: Cli, step: int) -> None:
    line = cli("--lang", "ru", "today").out.splitlines()[1].split("\t")
    assert line[1].startswith("На сегодня:")


def test_as_json(cli: Cli, step: int) -> None:
    found = json.loads(cli("today", "--json").out)
    assert found["rows"][0]["id"] == step
    assert found["rows"][0]["tier"] == 4
    assert found["rows"][0]["why"] == "For today: call"
    assert found["rows"][0]["score"]["value"] == 1
    assert found["head"]["calls_planned"] == 1


def test_who_is_hidden_and_why(cli: Cli, desk: Desk, step: int) -> None:
    desk.calls.skip([step], "at a fair")
    assert cli("today", "--hidden").out.splitlines()[1].split("\t") == [
        str(step), "Ромашка", "Skipped today: at a fair",
    ]  # fmt: skip
    assert json.loads(cli("today", "--json").out)["hidden"][0]["gate"] == "skipped"
