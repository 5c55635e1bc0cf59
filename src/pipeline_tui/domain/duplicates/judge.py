"""Which pairs are worth comparing, and how sure it is that a pair is one client.

A pair is scored by its evidence as a doctor would: each sign that agrees leaves less room for doubt
(noisy-or: 1 - Π(1 - weight)), and what disagrees takes most of the score away. Weights were set by
hand and are held by figures: `benchmarks/duplicates.py` prints precision and recall on a labelled set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline_tui.domain.clients import client_key
from pipeline_tui.domain.duplicates import LIKELY, Pair, Reason, Sign
from pipeline_tui.domain.duplicates.names import Name, alike
from pipeline_tui.domain.duplicates.records import Record
from pipeline_tui.domain.spelling import sound


def _by_sharers(full: float, sharers: int) -> float:
    """A number that many clients have is a call centre's, and says little about any two of them."""
    return full if sharers <= 2 else full * 0.7 if sharers == 3 else 0.1 if sharers <= 8 else 0.0


_NAME_WEIGHTS = {
    Sign.NAME: 0.6, Sign.SPELLING: 0.55, Sign.NEAR: 0.45, Sign.SLIPS: 0.45, Sign.INITIALS: 0.45,
    Sign.PART: 0.25,
}  # fmt: skip
_WHOLE = frozenset({Sign.NAME, Sign.SPELLING, Sign.NEAR, Sign.SLIPS, Sign.INITIALS})
"""A name that agrees as a whole: with a number or an address that agrees too, hardly by chance."""
_JOINT = 0.6
"""What that leaves of the doubt: the two are known by independent ways."""
_BARE = {Sign.NAME: 0.82, Sign.SPELLING: 0.79, Sign.NEAR: 0.5}
"""Of one of the two nothing but the name is known: it was entered in a hurry, from memory."""
_SHORT_NAME = 10
"""Letters; a shorter one, `Вектор`, many outside of this base are called, as they are a person's name."""


_KINDS = ("inn", "phone", "email", "domain", "name")
"""What clients may share."""


class _Evidence:
    """What was found of a pair so far."""

    def __init__(self) -> None:
        self.reasons: list[Reason] = []
        self.doubt = 1.0
        self._keep = 1.0

    def speaks(self, sign: Sign, weight: float, text: str = "") -> None:
        self.doubt *= 1 - weight
        self.reasons.append(Reason(sign, text))

    def denies(self, sign: Sign, share: float, text: str = "") -> None:
        self._keep *= share
        self.reasons.append(Reason(sign, text))

    @property
    def score(self) -> int:
        return round(100 * (1 - self.doubt) * self._keep)


class Judge:
    """Compares clients of one base; knows how many of them share each number and name."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = {one.id: one for one in records}
        self._names = {id_: Name.of(one) for id_, one in self.records.items()}
        self._sharers: dict[str, dict[str, int]] = {kind: {} for kind in _KINDS}
        self._at_place: dict[str, int] = {}
        for one in self.records.values():
            for kind, values in self._values(one):
                counts = self._sharers[kind]
                for value in values:
                    counts[value] = counts.get(value, 0) + 1
            if one.city:
                place = self._place(one)
                self._at_place[place] = self._at_place.get(place, 0) + 1

    def _place(self, one: Record) -> str:
        """A name with its city."""
        return f"{self._names[one.id].glued}|{sound_of(one.city)}"

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
        found = _Evidence()
        same_inn = bool(one.inn and one.inn == two.inn)
        if same_inn:
            found.speaks(Sign.INN, 0.9 if self._sharers["inn"][one.inn] <= 3 else 0.6, one.inn)
        self._compare_reach(found, one, two)
        known = bool(found.reasons)
        name = alike(self._names[first], self._names[second])
        same_city = bool(one.city and two.city and sound_of(one.city) == sound_of(two.city))
        other_city = bool(one.city and two.city and not same_city)
        other_inn = bool(one.inn and two.inn and not same_inn)
        if name in _NAME_WEIGHTS:
            weight = (
                self._weight(name, first, widely=other_city) if known
                else self._weight_alone(name, one, two, same_city=same_city)
            )  # fmt: skip
            found.speaks(name, weight * (0.6 if other_city else 1.0))
            if same_city:
                found.speaks(Sign.CITY, 0.15 if name is not Sign.PART else 0.05, one.city)
            if known and name in _WHOLE and not (other_city or other_inn):
                found.doubt *= _JOINT
            if not known and one.bare is not two.bare and name in _BARE:
                found.reasons.append(Reason(Sign.BARE))
        elif name in (Sign.OTHER_NUMBER, Sign.OTHER_PERSON):
            found.denies(name, 0.35)
        elif name is Sign.OTHER_NAME:
            found.denies(name, 0.9 if same_inn else 0.5)
        if other_inn:
            found.denies(Sign.OTHER_INN, 0.3)
        elif same_inn and one.kpp and two.kpp and one.kpp != two.kpp:
            found.denies(Sign.BRANCH, 0.35)
        if other_city:
            found.denies(Sign.OTHER_CITY, 0.7 if not same_inn else 0.9)
        return Pair(first, second, found.score, tuple(found.reasons))

    def _compare_reach(self, found: _Evidence, one: Record, two: Record) -> None:
        """Phones, addresses, domains of the two."""
        for sign, mine, theirs, full in (
            (Sign.PHONE, one.phones, two.phones, 0.6), (Sign.EMAIL, one.emails, two.emails, 0.6),
        ):  # fmt: skip
            common = set(mine) & set(theirs)
            weights = {
                value: _by_sharers(full, self._sharers[sign.value][value]) for value in common
            }
            if weights and (best := max(weights, key=lambda value: weights[value])):
                if weights[best]:
                    found.speaks(sign, weights[best], best)
                if len([value for value in weights.values() if value >= full]) > 1:
                    found.doubt *= 0.7
        for domain in sorted(set(one.domains) & set(two.domains))[:1]:
            if weight := _by_sharers(0.4, self._sharers["domain"][domain]):
                found.speaks(Sign.DOMAIN, weight, domain)

    def _weight(self, name: Sign, first: int, *, widely: bool) -> float:
        """What a name says that is not the only thing to agree; less of one that many bear, where it
        may be a chain's in another city."""
        weight = _NAME_WEIGHTS[name]
        if widely and self._sharers["name"].get(self._names[first].glued, 0) > 3:
            weight *= 0.6
        if name in (Sign.NEAR, Sign.SLIPS) and len(self._names[first].glued) < 8:
            weight *= 0.8
        return weight

    def _weight_alone(self, name: Sign, one: Record, two: Record, *, same_city: bool) -> float:
        """What a name says that is the only thing to agree.

        Much where one of the two is nothing but a name, and nobody else is called so; little where each
        has numbers of its own and they differ.
        """
        glued = [self._names[each.id].glued for each in (one, two)]
        namesakes = max(self._sharers["name"].get(each, 0) for each in glued)
        if name in (Sign.INITIALS, Sign.PART):
            return _NAME_WEIGHTS[name]
        there = namesakes
        if same_city:
            there = max(self._at_place[self._place(each)] for each in (one, two))
        short = min(map(len, glued)) < _SHORT_NAME or self._names[one.id].person
        if (one.bare or two.bare) and name in _BARE:
            if name is Sign.NEAR:
                return _BARE[name] * (1.0 if namesakes <= 2 else 0.7) * (0.85 if short else 1.0)
            if not same_city:
                return 0.6 if namesakes <= 2 else 0.4 if namesakes == 3 else 0.3
            weight = _BARE[name] - (0.06 if short else 0.0)
            if namesakes <= 2:
                return weight
            if namesakes == 3 and there == 2:
                return weight - 0.07
            return 0.5 if there == 2 else 0.42 if there == 3 else 0.36
        if name is not Sign.NAME:
            return 0.5 if name is Sign.SPELLING and not same_city and namesakes <= 2 else 0.4
        if namesakes > 2:
            return 0.35
        return 0.6 if not same_city else 0.45

    def pairs(self, least: int = LIKELY) -> list[Pair]:
        """Every pair of the base that scores `least` or more, the surest first."""
        found = [
            pair for first, second in self.candidates(least)
            if (pair := self.judge(first, second)).score >= least
        ]  # fmt: skip
        return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))

    def candidates(self, least: int = LIKELY) -> set[tuple[int, int]]:
        """Pairs that may reach the score `least`: those that share a number, an address or a name, and
        neighbours in the order of names read forwards and backwards whose names nearly agree.

        Comparing everybody with everybody would be 5 · 10⁹ pairs for 100 000 clients.
        """
        pairs: set[tuple[int, int]] = set()
        groups: dict[str, dict[str, list[int]]] = {kind: defaultdict(list) for kind in _KINDS}
        for one in self.records.values():
            for kind, values in self._values(one):
                for value in values:
                    if 2 <= self._sharers[kind][value] <= _LARGEST_BLOCK:
                        groups[kind][value].append(one.id)
        for kind, by_value in groups.items():
            for members in by_value.values():
                if len(members) <= _LARGEST_BLOCK:
                    pairs.update(
                        (one, two) if one < two else (two, one)
                        for place, one in enumerate(members)
                        for two in members[place + 1 :]
                        if kind != "name"
                        or len(members) == 2
                        or self._by_name_alone(one, two, least)
                    )
        self._neighbours(pairs, least)
        return pairs

    def _by_name_alone(self, one: int, two: int, least: int) -> bool:
        """Whether two that share nothing else may reach a score by names that many bear, or that only
        nearly agree."""
        return least < LIKELY or self.records[one].bare or self.records[two].bare

    def _neighbours(self, pairs: set[tuple[int, int]], least: int) -> None:
        from rapidfuzz.distance import OSA

        names = self._names
        people = {id_ for id_, name in names.items() if name.person}
        for backwards in (False, True):
            for order in self._in_order(backwards=backwards):
                for place, (glued, id_) in enumerate(order):
                    for other, other_id in order[place + 1 : place + 1 + _WINDOW]:
                        both = id_ in people and other_id in people
                        if not both and (
                            abs(len(other) - len(glued)) > 2
                            or not self._by_name_alone(id_, other_id, least)
                        ):
                            continue
                        if OSA.distance(glued, other, score_cutoff=2) <= 2 or (
                            both and names[id_].words[0] == names[other_id].words[0]
                        ):
                            pairs.add((id_, other_id) if id_ < other_id else (other_id, id_))

    def _in_order(self, *, backwards: bool) -> Iterator[list[tuple[str, int]]]:
        """Names with their numbers in alphabetical order, a letter at a time: one sort of all would
        keep other threads waiting."""
        letters: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for id_, name in self._names.items():
            if len(name.glued) >= _SHORTEST:
                glued = name.glued[::-1] if backwards else name.glued
                letters[glued[0]].append((glued, id_))
        for letter in sorted(letters):
            yield sorted(letters.pop(letter))


_LARGEST_BLOCK = 12
_WINDOW = 6
_SHORTEST = 5


@lru_cache(maxsize=4096)
def sound_of(text: str) -> str:
    """Words of a city by sound."""
    return "".join(map(sound, client_key(text).split()))
