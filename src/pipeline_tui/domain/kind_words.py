"""What the words of clients say of the kind of objection they speak of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import log
from typing import TypeAlias

from pipeline_tui.domain.likeness import stem

SMALL = frozenset(
    [
        "а", "бы", "в", "вам", "вас", "во", "вы", "да", "для", "до", "же", "за", "и", "из", "к",
        "как", "ко", "ли", "мне", "мы", "на", "нам", "нас", "не", "но", "ну", "о", "об", "он",
        "она", "они", "от", "по", "с", "со", "так", "там", "то", "тут", "у", "уж", "что", "это", "я",
        "a", "an", "and", "are", "at", "be", "but", "for", "i", "im", "in", "is", "it", "its",
        "ive", "me", "my", "of", "on", "or", "our", "so", "that", "thats", "the", "this", "to",
        "us", "we", "were", "with", "you", "your",
    ]
)  # fmt: skip
"""Words that say little by themselves; "не" is one, because every refusal has it."""

_LITTLE = 0.3
_PAIR = 0.5
"""What two words side by side add, of what one says at most: "не я", "all set"."""
_PRIOR = 6.0
"""Phrases that a kind is taken to have besides its own, so that one of two is no certainty."""
_ELSEWHERE = 0.02
"""How often a word is taken to be said with kinds where it was not met yet, as a rate."""

Stems: TypeAlias = tuple[str, ...]


class KindWords:
    """How rare every word is, and with which kinds it is said, from the phrases of all kinds."""

    def __init__(self, phrases: Iterable[tuple[int, Sequence[str]]]) -> None:
        self._phrases: Counter[int] = Counter()
        self._met: dict[Stems, Counter[int]] = defaultdict(Counter)
        self._weights: dict[str, float] = {}
        self._shares: dict[Stems, dict[int, float]] = {}
        for type_id, words in phrases:
            self._phrases[type_id] += 1
            stems = [stem(word) for word in words]
            for one in {*((bare,) for bare in stems), *pairwise(stems)}:
                self._met[one][type_id] += 1
        self._n = self._phrases.total()

    def weight(self, word: str) -> float:
        """How much a word says, 0 to 1: the rarer, the more."""
        held = self._weights.get(word)
        if held is None:
            met = self._met.get((stem(word),), Counter()).total()
            rare = 1 - log(1 + met) / log(2 + self._n)
            held = self._weights[word] = _LITTLE if word in SMALL else max(_LITTLE, rare)
        return held

    def speaks(
        self, typed: Sequence[Mapping[str, float]], weights: Sequence[float]
    ) -> dict[int, float]:
        """How much words typed speak for each kind, 0 to 1, from the known words that each of them
        may stand for and what it weighs."""
        got: dict[int, float] = defaultdict(float)
        likeliest: list[str] = []
        for near, weight in zip(typed, weights, strict=True):
            sure: dict[str, float] = {}
            for known, how in near.items():
                bare = stem(known)
                sure[bare] = max(how, sure.get(bare, 0.0))
            most: dict[int, float] = {}
            for bare, how in sure.items():
                for kind, share in self._share((bare,)).items():
                    most[kind] = max(how * share, most.get(kind, 0.0))
            for kind, share in most.items():
                got[kind] += share * weight
            likeliest.append(max(sure, key=lambda one: (sure[one], one), default=""))
        for pair in pairwise(likeliest):
            for kind, share in self._share(pair).items():
                got[kind] += _PAIR * share
        total = sum(weights)
        return {kind: min(1.0, points / total) for kind, points in got.items()} if total else {}

    def _share(self, one: Stems) -> dict[int, float]:
        """Of all that is said so, how much with each kind."""
        held = self._shares.get(one)
        if held is None:
            met = self._met.get(one, Counter())
            rates = {kind: n / (self._phrases[kind] + _PRIOR) for kind, n in met.items()}
            whole = sum(rates.values()) + _ELSEWHERE
            held = self._shares[one] = {kind: rate / whole for kind, rate in rates.items()}
        return held
