"""Names of countries as files have them, English and Russian, made into ISO 3166 codes."""

from __future__ import annotations

import difflib
from functools import cache

from pipeline_tui.exchange.recognise import normalise

_OTHERS = {
    "usa": "US", "unitedstatesofamerica": "US", "america": "US", "сша": "US", "uk": "GB",
    "greatbritain": "GB", "england": "GB", "scotland": "GB", "англия": "GB", "рф": "RU",
    "russianfederation": "RU", "российскаяфедерация": "RU", "korea": "KR", "southkorea": "KR",
    "корея": "KR", "republicofkorea": "KR", "uae": "AE", "оаэ": "AE", "czechrepublic": "CZ",
    "holland": "NL", "белоруссия": "BY", "киргизия": "KG", "молдавия": "MD", "turkey": "TR",
    "vietnam": "VN", "ivorycoast": "CI",
}  # fmt: skip
_ALIKE = 0.88
"""Nearness from which a name counts as misspelt: "Philipines", not "Mali" for "Malta"."""


@cache
def country_code(text: str) -> str | None:
    """The two-letter code of a country by its code or its name, a slip forgiven; None if unknown."""
    word = normalise(text)
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


@cache
def _codes() -> frozenset[str]:
    return frozenset(_names().values())


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    return {
        normalise(name): code
        for language in ("en", "ru")
        for code, name in Locale(language).territories.items()
        if len(code) == 2
        and code.isalpha()
        and code not in ("ZZ", "EU", "EZ", "UN", "QO", "XA", "XB")
    }
