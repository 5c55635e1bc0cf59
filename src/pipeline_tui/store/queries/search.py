"""Finding clients: by words of a name, by a run of digits, by ИНН, by e-mail, by what was noted.

Every part answers from an index: FTS5 prefixes for names and notes, trigrams for digits, addresses and
the middle of a name, a range for ИНН.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pipeline_tui.domain.clients import ClientHit, Twin
from pipeline_tui.domain.duplicates import own_domain
from pipeline_tui.domain.spelling import (
    SHORTEST_STEM,
    beginning,
    in_other_alphabet,
    sound,
    stem,
)

_LAST = "\U0010ffff"
_BY_NAME = "SELECT rowid AS id FROM client_names WHERE client_names MATCH {}"
_BY_CONTACT = (
    "SELECT k.client_id AS id FROM contact_names f CROSS JOIN contact k ON k.id = f.rowid"
    " WHERE f.contact_names MATCH {} AND k.archived_at IS NULL"
)
_BY_DIGITS = (
    "SELECT p.client_id AS id FROM phone_digits f CROSS JOIN phone p ON p.id = f.rowid"
    " WHERE f.phone_digits MATCH {}"
)
_BY_INN = "SELECT id FROM client WHERE inn >= {} AND inn < {}"
_BY_EMAIL = "SELECT client_id AS id FROM email WHERE address >= {} AND address < {}"
_BY_EMAIL_PART = (
    "SELECT e.client_id AS id FROM email_parts f CROSS JOIN email e ON e.id = f.rowid"
    " WHERE f.email_parts MATCH {}"
)
_BY_CITY = (
    "SELECT id FROM client INDEXED BY client_by_city WHERE archived_at IS NULL AND city IN ({})"
)

Put = Callable[[str], str]
"""Takes a value of a query and answers with the mark that stands for it in the SQL."""


def matching(
    put: Put, *, words: Sequence[str], digits: Sequence[str], emails: Sequence[str],
    cities: Sequence[Sequence[str]], forms: Sequence[Sequence[str]] = (),
) -> str | None:  # fmt: skip
    """SQL for the numbers of clients that match every word; none where there is nothing to match.

    `cities[i]` are the cities, as stored, that the i-th word may mean; `forms[i]` how else it may
    stand in a name (`forms_of`).
    """
    parts: list[str] = []
    for place, (word, places) in enumerate(zip(words, cities, strict=True)):
        match = expression((word,), forms[place : place + 1])
        branches = [_BY_NAME.format(put(match)), _BY_CONTACT.format(put(match))]
        if places:
            branches.append(_BY_CITY.format(", ".join(map(put, places))))
        if word.isdigit() and len(word) >= 3:
            branches.append(_BY_DIGITS.format(put(phrase(word))))
            branches.append(_BY_INN.format(put(word), put(word + _LAST)))
        elif word.isascii() and len(word) > 3:
            branches.append(_BY_EMAIL_PART.format(put(phrase(word))))
        elif word.isascii() and len(word) > 1:
            branches.append(_BY_EMAIL.format(put(word), put(word + _LAST)))
        parts.append(" UNION ".join(branches))
    if digits:
        first = digits[0]
        branches = [
            _BY_DIGITS.format(put(" OR ".join(map(phrase, digits)))),
            _BY_INN.format(put(first), put(first + _LAST)),
            _BY_NAME.format(put(phrase(first) + "*")),
        ]
        parts.append(" UNION ".join(branches))
    for address in emails:
        if len(address) > 2:
            parts.append(_BY_EMAIL_PART.format(put(phrase(address))))
        else:
            parts.append(_BY_EMAIL.format(put(address), put(address + _LAST)))
    return " INTERSECT ".join(f"SELECT id FROM ({part})" for part in parts) or None


def phrase(text: str) -> str:
    """The text as one FTS5 string, so that nothing in it is an operator."""
    return '"' + text.replace('"', '""') + '"'


def expression(words: Sequence[str], forms: Sequence[Sequence[str]] = ()) -> str:
    """FTS5 for names with every one of these words, each by its beginning or in one of its forms."""
    groups = []
    for place, word in enumerate(words):
        ways = [phrase(word) + "*"]
        for form in forms[place] if place < len(forms) else ():
            whole = form.removesuffix("*")
            ways.append(phrase(whole) + "*" * (whole != form))
        groups.append(f"({' OR '.join(ways)})" if len(ways) > 1 else ways[0])
    return " AND ".join(groups)


_VOCABULARIES = ("client_names_words", "contact_names_words")


def forms_of(db: sqlite3.Connection, word: str) -> list[str]:
    """How else a word stands in the names in use: in another case, or, with a `*` behind, beginning
    so in the other alphabet. `ромашку` → `ромашка`, `romashk*`."""
    if len(word) <= SHORTEST_STEM or word.isdigit():
        return []
    found: dict[str, None] = {}
    bare = stem(word)
    if not word.isascii():
        low = bare[: max(SHORTEST_STEM, len(bare) - 2)]
        for table in _VOCABULARIES:
            for (term,) in db.execute(
                f"SELECT term FROM {table} WHERE term >= ? AND term < ?", (low, low + _LAST)
            ):
                if stem(term) == bare and not term.startswith(word):
                    found[term] = None
    known: dict[str, bool] = {}

    def in_use(begun: str) -> bool:
        if begun not in known:
            known[begun] = _in_use(db, begun)
        return known[begun]

    for begun in dict.fromkeys((word, beginning(word))):
        for other in in_other_alphabet(begun, in_use):
            found[other + "*"] = None
    return list(found)


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
                f"SELECT term FROM {table} WHERE term >= ? AND term < ?", (word[0], word[0] + _LAST)
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
            f"SELECT 1 FROM {table} WHERE term >= ? AND term < ? LIMIT 1", (word, word + _LAST)
        ).fetchone()
        for table in _VOCABULARIES
    )


def starting_with(db: sqlite3.Connection, key: str, limit: int) -> list[tuple[int, str, str]]:
    """(id, name, city) of clients whose folded name starts with `key`, in order of name."""
    return db.execute(
        "SELECT id, name, city FROM client WHERE archived_at IS NULL"
        " AND name_key >= ? AND name_key < ? ORDER BY name_key, id LIMIT ?",
        (key, key + _LAST, limit),
    ).fetchall()


def hits(
    db: sqlite3.Connection, *, words: Sequence[str], digits: Sequence[str], emails: Sequence[str],
    limit: int, forms: Sequence[Sequence[str]] = (),
) -> list[ClientHit]:  # fmt: skip
    """At most `limit` clients, the likeliest first: names that begin so, names with such words,
    contacts, phones, ИНН, e-mails. `forms` are other ways to write the words (`forms_of`)."""
    found: dict[int, ClientHit] = {}

    def take(rows: Iterable[Sequence[Any]], matched: str) -> bool:
        for id_, name, city, why, *contact in rows:
            found.setdefault(id_, ClientHit(id_, name, city, matched, why, *contact))
        return len(found) >= limit

    if words:
        key = " ".join(words)
        match = expression(words, forms)
        done = take(((*row, "") for row in starting_with(db, key, limit)), "name") or take(
            db.execute(
                "SELECT c.id, c.name, c.city, '' FROM client_names f CROSS JOIN client c"
                " ON c.id = f.rowid WHERE f.client_names MATCH ? AND c.archived_at IS NULL LIMIT ?",
                (match, limit),
            ),
            "name",
        )
        done = done or take(
            db.execute(
                "SELECT c.id, c.name, c.city, k.full_name, k.id FROM contact_names f"
                " CROSS JOIN contact k ON k.id = f.rowid CROSS JOIN client c ON c.id = k.client_id"
                " WHERE f.contact_names MATCH ? AND k.archived_at IS NULL"
                " AND c.archived_at IS NULL LIMIT ?",
                (match, limit),
            ),
            "contact",
        )
        if not done and len(words) == 1 and len(words[0]) >= 2 and words[0].isascii():
            take(_email_hits(db, words[0], limit), "email")
        if len(words) == 1 and words[0].isdigit() and len(words[0]) >= 3:
            digits = words
    for address in emails:
        take(_email_hits(db, address, limit), "email")
    if digits:
        take(
            db.execute(
                "SELECT c.id, c.name, c.city, p.typed, p.contact_id FROM phone_digits f"
                " CROSS JOIN phone p ON p.id = f.rowid CROSS JOIN client c ON c.id = p.client_id"
                " WHERE f.phone_digits MATCH ? AND c.archived_at IS NULL LIMIT ?",
                (" OR ".join(map(phrase, digits)), limit),
            ),
            "phone",
        )
        take(
            db.execute(
                "SELECT id, name, city, inn FROM client WHERE inn >= ? AND inn < ?"
                " AND archived_at IS NULL LIMIT ?",
                (digits[0], digits[0] + _LAST, limit),
            ),
            "inn",
        )
        take(((*row, "") for row in starting_with(db, digits[0], limit)), "name")
    return list(found.values())[:limit]


def _email_hits(db: sqlite3.Connection, address: str, limit: int) -> Iterable[Sequence[Any]]:
    found = (
        "SELECT c.id, c.name, c.city, e.address, e.contact_id FROM {}"
        " CROSS JOIN client c ON c.id = e.client_id"
    )
    if len(address) > 3 or "@" in address[1:]:
        source, where = (
            "email_parts f CROSS JOIN email e ON e.id = f.rowid",
            "f.email_parts MATCH ?",
        )
        values: tuple[str, ...] = (phrase(address),)
    else:
        source, where, values = (
            "email e",
            "e.address >= ? AND e.address < ?",
            (address, address + _LAST),
        )
    return db.execute(
        f"{found.format(source)} WHERE {where} AND c.archived_at IS NULL LIMIT ?", (*values, limit)
    )


def inside(db: sqlite3.Connection, text: str, limit: int) -> list[ClientHit]:
    """Clients with the text in the middle of their name; from three characters on."""
    if len(text) < 3:
        return []
    return [
        ClientHit(id_, name, city, "name", "")
        for id_, name, city in db.execute(
            "SELECT c.id, c.name, c.city FROM client_parts f CROSS JOIN client c ON c.id = f.rowid"
            " WHERE f.client_parts MATCH ? AND c.archived_at IS NULL LIMIT ?",
            (phrase(text), limit),
        )
    ]


_NOTED = (
    ("deal", "deal_titles", "title", "deal d ON d.id = f.rowid", "d.client_id", "d.title"),
    ("note", "client_notes", "said", "client d ON d.id = f.rowid", "d.id", "d.notes"),
    ("note", "contact_notes", "said", "contact d ON d.id = f.rowid", "d.client_id", "d.notes"),
    ("note", "deal_notes", "said", "deal d ON d.id = f.rowid", "d.client_id", "d.notes"),
    ("note", "activity_notes", "said", "activity d ON d.id = f.rowid", "d.client_id",
     "d.subject || ' ' || d.note"),
)  # fmt: skip
"""(matched, index, its column, the record it is of, whose client, the text) of what was written."""


def noted(db: sqlite3.Connection, words: Sequence[str], limit: int) -> list[ClientHit]:
    """Clients by words of a deal's title, of notes and of what was said, the newest first. Words are
    taken without their case endings and by their beginnings; each is of three letters or more."""
    beginnings = list(map(beginning, words))
    if not beginnings or min(map(len, beginnings)) < SHORTEST_STEM:
        return []
    match = " AND ".join(phrase(one) + "*" for one in beginnings)
    found: dict[int, ClientHit] = {}
    for matched, table, _column, record, client_id, text in _NOTED:
        for id_, name, city, said in db.execute(
            f"SELECT c.id, c.name, c.city, {text} FROM {table} f CROSS JOIN {record}"
            f" CROSS JOIN client c ON c.id = {client_id} WHERE f.{table} MATCH ?"
            " AND c.archived_at IS NULL ORDER BY f.rowid DESC LIMIT ?",
            (match, limit * 3),
        ):
            found.setdefault(id_, ClientHit(id_, name, city, matched, around(said, beginnings)))
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


_AROUND = 60


def around(text: str, beginnings: Sequence[str]) -> str:
    """The part of a text in which the first of these words stands."""
    plain = " ".join(text.split())
    if len(plain) <= _AROUND:
        return plain
    folded = plain.casefold().replace("ё", "е")
    at = max(folded.find(beginnings[0]), 0)
    start = 0 if at < _AROUND // 2 else plain.rfind(" ", 0, at - _AROUND // 3) + 1
    cut = plain[start : start + _AROUND]
    return ("…" if start else "") + cut + ("…" if start + _AROUND < len(plain) else "")


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
        if len(found) <= _FEW:  # more share a provider, not a firm
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


_FEW = 3


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
