"""What the values of conditions mean: codes, numbers, sums of money, days and spans of time."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.query.fields import CODES, FIELDS, NO, NOTHING, YES, Kind
from pipeline_tui.domain.query.nodes import Edge, Figure, Flag, Node, Not, OneOf, Op, Within
from pipeline_tui.domain.query.scan import Token, Value

_NUMBER = re.compile(r"(\d{1,12}(?:[.,]\d{1,4})?)([^\W\d_]*?)([^\W\d_]{3}|[₽$€]|р|руб)?$")
_TIMES = {
    "": 1, "k": 1000, "к": 1000, "т": 1000, "тыс": 1000, "m": 10**6, "м": 10**6, "млн": 10**6,
    "kk": 10**6, "кк": 10**6, "b": 10**9, "млрд": 10**9,
}  # fmt: skip
_CURRENCIES = {"₽": "RUB", "р": "RUB", "руб": "RUB", "$": "USD", "€": "EUR"}
_SPAN = re.compile(r"([+-]?)(\d{1,5})([^\W\d_]+)$")
_DAYS = {
    "d": 1, "day": 1, "days": 1, "д": 1, "дн": 1, "дней": 1, "w": 7, "н": 7, "нед": 7,
    "m": 30, "mo": 30, "м": 30, "мес": 30, "y": 365, "г": 365, "л": 365,
}  # fmt: skip
_NAMED = {
    "today": 0, "сегодня": 0, "yesterday": -1, "вчера": -1, "tomorrow": 1, "завтра": 1,
}  # fmt: skip
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_DOTTED = re.compile(r"(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})$")


def condition(token: Token) -> Node:
    """What is asked of a field.

    Raises Invalid with the place: filter_no_comparison, filter_unknown_status, filter_unknown_class,
    filter_unknown_kind, filter_bad_number, filter_bad_sum, filter_bad_day.
    """
    kind = FIELDS[token.text][0]
    if kind in (Kind.TEXT, Kind.CODE) and token.op not in (":", "=", "!="):
        raise Invalid("filter", "filter_no_comparison", at=token.at, op=token.op)
    node: Node
    if kind is Kind.TEXT:
        node = OneOf(token.text, tuple(_text(one) for one in token.values))
    elif kind is Kind.CODE:
        node = OneOf(token.text, tuple(_code(token.text, one) for one in token.values))
    elif kind in (Kind.MONEY, Kind.NUMBER):
        node = _figure(token.text, kind, token.op, token.values[0])
    else:
        node = _days(token.text, kind, token.op, token.values[0])
    return Not(node) if token.op == "!=" else node


def number(value: Value) -> Decimal:
    """A plain number; raises Invalid filter_bad_number."""
    amount, currency = _amount(value, "filter_bad_number")
    if currency:
        raise Invalid("filter", "filter_bad_number", at=value.at, text=value.text)
    return amount


def own_number(text: str) -> Decimal | None:
    """The number that a folded value of an own field is, if it is one."""
    try:
        return number(Value(text, 0))
    except Invalid:
        return None


def own_days(op: str, text: str) -> Within | None:
    """The days that a folded value of an own field means, if any; a span says how far ahead."""
    if text in NOTHING:
        return None
    try:
        found = _days("custom", Kind.AHEAD, op, Value(text, 0))
    except Invalid:
        return None
    return found if isinstance(found, Within) else None


def own_answer(text: str) -> bool | None:
    """Yes or no, if a folded value of an own field is one."""
    return True if text in YES else False if text in NO else None


def _text(value: Value) -> str:
    folded = fold(value.text)
    return "" if folded in NOTHING else folded


def _code(field: str, value: Value) -> str:
    folded = fold(value.text)
    if field == "abc" and folded in NOTHING:
        return ""
    for code, words in CODES[field].items():
        if any(word.startswith(folded) for word in words):
            return code
    name = "class" if field == "abc" else field
    raise Invalid("filter", f"filter_unknown_{name}", at=value.at, text=value.text)


def _figure(field: str, kind: Kind, op: str, value: Value) -> Figure:
    if fold(value.text) in NOTHING:
        return Figure(field, "=", Decimal(0))
    if kind is Kind.NUMBER:
        return Figure(field, _plain(op), number(value))
    amount, currency = _amount(value, "filter_bad_sum")
    return Figure(field, _plain(op), amount, currency)


def _plain(op: str) -> Op:
    return "=" if op in (":", "!=") else op  # type: ignore[return-value]


def _amount(value: Value, code: str) -> tuple[Decimal, str]:
    found = _NUMBER.match(fold(value.text).replace("_", "").replace("'", ""))
    if found is None:
        raise Invalid("filter", code, at=value.at, text=value.text)
    digits, times, unit = found.group(1), found.group(2), found.group(3) or ""
    if unit in _TIMES:  # "тыс" looks like a currency
        times, unit = times + unit, ""
    if times not in _TIMES or (unit and unit not in _CURRENCIES and not unit.isascii()):
        raise Invalid("filter", code, at=value.at, text=value.text)
    amount = Decimal(digits.replace(",", ".")) * _TIMES[times]
    if amount > 10**13:
        raise Invalid("filter", code, at=value.at, text=value.text)
    return amount, _CURRENCIES.get(unit, unit.upper())


def _days(field: str, kind: Kind, op: str, value: Value) -> Node:
    folded = fold(value.text)
    if folded in NOTHING and op in (":", "=", "!="):
        # What never was is before any day.
        return Flag("nostep") if kind is Kind.AHEAD else Within(field, None, Edge(date.min))
    if span := _span(folded):
        return _ago(field, op, span) if kind is Kind.PAST else _ahead(field, op, span)
    first, last = _period(folded, value)
    beyond = last.after(1)
    match op:
        case ">":
            return Within(field, beyond)
        case ">=":
            return Within(field, first)
        case "<":
            return Within(field, None, first)
        case "<=":
            return Within(field, None, beyond)
    return Within(field, first, beyond)


def _span(folded: str) -> int | None:
    found = _SPAN.match(folded)
    if found is None or found.group(1) or found.group(3) not in _DAYS:
        return None
    days = int(found.group(2)) * _DAYS[found.group(3)]
    return days if days <= 40_000 else None


def _ago(field: str, op: str, days: int) -> Within:
    match op:
        case "<":
            return Within(field, Edge(shift=1 - days))
        case ">":
            return Within(field, None, Edge(shift=-days))
        case ">=":
            return Within(field, None, Edge(shift=1 - days))
    return Within(field, Edge(shift=-days))


def _ahead(field: str, op: str, days: int) -> Within:
    match op:
        case "<":
            return Within(field, None, Edge(shift=days))
        case ">":
            return Within(field, Edge(shift=days + 1))
        case ">=":
            return Within(field, Edge(shift=days))
    return Within(field, None, Edge(shift=days + 1))


def _period(folded: str, value: Value) -> tuple[Edge, Edge]:
    """The first and the last day that a value names."""
    if (shift := _NAMED.get(folded)) is not None:
        return Edge(shift=shift), Edge(shift=shift)
    if (found := _SPAN.match(folded)) and found.group(1) and found.group(3) in _DAYS:
        days = int(found.group(2)) * _DAYS[found.group(3)]
        if days <= 40_000:
            shift = -days if found.group(1) == "-" else days
            return Edge(shift=shift), Edge(shift=shift)
    parts: tuple[str | None, ...] = ()
    if found := _ISO.match(folded):
        parts = found.groups()
    elif found := _DOTTED.match(folded):
        parts = (found.group(3), found.group(2), found.group(1))
    if parts:
        year, month, day = (None if one is None else int(one) for one in parts)
        assert year is not None
        try:
            first = date(year, month or 1, day or 1)
            last = first
            if month is None:
                last = date(year, 12, 31)
            elif day is None:
                last = date(year, month, monthrange(year, month)[1])
        except (ValueError, IndexError):
            pass
        else:
            if timedelta(365) < first - date.min and last.year < 9000:
                return Edge(first), Edge(last)
    raise Invalid("filter", "filter_bad_day", at=value.at, text=value.text)
