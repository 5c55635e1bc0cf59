"""Lines of an offer in the log."""

from __future__ import annotations

import sqlite3


def note_of_offer(db: sqlite3.Connection, entry_id: int, offer_id: int) -> None:
    """Note an offer as changed by an entry that changed its lines, so that no undo of the entry reaches
    under a later sending."""
    db.execute(
        "UPDATE offer SET version = version WHERE id = :offer AND EXISTS"
        " (SELECT 1 FROM row_change WHERE entry_id = :entry AND table_name = 'offer_line')",
        {"offer": offer_id, "entry": entry_id},
    )
