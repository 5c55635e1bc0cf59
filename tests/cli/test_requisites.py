"""`requisites` as the shell calls it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from pipeline_tui.services.desk import Desk
from tests.conftest import Said

Cli = Callable[..., Said]


def test_numbers_that_agree_are_given_back_without_spaces(cli: Cli) -> None:
    said = cli(
        "requisites",
        "check",
        "--bik",
        "044 525 225",
        "--account",
        "3010 1810 4000 0000 0225",
        "--json",
    )
    assert (said.code, json.loads(said.out)) == (
        0,
        {"bik": "044525225", "account": "30101810400000000225", "bank": None, "warnings": []},
    )  # fmt: skip
    assert cli("requisites", "check", "--inn", "7707083893").out == "INN: 7707083893\n"


def test_a_slip_is_named(cli: Cli) -> None:
    said = cli("requisites", "check", "--bik", "044525225", "--account", "30101810400000000226")
    assert (said.code, "its key does not agree" in said.err) == (2, True)
    assert cli("requisites", "check").code == 2


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
    assert "BIK 044525225 · Bank account 40802810838000012345" in cli("client", "show", "Oak").out


def test_a_bank_is_named_by_the_directory_and_an_unknown_one_is_only_a_warning(
    cli: Cli, desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "banks.csv"
    file.write_text(
        "БИК;Наименование;К/с;Город\n"
        "44525225;ПАО Сбербанк;30101810400000000225;Москва\n"
        "044525593;АО «Альфа-Банк»;30101810200000000594;Москва\n",
        encoding="cp1251",
    )
    said = cli("requisites", "banks", str(file))
    assert said.out == "banks: 1 new, 0 changed, 0 as they were; not taken: 1\n"
    assert said.err.startswith(
        "banks.csv, row 3, column Bank account: Account 30101810200000000594"
    )
    assert cli("requisites", "banks", "--find", "сбер").out.splitlines()[1:] == [
        "044525225\tПАО Сбербанк\tМосква\t30101810400000000225"
    ]
    said = cli("requisites", "check", "--bik", "044525225")
    assert said.out.splitlines()[1:] == [
        "Bank: ПАО Сбербанк, Москва", "Correspondent account: 30101810400000000225",
    ]  # fmt: skip
    said = cli("requisites", "check", "--bik", "044525593", "--json")
    assert (said.code, json.loads(said.out)["warnings"]) == (0, ["bik_unknown"])
    said = cli("requisites", "check", "--inn", "7707083893", "--kpp", "540602001")
    assert (said.code, "of another region" in said.err) == (0, True)
