"""Taking one person out of the file: records, search, both logs, scraps, and the room they lay in.

This is the one place that changes what only grows. Why it may: docs/decisions, "Erasing a person".
"""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.persons import Way, reach_digest, traces
from pipeline_tui.store import journal, memos
from pipeline_tui.store.checking import SEARCHED, rebuild_search
from pipeline_tui.store.connection import connect
from pipeline_tui.store.dumping import without_triggers

_KEY = "erased:key"

OWN: Mapping[str, Mapping[str, Any]] = {
    "contact": {
        "first_name": "", "patronymic": "", "job_title": "", "birthday": None, "notes": "",
        "name_key": "", "informal": 0,
    },
    "phone": {"typed": "", "e164": None, "digits": "", "extension": ""},
    "email": {"address": ""},
    "consent": {"evidence": ""},
    "activity": {"subject": "", "note": ""},
    "task": {"title": ""},
    "objection_event": {"verbatim": ""},
    "client": {
        "inn": None, "ogrn": None, "address": "", "website": "", "notes": "", "custom": "{}",
        "snooze_reason": "",
    },
}  # fmt: skip
"""Table → what becomes of the columns of the person's own rows, their names becoming the mark. A client is one of
them where it is the person."""
TEXTS: Mapping[str, tuple[str, ...]] = {
    "client": ("notes", "snooze_reason", "custom"),
    "contact": ("notes", "job_title"),
    "deal": ("title", "notes", "loss_note", "snooze_reason", "custom"),
    "activity": ("subject", "note"),
    "task": ("title",),
    "consent": ("evidence",),
    "objection_event": ("verbatim",),
    "invoice": ("notes", "dispute_note"),
    "payment": ("reference",),
    "promise": ("note",),
    "list_mark": ("reason",),
    "request": ("dismissed_why",),
    "tag": ("name",),
}  # fmt: skip
"""Table with a `client_id` (or the client itself) → its free text, looked through for the person."""
_PRIVATE = ("name", "name_key", "address", "website")
"""Looked through too where the client is a person or a sole trader."""


class Found(Struct, frozen=True):
    """What was done: see `domain.persons.Erased`."""

    client_id: int
    texts: int
    entries: int
    elsewhere: tuple[str, ...]


def erase(db: sqlite3.Connection, contact_id: int, mark: str, now: datetime) -> Found | None:
    """Take a contact out of every table, their name becoming `mark`; none where there is no such.

    Inside a writing transaction whose connection notes no rows (`journal.still`). Every step that
    could be undone before is forgotten. Old entries of the log are cleaned and sealed anew.
    """
    row = db.execute("SELECT client_id FROM contact WHERE id = ?", (contact_id,)).fetchone()
    if row is None:
        return None
    work = _Work(db, contact_id, row[0], mark, now)
    work.remember_numbers()
    with without_triggers(db):
        texts = work.clean_records()
        work.clean_scraps()
        first = work.clean_log()
        entries = 0 if first is None else journal.seal_anew(db, first)
        db.execute("DELETE FROM undo_step")
    _search_anew(db)
    return Found(row[0], texts, entries, work.elsewhere())


def settle(path: Path) -> bool:
    """Write the file anew, so that nothing erased is left in free room or in the write-ahead log;
    false where somebody else was at it for five seconds."""
    try:
        with closing(connect(path)) as db:
            db.execute("PRAGMA temp_store = FILE")  # a copy of the whole file would fill the memory
            db.execute("VACUUM")
            busy, _pages, _moved = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    return not busy


def is_erased(db: sqlite3.Connection, way: Way, value: str) -> bool:
    """Whether a number's digits, or an address, is of somebody whose data was erased."""
    key = memos.recall(db, _KEY)
    if not isinstance(key, str) or not value:
        return False
    digest = reach_digest(key, way, value)
    return (
        db.execute("SELECT 1 FROM erased_reach WHERE digest = ?", (digest,)).fetchone() is not None
    )


def allow(db: sqlite3.Connection, way: Way, value: str) -> bool:
    """Forget that a number or address is of somebody erased; whether it was known as such."""
    key = memos.recall(db, _KEY)
    if not isinstance(key, str):
        return False
    digest = reach_digest(key, way, value)
    return db.execute("DELETE FROM erased_reach WHERE digest = ?", (digest,)).rowcount > 0


class _Work:
    """One erasure under way."""

    def __init__(
        self, db: sqlite3.Connection, contact_id: int, client_id: int, mark: str, now: datetime
    ) -> None:
        self._db = db
        self._id = contact_id
        self._client = client_id
        self._mark = mark
        self._now = now
        self._kind, client = db.execute(
            "SELECT kind, name FROM client WHERE id = ?", (client_id,)
        ).fetchone()
        # Images of the person's own rows, of phones long deleted too.
        self._images = db.execute(
            "SELECT id, table_name, before FROM row_change WHERE before IS NOT NULL AND ("
            "table_name = 'contact' AND row_id = ?1 OR table_name IN"
            " ('phone', 'email', 'consent', 'activity', 'task')"
            " AND json_extract(before, '$.contact_id') = ?1)",
            (contact_id,),
        ).fetchall()
        self._names, self._phones, self._emails = self._known()
        self._traces = traces(self._names, self._phones, self._emails)
        self._is_client = self._kind == "person" and bool(self._traces.search(client))
        if self._is_client:
            self._add_client_s_own(client)
        self._acts = {
            row[0]
            for row in db.execute("SELECT id FROM activity WHERE contact_id = ?", (contact_id,))
        }

    def _known(self) -> tuple[list[str], list[str], list[str]]:
        """Names, digits and addresses the person has or had."""
        db, names, phones, emails = self._db, [], [], []
        people = db.execute(
            "SELECT last_name, first_name, patronymic FROM contact WHERE id = ?", (self._id,)
        ).fetchall()
        phones += [
            row[0]
            for row in db.execute("SELECT digits FROM phone WHERE contact_id = ?", (self._id,))
        ]
        emails += [
            row[0]
            for row in db.execute("SELECT address FROM email WHERE contact_id = ?", (self._id,))
        ]
        for _id, table, before in self._images:
            image = json.loads(before)
            if table == "contact":
                people.append((image["last_name"], image["first_name"], image["patronymic"]))
            elif table == "phone":
                phones.append(image["digits"])
            elif table == "email":
                emails.append(image["address"])
        names += [part for person in people for part in person if part]
        return names, list(dict.fromkeys(phones)), list(dict.fromkeys(emails))

    def _add_client_s_own(self, name: str) -> None:
        """What a private person's own record holds besides is theirs."""
        self._names.append(name)
        for table, column, known in (
            ("phone", "digits", self._phones), ("email", "address", self._emails),
        ):  # fmt: skip
            known += [
                row[0]
                for row in self._db.execute(
                    f"SELECT {column} FROM {table} WHERE client_id = ? AND contact_id IS NULL",
                    (self._client,),
                )
            ]
        self._traces = traces(self._names, self._phones, self._emails)

    def remember_numbers(self) -> None:
        """Keep numbers and addresses as keyed hashes, so that the person is not called again."""
        key = memos.recall(self._db, _KEY)
        if not isinstance(key, str):
            key = secrets.token_hex(32)
            memos.remember(self._db, _KEY, key, self._now)
        known = [(Way.PHONE, one) for one in self._phones] + [
            (Way.EMAIL, one) for one in self._emails
        ]
        self._db.executemany(
            "INSERT OR IGNORE INTO erased_reach (way, digest, erased_at) VALUES (?, ?, ?)",
            [
                (way.value, reach_digest(key, way, value), moment_text(self._now))
                for way, value in known if value
            ],
        )  # fmt: skip

    # Records

    def clean_records(self) -> int:
        """Empty the person's own rows, clean the client's free text; answers with how many texts."""
        db, me = self._db, (self._id,)
        count = db.execute(
            "SELECT count(*) FROM activity WHERE contact_id = ? AND (note <> '' OR subject <> '')",
            me,
        ).fetchone()[0]
        db.execute(
            "UPDATE contact SET last_name = ?, full_name = ?, archived_at = coalesce(archived_at, ?)"
            " WHERE id = ?",
            (self._mark, self._mark, moment_text(self._now), self._id),
        )
        self._set("contact", "id = ?", me)
        if self._is_client:
            self._set("client", "id = ?", (self._client,))
        for table in ("consent", "activity", "task"):
            self._set(table, "contact_id = ?", me)
        self._set(
            "objection_event", "activity_id IN (SELECT id FROM activity WHERE contact_id = ?)", me
        )
        for table, column, values in (
            ("phone", "digits", self._phones), ("email", "address", self._emails),
        ):  # fmt: skip
            db.execute(f"DELETE FROM {table} WHERE contact_id = ?", me)
            db.execute(
                f"DELETE FROM {table} WHERE client_id = ? AND contact_id IS NULL"
                f" AND {column} IN (SELECT value FROM json_each(?))",
                (self._client, json.dumps(values)),
            )
        db.execute("DELETE FROM import_link WHERE kind = 'contact' AND record_id = ?", me)
        for table, columns in self._texts().items():
            owner = "id" if table == "client" else "client_id"
            for column in columns:
                count += self._clean_column(table, column, owner)
        stages = db.execute(
            "SELECT id, reason FROM stage_change WHERE reason <> '' AND deal_id IN"
            " (SELECT id FROM deal WHERE client_id = ?)",
            (self._client,),
        ).fetchall()
        count += self._keep_clean("stage_change", "reason", stages)
        return int(count)

    def _texts(self) -> dict[str, tuple[str, ...]]:
        private = self._kind != "company"
        return {
            table: columns + (_PRIVATE if private and table == "client" else ())
            for table, columns in TEXTS.items()
        }

    def _set(self, table: str, where: str, values: tuple[Any, ...]) -> None:
        columns = OWN[table]
        listed = ", ".join(f"{column} = ?" for column in columns)
        self._db.execute(f"UPDATE {table} SET {listed} WHERE {where}", (*columns.values(), *values))

    def _clean_column(self, table: str, column: str, owner: str) -> int:
        rows = self._db.execute(
            f"SELECT id, {column} FROM {table} WHERE {owner} = ? AND {column} <> ''",
            (self._client,),
        ).fetchall()
        return self._keep_clean(table, column, rows)

    def _keep_clean(self, table: str, column: str, rows: list[tuple[int, str]]) -> int:
        changed = [(clean, id_) for id_, text in rows if (clean := self._clean(text)) != text]
        self._db.executemany(f"UPDATE OR REPLACE {table} SET {column} = ? WHERE id = ?", changed)
        return len(changed)

    def _clean(self, text: str) -> str:
        return self._traces.sub(self._mark, text)

    def elsewhere(self) -> tuple[str, ...]:
        """Clients that hold the same number or address still."""
        rows: set[tuple[str]] = set()
        for table, column, values in (
            ("phone", "digits", self._phones), ("email", "address", self._emails),
        ):  # fmt: skip
            rows |= set(
                self._db.execute(
                    f"SELECT c.name FROM {table} t JOIN client c ON c.id = t.client_id"
                    f" WHERE t.{column} IN (SELECT value FROM json_each(?))",
                    (json.dumps(values),),
                )
            )
        return tuple(sorted(name for (name,) in rows))

    # Scraps

    def clean_scraps(self) -> None:
        """Drafts about the person or the client go; other memos, and filters of exports, are cleaned."""
        db = self._db
        for key, value in db.execute("SELECT key, value FROM memo").fetchall():
            about = re.fullmatch(r"draft:\w+:(?:new:)?(\d+)", key)
            if about and int(about[1]) in (self._id, self._client):
                db.execute("DELETE FROM memo WHERE key = ?", (key,))
            elif key != _KEY and (clean := self._clean(value)) != value:
                db.execute("UPDATE memo SET value = ? WHERE key = ?", (clean, key))
        for id_, line in db.execute(
            "SELECT id, filter FROM export_log WHERE filter <> ''"
        ).fetchall():
            if (clean := self._clean(line)) != line:
                db.execute("UPDATE export_log SET filter = ? WHERE id = ?", (clean, id_))

    # The log

    def clean_log(self) -> int | None:
        """Clean images of rows and the words of entries; answers with the first entry changed."""
        first: list[int] = []
        first += self._clean_images(self._images, own=True)
        # Their verbatims, and free text of the client's rows, of rows deleted since too.
        others = self._db.execute(
            "SELECT id, table_name, before FROM row_change WHERE before IS NOT NULL AND ("
            "table_name = 'client' AND row_id = ?1 OR table_name <> 'client' AND"
            " json_extract(before, '$.client_id') = ?1)",
            (self._client,),
        )
        seen = {row[0] for row in self._images}
        first += self._clean_images(
            (row for row in others.fetchall() if row[0] not in seen), own=False
        )
        first += self._clean_words()
        return min(first, default=None)

    def _clean_images(self, images: Iterable[tuple[int, str, str]], *, own: bool) -> list[int]:
        texts = self._texts()
        changed: list[tuple[str, int]] = []
        for id_, table, before in images:
            image = json.loads(before)
            if own:
                image |= OWN[table]
                if table == "contact":
                    image |= {"last_name": self._mark, "full_name": self._mark}
            elif (
                (table == "objection_event" and image["activity_id"] in self._acts)
                or (table == "client" and self._is_client)
                or (table == "phone" and image["digits"] in self._phones)
                or (table == "email" and image["address"] in self._emails)
            ):
                image |= OWN[table]
            for column in texts.get(table, ()):
                if isinstance(image.get(column), str):
                    image[column] = self._clean(image[column])
            clean = json.dumps(image, ensure_ascii=False, separators=(",", ":"))
            if clean != before:
                changed.append((clean, id_))
        self._db.executemany("UPDATE row_change SET before = ? WHERE id = ?", changed)
        return [
            row[0]
            for _text, id_ in changed
            for row in self._db.execute("SELECT entry_id FROM row_change WHERE id = ?", (id_,))
        ]

    def _clean_words(self) -> list[int]:
        """Words of entries that touched the person or their client; other people's namesakes stay."""
        tables = [name for name in self._texts() if name != "client"]
        rows = " UNION ".join(
            f"SELECT '{name}' AS name, id FROM {name} WHERE client_id = :client" for name in tables
        )
        changed = [
            (clean, id_)
            for id_, words in self._db.execute(
                f"WITH touched AS (SELECT 'client' AS name, :client AS id UNION {rows})"
                " SELECT id, words FROM audit_entry WHERE id IN (SELECT c.entry_id FROM touched t"
                "  JOIN row_change c ON c.table_name = t.name AND c.row_id = t.id)"
                " OR subject_kind = 'contact' AND subject_id = :contact"
                " OR subject_kind = 'client' AND subject_id = :client",
                {"client": self._client, "contact": self._id},
            )
            if (clean := self._clean(words)) != words
        ]
        self._db.executemany("UPDATE audit_entry SET words = ? WHERE id = ?", changed)
        return [id_ for _words, id_ in changed]


def _search_anew(db: sqlite3.Connection) -> None:
    """Search tables made anew and merged: a deletion alone leaves the words in them for a while."""
    rebuild_search(db)
    for table in (*SEARCHED, "deal_titles"):
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
