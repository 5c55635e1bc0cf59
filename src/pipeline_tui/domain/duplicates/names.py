"""How names of firms and people agree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from pipeline_tui.domain.clients import client_key
from pipeline_tui.domain.duplicates import Sign
from pipeline_tui.domain.duplicates.records import Record
from pipeline_tui.domain.spelling import sound


class Name(Struct, frozen=True, gc=False):
    """A name taken apart once for all of its comparisons: folded, its words by sound, those with
    digits apart."""

    key: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    glued: str
    person: bool

    @classmethod
    def of(cls, record: Record) -> Name:
        """The name of a client."""
        key = client_key(record.name)
        tokens = key.split()
        if tokens:
            tokens[-1] = _GLUED_FORM.sub("", tokens[-1])
        numbers = tuple(
            sorted({token for token in tokens if not token.isalpha() and _NUMBER.search(token)})
        )
        words = tuple(sound(token) for token in tokens if token not in numbers)
        glued = "".join(words) + "".join(numbers)
        person = record.kind in ("sole_trader", "person") and 1 < len(words) <= 4
        return cls(key, words or tuple(tokens), numbers, glued, person)


_NUMBER = re.compile(r"\d")
_GLUED_FORM = re.compile(r"(?<=\w{4})(?:llc|ltd|inc|plc|gmbh|corp|ооо|зао)$")
"""A legal form that lost the space before it: `HensonLLC`."""
_COMMON = frozenset(
    sound(word) for word in
    ["компания", "группа", "холдинг", "торговый", "дом", "тд", "гк", "пк", "нпо", "филиал", "магазин", "фирма", "центр", "предприятие", "завод", "сервис", "плюс", "трейд", "group", "holding", "company", "trade", "the", "and", "и"]
)  # fmt: skip
"""Words that many firms bear: agreeing in these alone is no likeness."""


def alike(one: Name, two: Name) -> Sign | None:
    """How two names agree or disagree; none where there is nothing to say."""
    from rapidfuzz.distance import OSA

    if one.numbers != two.numbers:
        if one.glued == two.glued and not (one.numbers and two.numbers):
            return Sign.SPELLING
        return Sign.OTHER_NUMBER if one.words == two.words or (one.numbers and two.numbers) else (
            Sign.PART if _part(one, two) else Sign.OTHER_NAME
        )  # fmt: skip
    if one.key == two.key:
        return Sign.NAME
    if one.glued == two.glued or sorted(one.words) == sorted(two.words):
        return Sign.SPELLING
    if one.person and two.person:
        return _same_person(one.words, two.words)
    size = max(len(one.glued), len(two.glued))
    allowed = 0 if size < 6 else 1 if size < 10 else 2
    if allowed and (slips := OSA.distance(one.glued, two.glued, score_cutoff=allowed)) <= allowed:
        return Sign.NEAR if slips == 1 else Sign.SLIPS
    # Two letters that changed places may change the sound of both.
    if allowed and OSA.distance(one.key, two.key, score_cutoff=1) <= 1:
        return Sign.NEAR
    return Sign.PART if _part(one, two) else Sign.OTHER_NAME


def _part(one: Name, two: Name) -> bool:
    mine, theirs = set(one.words) - _COMMON, set(two.words) - _COMMON
    return bool(mine and theirs and (mine <= theirs or theirs <= mine))


def _same_person(one: Sequence[str], two: Sequence[str]) -> Sign | None:
    """Two people by surname first; initials agree with the names that begin so."""
    from rapidfuzz.distance import OSA

    if OSA.distance(one[0], two[0]) > (1 if len(one[0]) > 4 else 0):
        return Sign.OTHER_NAME
    slips = one[0] != two[0]
    whole = True
    for mine, theirs in zip(one[1:], two[1:], strict=False):
        if len(mine) == 1 or len(theirs) == 1:
            whole = False
            if mine[0] != theirs[0]:
                return Sign.OTHER_PERSON
        elif mine != theirs:
            if OSA.distance(mine, theirs) > 1 or slips:
                return Sign.OTHER_PERSON
            slips = True
    if not whole or len(one) != len(two):
        return Sign.INITIALS
    return Sign.NEAR
