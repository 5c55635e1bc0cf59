"""How the FTS5 indexes are asked: words as quoted strings, so that nothing typed is an operator."""

from __future__ import annotations

from collections.abc import Sequence

LAST = "\U0010ffff"
"""Behind a beginning: greater than whatever begins so."""


def phrase(text: str) -> str:
    """The text as one FTS5 string, so that nothing in it is an operator."""
    return '"' + text.replace('"', '""') + '"'


def begins(word: str) -> str:
    """FTS5 for a word, or part of one, that text begins with."""
    return phrase(word) + "*"


def either(ways: Sequence[str]) -> str:
    """FTS5 for any of these expressions."""
    return f"({' OR '.join(ways)})" if len(ways) > 1 else ways[0]


def expression(words: Sequence[str], forms: Sequence[Sequence[str]] = ()) -> str:
    """FTS5 for texts with every one of these words, each by its beginning or in one of its forms, a
    form too by its beginning where a `*` stands behind it."""
    groups = []
    for place, word in enumerate(words):
        ways = [begins(word)]
        for form in forms[place] if place < len(forms) else ():
            whole = form.removesuffix("*")
            ways.append(phrase(whole) if whole == form else begins(whole))
        groups.append(either(ways))
    return " AND ".join(groups)
