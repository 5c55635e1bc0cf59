"""`undo`, `redo` and `log` from the shell."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.conftest import Said

Cli = Callable[..., Said]


def test_a_change_that_is_not_there_is_not_found(cli: Cli) -> None:
    cli("client", "add", "Acorn")
    said = cli("undo", "4242")
    assert (said.code, said.err) == (
        3,
        "There is no change No. 4242; pipeline-tui log lists them\n",
    )


def test_the_history_of_a_record_says_who_changed_what_from_and_to(cli: Cli) -> None:
    cli("client", "add", "Acorn")
    number = json.loads(cli("client", "list", "--json").out)[0]["id"]
    cli("client", "edit", str(number), "--name", "Birch")
    cli("undo")
    said = json.loads(cli("log", "--record", f"client:{number}", "--json").out)
    assert [one["entry"]["action"] for one in said] == ["undo", "client.edit", "client.add"]
    named = [field for field in said[1]["fields"] if field["field"] == "name"]
    assert [(one["old"], one["new"]) for one in named] == [("Acorn", "Birch")]
    assert said[1]["entry"]["actor"] == "cli"
    assert "Name: Acorn → Birch" in cli("log", "--record", f"client:{number}").out


def test_a_record_that_is_not_written_as_one_is_told(cli: Cli) -> None:
    said = cli("log", "--record", "Acorn")
    assert said.code == 2 and "client:7" in said.err


def test_what_is_undone_already_is_no_longer_to_be_undone(cli: Cli) -> None:
    cli("client", "add", "Acorn")
    number = str(json.loads(cli("log", "--json").out)[0]["id"])
    assert cli("undo", number).code == 0
    said = cli("undo", number)
    assert (said.code, said.err) == (1, "There is nothing to undo\n")
