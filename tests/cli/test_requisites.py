"""`requisites` as the shell calls it."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.conftest import Said

Cli = Callable[..., Said]


def test_numbers_that_agree_are_given_back_without_spaces(cli: Cli) -> None:
    said = cli(
        "requisites", "--bik", "044 525 225", "--account", "3010 1810 4000 0000 0225", "--json"
    )
    assert (said.code, json.loads(said.out)) == (
        0, {"bik": "044525225", "account": "30101810400000000225"},
    )  # fmt: skip
    assert cli("requisites", "--inn", "7707083893").out == "INN: 7707083893\n"


def test_a_slip_is_named(cli: Cli) -> None:
    said = cli("requisites", "--bik", "044525225", "--account", "30101810400000000226")
    assert (said.code, "its key does not agree" in said.err) == (2, True)
    assert cli("requisites").code == 2


def test_a_client_is_not_entered_with_a_number_that_cannot_be(cli: Cli) -> None:
    assert cli("client", "add", "Acorn", "--ogrn", "1027700132196").code == 2
    assert cli("client", "add", "Acorn", "--kpp", "77360100").code == 2
    assert cli("client", "add", "Acorn", "--ogrn", "1027700132195", "--kpp", "773601001").code == 0
    said = cli("client", "add", "Oak", "--ogrn", "304500116000157", "--json")
    shown = json.loads(cli("client", "show", str(json.loads(said.out)["id"]), "--json").out)
    assert shown["kind"] == "sole_trader"
    assert cli("client", "edit", "Oak", "--kpp", "773601001").code == 2
    bank = ("--bik", "044525225", "--account")
    assert cli("client", "edit", "Oak", *bank, "40802810038000012345").code == 2
    assert cli("client", "edit", "Oak", *bank, "40802810838000012345").code == 0
