"""Reading offers: lists of them, and one whole with its lines and what they come to."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from pipeline_tui.domain.dates import read_day, read_moment
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.offers import Line, OfferLine, OfferRow, OfferView, line_sums, offer_sums

_OFFERS = (
    "SELECT o.id, o.number, o.version, o.deal_id, d.title, d.client_id, coalesce(c.name, ''),"
    " o.currency, o.vat_included, o.valid_until, o.terms, o.made_at, o.sent_at, o.accepted_at,"
    " coalesce((SELECT max(v.version) FROM offer v WHERE v.number = o.number"
    "  AND v.sent_at IS NOT NULL), 0),"
    " (SELECT max(v.version) FROM offer v WHERE v.number = o.number)"
    " FROM offer o JOIN deal d ON d.id = o.deal_id LEFT JOIN client c ON c.id = d.client_id"
)


def heads(
    db: sqlite3.Connection, *, deal_id: int | None = None, client_id: int | None = None
) -> list[OfferRow]:
    """Offers of a deal, of a client, or all, the newest first; what they come to is not added up."""
    values = {"deal": deal_id, "client": client_id}
    where = [
        condition
        for condition, value in (("o.deal_id = :deal", deal_id), ("d.client_id = :client", client_id))
        if value is not None
    ]  # fmt: skip
    clause = f" WHERE {' AND '.join(where)}" if where else ""
    found = db.execute(f"{_OFFERS}{clause} ORDER BY o.number DESC, o.version DESC", values)
    return [_row(row) for row in found]


def with_sums(db: sqlite3.Connection, rows: Sequence[OfferRow]) -> list[OfferRow]:
    """The same offers with what they come to."""
    lines = _lines(db, {row.id: row.vat_included for row in rows})
    return [
        replace(
            row, sums=offer_sums(one.sums for one in lines[row.id]), line_count=len(lines[row.id])
        )
        for row in rows
    ]


def accepted(db: sqlite3.Connection, deal_ids: Iterable[int]) -> dict[int, OfferRow]:
    """Deal → the offer that was accepted in it last, with what it comes to."""
    found = db.execute(
        f"{_OFFERS} WHERE o.deal_id IN (SELECT value FROM json_each(?))"
        " AND o.accepted_at IS NOT NULL ORDER BY o.accepted_at, o.id",
        (json.dumps(list(deal_ids)),),
    )
    last = {row.deal_id: row for row in map(_row, found)}
    return {row.deal_id: row for row in with_sums(db, list(last.values()))}


def head(db: sqlite3.Connection, offer_id: int) -> OfferRow:
    """The head of one offer; raises NotFound."""
    found = db.execute(f"{_OFFERS} WHERE o.id = ?", (offer_id,)).fetchone()
    if found is None:
        raise NotFound("not_found", kind="offer", id=offer_id)
    return _row(found)


def closes_on(db: sqlite3.Connection, deal_id: int) -> date | None:
    """The day that a deal is expected to close, where one is known."""
    row = db.execute("SELECT expected_close FROM deal WHERE id = ?", (deal_id,)).fetchone()
    return None if row is None or row[0] is None else read_day(row[0])


def view(db: sqlite3.Connection, offer_id: int) -> OfferView:
    """One offer whole; raises NotFound."""
    row = head(db, offer_id)
    versions = db.execute(f"{_OFFERS} WHERE o.number = ? ORDER BY o.version", (row.number,))
    lines = _lines(db, {row.id: row.vat_included})[row.id]
    row = replace(row, sums=offer_sums(one.sums for one in lines), line_count=len(lines))
    return OfferView(row, lines, [_row(one) for one in versions])


def numbered(db: sqlite3.Connection, number: int, version: int | None) -> int | None:
    """The version of an offer, by default its last one; none where there is none."""
    row = db.execute(
        "SELECT id FROM offer WHERE number = ? AND (version = ? OR ? IS NULL)"
        " ORDER BY version DESC LIMIT 1",
        (number, version, version),
    ).fetchone()
    return None if row is None else int(row[0])


def next_number(db: sqlite3.Connection) -> int:
    """The number of the next offer, one after the largest."""
    (number,) = db.execute("SELECT coalesce(max(number), 0) + 1 FROM offer").fetchone()
    return int(number)


def latest_terms(db: sqlite3.Connection) -> str:
    """The terms of the offer made last: what the seller usually writes."""
    row = db.execute("SELECT terms FROM offer ORDER BY id DESC LIMIT 1").fetchone()
    return "" if row is None else str(row[0])


def _row(row: Sequence[Any]) -> OfferRow:
    return OfferRow(
        row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], bool(row[8]),
        read_day(row[9]), row[10], read_moment(row[11]),
        None if row[12] is None else read_moment(row[12]),
        None if row[13] is None else read_moment(row[13]), row[14], row[15],
    )  # fmt: skip


def _lines(
    db: sqlite3.Connection, included: Mapping[int, bool]
) -> defaultdict[int, list[OfferLine]]:
    """Lines of offers in their order, by offer; `included` says whose prices hold the VAT."""
    found: defaultdict[int, list[OfferLine]] = defaultdict(list)
    for row in db.execute(
        "SELECT offer_id, id, product_id, name, unit, floor_reason, price_minor, quantity, discount,"
        " vat, cost_minor FROM offer_line WHERE offer_id IN (SELECT value FROM json_each(?))"
        " ORDER BY offer_id, position, id",
        (json.dumps(list(included)),),
    ):
        offer_id, id_, product_id, name, unit, reason, *values = row
        line = Line(*values)
        sums = line_sums(line, vat_included=included[offer_id])
        found[offer_id].append(OfferLine(id_, product_id, name, unit, line, reason, sums))
    return found
