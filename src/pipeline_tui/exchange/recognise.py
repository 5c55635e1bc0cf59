"""Tell what a table holds by its header row, and which column is which field.

Every word of a header that one kind of table knows counts for that kind, the more the fewer kinds
know it: "Deal Stage" decides, "Name" hardly. The user's own word, `--kind` or `--map`, always wins.

Notes for whoever imports the rows:
- deals, `closed_on`: HubSpot and Salesforce keep the *expected* date in the same column while the
  deal is open; for an open stage take it as `expected_close`.
- deals and invoices, `client`: may hold another program's id where the file has no name.
- contacts: `phone`, `phone_2`, `phone_3` (and e-mails) are slots in order of rank; the first may be
  blank in a row while the third is filled.
- deals: `stage_2` is where another program says that the deal is won or lost, its `stage` then is
  the one that it was in; `contact` and its phones are the person of the deal.
- activities: `at_time` may be the time of the day of `at`.
- clients, `parent`: has no place of its own; keep it with the custom fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import cast

from msgspec import Struct, field

from pipeline_tui.domain.clients import client_key
from pipeline_tui.domain.errors import Invalid, Unreadable
from pipeline_tui.exchange.aliases import (
    BORROWED,
    FIELDS,
    KINDS,
    NOISE,
    POOLS,
    PREFIXES,
    REQUIRED,
    SILENT,
    Kind,
)
from pipeline_tui.exchange.values import clean, is_blank

__all__ = [
    "KINDS",
    "ColumnMap",
    "Kind",
    "field_names",
    "has_column",
    "meanings",
    "normalise",
    "of_clients",
    "parse_override",
    "recognise",
    "slots",
]

_SKIP = "-"
_CUSTOM = "custom"
_PERSON = frozenset({"full_name", "first_name", "last_name"})
_OF_PEOPLE = frozenset({"first_name", "last_name", "patronymic", "birthday", "role"})
_LOOKED_AT = 5_000
_SHOWN = 6
_MOSTLY = 0.8
_OWN_FIELDS = frozenset({"clients", "contacts", "deals"})
"""Kinds whose columns that mean no field are kept as own fields."""
_BORROWED_RANK = 1_000
_MONEY = re.compile(
    r"[\s,(]+(?:руб|р|rub|rur|usd|us|eur|евро|kzt|тг|тенге|byn|uah|грн|долл)[.$)]*\s*$",
    re.IGNORECASE,
)
"""The currency that a header ends with: "Сумма, руб.", "Amount (USD)"."""


class ColumnMap(Struct, frozen=True):
    """What the columns mean, by their index. `fields`: the field; `extra`: the name of the custom
    field that keeps the column (clients, contacts and deals only); `ignored`: the header of a column not
    taken."""

    kind: Kind
    fields: dict[int, str]
    extra: dict[int, str] = field(default_factory=dict)
    ignored: dict[int, str] = field(default_factory=dict)

    def take(self, cells: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
        """(fields, custom fields) of one row, cleaned, blanks left out.

        A custom field that only repeats the value of a field is left out too: exports often have a
        column twice under two names.
        """
        values: dict[str, str] = {}
        for index, name in self.fields.items():
            text = cells[index]
            if text and not is_blank(text):
                values[name] = clean(text)
        if not self.extra:
            return values, {}
        known = {_bare(text) for text in values.values()}
        custom = {
            name: clean(cells[index])
            for index, name in self.extra.items()
            if cells[index] and not is_blank(cells[index])
        }
        return values, {name: text for name, text in custom.items() if _bare(text) not in known}


def normalise(text: str) -> str:
    """Letters and digits only, small, ё as е; "№" reads "номер", "CamelCase" and "snake_case" alike."""
    folded = text.replace("№", "номер").casefold().replace("ё", "е")
    return "".join(char for char in folded if char.isalnum())


def _bare(text: str) -> str:
    """For comparing: small letters, a web address without its scheme."""
    bare = text.casefold().rstrip("/")
    return bare.removeprefix("https://").removeprefix("http://").removeprefix("www.")


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


def parse_override(text: str) -> tuple[str, str]:
    """ "Column=field" → (column, field); the last "=" divides. Invalid map_form."""
    column, equals, name = text.rpartition("=")
    if not equals or not column.strip() or not name.strip():
        raise Invalid("map", "map_form", text=text)
    return column.strip(), name.strip().casefold()


def recognise(
    headers: Sequence[str],
    *,
    kind: Kind | None = None,
    overrides: Mapping[str, str] | None = None,
    file: str = "",
) -> ColumnMap:
    """The kind of table and the meaning of its columns.

    `overrides`: header → field, or "-" to leave the column out, or "custom" to keep it as a custom
    field. Raises Unreadable columns_unknown (facts file, columns), with a given `kind`
    columns_missing (also kind, and the first field that no column is), Invalid kind_unknown,
    column_unknown, field_unknown, field_twice.
    """
    if kind is not None and kind not in KINDS:
        raise Invalid("kind", "kind_unknown", kind=kind, kinds=", ".join(KINDS))
    forced = _locate(headers, overrides or {})
    wanted = {name for name in forced.values() if name not in (_SKIP, _CUSTOM)}
    if kind is None:
        kind = _prefixed(headers)
    candidates = [kind] if kind else [each for each in KINDS if wanted <= {*field_names(each)}]
    if not candidates:
        _refuse_fields(wanted, (name for each in KINDS for name in field_names(each)))
    if kind:
        _refuse_fields(wanted, field_names(kind))
    best: tuple[float, ColumnMap] | None = None
    for each in candidates:
        score, mapped = _map(headers, each, forced)
        found = set(mapped.fields.values())
        fits = all(group & found for group in REQUIRED[each])
        if each == "contacts" and not kind and "company" in found and not found & _PERSON:
            continue  # companies with their phones, not people
        if fits and (best is None or score > best[0]):
            best = (score, mapped)
    if best is None:
        columns = [name for name in headers if name]
        if not kind:
            shown = columns[:_SHOWN] + ["…"] * (len(columns) > _SHOWN)
            raise Unreadable("columns_unknown", file=file, columns=columns, header=shown)
        found = set(_map(headers, kind, forced)[1].fields.values())
        group = next(group for group in REQUIRED[kind] if not group & found)
        field = next(name for name in meanings(kind) if name in group and name != "external_id")
        raise Unreadable("columns_missing", file=file, columns=columns, kind=kind, field=field)
    return best[1]


def of_clients(contacts: ColumnMap, clients: ColumnMap, rows: Iterable[Sequence[str]]) -> bool:
    """Whether a table that reads as people is one of companies, each with its contact person.

    So it is where the one column of a person has a name that a table of clients has for it
    ("contact person", "ФИО", not "full name"), nothing is told of the person that a company has
    not, and nearly every row names a company that the others do not.
    """
    fields = set(clients.fields.values())
    if not {"name", "contact"} <= fields or set(contacts.fields.values()) & _OF_PEOPLE:
        return False
    column = next(index for index, name in clients.fields.items() if name == "name")
    names = [cells[column] for cells in islice(rows, _LOOKED_AT)]
    filled = [client_key(name) for name in names if not is_blank(name)]
    return len(filled) >= _MOSTLY * len(names) > 0 and len(set(filled)) >= _MOSTLY * len(filled)


def _locate(headers: Sequence[str], overrides: Mapping[str, str]) -> dict[int, str]:
    """Column index → what the user said of it. An exact header goes before a similar one."""
    located: dict[int, str] = {}
    for column, name in overrides.items():
        found = _columns_called(headers, column)
        if not found:
            columns = ", ".join(header for header in headers if header)
            raise Invalid("map", "column_unknown", column=column, columns=columns)
        if name not in (_SKIP, _CUSTOM) and name in located.values():
            raise Invalid("map", "field_twice", field_name=name)
        located[found[0]] = name
    return located


def _prefixed(headers: Sequence[str]) -> Kind | None:
    """The kind that the headers say themselves, "Deal - Title", where nearly all of them do.

    Where they tell of several, a row is the thing that the others belong to.
    """
    said = [kind for header in headers if (kind := _prefix(header)[0])]
    if len(said) < 2 or len(said) < _MOSTLY * len(headers):
        return None
    return next(kind for kind in ("activities", "deals", "contacts", "clients") if kind in said)


def _prefix(header: str) -> tuple[Kind | None, str]:
    """(what a header begins with, the rest): "Deal - Title", "Контакт: Имя"."""
    for mark in (" - ", ": "):
        before, found, after = header.partition(mark)
        if found and (kind := PREFIXES.get(before.strip().casefold())):
            return kind, after
    return None, header


def has_column(headers: Sequence[str], column: str) -> bool:
    """Whether a word of the user's, a header or a place ("#3"), means a column here."""
    return bool(_columns_called(headers, column))


def _columns_called(headers: Sequence[str], column: str) -> list[int]:
    exact = [index for index, header in enumerate(headers) if header.strip() == column.strip()]
    alike = [
        index for index, header in enumerate(headers) if normalise(header) == normalise(column)
    ]
    return exact or alike or _placed(column, len(headers))


def _placed(column: str, width: int) -> list[int]:
    """The column that "#3" means, where no header reads so."""
    number = column.strip().removeprefix("#")
    if column.strip().startswith("#") and number.isdecimal() and 0 < int(number) <= width:
        return [int(number) - 1]
    return []


def _refuse_fields(wanted: Iterable[str], known: Iterable[str]) -> None:
    names = sorted(set(known))
    for name in sorted(wanted):
        if name not in names:
            raise Invalid("map", "field_unknown", field_name=name, fields=", ".join(names))


def _map(headers: Sequence[str], kind: Kind, forced: Mapping[int, str]) -> tuple[float, ColumnMap]:
    """How well this kind explains the columns, and the explanation."""
    columns: dict[str, list[tuple[int, int, float]]] = {}
    for index, header in enumerate(headers):
        if index not in forced and (meant := _meaning(kind, header)):
            name, rank, weight = meant
            columns.setdefault(name, []).append((rank, index, weight))
    fields = {index: name for index, name in forced.items() if name not in (_SKIP, _CUSTOM)}
    score = 3.0 * len(fields)
    taken = set(fields.values())
    for name, found in columns.items():
        free = [slot for slot in slots(kind, name) if slot not in taken]
        for slot, (_, index, weight) in zip(free, sorted(found), strict=False):
            fields[index] = slot
            if name not in SILENT.get(kind, ()):
                score += weight
    extra: dict[int, str] = {}
    ignored: dict[int, str] = {}
    noise = _noise()
    for index, header in enumerate(headers):
        if index in fields:
            continue
        keep = (
            kind in _OWN_FIELDS and not {normalise(header), normalise(_prefix(header)[1])} & noise
        )
        if forced.get(index) == _CUSTOM or (keep and forced.get(index) != _SKIP):
            about, rest = _prefix(header)
            name = (rest if about == kind else header).strip(" *:\t")
            extra[index] = _unused(name or f"#{index + 1}", extra.values())
        else:
            ignored[index] = header
    return score, ColumnMap(kind, dict(sorted(fields.items())), extra, ignored)


def _meaning(kind: Kind, header: str) -> tuple[str, int, float] | None:
    """(field, rank among the columns of that field, how much it says of the kind) of a header."""
    words, weights = _words(kind), _weights()
    about, rest = _prefix(header)
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


def _unused(name: str, used: Iterable[str]) -> str:
    names = set(used)
    if name not in names:
        return name
    number = 2
    while f"{name} ({number})" in names:
        number += 1
    return f"{name} ({number})"


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


@cache
def _noise() -> frozenset[str]:
    return frozenset(normalise(word) for word in NOISE.split(";"))
