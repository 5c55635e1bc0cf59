"""`competitor`: what a shell enters, reads back, and is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.dealing import make_client, make_deal

Cli = Callable[..., Said]


def answer(cli: Cli, *argv: str) -> Any:
    said = cli(*argv, "--json")
    assert said.code == 0, said.err
    return json.loads(said.out)


def test_competitors_are_entered_listed_changed_and_put_away(cli: Cli, desk: Desk) -> None:
    assert (
        cli("competitor", "add", "Vega", "--also", "Вега", "--answer", "Ask of terms").out == "1\n"
    )
    lost, won = make_deal(desk, competitor="ООО «Вега»"), make_deal(desk, competitor="vega")
    desk.deals.lose(lost, "competitor")
    desk.deals.win(won)
    make_deal(desk, competitor="Omega")
    (row,) = answer(cli, "competitor", "list")
    assert (row["won"], row["lost"], row["open"], row["win_rate"]) == (1, 1, 0, 0.5)
    assert (row["likely"], row["too_little_data"]) == ([0.0945, 0.9055], True)  # Wilson by hand
    assert row["lost_amounts"] == {"RUB": 100_000_00}
    lines = [line.split("\t") for line in cli("competitor", "list").out.splitlines()]
    assert lines[1][:7] == ["1", "Vega", "2", "50%?", "9–91%", "100,000 ₽", "0"]
    assert answer(cli, "competitor", "list", "--unnamed") == [{"name": "Omega", "deals": 1}]
    assert answer(cli, "competitor", "edit", "vega", "--also", "Вега", "--also", "Omega", "--site",
                  "vega.example")["open"] == 1  # fmt: skip
    shown = answer(cli, "competitor", "show", "omega")
    assert shown["deals"] == {"won": [won], "lost": [lost], "open": [3]}
    assert [one["id"] for one in answer(cli, "competitor", "show", "1", "--deals", "lost")] == [
        lost
    ]
    cli("competitor", "archive", "Vega")
    assert answer(cli, "competitor", "list") == []
    assert cli("competitor", "archive", "Vega", "--back").code == 0
    twin = cli("competitor", "add", "OMEGA")
    assert twin.code == 4
    assert "another competitor’s: 1 Vega" in twin.err


def test_sightings_are_noted_mended_and_taken_away(cli: Cli, desk: Desk) -> None:
    cli("product", "add", "Pump", "--price", "1000")
    cli("competitor", "add", "Vega")
    deal = make_deal(desk, "Pumps", client_id=make_client(desk, "Acorn"))
    for day, price in (("01.03.2026", "1000"), ("11.03.2026", "1250")):
        said = cli("competitor", "sighting", "Vega", "--deal", str(deal), "--product", "Pump",
                   "--price", price, "--on", day)  # fmt: skip
        assert said.code == 0, said.err
    told = cli("competitor", "show", "vega").out.splitlines()
    assert "  Pump: 1,000 ₽ → 1,250 ₽, +25% in 10 days; ours 1,000 ₽, they are 25% dearer" in told
    assert told[-1].endswith("Pump · 1,000 ₽ · Acorn · Pumps")
    one = answer(cli, "competitor", "correct", "2", "--price", "900,50", "--note", "by mail")
    assert (one["price_minor"], one["note"], one["seen_on"]) == (90_050, "by mail", "2026-03-11")
    (price,) = answer(cli, "competitor", "show", "vega")["prices"]
    assert (price["change"], price["above_ours"]) == (-0.0995, -0.0995)
    assert cli("competitor", "forget", "2").code == 0
    assert answer(cli, "competitor", "list")[0]["sightings"] == 1
    ahead = cli("competitor", "sighting", "vega", "--note", "x", "--on", "12.03.2026")
    assert (ahead.code, "still to come" in ahead.err) == (2, True)
    assert cli("competitor", "sighting", "vega").err.endswith("a price, an offer or a note\n")


def test_two_are_made_one_and_what_is_not_there_is_said(cli: Cli) -> None:
    none = cli("competitor", "show", "vega")
    assert (none.code, "competitor add" in none.err) == (3, True)
    for name in ("Vega", "Wega Ltd", "Rotor"):
        cli("competitor", "add", name)
    cli("competitor", "sighting", "wega", "--note", "at the fair")
    merged = answer(cli, "competitor", "merge", "vega", "2")
    assert (merged["also"], merged["sightings"]) == (["Wega Ltd"], 1)
    unknown = cli("competitor", "show", "Omega")
    assert (unknown.code, "Vega" in unknown.err, "Rotor" in unknown.err) == (3, True, True)
    russian = cli("--lang", "ru", "competitor", "list")
    assert russian.out.splitlines()[0].split("\t")[2:6] == [
        "Закрыто", "Доля", "Вероятно", "Ушло к нему",
    ]  # fmt: skip
