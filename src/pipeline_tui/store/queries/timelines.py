"""All that happened with a client, newest first, from the ten tables where it stands."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Iterator
from datetime import tzinfo
from itertools import islice
from typing import Any

from pipeline_tui.domain.cards import TimelineRow
from pipeline_tui.domain.dates import read_day, read_moment
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.store.queries.corrections import STANDS

# Each source gives: key (a moment or a day as text), id, kind, code, name, title, detail, amount,
# currency, direction, person, duration, deal. {after} narrows it to what follows the page before.
_SOURCES = (
    "SELECT a.started_at AS key, a.id AS id, a.kind, coalesce(o.code, ''), o.name, a.subject,"
    " a.note, NULL, '', coalesce(a.direction, ''), coalesce(k.full_name, ''), a.duration_s,"
    " a.deal_id FROM activity a LEFT JOIN outcome o ON o.id = a.outcome_id"
    " LEFT JOIN contact k ON k.id = a.contact_id"
    " WHERE a.client_id = :client AND {after}"
    f" AND {STANDS}"
    " ORDER BY a.started_at DESC, a.id DESC LIMIT :limit",
    "SELECT h.changed_at AS key, h.id AS id, 'stage', s.code, s.name, d.title, h.reason,"
    " h.amount_minor, d.currency, coalesce(r.code, ''), coalesce(r.name, ''), NULL, d.id"
    " FROM deal d CROSS JOIN stage_change h ON h.deal_id = d.id"
    " JOIN stage s ON s.id = h.to_stage_id LEFT JOIN loss_reason r ON r.id = h.loss_reason_id"
    " WHERE d.client_id = :client AND {after} ORDER BY key DESC, id DESC LIMIT :limit",
    "SELECT e.met_at AS key, e.id AS id, 'objection', t.code, t.name, e.result, e.verbatim,"
    " NULL, '', '', '', NULL, e.deal_id"
    " FROM objection_event e JOIN objection_type t ON t.id = e.type_id"
    " WHERE e.client_id = :client AND {after} ORDER BY e.met_at DESC, e.id DESC LIMIT :limit",
    "SELECT p.made_at AS key, p.id AS id, 'promise', p.due_on, NULL, '', p.note, p.amount_minor,"
    " p.currency, CASE WHEN p.withdrawn_at IS NULL THEN '' ELSE 'withdrawn' END, '', NULL, NULL"
    " FROM promise p WHERE p.client_id = :client AND {after}"
    " ORDER BY key DESC, id DESC LIMIT :limit",
    "SELECT t.done_at AS key, t.id AS id, 'task', t.kind, NULL, t.title, '', NULL, '', t.origin,"
    " '', NULL, t.deal_id FROM task t WHERE t.client_id = :client AND t.done_at IS NOT NULL"
    " AND {after} ORDER BY key DESC, id DESC LIMIT :limit",
    "SELECT i.issued_on AS key, i.id AS id, 'invoice', CASE WHEN i.cancelled_on IS NOT NULL THEN"
    " 'cancelled' WHEN i.opening = 1 THEN 'opening' ELSE '' END, NULL, i.number, i.notes, i.amount_minor, i.currency, '', '', NULL,"
    " i.deal_id FROM invoice i WHERE i.client_id = :client AND {after}"
    " ORDER BY i.issued_on DESC, i.id DESC LIMIT :limit",
    "SELECT m.paid_on AS key, m.id AS id, 'payment', m.kind, NULL, m.reference, m.reason, m.amount_minor,"
    " m.currency, '', '', NULL, NULL FROM payment m WHERE m.client_id = :client AND {after}"
    " ORDER BY m.paid_on DESC, m.id DESC LIMIT :limit",
    "SELECT b.imported_at AS key, b.id AS id, 'import', '', NULL, b.files, '', NULL, '', '', '',"
    " NULL, NULL FROM import_batch b WHERE b.id IN (SELECT batch_id FROM client WHERE id = :client"
    " UNION SELECT batch_id FROM contact WHERE client_id = :client"
    " UNION SELECT batch_id FROM deal WHERE client_id = :client) AND {after}"
    " ORDER BY key DESC, id DESC LIMIT :limit",
    "SELECT g.merged_at AS key, g.id AS id, 'merge', '', NULL, g.name, '', NULL, '', '', '', NULL,"
    " NULL FROM client_merge g WHERE g.kept_id = :client AND {after}"
    " ORDER BY key DESC, id DESC LIMIT :limit",
    "SELECT v.seen_on AS key, v.id AS id, 'sighting', '', NULL, r.name,"
    " trim(v.offered || char(10) || v.note, char(10)), v.price_minor, v.currency, '',"
    " coalesce(p.name, ''), NULL, v.deal_id FROM sighting v JOIN competitor r ON r.id = v.competitor_id"
    " LEFT JOIN product p ON p.id = v.product_id WHERE v.client_id = :client AND {after}"
    " ORDER BY v.seen_on DESC, v.id DESC LIMIT :limit",
)
_OBJECTIONS = 2
_KEYS = (
    ("a.started_at", "a.id"), ("h.changed_at", "h.id"), ("e.met_at", "e.id"), ("p.made_at", "p.id"),
    ("t.done_at", "t.id"), ("i.issued_on", "i.id"), ("m.paid_on", "m.id"), ("b.imported_at", "b.id"),
    ("g.merged_at", "g.id"), ("v.seen_on", "v.id"),
)  # fmt: skip


def timeline(
    db: sqlite3.Connection, client_id: int, *, before: str | None, limit: int, zone: tzinfo
) -> list[TimelineRow]:
    """At most `limit` rows after the row marked `before`; newest first, ties by source then number.

    What is known by its day alone stands below the moments of that day.
    """
    place = None if before is None else _place(before)
    merged = heapq.merge(
        *(_source(db, at, client_id, place, limit) for at in range(len(_SOURCES))),
        key=lambda row: (_Reversed(row[0]), row[1], -row[2]),
    )
    return [_row(row, zone) for row in islice(merged, limit)]


def objections(
    db: sqlite3.Connection, client_id: int, *, limit: int, zone: tzinfo
) -> list[TimelineRow]:
    """The part of the timeline that is objections; `title` is the result."""
    return [_row(row, zone) for row in _source(db, _OBJECTIONS, client_id, None, limit)]


def _source(
    db: sqlite3.Connection, at: int, client_id: int, place: tuple[str, int, int] | None, limit: int
) -> Iterator[tuple[Any, ...]]:
    key, id_ = _KEYS[at]
    values: dict[str, Any] = {"client": client_id, "limit": limit}
    after = "1"
    if place is not None:
        values |= {"key": place[0], "id": place[2]}
        if at < place[1]:
            after = f"{key} < :key"
        elif at > place[1]:
            after = f"{key} <= :key"
        else:
            after = f"{key} <= :key AND ({key} < :key OR {id_} < :id)"
    rows = db.execute(_SOURCES[at].format(after=after), values).fetchall()
    return ((row[0], at, *row[1:]) for row in rows)


def _row(row: tuple[Any, ...], zone: tzinfo) -> TimelineRow:
    (key, source, id_, kind, code, name, title, detail, amount, currency, direction, person,
     duration, deal_id) = row  # fmt: skip
    at = read_moment(key) if len(key) > 10 else None
    return TimelineRow(
        mark=f"{key}|{source}|{id_}", kind=kind, record_id=id_,
        day=read_day(key) if at is None else at.astimezone(zone).date(), at=at, code=code,
        name=name, title=title, detail=detail, amount_minor=amount, currency=currency,
        direction=direction, person=person, duration_s=duration, deal_id=deal_id,
    )  # fmt: skip


def _place(mark: str) -> tuple[str, int, int]:
    try:
        key, source, id_ = mark.split("|")
        return key, int(source), int(id_)
    except ValueError as error:
        raise Invalid("before", "not_a_choice", value=mark) from error


class _Reversed(str):
    """A text that sorts the other way round."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)

    def __gt__(self, other: str) -> bool:
        return str.__lt__(self, other)
