"""Words known, and which of them a word typed in haste may stand for: the same, begun, in another
form, of the same root, or with a slip."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

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
_LONGEST_FIRST = {
    True: sorted(_ENDINGS_EN, key=len, reverse=True),
    False: sorted(_ENDINGS_RU, key=len, reverse=True),
}
_SHORTEST_STEM = 3
_ROOT = 5
"""Letters that words of one root begin with alike."""

EXACT, GLUED, STEM, BEGUN, SLIP, ROOT = 1.0, 0.97, 0.95, 0.9, 0.75, 0.7
"""How sure a word is meant that is the same, the same with "не" written together or apart, another
form, one begun, one with a slip, one of the same root."""
_MORE_SLIPS = 0.1
_HELD = 4096
"""Words typed whose likenesses are held; a call types some hundred."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: `e-mail` is one, and so is `don't`."""
    return tuple(_WORD.findall(_INSIDE.sub("", fold(text))))


def stem(word: str) -> str:
    """A word without its ending, by a short list of endings: `дорогая` and `дорого` give `дорог`."""
    for ending in _LONGEST_FIRST[word.isascii()]:
        left = len(word) - len(ending)
        if word.endswith(ending) and left >= _SHORTEST_STEM + (len(ending) > 2):
            return word[: -len(ending)]
    return word


class Vocabulary:
    """Words known, ready to be asked which of them a typed one is like."""

    def __init__(self, known: Iterable[str]) -> None:
        self._words = sorted(set(known))
        self._known = set(self._words)
        self._stems: dict[str, list[str]] = defaultdict(list)
        self._roots: dict[str, list[str]] = defaultdict(list)
        self._heads: dict[tuple[bool, int], dict[str, list[str]]] = {}
        self._held: dict[tuple[str, bool], dict[str, float]] = {}
        for word in self._words:
            self._stems[stem(word)].append(word)
            if len(word) > _ROOT:
                self._roots[word[:_ROOT]].append(word)

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
        if len(typed) > _ROOT:
            for word in self._roots.get(typed[:_ROOT], ()):
                found[word] = ROOT
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
            heads = self._beginnings(length, typed.isascii())
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

    def _beginnings(self, length: int, latin: bool) -> dict[str, list[str]]:
        key = (latin, length)
        if key not in self._heads:
            heads: dict[str, list[str]] = defaultdict(list)
            for word in self._words:
                if len(word) >= length and word.isascii() == latin:
                    heads[word[:length]].append(word)
            self._heads[key] = heads
        return self._heads[key]
