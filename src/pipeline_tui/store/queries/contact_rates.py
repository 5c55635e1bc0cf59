"""What the shares of answered calls are counted from: the latest calls, and what came of them.

Everything is bounded by the calls read: they are walked by `activity_by_time` from the newest, and
clients, deals and stage changes are looked up by their own indexes for those calls only. So a file of
ten years costs no more than one of two.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from pipeline_tui.domain.dates import day_text
from pipeline_tui.store.queries.corrections import STANDS

_OF = "SELECT value FROM json_each(?)"


class ClientPlace(Struct, frozen=True):
    """Where a client came from, and what tells their time zone."""

    source: str
    time_zone: str | None
    region: str
    city: str
    country: str
    digits: str


class CallLine(Struct, frozen=True):
    """A call made; `started` is moment text, UTC. `met` says that a meeting was set."""

    started: str
    client_id: int
    reached: bool
    attempt: int | None
    met: bool


def calls(db: sqlite3.Connection, since: str, until: str, most: int) -> list[CallLine]:
    """The latest calls made from `since` up to before `until` (moment texts), newest first.

    Outgoing ones with a known outcome; a corrected one counts by its correction.
    """
    return [
        CallLine(row[0], row[1], bool(row[2]), row[3], bool(row[4]))
        for row in db.execute(
            "SELECT a.started_at, a.client_id, o.connected, a.attempt, o.code = 'meeting_set'"
            " FROM activity a INDEXED BY activity_by_time"
            " JOIN outcome o ON o.id = a.outcome_id"
            " WHERE a.started_at >= ? AND a.started_at < ? AND a.kind = 'call'"
            " AND a.direction IS NOT 'in' AND a.client_id IS NOT NULL"
            f" AND {STANDS}"
            " ORDER BY a.started_at DESC LIMIT ?",
            (since, until, most),
        )
    ]


def places(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, ClientPlace]:
    """Source and place of these clients; the digits of their first phone where nothing else tells
    the place."""
    return {
        row[0]: ClientPlace(row[1], row[2], row[3], row[4], row[5], row[6] or "")
        for row in db.execute(
            "SELECT id, source, time_zone, region, city, country,"
            " CASE WHEN time_zone IS NULL THEN (SELECT p.digits FROM phone p"
            "  WHERE p.client_id = client.id ORDER BY p.position, p.id LIMIT 1) END"
            f" FROM client WHERE id IN ({_OF})",
            (_listed(ids),),
        )
    }


def moved_on(db: sqlite3.Connection, since: str, until: str) -> dict[int, list[str]]:
    """Client → moments at which a deal of theirs was opened or went on to a later stage, in order."""
    found: dict[int, list[str]] = defaultdict(list)
    for client_id, moment in db.execute(
        "SELECT d.client_id, h.changed_at FROM stage s"
        " CROSS JOIN stage_change h INDEXED BY stage_change_by_stage ON h.to_stage_id = s.id"
        " JOIN deal d ON d.id = h.deal_id LEFT JOIN stage f ON f.id = h.from_stage_id"
        " WHERE s.kind <> 'lost' AND h.changed_at >= ? AND h.changed_at < ?"
        " AND (f.id IS NULL OR (f.position < s.position AND f.kind <> 'lost'))"
        " AND d.client_id IS NOT NULL ORDER BY h.changed_at",
        (since, until),
    ):
        found[client_id].append(moment)
    return found


def deals(db: sqlite3.Connection, ids: Iterable[int], since: date) -> tuple[set[int], set[int]]:
    """Of these clients, (those with a deal in work or closed since a day, those who bought since)."""
    with_deal: set[int] = set()
    bought: set[int] = set()
    for client_id, won in db.execute(
        "SELECT d.client_id, max(d.closed_on IS NOT NULL AND s.kind IN ('won', 'fulfilment'))"
        " FROM deal d INDEXED BY deal_of_client JOIN stage s ON s.id = d.stage_id"
        f" WHERE d.client_id IN ({_OF}) AND d.archived_at IS NULL"
        " AND (d.closed_on IS NULL OR d.closed_on >= ?) GROUP BY d.client_id",
        (_listed(ids), day_text(since)),
    ):
        with_deal.add(client_id)
        if won:
            bought.add(client_id)
    return with_deal, bought


def _listed(ids: Iterable[int]) -> str:
    return "[" + ",".join(map(str, ids)) + "]"
