"""The audit log and the undo log, written in the same transaction as the change itself.

Temporary triggers on the one writing connection note every row before it changes, whoever changes
it: the ORM, a bulk statement, a cascade. An undo puts those rows back, is noted by the same
triggers, and so can itself be taken back: redo is the undo of an undo.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from msgspec import Struct

from pipeline_tui.domain.dates import moment_text, read_moment
from pipeline_tui.domain.errors import Conflict, NotFound
from pipeline_tui.domain.history import EntryRow

_json = json.JSONEncoder(ensure_ascii=False).encode
"""As `json.dumps`, without making an encoder for each of the rows that an import notes."""
_RESTS = {"instalment": "open_minor", "payment": "free_minor"}
"""Table → the column that triggers keep."""
_Columns = dict[str, tuple[str, ...] | None]
_UNTRACKED = frozenset({"audit_entry", "row_change", "undo_step", "memo", "alembic_version"})


def tracked_tables(db: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Every table whose rows can be undone, with its columns."""
    names = sorted(
        row[1]
        for row in db.execute("PRAGMA main.table_list")
        if row[2] == "table" and row[1] not in _UNTRACKED and not row[1].startswith("sqlite_")
    )
    return {name: columns for name in names if (columns := _columns_of(db, name)) is not None}


def _columns_of(db: sqlite3.Connection, table: str) -> tuple[str, ...] | None:
    """The columns of a table whose rows can be undone; none where there is no such table."""
    found = tuple(row[1] for row in db.execute(f'PRAGMA main.table_info("{table}")'))
    return found if found and table not in _UNTRACKED else None


def watch(db: sqlite3.Connection) -> None:
    """Make this connection note every row that it changes while an entry is being recorded."""
    db.execute("CREATE TEMP TABLE IF NOT EXISTS recording (entry_id INTEGER NOT NULL)")
    for table, columns in tracked_tables(db).items():
        image = row_image("OLD", columns)
        _note(db, "INSERT", table, "NEW", "NULL")
        _note(db, "UPDATE", table, "OLD", image)
        _note(db, "DELETE", table, "OLD", image)


def row_image(row: str, columns: Iterable[str]) -> str:
    """SQL for all that a row says, as text."""
    return "json_object({})".format(", ".join(f"'{c}', {row}.\"{c}\"" for c in columns))


def _note(db: sqlite3.Connection, event: str, table: str, row: str, before: str) -> None:
    db.execute(
        f'CREATE TEMP TRIGGER "noted_{event.lower()}_{table}" AFTER {event} ON main."{table}"'
        " WHEN (SELECT entry_id FROM recording) IS NOT NULL BEGIN"
        " INSERT INTO row_change (entry_id, table_name, row_id, before)"
        f" VALUES ((SELECT entry_id FROM recording), '{table}', {row}.id, {before}); END"
    )


class Entry(Struct):
    """An entry being written. `words` fill the sentence that names the action to the user."""

    id: int
    action: str
    actor: str
    made_at: datetime
    words: dict[str, Any]
    subject_kind: str = ""
    subject_id: int | None = None
    undoable: bool = True


def begin_entry(db: sqlite3.Connection, action: str, actor: str, now: datetime) -> Entry:
    """Reserve the next number and start noting rows under it. Inside a writing transaction."""
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM audit_entry").fetchone()
    db.execute("DELETE FROM temp.recording")
    db.execute("INSERT INTO temp.recording VALUES (?)", (last + 1,))
    return Entry(id=last + 1, action=action, actor=actor, made_at=now, words={})


def end_entry(db: sqlite3.Connection, entry: Entry) -> bool:
    """Seal the entry; False, and nothing written, when no row was changed."""
    db.execute("DELETE FROM temp.recording")
    if not db.execute("SELECT 1 FROM row_change WHERE entry_id = ?", (entry.id,)).fetchone():
        return False
    previous = head(db)
    body = (
        entry.id, moment_text(entry.made_at), entry.action, entry.actor, entry.subject_kind,
        entry.subject_id, json.dumps(entry.words, ensure_ascii=False, sort_keys=True), previous,
    )  # fmt: skip
    db.execute(
        "INSERT INTO audit_entry (id, made_at, action, actor, subject_kind, subject_id, words,"
        " previous_hash, entry_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*body, _seal(db, entry.id, body)),
    )
    if entry.undoable:
        db.execute("INSERT INTO undo_step (entry_id, undone_by) VALUES (?, NULL)", (entry.id,))
    return True


def _seal(
    db: sqlite3.Connection, entry_id: int, body: tuple[Any, ...], known: _Columns | None = None
) -> str:
    """SHA-256 over the entry, the hash before it, every row as it was before, and as it was after.
    `known` are the columns of tables, for whoever seals one entry after another.

    What a row was after is what it was before the next change of it, or what it is now: so the seals
    hold the data of today too, and a row that was changed past the log breaks the entry that wrote it.
    """
    import hashlib  # OpenSSL comes with it, which reading does without

    digest = hashlib.sha256(_json(body).encode())
    for (row,) in db.execute(
        "SELECT json_array(table_name, row_id, before) FROM row_change WHERE entry_id = ?"
        " ORDER BY id",
        (entry_id,),
    ):
        digest.update(row.encode())
    for after in _afterwards(db, entry_id, {} if known is None else known):
        digest.update(after.encode())
    return digest.hexdigest()


def _afterwards(db: sqlite3.Connection, entry_id: int, known: _Columns) -> Iterator[str]:
    """Each row that an entry noted, as it was when the entry was written."""
    newest = entry_id >= db.execute("SELECT max(entry_id) FROM row_change").fetchone()[0]
    named = db.execute(
        "SELECT DISTINCT table_name FROM row_change WHERE entry_id = ? ORDER BY 1", (entry_id,)
    ).fetchall()
    for (table,) in named:
        if table not in known:
            known[table] = _columns_of(db, table)
        there = known[table]
        now = "NULL" if there is None else f"iif(held.id IS NULL, NULL, {row_image('held', there)})"
        join = "" if there is None else f' LEFT JOIN main."{table}" held ON held.id = noted.row_id'
        later = (
            "(SELECT coalesce(next.before, 'null') FROM row_change next"
            " WHERE next.table_name = ?2 AND next.row_id = noted.row_id AND next.entry_id > ?1"
            " ORDER BY next.entry_id, next.id LIMIT 1)"
        )
        for after, row_id in db.execute(
            f"SELECT coalesce({'NULL' if newest else later}, {now}, 'null'), noted.row_id"
            " FROM (SELECT DISTINCT row_id FROM row_change WHERE entry_id = ?1 AND table_name = ?2)"
            f" noted{join} ORDER BY noted.row_id",
            (entry_id, table),
        ):
            yield f"{table} {row_id} {after}"


def still(db: sqlite3.Connection, entry: Entry, table: str, row_id: int) -> None:
    """Note no rows from here to the end of the entry, only that it was about this one."""
    db.execute("DELETE FROM temp.recording")
    db.execute(
        "INSERT INTO row_change (entry_id, table_name, row_id, before) VALUES (?, ?, ?, NULL)",
        (entry.id, table, row_id),
    )


@contextmanager
def noting_stretch(db: sqlite3.Connection, table: str, first: int, last: int) -> Iterator[None]:
    """Note the rows that come in here by one statement, not by a trigger for each.

    They must be new rows of these numbers, all of them, that change no other row.
    """
    # A trigger that only finds that nothing is to be noted still costs half of an insert.
    db.execute(f'DROP TRIGGER temp."noted_insert_{table}"')
    yield
    db.execute(
        "INSERT INTO row_change (entry_id, table_name, row_id, before)"
        " SELECT noted.entry_id, ?, new.id, NULL"
        f' FROM temp.recording noted CROSS JOIN main."{table}" new'
        " WHERE new.id BETWEEN ? AND ? ORDER BY new.id",
        (table, first, last),
    )
    _note(db, "INSERT", table, "NEW", "NULL")


def head(db: sqlite3.Connection) -> str:
    """The seal of the newest entry; empty before the first."""
    row = db.execute("SELECT entry_hash FROM audit_entry ORDER BY id DESC LIMIT 1").fetchone()
    return "" if row is None else str(row[0])


def seal_anew(db: sqlite3.Connection, first: int) -> int:
    """Seal this entry and all after it anew, after they were changed by right; answers with how many."""
    (previous,) = db.execute(
        "SELECT coalesce((SELECT entry_hash FROM audit_entry WHERE id < ? ORDER BY id DESC LIMIT 1),"
        " '')",
        (first,),
    ).fetchone()
    count, known = 0, _Columns()
    for body in db.execute(
        "SELECT id, made_at, action, actor, subject_kind, subject_id, words FROM audit_entry"
        " WHERE id >= ? ORDER BY id",
        (first,),
    ).fetchall():
        seal = _seal(db, body[0], (*body, previous), known)
        db.execute(
            "UPDATE audit_entry SET previous_hash = ?, entry_hash = ? WHERE id = ?",
            (previous, seal, body[0]),
        )
        previous = seal
        count += 1
    return count


def broken_entries(db: sqlite3.Connection) -> list[int]:
    """Numbers of entries whose seal or link does not hold; empty when the log is whole."""
    broken: list[int] = []
    previous, known = "", _Columns()
    for *body, entry_hash in db.execute(
        "SELECT id, made_at, action, actor, subject_kind, subject_id, words, previous_hash,"
        " entry_hash FROM audit_entry ORDER BY id"
    ).fetchall():
        if body[7] != previous or _seal(db, body[0], tuple(body), known) != entry_hash:
            broken.append(body[0])
        previous = entry_hash
    return broken


def unnoted(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """(table, number) of rows that no entry wrote: they came past the log."""
    return [
        (table, int(row[0]))
        for table in tracked_tables(db)
        for row in db.execute(
            f'SELECT held.id FROM main."{table}" held WHERE NOT EXISTS (SELECT 1 FROM row_change'
            " WHERE table_name = ? AND row_id = held.id)",
            (table,),
        )
    ]


def revision(db: sqlite3.Connection) -> int:
    """The number of the newest entry; 0 before the first."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM audit_entry").fetchone()[0])


def entries(
    db: sqlite3.Connection,
    *,
    subject: tuple[str, int] | None = None,
    limit: int = 50,
) -> list[EntryRow]:
    """The newest entries, all or those about one record."""
    where, values = ("", ())
    if subject is not None:
        where, values = "WHERE a.subject_kind = ? AND a.subject_id = ?", subject  # type: ignore[assignment]
    return [
        entry_of(row[:7], undone=bool(row[7]))
        for row in db.execute(
            "SELECT a.id, a.made_at, a.action, a.actor, a.subject_kind, a.subject_id, a.words,"
            " u.undone_by IS NOT NULL FROM audit_entry a LEFT JOIN undo_step u ON u.entry_id = a.id"
            f" {where} ORDER BY a.id DESC LIMIT ?",
            (*values, limit),
        )
    ]


def entry_of(row: tuple[Any, ...], *, undone: bool) -> EntryRow:
    """An entry from what its table says: id, made_at, action, actor, subject_kind, subject_id, words."""
    number, made_at, action, actor, subject_kind, subject_id, words = row
    return EntryRow(
        number, read_moment(made_at), action, actor, subject_kind, subject_id, json.loads(words),
        undone=undone,
    )  # fmt: skip


def entry_named(db: sqlite3.Connection, entry_id: int) -> EntryRow:
    """One entry by number; raises NotFound change_unknown."""
    row = db.execute(
        "SELECT id, made_at, action, actor, subject_kind, subject_id, words FROM audit_entry"
        " WHERE id = ?",
        (entry_id,),
    ).fetchone()
    if row is None:
        raise NotFound("change_unknown", id=entry_id)
    return entry_of(row, undone=False)


def is_done(db: sqlite3.Connection, entry_id: int) -> bool:
    """Whether an entry can be undone and is not undone yet."""
    return (
        db.execute(
            "SELECT 1 FROM undo_step WHERE entry_id = ? AND undone_by IS NULL", (entry_id,)
        ).fetchone()
        is not None
    )


def next_undo(db: sqlite3.Connection) -> int | None:
    """The entry that an undo would take back, or none."""
    row = db.execute(
        "SELECT entry_id FROM undo_step WHERE undone_by IS NULL ORDER BY entry_id DESC LIMIT 1"
    ).fetchone()
    return None if row is None else int(row[0])


def next_redo(db: sqlite3.Connection) -> tuple[int, int] | None:
    """(entry undone, entry that undid it) that a redo would restore, or none.

    A change made after an undo ends the chance to redo: history stays a line.
    """
    row = db.execute(
        "SELECT u.entry_id, u.undone_by FROM undo_step u WHERE u.undone_by IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM undo_step later WHERE later.entry_id > u.undone_by)"
        " ORDER BY u.undone_by DESC LIMIT 1"
    ).fetchone()
    return None if row is None else (int(row[0]), int(row[1]))


def revert(db: sqlite3.Connection, entry_id: int) -> None:
    """Put back every row that `entry_id` changed. Inside a writing transaction.

    Raises Conflict when a later change, not itself undone, touched one of those rows.
    """
    later = db.execute(
        "SELECT max(other.entry_id) FROM row_change mine JOIN row_change other"
        " ON other.table_name = mine.table_name AND other.row_id = mine.row_id"
        " AND other.entry_id > mine.entry_id"
        " JOIN undo_step step ON step.entry_id = other.entry_id AND step.undone_by IS NULL"
        " WHERE mine.entry_id = ?",
        (entry_id,),
    ).fetchone()[0]
    if later is not None:
        raise Conflict("undo_blocked", entry=later)
    db.execute("PRAGMA defer_foreign_keys = ON")
    columns = tracked_tables(db)
    seen: set[tuple[str, int]] = set()
    images: list[tuple[str, int, str | None]] = []
    for table, row_id, before in db.execute(
        "SELECT table_name, row_id, before FROM row_change WHERE entry_id = ? ORDER BY id",
        (entry_id,),
    ):
        if (table, row_id) not in seen:
            seen.add((table, row_id))
            images.append((table, row_id, before))
    for table, row_id, before in reversed(images):
        _restore(db, table, columns[table], row_id, before)
    # Rests are kept by triggers as rows come and go, and not every way they came to be is gone again.
    for table, row_id, before in images:
        if before is not None and (rest := _RESTS.get(table)) is not None:
            db.execute(
                f'UPDATE main."{table}" SET "{rest}" = ?1 WHERE id = ?2 AND "{rest}" <> ?1',
                (json.loads(before)[rest], row_id),
            )


def _restore(
    db: sqlite3.Connection, table: str, columns: tuple[str, ...], row_id: int, before: str | None
) -> None:
    """Make one row what it was: gone, or equal to the image. What a column says that came with a later
    revision of the schema stays."""
    if before is None:
        db.execute(f'DELETE FROM main."{table}" WHERE id = ?', (row_id,))
        return
    image = json.loads(before)
    columns = tuple(column for column in columns if column in image)
    values = [image[column] for column in columns]
    if db.execute(f'SELECT 1 FROM main."{table}" WHERE id = ?', (row_id,)).fetchone():
        # Without the number: set to itself it would be looked for in every table that points here.
        others = [column for column in columns if column != "id"]
        assignments = ", ".join(f'"{column}" = ?' for column in others)
        db.execute(
            f'UPDATE main."{table}" SET {assignments} WHERE id = ?',
            (*(image[column] for column in others), row_id),
        )
        return
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    db.execute(f'INSERT INTO main."{table}" ({names}) VALUES ({marks})', values)


def mark_undone(db: sqlite3.Connection, entry_id: int, undone_by: int | None) -> None:
    """Move `entry_id` to the undone side of the stack, or back."""
    db.execute("UPDATE undo_step SET undone_by = ? WHERE entry_id = ?", (undone_by, entry_id))
