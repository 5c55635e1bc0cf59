"""Finding clients: by words of a name, by a run of digits, by ИНН, by e-mail.

Every part answers from an index: FTS5 prefixes for names, trigrams for digits, addresses and the middle
of a name, a range for ИНН.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline_tui.domain.clients import ClientHit
from pipeline_tui.store.queries.fts import LAST, phrase

_NAMED = (
    "SELECT c.id, c.name, c.city FROM client_names f CROSS JOIN client c ON c.id = f.rowid"
    " WHERE f.client_names MATCH ? AND c.archived_at IS NULL"
)
_BEGUN = (
    "SELECT id, name, city FROM client WHERE archived_at IS NULL"
    " AND name_key >= ? AND name_key < ? ORDER BY name_key, id"
)
_CONTACT = (
    "SELECT c.id, c.name, c.city, k.full_name, k.id FROM contact_names f"
    " CROSS JOIN contact k ON k.id = f.rowid CROSS JOIN client c ON c.id = k.client_id"
    " WHERE f.contact_names MATCH ? AND k.archived_at IS NULL AND c.archived_at IS NULL"
)
_PHONE = (
    "SELECT c.id, c.name, c.city, p.typed, p.contact_id FROM phone_digits f"
    " CROSS JOIN phone p ON p.id = f.rowid CROSS JOIN client c ON c.id = p.client_id"
    " WHERE f.phone_digits MATCH ? AND c.archived_at IS NULL"
)
_INN = "SELECT id, name, city, inn FROM client WHERE inn >= ? AND inn < ? AND archived_at IS NULL"
_EMAIL = (
    "SELECT c.id, c.name, c.city, e.address, e.contact_id FROM {}"
    " CROSS JOIN client c ON c.id = e.client_id WHERE {} AND c.archived_at IS NULL"
)
_EMAIL_PART = _EMAIL.format(
    "email_parts f CROSS JOIN email e ON e.id = f.rowid", "f.email_parts MATCH ?"
)
_EMAIL_BEGUN = _EMAIL.format("email e", "e.address >= ? AND e.address < ?")
_INSIDE = _NAMED.replace("client_names", "client_parts")

Found = list[ClientHit]


def hits(rows: Iterable[Sequence[Any]], matched: str, limit: int) -> Found:
    """Rows of (client, name, city, and what matched, where it is not the name) as hits, each client
    once. No more rows are asked for than that takes, however many match."""
    found: dict[int, ClientHit] = {}
    for id_, name, city, *why in rows:
        if id_ not in found:
            found[id_] = ClientHit(id_, name, city, matched, *(why or ("",)))
            if len(found) == limit:
                break
    return list(found.values())


def beginning_so(db: sqlite3.Connection, key: str, limit: int) -> Found:
    """Clients whose folded name begins with `key`, in order of name."""
    return hits(db.execute(_BEGUN, (key, key + LAST)), "name", limit)


def by_name(db: sqlite3.Connection, match: str, limit: int) -> Found:
    """Clients whose name an FTS5 expression matches."""
    return hits(db.execute(_NAMED, (match,)), "name", limit)


def by_contact(db: sqlite3.Connection, match: str, limit: int) -> Found:
    """Clients with a contact whose name an FTS5 expression matches."""
    return hits(db.execute(_CONTACT, (match,)), "contact", limit)


def by_phone(db: sqlite3.Connection, runs: Sequence[str], limit: int) -> Found:
    """Clients with a phone that has one of these runs of three digits or more."""
    return hits(db.execute(_PHONE, (" OR ".join(map(phrase, runs)),)), "phone", limit)


def by_inn(db: sqlite3.Connection, begun: str, limit: int) -> Found:
    """Clients whose ИНН begins so."""
    return hits(db.execute(_INN, (begun, begun + LAST)), "inn", limit)


def by_email(db: sqlite3.Connection, address: str, limit: int) -> Found:
    """Clients by a part of an e-mail address, by its beginning where that is under four letters."""
    if len(address) > 3 or "@" in address[1:]:
        return hits(db.execute(_EMAIL_PART, (phrase(address),)), "email", limit)
    return hits(db.execute(_EMAIL_BEGUN, (address, address + LAST)), "email", limit)


def inside(db: sqlite3.Connection, text: str, limit: int) -> Found:
    """Clients with the text in the middle of their name; from three characters on."""
    if len(text) < 3:
        return []
    return hits(db.execute(_INSIDE, (phrase(text),)), "name", limit)
