"""Reading deals: which ones and in what order (id vectors), rows by number, one whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.dates import moment_text, read_day, read_moment
from pipeline_tui.domain.deals import (
    DealFilter,
    DealGroup,
    DealList,
    DealRow,
    DealSort,
    is_rotting,
)
from pipeline_tui.domain.vocabulary import StageKind

OPEN = "d.closed_on IS NULL AND d.archived_at IS NULL"
_AWAKE = "(d.snoozed_until IS NULL OR d.snoozed_until <= :today)"
_PLANNED = (
    "FROM task t INDEXED BY task_open_of_deal"
    " WHERE t.deal_id = d.id AND t.done_at IS NULL AND t.dropped_at IS NULL"
)
_TOUCHED = (
    "coalesce((SELECT max(a.started_at) FROM activity a INDEXED BY activity_of_deal"
    " WHERE a.deal_id = d.id), '')"
)
NO_STEP = f"{OPEN} AND {_AWAKE} AND NOT EXISTS (SELECT 1 {_PLANNED})"
OVERDUE = f"{OPEN} AND {_AWAKE} AND EXISTS (SELECT 1 {_PLANNED} AND t.due_on < :today)"
OPEN_DEALS = "deal d INDEXED BY deal_open"
"""Open deals from an index that holds all that lists and sums of them ask for. Without statistics
the planner would rather walk every deal there ever was."""
GROUP_KEYS: Mapping[DealGroup, str] = {
    DealGroup.SOURCE: "d.source",
    DealGroup.CLASS: "coalesce((SELECT c.abc FROM client c WHERE c.id = d.client_id), '')",
    DealGroup.MONTH: "coalesce(substr(coalesce(d.closed_on, d.expected_close), 1, 7), '')",
}
"""What deals of a group have in common, as SQL; "" where it is not said."""
CLOSED_LISTS = (DealList.WON, DealList.LOST, DealList.ALL)


class Conditions(Struct):
    """A WHERE clause over `source`, and what fills it."""

    source: str = "deal d"
    terms: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """The clause."""
        return " AND ".join(self.terms)

    def add(self, term: str, **values: Any) -> None:
        """One more condition."""
        self.terms.append(term)
        self.values.update(values)


def conditions(
    db: sqlite3.Connection,
    wanted: DealFilter,
    *,
    today: date,
    zone: tzinfo,
    source: str = "",
) -> Conditions:
    """What a filter means in SQL; `source` says which index to walk where the caller knows."""
    found = Conditions()
    if source:
        found.source = source
    elif wanted.show not in CLOSED_LISTS and wanted.client_id is None:
        found.source = OPEN_DEALS
    elif wanted == DealFilter(show=DealList.ALL):
        found.source = "deal d NOT INDEXED"  # all of them: as they lie, not as some index has them
    found.values["today"] = today.isoformat()
    match wanted.show:
        case DealList.OPEN:
            found.add(OPEN)
        case DealList.NO_STEP:
            found.add(NO_STEP)
        case DealList.OVERDUE:
            found.add(OVERDUE)
        case DealList.ROTTING:
            found.add(rotting(db, today=today, zone=zone))
        case DealList.SNOOZED:
            found.add(f"{OPEN} AND d.snoozed_until > :today")
        case DealList.NO_CLIENT:
            found.add(f"{OPEN} AND d.client_id IS NULL")
        case DealList.WON:
            found.add("d.closed_on IS NOT NULL AND d.archived_at IS NULL")
            found.add(f"d.stage_id IN ({kinds(db, StageKind.WON, StageKind.FULFILMENT)})")
        case DealList.LOST:
            found.add("d.closed_on IS NOT NULL AND d.archived_at IS NULL")
            found.add(f"d.stage_id IN ({kinds(db, StageKind.LOST)})")
        case DealList.ALL:
            found.add("d.archived_at IS NULL")
    if wanted.pipeline_id is not None:
        found.add(f"d.stage_id IN ({stages_of(db, wanted.pipeline_id)})")
    if wanted.stage_id is not None:
        found.add("d.stage_id = :stage", stage=wanted.stage_id)
    if wanted.owner is not None:
        found.add("d.owner = :owner", owner=wanted.owner)
    if wanted.product_id is not None:
        found.add("d.product_id = :product", product=wanted.product_id)
    if wanted.client_id is not None:
        found.add("d.client_id = :client", client=wanted.client_id)
    if wanted.reason_id is not None:
        found.add("d.loss_reason_id = :reason", reason=wanted.reason_id)
    if wanted.closed_from is not None:
        found.add("d.closed_on >= :closed_from", closed_from=wanted.closed_from.isoformat())
    for by, key in (
        (DealGroup.SOURCE, wanted.source),
        (DealGroup.CLASS, wanted.abc),
        (DealGroup.MONTH, wanted.month),
    ):
        if key is not None:
            found.add(f"{GROUP_KEYS[by]} = :{by}", **{by.value: key})
    for place, word in enumerate(words(wanted.text)):
        _match_word(db, found, word, place)
    return found


def words(text: str) -> list[str]:
    """The words of a filter that hold a letter or a digit."""
    return [word for word in fold(text).split() if any(char.isalnum() for char in word)]


def _match_word(db: sqlite3.Connection, found: Conditions, word: str, place: int) -> None:
    """A deal whose title, client, owner or product has the word."""
    name = f"word{place}"
    found.values[name] = '"' + word.replace('"', '""') + '"*'
    parts = {
        "id": f"SELECT rowid FROM deal_titles WHERE deal_titles MATCH :{name}",
        "client_id": f"SELECT rowid FROM client_names WHERE client_names MATCH :{name}",
    }
    owned = [owner for owner in owners(db) if word in fold(owner)]
    if owned:
        found.values[f"owners{place}"] = json.dumps(owned)
        parts["owner"] = f"SELECT value FROM json_each(:owners{place})"
    sold = [id_ for id_, title, code in products(db) if word in fold(f"{title} {code}")]
    if sold:
        found.values[f"products{place}"] = json.dumps(sold)
        parts["product_id"] = f"SELECT value FROM json_each(:products{place})"
    if found.source != "deal d":
        # One walk over the index; each part is worked out once.
        either = " OR ".join(f"d.{column} IN ({part})" for column, part in parts.items())
        found.add(f"({either})")
        return
    # Every deal there ever was: let the index of each column bring what it has.
    titled = parts.pop("id")
    union = [titled, *(
        f"SELECT id FROM deal WHERE {column} IN ({part})" + " AND owner <> ''" * (column == "owner")
        for column, part in parts.items()
    )]  # fmt: skip
    found.add(f"d.id IN ({' UNION '.join(union)})")


def rotting(db: sqlite3.Connection, *, today: date, zone: tzinfo) -> str:
    """The condition of a rotting deal; `:today` is the only value it wants."""
    limits = [
        (stage_id, start_of_day(today - timedelta(days=rot_days), zone))
        for stage_id, rot_days in db.execute(
            "SELECT id, rot_days FROM stage WHERE kind = ? AND rot_days IS NOT NULL",
            (StageKind.OPEN,),
        )
    ]
    if not limits:
        return "0"
    # Numbers and moments made here, not text from outside.
    cases = " ".join(f"WHEN {stage_id} THEN '{before}'" for stage_id, before in limits)
    limit = f"(CASE d.stage_id {cases} END)"
    return (
        f"{OPEN} AND {_AWAKE} AND d.stage_since < {limit} AND {_TOUCHED} < {limit}"
        f" AND NOT EXISTS (SELECT 1 {_PLANNED} AND t.due_on >= :today)"
    )


def start_of_day(day: date, zone: tzinfo) -> str:
    return moment_text(datetime.combine(day, time(), zone).astimezone(UTC))


def kinds(db: sqlite3.Connection, *wanted: StageKind) -> str:
    """Numbers of the stages of these kinds, for an IN list."""
    marks = ", ".join("?" * len(wanted))
    found = db.execute(f"SELECT id FROM stage WHERE kind IN ({marks})", wanted)
    return ", ".join(str(int(row[0])) for row in found)


def stages_of(db: sqlite3.Connection, pipeline_id: int) -> str:
    """Numbers of the stages of a pipeline, for an IN list."""
    found = db.execute("SELECT id FROM stage WHERE pipeline_id = ?", (pipeline_id,))
    return ", ".join(str(int(row[0])) for row in found) or "-1"


_ORDERS: Mapping[DealSort, str] = {
    DealSort.AMOUNT: "d.amount_minor {way}, d.id",
    DealSort.CLOSE: (
        "coalesce(d.closed_on, d.expected_close) IS NULL,"
        " coalesce(d.closed_on, d.expected_close) {way}, d.id"
    ),
    DealSort.STAGE: "(SELECT p.position * 1000 + s.position FROM stage s"
    " JOIN pipeline p ON p.id = s.pipeline_id WHERE s.id = d.stage_id) {way},"
    " d.amount_minor DESC, d.id",
    DealSort.AGE: "d.stage_since {way}, d.id",
    DealSort.CLIENT: "d.client_id IS NULL,"
    " (SELECT c.name_key FROM client c WHERE c.id = d.client_id) {way}, d.id",
    DealSort.OWNER: "d.owner = '', d.owner {way}, d.id",
    DealSort.STEP: (
        f"coalesce(d.snoozed_until > :today, 0), (SELECT min(t.due_on) {_PLANNED}) {{way}},"
        " d.amount_minor DESC, d.id"
    ),
}


def ids(
    db: sqlite3.Connection,
    wanted: DealFilter,
    sort: DealSort,
    *,
    descending: bool,
    today: date,
    zone: tzinfo,
    limit: int | None = None,
) -> list[int]:
    """The numbers of the deals a filter lets through, in order."""
    meant = conditions(db, wanted, today=today, zone=zone)
    if sort is DealSort.TITLE:
        # SQLite sorts Cyrillic by code point, capitals first.
        titled = db.execute(
            f"SELECT d.title, d.id FROM {meant.source} WHERE {meant.where}", meant.values
        )
        folded = sorted(((fold(title), id_) for title, id_ in titled), reverse=descending)
        return [id_ for _, id_ in folded[:limit]]
    order = _ORDERS[sort].format(way="DESC" if descending else "ASC")
    return [
        row[0]
        for row in db.execute(
            f"SELECT d.id FROM {meant.source} WHERE {meant.where} ORDER BY {order}{_at_most(limit)}",
            meant.values,
        )
    ]


def ids_by_stage(
    db: sqlite3.Connection,
    wanted: DealFilter,
    stages: Iterable[int],
    sort: DealSort,
    *,
    descending: bool,
    today: date,
    zone: tzinfo,
    limit: int | None = None,
) -> dict[int, list[int]]:
    """The same stage by stage, at most `limit` each.

    By amount from the largest, and closed deals by day from the latest, come straight from an index.
    """
    if sort is DealSort.TITLE:
        return _titled_by_stage(db, wanted, stages, descending, today, zone, limit)
    closed = wanted.show in (DealList.WON, DealList.LOST)
    meant = conditions(
        db, wanted, today=today, zone=zone, source="deal d INDEXED BY deal_closed" * closed
    )
    order = _ORDERS[sort].format(way="DESC" if descending else "ASC")
    if sort is DealSort.AMOUNT and descending:
        order = "d.amount_minor DESC, d.currency DESC"
    elif sort is DealSort.CLOSE and descending and closed:
        order = "d.closed_on DESC"
    found: dict[int, list[int]] = {}
    for stage in stages:
        found[stage] = [
            row[0]
            for row in db.execute(
                f"SELECT d.id FROM {meant.source} WHERE {meant.where} AND d.stage_id = :column"
                f" ORDER BY {order}{_at_most(limit)}",
                {**meant.values, "column": stage},
            )
        ]
    return found


def _at_most(limit: int | None) -> str:
    """A LIMIT only where there is one: under any, SQLite sorts in a tree that is three times slower."""
    return "" if limit is None else f" LIMIT {limit:d}"


def _titled_by_stage(
    db: sqlite3.Connection, wanted: DealFilter, stages: Iterable[int], descending: bool,
    today: date, zone: tzinfo, limit: int | None,
) -> dict[int, list[int]]:  # fmt: skip
    return {
        stage: ids(
            db, replace(wanted, stage_id=stage), DealSort.TITLE, descending=descending,
            today=today, zone=zone, limit=limit,
        )
        for stage in stages
    }  # fmt: skip


_ROW = (
    "SELECT d.id, d.title, d.client_id, c.name, d.stage_id, d.amount_minor, d.currency,"
    " d.stage_since, d.opened_on, d.closed_on, d.expected_close,"
    " (SELECT max(a.started_at) FROM activity a WHERE a.deal_id = d.id),"
    " t.due_on, t.title, d.owner, d.source, p.name, d.snoozed_until, t.due_at, t.kind, t.id,"
    " d.competitor, r.code, r.name, d.snooze_reason, s.rot_days,"
    " (SELECT max(t.due_on) FROM task t WHERE"
    " t.deal_id = d.id AND t.done_at IS NULL AND t.dropped_at IS NULL)"
    " FROM deal d JOIN stage s ON s.id = d.stage_id"
    " LEFT JOIN client c ON c.id = d.client_id"
    " LEFT JOIN product p ON p.id = d.product_id"
    " LEFT JOIN loss_reason r ON r.id = d.loss_reason_id"
    " LEFT JOIN task t ON t.id = (SELECT t2.id FROM task t2 WHERE t2.deal_id = d.id"
    " AND t2.done_at IS NULL AND t2.dropped_at IS NULL"
    " ORDER BY t2.due_on, t2.due_at IS NULL, t2.due_at, t2.id LIMIT 1)"
    " WHERE d.id IN (SELECT value FROM json_each(?))"
)


def rows(
    db: sqlite3.Connection, wanted: Sequence[int], *, today: date, zone: tzinfo
) -> dict[int, DealRow]:
    """Rows by number; a number that is gone is left out."""
    found = db.execute(_ROW, (json.dumps(list(wanted)),))
    return {row[0]: _row(row, today, zone) for row in found}


def _row(row: tuple[Any, ...], today: date, zone: tzinfo) -> DealRow:
    since = read_moment(row[7])
    touch = _moment(row[11])
    touched = max(since, touch) if touch is not None else since
    untouched = max(0, (today - touched.astimezone(zone).date()).days)
    snoozed, closed = _day(row[17]), _day(row[9])
    asleep = snoozed is not None and snoozed > today
    return DealRow(
        id=row[0], title=row[1], client_id=row[2], client=row[3], stage_id=row[4],
        amount_minor=row[5], currency=row[6], stage_since=since, opened_on=_day(row[8]),
        closed_on=closed, expected_close=_day(row[10]), last_touch=touch,
        next_step=_day(row[12]), next_title=row[13] or "", owner=row[14], source=row[15],
        product=row[16], snoozed_until=snoozed,
        rotting=closed is None and not asleep and is_rotting(
            days_untouched=untouched, rot_days=row[25], last_step=_day(row[26]), today=today
        ),
        next_at=_moment(row[18]), next_kind=row[19], next_id=row[20],
        days_in_stage=max(0, (today - since.astimezone(zone).date()).days),
        days_untouched=untouched, competitor=row[21], loss_code=row[22], loss_name=row[23],
        snooze_reason=row[24],
    )  # fmt: skip


def _day(value: str | None) -> date | None:
    return None if value is None else read_day(value)


def _moment(value: str | None) -> datetime | None:
    return None if value is None else read_moment(value)


def owners(db: sqlite3.Connection) -> list[str]:
    """Everyone who owns a deal, by leaps over the index."""
    return [
        row[0]
        for row in db.execute(
            "WITH RECURSIVE leap (owner) AS ("
            " SELECT min(owner) FROM deal WHERE owner <> ''"
            " UNION ALL SELECT (SELECT min(d.owner) FROM deal d WHERE d.owner > leap.owner"
            " AND d.owner <> '') FROM leap WHERE leap.owner IS NOT NULL"
            ") SELECT owner FROM leap WHERE owner IS NOT NULL"
        )
    ]


def products(db: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """(number, name, code) of every product in use, by name."""
    return list(db.execute("SELECT id, name, code FROM product WHERE retired = 0 ORDER BY name"))
