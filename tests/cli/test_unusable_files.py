"""A database that cannot be used: every verb says what is the matter and which backup comes back, the file
stays as it is, and that backup does come back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from pipeline_tui.cli.opening import open_screens
from pipeline_tui.cli.run import UNUSABLE, prepare
from pipeline_tui.domain.errors import StoreProblem
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, Said
from tests.store.test_journal import dump

Cli = Callable[..., Said]


def _text(path: Path) -> None:
    path.write_text("Клиенты: Ромашка, Лютик\n" * 50)


def _zeros(path: Path) -> None:
    path.write_bytes(b"\x00" * path.stat().st_size)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _last_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def _pages(path: Path) -> None:
    """Noise over the second half of the pages: the header is whole, and so is the schema's first page."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 4096 // 2 * 4096
    content[middle:] = Random(7).randbytes(len(content) - middle)
    path.write_bytes(content)


def _first_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:4096] = Random(7).randbytes(4096 - 100)
    path.write_bytes(content)


def _another_programs(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA application_id = 252006")
    db.close()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("x")


def _dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent / "stick" / "p.db")


def _missing(path: Path) -> None:
    path.unlink()


DAMAGES = (
    _text,
    _zeros,
    _empty,
    _half,
    _last_page,
    _pages,
    _first_page,
    _another_programs,
    _folder,
    _dangling,
    _missing,
)


def _look(path: Path) -> object:
    """What a name leads to, to be compared."""
    if path.is_symlink():
        return path.readlink()
    if path.is_dir():
        return sorted((each.name, each.read_bytes()) for each in path.iterdir())
    return hashlib.sha256(path.read_bytes()).digest() if path.exists() else None


@pytest.mark.parametrize("damage", DAMAGES)
def test_it_is_said_with_the_way_back_and_left_as_it_is(
    demo_desk: Desk, cli: Cli, damage: Callable[[Path], None]
) -> None:
    path = demo_desk.book.path
    before = dump(path)
    good = demo_desk.keeping.backup().path
    demo_desk.close()
    broken = path.parent / "backups" / "demo-20260312T000000Z.db"
    broken.write_bytes(b"SQLite format 3\x00 and no more")  # newer, and no good
    damage(path)
    left = _look(path)
    way = f"restore {good.name}"
    for verb in (("client", "list"), ("client", "add", "Acorn"), ("debt", "aging"), ("backup",)):
        said = cli("--db", str(path), *verb)
        assert (said.code, said.out, said.err.count("\n")) == (1, "", 1), (verb, said)
        assert way in said.err, verb
        assert _look(path) == left, verb
    said = cli("--db", str(path), "doctor")
    assert said.code == 1
    assert way in said.out + said.err
    assert _look(path) == left
    said = cli("--db", str(path), "restore", good.name, "--yes", "--json")
    assert said.code == 0, said.err
    assert dump(path) == before
    saved = json.loads(said.out)["saved"]
    if damage not in (_missing,):
        assert _look(Path(saved)) == left


@pytest.mark.parametrize("damage", [one for one in DAMAGES if one is not _pages])
def test_the_screens_offer_the_backup(
    demo_desk: Desk,
    tmp_path: Path,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Path], None],
) -> None:
    path = demo_desk.book.path
    good = demo_desk.keeping.backup().path
    demo_desk.close()
    damage(path)
    left = _look(path)
    offered: list[Path] = []

    def no(_path: Path, found: StoreProblem, backup: object, *_: object) -> bool:
        assert found.code in UNUSABLE
        offered.append(backup.path)  # type: ignore[attr-defined]
        return False

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("pipeline_tui.tui.rescue.rescue", no)
    monkeypatch.setattr("pipeline_tui.tui.app.run", lambda *_, **__: pytest.fail("opened"))
    monkeypatch.setattr("pipeline_tui.tui.welcome.welcome", lambda *_, **__: pytest.fail("fresh"))
    call = prepare({"HOME": str(tmp_path), "PIPELINE_TUI_DB": str(path)}, clock)
    with pytest.raises(StoreProblem):
        open_screens(call)
    assert offered == [good]
    assert _look(path) == left


def test_a_name_that_no_file_can_bear_is_said_in_a_sentence(cli: Cli, tmp_path: Path) -> None:
    said = cli("--db", str(tmp_path / ("x" * 300)), "today")
    assert said.code != 0
    assert "cannot be written" in said.err
    assert "Error" not in said.err
