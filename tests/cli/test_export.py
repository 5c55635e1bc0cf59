"""`export` as the shell calls it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

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


def test_a_filter_a_view_and_a_format_without_a_file_name(
    desk: Desk, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    desk.clients.add({"name": "Acorn", "status": "active"}, phones=["+7 912 345-67-89"])
    desk.clients.add({"name": "Birch"}, phones=["+7 912 345-67-80"])
    said = cli("export", "clients", "--filter", "status:active", "--format", "vcard")
    assert (said.code, said.out) == (0, "clients-2026-03-11.vcf: clients, 1 row\n")
    assert "FN:Acorn" in (tmp_path / "clients-2026-03-11.vcf").read_text()
    assert (
        cli("export", "clients", "--view", "Leads").out
        == "clients-2026-03-11.csv: clients, 1 row\n"
    )
    with desk.book.write("view.save") as unit:
        unit.db.execute(
            "INSERT INTO saved_view (code, name, query, sort, descending, columns, position)"
            " VALUES ('', 'My own', 'acorn', 'name', 0, '', 99)"
        )
    assert cli("export", "steps", "s.ics", "--view", "my own").code == 0
    said = cli("export", "clients", "--view", "Nobody")
    assert (said.code, "Leads" in said.err) == (3, True)
    assert cli("export", "deals", "--format", "vcard").code == 2
    assert cli("export", "clients", "--filter", "colour:red").code == 2


def test_the_log_of_exports(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    desk.clients.add({"name": "Acorn"})
    cli("export", "clients", str(tmp_path / "c.csv"), "--filter", "acorn")
    [row] = json.loads(cli("export", "log", "--json").out)
    assert row == {
        "id": 1, "made_at": "2026-03-11T07:20:00Z", "kind": "clients", "format": "csv", "rows": 1,
        "filter": "acorn", "file": "c.csv", "actor": "cli",
    }  # fmt: skip
    assert "clients\t1\tacorn\tc.csv" in cli("export", "log").out
    assert "written out: clients, c.csv; rows: 1" in cli("log").out


def test_the_whole_base_goes_into_an_archive_and_comes_back(
    desk: Desk, cli: Cli, tmp_path: Path
) -> None:
    desk.clients.add({"name": "Acorn"})
    archive = tmp_path / "all.zip"
    said = cli("export", "all", str(archive), "--format", "archive")
    assert (said.code, said.out.startswith(f"{archive}: the whole base, ")) == (0, True)
    assert cli("export", "all", str(archive)).code == 4
    assert cli("export", "all", str(tmp_path / "b.zip"), "--filter", "debt").code == 2
    said = cli("--db", str(tmp_path / "new.db"), "restore", str(archive))
    assert said.code == 0
    assert cli("--db", str(tmp_path / "new.db"), "client", "search", "Acorn").code == 0
    assert cli("restore", str(archive)).code == 1  # over a file: only when told so
    desk.clients.add({"name": "Birch"})
    assert cli("restore", str(archive), "--yes").code == 0
    assert cli("client", "search", "Birch").code == 3
