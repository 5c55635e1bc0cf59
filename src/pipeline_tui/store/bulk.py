"""Rows by the thousand: numbered here, held back, and written with `executemany`.

Everything is written by one connection inside one transaction of the caller's. A number is given
before the row is written, so that rows may refer to each other; the writing lock keeps it ours.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pipeline_tui.store import journal
from pipeline_tui.store.bulk_indexes import SortingIndexes
from pipeline_tui.store.bulk_search import SearchFill
from pipeline_tui.store.connection import CACHE_KIB
from pipeline_tui.store.queries.places import next_number

Values = Mapping[str, Any]

_HELD = 16_000
"""Rows held back at most: enough for `executemany` to pay, little enough for memory."""
ROOM_KIB = 65_536
"""Memory for pages while rows come in."""
_ALONE = frozenset(
    [
        "client",
        "contact",
        "product",
        "deal",
        "stage_change",
        "activity",
        "task",
        "phone",
        "email",
        "tag",
        "import_link",
    ]
)
"""Tables whose new rows change no row of another table, and so are noted as a stretch of numbers."""

_CUSTOM = "{}"
DEFAULTS: dict[str, dict[str, Any]] = {
    "client": {
        "name": "", "kind": "company", "status": "lead", "abc": None, "inn": None, "kpp": None,
        "ogrn": None, "bik": None, "account": None, "industry": "", "size": "", "region": "",
        "city": "", "country": "", "address": "", "time_zone": None, "website": "", "source": "", "owner": "",
        "credit_limit_minor": None, "payment_terms_days": None, "touch_days": None,
        "verified_on": None, "notes": "", "custom": _CUSTOM, "name_key": "", "abc_computed": 0, "stopped_on": None, "stop_reason": "", "snoozed_until": None,
        "snooze_reason": "", "created_at": None, "archived_at": None, "batch_id": None,
    },
    "contact": {
        "last_name": "", "first_name": "", "patronymic": "", "role": None, "job_title": "",
        "informal": 0, "birthday": None, "notes": "", "attitude": None, "influence": None,
        "custom": _CUSTOM, "client_id": None, "full_name": "",
        "name_key": "", "position": 0, "created_at": None, "archived_at": None, "batch_id": None,
    },
    "product": {
        "name": "", "code": "", "series": "", "unit": "", "price_minor": None, "cost_minor": None,
        "currency": "", "vat": None, "retired": 0, "batch_id": None,
    },
    "deal": {
        "client_id": None, "contact_id": None, "title": "", "amount_minor": None, "currency": "",
        "expected_close": None, "product_id": None, "source": "", "owner": "", "competitor": "",
        "notes": "", "custom": _CUSTOM, "stage_id": None, "stage_since": None, "opened_on": None,
        "closed_on": None, "loss_reason_id": None, "loss_note": "", "snoozed_until": None,
        "snooze_reason": "", "created_at": None, "archived_at": None, "batch_id": None,
    },
    "stage_change": {
        "deal_id": None, "from_stage_id": None, "to_stage_id": None, "changed_at": None,
        "amount_minor": None, "loss_reason_id": None, "reason": "",
    },
    "activity": {
        "client_id": None, "contact_id": None, "deal_id": None, "kind": "", "direction": None,
        "outcome_id": None, "started_at": None, "duration_s": None, "subject": "", "note": "",
        "owner": "", "attempt": None, "corrects_id": None, "batch_id": None,
    },
    "task": {
        "client_id": None, "contact_id": None, "deal_id": None, "kind": "todo", "origin": "step",
        "title": "", "due_on": None, "due_at": None, "created_at": None, "done_at": None,
        "dropped_at": None, "batch_id": None,
    },
    "invoice": {
        "client_id": None, "deal_id": None, "number": "", "issued_on": None, "amount_minor": None,
        "currency": "", "notes": "", "opening": 0, "disputed": 0, "disputed_minor": None, "dispute_note": "", "cancelled_on": None,
        "created_at": None, "batch_id": None,
    },
    "instalment": {
        "invoice_id": None, "client_id": None, "currency": "", "due_on": None, "amount_minor": None,
        "open_minor": 0,
    },
    "payment": {
        "client_id": None, "paid_on": None, "amount_minor": None, "currency": "", "reference": "",
        "kind": "payment", "reason": "", "invoice_id": None, "free_minor": 0, "created_at": None,
        "batch_id": None,
    },
    "allocation": {"payment_id": None, "instalment_id": None, "amount_minor": None},
    "statement_line": {
        "line_key": "", "file": "", "own_account": "", "booked_on": None, "amount_minor": None,
        "currency": "", "name": "", "inn": "", "kpp": "", "account": "", "bik": "", "number": "",
        "bank_id": "", "purpose": "", "taken_at": None, "payment_id": None,
    },
    "phone": {
        "client_id": None, "contact_id": None, "typed": "", "e164": None, "digits": "",
        "extension": "", "position": 0,
    },
    "email": {"client_id": None, "contact_id": None, "address": "", "position": 0},
    "tag": {"client_id": None, "name": ""},
    "consent": {
        "client_id": None, "contact_id": None, "channel": "", "purpose": "", "given": 0,
        "recorded_at": None, "evidence": "",
    },
    "import_link": {
        "kind": "", "foreign_key": "", "record_id": None, "row_hash": "", "batch_id": None,
    },
}  # fmt: skip
"""Table → its columns with the value a new row has where nothing is said; parents stand first, and
so are written first."""

_INSERTS = {
    table: 'INSERT INTO "{}" (id, {}) VALUES ({})'.format(
        table, ", ".join(f'"{name}"' for name in columns), ", ".join("?" * (len(columns) + 1))
    )
    for table, columns in DEFAULTS.items()
}


class Bulk:
    """Inserts and updates of one batch. `first` is called once, before the first row is written;
    `coming` is about how many rows there will be."""

    def __init__(
        self, db: sqlite3.Connection, first: Callable[[], None] = lambda: None, coming: int = 0
    ) -> None:
        self.db = db
        self._first: Callable[[], None] | None = first
        self._held: dict[str, list[tuple[Any, ...]]] = {table: [] for table in DEFAULTS}
        self._count = 0
        self._next: dict[str, int] = {}
        self.made: dict[str, int] = {}
        self._search = SearchFill(db)
        self._sorting = SortingIndexes(db, coming)

    def insert(self, table: str, values: Values) -> int:
        """Put a row in line and answer with its number. An unknown column raises KeyError."""
        number = self.reserve(table)
        columns = DEFAULTS[table]
        row = {**columns, **values}
        if len(row) > len(columns):
            raise KeyError(f"{table}: {sorted(values.keys() - columns.keys())}")
        self._held[table].append((number, *row.values()))
        self.made[table] = self.made.get(table, 0) + 1
        self._count += 1
        if self._count >= _HELD:
            self.flush()
        return number

    def update(self, table: str, record_id: int, values: Values) -> None:
        """Set columns of one row."""
        self.flush()
        self.begin()
        names = ", ".join(f'"{name}" = ?' for name in values)
        self.db.execute(f'UPDATE "{table}" SET {names} WHERE id = ?', (*values.values(), record_id))

    def begin(self) -> None:
        """Let the caller write what goes before the first row; every later call does nothing."""
        first, self._first = self._first, None
        if first is not None:
            first()
            # Sorted indexes are filled in no order: with little room every page goes in and out.
            self.db.execute(f"PRAGMA cache_size = -{ROOM_KIB}")
            self._search.suspend()
            self._sorting.suspend()

    @property
    def touched(self) -> bool:
        """Whether anything was written or waits to be."""
        return self._first is None or self._count > 0

    def row(self, table: str, record_id: int) -> dict[str, Any] | None:
        """One row as it stands, those in line included."""
        if self._held[table] and self._held[table][0][0] <= record_id:
            self.flush()
        cursor = self.db.execute(f'SELECT * FROM "{table}" WHERE id = ?', (record_id,))
        found = cursor.fetchone()
        if found is None:
            return None
        return dict(zip((each[0] for each in cursor.description), found, strict=True))

    def flush(self) -> None:
        """Write what waits, parents before children."""
        if not self._count:
            return
        self.begin()
        self._count = 0
        for table, rows in self._held.items():
            if not rows:
                continue
            # Numbers are given in order, so those held back are one stretch.
            first, last = rows[0][0], rows[-1][0]
            if table in _ALONE:
                with journal.noting_stretch(self.db, table, first, last):
                    self.db.executemany(_INSERTS[table], rows)
            else:
                self.db.executemany(_INSERTS[table], rows)
            self._search.fill(table, first, last)
            rows.clear()

    def close(self) -> None:
        """Write what waits, and let single rows be found by themselves again."""
        self.flush()
        self._search.resume()
        self._sorting.resume()
        self.db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")

    def reserve(self, table: str) -> int:
        """The next number of a table, for a row that the caller writes itself."""
        number = self._next.get(table)
        if number is None:
            number = next_number(self.db, table)
        self._next[table] = number + 1
        return number


# The batch


def wake_buyers(db: sqlite3.Connection, client_ids: Iterable[int]) -> None:
    """Leads and sleeping clients that have bought become active ones; do-not-call stays."""
    db.executemany(
        "UPDATE client SET status = 'active' WHERE id = ? AND status IN ('lead', 'dormant', 'lost')",
        [(one,) for one in client_ids],
    )


def open_batch(db: sqlite3.Connection, batch_id: int, imported_at: str, files: str) -> None:
    """Write a batch's own row; its counts are known at the end only."""
    db.execute(
        "INSERT INTO import_batch (id, imported_at, files, counts) VALUES (?, ?, ?, '{}')",
        (batch_id, imported_at, files),
    )


def close_batch(db: sqlite3.Connection, batch_id: int, counts: Values) -> None:
    """Note what became of a batch's rows."""
    db.execute(
        "UPDATE import_batch SET counts = ? WHERE id = ?",
        (json.dumps(counts, sort_keys=True), batch_id),
    )
