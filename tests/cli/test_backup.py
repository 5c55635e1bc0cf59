"""`backup`, `restore` as the shell calls them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.store.test_journal import dump

Cli = Callable[..., Said]


def test_backup_says_where_it_is(desk: Desk, cli: Cli) -> None:
    said = cli("backup")
    path = Path(said.out.strip())
    assert (said.code, dump(path)) == (0, dump(desk.book.path))
    listed = cli("backup", "--list").out.splitlines()
    assert listed[0] == "Backup\tMade\tSize\tWhy"
    assert listed[1].startswith(f"{path.name}\ttoday 10:20\t")
    assert json.loads(cli("backup", "--list", "--json").out)[0]["path"] == str(path)


def test_restore_by_name_alone(desk: Desk, cli: Cli) -> None:
    before = dump(desk.book.path)
    name = Path(cli("backup").out.strip()).name
    desk.clients.add({"name": "Acorn"})
    said = cli("restore", name)
    assert (said.code, said.out) == (1, "")
    assert "Client: 1 would go\n" in said.err
    assert "they would be lost (1):\n  today 10:20  new client Acorn\n" in said.err
    assert said.err.endswith("Nothing has been changed; --yes restores it.\n")
    said = cli("restore", name, "--yes")
    assert said.code == 0
    assert "What\tBefore\tAfter\tgoes\tcomes back\tchanges\nclient\t1\t0\t1\t\t\n" in said.out
    assert "What was there before is in" in said.out
    assert dump(desk.book.path) == before


def test_restore_of_no_backup(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    before = dump(desk.book.path)
    assert cli("restore", "nothing.db", "--yes").code == 3
    (tmp_path / "text.db").write_text("hello")
    said = cli("restore", str(tmp_path / "text.db"), "--yes")
    assert (said.code, "another program" in said.err) == (1, True)
    assert dump(desk.book.path) == before


def test_no_backups_yet(cli: Cli) -> None:
    said = cli("backup", "--list")
    assert (said.code, "no backups yet" in said.err) == (0, True)


def test_a_backup_that_is_not_there_is_not_found(desk: Desk, cli: Cli) -> None:
    for more in ((), ("--yes",)):
        said = cli("restore", "nofile.db", *more)
        assert (said.code, said.err) == (
            3, "There is no backup “nofile.db”; pipeline-tui backup --list shows them\n",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "code"), [("да\n", 0), ("Y\n", 0), ("нет\n", 1), ("\n", 1), ("", 1)]
)
def test_the_question_is_asked_and_answered_in_the_language_spoken(
    desk: Desk, cli: Cli, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    name = Path(cli("backup").out.strip()).name
    typed = io.StringIO(answer)
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", typed)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    said = cli("restore", name, PIPELINE_TUI_LANG="ru")
    assert said.code == code
    assert "[д/Н] " in said.err
