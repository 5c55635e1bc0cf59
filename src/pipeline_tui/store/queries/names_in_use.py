"""The words that stand in names, and which of them a typed word may mean: in another case, in the other
alphabet, with a slip of the keyboard."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from pipeline_tui.domain.spelling import SHORTEST_STEM, beginning, in_other_alphabet, stem
from pipeline_tui.store.queries.fts import LAST

_VOCABULARIES = ("client_names_words", "contact_names_words")


def forms_of(db: sqlite3.Connection, word: str) -> list[str]:
    """How else a word stands in the names in use: in another case, or, with a `*` behind, beginning
    so in the other alphabet. `ромашку` → `ромашка`, `romashk*`."""
    return cases_of(db, word) + [f"{other}*" for other in spellings_of(db, word)]


def cases_of(db: sqlite3.Connection, word: str) -> list[str]:
    """Other cases of a Russian word that stand in the names in use."""
    if len(word) <= SHORTEST_STEM or word.isascii():
        return []
    bare = stem(word)
    low = bare[: max(SHORTEST_STEM, len(bare) - 2)]
    terms = (
        term
        for table in _VOCABULARIES
        for (term,) in db.execute(
            f"SELECT term FROM {table} WHERE term >= ? AND term < ?", (low, low + LAST)
        )
    )
    return list(
        dict.fromkeys(term for term in terms if stem(term) == bare and not term.startswith(word))
    )


def spellings_of(db: sqlite3.Connection, word: str) -> list[str]:
    """What a word in use begins with that is this one in the other alphabet, by any scheme."""
    if len(word) <= SHORTEST_STEM or word.isdigit():
        return []
    known: dict[str, bool] = {}

    def in_use(begun: str) -> bool:
        if begun not in known:
            known[begun] = _in_use(db, begun)
        return known[begun]

    return list(
        dict.fromkeys(
            other
            for begun in dict.fromkeys((word, beginning(word)))
            for other in in_other_alphabet(begun, in_use)
        )
    )


_SHORTEST = 5
"""Shorter words have too many neighbours for a slip in them to be told."""


def corrected(db: sqlite3.Connection, words: Sequence[str]) -> list[str] | None:
    """The words with slips of the keyboard mended: each that begins no word in use gives way to the
    nearest one that is. None where nothing had to be mended, or something could not be."""
    mended: list[str] = []
    for word in words:
        if _in_use(db, word):
            mended.append(word)
            continue
        near = near_words(db, word, 1)
        if not near:
            return None
        mended += near
    return mended if mended != list(words) else None


def near_words(db: sqlite3.Connection, word: str, limit: int) -> list[str]:
    """Words in use that this one may be with a slip, the nearest first: one letter wrong, missing,
    doubled or swapped, two in a long word. The first letter is taken for right."""
    if len(word) < _SHORTEST or word.isdigit():
        return []
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = 1 if len(word) < 8 else 2
    terms = list(
        dict.fromkeys(
            term
            for table in _VOCABULARIES
            for (term,) in db.execute(
                f"SELECT term FROM {table} WHERE term >= ? AND term < ?", (word[0], word[0] + LAST)
            )
        )
    )
    best: dict[int, int] = {}
    for size in (len(word), len(word) + 1):  # half a word may have been typed so far
        heads = [term[:size] for term in terms]
        for _head, distance, place in process.extract(
            word, heads, scorer=OSA.distance, score_cutoff=most, limit=50
        ):
            best[place] = min(distance, best.get(place, most))
    order = sorted(best, key=lambda place: (best[place], abs(len(terms[place]) - len(word)), place))
    return [terms[place] for place in order[:limit]]


def _in_use(db: sqlite3.Connection, word: str) -> bool:
    return any(
        db.execute(
            f"SELECT 1 FROM {table} WHERE term >= ? AND term < ? LIMIT 1", (word, word + LAST)
        ).fetchone()
        for table in _VOCABULARIES
    )
