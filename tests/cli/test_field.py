"""`field`, `client needs`, `client classes` and own fields from the shell."""

from __future__ import annotations

import json
from collections.abc import Callable

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.services.test_classes import pay

Cli = Callable[..., Said]


def test_fields_are_defined_filled_and_retired(cli: Cli) -> None:
    cli("client", "add", "Ромашка")
    assert cli("field", "add", "Площадь", "--kind", "number").out == "1\n"
    assert cli("client", "edit", "1", "--set", "Площадь=120,5").code == 0
    assert json.loads(cli("client", "show", "1", "--json").out)["custom"] == {"Площадь": 120.5}
    wrong = cli("client", "edit", "1", "--set", "Площадь=много")
    assert wrong.code == 2
    assert "is not a number" in wrong.err
    assert cli("field", "edit", "Площадь", "--name", "Метры").code == 0
    assert json.loads(cli("client", "show", "1", "--json").out)["custom"] == {"Метры": 120.5}
    cli("client", "edit", "1", "--set", "Метры=")
    assert json.loads(cli("client", "show", "1", "--json").out)["custom"] == {}
    assert cli("field", "retire", "метры").code == 0
    assert json.loads(cli("field", "list", "--json").out) == []
    assert cli("field", "retire", "нет такого").code == 3


def test_needs_are_noted_and_what_is_missing_is_said(cli: Cli) -> None:
    cli("client", "add", "Ромашка")
    said = json.loads(cli("client", "needs", "1", "--need", "станок", "--json").out)
    assert said["need"] == "станок"
    assert said["missing"] == ["budget", "authority", "timing", "supplier"]
    assert "to ask" in cli("client", "needs", "1").out


def test_the_gate_is_the_same_in_the_shell(cli: Cli, desk: Desk) -> None:
    config = desk.book.path.parent / "c.toml"
    config.write_text("needs_gate = true\n", "utf-8")
    cli("client", "add", "Ромашка")
    desk.deals.add({"title": "Станок", "client_id": 1}, step_on=desk.today())
    said = cli("deal", "move", "1", "offer", PIPELINE_TUI_CONFIG=str(config))
    assert said.code == 1
    assert "budget" in said.err


def test_classes_are_shown_then_applied_and_undone(cli: Cli, desk: Desk) -> None:
    client_id = pay(desk, "Большой", 900_00)
    shown = json.loads(cli("client", "classes", "--json").out)
    (row,) = shown["rows"]
    assert (row["id"], row["before"], row["after"], row["share"]) == (client_id, None, "A", 1.0)
    assert (shown["n"], shown["applied"]) == (1, False)
    assert cli("client", "classes", "--apply").code == 0
    assert desk.cards.client(client_id).abc == "A"
    cli("undo")
    assert desk.cards.client(client_id).abc is None
