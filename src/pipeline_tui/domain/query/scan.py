"""A filter line cut into tokens, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.query.fields import AND, CUSTOM, FIELDS, FLAGS, NOT, OR, Kind, field_named

MAX_LENGTH = 2000
"""Characters of a line: more is a file dropped on it, not a question."""

_SPACE = re.compile(r"\s*")
_CONDITION = re.compile(r"([^\W\d_]\w*)(?::|\s*(>=|<=|!=|<>|≥|≤|≠|[=<>])\s*)")
_OP = re.compile(r"\s*(>=|<=|!=|<>|≥|≤|≠|[=<>])\s*|:")
_WORD = re.compile(r'[^\s()"]+')
_ITEM = re.compile(r'[^\s()",]+')
_BARE = re.compile(r'[^\s()"]+')
_OPS = {"<>": "!=", "≠": "!=", "≥": ">=", "≤": "<=", None: ":"}
_QUOTES = {'"': '"', "«": "»", "“": "”"}


class Sign(StrEnum):
    OPEN = "("
    CLOSE = ")"
    AND = "and"
    OR = "or"
    NOT = "not"
    MINUS = "-"
    WORD = "word"
    PHRASE = "phrase"
    FIELD = "field"
    OWN = "own"


class Value(Struct, frozen=True):
    """A value and its place."""

    text: str
    at: int


class Token(Struct, frozen=True):
    """`at` is its place, counted from 1. A condition has `op` (":" too) and `values`; its `text` is
    the field, or the name of the user's own."""

    sign: Sign
    at: int
    text: str
    op: str = ""
    values: tuple[Value, ...] = ()


def tokens(line: str) -> Iterator[Token]:
    """The tokens of a line.

    Raises Invalid: filter_too_long, filter_open_quote, filter_unknown_key, filter_no_value.
    """
    if len(line) > MAX_LENGTH:
        raise Invalid("filter", "filter_too_long", at=MAX_LENGTH + 1, most=MAX_LENGTH)
    place = 0
    while (place := _after_space(line, place)) < len(line):
        token, place = _token(line, place)
        yield token


def _token(line: str, place: int) -> tuple[Token, int]:
    at, letter = place + 1, line[place]
    if letter in "()":
        return Token(Sign(letter), at, letter), place + 1
    if letter == '"':
        text, end = _quote(line, place)
        return Token(Sign.PHRASE, at, text), end
    if letter == "-" and _negates(line[place + 1 : place + 2]):
        return Token(Sign.MINUS, at, letter), place + 1
    if found := _CONDITION.match(line, place):
        return _condition(line, found)
    found = _WORD.match(line, place)
    assert found is not None
    text, folded = found.group(), fold(found.group())
    for sign, words in ((Sign.AND, AND), (Sign.OR, OR), (Sign.NOT, NOT)):
        if folded in words:
            return Token(sign, at, text), found.end()
    return Token(Sign.WORD, at, text), found.end()


def _negates(letter: str) -> bool:
    return bool(letter) and (letter.isalpha() or letter in '("')


def _condition(line: str, found: re.Match[str]) -> tuple[Token, int]:
    at, typed = found.start() + 1, fold(found.group(1))
    op, place = _OPS.get(found.group(2), found.group(2)), found.end()
    if typed in CUSTOM:
        return _own(line, found)
    field = field_named(typed)
    if field is None:
        near = _nearest(typed)
        code = "filter_unknown_key_near" if near else "filter_unknown_key"
        raise Invalid("filter", code, at=at, text=found.group(1), near=near)
    assert op is not None
    many = op in (":", "=", "!=") and FIELDS[field][0] in (Kind.TEXT, Kind.CODE)
    values, place = _values(line, place, many=many, key=found.group().strip())
    return Token(Sign.FIELD, at, field, op, values), place


def _own(line: str, found: re.Match[str]) -> tuple[Token, int]:
    """`custom:NAME`, and what may be asked of it."""
    at, place = found.start() + 1, found.end()
    if place < len(line) and line[place] in _QUOTES:
        name, place = _quote(line, place)
    else:
        bare = re.compile(r'[^\s()":=<>!≥≤≠]+').match(line, place)
        name, place = (bare.group(), bare.end()) if bare else ("", place)
    if not name.strip() or found.group(2):
        raise Invalid("filter", "filter_no_own_name", at=place + 1, text=found.group(1))
    asked = _OP.match(line, place)
    if asked is None:
        return Token(Sign.OWN, at, fold(name)), place
    op = _OPS.get(asked.group(1), asked.group(1))
    assert op is not None
    many = op in (":", "=", "!=")
    values, place = _values(line, asked.end(), many=many, key=f"{found.group()}{name}")
    return Token(Sign.OWN, at, fold(name), op, values), place


def _values(line: str, place: int, *, many: bool, key: str) -> tuple[tuple[Value, ...], int]:
    """One value, or several with commas between them."""
    found: list[Value] = []
    while True:
        at = place + 1
        closing = _QUOTES.get(line[place : place + 1])
        if closing is not None:
            text, place = _quote(line, place)
        else:
            bare = (_ITEM if many else _BARE).match(line, place)
            text, place = (bare.group(), bare.end()) if bare else ("", place)
        if not text.strip():
            raise Invalid("filter", "filter_no_value", at=at, text=key.rstrip(":"))
        found.append(Value(text.strip(), at))
        if not many or line[place : place + 1] != ",":
            return tuple(found), place
        place += 1


def _quote(line: str, place: int) -> tuple[str, int]:
    end = line.find(_QUOTES[line[place]], place + 1)
    if end < 0:
        raise Invalid("filter", "filter_open_quote", at=place + 1)
    return line[place + 1 : end], end + 1


def _after_space(line: str, place: int) -> int:
    found = _SPACE.match(line, place)
    return place if found is None else found.end()


def _nearest(typed: str) -> str:
    """The name that was most likely meant; empty where none is close."""
    from difflib import get_close_matches

    names = [name for _kind, names in FIELDS.values() for name in names]
    names += [name for flag in FLAGS.values() for name in flag]
    return next(iter(get_close_matches(typed, names, 1, 0.7)), "")
