"""Words known, and which of them a word typed in haste may stand for: the same, begun, in another
form, of the same root, or with a slip."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from pipeline_tui.domain.clients import fold

_WORD = re.compile(r"\w+")
_INSIDE = re.compile(r"(?<=\w)[-'’`](?=\w)")

_ENDINGS_RU = (
    "иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "ешь", "ете", "ить", "ать",
    "ять", "еть", "ует", "уют", "ают", "яют", "ится", "ется", "ает", "яет", "ую", "юю", "ая", "яя",
    "ое", "ее", "ые", "ие", "ый", "ий", "ой", "ей", "ом", "ем", "ам", "ям", "ах", "ях", "ов", "ев",
    "ия", "ию", "ии", "ет", "ут", "ют", "ит", "ат", "ят", "им", "ым", "их", "ых", "ла", "ли", "ло",
    "а", "е", "и", "о", "у", "ы", "ь", "ю", "я", "л",
)  # fmt: skip
_ENDINGS_EN = ("ingly", "ing", "edly", "ed", "ly", "ies", "es", "er", "s", "e", "y")
_ENDINGS = {True: frozenset(_ENDINGS_EN), False: frozenset(_ENDINGS_RU)}
_LONGEST = 5
_SHORTEST_STEM = 3
_ROOT_EN, _ROOT_RU = 5, 4
"""Letters that words of one root begin with alike, a Russian prefix apart."""
_PREFIX = re.compile(
    "(?:пере|без|бес|воз|вос|над|под|пре|при|про|раз|рас|вз|вы|до|за|из|ис|на|об|от|по|со|о|с|у)"
    r"(?=\w{4})"
)
_LONGEST_HEAD = 16
"""Letters up to which a word is looked for with a slip."""

EXACT, GLUED, STEM, BEGUN, SLIP, ROOT = 1.0, 0.97, 0.95, 0.9, 0.75, 0.65
"""How sure a word is meant that is the same, the same with "не" written together or apart, another
form, one begun, one with a slip, one of the same root."""
_MORE_SLIPS = 0.1
_HELD = 4096
"""Words typed whose likenesses are held; a call types some hundred."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: `e-mail` is one, and so is `don't`."""
    return tuple(_WORD.findall(_INSIDE.sub("", fold(text))))


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """A word without its ending, by a short list of endings: `дорогая` and `дорого` give `дорог`."""
    endings = _ENDINGS[word.isascii()]
    for size in range(_LONGEST, 0, -1):
        if len(word) - size >= _SHORTEST_STEM + (size > 2) and word[-size:] in endings:
            return word[:-size]
    return word


@lru_cache(maxsize=32_768)
def roots(word: str) -> frozenset[str]:
    """What words of one root have alike, with a Russian prefix and without: `звоните` and `перезвоню`
    have `звон`. None where a word is too short to tell."""
    if word.isascii():
        return frozenset([word[:_ROOT_EN]] if len(word) > _ROOT_EN else ())
    prefix = _PREFIX.match(word)
    bare = word[prefix.end() :] if prefix else word
    return frozenset(one[:_ROOT_RU] for one in (word, bare) if len(one) >= _ROOT_RU)


class Vocabulary:
    """Words known, ready to be asked which of them a typed one is like."""

    def __init__(self, known: Iterable[str], slips: Iterable[str] | None = None) -> None:
        """`slips` are those of the words that are looked for with a slip in them, by default all."""
        self._known = set(known)
        self._words = sorted(self._known)
        self._stems: dict[str, list[str]] = defaultdict(list)
        self._roots: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._stems[stem(word)].append(word)
            for one in roots(word):
                self._roots[one].append(word)
        self._heads: dict[tuple[bool, int], dict[str, list[str]]] = defaultdict(dict)
        for word in self._known if slips is None else set(slips):
            for length in range(_SHORTEST_STEM, min(len(word), _LONGEST_HEAD) + 1):
                heads = self._heads[word.isascii(), length]
                heads.setdefault(word[:length], []).append(word)
        self._held: dict[tuple[str, bool], dict[str, float]] = {}

    def knows(self, word: str) -> bool:
        """Whether it is one of the words, as it is."""
        return word in self._known

    def like(self, typed: str, *, begun: bool) -> dict[str, float]:
        """Known words that a typed one may stand for, with how sure that is; `begun` when it may
        not be whole yet."""
        key = (typed, begun)
        if key not in self._held:
            if len(self._held) >= _HELD:
                self._held.clear()
            self._held[key] = self._like(typed, begun)
        return self._held[key]

    def _like(self, typed: str, begun: bool) -> dict[str, float]:
        found: dict[str, float] = {}
        bare = stem(typed)
        for one in roots(typed):
            found.update(dict.fromkeys(self._roots.get(one, ()), ROOT))
        if begun or len(typed) > _SHORTEST_STEM:
            for word in self._begin(typed):
                found[word] = BEGUN if begun or len(word) <= len(typed) + 3 else ROOT
        for word in self._stems.get(bare, ()):
            found[word] = STEM
        if typed in self._known:
            found[typed] = EXACT
        if max(found.values(), default=0.0) < STEM:
            for word, sure in self._with_a_slip(typed, begun).items():
                found[word] = max(sure, found.get(word, 0.0))
            if typed.startswith("не") and len(typed) > 4:  # written as one word
                for word, sure in self._like(typed[2:], begun).items():
                    found[word] = max(sure * GLUED, found.get(word, 0.0))
        return found

    def _begin(self, head: str) -> list[str]:
        start = bisect_left(self._words, head)
        end = bisect_left(self._words, head + "\U0010ffff", start)
        return self._words[start:end]

    def _with_a_slip(self, typed: str, begun: bool) -> dict[str, float]:
        """Words that the typed one differs from by a slip, whole or as far as it was typed."""
        size = len(typed)
        slips = 0 if size < 4 else 1 if size < 8 else 2
        if not slips:
            return {}
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found: dict[str, float] = {}
        for length in range(size - slips, size + slips + 1):
            heads = self._heads.get((typed.isascii(), length), {})
            near = process.extract(
                typed, list(heads), scorer=OSA.distance, score_cutoff=slips, limit=None
            )
            for head, distance, _place in near:
                if head[0] != typed[0] and head[1:2] != typed[1:2]:
                    continue
                for word in heads[head]:
                    if word == head or (begun and len(word) > size):
                        sure = SLIP - _MORE_SLIPS * (distance - 1) - (0.05 if word != head else 0.0)
                        found[word] = max(sure, found.get(word, 0.0))
        return found
