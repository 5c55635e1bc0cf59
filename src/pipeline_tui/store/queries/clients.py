"""The client list: its order as a vector of numbers, and its rows by windows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from pipeline_tui.domain.clients import SUMS, ClientRow
from pipeline_tui.domain.dates import read_day, read_moment
from pipeline_tui.domain.query import ClientFilter
from pipeline_tui.domain.vocabulary import ClientKind, ClientStatus
from pipeline_tui.store.queries.client_filter import (
    ATTEMPTS,
    DEALS,
    DEBTS,
    EVERYBODY,
    OPEN_STEP,
    TURNOVER,
    Scene,
    selected,
    year_before,
)
from pipeline_tui.store.queries.client_values import TEXTS

_STEPS = f"SELECT client_id, min(due_on) AS figure FROM task WHERE {OPEN_STEP} GROUP BY client_id"
_TOUCH = "(SELECT max(started_at) FROM activity WHERE client_id = c.id)"
FIRST_PHONE = (
    "(SELECT coalesce(p.e164, p.typed) FROM phone p LEFT JOIN contact k ON k.id = p.contact_id"
    " WHERE p.client_id = c.id AND k.archived_at IS NULL"
    " ORDER BY k.position IS NULL, k.position, k.id, p.position, p.id LIMIT 1)"
)
"""The number to call: the first contact's first, else the client's own."""
_TAGS = "SELECT client_id, min(name) AS figure FROM tag GROUP BY client_id"
_OWN = (
    "SELECT o.id AS client_id, j.value AS figure FROM client o, json_each(o.custom) j"
    " WHERE o.custom <> '{{}}' AND j.key = {own} AND coalesce(j.value, '') <> ''"
)

_ORDERS = {"status": ClientStatus, "kind": ClientKind}
"""Fields whose codes have an order of their own."""
_FIGURES = {
    "debt": DEBTS, "open_deals": DEALS, "turnover": TURNOVER, "next_step": _STEPS, "tags": _TAGS,
}  # fmt: skip
_WORKED_OUT = {"last_touch": f"coalesce({_TOUCH}, '')", "attempts": ATTEMPTS}
"""Read client by client. Whoever was never touched counts as the longest untouched."""
OWN = "custom:"
"""A column of the user's own field is called so, with its name behind."""
SORTS = (
    "name", *_ORDERS, "abc", *TEXTS, "created", "verified", "phone", *_FIGURES, *_WORKED_OUT,
)  # fmt: skip
"""What a list can be sorted by, besides `OWN` fields. Missing values stand last in both directions."""


def ordered_ids(
    db: sqlite3.Connection, asked: ClientFilter, sort: str, *, descending: bool, scene: Scene
) -> list[int]:
    """Numbers of the clients that pass the filter, in order; ties by name, then number.

    Debts and deals are compared in the scene's currency: other money cannot be put in one order with
    it.
    """
    way = "DESC" if descending else "ASC"
    chosen = selected(db, asked, scene)
    source = chosen.source
    if sort in _WORKED_OUT and source == EVERYBODY:
        source += " NOT INDEXED"  # by number, the look-ups of touches follow their index
    values = chosen.values | {
        "currency": scene.currency, "today": scene.today.isoformat(),
        "year_ago": year_before(scene.today).isoformat(), "own": sort.removeprefix(OWN),
    }  # fmt: skip
    # One statement for each group: within it the order is an index's own, where there is one.
    return [
        id_
        for join, group, order in _groups(sort, way)
        for (id_,) in db.execute(
            f"SELECT c.id FROM {source}{join} WHERE {chosen.where} AND {group} ORDER BY {order}",
            values,
        )
    ]


def _groups(sort: str, way: str) -> list[tuple[str, str, str]]:
    """(join, condition, order) of the parts of a list, first to last."""
    by_name = "c.name_key, c.id"
    if sort in _FIGURES or sort.startswith(OWN):
        figures = _FIGURES.get(sort, _OWN).format(
            currency=":currency", today=":today", year_ago=":year_ago", own=":own"
        )
        return [
            (f" JOIN ({figures}) f ON f.client_id = c.id", "1", f"f.figure {way}, {by_name}"),
            ("", f"c.id NOT IN (SELECT client_id FROM ({figures}) WHERE client_id > 0)", by_name),
        ]
    if sort == "name":
        return [("", "1", f"c.name_key {way}, c.id {way}")]
    if sort in _ORDERS:
        codes = list(_ORDERS[sort])
        return [
            ("", f"c.{sort} = '{code.value}'", by_name)
            for code in (codes if way == "ASC" else reversed(codes))
        ]
    if sort in _WORKED_OUT:
        return [("", "1", f"{_WORKED_OUT[sort]} {way}, {by_name}")]
    if sort == "created":
        return [("", "1", f"c.created_at {way}, {by_name}")]
    if sort in ("abc", "verified"):
        column = {"abc": "c.abc", "verified": "c.verified_on"}[sort]
    elif sort == "phone":
        column = FIRST_PHONE
    else:
        return [
            ("", f"c.{sort} <> ''", f"c.{sort} {way}, {by_name}"), ("", f"c.{sort} = ''", by_name),
        ]  # fmt: skip
    return [
        ("", f"{column} IS NOT NULL", f"{column} {way}, {by_name}"),
        ("", f"{column} IS NULL", by_name),
    ]


def how_many(db: sqlite3.Connection, asked: ClientFilter, scene: Scene) -> int:
    """How many clients pass the filter."""
    chosen = selected(db, asked, scene)
    sql = f"SELECT count(*) FROM {chosen.source} WHERE {chosen.where}"
    return int(db.execute(sql, chosen.values).fetchone()[0])


_HANDFUL = 400
"""So many clients are quicker to look up one by one than among all that is open."""


def sums(db: sqlite3.Connection, ids: Sequence[int] | None) -> tuple[SUMS, SUMS]:
    """What these clients owe, and what their open deals are worth, by currency; of everybody where
    they are not named.

    Reads every open sum once, or those of a handful: how many clients there are makes no difference.
    """
    among = None if ids is None else frozenset(ids)
    deals = "deal" if among is not None and len(among) <= _HANDFUL else "deal INDEXED BY deal_open"
    return (
        _sum(db, "open_minor", "instalment", "open_minor > 0", among),
        _sum(
            db, "amount_minor", deals,
            "closed_on IS NULL AND archived_at IS NULL AND client_id IS NOT NULL", among,
        ),
    )  # fmt: skip


def _sum(
    db: sqlite3.Connection, column: str, table: str, where: str, among: frozenset[int] | None
) -> SUMS:
    whole: dict[str, int] = {}
    if among is None or len(among) <= _HANDFUL:
        named = [] if among is None else list(among)
        chosen = "" if among is None else f" AND client_id IN ({', '.join('?' * len(named))})"
        whole = dict(
            db.execute(
                f"SELECT currency, coalesce(sum({column}), 0) FROM {table} WHERE {where}{chosen}"
                " GROUP BY currency",
                named,
            )
        )
    else:
        for client_id, currency, minor in db.execute(
            f"SELECT client_id, currency, {column} FROM {table} WHERE {where}"
        ):
            if minor and client_id in among:
                whole[currency] = whole.get(currency, 0) + minor
    return tuple(sorted((currency, minor) for currency, minor in whole.items() if minor))


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """How many clients in work there are of each status."""
    return dict(
        db.execute("SELECT status, count(*) FROM client WHERE archived_at IS NULL GROUP BY status")
    )


def name_of(db: sqlite3.Connection, client_id: int) -> str:
    """The name of a client; empty where there is none."""
    row = db.execute("SELECT name FROM client WHERE id = ?", (client_id,)).fetchone()
    return "" if row is None else str(row[0])


def rows(
    db: sqlite3.Connection, ids: Sequence[int], today: date, also: Collection[str] = ()
) -> dict[int, ClientRow]:
    """The rows of these clients; numbers that are gone are left out. `turnover` and `attempts` are
    read where they are named in `also`."""
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
    paid = {} if "turnover" not in also else sums_by_client(
        db,
        "SELECT client_id, currency, sum(amount_minor), count(*) FROM payment"
        f" WHERE client_id IN ({marks}) AND paid_on > ? AND paid_on <= ?"
        " AND kind = 'payment' GROUP BY client_id, currency",
        (*ids, year_before(today).isoformat(), today.isoformat()),
    )  # fmt: skip
    attempts = ATTEMPTS if "attempts" in also else "0"
    steps = {
        row[0]: (row[1], row[2])
        for row in db.execute(
            # The bare column due_at comes from the row of the minimum.
            "SELECT client_id, min(due_on || coalesce(substr(due_at, 11), '~')), due_at FROM task"
            f" WHERE {OPEN_STEP} AND client_id IN ({marks}) GROUP BY client_id",
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
        f" {FIRST_PHONE}, {_TOUCH}, c.snoozed_until, c.archived_at, c.region, c.country, c.source,"
        f" c.created_at, c.verified_on, c.custom, {attempts} FROM client c"
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
            archived=row[11] is not None, region=row[12], country=row[13], source=row[14],
            created=read_moment(row[15]), verified_on=_read(row[16], read_day),
            turnover=paid.get(id_, ((), 0))[0], attempts=row[18],
            custom={} if row[17] == "{}" else json.loads(row[17]),
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


def clients_or_deals(db: sqlite3.Connection) -> bool:
    """Whether the file holds any client or deal, archived ones too."""
    (there,) = db.execute(
        "SELECT EXISTS (SELECT 1 FROM client) OR EXISTS (SELECT 1 FROM deal)"
    ).fetchone()
    return bool(there)
