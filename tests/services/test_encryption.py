"""Encryption at rest: nothing readable is left, no key and a wrong key change nothing, and work goes on."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Invalid, Problem, StoreProblem
from pipeline_tui.services import checkup, encryption, keeping
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import dumping
from pipeline_tui.store.connection import connect
from pipeline_tui.tui.unlocking import UnlockApp
from tests.conftest import NOW, HandClock, Said, open_desk

pytest.importorskip("sqlcipher3", reason="the extra “crypto” is not installed")

Cli = Callable[..., Said]
PHRASE, OTHER = "correct horse battery", "столь же длинная фраза"
NAME = "Зимородок и партнёры"
FORMS = tuple(
    text.encode(code) for text in (NAME, "зимородок") for code in ("utf-8", "utf-16-le", "cp1251")
)


@pytest.fixture(autouse=True)
def _locked() -> Iterator[None]:
    encryption.lock()
    yield
    encryption.lock()


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a file, encrypted or not."""
    with closing(connect(path, read_only=True)) as db:
        return {name: [tuple(row) for row in rows] for name, _c, rows in dumping.contents(db)}


def found_in(folder: Path) -> list[str]:
    """Files that hold the name in any form."""
    return [
        path.name for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in FORMS)
    ]  # fmt: skip


def digest(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).digest()
        for path in folder.rglob("*") if path.is_file()
    }  # fmt: skip


@pytest.fixture
def folder(demo_desk: Desk) -> Path:
    """A folder with a file that holds the name, and a backup of it."""
    demo_desk.clients.add({"name": NAME, "notes": f"О {NAME}"})
    demo_desk.keeping.backup()
    demo_desk.close()
    return demo_desk.book.path.parent


def test_a_name_is_nowhere_to_be_read_while_work_goes_on(folder: Path) -> None:
    path = folder / "demo.db"
    before = everything(path)
    assert set(found_in(folder)) == {"demo.db", "demo-20260311T072000Z.db"}
    assert encryption.change(path, PHRASE, NOW) == []
    assert everything(path) == before
    assert found_in(folder) == []
    with open_desk(path, HandClock()) as desk:
        desk.clients.add({"name": f"{NAME} 2"})
        desk.keeping.backup()
        assert (folder / "demo.db-wal").stat().st_size > 0
        assert found_in(folder) == [], "database, log and backups while it is open"
        assert len(desk.lists.find("зимородок", 5)) == 2
        desk.history.undo()
        assert len(desk.lists.find("зимородок", 5)) == 1
    assert found_in(folder) == []
    assert not [each for each in checkup.check(path, NOW) if not each.ok]


def test_without_the_key_and_with_a_wrong_one_nothing_changes(folder: Path, cli: Cli) -> None:
    path = folder / "demo.db"
    encryption.change(path, PHRASE, NOW)
    encryption.lock()
    before = digest(folder)
    for verb in (("client", "list"), ("client", "add", "Acorn"), ("backup",), ("doctor",)):
        said = cli("--db", str(path), *verb)
        assert (said.code, "the database is encrypted" in said.err + said.out) == (1, True), verb
        said = cli("--db", str(path), *verb, PIPELINE_TUI_PASSPHRASE="wrong wrong")
        assert (said.code, "this is not the passphrase" in said.err + said.out) == (1, True), verb
    assert digest(folder) == before
    said = cli("--db", str(path), "client", "list", PIPELINE_TUI_PASSPHRASE=PHRASE)
    assert (said.code, said.err.count("passphrase")) == (0, 0)


def test_on_change_and_off_from_the_shell_give_the_same_records(folder: Path, cli: Cli) -> None:
    path, key = folder / "demo.db", folder.parent / "key"
    before = everything(path)
    key.write_text(f"{PHRASE}\nnot this\n")
    db = ("--db", str(path))
    assert cli(*db, "encryption", "on", "--new-key-file", str(key)).code == 0
    encryption.lock()
    assert json.loads(cli(*db, "encryption", "status", "--json").out) == {"encrypted": True}
    with_key = (*db, "--key-file", str(key))
    said = cli(*with_key, "encryption", "change", PIPELINE_TUI_NEW_PASSPHRASE=OTHER)
    assert said.code == 0
    encryption.lock()
    assert cli(*with_key, "client", "list").code == 1
    encryption.lock()
    [backup] = keeping.backups_of(path)
    said = cli(*db, "restore", backup.path.name, "--yes", PIPELINE_TUI_PASSPHRASE=OTHER)
    assert said.code == 0, said.err
    encryption.lock()
    assert cli(*db, "encryption", "off", PIPELINE_TUI_PASSPHRASE=OTHER).code == 0
    encryption.lock()
    assert everything(path) == before
    assert json.loads(cli(*db, "encryption", "status", "--json").out) == {"encrypted": False}
    for each in keeping.backups_of(path):
        assert everything(each.path) == before


@pytest.mark.parametrize("plain_backup", [True, False])
def test_a_backup_comes_back_across_the_switch(
    folder: Path, tmp_path: Path, plain_backup: bool
) -> None:
    path, aside = folder / "demo.db", tmp_path / "aside.db"
    before = everything(path)
    if not plain_backup:
        encryption.change(path, PHRASE, NOW)
    with open_desk(path, HandClock()) as desk:
        desk.keeping.backup(aside)
        desk.clients.add({"name": "Later"})
    encryption.change(path, PHRASE if plain_backup else None, NOW)
    encryption.lock()
    if plain_backup:
        encryption.unlock(path, PHRASE)
    else:
        encryption.unlock(aside, PHRASE)
    done = keeping.restore(path, aside, NOW)
    assert everything(path) == before
    assert done.backup == aside
    assert encryption.is_encrypted(path) is plain_backup
    if plain_backup:
        assert found_in(folder) == [aside.name], "what came back is encrypted"


def test_another_program_that_has_the_file_open_stops_the_switch(folder: Path) -> None:
    path = folder / "demo.db"
    before = everything(path)
    script = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]);"
        "db.execute('SELECT count(*) FROM client').fetchone(); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreProblem, match="busy"):
            encryption.change(path, PHRASE, NOW)
        other.communicate(timeout=20)
    assert everything(path) == before
    with keeping.hold(path, NOW), pytest.raises(StoreProblem, match="already_open"):
        encryption.change(path, PHRASE, NOW)
    assert not encryption.is_encrypted(path)


def test_a_short_passphrase_is_refused(folder: Path) -> None:
    with pytest.raises(Invalid, match="passphrase_short"):
        encryption.change(folder / "demo.db", "1234567", NOW)


def test_the_passphrase_is_in_no_message(folder: Path, cli: Cli) -> None:
    path = folder / "demo.db"
    encryption.change(path, PHRASE, NOW)
    encryption.lock()
    told: list[str] = []
    for verb in (("client", "list"), ("doctor", "--json"), ("encryption", "status"), ("log",)):
        said = cli("--db", str(path), *verb, PIPELINE_TUI_PASSPHRASE=PHRASE)
        told += [said.out, said.err]
    assert PHRASE not in "".join(told)
    try:
        encryption.unlock(path, OTHER)
    except Problem as found:
        assert OTHER not in str(found)


async def test_the_passphrase_is_asked_on_the_screen_without_showing_it(folder: Path) -> None:
    path = folder / "demo.db"
    encryption.change(path, PHRASE, NOW)
    encryption.lock()
    app = UnlockApp(path, "no such theme", lambda text: encryption.unlock(path, text))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"wrong", "enter")
        await pilot.pause(0.5)
        assert app.is_running
        await pilot.press(*"correct", "space", *"horse", "space", *"battery")
        await pilot.pause()
        shown = "\n".join(
            "".join(part.text for part in line) for line in app.screen._compositor.render_strips()
        )
        assert "This is not the passphrase" in shown
        assert "horse" not in shown
        await pilot.press("enter")
        await pilot.pause(0.5)
    assert app.return_value is True


# -- a single copy that is taken elsewhere


def test_an_encrypted_copy_is_made_read_nowhere_and_brought_back(
    folder: Path, cli: Cli, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path, away = folder / "demo.db", tmp_path_factory.mktemp("away")
    before, copy, db = everything(path), away / "copy.age", ("--db", str(path))
    with_key = {"PIPELINE_TUI_COPY_PASSPHRASE": PHRASE}
    said = cli(*db, "backup", str(copy), "--encrypt", **with_key)
    assert (said.code, said.out) == (0, f"{copy}\n"), said.err
    assert copy.read_bytes().startswith(b"age-encryption.org/v1\n"), "any age program opens it"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert found_in(away) == []
    assert not [each for each in folder.rglob(".*") if "unsealed" in each.name]
    assert cli(*db, "client", "add", "Later").code == 0
    left = digest(folder)
    for wrong in ({"PIPELINE_TUI_COPY_PASSPHRASE": "wrong wrong"}, {}):
        said = cli(*db, "restore", str(copy), "--yes", **wrong)
        assert (said.code, said.err.count("passphrase")) == (1, 1), wrong
    damaged = away / "damaged.age"
    damaged.write_bytes(copy.read_bytes()[:-100])
    said = cli(*db, "restore", str(damaged), "--yes", **with_key)
    assert (said.code, "damaged" in said.err) == (1, True)
    assert digest(folder) == left
    said = cli(*db, "restore", str(copy), "--dry-run", **with_key)
    assert (said.code, "Client: 1 would go" in said.out) == (0, True)
    said = cli(*db, "restore", str(copy), "--yes", "--json", **with_key)
    assert json.loads(said.out)["backup"] == str(copy)
    assert everything(path) == before
    elsewhere = away / "home" / "new.db"
    assert cli("--db", str(elsewhere), "restore", str(copy), "--yes", **with_key).code == 0
    assert everything(elsewhere) == before


def test_what_a_kill_left_of_a_restore_goes_with_the_next_backup(
    folder: Path, cli: Cli, tmp_path: Path
) -> None:
    path, copy = folder / "demo.db", tmp_path / "copy.age"
    with_key = {"PIPELINE_TUI_COPY_PASSPHRASE": PHRASE}
    assert cli("--db", str(path), "backup", str(copy), "--encrypt", **with_key).code == 0
    killed = os.fork()
    if not killed:
        with encryption.unsealed(copy, path, PHRASE, NOW):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(killed, 0)
    (left,) = (folder / "backups").glob(".*.unsealed")
    assert left.stat().st_mode & 0o777 == 0o600
    with encryption.unsealed(copy, path, PHRASE, NOW) as used:
        assert cli("--db", str(path), "backup").code == 0
        assert used.exists(), "one that is still used stays"
    left.write_bytes(b"as a kill leaves it")
    assert cli("--db", str(path), "backup").code == 0
    assert not list((folder / "backups").glob(".*"))


def test_an_encrypted_copy_needs_a_name_and_takes_no_other_files_place(
    folder: Path, cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "mine.age").write_text("mine")
    db = ("--db", str(folder / "demo.db"))
    with_key = {"PIPELINE_TUI_COPY_PASSPHRASE": PHRASE}
    assert cli(*db, "backup", "--encrypt", **with_key).code == 2
    assert cli(*db, "backup", str(tmp_path / "mine.age"), "--encrypt", **with_key).code == 4
    assert (tmp_path / "mine.age").read_text() == "mine"
    short = {"PIPELINE_TUI_COPY_PASSPHRASE": "short"}
    assert cli(*db, "backup", str(tmp_path / "x.age"), "--encrypt", **short).code == 2
    assert not (tmp_path / "x.age").exists()


def test_without_the_extra_it_says_how_to_get_it(
    folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    monkeypatch.setitem(sys.modules, "pyrage", None)
    db, phrase = ("--db", str(folder / "demo.db")), {"PIPELINE_TUI_COPY_PASSPHRASE": PHRASE}
    for verb in (("encryption", "on"), ("backup", str(folder / "x.age"), "--encrypt")):
        said = cli(*db, *verb, PIPELINE_TUI_NEW_PASSPHRASE=PHRASE, **phrase)
        assert (said.code, "pip install 'pipeline-tui[crypto]'" in said.err) == (1, True)
