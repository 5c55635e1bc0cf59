"""Reading what clients need, and which fields of the user's own there are."""

from __future__ import annotations

import sqlite3

from msgspec.structs import replace

from pipeline_tui.domain.custom_fields import FieldRow
from pipeline_tui.domain.needs import ALL, NeedsView

_ANSWERS = ", ".join(f"n.{name}" for name in ALL)


def of_client(db: sqlite3.Connection, client_id: int) -> tuple[NeedsView, ...]:
    """The client's own answers first, filled or not, then those of its open deals."""
    row = db.execute(
        f"SELECT {_ANSWERS} FROM needs n WHERE n.client_id = ?", (client_id,)
    ).fetchone()
    deals = db.execute(
        f"SELECT {_ANSWERS}, d.id, d.title FROM deal d JOIN needs n ON n.deal_id = d.id"
        " WHERE d.client_id = ? AND d.closed_on IS NULL AND d.archived_at IS NULL ORDER BY d.id",
        (client_id,),
    )
    return (NeedsView(*(row or ())), *(NeedsView(*one) for one in deals))


def of_deal(db: sqlite3.Connection, deal_id: int) -> tuple[NeedsView, NeedsView]:
    """(the answers of the deal's client, its own), filled or not."""
    common = db.execute(
        f"SELECT {_ANSWERS} FROM deal d JOIN needs n ON n.client_id = d.client_id WHERE d.id = ?",
        (deal_id,),
    ).fetchone()
    own = db.execute(f"SELECT {_ANSWERS} FROM needs n WHERE n.deal_id = ?", (deal_id,)).fetchone()
    return NeedsView(*(common or ())), replace(NeedsView(*(own or ())), deal_id=deal_id)


def custom_fields(
    db: sqlite3.Connection, entity: str = "", *, retired: bool = False
) -> list[FieldRow]:
    """Fields of the user's own in their order, of one entity or of all; those retired come last."""
    return [
        FieldRow(row[0], row[1], row[2], row[3], tuple(filter(None, row[4].split("\n"))), row[5],
                 bool(row[6]), bool(row[7]))
        for row in db.execute(
            "SELECT id, entity, name, kind, options, position, retired, required FROM custom_field"
            " WHERE (entity = ?1 OR ?1 = '') AND retired <= ?2"
            " ORDER BY retired, entity, position, id",
            (entity, int(retired)),
        )
    ]  # fmt: skip
