"""Both logs: images of rows before each change, and the words of entries."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from pipeline_tui.store.erasure.columns import Columns
from pipeline_tui.store.erasure.subject import Subject

_ANYBODY_S = ("view.", "import", "export")
"""Actions whose words name a file, a filter line or a view."""

_OF_CLIENT = ("name", "client", "title", "tag", "reason", "other", "evidence", "what")
_OF_STEP = ("title",)
"""Words that are the person's own, in entries that changed their client's rows, or steps with them."""


def clean(db: sqlite3.Connection, subject: Subject, mark: str) -> int | None:
    """Clean images and words; answers with the first entry changed."""
    images = [(text, id_, entry) for text, id_, entry in _images(db, subject, mark)]
    db.executemany("UPDATE row_change SET before = ? WHERE id = ?", [one[:2] for one in images])
    words = list(_words(db, subject, mark))
    db.executemany("UPDATE audit_entry SET words = ? WHERE id = ?", words)
    return min(
        [*(entry for _text, _id, entry in images), *(id_ for _text, id_ in words)], default=None
    )


def _images(db: sqlite3.Connection, subject: Subject, mark: str) -> Iterator[tuple[str, int, int]]:
    """(clean image, its number, its entry) of those that held something of the person."""
    columns = Columns(db)
    for table in columns.tables:
        whose = columns.client(table, _in_image)
        for id_, entry, row_id, before, client_id, contact_id in db.execute(
            f"SELECT id, entry_id, row_id, before, {whose}, json_extract(before, '$.contact_id')"
            " FROM row_change WHERE table_name = ? AND before IS NOT NULL",
            (table,),
        ):
            near = client_id in subject.family or contact_id in subject.contacts
            if not (near or subject.may_be_in(before)):
                continue
            image = json.loads(before)
            if table == "saved_view":
                changed = {name: subject.line(image[name], mark) for name in columns.prose(table)}
            elif near:
                own = near and (
                    subject.owns(table, row_id, image, client_id)
                    or (table == "phone" and image["digits"] in subject.phones)
                    or (table == "email" and image["address"] in subject.emails)
                )
                if table == "client" and not own:
                    image |= subject.taken_over(image)
                changed = {
                    name: subject.near(image[name], mark, any_name=any_name)
                    for name, any_name in columns.prose(table).items()
                    if isinstance(image.get(name), str)
                } | (columns.emptied(table, mark) if own else {})
            else:
                changed = {
                    name: subject.far(image[name], mark, client_id)
                    for name in columns.prose(table)
                    if isinstance(image.get(name), str)
                }
            clean = json.dumps(image | changed, ensure_ascii=False, separators=(",", ":"))
            if clean != before:
                yield clean, id_, entry


def _in_image(column: str) -> str:
    """A column of the row as it was."""
    return (
        "row_change.row_id" if column == "id" else f"json_extract(row_change.before, '$.{column}')"
    )


def _words(db: sqlite3.Connection, subject: Subject, mark: str) -> Iterator[tuple[str, int]]:
    """(clean words, entry): of what touched the person or their client; of others where they are sure
    to be meant."""
    columns = Columns(db)
    touched = _touched(db, columns, subject.family) | _about(db, "contact", subject.contacts)
    of_client = _touched(db, columns, subject.clients) if subject.clients else set()
    of_steps = _steps(db, subject)
    for id_, action, kind, about, words in db.execute(
        "SELECT id, action, subject_kind, subject_id, words FROM audit_entry"
    ).fetchall():
        if action.startswith(_ANYBODY_S):
            clean = subject.line(words, mark)
        elif id_ in touched:
            clean = subject.near(words, mark)
            if id_ in of_client or id_ in of_steps:
                theirs: tuple[str, ...] = _OF_CLIENT if id_ in of_client else _OF_STEP
                told = json.loads(clean)
                if "count" in told:  # many at once: the words are of all of them
                    theirs = ()
                blank = {key: mark for key in theirs if isinstance(told.get(key), str)}
                clean = json.dumps(told | blank, ensure_ascii=False, sort_keys=True)
        else:
            clean = subject.far(words, mark, about if kind == "client" else None)
        if clean != words:
            yield clean, id_


def _touched(db: sqlite3.Connection, columns: Columns, clients: set[int]) -> set[int]:
    """Entries that are about one of the clients, or changed a row of one."""
    found = _about(db, "client", clients)
    for table in columns.tables:
        found |= {
            row[0]
            for row in db.execute(
                "SELECT entry_id FROM row_change WHERE table_name = ? AND row_id IN"
                f' (SELECT id FROM "{table}" WHERE {columns.whose(table)}'
                " IN (SELECT value FROM json_each(?)))",
                (table, json.dumps(sorted(clients))),
            )
        }
    return found


def _about(db: sqlite3.Connection, kind: str, ids: set[int]) -> set[int]:
    return {
        row[0]
        for row in db.execute(
            "SELECT id FROM audit_entry WHERE subject_kind = ?"
            " AND subject_id IN (SELECT value FROM json_each(?))",
            (kind, json.dumps(sorted(ids))),
        )
    }


def _steps(db: sqlite3.Connection, subject: Subject) -> set[int]:
    """Entries of steps with the person."""
    return {
        row[0]
        for row in db.execute(
            "SELECT c.entry_id FROM task t JOIN row_change c ON c.table_name = 'task' AND c.row_id = t.id"
            " JOIN audit_entry a ON a.id = c.entry_id AND a.action LIKE 'task.%'"
            " WHERE t.contact_id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(subject.contacts)),),
        )
    }
