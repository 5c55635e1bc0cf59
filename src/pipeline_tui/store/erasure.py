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
from pipeline_tui.store.journal import tracked_tables

_KEY = "erased:key"

_STAYS: Mapping[str, frozenset[str]] = {
    "contact": frozenset({"role", "created_at", "archived_at", "last_name", "full_name"}),
    "phone": frozenset(),
    "email": frozenset(),
    "consent": frozenset({"channel", "purpose", "recorded_at"}),
    "activity": frozenset({"kind", "direction", "started_at", "owner"}),
    "task": frozenset(
        {"kind", "origin", "due_on", "due_at", "created_at", "done_at", "dropped_at"}
    ),
    "objection_event": frozenset({"result", "met_at"}),
    "client": frozenset(
        {"name", "name_key", "kind", "status", "abc", "industry", "size", "region", "city", "country",
         "time_zone", "source", "owner", "verified_on", "snoozed_until", "created_at", "archived_at"}
    ),
}  # fmt: skip
"""Table → texts that stay in rows of the person's own; all others are emptied, also those that a
later schema adds. A client is such a row where it is the person."""
_NO_PROSE = frozenset({
    "kind", "status", "abc", "size", "country", "region", "city", "industry", "time_zone", "source", "owner",
    "currency", "direction", "origin", "channel", "purpose", "way", "result", "role", "number", "inn",
    "kpp", "ogrn", "bik", "account", "last_name", "first_name", "patronymic", "full_name", "name_key",
    "stage_since", "expected_close", "snoozed_until", "birthday", "on_day",
})  # fmt: skip
"""Columns of codes, days, and names that are looked through for nobody: of a colleague, a seller."""
_PRIVATE = ("name", "name_key", "address", "website")
"""Of a client, looked through only where it is a person or a sole trader."""
_KEPT_LINES: Mapping[str, tuple[str, ...]] = {
    "export_log": ("filter",),
    "saved_view": ("name", "query"),
}
"""Table of no client's → filter lines and their names, which may be a person's."""
_NUMBERS = frozenset({"phone", "email"})


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
            "UPDATE contact SET archived_at = coalesce(archived_at, ?) WHERE id = ?",
            (moment_text(self._now), self._id),
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
            for column in columns:
                count += self._clean_column(table, column)
        return int(count)

    def _columns(self, table: str) -> dict[str, bool]:
        """Columns of text, and whether each may be missing."""
        return {
            row[1]: not row[3]
            for row in self._db.execute(f'PRAGMA main.table_info("{table}")')
            if row[2] == "TEXT"
        }

    def _emptied(self, table: str) -> dict[str, Any]:
        """What becomes of the columns of a row of the person's own."""
        values: dict[str, Any] = {
            column: None if missing else "{}" if column == "custom" else ""
            for column, missing in self._columns(table).items()
            if column not in _STAYS[table]
        }
        if table == "contact":
            values |= {"last_name": self._mark, "full_name": self._mark, "informal": 0}
        if table == "client":
            values |= {"name": self._mark, "name_key": self._mark}
        return values

    def _texts(self) -> dict[str, tuple[str, ...]]:
        """Table with rows of a client, or of its deals → its free text, whatever the schema holds."""
        found = {}
        for table in tracked_tables(self._db):
            named = {row[1] for row in self._db.execute(f'PRAGMA main.table_info("{table}")')}
            if table in _NUMBERS or not (table == "client" or named & {"client_id", "deal_id"}):
                continue
            apart = _NO_PROSE
            if table == "client":
                private = self._kind != "company"
                apart = _NO_PROSE - set(_PRIVATE) if private else _NO_PROSE | set(_PRIVATE)
            found[table] = tuple(
                column for column in self._columns(table)
                if column not in apart and not column.endswith(("_on", "_at"))
            )  # fmt: skip
        return found

    def _owner(self, table: str) -> str:
        """The condition on rows of the client, `:client`."""
        if table == "client":
            return "id = :client"
        named = {row[1] for row in self._db.execute(f'PRAGMA main.table_info("{table}")')}
        of_deal = "deal_id IN (SELECT id FROM deal WHERE client_id = :client)"
        if "client_id" not in named:
            return of_deal
        return (
            f"(client_id = :client OR {of_deal})" if "deal_id" in named else "client_id = :client"
        )

    def _set(self, table: str, where: str, values: tuple[Any, ...]) -> None:
        columns = self._emptied(table)
        listed = ", ".join(f"{column} = ?" for column in columns)
        self._db.execute(f"UPDATE {table} SET {listed} WHERE {where}", (*columns.values(), *values))

    def _clean_column(self, table: str, column: str) -> int:
        rows = self._db.execute(
            f"SELECT id, {column} FROM {table} WHERE {self._owner(table)} AND {column} <> ''",
            {"client": self._client},
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
        for table, columns in _KEPT_LINES.items():
            for column in columns:
                rows = db.execute(
                    f"SELECT id, {column} FROM {table} WHERE {column} <> ''"
                ).fetchall()
                self._keep_clean(table, column, rows)

    # The log

    def clean_log(self) -> int | None:
        """Clean images of rows and the words of entries; answers with the first entry changed."""
        first: list[int] = []
        first += self._clean_images(self._images, own=True)
        # Their verbatims, and free text of the client's rows, of rows deleted since too.
        others = self._db.execute(
            "SELECT id, table_name, before FROM row_change WHERE before IS NOT NULL AND ("
            "table_name = 'client' AND row_id = ?1 OR table_name <> 'client' AND"
            " (json_extract(before, '$.client_id') = ?1 OR json_extract(before, '$.deal_id') IN"
            " (SELECT id FROM deal WHERE client_id = ?1)))",
            (self._client,),
        )
        seen = {row[0] for row in self._images}
        first += self._clean_images(
            (row for row in others.fetchall() if row[0] not in seen), own=False
        )
        views = self._db.execute(
            "SELECT id, table_name, before FROM row_change WHERE before IS NOT NULL"
            " AND table_name = 'saved_view'"
        ).fetchall()
        first += self._clean_images(views, own=False)
        first += self._clean_words()
        return min(first, default=None)

    def _clean_images(self, images: Iterable[tuple[int, str, str]], *, own: bool) -> list[int]:
        texts = {**self._texts(), **_KEPT_LINES}
        changed: list[tuple[str, int]] = []
        for id_, table, before in images:
            image = json.loads(before)
            if own or (
                (table == "objection_event" and image["activity_id"] in self._acts)
                or (table == "client" and self._is_client)
                or (table == "phone" and image["digits"] in self._phones)
                or (table == "email" and image["address"] in self._emails)
            ):
                image |= self._emptied(table)
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
            f"SELECT '{name}' AS name, id FROM {name} WHERE {self._owner(name)}" for name in tables
        )
        changed = [
            (clean, id_)
            for id_, words in self._db.execute(
                f"WITH touched AS (SELECT 'client' AS name, :client AS id UNION {rows})"
                " SELECT id, words FROM audit_entry WHERE id IN (SELECT c.entry_id FROM touched t"
                "  JOIN row_change c ON c.table_name = t.name AND c.row_id = t.id)"
                " OR subject_kind = 'contact' AND subject_id = :contact"
                " OR subject_kind = 'client' AND subject_id = :client OR action LIKE 'view.%'",
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
