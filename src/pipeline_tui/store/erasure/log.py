"""Both logs: images of rows before each change, and the words of entries."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from pipeline_tui.store.erasure.columns import Columns
from pipeline_tui.store.erasure.subject import Subject

_ANYBODY_S = ("view.", "import", "export")
"""Actions whose words name a file, a filter line or a view."""


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
            if near or table == "saved_view":
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
    touched = _touched(db, subject)
    for id_, action, kind, about, words in db.execute(
        "SELECT id, action, subject_kind, subject_id, words FROM audit_entry"
    ).fetchall():
        if id_ in touched or action.startswith(_ANYBODY_S):
            clean = subject.near(words, mark)
        else:
            clean = subject.far(words, mark, about if kind == "client" else None)
        if clean != words:
            yield clean, id_


def _touched(db: sqlite3.Connection, subject: Subject) -> set[int]:
    """Entries that are about the person or their client, or changed a row of either."""
    columns = Columns(db)
    family = json.dumps(sorted(subject.family))
    found: set[int] = set()
    for table in columns.tables:
        found |= {
            row[0]
            for row in db.execute(
                "SELECT entry_id FROM row_change WHERE table_name = ? AND row_id IN"
                f' (SELECT id FROM "{table}" WHERE {columns.whose(table)}'
                " IN (SELECT value FROM json_each(?)))",
                (table, family),
            )
        }
    for kind, ids in (("contact", subject.contacts), ("client", subject.family)):
        found |= {
            row[0]
            for row in db.execute(
                "SELECT id FROM audit_entry WHERE subject_kind = ?"
                " AND subject_id IN (SELECT value FROM json_each(?))",
                (kind, json.dumps(sorted(ids))),
            )
        }
    return found
