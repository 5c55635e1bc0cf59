"""Finding an objection by a few letters of what was heard, typed in haste on either layout.

Two things speak for a kind. The nearest of its phrases: how much of what was typed that answers for,
and how much of it was typed, each word by how rare it is. And all its phrases together: words, and
words side by side, that are said with this kind more than with others; so a kind is found by words
that stand in different phrases too. Nothing depends on the order in which phrases are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.kind_words import SMALL, KindWords
from pipeline_tui.domain.likeness import EXACT, GLUED, Vocabulary, words
from pipeline_tui.domain.spelling import readings

_UNKNOWN = 0.4
"""Weight of a word that no phrase has anything like: it says what nobody could know."""

_OTHER_READING = 0.93
"""A reading on the other layout or by sound gives way to the text as it was typed."""

_NEAREST, _TOGETHER = 0.6, 0.4
"""What the nearest phrase counts for, and what all of a kind do together."""
_OPENS = 0.05
"""What a phrase has ahead that begins with the very letters typed."""
_LEAST = 0.06
"""A kind with less in its favour is not like what was typed."""

_FIRST, _BESIDE = 3, 0.4
"""Kinds that are told however weak they are, and the share of the best that any further one needs."""

_SPOKEN = {"name": 1.0, "heard": 1.0, "verbatim": 0.93}
_ANSWER = 0.6
_ANSWERED = 0.5
"""Share of what was typed, by weight, that an answer must have."""
_FROM = 3
"""Letters from which on answers are looked through: fewer begin a word of nearly every one."""


class Phrase(Struct, frozen=True):
    """Something that a kind of objection can be found by; `source` is a key of the sources."""

    type_id: int
    source: str
    text: str
    answer_id: int | None = None


class Match(Struct, frozen=True):
    """A kind that may be meant, by its phrase that is nearest; `score` is 0 to about 1.

    `said` is what was typed as it was meant: on the right layout, its last word written out.
    """

    phrase: Phrase
    score: float
    said: str


class Ear:
    """Phrases ready to be searched. Make it once for a state of the library."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases = tuple(dict.fromkeys(phrases))
        self._words = [words(phrase.text) for phrase in self._phrases]
        self._plain = [" ".join(own) for own in self._words]
        self._said: dict[str, list[int]] = defaultdict(list)
        self._answered: dict[str, list[int]] = defaultdict(list)
        for place, phrase in enumerate(self._phrases):
            where = self._said if phrase.source in _SPOKEN else self._answered
            for word in dict.fromkeys(self._words[place]):
                where[word].append(place)
        self._vocabulary = Vocabulary([*self._said, *self._answered], slips=self._said)
        spoken = [p for p, phrase in enumerate(self._phrases) if phrase.source in _SPOKEN]
        self._kinds = KindWords((self._phrases[p].type_id, self._words[p]) for p in spoken)
        self._whole = {p: sum(map(self._kinds.weight, set(self._words[p]))) for p in spoken}

    def find(self, text: str) -> list[Match]:
        """The best phrase of each kind, best first; kinds of equal score by their number."""
        best: dict[int, Match] = {}
        typed = " ".join(text.split())
        for place, reading in enumerate(readings(typed)):
            for match in self._search(reading, 1.0 if place == 0 else _OTHER_READING):
                held = best.get(match.phrase.type_id)
                if held is None or _order(match) < _order(held):
                    best[match.phrase.type_id] = match
        found = sorted(best.values(), key=_order)
        return found[:_FIRST] + [
            one for one in found[_FIRST:] if one.score >= _BESIDE * found[0].score
        ]

    def _search(self, text: str, trust: float) -> list[Match]:
        typed = words(text)
        if not typed:
            return []
        like = [self._like(typed, place) for place in range(len(typed))]
        weights = [
            max(
                (self._kinds.weight(known) * sure for known, sure in near.items()), default=_UNKNOWN
            )
            for near in like
        ]
        together = self._kinds.speaks(like, weights)
        folded = " ".join(typed)
        best: dict[int, tuple[float, int, str, int]] = {}
        for place, near in self._near(typed, like, weights).items():
            phrase = self._phrases[place]
            score = trust * (_NEAREST * near + _TOGETHER * together.get(phrase.type_id, 0.0))
            if self._plain[place].startswith(folded):
                score += _OPENS
            order = (-round(score, 6), len(phrase.text), phrase.text, place)
            if score >= _LEAST and order < best.get(phrase.type_id, (0.0,)):
                best[phrase.type_id] = order
        found = []
        for negative, _length, _text, place in best.values():
            phrase = self._phrases[place]
            said = text
            if phrase.source in _SPOKEN:
                ends = [known for known in like[-1] if known in self._words[place]]
                said = _written_out(text, max(ends, key=lambda one: like[-1][one], default=""))
            found.append(Match(phrase, -negative, said))
        return found

    def _near(
        self, typed: Sequence[str], like: Sequence[Mapping[str, float]], weights: Sequence[float]
    ) -> dict[int, float]:
        """How near phrases are, by their places, 0 to 1; those with no word of it left out."""
        asked: dict[int, float] = defaultdict(float)
        given: dict[int, float] = defaultdict(float)
        answered: dict[int, float] = defaultdict(float)
        for word, near, weight in zip(typed, like, weights, strict=True):
            nearest: dict[int, tuple[float, str]] = {}
            among: dict[int, float] = {}
            for known, sure in near.items():
                for place in self._said.get(known, ()):
                    if place not in nearest or (sure, known) > nearest[place]:
                        nearest[place] = (sure, known)
                if len(word) >= _FROM and known not in SMALL:
                    for place in self._answered.get(known, ()):
                        among[place] = max(sure, among.get(place, 0.0))
            for place, (sure, known) in nearest.items():
                asked[place] += sure * weight
                given[place] += sure * self._kinds.weight(known)
            for place, sure in among.items():
                answered[place] += sure * weight
        total = sum(weights)
        found = {}
        for place, points in asked.items():
            share, of_it = points / total, min(1.0, given[place] / self._whole[place])
            near_by = max(share * (0.8 + 0.2 * of_it), of_it * (0.25 + 0.6 * share))
            found[place] = near_by * _SPOKEN[self._phrases[place].source]
        for place, points in answered.items():
            if points >= _ANSWERED * total:
                found[place] = _ANSWER * points / total
        return found

    def _like(self, typed: Sequence[str], place: int) -> Mapping[str, float]:
        """Known words that a word typed may stand for; the last one may not be whole yet."""
        word, last = typed[place], place == len(typed) - 1
        if word in SMALL and (not last or len(word) == 2):
            return {word: EXACT}
        found = self._vocabulary.like(word, begun=last)
        if place and typed[place - 1] == "не" and self._vocabulary.knows("не" + word):
            return {**found, "не" + word: GLUED}
        return found


def _written_out(text: str, word: str) -> str:
    """A text whose last word was begun, with that word whole: `слишком дор` → `слишком дорого`."""
    begun = text.split()[-1]
    goes_on = word.startswith(fold(begun)) and word != fold(begun)
    return text + word[len(begun) :] if goes_on else text


def _order(match: Match) -> tuple[float, int, int, str]:
    """Best first; of equals the shorter phrase, so that the plainest wording is shown."""
    phrase = match.phrase
    return (-match.score, phrase.type_id, len(phrase.text), phrase.text)
