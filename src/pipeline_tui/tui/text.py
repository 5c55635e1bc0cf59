"""The one boundary through which stored text reaches the terminal.

Whatever a client's name or a note holds (it may come from a bank file, a vCard or a paste),
what `clean` returns moves no cursor, changes no direction and breaks no line.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from rich.cells import cell_len, set_cell_size

Align = Literal["left", "right", "center"]

ELLIPSIS = "…"
REPLACEMENT = "·"
"""Stands for a character that must not reach the terminal, so that its presence shows."""

_LINE_BREAKS = re.compile("\r\n|[\n\r\t\v\f\x85\u2028\u2029]")

# Joiners and variation selectors only tune how an emoji is drawn, and terminals disagree by
# how much: without them its width is known.
_DROPPED = re.compile("[\ufe00-\ufe0f]|(?<=[\u2600-\u27bf\U0001f000-\U0001faff])\u200d")

_HARMFUL = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1: escape sequences start here
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # invisible, or changing direction
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, bidi marks, overrides, isolates
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff"  # lone surrogates cannot be encoded
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # musical controls, tags
    "]"
)

_COMBINING = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_STACKED = re.compile(f"({_COMBINING.pattern}{{2}}){_COMBINING.pattern}+")

_SPECIAL = re.compile(f"{_HARMFUL.pattern}|{_COMBINING.pattern}")

# Exactly one cell each, in every terminal the program meets: for such text len() is the width.
_NARROW = re.compile(
    "[ -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2015\u2018-\u2026\u202f\u20a0-\u20bf\u2116\u2190-\u2193\u2500-\u25fc]*"
)


def clean(value: str) -> str:
    """Return `value` as one line of harmless text.

    Line breaks and tabs become spaces; control characters, bidi controls, zero-width characters
    and lone surrogates become `·`; decomposed letters are composed and stacks of combining
    marks cut to two. Never raises.
    """
    if not isinstance(value, str):
        value = str(value)
    if _SPECIAL.search(value) is None:
        return value
    value = _LINE_BREAKS.sub(" ", value)
    value = _DROPPED.sub("", value)
    value = _HARMFUL.sub(REPLACEMENT, value)
    if _COMBINING.search(value) is not None:
        value = _STACKED.sub(r"\1", unicodedata.normalize("NFC", value))
    return value


def alike(value: str) -> str:
    """Return harmless text of the very same length: for a line that is being typed, whose cursor
    counts characters. Nothing is composed or dropped."""
    return value if _HARMFUL.search(value) is None else _HARMFUL.sub(REPLACEMENT, value)


def clean_lines(value: str) -> list[str]:
    """Return `value` as harmless lines: its own line breaks kept, everything else cleaned."""
    if not isinstance(value, str):
        value = str(value)
    return [clean(line) for line in re.split("\r\n|[\n\r\v\f\x85\u2028\u2029]", value)]


def width_of(text: str) -> int:
    """Return the width of clean text in terminal cells."""
    if text.isascii() or _NARROW.fullmatch(text) is not None:
        return len(text)
    return cell_len(text)


def fit(text: str, width: int, align: Align = "left") -> str:
    """Return clean text in exactly `width` cells: padded by `align`, or cut with `…`.

    A double-width character that would straddle the cut gives way to a space.
    """
    if width <= 0:
        return ""
    if text.isascii() or _NARROW.fullmatch(text) is not None:
        size = len(text)
        if size > width:
            return text[: width - 1] + ELLIPSIS
    else:
        size = cell_len(text)
        if size > width:
            return set_cell_size(text, width - 1) + ELLIPSIS
    if size == width:
        return text
    if align == "left":
        return text + " " * (width - size)
    if align == "right":
        return " " * (width - size) + text
    left = (width - size) // 2
    return " " * left + text + " " * (width - size - left)


def wrap(text: str, width: int) -> list[str]:
    """Break one clean line into lines of at most `width` cells, at spaces where there are any; an
    address at its parts."""
    width = max(1, width)
    if width_of(text) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        size = width_of(word)
        if line and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            lines.append(line)
        while size > width:
            head = set_cell_size(word, width)
            kept = head.rstrip(" ") if width_of(head) == width else head
            # A wide character on the edge was replaced by a space: it opens the next line.
            taken = _parts(word, len(kept)) if kept else 1
            lines.append(word[:taken])
            word = word[taken:]
            size = width_of(word)
        line, used = word, size
    if line or not lines:
        lines.append(line)
    return lines


def _parts(word: str, fits: int) -> int:
    """Where to break a word of which so many characters fit: an e-mail or web address after the @,
    else before a dot or after a slash; any other where it ends to fit."""
    if at := word.rfind("@", 0, fits) + 1:
        return at
    return max(word.rfind(".", 1, fits), word.rfind("/", 0, fits) + 1, 0) or fits
