"""One client entered twice: what speaks for it, what against, and which pairs are worth comparing.

A pair is scored by its evidence as a doctor would: each sign that agrees leaves less room for doubt
(noisy-or: 1 - Π(1 - weight)), and what disagrees takes most of the score away. Weights were set by
hand and are held by figures: `benchmarks/duplicates.py` prints precision and recall on a labelled set.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from pipeline_tui.domain.clients import client_key
from pipeline_tui.domain.spelling import sound

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
    """The same name but for a slip or two."""
    INITIALS = "initials"
    PART = "part"
    """One name is a part of the other."""
    CITY = "city"
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


# -- what is compared

FREE_MAIL = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "mail.ru",
        "bk.ru",
        "list.ru",
        "inbox.ru",
        "internet.ru",
        "yandex.ru",
        "yandex.com",
        "ya.ru",
        "yandex.by",
        "yandex.kz",
        "rambler.ru",
        "lenta.ru",
        "ro.ru",
        "icloud.com",
        "me.com",
        "mac.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "msn.com",
        "yahoo.com",
        "yahoo.co.uk",
        "aol.com",
        "proton.me",
        "protonmail.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "t-online.de",
        "ukr.net",
        "tut.by",
        "qq.com",
        "163.com",
        "126.com",
        "seznam.cz",
        "wp.pl",
        "libero.it",
        "orange.fr",
        "free.fr",
        "zoho.com",
        "example.com",
        "example.org",
        "example.net",
    ]
)
"""Mail that anybody has: the same domain says nothing."""
_SHARED_SITES = frozenset(
    [
        "vk.com",
        "vk.ru",
        "ok.ru",
        "t.me",
        "facebook.com",
        "instagram.com",
        "youtube.com",
        "linkedin.com",
        "avito.ru",
        "wa.me",
        "taplink.cc",
        "tilda.ws",
        "wixsite.com",
        "narod.ru",
        "ucoz.ru",
        "github.io",
        "2gis.ru",
        "yandex.ru",
        "google.com",
        "twitter.com",
        "x.com",
    ]
)
_SECOND_LEVEL = frozenset(["co", "com", "org", "net", "gov", "edu", "ac", "msk", "spb"])


def own_domain(address: str) -> str:
    """The domain of a site or of an e-mail that belongs to one firm; empty where it may be anybody's.

    `https://www.shop.romashka.ru/contacts`, `info@romashka.ru` → `romashka.ru`.
    """
    host = address.strip().lower().rpartition("@")[2]
    host = host.partition("://")[2] or host
    host = re.split(r"[/?#:\s]", host, maxsplit=1)[0].rstrip(".")
    labels = host.split(".")
    if len(labels) < 2 or not all(labels):
        return ""
    wide = len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2
    site = ".".join(labels[-3 if wide else -2 :])
    if site in _SHARED_SITES:
        return ""
    return "" if site in FREE_MAIL else site


def read_inn(text: str | None) -> str:
    """ИНН as it was meant: without spaces, without the `.0` of a spreadsheet, with the leading nought
    that a spreadsheet eats. Empty where it is none by its length."""
    digits = re.sub(r"\D", "", re.sub(r"[.,]0+$", "", (text or "").strip()))
    if len(digits) in (9, 11):
        digits = "0" + digits
    return digits if len(digits) in (10, 12) and len(set(digits)) > 1 else ""


class Record(Struct, frozen=True):
    """What of a client is compared. Phones are E.164 without the plus, or digits."""

    id: int
    name: str
    kind: str = "company"
    inn: str = ""
    kpp: str = ""
    city: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


class _Name:
    """A name taken apart once for all of its comparisons."""

    __slots__ = ("glued", "key", "numbers", "person", "words")

    def __init__(self, record: Record) -> None:
        self.key = client_key(record.name)
        tokens = self.key.split()
        self.numbers = frozenset(token for token in tokens if any(map(str.isdigit, token)))
        words = [sound(token) for token in tokens if token not in self.numbers]
        self.words = words or tokens
        self.glued = "".join(words) + "".join(sorted(self.numbers))
        self.person = record.kind in ("sole_trader", "person") and 1 < len(words) <= 4


_COMMON = frozenset(
    sound(word) for word in
    ["компания", "группа", "холдинг", "торговый", "дом", "тд", "гк", "пк", "нпо", "филиал", "магазин", "фирма", "центр", "предприятие", "завод", "сервис", "плюс", "трейд", "group", "holding", "company", "trade", "the", "and", "и"]
)  # fmt: skip
"""Words that many firms bear: agreeing in these alone is no likeness."""


def alike(one: _Name, two: _Name) -> Sign | None:
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
    if allowed and OSA.distance(one.glued, two.glued, score_cutoff=allowed) <= allowed:
        return Sign.NEAR
    return Sign.PART if _part(one, two) else Sign.OTHER_NAME


def _part(one: _Name, two: _Name) -> bool:
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


# -- scoring


def _by_sharers(full: float, sharers: int) -> float:
    """A number that many clients have is a call centre's, and says little about any two of them."""
    return full if sharers <= 2 else full * 0.7 if sharers == 3 else 0.1 if sharers <= 8 else 0.0


_NAME_WEIGHTS = {
    Sign.NAME: 0.6, Sign.SPELLING: 0.55, Sign.NEAR: 0.45, Sign.INITIALS: 0.4, Sign.PART: 0.25,
}  # fmt: skip


class Judge:
    """Compares clients of one base; knows how many of them share each number and name."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = {one.id: one for one in records}
        self._names = {id_: _Name(one) for id_, one in self.records.items()}
        self._shared: dict[str, dict[str, list[int]]] = {
            kind: defaultdict(list) for kind in ("inn", "phone", "email", "domain", "name")
        }
        for one in self.records.values():
            for kind, values in self._values(one):
                for value in values:
                    self._shared[kind][value].append(one.id)

    def _values(self, one: Record) -> Iterator[tuple[str, Iterable[str]]]:
        yield "inn", (one.inn,) if one.inn else ()
        yield "phone", set(one.phones)
        yield "email", set(one.emails)
        yield "domain", set(one.domains)
        glued = self._names[one.id].glued
        yield "name", (glued,) if glued else ()

    def judge(self, first: int, second: int) -> Pair:
        """The score of a pair, with its reasons, the strongest first."""
        first, second = sorted((first, second))
        one, two = self.records[first], self.records[second]
        doubt, keep = 1.0, 1.0
        reasons: list[Reason] = []

        def speaks(sign: Sign, weight: float, text: str = "") -> None:
            nonlocal doubt
            doubt *= 1 - weight
            reasons.append(Reason(sign, text))

        def denies(sign: Sign, share: float, text: str = "") -> None:
            nonlocal keep
            keep *= share
            reasons.append(Reason(sign, text))

        same_inn = bool(one.inn and one.inn == two.inn)
        if same_inn:
            speaks(Sign.INN, 0.9 if len(self._shared["inn"][one.inn]) <= 3 else 0.6, one.inn)
        for sign, mine, theirs, full in (
            (Sign.PHONE, one.phones, two.phones, 0.6), (Sign.EMAIL, one.emails, two.emails, 0.6),
        ):  # fmt: skip
            common = set(mine) & set(theirs)
            weights = {
                value: _by_sharers(full, len(self._shared[sign.value][value])) for value in common
            }
            if weights and (best := max(weights, key=lambda value: weights[value])):
                if weights[best]:
                    speaks(sign, weights[best], best)
                if len([value for value in weights.values() if value >= full]) > 1:
                    doubt *= 0.7
        for domain in sorted(set(one.domains) & set(two.domains))[:1]:
            if weight := _by_sharers(0.4, len(self._shared["domain"][domain])):
                speaks(Sign.DOMAIN, weight, domain)
        name = alike(self._names[first], self._names[second])
        same_city = bool(one.city and two.city and sound_of(one.city) == sound_of(two.city))
        other_city = bool(one.city and two.city and not same_city)
        if name in _NAME_WEIGHTS:
            weight = _NAME_WEIGHTS[name]
            namesakes = len(self._shared["name"][self._names[first].glued])
            if namesakes > 3:
                weight *= 0.6
            if name is Sign.NEAR and len(self._names[first].glued) < 8:
                weight *= 0.8
            if same_city:
                speaks(name, weight)
                speaks(Sign.CITY, 0.15 if name is not Sign.PART else 0.05, one.city)
            else:
                speaks(name, weight * (0.6 if other_city else 1.0))
        elif name in (Sign.OTHER_NUMBER, Sign.OTHER_PERSON):
            denies(name, 0.35)
        elif name is Sign.OTHER_NAME:
            denies(name, 0.9 if same_inn else 0.5)
        if one.inn and two.inn and not same_inn:
            denies(Sign.OTHER_INN, 0.3)
        elif same_inn and one.kpp and two.kpp and one.kpp != two.kpp:
            denies(Sign.BRANCH, 0.35)
        if other_city:
            denies(Sign.OTHER_CITY, 0.75 if not same_inn else 0.9)
        return Pair(first, second, round(100 * (1 - doubt) * keep), tuple(reasons))

    def pairs(self, least: int = LIKELY) -> list[Pair]:
        """Every pair of the base that scores `least` or more, the surest first."""
        found = [
            pair for first, second in self.candidates()
            if (pair := self.judge(first, second)).score >= least
        ]  # fmt: skip
        return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))

    def candidates(self) -> set[tuple[int, int]]:
        """Pairs worth comparing: those that share a number, an address or a name, and neighbours in
        the order of names read forwards and backwards whose names nearly agree.

        Comparing everybody with everybody would be 5 · 10⁹ pairs for 100 000 clients.
        """
        pairs: set[tuple[int, int]] = set()
        for groups in self._shared.values():
            for members in groups.values():
                if 2 <= len(members) <= _LARGEST_BLOCK:
                    pairs.update(
                        (one, two) if one < two else (two, one)
                        for place, one in enumerate(members)
                        for two in members[place + 1 :]
                    )
        self._neighbours(pairs)
        return pairs

    def _neighbours(self, pairs: set[tuple[int, int]]) -> None:
        from rapidfuzz.distance import OSA

        names = self._names
        people = {id_ for id_, name in names.items() if name.person}
        for backwards in (False, True):
            order = sorted(
                (name.glued[::-1] if backwards else name.glued, id_)
                for id_, name in names.items() if len(name.glued) >= _SHORTEST
            )  # fmt: skip
            for place, (glued, id_) in enumerate(order):
                for other, other_id in order[place + 1 : place + 1 + _WINDOW]:
                    if abs(len(other) - len(glued)) > 2 and not (
                        id_ in people and other_id in people
                    ):
                        continue
                    if OSA.distance(glued, other, score_cutoff=2) <= 2 or (
                        id_ in people and other_id in people
                        and names[id_].words[0] == names[other_id].words[0]
                    ):  # fmt: skip
                        pairs.add((id_, other_id) if id_ < other_id else (other_id, id_))


_LARGEST_BLOCK = 12
_WINDOW = 6
_SHORTEST = 5


@lru_cache(maxsize=4096)
def sound_of(text: str) -> str:
    """Words of a city by sound."""
    return "".join(map(sound, client_key(text).split()))
