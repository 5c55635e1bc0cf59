"""Files of older revisions brought up to date, with the next one that there will be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import StoreProblem
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import book, connection, migrations
from pipeline_tui.store.book import Book
from tests.conftest import HandClock, open_desk
from tests.torture import next_revision
from tests.torture.bench import wrong_with


@pytest.fixture
def _newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A program that knows one revision more."""
    for holder, name in ((migrations, "HERE"), (connection, "REVISIONS"), (book, "REVISIONS")):
        monkeypatch.setattr(holder, name, getattr(holder, name))
    next_revision.install(tmp_path / "scripts")
    yield


def test_an_upgraded_file_has_its_log_whole_and_can_still_be_undone(
    desk: Desk, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = desk.clients.add({"name": "Acorn"})
    desk.clients.edit(number, {"name": "Birch"})
    desk.close()
    for holder, name in ((migrations, "HERE"), (connection, "REVISIONS"), (book, "REVISIONS")):
        monkeypatch.setattr(holder, name, getattr(holder, name))
    next_revision.install(tmp_path / "scripts")
    with open_desk(desk.book.path, clock) as opened:
        read = "SELECT name, nickname FROM client"
        assert opened.book.reader.execute(read).fetchall() == [("Birch", "Birch")]
        assert opened.history.undo().action == "client.edit"
        assert opened.book.reader.execute(read).fetchall() == [("Acorn", "Birch")]
        assert opened.history.broken() == []
    assert wrong_with(desk.book.path) == []


@pytest.mark.usefixtures("_newer")
def test_every_revision_there_was_can_be_upgraded(tmp_path: Path, clock: HandClock) -> None:
    for revision in connection.REVISIONS[:-1]:
        path = tmp_path / f"{revision}.db"
        Book.blank(path, clock, "test", revision).close()
        Book.open(path, clock, "test").close()
        assert connection.revision_of(path) == next_revision.NAME
        assert wrong_with(path) == []


def test_a_newer_file_is_refused_and_not_touched(
    tmp_path: Path, clock: HandClock, desk: Desk
) -> None:
    path = desk.book.path
    desk.close()
    with Book.open(path, clock, "test") as opened, opened.scribble() as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(StoreProblem, match="newer_file"):
        Book.open(path, clock, "test")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
