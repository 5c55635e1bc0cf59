"""Finding a client by anything that is known of it, the likeliest first. No write, no sqlmodel."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from pipeline_tui.domain.clients import ClientHit, name_words, search_digits
from pipeline_tui.domain.spelling import other_layout, readings
from pipeline_tui.store.queries import search

_SITE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


def spellings(db: sqlite3.Connection, text: str) -> Iterator[str]:
    """What else a text may have been meant as: on the other layout, in the other alphabet, then each
    of these with a slip of the keyboard mended."""
    others = readings(text)
    yield from others[1:]
    for spelling in others:
        mended = search.corrected(db, name_words(spelling))
        if mended is not None:
            yield " ".join(mended)


def as_typed(db: sqlite3.Connection, text: str, limit: int) -> list[ClientHit]:
    """Clients whose name, contact, phone, ИНН or e-mail is as it was typed: the quick half of a
    search, for every key."""
    if digits := search_digits(text):
        return search.hits(db, words=(), digits=digits, emails=(), limit=limit)
    if "@" in text:
        emails = [part.lower() for part in text.split() if "@" in part]
        return search.hits(db, words=(), digits=(), emails=emails, limit=limit)
    words = name_words(text)
    site = [text.lower()] if "." in text and _SITE.fullmatch(text) else []
    return search.hits(db, words=words, digits=(), emails=site, limit=limit) if words else []


def otherwise(
    db: sqlite3.Connection, text: str, limit: int, found: Sequence[ClientHit]
) -> list[ClientHit]:
    """Those found and, after them, who is meant by another case, alphabet or layout, with a slip
    mended, by the middle of a name, by a deal or by what was noted; at most `limit`."""
    hits = {hit.id: hit for hit in found}

    def full(more: Iterable[ClientHit]) -> bool:
        for hit in more:
            hits.setdefault(hit.id, hit)
        return len(hits) >= limit

    if len(hits) < limit and not search_digits(text) and "@" not in text:
        words = name_words(text)
        full(_formed(db, words, limit))
        if not hits:
            full(_formed(db, name_words(other_layout(text)), limit))
        if not hits:
            full(_mended(db, text, limit))
        part = " ".join(words)
        if not full(search.inside(db, part, limit)) and words:
            full(search.noted(db, words, limit))
    return list(hits.values())[:limit]


def _formed(db: sqlite3.Connection, words: Sequence[str], limit: int) -> list[ClientHit]:
    if not words:
        return []
    forms = [search.forms_of(db, word) for word in words]
    return search.hits(db, words=words, digits=(), emails=(), limit=limit, forms=forms)


def _mended(db: sqlite3.Connection, text: str, limit: int) -> list[ClientHit]:
    for spelling in spellings(db, text):
        if words := name_words(spelling):
            found = search.hits(db, words=words, digits=(), emails=(), limit=limit)
            if found:
                return found
    return []
