"""A person's rights as the shell calls them."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

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


def test_own_fields_are_shown_as_what_they_are(cli: Cli, desk: Desk) -> None:
    for kind in ("money", "date", "yes_no"):
        desk.custom_fields.add("contact", kind, kind)
    desk.contacts.edit(1, {"custom": {"money": "1500.5", "date": "11.03.2026", "yes_no": "no"}})
    lines = cli("contact", "data", "1").out.splitlines()
    for line in ("money: 1,500.50 ₽", "date: Wednesday 11 March 2026", "yes_no: no"):
        assert any(line in one for one in lines), lines


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


def test_what_is_held_goes_into_a_file_and_into_the_log_of_exports(
    desk: Desk, cli: Cli, tmp_path: Path
) -> None:
    text, data = tmp_path / "ivanov.txt", tmp_path / "acorn.json"
    assert cli("contact", "data", "1", "--out", str(text)).code == 0
    assert text.read_text().startswith("Ivan Ivanov\n")
    assert stat.S_IMODE(text.stat().st_mode) == 0o600
    assert cli("client", "data", "Acorn", "--out", str(data)).code == 0
    assert json.loads(data.read_text())["name"] == "Acorn"
    assert cli("client", "data", "Acorn", "--out", str(data)).code == 4  # a file is there
    assert [(row.kind, row.file) for row in desk.exports.log()] == [
        ("person", "acorn.json"), ("person", "ivanov.txt"),
    ]  # fmt: skip
    assert "a person’s data" in cli("export", "log").out


def test_a_client_that_is_a_person_is_shown_and_erased(desk: Desk, cli: Cli) -> None:
    desk.clients.add({"name": "Petrov Pyotr", "kind": "person"}, phones=["8 912 345-67-80"])
    said = cli("client", "data", "Petrov")
    assert (said.out.splitlines()[0], "+79123456780" in said.out) == ("Petrov Pyotr", True)
    said = cli("client", "erase", "Acorn", "--yes")
    assert (said.code, "kept as a company, not a person" in said.err) == (1, True)
    for wrong in ((), ("--confirm", "Petrov")):
        assert cli("client", "erase", "Petrov", *wrong).code == 1
    assert cli("client", "erase", "Petrov", "--confirm", "petrov pyotr").code == 0
    assert cli("client", "search", "Petrov").code == 3
    assert "data of client no. 2 erased" in cli("log").out
    done = json.loads(cli("contact", "erase", "1", "--yes", "--json").out)
    assert (done["id"], done["client_id"], done["clean"]) == (1, 1, True)


def test_it_is_said_that_the_client_goes_with_the_person(desk: Desk, cli: Cli) -> None:
    desk.clients.add(
        {"name": "Petrov Pyotr", "kind": "person"},
        contacts=[{"last_name": "Petrov", "first_name": "Pyotr"}],
    )
    assert "this very person" in cli("contact", "erase", "2").err
    assert "this very person" not in cli("contact", "erase", "1").err
    assert cli("contact", "erase", "2", "--yes").code == 0
    assert desk.lists.name_of(2) == "erased"
