"""The file's schema and the records that map it say the same."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlmodel import SQLModel

import pipeline_tui.domain.records  # noqa: F401 - registers the tables
from pipeline_tui.domain.errors import Conflict, StoreProblem
from pipeline_tui.services.desk import Desk
from pipeline_tui.store.book import Book
from pipeline_tui.store.connection import REVISIONS, revision_of
from tests.conftest import HandClock


def test_every_record_has_its_columns_in_the_file_and_no_others(desk: Desk) -> None:
    for table in SQLModel.metadata.sorted_tables:
        found = {
            row[1]: (row[2], bool(row[3]))
            for row in desk.book.reader.execute(f'PRAGMA table_info("{table.name}")')
        }
        wanted = {
            column.name: (
                "INTEGER" if str(column.type.compile()) == "INTEGER" else "TEXT",
                not column.nullable,
            )
            for column in table.columns
        }
        assert found == wanted, table.name


def test_every_table_of_ours_is_strict(desk: Desk) -> None:
    loose = [
        row[1]
        for row in desk.book.reader.execute("PRAGMA table_list")
        if row[0] == "main" and row[2] == "table" and not row[5]
    ]
    assert loose == ["alembic_version"] or set(loose) <= {
        "alembic_version", "sqlite_schema", "sqlite_sequence",
    }  # fmt: skip


def test_every_foreign_key_a_query_follows_has_an_index(desk: Desk) -> None:
    db = desk.book.reader
    bare = []
    for table in SQLModel.metadata.sorted_tables:
        led = {
            db.execute(f'PRAGMA index_info("{index[1]}")').fetchone()[2]
            for index in db.execute(f'PRAGMA index_list("{table.name}")').fetchall()
        }
        bare += [
            f"{table.name}.{key[3]}"
            for key in db.execute(f'PRAGMA foreign_key_list("{table.name}")').fetchall()
            if key[2] in ("client", "deal", "invoice", "payment", "instalment")
            and key[3] not in led
        ]
    assert set(bare) <= {"promise.invoice_id", "list_mark.client_id"}  # a few rows each


def test_the_file_and_its_folder_are_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "mine.db"
    Book.create(path, HandClock(), "test").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert revision_of(path) == REVISIONS[-1]


def test_a_file_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    path.write_text("a list of mine")
    with pytest.raises(Conflict, match="file_exists"):
        Book.create(path, HandClock(), "test")
    assert path.read_text() == "a list of mine"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "damaged_file"),
        (b"hello, I am a letter", "foreign_file"),
        (b"\x00" * 4096, "damaged_file"),
        (b"SQLite format 3\x00" + b"\x7f" * 4080, "damaged_file"),
    ],
)
def test_what_is_not_our_file_is_refused_and_left_alone(
    tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "odd.db"
    path.write_bytes(content)
    with pytest.raises(StoreProblem) as caught:
        Book.open(path, HandClock(), "test")
    assert caught.value.code == code
    assert path.read_bytes() == content


def test_another_program_s_database_a_folder_and_nothing_are_refused(tmp_path: Path) -> None:
    import sqlite3

    other = tmp_path / "other.db"
    db = sqlite3.connect(other)
    db.execute("CREATE TABLE song (id INTEGER)")
    db.commit()
    db.close()
    before = other.read_bytes()
    for path, code in (
        (other, "foreign_file"), (tmp_path, "file_is_folder"), (tmp_path / "no", "missing_file"),
    ):  # fmt: skip
        with pytest.raises(StoreProblem) as caught:
            Book.open(path, HandClock(), "test")
        assert caught.value.code == code
    assert other.read_bytes() == before
    assert not (tmp_path / "no").exists()


def test_a_file_of_a_later_program_is_refused(desk: Desk) -> None:
    with desk.book.scribble() as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreProblem) as caught:
        revision_of(desk.book.path)
    assert caught.value.code == "newer_file"
