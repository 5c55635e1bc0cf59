"""What is held on one person, and what an erasure of it leaves: rules that know no database.

Federal law 152-FZ, art. 14 and 21: a person may ask what is held on them, and to have it erased.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_ENDING = re.compile("[аяоёеиыйьую]$", re.IGNORECASE)
_SHORTEST_NAME = 3
_SHORTEST_STEM = 3
_NATIONAL = 10
_SHORTEST_NUMBER = 5
_BETWEEN_DIGITS = r"[\s().\-–]{0,3}"


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
    """All that is held on a person. `erased` says that it was erased; the rest is then what stays.

    Promises to pay are the client's, made by whoever spoke for it.
    """

    id: int
    client_id: int
    client: str
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


class Erased(Struct, frozen=True):
    """What an erasure did. `texts`: notes and other texts emptied or cleaned; `entries`: entries of
    the log cleaned and sealed anew.

    `elsewhere`: clients that hold the same phone or e-mail for somebody else, who were left alone.
    `backups` still hold the person. `clean` is false where another program kept the file busy, so
    that its free room could not be cleared: erased bytes may lie there until the erasure is repeated.
    """

    contact_id: int
    client_id: int
    texts: int
    entries: int
    elsewhere: tuple[str, ...]
    backups: tuple[Path, ...]
    clean: bool


def traces(names: Iterable[str], phones: Iterable[str], emails: Iterable[str]) -> re.Pattern[str]:
    """What finds a person in free text: their names in any case of Russian, their numbers however
    they are spaced, their addresses. What stands side by side is found as one; the empty text never is.

    `phones` are digits. A name of fewer than three letters is not looked for: it is part of too many
    words. A misspelt name is not found either.
    """
    parts = [_name(word) for name in names for word in name.split() if len(word) >= _SHORTEST_NAME]
    parts += [_number(one) for one in phones if len(one) >= _SHORTEST_NUMBER]
    parts += [rf"(?<![\w.+-]){re.escape(one)}(?![\w-])" for one in emails if one]
    any_of = "|".join(dict.fromkeys(parts)) or r"(?!)"
    return re.compile(rf"(?:{any_of})(?: +(?:{any_of}))*", re.IGNORECASE)


def _name(word: str) -> str:
    """A name as a whole word, in Cyrillic with up to three letters of another ending."""
    if not _CYRILLIC.search(word):
        return rf"(?<!\w){re.escape(word)}(?!\w)"
    stem = _ENDING.sub("", word)
    if len(stem) < _SHORTEST_STEM:
        stem = word
    letters = "".join(
        "[её]" if one in "её" else "[ЕЁ]" if one in "ЕЁ" else re.escape(one) for one in stem
    )
    return rf"(?<!\w){letters}[а-яё]{{0,3}}(?!\w)"


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
