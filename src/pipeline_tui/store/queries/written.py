"""Finding clients by what was written down: titles of deals, notes, what was said."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from pipeline_tui.domain.clients import ClientHit
from pipeline_tui.domain.spelling import SHORTEST_STEM, beginning
from pipeline_tui.store.queries.fts import begins
from pipeline_tui.store.queries.search import hits

WRITTEN = (
    ("deal", "deal_titles", "deal", "client_id", "d.title"),
    ("note", "client_notes", "client", "id", "d.notes"),
    ("note", "contact_notes", "contact", "client_id", "d.notes"),
    ("note", "deal_notes", "deal", "client_id", "d.notes"),
    ("note", "activity_notes", "activity", "client_id", "d.subject || ' ' || d.note"),
)
"""(matched, index, the table it is of, the column of whose it is, the text)."""


def beginnings(words: Sequence[str]) -> list[str]:
    """The words without their case endings; none where one is too short to be looked for in notes."""
    found = list(map(beginning, words))
    return found if found and min(map(len, found)) >= SHORTEST_STEM else []


def noted(db: sqlite3.Connection, readings: Sequence[Sequence[str]], limit: int) -> list[ClientHit]:
    """Clients by words of a deal's title, of notes and of what was said, the newest first. A reading
    is what the words begin with (`beginnings`); any of the readings will do."""
    if not readings:
        return []
    match = noted_match(readings)
    found: dict[int, ClientHit] = {}
    for matched, index, table, whose, text in WRITTEN:
        rows = db.execute(
            f"SELECT c.id, c.name, c.city, {text} FROM {index} f CROSS JOIN {table} d ON d.id = f.rowid"
            f" CROSS JOIN client c ON c.id = d.{whose} WHERE f.{index} MATCH ?"
            " AND c.archived_at IS NULL ORDER BY f.rowid DESC",
            (match,),
        )
        said = ((*row, around(text, readings)) for *row, text in rows)
        for hit in hits(said, matched, limit):
            found.setdefault(hit.id, hit)
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def noted_sql(mark: str) -> str:
    """SQL for the numbers of all clients with the words in what was written; `mark` stands for
    `noted_match`."""
    return " UNION ".join(
        f"SELECT d.{whose} AS id FROM {index} f CROSS JOIN {table} d ON d.id = f.rowid"
        f" WHERE f.{index} MATCH {mark} AND d.{whose} IS NOT NULL"
        for _matched, index, table, whose, _text in WRITTEN
    )


def noted_match(readings: Sequence[Sequence[str]]) -> str:
    """FTS5 for texts with all words of any of these readings, each by its beginning."""
    return " OR ".join(f"({' AND '.join(map(begins, reading))})" for reading in readings)


_AROUND = 60


def around(text: str, readings: Sequence[Sequence[str]]) -> str:
    """The part of a text in which the first word of a reading stands."""
    plain = " ".join(text.split())
    if len(plain) <= _AROUND:
        return plain
    folded = plain.casefold().replace("ё", "е")
    at = max(0, *(folded.find(reading[0]) for reading in readings))
    start = 0 if at < _AROUND // 2 else plain.rfind(" ", 0, at - _AROUND // 3) + 1
    cut = plain[start : start + _AROUND]
    return ("…" if start else "") + cut + ("…" if start + _AROUND < len(plain) else "")
