"""What a header says: the field that it is in a table of some kind, and the column that a user means.

Every word of a header that one kind of table knows counts for that kind, the more the fewer kinds
know it: "Deal Stage" decides, "Name" hardly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import cast

from pipeline_tui.exchange.aliases import (
    BORROWED,
    FIELDS,
    KINDS,
    NOISE,
    POOLS,
    PREFIXES,
    SILENT,
    Kind,
)
from pipeline_tui.exchange.amounts import currency_of

_MOSTLY = 0.8
_BORROWED_RANK = 1_000
_MONEY = re.compile(
    r"[\s,(]+(?:руб|р|rub|rur|usd|us|eur|евро|kzt|тг|тенге|byn|uah|грн|долл)[.$)]*\s*$",
    re.IGNORECASE,
)
"""The currency that a header ends with: "Сумма, руб.", "Amount (USD)"."""
_IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]+)\)\s*$")
_SIGN = re.compile(r"(?<![^\W\d_])[₽$€£¥₸₴₺₹֏₾]\s*\)?\s*$")


def normalise(text: str) -> str:
    """Letters and digits only, small, ё as е; "№" reads "номер", "CamelCase" and "snake_case" alike."""
    folded = text.replace("№", "номер").casefold().replace("ё", "е")
    return "".join(char for char in folded if char.isalnum())


def field_names(kind: Kind) -> tuple[str, ...]:
    """Every field a column of this kind of table can be mapped to."""
    names: list[str] = []
    for name in FIELDS[kind]:
        names += slots(kind, name)
    return tuple(names)


def meanings(kind: str) -> tuple[str, ...]:
    """What a column of this kind of table can mean; phones are one meaning, however many."""
    return tuple(FIELDS[cast("Kind", kind)])


def slots(kind: str, meaning: str) -> tuple[str, ...]:
    """The fields that columns of one meaning share, the better first: a phone, a second, a third."""
    return POOLS.get(cast("Kind", kind), {}).get(meaning, (meaning,))


def slots_from(kind: Kind, name: str) -> tuple[str, ...]:
    """A field and those after it that columns of the same meaning fill."""
    for pool in POOLS.get(kind, {}).values():
        if name in pool:
            return pool[pool.index(name) :]
    return (name,)


def own_field(kind: Kind, name: str) -> str:
    """The field of this kind that a name means, which may say of what it is one: "contacts.phone"
    is the phone of a deal's person. "" where it means none."""
    about, _, field = name.rpartition(".")
    if about in ("", kind):
        return field if field in field_names(kind) else ""
    for meaning, own in BORROWED.get(kind, {}).get(cast("Kind", about), {}).items():
        theirs, ours = slots(about, meaning), slots(kind, own)
        if field in theirs[: len(ours)]:
            return ours[theirs.index(field)]
    return ""


def meaning_of(kind: Kind, header: str) -> tuple[str, int, float] | None:
    """(field, rank among the columns of that field, how much it says of the kind) of a header."""
    words, weights = _words(kind), _weights()
    about, rest = told_of(header)
    spellings = [header, _MONEY.sub("", header)]
    if about == kind:
        spellings += [rest, _MONEY.sub("", rest)]
    for text in spellings:
        if (word := normalise(text)) in words:
            return *words[word], weights.get(word, 0.0)
    if about and about != kind and (lent := BORROWED.get(kind, {}).get(about)):
        found = _words(about).get(normalise(rest))
        if found and found[0] in lent:
            return lent[found[0]], _BORROWED_RANK + found[1], 0.0
    return None


def told_of(header: str) -> tuple[Kind | None, str]:
    """(what a header says that it tells of, the rest): "Deal - Title", "Контакт: Имя",
    "Рабочий телефон (контакт)"."""
    for mark in (" - ", ": "):
        before, found, after = header.partition(mark)
        if found and (kind := PREFIXES.get(before.strip().casefold())):
            return kind, after
    if (match := _IN_BRACKETS.match(header)) and (kind := PREFIXES.get(match[2].casefold())):
        return kind, match[1]
    return None, header


def kind_said(headers: Sequence[str]) -> Kind | None:
    """The kind that the headers say themselves, "Deal - Title", where nearly all of them do.

    Where they tell of several, a row is the thing that the others belong to.
    """
    said = [kind for header in headers if (kind := told_of(header)[0])]
    if len(said) < 2 or len(said) < _MOSTLY * len(headers):
        return None
    return next(kind for kind in ("activities", "deals", "contacts", "clients") if kind in said)


def currency_in(header: str) -> str:
    """The currency that a header names: "Бюджет ₸" is KZT, "Amount (USD)" is USD; "" for none."""
    match = _MONEY.search(header) or _SIGN.search(header)
    return (currency_of(match[0]) or "") if match else ""


def is_noise(header: str) -> bool:
    """Whether nobody would keep the column: another program's book-keeping."""
    return bool({normalise(header), normalise(told_of(header)[1])} & _noise())


@cache
def _noise() -> frozenset[str]:
    return frozenset(normalise(word) for word in NOISE.split(";"))


@cache
def _words(kind: Kind) -> dict[str, tuple[str, int]]:
    """Header word → (field, rank of the word); our own field names count as well."""
    table: dict[str, tuple[str, int]] = {}
    for name, aliases in FIELDS[kind].items():
        for rank, alias in enumerate(aliases.split(";")):
            table.setdefault(normalise(alias), (name, rank))
        for slot in slots(kind, name):
            table.setdefault(normalise(slot), (name, 0))
    return table


@cache
def _weights() -> dict[str, float]:
    """Header word → 1 / (number of kinds that know it)²: a word all know says nothing of the kind."""
    known: dict[str, int] = {}
    for kind in KINDS:
        for word, (name, _) in _words(kind).items():
            if name in SILENT.get(kind, ()):
                continue
            known[word] = known.get(word, 0) + 1
    return {word: 1 / count**2 for word, count in known.items()}


def has_column(headers: Sequence[str], column: str) -> bool:
    """Whether a word of the user's, a header or a place ("#3" or "3"), means a column here."""
    return bool(columns_called(headers, column))


def column_name(headers: Sequence[str], index: int) -> str:
    """How a column is called: by its header, by its place where that is no name of its own."""
    header = headers[index]
    return header if header and list(headers).count(header) == 1 else f"#{index + 1}"


def columns_called(headers: Sequence[str], column: str) -> list[int]:
    """Indexes of the columns that a word of the user's means, as exactly as one does."""
    exact = [index for index, header in enumerate(headers) if header.strip() == column.strip()]
    alike = [
        index for index, header in enumerate(headers) if normalise(header) == normalise(column)
    ]
    return exact or alike or _placed(column, len(headers))


def _placed(column: str, width: int) -> list[int]:
    """The column that "#3" or "3" means, where no header reads so."""
    number = column.strip().removeprefix("#")
    if number.isascii() and number.isdecimal() and 0 < int(number) <= width:
        return [int(number) - 1]
    return []
