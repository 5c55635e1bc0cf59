"""Values of the user's own fields, which lie as JSON in the rows of their entity."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any


def holders(db: sqlite3.Connection, entity: str, name: str) -> list[tuple[int, dict[str, Any]]]:
    """(number, own values) of the records that have a value under this name."""
    rows = db.execute(f"SELECT id, custom FROM {entity} WHERE custom <> '{{}}'")
    found = ((id_, json.loads(custom)) for id_, custom in rows)
    return [(id_, custom) for id_, custom in found if name in custom]


def keep(db: sqlite3.Connection, entity: str, id_: int, custom: Mapping[str, Any]) -> None:
    """Write the own values of a record; inside a transaction."""
    text = json.dumps(custom, ensure_ascii=False, sort_keys=True)
    db.execute(f"UPDATE {entity} SET custom = ? WHERE id = ?", (text, id_))
