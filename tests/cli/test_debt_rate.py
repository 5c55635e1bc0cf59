"""`debt rate`: the table of key rates is shown, added to, and says how far it reaches."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.owing import client, invoice

Cli = Callable[..., Said]


def test_a_rate_is_set_counts_and_goes_with_undo(cli: Cli, desk: Desk) -> None:
    client(desk, "Romashka")
    invoice(desk, 1, 36_500_00, date(2026, 2, 28), number="A-1")
    before = cli("debt", "interest", "A-1", "--to", "2026-03-10", "--by", "law")
    assert "155" in before.out
    assert cli("debt", "rate", "set", "06.03.2026", "20,5").code == 0
    lines = cli("debt", "interest", "A-1", "--to", "2026-03-10", "--by", "law").out.splitlines()
    # By hand: 5 days of 15.5 % and 5 of 20.5 % of 36 500 are 77.50 and 102.50.
    assert [line.split("\t")[-1] for line in lines[1:3]] == ["77.50 ₽", "102.50 ₽"]
    assert "added by you" in cli("debt", "rate", "list").out.splitlines()[1]
    assert cli("undo").code == 0
    assert cli("debt", "interest", "A-1", "--to", "2026-03-10", "--by", "law").out == before.out
    assert cli("debt", "rate", "remove", "06.03.2026").code == 3
    assert cli("debt", "rate", "set", "06.03.2026", "1450").code == 2


def test_the_banks_table_is_taken_once(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("Дата;Ставка\n25.03.2026;15,00\n23.03.2026;15,00\n20.03.2026;15,50\n", "utf-8")
    assert json.loads(cli("debt", "rate", "take", str(file), "--json").out) == {
        "new": 1, "known_until": "2026-03-25",
    }  # fmt: skip
    again = cli("debt", "rate", "take", str(file))
    assert "no rate in it is new" in again.out + again.err
    found = json.loads(cli("debt", "rate", "list", "--json").out)
    assert found["rates"][0] == {"day": "2026-03-23", "percent": 15.0, "own": True}
    assert found["known_until"] == "2026-03-25"
