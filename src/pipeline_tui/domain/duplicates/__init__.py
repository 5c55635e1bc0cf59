"""One client entered twice: what a pair agrees and disagrees in, and what comes of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

LIKELY = 50
"""Scores from here on are worth a look: the review queue."""
SURE = 85
"""Scores from here on may be acted on without a look at each."""


class Sign(StrEnum):
    """What a pair agrees or disagrees in."""

    INN = "inn"
    PHONE = "phone"
    EMAIL = "email"
    DOMAIN = "domain"
    NAME = "name"
    SPELLING = "spelling"
    """The same name but for alphabet, spaces or order of words."""
    NEAR = "near"
    """The same name but for a slip."""
    SLIPS = "slips"
    """The same name but for two slips."""
    INITIALS = "initials"
    PART = "part"
    """One name is a part of the other."""
    CITY = "city"
    BARE = "bare"
    """Nothing but a name, and maybe a city, is known of one of the two."""
    OTHER_INN = "other_inn"
    BRANCH = "branch"
    """One ИНН with different КПП: branches of one firm."""
    OTHER_CITY = "other_city"
    OTHER_NUMBER = "other_number"
    """School 5 is not school 7."""
    OTHER_PERSON = "other_person"
    """One surname, another first name."""
    OTHER_NAME = "other_name"


class Reason(Struct, frozen=True):
    """A sign, with what it was seen in: the number, the address, the name."""

    sign: Sign
    text: str = ""


class Pair(Struct, frozen=True):
    """Two clients that may be one, the lower number first; `score` 0 to 100."""

    first: int
    second: int
    score: int
    reasons: tuple[Reason, ...]


class PairRow(Struct, frozen=True):
    """A pair as it is listed."""

    id: int
    """Where it stands in the queue, from 1."""
    first: int
    first_name: str
    second: int
    second_name: str
    score: int
    reasons: tuple[Reason, ...]


class FieldChoice(Struct, frozen=True):
    """A field of two clients side by side. `kept` and `gone` are values as stored, codes and numbers
    included; `take` says that the second's goes in."""

    name: str
    kept: object
    gone: object
    take: bool
    joined: bool = False
    """Both values stay: phones, notes."""


class Comparison(Struct, frozen=True):
    """Two clients side by side; `kept_id` is the one that stays where nobody says otherwise."""

    kept_id: int
    gone_id: int
    kept_name: str
    gone_name: str
    fields: tuple[FieldChoice, ...]
    moves: tuple[tuple[str, int], ...]
    """What goes over to the one that stays: (kind of record, how many)."""


class MergeRow(Struct, frozen=True):
    """A record that was merged into a client."""

    gone_id: int
    name: str
    merged_at: datetime
