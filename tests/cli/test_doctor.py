"""`doctor` as the shell calls it, on files good and bad."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said

Cli = Callable[..., Said]


def test_a_good_file(desk: Desk, cli: Cli) -> None:
    said = cli("doctor")
    assert said.code == 0
    assert "✓ database: " in said.out
    assert "✓ log of changes: whole" in said.out
    assert "✗ backups: none yet" in said.out
    assert "    → pipeline-tui backup makes one" in said.out
    assert all(
        each["ok"] for each in json.loads(cli("doctor", "--json").out) if each["check"] != "backups"
    )


def test_what_is_wrong_and_what_to_do(desk: Desk, cli: Cli) -> None:
    desk.clients.add({"name": "Acorn"})
    desk.book.path.chmod(0o644)
    said = cli("doctor")
    assert said.code == 1
    assert "✗ permissions: others may read" in said.out
    assert "doctor --fix makes them yours alone" in said.out
    said = cli("doctor", "--fix")
    assert (said.code, "Put right: permissions" in said.out) == (0, True)


def test_records_that_came_past_the_log(desk: Desk, cli: Cli) -> None:
    client = desk.clients.add({"name": "Acorn"})
    assert "✓ records that the log does not know: none" in cli("doctor").out
    with closing(sqlite3.connect(desk.book.path)) as db, db:
        db.execute("INSERT INTO tag (id, client_id, name) VALUES (4711, ?, 'by hand')", (client,))
    said = cli("doctor")
    assert said.code == 1
    assert "✗ records that the log does not know: 1 (tag 4711)" in said.out
    assert "    → something else has put them into the file: look them over" in said.out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hello, world", "another program"),
        (b"\x00" * 4096, "damaged"),
        (b"SQLite format 3\x00 and then nothing of it", "damaged"),
    ],
)
def test_a_file_that_is_not_ours(cli: Cli, tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "odd.db"
    path.write_bytes(content)
    said = cli("--db", str(path), "doctor")
    assert said.code == 1
    assert "✗ database: cannot be used" in said.out
    assert words in said.out
    assert path.read_bytes() == content


def test_a_newer_file_is_left_as_it_is(desk: Desk, cli: Cli, tmp_path: Path) -> None:
    newer = tmp_path / "newer.db"
    desk.keeping.backup(newer)
    db = sqlite3.connect(newer)
    db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.commit()
    db.close()
    before = hashlib.sha256(newer.read_bytes()).digest()
    said = cli("--db", str(newer), "doctor")
    assert (said.code, "update the program" in said.out) == (1, True)
    assert hashlib.sha256(newer.read_bytes()).digest() == before


def test_no_file(cli: Cli, tmp_path: Path) -> None:
    said = cli("--db", str(tmp_path / "none.db"), "doctor")
    assert (said.code, "pipeline-tui import FILE" in said.out) == (1, True)
    assert not (tmp_path / "none.db").exists()


def test_slips_in_the_settings_are_named_with_what_was_meant(
    desk: Desk, cli: Cli, tmp_path: Path
) -> None:
    settings = tmp_path / "my.toml"
    settings.write_text(
        'theme = "pipeline-drak"\n[keys]\nundoo = "z"\nundo = "ctrl+nosuch"\ncall = "f5, ctrl+x"\n'
    )
    said = cli("doctor", PIPELINE_TUI_CONFIG=str(settings))
    assert said.code == 0
    assert f"✗ settings: {settings}, 3 without effect" in said.out
    for told in (
        "There is no theme “pipeline-drak”, pipeline-dark is used; did you mean pipeline-dark?",
        "There is no action “undoo” to give a key; did you mean undo?",
        "There is no key “ctrl+nosuch” for undo; write it like z, f5 or ctrl+z",
    ):
        assert told in said.out
    settings.write_text('theme = "nord"\n[keys]\nundo = "z, ctrl+z, question_mark, +"\n')
    assert f"✓ settings: {settings}" in cli("doctor", PIPELINE_TUI_CONFIG=str(settings)).out
