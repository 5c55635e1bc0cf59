"""Text into tokens that know where they stood, and text typed in the wrong keyboard layout."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

_TOKEN = re.compile(r"(?P<num>[0-9]+)|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<mark>\S)")
_LONGEST_NUMBER = 6

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбю"
# Shift+6 is ":" on a Russian keyboard and "^" on an English one; "/" stands where "." is.
_TO_CYRILLIC = str.maketrans(_LATIN + _LATIN.upper() + "`^/", _CYRILLIC + _CYRILLIC.upper() + "ё:.")
_TO_LATIN = str.maketrans(_CYRILLIC + _CYRILLIC.upper(), _LATIN + _LATIN.upper())
_DIGIT_MARK = re.compile(r"(?<=[0-9])[.,;](?=[0-9])")


class Token(Struct, frozen=True):
    """One number, word or mark of the text; `glued` when nothing stands between it and the last."""

    kind: str
    text: str
    start: int
    end: int
    glued: bool


def tidy(text: str) -> str:
    """The text in composed Unicode form, so that a pasted "й" is one letter."""
    return unicodedata.normalize("NFC", text)


def tokenize(text: str) -> list[Token]:
    """Tokens of a `tidy` text in order, folded to small letters with ё as е."""
    folded = "".join(_fold(letter) for letter in text)
    tokens: list[Token] = []
    last = -1
    for found in _TOKEN.finditer(folded):
        kind = found.lastgroup or "mark"
        if kind == "num" and len(found.group()) > _LONGEST_NUMBER:
            kind = "mark"  # a phone or an account, never a date
        tokens.append(Token(kind, found.group(), found.start(), found.end(), found.start() == last))
        last = found.end()
    return tokens


def _fold(letter: str) -> str:
    low = letter.lower()
    if len(low) != 1:  # positions must not move
        return letter
    return "е" if low == "ё" else low


def other_layout(text: str) -> str | None:
    """The text as the other keyboard layout would have typed it; None where that says nothing."""
    latin = sum("a" <= letter <= "z" for letter in text.lower())
    cyrillic = sum("а" <= letter <= "я" for letter in text.lower())
    if latin == cyrillic:
        return None
    if cyrillic > latin:
        return text.translate(_TO_LATIN)
    # A dot or a comma between digits was meant as it is.
    pieces, start = [], 0
    for found in _DIGIT_MARK.finditer(text):
        pieces += [text[start : found.start()].translate(_TO_CYRILLIC), found.group()]
        start = found.end()
    return "".join([*pieces, text[start:].translate(_TO_CYRILLIC)])
