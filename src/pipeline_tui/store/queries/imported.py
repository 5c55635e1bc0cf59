"""What an import finds in the file: records by the keys, names, numbers and addresses of its rows."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from msgspec import Struct

from pipeline_tui.domain.clients import fold


def link(db: sqlite3.Connection, kind: str, foreign_key: str) -> tuple[int, int, str] | None:
    """(number of the link, of our record, hash of the row) that another program's key became."""
    row: tuple[int, int, str] | None = db.execute(
        "SELECT id, record_id, row_hash FROM import_link WHERE kind = ? AND foreign_key = ?",
        (kind, foreign_key),
    ).fetchone()
    return row


def linked_keys(db: sqlite3.Connection, kind: str) -> frozenset[str]:
    """Every key of other programs that became a record of this kind."""
    found = db.execute("SELECT foreign_key FROM import_link WHERE kind = ?", (kind,))
    return frozenset(row[0] for row in found)


def client_names(db: sqlite3.Connection) -> frozenset[str]:
    """The folded names of all clients."""
    return frozenset(row[0] for row in db.execute("SELECT name_key FROM client"))


def anybody_erased(db: sqlite3.Connection) -> bool:
    """Whether there is a number or address of somebody whose data was erased."""
    return db.execute("SELECT 1 FROM erased_reach LIMIT 1").fetchone() is not None


def linked_anywhere(db: sqlite3.Connection, kind: str, foreign_id: str) -> int | None:
    """The record that any source links to this number of its own, where all sources agree.

    A foreign key is `number@source`, so that one number is one stretch of the index.
    """
    found = db.execute(
        "SELECT DISTINCT record_id FROM import_link"
        " WHERE kind = ? AND foreign_key >= ? AND foreign_key < ? LIMIT 2",
        (kind, f"{foreign_id}@", f"{foreign_id}A"),
    ).fetchall()
    return int(found[0][0]) if len(found) == 1 else None


_CLIENT = "SELECT c.id, c.name, c.inn, c.website, c.city FROM client c "

ClientHit = tuple[int, str, str | None, str, str]
"""(number, name, ИНН, website, city)."""


def clients_named(db: sqlite3.Connection, name_key: str) -> list[ClientHit]:
    """Clients of this folded name, those in work first."""
    return db.execute(
        _CLIENT + "WHERE c.name_key = ? AND c.archived_at IS NULL ORDER BY c.id", (name_key,)
    ).fetchall()


def clients_with_inn(db: sqlite3.Connection, inn: str) -> list[ClientHit]:
    """Clients with this ИНН."""
    return db.execute(
        _CLIENT + "WHERE c.inn = ? ORDER BY c.archived_at IS NOT NULL, c.id", (inn,)
    ).fetchall()


def clients_at(db: sqlite3.Connection, website: str) -> list[ClientHit]:
    """Clients whose website is this one."""
    return db.execute(
        _CLIENT + "WHERE c.website = ? AND c.website <> ''"
        " ORDER BY c.archived_at IS NOT NULL, c.id",
        (website,),
    ).fetchall()


def client_numbered(db: sqlite3.Connection, client_id: int) -> ClientHit | None:
    """One client by number."""
    found: ClientHit | None = db.execute(_CLIENT + "WHERE c.id = ?", (client_id,)).fetchone()
    return found


def contacts_at(db: sqlite3.Connection, address: str) -> list[tuple[int, int, str]]:
    """(number, client, folded name) of the people with this e-mail address."""
    return db.execute(
        "SELECT p.id, p.client_id, p.name_key FROM email e JOIN contact p ON p.id = e.contact_id"
        " WHERE e.address = ? ORDER BY p.archived_at IS NOT NULL, p.id",
        (address,),
    ).fetchall()


def contacts_of(db: sqlite3.Connection, client_id: int) -> list[tuple[int, str, int]]:
    """(number, folded name, place in the order of calling) of the people at a client."""
    return db.execute(
        "SELECT id, name_key, position FROM contact WHERE client_id = ? ORDER BY position, id",
        (client_id,),
    ).fetchall()


def reach_of(
    db: sqlite3.Connection, client_id: int, contact_id: int | None
) -> tuple[set[str], set[str]]:
    """(digits of the phones, e-mail addresses) of a contact, or (None) the client's own."""
    phones = db.execute(
        "SELECT digits FROM phone WHERE client_id = ? AND contact_id IS ?", (client_id, contact_id)
    )
    emails = db.execute(
        "SELECT address FROM email WHERE client_id = ? AND contact_id IS ?",
        (client_id, contact_id),
    )
    return {row[0] for row in phones}, {row[0] for row in emails}


def tags_of(db: sqlite3.Connection, client_id: int) -> set[str]:
    """Tags of a client."""
    return {row[0] for row in db.execute("SELECT name FROM tag WHERE client_id = ?", (client_id,))}


def products(db: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """(number, name, code) of every product."""
    return db.execute("SELECT id, name, code FROM product ORDER BY retired, id").fetchall()


class StageThere(Struct, frozen=True):
    """A stage in use, with its pipeline."""

    pipeline_id: int
    pipeline_code: str
    pipeline_name: str | None
    id: int
    code: str
    name: str | None
    kind: str


def stages(db: sqlite3.Connection) -> list[StageThere]:
    """The stages in use of the pipelines in use, in their order."""
    return [
        StageThere(*row)
        for row in db.execute(
            "SELECT p.id, p.code, p.name, s.id, s.code, s.name, s.kind"
            " FROM stage s JOIN pipeline p ON p.id = s.pipeline_id"
            " WHERE s.retired = 0 AND p.retired = 0 ORDER BY p.position, p.id, s.position"
        )
    ]


def outcomes(db: sqlite3.Connection) -> dict[str, int]:
    """Code, and the user's own name folded, → number of the ways a call can end."""
    found: dict[str, int] = {}
    for id_, code, name in db.execute("SELECT id, code, name FROM outcome ORDER BY retired DESC"):
        found[code] = id_
        if name:
            found[fold(name)] = id_
    return found


def loss_reasons(db: sqlite3.Connection) -> dict[str, int]:
    """Code, and the user's own name folded, → number of the loss reasons."""
    found: dict[str, int] = {}
    for id_, code, name in db.execute(
        "SELECT id, code, name FROM loss_reason ORDER BY retired DESC"
    ):
        found[code] = id_
        if name:
            found[fold(name)] = id_
    return found


def deals_of_owner(db: sqlite3.Connection, owner: str) -> list[tuple[int, dict[str, Any]]]:
    """(number, own fields) of a seller's deals."""
    return [
        (row[0], json.loads(row[1]))
        for row in db.execute("SELECT id, custom FROM deal WHERE owner = ?", (owner,))
    ]


def invoices_numbered(
    db: sqlite3.Connection, number: str, client_id: int
) -> list[tuple[int, str, int]]:
    """(number of the record, day of issue, minor units) of a client's invoices of this number."""
    return db.execute(
        "SELECT id, issued_on, amount_minor FROM invoice"
        " WHERE number = ? AND client_id = ? AND cancelled_on IS NULL",
        (number, client_id),
    ).fetchall()


def instalments_of(db: sqlite3.Connection, invoice_id: int) -> list[tuple[int, str, int, int]]:
    """(number, due day, minor units, of them open) of an invoice's instalments."""
    return db.execute(
        "SELECT id, due_on, amount_minor, open_minor FROM instalment WHERE invoice_id = ?"
        " ORDER BY due_on, id",
        (invoice_id,),
    ).fetchall()


def terms_of(db: sqlite3.Connection, client_id: int) -> int | None:
    """A client's days to pay, where agreed on."""
    row = db.execute("SELECT payment_terms_days FROM client WHERE id = ?", (client_id,)).fetchone()
    return None if row is None else row[0]
