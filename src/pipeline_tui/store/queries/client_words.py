"""Free text of a filter line as SQL.

Every part answers from an index: FTS5 prefixes for names and notes, trigrams for digits and addresses, a
range for ИНН.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence

from pipeline_tui.store.queries.client_values import Known
from pipeline_tui.store.queries.fts import LAST, expression, phrase
from pipeline_tui.store.queries.written import noted_match, noted_sql

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
    cities: Sequence[Sequence[str]], forms: Sequence[Sequence[str]] = (), noted: Sequence[str] = (),
) -> str | None:  # fmt: skip
    """SQL for the numbers of clients that match every word; none where there is nothing to match.

    `cities[i]` are the cities, as stored, that the i-th word may mean; `forms[i]` how else it may
    stand in a name (`forms_of`). `noted` are beginnings of words looked for in what was written, in
    place of all the rest.
    """
    if noted:
        return noted_sql(put(noted_match([noted])))
    parts: list[str] = []
    for place, (word, places) in enumerate(zip(words, cities, strict=True)):
        match = expression((word,), forms[place : place + 1])
        branches = [_BY_NAME.format(put(match)), _BY_CONTACT.format(put(match))]
        if places:
            branches.append(_BY_CITY.format(", ".join(map(put, places))))
        if word.isdigit() and len(word) >= 3:
            branches.append(_BY_DIGITS.format(put(phrase(word))))
            branches.append(_BY_INN.format(put(word), put(word + LAST)))
        elif word.isascii() and len(word) > 3:
            branches.append(_BY_EMAIL_PART.format(put(phrase(word))))
        elif word.isascii() and len(word) > 1:
            branches.append(_BY_EMAIL.format(put(word), put(word + LAST)))
        parts.append(" UNION ".join(branches))
    if digits:
        first = digits[0]
        branches = [
            _BY_DIGITS.format(put(" OR ".join(map(phrase, digits)))),
            _BY_INN.format(put(first), put(first + LAST)),
            _BY_NAME.format(put(phrase(first) + "*")),
        ]
        parts.append(" UNION ".join(branches))
    for address in emails:
        if len(address) > 2:
            parts.append(_BY_EMAIL_PART.format(put(phrase(address))))
        else:
            parts.append(_BY_EMAIL.format(put(address), put(address + LAST)))
    return " INTERSECT ".join(f"SELECT id FROM ({part})" for part in parts) or None


def in_places(
    db: sqlite3.Connection, words: Sequence[str], forms: Mapping[str, Sequence[str]], limit: int
) -> list[tuple[int, str, str]]:
    """(id, name, city) of clients in work with every word in some place of their own: a name, a
    contact's, a city, a number, an address. A single word is looked for among the cities only."""
    cities = list(map(Known(db).cities, words))
    if len(words) == 1 and not cities[0]:
        return []
    values: dict[str, str] = {}

    def put(value: str) -> str:
        name = f"v{len(values)}"
        values[name] = value
        return f":{name}"

    found = matching(
        put, words=words, digits=(), emails=(), cities=cities,
        forms=[forms.get(word, ()) for word in words],
    )  # fmt: skip
    return db.execute(
        f"SELECT c.id, c.name, c.city FROM (SELECT DISTINCT id FROM ({found})) m"
        " CROSS JOIN client c ON c.id = m.id WHERE c.archived_at IS NULL"
        " ORDER BY c.name_key, c.id LIMIT :limit",
        {**values, "limit": limit},
    ).fetchall()
