"""What is held on one person, and what an erasure of it leaves: rules that know no database.

Federal law 152-FZ, art. 14 and 21: a person may ask what is held on them, and to have it erased.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline_tui.domain.clients import name_words
from pipeline_tui.domain.spelling import to_latin

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_ENDING = re.compile("[аяоёеиыйьую]$", re.IGNORECASE)
_SHORTEST_NAME = 3
_SHORTEST_STEM = 3
_NATIONAL = 10
_SHORTEST_NUMBER = 5
_BETWEEN_DIGITS = r"[\s().\-–]{0,3}"
_AHEAD, _BEHIND = r"(?<![^\W_])", r"(?![^\W_])"
"""Where a word begins and ends."""
_GAP = r"[\s,._-]{1,3}"


class Way(StrEnum):
    """How a person is reached."""

    PHONE = "phone"
    EMAIL = "email"


class Said(Struct, frozen=True):
    """Something of the person's on a day: a touch, a promise, an objection in their words, a step, a
    deal. `text` is what was written; `kind` is a code of its vocabulary."""

    at: datetime | None
    on: date | None
    kind: str
    text: str
    more: str = ""


class ConsentHeld(Struct, frozen=True):
    """A yes or a no, with its evidence."""

    channel: str
    purpose: str
    given: bool
    recorded_at: datetime
    evidence: str


class PersonData(Struct, frozen=True):
    """All that is held on a person at a client; `is_client` says that the client is this very person,
    and goes with them in an erasure.

    Promises to pay are the client's, made by whoever spoke for it.
    """

    id: int
    client_id: int
    client: str
    is_client: bool
    name: str
    last_name: str
    first_name: str
    patronymic: str
    role: str | None
    attitude: str | None
    influence: str | None
    job_title: str
    birthday: date | None
    notes: str
    custom: Mapping[str, Any]
    created_at: datetime
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    consents: tuple[ConsentHeld, ...]
    activities: tuple[Said, ...]
    objections: tuple[Said, ...]
    steps: tuple[Said, ...]
    deals: tuple[Said, ...]
    promises: tuple[Said, ...]


class ClientData(Struct, frozen=True):
    """All that is held on a client, as a private person or a sole trader may ask for it.

    `facts` are fields of the client with a value, as stored; `people` those at it who are the person
    itself. Sums of invoices and payments are in minor units, in `more`, their currency is `kind`.
    """

    id: int
    name: str
    kind: str
    facts: Mapping[str, str]
    notes: str
    custom: Mapping[str, Any]
    tags: tuple[str, ...]
    created_at: datetime
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    needs: Mapping[str, str]
    consents: tuple[ConsentHeld, ...]
    activities: tuple[Said, ...]
    objections: tuple[Said, ...]
    steps: tuple[Said, ...]
    deals: tuple[Said, ...]
    invoices: tuple[Said, ...]
    payments: tuple[Said, ...]
    promises: tuple[Said, ...]
    merged: tuple[str, ...]
    """Names of the records that were merged into it."""
    people: tuple[PersonData, ...]


class Erased(Struct, frozen=True):
    """What an erasure did to the record `id`, a contact's or a client's. `texts`: notes and other texts emptied or cleaned; `entries`: entries of
    the log cleaned and sealed anew.

    `elsewhere`: clients that hold the same phone, e-mail or full name for somebody else, who were left
    alone. `mentions`: clients in whose texts the surname stands, theirs or a namesake's. `beside`: other
    people at a client that was erased, who stay. `backups` still hold the person. `clean` is false where another program kept the file busy, so
    that its free room could not be cleared: erased bytes may lie there until the erasure is repeated.
    """

    id: int
    client_id: int
    texts: int
    entries: int
    elsewhere: tuple[str, ...]
    mentions: tuple[str, ...]
    beside: tuple[str, ...]
    backups: tuple[Path, ...]
    clean: bool


class FullName(Struct, frozen=True):
    """A person's name as far as it is known; the surname leads."""

    last: str
    first: str = ""
    patronymic: str = ""

    @classmethod
    def read(cls, text: str) -> FullName:
        """Taken from one line: `ИП Жаворонков П. Е.`, `Иванова Анна`."""
        words = [*name_words(text), "", "", ""]
        return cls(*words[:3])


def same_person(one: str, two: str) -> bool:
    """Whether two lines may name one person: each word of the shorter one stands in the other, whole or
    as its initial. `Иванов` and `Иванов Пётр` may; `Иванова Ольга` and `Иванов Пётр` may not."""
    fewer, more = sorted((name_words(one), name_words(two)), key=len)
    left = list(more)
    for word in sorted(fewer, key=len, reverse=True):
        found = next((each for each in left if each == word), None) or next(
            (each for each in left if 1 in (len(word), len(each)) and each[0] == word[0]), None
        )
        if found is None:
            return False
        left.remove(found)
    return any(len(word) > 1 for word in fewer)


class Traces:
    """Finds a person in free text: their names in any case of Russian and in Latin letters, their
    numbers however they are spaced, their addresses. What stands side by side is found as one; the
    empty text never is. A misspelt name is not found.
    """

    def __init__(self, names: Iterable[str], phones: Iterable[str], emails: Iterable[str]) -> None:
        """`names` are patterns, `phones` digits."""
        parts = [*names]
        parts += [_number(one) for one in phones if len(one) >= _SHORTEST_NUMBER]
        parts += [rf"(?<![\w.+-]){re.escape(one)}(?![\w-])" for one in emails if one]
        any_of = "|".join(dict.fromkeys(parts)) or r"(?!)"
        self._found = re.compile(rf"(?:{any_of})(?: +(?:{any_of}))*", re.IGNORECASE)

    def search(self, text: str) -> bool:
        """Whether the person is in it."""
        return self._found.search(text) is not None

    def sub(self, mark: str, text: str) -> str:
        """The text with `mark` wherever they were."""
        return self._found.sub(lambda _found: mark, text)


def traces(names: Iterable[str], phones: Iterable[str], emails: Iterable[str]) -> Traces:
    """What finds a person where they are known to be meant: by any one of their names.

    A name of fewer than three letters is not looked for: it is part of too many words.
    """
    words = (word for name in names for word in name.split() if len(word) >= _SHORTEST_NAME)
    return Traces(map(_name, words), phones, emails)


def sure_traces(people: Iterable[FullName], phones: Iterable[str], emails: Iterable[str]) -> Traces:
    """What finds a person where others may be meant: a surname counts with a first name or its initial."""
    return Traces((part for one in people for part in _full(one)), phones, emails)


def _full(name: FullName) -> Iterator[str]:
    """The surname with the first name before or after it, or with initials."""
    if len(name.last) < 2 or not name.first:
        return
    last, first = _name(name.last), _name(name.first) if len(name.first) > 1 else None
    patronymic = _name(name.patronymic) if len(name.patronymic) > 1 else None
    if first:
        rest = f"(?:{_GAP}{patronymic})?" if patronymic else ""
        yield f"{last}{_GAP}{first}{rest}"
        yield f"{first}{rest}{_GAP}{last}"
    initial = rf"{_AHEAD}{re.escape(name.first[0])}(?![^\W_])\.?"
    second = rf"(?:\s?{re.escape(name.patronymic[0])}(?![^\W_])\.?)?" if name.patronymic else ""
    yield rf"{last}{_GAP}{initial}{second}"
    yield rf"{initial}{second}[\s_]{{0,2}}{last}"


def _name(word: str) -> str:
    """A name as a whole word, in Cyrillic with up to three letters of another ending, or by its
    sound in Latin letters, which are no part of another's address; names of files part words by an underscore."""
    if not _CYRILLIC.search(word):
        return rf"{_AHEAD}{re.escape(word)}{_BEHIND}"
    stem = _ENDING.sub("", word)
    if len(stem) < _SHORTEST_STEM:
        stem = word
    letters = "".join(
        "[её]" if one in "её" else "[ЕЁ]" if one in "ЕЁ" else re.escape(one) for one in stem
    )
    return rf"{_AHEAD}(?:{letters}[а-яё]{{0,3}}|{re.escape(to_latin(word))}(?![\w.+-]*@)){_BEHIND}"


def _number(digits: str) -> str:
    """The digits of a number, with what people write between them; a Russian one without or with its
    8 or +7."""
    russian = len(digits) == _NATIONAL + 1 and digits[0] in "78"
    spaced = _BETWEEN_DIGITS.join(digits[1:] if russian else digits)
    return (
        rf"(?<!\d)(?:\+?[78]{_BETWEEN_DIGITS})?{spaced}(?!\d)"
        if russian
        else rf"(?<!\d)\+?{spaced}(?!\d)"
    )


def reach_digest(key: str, way: Way, value: str) -> str:
    """A number's digits, or an address, as a keyed hash: it tells whether the same one is entered
    again, and does not say which one it is to who has not the file. `key` is of hex digits."""
    body = value.strip().lower().encode()
    return hashlib.blake2b(
        body, digest_size=20, key=bytes.fromhex(key), person=way.value.encode()
    ).hexdigest()
