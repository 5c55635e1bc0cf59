"""Clients that agree with one being entered."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from pipeline_tui.domain.clients import Twin
from pipeline_tui.domain.duplicates.records import own_domain
from pipeline_tui.domain.spelling import sound
from pipeline_tui.store.queries.fts import expression, phrase
from pipeline_tui.store.queries.names_in_use import forms_of, near_words

_FEW = 3
"""More clients of one domain share a provider, not a firm."""


def twins(
    db: sqlite3.Connection, *, key: str, inn: str | None, e164: Sequence[str], emails: Sequence[str],
    besides: int | None, limit: int = 10,
) -> list[Twin]:  # fmt: skip
    """Clients that agree with one being entered, those that agree in more first; archived ones too."""
    same: dict[int, list[str]] = {}

    def note(rows: Iterable[tuple[int]], what: str) -> None:
        for (id_,) in rows:
            if id_ != besides and what not in (kinds := same.setdefault(id_, [])):
                kinds.append(what)

    if inn:
        note(db.execute("SELECT id FROM client WHERE inn = ? LIMIT 50", (inn,)), "inn")
    for number in e164:
        note(
            db.execute(
                "SELECT client_id FROM phone WHERE digits = ? AND e164 = ? LIMIT 50",
                (number.removeprefix("+"), number),
            ),
            "phone",
        )
    for address in emails:
        note(
            db.execute("SELECT client_id FROM email WHERE address = ? LIMIT 50", (address,)),
            "email",
        )
    for domain in dict.fromkeys(filter(None, map(own_domain, emails))):
        found = db.execute(
            "SELECT DISTINCT e.client_id FROM email_parts f CROSS JOIN email e ON e.id = f.rowid"
            " WHERE f.email_parts MATCH ? LIMIT ?",
            (phrase(f"@{domain}"), _FEW + 1),
        ).fetchall()
        if len(found) <= _FEW:
            note(((id_,) for (id_,) in found if "email" not in same.get(id_, ())), "domain")
    if key:
        note(
            db.execute(
                "SELECT c.id FROM client_names f CROSS JOIN client c ON c.id = f.rowid"
                " WHERE f.client_names MATCH ? AND c.name_key = ? LIMIT 50",
                (phrase(key), key),
            ),
            "name",
        )
        if not any("name" in kinds for kinds in same.values()):
            note(((id_,) for id_ in _near_names(db, key)), "near")
        if not same:
            note(((id_,) for id_ in _said_alike(db, key)), "near")
    if besides is not None:
        for (apart,) in db.execute(
            "SELECT second_id FROM distinct_pair WHERE first_id = ?1"
            " UNION SELECT first_id FROM distinct_pair WHERE second_id = ?1",
            (besides,),
        ):
            same.pop(apart, None)
    best = sorted(same, key=lambda id_: (-len(same[id_]), id_))[:limit]
    rows = {
        row[0]: row
        for row in db.execute(
            f"SELECT id, name, city, archived_at FROM client WHERE id IN ({_marks(best)})", best
        )
    }
    return [
        Twin(id_, rows[id_][1], rows[id_][2], tuple(same[id_]), rows[id_][3] is not None)
        for id_ in best
    ]


def _said_alike(db: sqlite3.Connection, key: str) -> list[int]:
    """Clients whose name is the same by its sound, in the other alphabet."""
    words = key.split()
    forms = [[form for form in forms_of(db, word) if form.endswith("*")] for word in words]
    if not any(forms):
        return []
    wanted = [sound(word) for word in words]
    return [
        id_
        for id_, other in db.execute(
            "SELECT c.id, c.name_key FROM client_names f CROSS JOIN client c ON c.id = f.rowid"
            " WHERE f.client_names MATCH ? LIMIT 200",
            (expression(words, forms),),
        )
        if [sound(word) for word in other.split()] == wanted
    ]


def _near_names(db: sqlite3.Connection, key: str) -> list[int]:
    """Clients whose folded name differs from this one by a slip or two."""
    from rapidfuzz.distance import OSA

    words = key.split()
    if len(key) < 8 or len(words) > 8:
        return []
    options = [[word, *near_words(db, word, 8)] for word in words]
    match = " AND ".join(f"({' OR '.join(map(phrase, one))})" for one in options)
    return [
        id_
        for id_, other in db.execute(
            "SELECT c.id, c.name_key FROM client_names f CROSS JOIN client c ON c.id = f.rowid"
            " WHERE f.client_names MATCH ? LIMIT 200",
            (match,),
        )
        if OSA.distance(key, other, score_cutoff=2) <= 2
    ]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
