"""What somebody meant who typed on the wrong keyboard layout, in the other alphabet, or in another
case: rules of letters alone, no dictionary."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_JCUKEN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_CYRILLIC = str.maketrans(_QWERTY, _JCUKEN)
_TO_LATIN = str.maketrans(_JCUKEN, _QWERTY)

# -- keyboard layouts


def other_layout(text: str) -> str:
    """The same keys on the other layout: `hjvfirf` → `ромашка`, `щзе` → `opt`."""
    lowered = text.lower()
    cyrillic = sum("а" <= letter <= "я" or letter == "ё" for letter in lowered)
    return lowered.translate(_TO_LATIN if cyrillic * 2 > len(lowered) else _TO_CYRILLIC)


# -- alphabets

_RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ё": "e",
}  # fmt: skip
_TO_LATIN_SOUND = str.maketrans(_RUSSIAN)

_SCHEMES = {
    "а": "a", "б": "b", "в": "v w", "г": "g gh h", "д": "d", "е": "e ye je ie", "ж": "zh j g",
    "з": "z s", "и": "i y ee", "й": "y i j", "к": "k c q ck", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s c ss", "т": "t", "у": "u oo ou", "ф": "f ph",
    "х": "kh h x ch", "ц": "ts c tz", "ч": "ch tch", "ш": "sh sch", "щ": "shch sch sh",
    "ы": "y i", "э": "e a", "ю": "yu iu ju u", "я": "ya ia ja a", "ь": "", "ъ": "", "кс": "x ks",
    "дж": "j dzh dj g", "ый": "y yy iy", "ий": "y iy ii ij", "ье": "ie ye", "ей": "ey ei ay a",
    "ай": "ai ay i", "оу": "ow ou",
}  # fmt: skip
"""Russian letters → how they are written in Latin ones: GOST 7.79, ICAO passports, BGN, the habits of
signboards, and the English spellings that Russian names of firms are taken from."""


def _turned() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for russian, ways in _SCHEMES.items():
        for latin in ways.split():
            found.setdefault(latin, []).append(russian)
    return {latin: tuple(ways) for latin, ways in found.items()}


_WRITTEN = {russian: tuple(ways.split()) or ("",) for russian, ways in _SCHEMES.items()}
_READ = _turned()
_WIDEST = 24
"""Beginnings followed at once: a word that is in use has far fewer."""


def in_other_alphabet(word: str, in_use: Callable[[str], bool], limit: int = 6) -> list[str]:
    """Ways to write a folded word in the other alphabet, by any of the usual schemes, that begin a
    word in use: `romashka` → `ромашка`, `щука` → `shchuka`, `schuka`. `in_use` tells whether any
    word begins so; it is asked letter by letter, so that no scheme multiplies with another."""
    table = _READ if word.isascii() else _WRITTEN
    soft = ("", "ь") if word.isascii() else ("",)
    open_ones: dict[int, dict[str, None]] = {0: {"": None}}
    found: dict[str, None] = {}
    for place in range(len(word)):
        for begun in list(open_ones.pop(place, {}))[:_WIDEST]:
            for size in (1, 2, 3, 4):
                piece = word[place : place + size]
                if len(piece) < size:
                    break
                ways = table.get(piece) or ((piece,) if size == 1 and piece.isdigit() else ())
                for way in ways:
                    for sign in soft:
                        longer = begun + way + sign
                        ahead = found if place + size == len(word) else None
                        if longer != begun + way and ahead is not None:
                            continue  # a sign at the end is found by its beginning
                        if longer == begun or in_use(longer):
                            target = (
                                found if ahead is not None
                                else open_ones.setdefault(place + size, {})
                            )  # fmt: skip
                            target.setdefault(longer)
    return list(found)[:limit]


def to_latin(text: str) -> str:
    """Russian letters by sound: `ромашка` → `romashka`."""
    return text.lower().translate(_TO_LATIN_SOUND)


_GROUPS = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"),
    ("yu", "ю"), ("ju", "ю"), ("iu", "ю"), ("ya", "я"), ("ja", "я"), ("ia", "я"), ("yo", "е"),
    ("jo", "е"), ("ye", "е"), ("ck", "к"), ("ph", "ф"), ("iy", "ий"), ("yy", "ый"),
)  # fmt: skip
_LETTERS = {
    "a": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и",
    "j": "ж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р",
    "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс", "y": "ы", "z": "з",
}  # fmt: skip


def to_cyrillic(text: str) -> str:
    """Latin letters by the sound of the Russian ones they stand for: `romashka` → `ромашка`."""
    left = text.lower()
    for latin, russian in _GROUPS:
        left = left.replace(latin, russian)
    return "".join(_LETTERS.get(letter, letter) for letter in left)


def readings(text: str) -> list[str]:
    """What the text may have been meant as, most literal first; the text itself leads."""
    found = [text, other_layout(text)]
    found.append(to_cyrillic(text) if text.isascii() else to_latin(text))
    return list(dict.fromkeys(found))


_SOUNDS = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("ts", "c"),
    ("tz", "c"), ("zh", "j"), ("dj", "j"), ("x", "ks"), ("w", "v"), ("q", "k"), ("yu", "u"),
    ("iu", "u"), ("ju", "u"), ("ya", "a"), ("ia", "a"), ("ja", "a"), ("ye", "e"), ("ie", "e"),
    ("yo", "o"), ("ee", "i"), ("oo", "u"),
)  # fmt: skip
_HARD_C = re.compile(r"c(?![eiyh])")
_DOUBLED = re.compile(r"(.)\1+")
_GLIDES = re.compile(r"[yj]?i[yj]?|y")


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """A folded word by its sound, in Latin letters: one for every spelling of it in either alphabet.

    `ромашка`, `romashka` → `romashka`; `центр`, `centr`, `tsentr` → `centr`.
    """
    said = word if word.isascii() else to_latin(word).replace("ts", "ц")
    for written, heard in _SOUNDS:
        if written in said:
            said = said.replace(written, heard)
    said = _HARD_C.sub("k", said).replace("ц", "c")
    return _DOUBLED.sub(r"\1", _GLIDES.sub("i", said))


# -- cases

_ENDINGS = tuple(
    sorted(
        ["а", "я", "о", "е", "у", "ю", "ы", "и", "ь", "й", "ой", "ою", "ей", "ею", "ом", "ем", "ам", "ям", "ах", "ях", "ами", "ями", "ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему", "ым", "им", "ых", "их", "ую", "юю", "ыми", "ими", "ия", "ии", "ию", "ием", "иям", "иях", "иями", "ье", "ья", "ью", "ьи", "ьям", "ьях"],
        key=len, reverse=True,
    )
)  # fmt: skip
_VOWELS = "аеиоуыэюя"
_FLEETING = re.compile(r"(?<=[^аеиоуыэюяь])ь?[ео](?=[кцлнрв]$)|ь(?=[кцн]$)")
SHORTEST_STEM = 3


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A folded Russian word without its case ending: `ромашку`, `ромашке`, `ромашки` → `ромашк`;
    `отец`, `отца` → `отц`. Any other word as it is. Two words of one stem are one word."""
    if word.isascii() or len(word) <= SHORTEST_STEM:
        return word
    bare = word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            bare = word[: -len(ending)]
            break
    return _FLEETING.sub("", bare) if len(bare) > SHORTEST_STEM else bare


_LATIN_ENDING = re.compile(r"(?:oy|oi|oj|ou|ey|om|em|am|ami|akh|ah|iu|yu|ya|ia|[aeiouy])$")


def beginning(word: str) -> str:
    """The part of a folded word that its cases begin with, in either alphabet: `поддонов` →
    `поддон`, `romashku` → `romashk`. A short word as it is: half a word may have been typed."""
    if word.isascii():
        bare = _LATIN_ENDING.sub("", word)
        return bare if len(bare) > SHORTEST_STEM else word
    if len(word) < 5:
        return word
    for ending in ("ов", "ев", *_ENDINGS):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word
