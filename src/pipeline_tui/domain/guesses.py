"""How a typed word is likely written in the other alphabet: guessed from its letters alone, so that a
search can ask for all of it at once. What is rarer is looked for letter by letter, among the words in
use (`spelling.in_other_alphabet`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

_MOST = 5
"""Guesses made of one word: each is one more look into the index."""

_LATIN = {
    "shch": "щ", "sch": "щ ш", "tch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "tz": "ц", "ch": "ч х",
    "sh": "ш", "ck": "к", "ph": "ф", "gh": "г", "yu": "ю", "ju": "ю джу", "iu": "ю", "ya": "я",
    "ja": "я джа", "ye": "е", "je": "е дже", "yo": "е", "jo": "е джо", "yy": "ый", "yj": "ый",
    "iy": "ий", "ij": "ий", "oo": "у", "ou": "у оу", "ee": "и", "ss": "сс с", "ia": "ия я",
    "ie": "ие ье", "a": "а", "b": "б", "c": "к с", "d": "д", "e": "е э", "f": "ф", "g": "г",
    "h": "х г", "i": "и", "j": "дж й", "k": "к", "l": "л ль", "m": "м", "n": "н", "o": "о", "p": "п",
    "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс", "y": "ы и",
    "z": "з ц",
}  # fmt: skip
_AFTER_VOWEL = {"y": "й", "j": "й", "i": "й и"}
_BEFORE_SOFT = {"c": "ц с"}
"""Before e, i, y: `centr`, but `acme`."""

_RUSSIAN = {
    "кс": "ks x", "дж": "dzh j", "ый": "yy y", "ий": "iy y", "а": "a", "б": "b", "в": "v w",
    "г": "g h", "д": "d", "е": "e", "ж": "zh j", "з": "z", "и": "i", "й": "y j", "к": "k c",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f ph", "х": "kh h", "ц": "ts c", "ч": "ch", "ш": "sh", "щ": "shch sch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "yu iu", "я": "ya ia",
}  # fmt: skip
_BEFORE_SOFT_RUSSIAN = {"с": "s c"}

_VOWELS = frozenset("aeiouy")
_SOFT = frozenset("eiyеи")
_HEARD = frozenset("aeiouаеиоуыэюя0123456789")


def sayable(word: str) -> bool:
    """Whether a folded word may be one: of four letters and more it has a vowel (`hjlybr` has none)."""
    return len(word) < 4 or not _HEARD.isdisjoint(word)


@lru_cache(maxsize=1024)
def in_other_letters(word: str) -> tuple[str, ...]:
    """The likeliest ways to write a folded word, or the beginning of one, in the other alphabet, the
    plainest first: `chaika` → `чайка`, …; `акме` → `akme`, `acme`. None for digits."""
    pieces = list(_pieces(word))
    if not pieces:
        return ()
    found = {"".join(ways[0] for _piece, ways in pieces): None}
    for swapped in dict.fromkeys(piece for piece, ways in pieces if len(ways) > 1):
        found["".join(ways[-1 if piece == swapped else 0] for piece, ways in pieces)] = None
    found.pop(word, None)
    return tuple(found)[:_MOST]


def _pieces(word: str) -> Iterator[tuple[str, list[str]]]:
    """The letters, taken together where they are one sound, each with the ways to write it."""
    latin = word.isascii()
    table = _LATIN if latin else _RUSSIAN
    place = 0
    while place < len(word):
        for size in (4, 3, 2, 1):
            piece = word[place : place + size]
            ways = table.get(piece) if len(piece) == size else None
            if ways is not None:
                break
        else:
            piece, ways = word[place], None
        after = word[place + len(piece) : place + len(piece) + 1]
        if latin and place and word[place - 1] in _VOWELS:
            ways = _AFTER_VOWEL.get(piece, ways)
        if after in _SOFT:
            ways = (_BEFORE_SOFT if latin else _BEFORE_SOFT_RUSSIAN).get(piece, ways)
        if piece == "l" and (not after or after in _VOWELS or after == "l"):
            ways = "л"
        if piece == "e" and place:
            ways = "е"
        yield piece, piece.split() if ways is None else ways.split() or [""]
        place += len(piece)
