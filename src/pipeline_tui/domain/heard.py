"""Finding an objection by a few letters of what was heard, typed in haste on either layout.

A phrase matches by its words: each word typed looks for the word of the phrase nearest to it, equal,
begun with the same letters, of the same stem, or with a slip in it. The better the words cover each
other the higher the phrase stands; nothing depends on the order in which phrases are kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.spelling import readings

_WORD = re.compile(r"\w+")
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_SMALL = frozenset(
    [
        "а",
        "бы",
        "в",
        "вам",
        "вас",
        "во",
        "вы",
        "да",
        "до",
        "для",
        "же",
        "за",
        "и",
        "из",
        "к",
        "как",
        "ко",
        "ли",
        "мне",
        "мы",
        "на",
        "нам",
        "нас",
        "не",
        "но",
        "ну",
        "о",
        "об",
        "он",
        "они",
        "от",
        "по",
        "с",
        "со",
        "так",
        "там",
        "то",
        "тут",
        "у",
        "уж",
        "что",
        "это",
        "я",
        "a",
        "an",
        "and",
        "are",
        "at",
        "be",
        "but",
        "for",
        "i",
        "in",
        "is",
        "it",
        "its",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "so",
        "that",
        "the",
        "this",
        "to",
        "us",
        "we",
        "with",
        "you",
        "your",
    ]
)
"""Words that say little by themselves; "не" is one, because every refusal has it."""

_ENDINGS_RU = (
    "иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "ешь", "ете", "ить", "ать",
    "ять", "еть", "ует", "уют", "ают", "яют", "ится", "ется", "ает", "яет", "ую", "юю", "ая", "яя",
    "ое", "ее", "ые", "ие", "ый", "ий", "ой", "ей", "ом", "ем", "ам", "ям", "ах", "ях", "ов", "ев",
    "ия", "ию", "ии", "ет", "ут", "ют", "ит", "ат", "ят", "им", "ым", "их", "ых", "ла", "ли", "ло",
    "а", "е", "и", "о", "у", "ы", "ь", "ю", "я", "л",
)  # fmt: skip
_ENDINGS_EN = ("ingly", "ing", "edly", "ed", "ly", "ies", "es", "er", "s", "e", "y")
_SHORTEST_STEM = 3

EXACT, STEM, BEGUN, SLIP = 1.0, 0.92, 0.9, 0.7
_OTHER_READING = 0.96
"""A reading on the other layout or by sound gives way to the text as it was typed."""

_LEAST = 0.5
"""Share of what was typed, by weight, that a phrase must answer for."""

_UNKNOWN = 0.5
"""Weight of a word that no phrase has anything like: it says what nobody could know."""

_SOURCES = {"name": 1.0, "heard": 1.0, "verbatim": 0.93, "answer": 0.7}


def words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: `e-mail` is one."""
    return tuple(_WORD.findall(_HYPHEN.sub("", fold(text))))


def stem(word: str) -> str:
    """A word without its ending, by a short list of endings: `дорогая` and `дорого` give `дорог`."""
    endings = _ENDINGS_EN if word.isascii() else _ENDINGS_RU
    for ending in sorted(endings, key=len, reverse=True):
        left = len(word) - len(ending)
        if word.endswith(ending) and left >= _SHORTEST_STEM + (len(ending) > 2):
            return word[: -len(ending)]
    return word


class Phrase(Struct, frozen=True):
    """Something that a kind of objection can be found by; `source` is a key of the sources."""

    type_id: int
    source: str
    text: str
    answer_id: int | None = None


class Match(Struct, frozen=True):
    """A phrase that answers for what was typed; `score` is 0 to about 1.

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
        self._where: dict[str, list[int]] = defaultdict(list)
        for place, found in enumerate(self._words):
            for word in dict.fromkeys(found):
                self._where[word].append(place)
        self._vocabulary = sorted(self._where)
        self._stems: dict[str, list[str]] = defaultdict(list)
        for word in self._vocabulary:
            self._stems[stem(word)].append(word)

    def find(self, text: str) -> list[Match]:
        """The best phrase of each kind, best first; kinds of equal score by their number."""
        best: dict[int, Match] = {}
        typed = " ".join(text.split())
        for place, reading in enumerate(readings(typed)):
            for match in self._search(reading, 1.0 if place == 0 else _OTHER_READING):
                held = best.get(match.phrase.type_id)
                if held is None or _order(match) < _order(held):
                    best[match.phrase.type_id] = match
        return sorted(best.values(), key=_order)

    def _search(self, text: str, trust: float) -> list[Match]:
        typed = words(text)
        if not typed:
            return []
        total = 0.0
        got: dict[int, float] = defaultdict(float)
        met: dict[int, set[str]] = defaultdict(set)
        last: dict[int, str] = {}
        for word in typed:
            nearest: dict[int, tuple[float, str]] = {}
            like = self._like(word)
            weight = _weight(word) * (1.0 if like else _UNKNOWN)
            total += weight
            for known, score in like.items():
                for place in self._where[known]:
                    held = nearest.get(place)
                    if held is None or score > held[0]:
                        nearest[place] = (score, known)
            for place, (score, known) in nearest.items():
                got[place] += score * weight
                met[place].add(known)
            last = {place: known for place, (_score, known) in nearest.items()}
        folded = " ".join(typed)
        found = []
        for place, points in got.items():
            share = points / total
            if share < _LEAST:
                continue
            phrase = self._phrases[place]
            own = self._words[place]
            covered = sum(_weight(word) for word in met[place]) / sum(_weight(w) for w in set(own))
            opens = 0.05 if " ".join(own).startswith(folded) else 0.0
            score = share * trust * _SOURCES[phrase.source] * (0.9 + 0.1 * covered) + opens
            said_so = text if phrase.source == "answer" else _written_out(text, last.get(place, ""))
            found.append(Match(phrase, round(score, 6), said_so))
        return found

    def _like(self, typed: str) -> dict[str, float]:
        """Known words that one word typed may stand for, with how sure that is."""
        found: dict[str, float] = {}
        if len(typed) < _SHORTEST_STEM and typed in _SMALL:
            return {typed: EXACT} if typed in self._where else {}
        for word in self._vocabulary:
            if word.startswith(typed):
                found[word] = EXACT if word == typed else BEGUN
        for word in self._stems.get(stem(typed), ()):
            found[word] = max(found.get(word, 0.0), STEM)
        return found or self._with_a_slip(typed)

    def _with_a_slip(self, typed: str) -> dict[str, float]:
        """Words that the typed one differs from by a slip, whole or as far as it was typed."""
        size = len(typed)
        slips = 0 if size < 4 else 1 if size < 7 else 2
        if not slips:
            return {}
        from rapidfuzz.distance import OSA

        found: dict[str, float] = {}
        for word in self._vocabulary:
            if len(word) < size - slips or (word[0] != typed[0] and word[1:2] != typed[1:2]):
                continue
            heads = {word, *(word[:end] for end in range(size - slips, size + slips + 1))}
            nearest = min(OSA.distance(typed, head, score_cutoff=slips) for head in heads)
            if nearest <= slips:
                found[word] = SLIP - 0.1 * (nearest - 1)
        return found


def _written_out(text: str, word: str) -> str:
    """A text whose last word was begun, with that word whole: `слишком дор` → `слишком дорого`."""
    begun = _WORD.findall(text)[-1]
    goes_on = text.endswith(begun) and word.startswith(fold(begun)) and word != fold(begun)
    return text + word[len(begun) :] if goes_on else text


def _weight(word: str) -> float:
    return 0.25 if word in _SMALL else 1.0


def _order(match: Match) -> tuple[float, int, int, str]:
    """Best first; of equals the shorter phrase, so that the plainest wording is shown."""
    phrase = match.phrase
    return (-match.score, phrase.type_id, len(phrase.text), phrase.text)
