"""Opening the screens: what is said when there is no file, and no terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline_tui.cli.opening import demo_file, open_screens
from pipeline_tui.cli.run import prepare
from pipeline_tui.domain.errors import Refused, StoreProblem
from tests.conftest import HandClock, Said


def test_without_a_terminal_it_says_so_and_fails(cli: Callable[..., Said]) -> None:
    said = cli()
    assert said.code == 1
    assert "terminal" in said.err
    assert said.out == ""


def test_a_lost_file_whose_backups_are_there_is_not_begun_anew(
    cli: Callable[..., Said], tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("client", "add", "Acorn").code == 0
    assert cli("backup").code == 0
    path = tmp_path / "pipeline.db"
    for each in tmp_path.glob("pipeline.db*"):
        each.unlink()
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    call = prepare({"HOME": str(tmp_path), "PIPELINE_TUI_DB": str(path)}, clock)
    asked: list[object] = []
    opened: list[Path] = []
    monkeypatch.setattr(
        "pipeline_tui.tui.rescue.rescue",
        lambda *told: asked.append(told[2].path.name) is None and len(asked) > 1,
    )
    monkeypatch.setattr(
        "pipeline_tui.tui.app.run", lambda desk, **_: opened.append(desk.book.path) or 0
    )
    with pytest.raises(StoreProblem) as caught:
        open_screens(call)
    assert caught.value.code == "missing_file_backups"
    assert not path.exists()
    assert (open_screens(call), opened) == (0, [path])
    assert len(set(asked)) == 1
    assert cli("client", "list").out.count("Acorn") == 1


def test_the_demo_is_a_file_of_its_own(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "mine.db"
    call = prepare({"HOME": str(tmp_path), "PIPELINE_TUI_DB": str(path)}, clock)
    made = demo_file(call)
    assert made.exists()
    assert made != path
    assert not path.exists()
    with pytest.raises(Refused):
        open_screens(call)


def test_without_a_database_every_verb_says_how_to_begin(
    cli: Callable[..., Said], tmp_path: Path
) -> None:
    said = cli("--db", str(tmp_path / "none.db"), "client", "list")
    assert said.code == 1
    for way in ("pipeline-tui begins one", "pipeline-tui import FILE", "pipeline-tui demo"):
        assert way in said.err


def test_a_lost_file_is_named_with_its_backup_by_every_verb(
    cli: Callable[..., Said], tmp_path: Path
) -> None:
    assert cli("backup").code == 0
    for each in tmp_path.glob("pipeline.db*"):
        each.unlink()
    sheet = tmp_path / "clients.csv"
    sheet.write_text("Client,City\nAcorn,Leeds\n")
    for verb in (
        ("client", "list"),
        ("doctor",),
        ("import", str(sheet)),
        ("import", str(sheet), "--yes"),
    ):
        said = cli(*verb)
        assert said.code == 1
        assert "pipeline-tui restore" in said.err, verb
    assert not (tmp_path / "pipeline.db").exists()
