"""Names of countries as files have them, English and Russian, made into ISO 3166 codes."""

from __future__ import annotations

import difflib
import unicodedata
from functools import cache

from pipeline_tui.exchange.headings import normalise

_OTHERS = {
    "usa": "US", "unitedstatesofamerica": "US", "america": "US", "сша": "US", "uk": "GB",
    "greatbritain": "GB", "england": "GB", "scotland": "GB", "англия": "GB", "рф": "RU",
    "russianfederation": "RU", "российскаяфедерация": "RU", "korea": "KR", "southkorea": "KR",
    "корея": "KR", "republicofkorea": "KR", "uae": "AE", "оаэ": "AE", "czechrepublic": "CZ",
    "holland": "NL", "белоруссия": "BY", "киргизия": "KG", "молдавия": "MD", "turkey": "TR",
    "vietnam": "VN", "ivorycoast": "CI", "hongkong": "HK", "macao": "MO", "macau": "MO",
    "myanmar": "MM", "burma": "MM", "syrianarabrepublic": "SY",
    "bruneidarussalam": "BN", "swaziland": "SZ", "kyrgyzrepublic": "KG", "congo": "CG",
    "laopeoplesdemocraticrepublic": "LA", "libyanarabjamahiriya": "LY", "holysee": "VA",
    "unitedstatesvirginislands": "VI", "stmartin": "MF", "turkiye": "TR", "cotedivoire": "CI",
}  # fmt: skip
_ALIKE = 0.88
"""Nearness from which a name counts as misspelt: "Philipines", not "Mali" for "Malta"."""


@cache
def country_code(text: str) -> str | None:
    """The two-letter code of a country by its code or its name, a slip forgiven; None if unknown."""
    word = _plain(text.partition("(")[0])
    if len(word) == 2 and word.isascii() and word.upper() in _codes():
        return word.upper()
    if word in _OTHERS:
        return _OTHERS[word]
    names = _names()
    if word in names:
        return names[word]
    if len(word) < 5:
        return None
    near = difflib.get_close_matches(word, names, n=1, cutoff=_ALIKE)
    return names[near[0]] if near else None


def _plain(text: str) -> str:
    """Letters without their marks; "Saint" and "and" as the names of CLDR have them."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = [_SHORT.get(word, word) for word in bare.casefold().replace(".", " ").split()]
    return normalise(" ".join(words))


_SHORT = {"saint": "st", "and": "&", "islands": "", "island": ""}


@cache
def _codes() -> frozenset[str]:
    return frozenset(_names().values())


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    return {
        _plain(name): code
        for language in ("en", "ru")
        for code, name in Locale(language).territories.items()
        if len(code) == 2
        and code.isalpha()
        and code not in ("ZZ", "EU", "EZ", "UN", "QO", "XA", "XB")
    }
