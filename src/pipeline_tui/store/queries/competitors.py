"""Reading competitors, what they were seen to offer, and the deals in which they stood.

A competitor stands in a deal whose text names it, and in one where a sighting of it was noted.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from typing import Any

from pipeline_tui.domain.competitors import (
    CompetitorRow,
    KnownNames,
    SightingRow,
    Standing,
    Unnamed,
)
from pipeline_tui.domain.dates import read_day
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.figures import Part
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.store.queries import deals

_COMPETITOR = (
    "SELECT id, name, also, site, strengths, weaknesses, battlecard, retired FROM competitor"
)
_SIGHTING = (
    "SELECT s.id, s.competitor_id, k.name, s.seen_on, s.client_id, coalesce(c.name, ''), s.deal_id,"
    " coalesce(d.title, ''), s.product_id, coalesce(p.name, ''), s.price_minor, s.currency,"
    " s.offered, s.note FROM sighting s JOIN competitor k ON k.id = s.competitor_id"
    " LEFT JOIN client c ON c.id = s.client_id LEFT JOIN deal d ON d.id = s.deal_id"
    " LEFT JOIN product p ON p.id = s.product_id"
)
STOOD = (
    "WITH named (text, id) AS (SELECT value ->> 0, value ->> 1 FROM json_each(:named)),"
    " stood (deal_id, id) AS (SELECT d.id, n.id FROM named n"
    " CROSS JOIN deal d INDEXED BY deal_by_competitor ON d.competitor = n.text AND d.competitor <> ''"
    " UNION SELECT s.deal_id, s.competitor_id FROM sighting s WHERE s.deal_id IS NOT NULL) "
)
"""Deals with the competitors that stood in them, as the table `stood`; wants `:named`."""


def rows(db: sqlite3.Connection) -> list[CompetitorRow]:
    """All competitors by name, those put away last."""
    return [_row(one) for one in db.execute(f"{_COMPETITOR} ORDER BY retired, name, id")]


def row(db: sqlite3.Connection, competitor_id: int) -> CompetitorRow:
    """One competitor; raises NotFound."""
    found = db.execute(f"{_COMPETITOR} WHERE id = ?", (competitor_id,)).fetchone()
    if found is None:
        raise NotFound("not_found", kind="competitor", id=competitor_id)
    return _row(found)


def _row(one: tuple[Any, ...]) -> CompetitorRow:
    also = tuple(filter(None, map(str.strip, one[2].splitlines())))
    return CompetitorRow(one[0], one[1], also, one[3], one[4], one[5], one[6], bool(one[7]))


def sightings(db: sqlite3.Connection, competitor_id: int | None = None) -> list[SightingRow]:
    """What one competitor was seen to offer, or all of them, the latest first."""
    narrow = "" if competitor_id is None else " WHERE s.competitor_id = :id"
    return [
        _sighting(one)
        for one in db.execute(
            f"{_SIGHTING}{narrow} ORDER BY s.seen_on DESC, s.id DESC", {"id": competitor_id}
        )
    ]


def sighting(db: sqlite3.Connection, sighting_id: int) -> SightingRow:
    """One sighting; raises NotFound."""
    found = db.execute(f"{_SIGHTING} WHERE s.id = ?", (sighting_id,)).fetchone()
    if found is None:
        raise NotFound("not_found", kind="sighting", id=sighting_id)
    return _sighting(found)


def _sighting(one: tuple[Any, ...]) -> SightingRow:
    return SightingRow(one[0], one[1], one[2], read_day(one[3]), *one[4:])


def standings(db: sqlite3.Connection, only: int | None = None) -> list[Standing]:
    """Every competitor, or the one with a number, with the deals in which it stood, in the order of
    `rows`."""
    known = rows(db)
    counts: dict[int, Counter[Part]] = defaultdict(Counter)
    amounts: dict[tuple[int, Part], dict[str, int]] = defaultdict(dict)
    for id_, part, currency, count, total in db.execute(
        f"{STOOD} SELECT t.id, {_part(db)}, d.currency, count(*), coalesce(sum(d.amount_minor), 0)"
        " FROM stood t JOIN deal d ON d.id = t.deal_id WHERE d.archived_at IS NULL"
        " AND coalesce(t.id = :only, 1) GROUP BY 1, 2, 3",
        {"named": named(db, known, only), "only": only},
    ):
        counts[id_][Part(part)] += count
        amounts[id_, Part(part)][currency] = total
    seen: dict[int, list[SightingRow]] = defaultdict(list)
    for one in sightings(db, only):
        seen[one.competitor_id].append(one)
    return [
        Standing(
            who, counts[who.id][Part.WON], counts[who.id][Part.LOST], counts[who.id][Part.OPEN],
            amounts[who.id, Part.WON], amounts[who.id, Part.LOST], amounts[who.id, Part.OPEN],
            len(seen[who.id]), next(iter(seen[who.id]), None),
            next((one for one in seen[who.id] if one.price_minor is not None), None),
        )
        for who in known if only in (None, who.id)
    ]  # fmt: skip


def deal_ids(db: sqlite3.Connection, competitor_id: int, part: Part) -> list[int]:
    """The deals in which a competitor stood: won, lost, open, or all; the dearest first."""
    narrow = "" if part is Part.ALL else f" AND {_part(db)} = :part"
    return [
        row[0]
        for row in db.execute(
            f"{STOOD} SELECT d.id FROM stood t JOIN deal d ON d.id = t.deal_id"
            f" WHERE t.id = :id AND d.archived_at IS NULL{narrow} ORDER BY d.amount_minor DESC, d.id",
            {"named": named(db, rows(db), competitor_id), "id": competitor_id, "part": part.value},
        )
    ]


def in_deal(db: sqlite3.Connection, deal_id: int) -> list[CompetitorRow]:
    """The competitors that stand in a deal, those that its text names first."""
    found = db.execute("SELECT competitor FROM deal WHERE id = ?", (deal_id,)).fetchone()
    known = rows(db)
    ids = list(KnownNames(known).in_text(found[0])) if found and found[0] else []
    ids += [
        row[0]
        for row in db.execute(
            "SELECT competitor_id FROM sighting WHERE deal_id = ? ORDER BY seen_on DESC, id DESC",
            (deal_id,),
        )
    ]
    by_id = {one.id: one for one in known}
    return [by_id[one] for one in dict.fromkeys(ids)]


def unnamed(db: sqlite3.Connection) -> list[Unnamed]:
    """Names in deals that no competitor has, the most frequent first."""
    known = KnownNames(rows(db))
    found = [
        Unnamed(text, count)
        for text, count in db.execute(
            "SELECT d.competitor, count(*) FROM deal d INDEXED BY deal_by_competitor"
            " WHERE d.competitor <> '' AND d.archived_at IS NULL GROUP BY 1"
        )
        if not known.in_text(text)
    ]
    return sorted(found, key=lambda one: (-one.deals, one.name))


def named(db: sqlite3.Connection, known: list[CompetitorRow], only: int | None = None) -> str:
    """Texts of deals with the competitors that they name, or with one of them, as JSON pairs. Each
    text is looked at once, however many deals have it."""
    names = KnownNames(known)
    texts = db.execute(
        "SELECT DISTINCT d.competitor FROM deal d INDEXED BY deal_by_competitor"
        " WHERE d.competitor <> ''"
    )
    return json.dumps(
        [(text, id_) for (text,) in texts for id_ in names.in_text(text) if only in (None, id_)]
    )


def _part(db: sqlite3.Connection) -> str:
    won = deals.kinds(db, StageKind.WON, StageKind.FULFILMENT)
    return (
        f"CASE WHEN d.closed_on IS NULL THEN '{Part.OPEN}' WHEN d.stage_id IN ({won})"
        f" THEN '{Part.WON}' ELSE '{Part.LOST}' END"
    )
