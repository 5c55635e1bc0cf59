"""`call outcomes` as the shell sees it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.dealing import make_client

Cli = Callable[..., Said]


def test_the_list_says_what_each_schedules(cli: Cli) -> None:
    lines = [line.split("\t") for line in cli("call", "outcomes").out.splitlines()]
    assert lines[2][:6] == [
        "2",
        "no_answer",
        "no answer",
        "no",
        "another try",
        "by the ladder",
    ]
    assert len(lines) == 14
    found = json.loads(cli("call", "outcomes", "list", "--json").out)
    assert found[0]["code"] == "reached_decision_maker"


def test_set_changes_name_place_and_delay(cli: Cli, desk: Desk) -> None:
    said = cli("call", "outcomes", "set", "busy", "--name", "line busy", "--hours", "1",
               "--place", "1", "--json")  # fmt: skip
    found = json.loads(said.out)
    assert (found["name"], found["after_hours"]) == ("line busy", 1)
    assert desk.vocabularies.outcomes()[0].code == "busy"
    found = json.loads(cli("call", "outcomes", "set", "line busy", "--days", "2", "--json").out)
    assert (found["after_hours"], found["after_days"]) == (None, 2)
    found = json.loads(cli("call", "outcomes", "set", "busy", "--days", "0", "--json").out)
    assert (found["after_hours"], found["after_days"]) == (None, None)


def test_add_and_retire(cli: Cli, desk: Desk) -> None:
    who = make_client(desk, "Ромашка", "active")
    assert cli("call", "outcomes", "add", "On leave", "--days", "5", "--title", "back?").code == 0
    assert cli("call", "log", "Ромашка", "on leave").code == 0
    assert desk.call_list.tasks(client_id=who)[0].title == "back?"
    assert cli("call", "outcomes", "retire", "on leave").code == 0
    assert cli("call", "log", "Ромашка", "on leave").code == 3
    assert "On leave" not in cli("call", "outcomes").out
    assert "On leave" in cli("call", "outcomes", "list", "--all").out
    assert cli("call", "outcomes", "set", "on leave", "--back").code == 0
    assert "On leave" in cli("call", "outcomes").out


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("set", "sold"), 3, "no call outcome"),
        (("set", "busy"), 2, "say what to change"),
        (("set", "busy", "--reached"), 2, "reached nobody"),
        (("set", "busy", "--hours", "1", "--days", "1"), 2, "not both"),
        (("set", "refused", "--days", "1"), 2, "a delay"),
        (("set", "busy", "--schedules", "dance"), 2, ""),
        (("set", "busy", "--hours", "9999"), 2, ""),
        (("add", ""), 2, ""),
    ],
)
def test_wrong_use(cli: Cli, argv: tuple[str, ...], code: int, said: str) -> None:
    found = cli("call", "outcomes", *argv)
    assert found.code == code
    assert said in found.err
