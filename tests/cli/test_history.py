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


def test_what_is_undone_already_is_no_longer_to_be_undone(cli: Cli) -> None:
    cli("client", "add", "Acorn")
    number = str(json.loads(cli("log", "--json").out)[0]["id"])
    assert cli("undo", number).code == 0
    said = cli("undo", number)
    assert (said.code, said.err) == (1, "There is nothing to undo\n")
