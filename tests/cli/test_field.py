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
    assert cli("client", "edit", "1", "--field", "Площадь=120,5").code == 0
    assert json.loads(cli("client", "show", "1", "--json").out)["custom"] == {"Площадь": 120.5}
    wrong = cli("client", "edit", "1", "--field", "Площадь=много")
    assert wrong.code == 2
    assert "is not a number" in wrong.err
    assert cli("field", "edit", "Площадь", "--name", "Метры").code == 0
    assert json.loads(cli("client", "show", "1", "--json").out)["custom"] == {"Метры": 120.5}
    cli("client", "edit", "1", "--field", "Метры=")
    assert json.loads(cli("client", "show", "1", "--json").out)["custom"] == {}
    assert cli("field", "retire", "метры").code == 0
    assert json.loads(cli("field", "list", "--json").out) == []
    assert cli("field", "retire", "нет такого").code == 3


def test_own_fields_are_given_to_clients_people_and_deals(cli: Cli, desk: Desk) -> None:
    cli("field", "add", "Бюджет", "--kind", "money", "--required")
    for of in ("contact", "deal"):
        options = ("--kind", "choice", "--option", "Опт", "--option", "Сеть")
        cli("field", "add", "Канал", "--of", of, *options)
    refused = cli("client", "add", "Ромашка")
    assert (refused.code, "“Бюджет” must be filled in" in refused.err) == (2, True)
    assert cli("client", "add", "Ромашка", "--field", "бюджет=15 000,50").code == 0
    assert cli("client", "edit", "1", "--field", "Цвет=синий").code == 3
    shown = cli("client", "show", "1").out
    assert "Бюджет: 15,000.50 ₽" in shown
    assert cli("contact", "add", "1", "Ким", "--field", "Канал=опт").code == 0
    assert desk.cards.client(1).contacts[0].custom == {"Канал": "Опт"}
    assert cli("contact", "edit", "1", "--field", "Канал=сеть").code == 0
    assert desk.cards.client(1).contacts[0].custom == {"Канал": "Сеть"}
    said = cli("deal", "add", "Станок", "--step", "tomorrow 15 call", "--field", "Канал=сеть")
    number = said.out.strip()
    assert "Канал: Сеть" in cli("deal", "show", number).out
    assert cli("deal", "edit", number, "--field", "Канал=рынок").code == 2
    assert cli("deal", "edit", number, "--field", "Канал=").code == 0
    assert json.loads(cli("deal", "show", number, "--json").out)["custom"] == {}
    assert cli("field", "edit", "Бюджет", "--optional").code == 0
    assert cli("client", "add", "Берёза").code == 0


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
