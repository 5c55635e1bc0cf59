"""Tell what a table holds by its header row, and which column is which field.

The kind that explains the headers best is taken (see `headings`). The user's own word, `--kind` or
`--map`, always wins.

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

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from msgspec import Struct, field

from pipeline_tui.domain.clients import client_key
from pipeline_tui.domain.errors import Invalid, Unreadable
from pipeline_tui.exchange.aliases import KINDS, REQUIRED, SILENT, Kind
from pipeline_tui.exchange.headings import (
    column_name,
    columns_called,
    field_names,
    is_noise,
    kind_said,
    meaning_of,
    meanings,
    normalise,
    own_field,
    slots,
    slots_from,
    told_of,
)
from pipeline_tui.exchange.values import is_blank, value_of

__all__ = [
    "KINDS", "ColumnMap", "Kind", "normalise", "of_clients", "parse_override", "recognise",
]  # fmt: skip

_SKIP = "-"
_CUSTOM = "custom"
_PERSON = frozenset({"full_name", "first_name", "last_name"})
_OF_PEOPLE = frozenset({"first_name", "last_name", "patronymic", "birthday", "role"})
_LOOKED_AT = 5_000
_SHOWN = 6
_MOSTLY = 0.8
_OWN_FIELDS = frozenset({"clients", "contacts", "deals"})
"""Kinds whose columns that mean no field are kept as own fields."""


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
            if text := value_of(cells[index]):
                values[name] = text
        if not self.extra:
            return values, {}
        known = {_bare(text) for text in values.values()}
        custom = {
            name: text for index, name in self.extra.items() if (text := value_of(cells[index]))
        }
        return values, {name: text for name, text in custom.items() if _bare(text) not in known}


def _bare(text: str) -> str:
    """For comparing: small letters, a web address without its scheme."""
    bare = text.casefold().rstrip("/")
    return bare.removeprefix("https://").removeprefix("http://").removeprefix("www.")


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

    `overrides`: header or place → field, of this kind or of one that its rows tell of as well
    ("contacts.phone" in a table of deals), or "-" to leave the column out, or "custom" to keep it as
    a custom field. Raises Unreadable columns_unknown (facts file, columns), with a given `kind`
    columns_missing (also kind, and the first field that no column is), Invalid kind_unknown,
    column_unknown, column_several, field_unknown, field_twice.
    """
    if kind is not None and kind not in KINDS:
        raise Invalid("kind", "kind_unknown", kind=kind, kinds=", ".join(KINDS))
    said = _locate(headers, overrides or {})
    wanted = {name for name in said.values() if name not in (_SKIP, _CUSTOM)}
    if kind is None:
        kind = kind_said(headers)
    candidates = (
        [kind] if kind else [k for k in KINDS if all(own_field(k, name) for name in wanted)]
    )
    if not candidates:
        _refuse_fields(wanted, (name for each in KINDS for name in field_names(each)))
    if kind:
        unknown = {name for name in wanted if not own_field(kind, name)}
        _refuse_fields(unknown, field_names(kind))
    best: tuple[float, ColumnMap] | None = None
    for each in candidates:
        score, mapped = _map(headers, each, _forced(each, said))
        found = set(mapped.fields.values())
        fits = all(group & found for group in REQUIRED[each])
        if each == "contacts" and not kind and "company" in found and not found & _PERSON:
            continue  # companies with their phones, not people
        if fits and (best is None or score > best[0]):
            best = (score, mapped)
    if best is None:
        columns = [column_name(headers, index) for index, name in enumerate(headers) if name]
        if not kind:
            shown = columns[:_SHOWN] + ["…"] * (len(columns) > _SHOWN)
            raise Unreadable("columns_unknown", file=file, columns=columns, header=shown)
        found = set(_map(headers, kind, _forced(kind, said))[1].fields.values())
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
        found = columns_called(headers, column)
        if not found:
            columns = ", ".join(header for header in headers if header)
            raise Invalid("map", "column_unknown", column=column, columns=columns)
        if len(found) > 1:
            places = ", ".join(f"#{index + 1}" for index in found)
            raise Invalid("map", "column_several", column=column, places=places)
        located[found[0]] = name
    return located


def _forced(kind: Kind, said: Mapping[int, str]) -> dict[int, str]:
    """What the user said of columns as fields of this kind; a second phone is the next phone."""
    forced: dict[int, str] = {}
    for index, name in said.items():
        if name not in (_SKIP, _CUSTOM):
            name = own_field(kind, name)
            taken = set(forced.values())
            free = [slot for slot in slots_from(kind, name) if slot not in taken]
            if not free:
                raise Invalid("map", "field_twice", field_name=name)
            name = free[0]
        forced[index] = name
    return forced


def _refuse_fields(wanted: Iterable[str], known: Iterable[str]) -> None:
    names = sorted(set(known))
    for name in sorted(wanted):
        if name not in names:
            raise Invalid("map", "field_unknown", field_name=name, fields=", ".join(names))


def _map(headers: Sequence[str], kind: Kind, forced: Mapping[int, str]) -> tuple[float, ColumnMap]:
    """How well this kind explains the columns, and the explanation."""
    columns: dict[str, list[tuple[int, int, float]]] = {}
    for index, header in enumerate(headers):
        if index not in forced and (meant := meaning_of(kind, header)):
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
    for index, header in enumerate(headers):
        if index in fields:
            continue
        keep = kind in _OWN_FIELDS and not is_noise(header)
        if forced.get(index) == _CUSTOM or (keep and forced.get(index) != _SKIP):
            about, rest = told_of(header)
            name = (rest if about == kind else header).strip(" *:\t")
            extra[index] = _unused(name or f"#{index + 1}", extra.values())
        else:
            ignored[index] = header
    return score, ColumnMap(kind, dict(sorted(fields.items())), extra, ignored)


def _unused(name: str, used: Iterable[str]) -> str:
    names = set(used)
    if name not in names:
        return name
    number = 2
    while f"{name} ({number})" in names:
        number += 1
    return f"{name} ({number})"
