"""By what a client was found, where it is not by the name: told from what is known of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.query.nodes import Words


class FoundBy(Struct, frozen=True):
    """`matched` is name, contact, phone, inn, email, city, deal or note; `why` is the text that did, and
    `contact_id` whose it is, where it is a contact's."""

    matched: str = "name"
    why: str = ""
    contact_id: int | None = None


BY_NAME = FoundBy()
_TOKEN = re.compile(r"[^\W_]+")
"""What the search indexes take for a word."""


class Held(Struct):
    """What is known of a client that text may be found in."""

    name_key: str
    city: str = ""
    inn: str | None = None
    contacts: list[tuple[int, str, str]] = []
    """(number, folded name, full name) of those who still work there."""
    phones: list[tuple[int | None, str, str]] = []
    """(contact, digits, as typed)."""
    emails: list[tuple[int | None, str]] = []
    """(contact, address)."""


def found_by(held: Held, words: Words, forms: Mapping[str, Sequence[str]]) -> FoundBy:
    """What the text was found by, the name where that has all of it; of several places the one that says
    most. `forms` is how else a word may stand in a name."""
    found = [
        *(_of_word(held, word, forms.get(word, ())) for word in words.words),
        *(_of_address(held, address) for address in words.emails),
    ]
    if words.digits:
        found.append(_of_digits(held, words.digits))
    others = [one for one in found if one is not None and one.matched != "name"]
    return next((one for one in others if one.matched != "city"), others[0] if others else BY_NAME)


def stands(word: str, text: str, forms: Sequence[str] = ()) -> bool:
    """Whether a word of the folded text begins with this one, or is one of its forms."""
    heads = (word, *(form[:-1] for form in forms if form[-1] == "*"))
    return any(token.startswith(heads) or token in forms for token in _TOKEN.findall(text))


def _of_word(held: Held, word: str, forms: Sequence[str]) -> FoundBy | None:
    if stands(word, held.name_key, forms):
        return BY_NAME
    for number, key, name in held.contacts:
        if stands(word, key, forms):
            return FoundBy("contact", name, number)
    if word.isdigit() and (found := _of_digits(held, (word,))):
        return found
    return _of_address(held, word) or _of_city(held, word)


def _of_digits(held: Held, runs: Sequence[str]) -> FoundBy | None:
    for contact, digits, typed in held.phones:
        if any(run in digits for run in runs):
            return FoundBy("phone", typed, contact)
    return FoundBy("inn", held.inn) if held.inn and held.inn.startswith(runs[0]) else None


def _of_address(held: Held, part: str) -> FoundBy | None:
    return next(
        (FoundBy("email", address, contact) for contact, address in held.emails if part in address),
        None,
    )


def _of_city(held: Held, word: str) -> FoundBy | None:
    return FoundBy("city", held.city) if stands(word, fold(held.city)) else None
