"""`export` as the shell calls it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from pipeline_tui.services.desk import Desk
from tests.conftest import Said

Cli = Callable[..., Said]


def test_a_table_and_a_folder(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    desk.clients.add({"name": "Acorn", "city": "Perm"})
    said = cli("export", "clients", str(tmp_path / "c.csv"))
    assert (said.code, said.out) == (0, f"{tmp_path / 'c.csv'}: clients, 1 row\n")
    found = json.loads(
        cli("export", "all", str(tmp_path / "out"), "--format", "json", "--json").out
    )
    assert [each["kind"] for each in found][:2] == ["clients", "contacts"]
    rows = json.loads((tmp_path / "out" / "clients.json").read_text())
    assert (rows[0]["name"], rows[0]["city"]) == ("Acorn", "Perm")


def test_nothing_is_written_over(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("mine")
    assert cli("export", "clients", str(path)).code == 4
    assert path.read_text() == "mine"
    assert cli("export", "clients", str(path), "--force").code == 0
    assert path.read_text("utf-8-sig").startswith("Client ID,Client name")


def test_wrong_kinds_and_endings(cli: Cli, tmp_path: Path) -> None:
    said = cli("export", "ships", str(tmp_path / "c.csv"))
    assert (said.code, "“ships”" in said.err) == (2, True)
    assert cli("export", "clients", str(tmp_path / "c.doc")).code == 2
    assert cli("export", "all", str(tmp_path / "o"), "--format", "doc").code == 2
    assert not (tmp_path / "o").exists()
