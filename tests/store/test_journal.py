"""Laws of undo, redo and the audit log, over every table there is."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Conflict, Refused
from pipeline_tui.domain.records import (
    Allocation,
    Client,
    ClientDraft,
    Instalment,
    Invoice,
    Payment,
)  # fmt: skip
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import checking, journal


def dump(path: Path) -> list[str]:
    """The whole file as text, without the logs, memos and counters."""
    db = sqlite3.connect(path)
    apart = {"audit_entry", "row_change", "undo_step", "memo", "sqlite_sequence", "alembic_version"}
    tables = {
        row[1]
        for row in db.execute("PRAGMA table_list")
        if row[0] == "main" and row[2] == "table" and row[1] != "sqlite_schema"
    }
    lines = [
        f"{table}: {row}"
        for table in sorted(tables - apart)
        for row in db.execute(f'SELECT * FROM "{table}" ORDER BY 1')
    ]
    db.close()
    return lines


def add_client(desk: Desk, name: str) -> int:
    with desk.book.write("client.add") as unit:
        client = unit.add(Client.of(ClientDraft(name=name), unit.now))
        unit.about("client", client.id, name=name)
        return client.id or 0


def rename_client(desk: Desk, client_id: int, name: str) -> None:
    with desk.book.write("client.edit") as unit:
        client = unit.get(Client, client_id)
        client.name = client.name_key = name
        unit.session.add(client)


def test_an_undo_takes_back_the_newest_change_and_a_redo_brings_it_back(desk: Desk) -> None:
    before = dump(desk.book.path)
    add_client(desk, "Acorn")
    after = dump(desk.book.path)
    assert desk.history.undo().words == {"name": "Acorn"}
    assert dump(desk.book.path) == before
    assert desk.history.redo().words == {"name": "Acorn"}
    assert dump(desk.book.path) == after


def test_search_follows_an_undo(desk: Desk) -> None:
    add_client(desk, "acorn")
    rename_client(desk, 1, "birch")
    find = "SELECT rowid FROM client_names WHERE client_names MATCH ?"
    assert desk.book.reader.execute(find, ("acorn",)).fetchall() == []
    desk.history.undo()
    assert desk.book.reader.execute(find, ("acorn",)).fetchall() == [(1,)]
    assert desk.book.reader.execute(find, ("birch",)).fetchall() == []


def test_a_redo_of_everything_there_is_brings_back_every_sum(demo_desk: Desk) -> None:
    """One change with an invoice issued and cancelled in it: triggers alone would open it again."""
    path = demo_desk.book.path
    assert sqlite3.connect(path).execute(
        "SELECT count(*) FROM invoice WHERE cancelled_on IS NOT NULL"
    ).fetchone() > (0,)
    before = dump(path)
    demo_desk.history.undo()
    demo_desk.history.redo()
    assert dump(path) == before


def test_a_change_after_an_undo_ends_the_chance_to_redo(desk: Desk) -> None:
    add_client(desk, "Acorn")
    desk.history.undo()
    add_client(desk, "Birch")
    with pytest.raises(Refused, match="nothing_to_redo"):
        desk.history.redo()


def test_nothing_is_left_to_undo_in_a_new_file(desk: Desk) -> None:
    with pytest.raises(Refused, match="nothing_to_undo"):
        desk.history.undo()


def test_an_older_change_is_not_undone_under_a_later_one(desk: Desk) -> None:
    client_id = add_client(desk, "Acorn")
    added = desk.history.entries(limit=1)[0].id
    rename_client(desk, client_id, "Birch")
    before = dump(desk.book.path)
    with pytest.raises(Conflict, match="undo_blocked"):
        desk.history.undo(added)
    assert dump(desk.book.path) == before


def test_a_record_others_hang_on_is_not_undone_from_under_them(desk: Desk) -> None:
    client_id = add_client(desk, "Acorn")
    added = desk.history.entries(limit=1)[0].id
    with desk.book.write("invoice.add") as unit:
        unit.add(
            Invoice(
                client_id=client_id, number="1", issued_on=date(2026, 3, 1), amount_minor=100,
                created_at=unit.now,
            )
        )  # fmt: skip
    before = dump(desk.book.path)
    with pytest.raises(Conflict, match="undo_blocked"):
        desk.history.undo(added)
    assert dump(desk.book.path) == before


def test_balances_follow_allocations_and_their_undo(desk: Desk) -> None:
    client_id = add_client(desk, "Acorn")
    with desk.book.write("invoice.add") as unit:
        invoice = unit.add(
            Invoice(
                client_id=client_id, number="1", issued_on=date(2026, 3, 1), amount_minor=100,
                created_at=unit.now,
            )
        )  # fmt: skip
        unit.add(
            Instalment(
                invoice_id=invoice.id or 0, client_id=client_id, currency="RUB",
                due_on=date(2026, 3, 20), amount_minor=100,
            )
        )  # fmt: skip
    with desk.book.write("payment.add") as unit:
        payment = unit.add(
            Payment(
                client_id=client_id, paid_on=date(2026, 3, 5), amount_minor=70, created_at=unit.now
            )
        )
        unit.add(Allocation(payment_id=payment.id or 0, instalment_id=1, amount_minor=60))
    balances = "SELECT (SELECT open_minor FROM instalment), (SELECT free_minor FROM payment)"
    assert desk.book.reader.execute(balances).fetchone() == (40, 10)
    desk.history.undo()
    assert desk.book.reader.execute(balances).fetchone() == (100, None)
    desk.history.redo()
    assert desk.book.reader.execute(balances).fetchone() == (40, 10)


def test_a_failed_change_leaves_nothing(desk: Desk) -> None:
    before, revision = dump(desk.book.path), desk.history.revision()
    with pytest.raises(ZeroDivisionError), desk.book.write("client.add") as unit:
        unit.add(Client.of(ClientDraft(name="Acorn"), unit.now))
        raise ZeroDivisionError
    assert dump(desk.book.path) == before
    assert desk.history.revision() == revision
    add_client(desk, "Birch")  # and the next change is noted as its own
    assert desk.history.entries(limit=1)[0].words == {"name": "Birch"}


def test_a_change_of_nothing_makes_no_entry(desk: Desk) -> None:
    revision = desk.history.revision()
    with desk.book.write("client.edit"):
        pass
    assert desk.history.revision() == revision


def test_the_log_notices_an_edit_of_an_entry_and_of_a_noted_row(desk: Desk) -> None:
    add_client(desk, "Acorn")
    rename_client(desk, 1, "Birch")
    assert desk.history.broken() == []
    db = sqlite3.connect(desk.book.path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute("UPDATE audit_entry SET actor = 'nobody' WHERE id = 2")
    db.execute("DROP TRIGGER audit_entry_stays")
    db.execute("DROP TRIGGER row_change_stays")
    db.execute("UPDATE audit_entry SET actor = 'nobody' WHERE id = 2")
    db.commit()
    assert desk.history.broken() == [2]
    db.execute("UPDATE audit_entry SET actor = 'test' WHERE id = 2")
    db.execute(
        "UPDATE row_change SET before = replace(before, 'Acorn', 'Alder') WHERE entry_id = 3"
    )
    db.commit()
    db.close()
    assert desk.history.broken() == [2, 3]  # and the entry that wrote that row


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["add", "rename", "tag", "drop"]), st.integers(0, 5)), max_size=25
    )
)
def test_as_many_undos_as_changes_give_an_equal_file(
    tmp_path_factory: pytest.TempPathFactory, _empty_file: Path, steps: list[tuple[str, int]]
) -> None:
    import shutil

    from tests.conftest import HandClock, open_desk

    path = tmp_path_factory.mktemp("walk") / "walk.db"
    shutil.copy(_empty_file, path)
    with open_desk(path, HandClock()) as desk:
        states = [dump(path)]
        for verb, place in steps:
            ids = [row[0] for row in desk.book.reader.execute("SELECT id FROM client ORDER BY id")]
            target = ids[place % len(ids)] if ids else 0
            if verb == "add" or not ids:
                add_client(desk, f"client {place}")
            elif verb == "rename":
                rename_client(desk, target, f"renamed {len(states)}")
            else:
                with desk.book.write(f"client.{verb}") as unit:
                    if verb == "tag":
                        unit.db.execute(
                            "INSERT OR REPLACE INTO tag (client_id, name) VALUES (?, 'vip')",
                            (target,),
                        )
                    else:
                        unit.remove(unit.get(Client, target))
            states.append(dump(path))
        for state in reversed(states[:-1]):
            desk.history.undo()
            assert dump(path) == state
        for state in states[1:]:
            desk.history.redo()
            assert dump(path) == state
        assert journal.broken_entries(desk.book.reader) == []


@pytest.mark.parametrize("record", ["client", "contact", "deal", "activity"])
def test_a_word_that_stays_in_a_note_is_found_after_the_note_was_changed(
    demo_desk: Desk, record: str
) -> None:
    said = "note" if record == "activity" else "notes"
    find = f"SELECT rowid FROM {record}_notes WHERE {record}_notes MATCH ?"
    with demo_desk.book.write("client.edit") as unit:
        (row,) = unit.db.execute(f"SELECT min(id) FROM {record}").fetchone()
        for text in ("aardvark", "aardvark bittern", "", "\n", "bittern aardvark"):
            unit.db.execute(f"UPDATE {record} SET {said} = ? WHERE id = ?", (text, row))
    reader = demo_desk.book.reader
    for word in ("aardvark", "bittern"):
        assert reader.execute(find, (word,)).fetchall() == [(row,)]
    demo_desk.history.undo()
    assert reader.execute(find, ("aardvark",)).fetchall() == []
    with demo_desk.book.rehearse() as db:
        assert checking.search(db) == []
