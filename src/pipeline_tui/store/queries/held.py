"""What is known of a few clients, to tell by what they were found."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.found_by import FoundBy, Held, stands
from pipeline_tui.store.queries.written import WRITTEN, around


def held(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Held]:
    """Names, people, numbers and addresses of these clients."""
    marks = ", ".join("?" * len(ids))
    found = {
        id_: Held(key, city, inn, [], [], [])
        for id_, key, city, inn in db.execute(
            f"SELECT id, name_key, city, inn FROM client WHERE id IN ({marks})", ids
        )
    }
    for client, *contact in db.execute(
        "SELECT client_id, id, name_key, full_name FROM contact"
        f" WHERE client_id IN ({marks}) AND archived_at IS NULL ORDER BY client_id, position, id",
        ids,
    ):
        found[client].contacts.append((contact[0], contact[1], contact[2]))
    for client, *phone in db.execute(
        f"SELECT client_id, contact_id, digits, typed FROM phone WHERE client_id IN ({marks})", ids
    ):
        found[client].phones.append((phone[0], phone[1], phone[2]))
    for client, *email in db.execute(
        f"SELECT client_id, contact_id, address FROM email WHERE client_id IN ({marks})", ids
    ):
        found[client].emails.append((email[0], email[1]))
    return found


def said(db: sqlite3.Connection, ids: Sequence[int], reading: Sequence[str]) -> dict[int, FoundBy]:
    """The newest deal or note of each of these clients with all these beginnings of words in it."""
    marks = ", ".join("?" * len(ids))
    found: dict[int, FoundBy] = {}
    for matched, _index, table, whose, text in WRITTEN:
        for client, words in db.execute(
            f"SELECT d.{whose}, {text} FROM {table} d WHERE d.{whose} IN ({marks}) ORDER BY d.id DESC",
            ids,
        ):
            if client not in found and all(stands(one, fold(words)) for one in reading):
                found[client] = FoundBy(matched, around(words, [reading]))
    return found
