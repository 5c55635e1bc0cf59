"""Finding a client by anything that is known of it, the likeliest first. No write, no sqlmodel."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from msgspec.structs import astuple

from pipeline_tui.domain.clients import ClientHit, name_words, search_digits
from pipeline_tui.domain.found_by import FoundBy, found_by
from pipeline_tui.domain.guesses import in_other_letters, sayable
from pipeline_tui.domain.query.nodes import Words
from pipeline_tui.domain.spelling import other_layout, readings
from pipeline_tui.store.queries import held, search, written
from pipeline_tui.store.queries.client_words import in_places
from pipeline_tui.store.queries.fts import begins, either, expression
from pipeline_tui.store.queries.names_in_use import cases_of, corrected, forms_of

_SITE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)

Step = Callable[[int], list[ClientHit]]
"""A way to look, given how many it may find."""


def spellings(db: sqlite3.Connection, text: str) -> Iterator[str]:
    """What else a text may have been meant as: on the other layout, in the other alphabet, then each
    of these with a slip of the keyboard mended."""
    others = readings(text)
    yield from others[1:]
    for spelling in others:
        mended = corrected(db, name_words(spelling))
        if mended is not None:
            yield " ".join(mended)


def find(db: sqlite3.Connection, text: str, limit: int, *, quick: bool = False) -> list[ClientHit]:
    """At most `limit` clients, the likeliest first.

    First what is as it was typed, else what it was likely meant as in the other alphabet or on the other
    layout; `quick` stops there where that found anybody. Then other cases and rarer spellings, words of
    different places, slips, the middle of a name, deals and notes.
    """
    if digits := search_digits(text):
        return _first(limit, _by_digits(db, digits))
    if "@" in text:
        addresses = [part.lower() for part in text.split() if "@" in part]
        return _first(limit, [partial(search.by_email, db, one) for one in addresses])
    words = name_words(text)
    steps = _as_typed(db, words) if words else []
    likely = (
        len(steps) if all(map(sayable, words)) else 2
    )  # a firm may be called so, hardly a person
    found = _first(limit, steps[:likely])
    typed = bool(found)
    if not typed:
        found = _first(limit, _at_a_guess(db, text, words))
    if len(found) < limit:
        found = _first(limit, [*steps[likely:], *_by_address(db, text, words)], found)
    if found and (quick or len(found) >= limit):
        return found
    if typed:
        found = _first(limit, _also(db, words), found)
    other = name_words(other_layout(text))
    forms = {} if found else {word: forms_of(db, word) for word in words}
    if not found:
        found = _first(limit, _formed(db, words, forms))
    if not found and other:
        found = _first(limit, _formed(db, other, {word: forms_of(db, word) for word in other}))
    if not found and words:
        found = _in_places(db, words, forms, limit) or _first(limit, _mended(db, text))
    parts = [words] if found else [words, other]
    found = _first(limit, [partial(search.inside, db, " ".join(part)) for part in parts], found)
    noted = list(filter(None, map(written.beginnings, (words, other))))
    return _first(limit, [partial(written.noted, db, noted)], found)


def _first(limit: int, steps: Iterable[Step], found: Sequence[ClientHit] = ()) -> list[ClientHit]:
    """Those found and whom further steps find, each client once, until there are enough."""
    hits = {hit.id: hit for hit in found}
    for step in steps:
        if len(hits) >= limit:
            break
        for hit in step(limit):
            hits.setdefault(hit.id, hit)
    return list(hits.values())[:limit]


def _by_names(db: sqlite3.Connection, match: str) -> list[Step]:
    return [partial(search.by_name, db, match), partial(search.by_contact, db, match)]


def _as_typed(db: sqlite3.Connection, words: Sequence[str]) -> list[Step]:
    return [
        partial(search.beginning_so, db, " ".join(words)), *_by_names(db, expression(words)),
    ]  # fmt: skip


def _by_digits(db: sqlite3.Connection, runs: Sequence[str]) -> list[Step]:
    return [
        partial(search.by_phone, db, runs), partial(search.by_inn, db, runs[0]),
        partial(search.beginning_so, db, runs[0]), partial(search.by_name, db, begins(runs[0])),
    ]  # fmt: skip


def _by_address(db: sqlite3.Connection, text: str, words: Sequence[str]) -> list[Step]:
    """By a word that may be of an e-mail, or by a site."""
    if _SITE.fullmatch(text) and "." in text:
        return [partial(search.by_email, db, text.lower())]
    if len(words) == 1 and words[0].isascii() and len(words[0]) > 1:
        return [partial(search.by_email, db, words[0])]
    return []


def _at_a_guess(db: sqlite3.Connection, text: str, words: Sequence[str]) -> list[Step]:
    """What a text nobody is called by may mean: the same words in the other alphabet, the likeliest
    spelling of each first; the same keys on the other layout. What cannot be said aloud is not asked
    for: one of the two is all that most texts can mean."""
    guesses = [in_other_letters(word) for word in words]
    if not any(guesses) or not all(map(sayable, words)):
        guesses = []
    other = name_words(other_layout(text))
    keys = [" AND ".join(map(begins, other))] if other and all(map(sayable, other)) else []
    plain = [*_in_letters(words, guesses, 1), *keys]
    every = [*_in_letters(words, guesses, None), *keys]
    if not every:
        return []
    steps: list[Step] = [partial(search.by_name, db, " OR ".join(plain))]
    if every != plain:
        steps.append(partial(search.by_name, db, " OR ".join(every)))
    return [*steps, partial(search.by_contact, db, " OR ".join(every))]


def _in_letters(
    words: Sequence[str], guesses: Sequence[Sequence[str]], most: int | None
) -> list[str]:
    """FTS5 for the words in so many of their likely spellings; in none, where there are no guesses."""
    if not guesses:
        return []
    alone = len(words) == 1
    groups = [
        either(list(map(begins, more[:most] if more and alone else (word, *more[:most]))))
        for word, more in zip(words, guesses, strict=True)
    ]
    return [f"({' AND '.join(groups)})"]


def _also(db: sqlite3.Connection, words: Sequence[str]) -> list[Step]:
    """What stands beside the words as typed: their other cases, and their likely spellings in the other
    alphabet."""
    return _formed(
        db, words,
        {word: [*cases_of(db, word), *(f"{other}*" for other in in_other_letters(word))]
         for word in words},
    )  # fmt: skip


def _formed(
    db: sqlite3.Connection, words: Sequence[str], forms: Mapping[str, Sequence[str]]
) -> list[Step]:
    """In any of these forms, where there is one."""
    return _by_names(db, expression(words, list(forms.values()))) if any(forms.values()) else []


def _in_places(
    db: sqlite3.Connection, words: Sequence[str], forms: Mapping[str, Sequence[str]], limit: int
) -> list[ClientHit]:
    """Words of different places: a name, a contact, a city."""
    found = in_places(db, words, forms, limit)
    reasons = _why(db, [id_ for id_, _name, _city in found], Words.of(" ".join(words)), forms)
    return [ClientHit(id_, name, city, *astuple(reasons[id_])) for id_, name, city in found]


def _mended(db: sqlite3.Connection, text: str) -> Iterator[Step]:
    """With slips of the keyboard mended, in the first way that finds anybody."""
    for spelling in spellings(db, text):
        if words := name_words(spelling):
            yield from _as_typed(db, words)


def why(db: sqlite3.Connection, ids: Sequence[int], words: Words) -> dict[int, FoundBy]:
    """By what each of these clients was found."""
    return _why(db, ids, words, {word: forms_of(db, word) for word in words.words})


def _why(
    db: sqlite3.Connection, ids: Sequence[int], words: Words, forms: Mapping[str, Sequence[str]]
) -> dict[int, FoundBy]:
    if not ids:
        return {}
    if words.noted:
        return held.said(db, ids, words.noted)
    return {id_: found_by(one, words, forms) for id_, one in held.held(db, ids).items()}
