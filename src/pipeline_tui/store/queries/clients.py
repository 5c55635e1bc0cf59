"""The client list: its order as a vector of numbers, and its rows by windows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from pipeline_tui.domain.clients import SUMS, ClientRow, fold
from pipeline_tui.domain.dates import read_day, read_moment
from pipeline_tui.domain.filters import ClientFilter
from pipeline_tui.domain.vocabulary import ClientStatus
from pipeline_tui.store.queries.search import matching

_OPEN_STEP = "done_at IS NULL AND dropped_at IS NULL"
_DEBTS = (
    "SELECT client_id, sum(open_minor) AS figure FROM instalment"
    " WHERE open_minor > 0 AND currency = :currency GROUP BY client_id"
)
_DEALS = (
    "SELECT client_id, sum(amount_minor) AS figure FROM deal INDEXED BY deal_open"
    " WHERE closed_on IS NULL AND archived_at IS NULL AND currency = :currency GROUP BY client_id"
)
_STEPS = f"SELECT client_id, min(due_on) AS figure FROM task WHERE {_OPEN_STEP} GROUP BY client_id"
_ALL = "client c"
_TOUCH = "(SELECT max(started_at) FROM activity WHERE client_id = c.id)"

_PLAIN = ("name", "status", "abc", "city", "owner", "industry", "created")
_FIGURES = {"debt": _DEBTS, "open_deals": _DEALS, "next_step": _STEPS}
SORTS = (*_PLAIN, *_FIGURES, "last_touch")
"""What a list can be sorted by. Missing values stand last in both directions."""


def ordered_ids(
    db: sqlite3.Connection, asked: ClientFilter, sort: str, *, descending: bool, today: date,
    currency: str,
) -> list[int]:  # fmt: skip
    """Numbers of the clients that pass the filter, in order; ties by name, then number.

    Debts and deals are compared in `currency`: other money cannot be put in one order with it.
    """
    way = "DESC" if descending else "ASC"
    source, where, values = _restricted(db, asked, today)
    if sort == "last_touch" and source == _ALL:
        source += " NOT INDEXED"  # by number, the look-ups of touches follow their index
    values["currency"] = currency
    # One statement for each group: within it the order is an index's own, where there is one.
    return [
        id_
        for join, group, order in _groups(sort, way)
        for (id_,) in db.execute(
            f"SELECT c.id FROM {source}{join} WHERE {where} AND {group} ORDER BY {order}", values
        )
    ]


def _groups(sort: str, way: str) -> list[tuple[str, str, str]]:
    """(join, condition, order) of the parts of a list, first to last."""
    by_name = "c.name_key, c.id"
    if sort in _FIGURES:
        figures = _FIGURES[sort]
        return [
            (f" JOIN ({figures}) f ON f.client_id = c.id", "1", f"f.figure {way}, {by_name}"),
            ("", f"c.id NOT IN (SELECT client_id FROM ({figures}) WHERE client_id > 0)", by_name),
        ]
    if sort == "name":
        return [("", "1", f"c.name_key {way}, c.id {way}")]
    if sort == "status":
        order = reversed(ClientStatus) if way == "DESC" else iter(ClientStatus)
        return [("", f"c.status = '{status.value}'", by_name) for status in order]
    if sort in ("city", "owner", "industry"):
        return [
            ("", f"c.{sort} <> ''", f"c.{sort} {way}, {by_name}"), ("", f"c.{sort} = ''", by_name),
        ]  # fmt: skip
    if sort == "abc":
        return [
            ("", "c.abc IS NOT NULL", f"c.abc {way}, {by_name}"), ("", "c.abc IS NULL", by_name),
        ]  # fmt: skip
    if sort == "created":
        return [("", "1", f"c.created_at {way}, {by_name}")]
    # Whoever was never touched counts as the longest untouched.
    return [("", "1", f"coalesce({_TOUCH}, '') {way}, {by_name}")]


def _restricted(
    db: sqlite3.Connection, asked: ClientFilter, today: date
) -> tuple[str, str, dict[str, Any]]:
    """FROM, WHERE and values of the clients that pass the filter."""
    values: dict[str, Any] = {}
    source = _ALL
    where = ["c.archived_at IS NOT NULL" if "archived" in asked.flags else "c.archived_at IS NULL"]

    def put(value: object) -> str:
        values[f"v{len(values)}"] = value
        return f":v{len(values) - 1}"

    def among(column: str, stored: Sequence[str]) -> None:
        where.append(f"{column} IN ({', '.join(map(put, stored))})")

    known = _Known(db)
    found = matching(
        put, words=asked.words, digits=asked.digits, emails=asked.emails,
        cities=[known.cities(word) for word in asked.words],
    )  # fmt: skip
    if found is not None:
        # CROSS JOIN keeps the few that match in the lead, instead of a walk over all.
        source = f"(SELECT DISTINCT id FROM ({found})) m CROSS JOIN client c ON c.id = m.id"
    if asked.statuses:
        among("c.status", asked.statuses)
    if asked.classes:
        among("c.abc", asked.classes)
    for column, wanted in (
        ("city", asked.cities), ("owner", asked.owners), ("industry", asked.industries),
        ("source", asked.sources),
    ):  # fmt: skip
        if wanted:
            among(f"c.{column}", known.values(column, wanted))
    for tag in asked.tags:
        names = known.tags(tag)
        where.append(
            f"c.id IN (SELECT client_id FROM tag WHERE name IN ({', '.join(map(put, names))}))"
        )
    if "debt" in asked.flags:
        where.append("c.id IN (SELECT client_id FROM instalment WHERE open_minor > 0)")
    if "overdue" in asked.flags:
        where.append(
            "c.id IN (SELECT client_id FROM instalment WHERE open_minor > 0"
            f" AND due_on < {put(today.isoformat())})"
        )
    if "nostep" in asked.flags:
        where.append(
            f"c.id NOT IN (SELECT client_id FROM task WHERE {_OPEN_STEP} AND client_id > 0)"
        )
    return source, " AND ".join(where), values


class _Known:
    """Values that stand in the file, to be compared folded: SQLite cannot fold Cyrillic itself."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._cities: list[tuple[str, str]] | None = None

    def cities(self, word: str) -> list[str]:
        """Cities with a word that starts so; none for a single letter, which means a name."""
        if len(word) < 2:
            return []
        if self._cities is None:
            self._cities = [(city, fold(city)) for city in distinct(self._db, "city")]
        return [
            city for city, folded in self._cities
            if folded.startswith(word) or f" {word}" in folded or f"-{word}" in folded
        ]  # fmt: skip

    def values(self, column: str, wanted: Sequence[str]) -> list[str]:
        return [
            value for value in distinct(self._db, column)
            if any(fold(value).startswith(one) for one in wanted)
        ]  # fmt: skip

    def tags(self, wanted: str) -> list[str]:
        exact = [name for name, _count in tags(self._db) if fold(name) == wanted]
        return exact or [n for n, _count in tags(self._db) if fold(n).startswith(wanted)]


def distinct(db: sqlite3.Connection, column: str) -> list[str]:
    """The values of city, owner, industry or source among clients in work, by hops from value to
    value along its index."""
    if column not in ("city", "owner", "industry", "source"):
        raise ValueError(column)
    hop = (
        f"SELECT {column} FROM client INDEXED BY client_by_{column}"
        f" WHERE archived_at IS NULL AND {column} > {{}} ORDER BY {column} LIMIT 1"
    )
    return [
        value
        for (value,) in db.execute(
            f"WITH RECURSIVE hop (value) AS (SELECT ({hop.format(repr(''))})"
            f" UNION ALL SELECT ({hop.format('hop.value')}) FROM hop WHERE hop.value IS NOT NULL)"
            " SELECT value FROM hop WHERE value IS NOT NULL"
        )
    ]


def tags(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """Tags in use with how many clients bear each."""
    return db.execute("SELECT name, count(*) FROM tag GROUP BY name ORDER BY name").fetchall()


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """How many clients in work there are of each status."""
    return dict(
        db.execute("SELECT status, count(*) FROM client WHERE archived_at IS NULL GROUP BY status")
    )


def name_of(db: sqlite3.Connection, client_id: int) -> str:
    """The name of a client; empty where there is none."""
    row = db.execute("SELECT name FROM client WHERE id = ?", (client_id,)).fetchone()
    return "" if row is None else str(row[0])


FIRST_PHONE = (
    "(SELECT coalesce(p.e164, p.typed) FROM phone p LEFT JOIN contact k ON k.id = p.contact_id"
    " WHERE p.client_id = c.id AND k.archived_at IS NULL"
    " ORDER BY k.position IS NULL, k.position, k.id, p.position, p.id LIMIT 1)"
)
"""The number to call: the first contact's first, else the client's own."""


def rows(db: sqlite3.Connection, ids: Sequence[int], today: date) -> dict[int, ClientRow]:
    """The rows of these clients; numbers that are gone are left out."""
    marks = ", ".join("?" * len(ids))
    deals = sums_by_client(
        db,
        "SELECT client_id, currency, coalesce(sum(amount_minor), 0), count(*) FROM deal"
        f" WHERE client_id IN ({marks}) AND closed_on IS NULL AND archived_at IS NULL"
        " GROUP BY client_id, currency",
        ids,
    )
    owed: dict[int, list[tuple[str, int, int]]] = {}
    for client_id, currency, debt, overdue in db.execute(
        "SELECT client_id, currency, sum(open_minor),"
        " sum(CASE WHEN due_on < ? THEN open_minor ELSE 0 END) FROM instalment"
        f" WHERE open_minor > 0 AND client_id IN ({marks}) GROUP BY client_id, currency",
        (today.isoformat(), *ids),
    ):
        owed.setdefault(client_id, []).append((currency, debt, overdue))
    steps = {
        row[0]: (row[1], row[2])
        for row in db.execute(
            # The bare column due_at comes from the row of the minimum.
            "SELECT client_id, min(due_on || coalesce(substr(due_at, 11), '~')), due_at FROM task"
            f" WHERE {_OPEN_STEP} AND client_id IN ({marks}) GROUP BY client_id",
            ids,
        )
    }
    words: dict[int, list[str]] = {}
    for client_id, name in db.execute(
        f"SELECT client_id, name FROM tag WHERE client_id IN ({marks}) ORDER BY client_id, name",
        ids,
    ):
        words.setdefault(client_id, []).append(name)
    found: dict[int, ClientRow] = {}
    for row in db.execute(
        "SELECT c.id, c.name, c.kind, c.status, c.abc, c.city, c.industry, c.owner,"
        f" {FIRST_PHONE}, {_TOUCH}, c.snoozed_until, c.archived_at FROM client c"
        f" WHERE c.id IN ({marks})",
        ids,
    ):
        id_ = row[0]
        step = steps.get(id_)
        sums, count = deals.get(id_, ((), 0))
        debts = owed.get(id_, ())
        found[id_] = ClientRow(
            id=id_, name=row[1], kind=row[2], status=row[3], abc=row[4], city=row[5],
            industry=row[6], owner=row[7], phone=row[8], open_deals=count, open_sums=sums,
            debt=tuple((currency, debt) for currency, debt, _overdue in debts),
            overdue=tuple((currency, late) for currency, _debt, late in debts if late),
            last_touch=_read(row[9], read_moment),
            next_step=None if step is None else read_day(step[0][:10]),
            next_at=None if step is None else _read(step[1], read_moment),
            tags=tuple(words.get(id_, ())), snoozed_until=_read(row[10], read_day),
            archived=row[11] is not None,
        )  # fmt: skip
    return found


def sums_by_client(
    db: sqlite3.Connection, sql: str, values: Sequence[object]
) -> dict[int, tuple[SUMS, int]]:
    """(sums by currency, how many) by client, of a query for client, currency, sum, count."""
    found: dict[int, tuple[SUMS, int]] = {}
    for client_id, currency, minor, count in db.execute(sql, values):
        sums, before = found.get(client_id, ((), 0))
        if minor:
            sums = (*sums, (currency, minor))
        found[client_id] = (sums, before + count)
    return found


def _read(value: str | None, reader: Callable[[str], Any]) -> Any:
    return None if value is None else reader(value)
