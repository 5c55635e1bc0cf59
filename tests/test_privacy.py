"""What leaves the machine, and who can read what lies on it: nothing, and nobody else."""

from __future__ import annotations

import os
import shutil
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui.config import log_file
from pipeline_tui.services import failures
from tests.conftest import NOW, HandClock, open_desk
from tests.walking import WIRE


def test_the_wire_hears_who_does() -> None:
    """The walks of tests/tui/test_hostile.py over all screens and verbs hold that nobody does."""
    with WIRE.tapped() as heard, socket.socket() as one, pytest.raises(OSError, match=r"."):
        one.connect(("127.0.0.1", 1))
    assert any("socket.connect" in what for what in heard)


def open_to_others(folder: Path) -> list[str]:
    """What below a folder others may read, write or enter."""
    return [
        f"{path.relative_to(folder)} {stat.S_IMODE(path.lstat().st_mode):o}"
        for path in sorted(folder.rglob("*"))
        if not path.is_symlink() and path.lstat().st_mode & 0o077
    ]


@pytest.fixture
def open_mask() -> Iterator[None]:
    """The mask of a system that hides nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_mask")
def test_every_file_and_folder_is_the_users_alone(
    tmp_path: Path, _demo_file: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """With the mask 000, and while the file is open: the database and what lies beside it, backups,
    exports, rejects, reports of failures."""
    from pipeline_tui.cli.main import run

    home = tmp_path / "home"
    out = home / "out"
    out.mkdir(parents=True, mode=0o700)
    home.chmod(0o700)
    monkeypatch.chdir(out)
    db = home / ".local/share/pipeline-tui/pipeline.db"
    (out / "in.csv").write_text("Name,INN\nAcorn,1\nBirch,7707083893\n")
    (out / "in.csv").chmod(0o600)
    env = {"HOME": str(home), "LANG": "en_US.UTF-8"}

    def call(*words: str) -> None:
        assert run(words, env, HandClock()) in (0, 1), (words, capsys.readouterr().err)

    call("import", "in.csv", "--yes")
    shutil.copy(_demo_file, db)
    db.chmod(0o600)
    with open_desk(db, HandClock()) as desk:
        desk.memos.keep("draft:client:new", {"name": "Birch"})
        desk.clients.add({"name": "Cedar"})
        assert {one.name for one in db.parent.iterdir()} > {"pipeline.db-wal", "pipeline.db-shm"}
        assert open_to_others(home) == []
    call("backup")
    call("backup", "copy.db")
    for name in ("clients.csv", "clients.xlsx", "clients.json", "people.vcf"):
        call("export", "clients", name)
    call("export", "steps", "steps.ics")
    call("export", "all", "folder")
    call("export", "all", "all.zip")
    call("import", "in.csv", "--yes", "--rejects", "rejects.csv")
    call("doctor")
    failures.note(log_file(env), "report")
    failures.save(log_file(env).parent, "report", NOW)
    found = {one.name for one in home.rglob("*")}
    assert found > {"copy.db", "clients.csv", "clients.xlsx", "clients.json", "all.zip", "backups"}
    assert open_to_others(home) == []
