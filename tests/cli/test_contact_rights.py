"""A person's rights as the shell calls them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said

Cli = Callable[..., Said]


@pytest.fixture(autouse=True)
def acorn(desk: Desk) -> None:
    desk.clients.add(
        {"name": "Acorn"},
        contacts=[{"last_name": "Ivanov", "first_name": "Ivan", "phones": ["8 912 345-67-89"]}],
    )


def test_all_that_is_held_is_shown(cli: Cli) -> None:
    said = cli("contact", "data", "1")
    assert (said.code, said.out.splitlines()[0]) == (0, "Ivan Ivanov")
    assert "+79123456789" in said.out
    found = json.loads(cli("contact", "data", "1", "--json").out)
    assert (found["last_name"], found["phones"]) == ("Ivanov", ["+79123456789"])
    assert cli("contact", "data", "9").code == 3


def test_an_erasure_wants_the_name_and_says_what_stays(desk: Desk, cli: Cli) -> None:
    for wrong in ((), ("--confirm", "Petrov")):
        said = cli("contact", "erase", "1", *wrong)
        assert (said.code, "Nothing was erased" in said.err) == (1, True)
    assert "cannot be undone" in cli("contact", "erase", "1").err
    made = desk.keeping.backup().path
    said = cli("contact", "erase", "1", "--confirm", "ivan ivanov")
    assert said.code == 0
    assert str(made) in said.out
    assert "Ivanov" not in cli("contact", "data", "1").out
    assert "a person’s data erased, Acorn" in cli("log").out
    assert cli("undo").code == 1
    said = cli("client", "add", "Birch", "--phone", "+7 912 345-67-89")
    assert (said.code, "erased at their wish" in said.err) == (2, True)
    assert cli("contact", "allow", "89123456789", "--evidence", "letter").code == 0
    assert cli("client", "add", "Birch", "--phone", "+7 912 345-67-89").code == 0
