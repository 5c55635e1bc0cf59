"""Tokens put together: or of and of not, with parentheses."""

from __future__ import annotations

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.query.fields import flag_named
from pipeline_tui.domain.query.nodes import (
    All,
    ClientFilter,
    Either,
    Flag,
    Node,
    Not,
    Op,
    Own,
    Words,
)
from pipeline_tui.domain.query.scan import Sign, Token, tokens
from pipeline_tui.domain.query.values import condition, number, own_days, own_number

MAX_DEPTH = 30
"""Parentheses and negations inside one another."""
MAX_TERMS = 100
"""Conditions, values and words of one line; each is a look-up of its own."""

_JOINS = (Sign.AND, Sign.OR)


def read_filter(line: str) -> ClientFilter:
    """Understand a filter line.

    Raises Invalid with the place, counted from 1 (`at`), and what stands there: besides what `scan`
    and `values` raise, filter_expected, filter_nothing_after, filter_open_parenthesis,
    filter_no_parenthesis, filter_too_deep, filter_too_many.
    """
    found = list(tokens(line))
    where = _Parser(found, len(line) + 1).whole()
    return ClientFilter(where if isinstance(where, All) else All((where,)))


class _Parser:
    def __init__(self, found: list[Token], end: int) -> None:
        self._tokens = found
        self._end = end
        self._place = 0
        self._depth = 0
        self._terms = 0

    def whole(self) -> Node:
        if not self._tokens:
            return All()
        node = self._either()
        if (token := self._token) is not None:
            raise Invalid("filter", "filter_no_parenthesis", at=token.at)
        return node

    @property
    def _token(self) -> Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _take(self) -> Token:
        token = self._tokens[self._place]
        self._place += 1
        return token

    def _either(self) -> Node:
        parts = [self._all()]
        while (token := self._token) is not None and token.sign is Sign.OR:
            parts.append(self._all_after(self._take()))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _all_after(self, join: Token) -> Node:
        self._need_more(join)
        return self._all()

    def _all(self) -> Node:
        parts = [self._one()]
        while (token := self._token) is not None and token.sign not in (Sign.OR, Sign.CLOSE):
            if token.sign is Sign.AND:
                self._need_more(self._take())
            parts.append(self._one())
        return joined(parts)

    def _need_more(self, join: Token) -> None:
        """Something stands after a word that joins."""
        token = self._token
        if token is None or token.sign is Sign.CLOSE:
            at = self._end if token is None else token.at
            raise Invalid("filter", "filter_nothing_after", at=at, text=join.text)

    def _one(self) -> Node:
        token = self._token
        if token is None:
            raise Invalid("filter", "filter_expected", at=self._end)
        self._place += 1
        match token.sign:
            case Sign.NOT | Sign.MINUS:
                return self._negation(token)
            case Sign.OPEN:
                return self._group(token)
            case Sign.CLOSE:
                raise Invalid("filter", "filter_expected", at=token.at)
            case Sign.AND | Sign.OR if self._place > 1:
                raise Invalid("filter", "filter_expected", at=token.at)
            case Sign.FIELD:
                self._count(len(token.values), token)
                return condition(token)
            case Sign.OWN:
                self._count(len(token.values), token)
                return _own(token)
        self._count(len(token.text.split()), token)
        if token.sign is Sign.WORD and (flag := flag_named(fold(token.text))):
            return Flag(flag)
        # A line that begins with "и" or "or" is a name half typed.
        return Words.of(token.text)

    def _negation(self, token: Token) -> Node:
        if self._token is None and self._place == 1:
            return Words.of(token.text)  # a name half typed
        self._need_more(token)
        with self._deeper(token):
            return Not(self._one())

    def _group(self, token: Token) -> Node:
        with self._deeper(token):
            node = self._either()
        if self._token is None:
            raise Invalid("filter", "filter_open_parenthesis", at=token.at)
        self._place += 1
        return node

    def _deeper(self, token: Token) -> _Parser:
        if self._depth >= MAX_DEPTH:
            raise Invalid("filter", "filter_too_deep", at=token.at, most=MAX_DEPTH)
        return self

    def __enter__(self) -> None:
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1

    def _count(self, more: int, token: Token) -> None:
        self._terms += max(1, more)
        if self._terms > MAX_TERMS:
            raise Invalid("filter", "filter_too_many", at=token.at, most=MAX_TERMS)


def joined(parts: list[Node]) -> Node:
    """All of these as one: what is all inside all is laid flat, and words become one text, so that
    a number typed in groups is one number."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, All) else (part,))
    texts = [part.text for part in flat if isinstance(part, Words)]
    if len(texts) > 1:
        first = next(place for place, part in enumerate(flat) if isinstance(part, Words))
        flat = [part for part in flat if not isinstance(part, Words)]
        flat.insert(first, Words.of(" ".join(texts)))
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def _own(token: Token) -> Node:
    if not token.op:
        return Own(token.text)
    values = tuple(fold(one.text) for one in token.values)
    if token.op in (":", "=", "!="):
        node = Own(token.text, values)
        return Not(node) if token.op == "!=" else node
    op: Op = token.op  # type: ignore[assignment]
    if own_number(values[0]) is None and own_days(op, values[0]) is None:
        number(token.values[0])  # says what is wrong, and where
    return Own(token.text, values[:1], op)
