"""Reading what clients have bought: the products of won deals, and of the offers accepted in them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

_WON = "(SELECT id FROM stage WHERE kind IN ('won', 'fulfilment'))"
_DEALS = (
    "SELECT client_id, product_id FROM deal INDEXED BY deal_bought WHERE product_id IS NOT NULL"
    " AND closed_on IS NOT NULL AND archived_at IS NULL AND client_id IS NOT NULL"
    f" AND stage_id IN {_WON}"
)
_OFFERS = (
    "SELECT d.client_id, n.product_id FROM offer_line n JOIN offer o ON o.id = n.offer_id"
    " JOIN deal d ON d.id = n.deal_id WHERE n.product_id IS NOT NULL AND o.accepted_at IS NOT NULL"
    f" AND d.archived_at IS NULL AND d.client_id IS NOT NULL AND d.stage_id IN {_WON}"
)


def baskets(db: sqlite3.Connection) -> Iterable[set[int]]:
    """The products of each client that has bought any."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for query in (_DEALS, _OFFERS):
        for client_id, product_id in db.execute(query):
            found[client_id].add(product_id)
    return found.values()


def owned(db: sqlite3.Connection, client_id: int) -> set[int]:
    """The products that one client has bought."""
    mine = {"client": client_id}
    return {
        row[1]
        for query in (f"{_DEALS} AND client_id = :client", f"{_OFFERS} AND d.client_id = :client")
        for row in db.execute(query, mine)
    }


def changed_since(db: sqlite3.Connection, revision: int) -> bool:
    """Whether a deal or an offer has changed after an entry of the log."""
    return (
        db.execute(
            "SELECT 1 FROM row_change WHERE entry_id > ?"
            " AND table_name IN ('deal', 'offer', 'offer_line') LIMIT 1",
            (revision,),
        ).fetchone()
        is not None
    )


def in_use(db: sqlite3.Connection) -> dict[int, str]:
    """Number and name of the products that may be offered."""
    return dict(db.execute("SELECT id, name FROM product WHERE retired = 0"))


def names(db: sqlite3.Connection) -> dict[int, str]:
    """Number and name of every product, those put away too."""
    return dict(db.execute("SELECT id, name FROM product"))
