"""Clients as an import knows them: found by number, ИНН, website or name, else made."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from pipeline_tui.domain.clients import client_key
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.imports import RemarkCode
from pipeline_tui.exchange.recognise import normalise
from pipeline_tui.exchange.values import domain_of
from pipeline_tui.services.importing.intake import Intake, Line
from pipeline_tui.store.queries import imported as there

_LONGEST = 300
_SURE_NUMBER = 6
"""Characters from which a number of another program is taken for the same one in any file."""
_SHARED_DOMAINS = frozenset(
    [
        "gmail.com",
        "yahoo.com",
        "hotmail.com",
        "outlook.com",
        "icloud.com",
        "mail.ru",
        "bk.ru",
        "list.ru",
        "inbox.ru",
        "yandex.ru",
        "ya.ru",
        "rambler.ru",
    ]
)

name_key = lru_cache(maxsize=4096)(client_key)
"""The folded name; rows of one client stand close by or repeat a few names."""


class Known:
    """What tells one client from another. `foreign` is its number in the source being read."""

    __slots__ = ("city", "foreign", "id", "inn", "name", "placeholder", "website")

    def __init__(self, id_: int, name: str, inn: str | None, website: str, city: str) -> None:
        self.id = id_
        self.name = name
        self.inn = inn
        self.website = website
        self.city = city
        self.foreign = ""
        self.placeholder = False


class KnownClients:
    """The clients there are, and those this batch makes."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._known: dict[int, Known] = {}
        self._by_name: dict[str, tuple[Known, ...]] = {}
        self._by_inn: dict[str, tuple[Known, ...]] = {}
        self._by_website: dict[str, tuple[Known, ...]] = {}
        self._by_number: dict[str, int | None] = {}
        self.made: set[int] = set()
        self._names = there.client_names(intake.db)

    # Finding

    def named(self, name: str) -> tuple[Known, ...]:
        """Clients of this name."""
        key = name_key(name)
        found = self._by_name.get(key)
        if found is None:
            found = self._by_name[key] = (
                self._meet(there.clients_named(self._intake.db, key)) if key in self._names else ()
            )
        return found

    def with_inn(self, inn: str | None) -> tuple[Known, ...]:
        """Clients with this ИНН."""
        if not inn:
            return ()
        if inn not in self._by_inn:
            self._by_inn[inn] = self._meet(there.clients_with_inn(self._intake.db, inn))
        return self._by_inn[inn]

    def at(self, website: str | None) -> tuple[Known, ...]:
        """Clients with this website."""
        if not website or website in _SHARED_DOMAINS:
            return ()
        if website not in self._by_website:
            self._by_website[website] = self._meet(there.clients_at(self._intake.db, website))
        return self._by_website[website]

    def numbered(self, number: str) -> Known | None:
        """The client that another program's number stands for, whichever file it came from."""
        if number not in self._by_number:
            found = None
            if len(number) >= _SURE_NUMBER:
                found = there.linked_anywhere(self._intake.db, "client", number)
            self._by_number[number] = found
        client_id = self._by_number[number]
        return None if client_id is None else self.by_id(client_id)

    def by_id(self, client_id: int) -> Known | None:
        """One client."""
        if client_id not in self._known:
            self._intake.bulk.flush()
            row = there.client_numbered(self._intake.db, client_id)
            return None if row is None else self._meet([row])[0]
        return self._known[client_id]

    def _meet(self, rows: list[there.ClientHit]) -> tuple[Known, ...]:
        return tuple(self._known.setdefault(row[0], Known(*row)) for row in rows)

    # Referring to a client from another row

    def referred(self, line: Line, field: str, *, domain: str = "", city: str = "") -> Known | None:
        """The client that a row names, by website, number or name; made where it is not there.

        None where the row names none.
        """
        name = line.text(field)
        website = domain_of(domain)
        if website and (found := self.at(website)):
            return found[0]
        if name and (known := self.numbered(name)):
            return known
        if name:
            candidates = self.named(name)
            if candidates:
                if len(candidates) > 1:
                    line.tally.remark(RemarkCode.NAME_TWIN, candidates[0].name)
                return candidates[0]
        if not name and not website:
            return None
        check_name(name or website, field)
        made = self.make(name=name or website, website=website, city=city)
        line.tally.remark(RemarkCode.CLIENTS_MADE, made.name)
        header = normalise(line.header(field))
        if name and (header.endswith("id") or header in ("код", "ид")):
            made.placeholder = True
            line.tally.remark(RemarkCode.CLIENT_IDS, name)
            self.link(f"{name}@{line.table.source}", made, number=name)
        return made

    # Entering

    def link(self, key: str, known: Known, row_hash: str = "", *, number: str = "") -> None:
        """Remember by which key of a file a client goes, and by which number of its own there."""
        self._intake.keep_link("client", key, known.id, row_hash)
        if number:
            self._by_number[number] = known.id
        known.foreign = key

    def make(self, **values: Any) -> Known:
        """Enter a client of these columns."""
        intake = self._intake
        name = " ".join(str(values["name"]).split())
        values |= {"name": name, "name_key": name_key(name), "batch_id": intake.batch_id}
        values.setdefault("created_at", intake.now_text)
        if "custom" in values:
            values["custom"] = custom_text(values["custom"])
        client_id = intake.bulk.insert("client", values)
        known = Known(
            client_id, name, values.get("inn"), values.get("website", ""), values.get("city", "")
        )
        self._known[client_id] = known
        self.made.add(client_id)
        self.enlist(known)
        return known

    def enlist(self, known: Known) -> None:
        """Let a client be found by the name, ИНН and website it has now."""
        self._by_name[name_key(known.name)] = _with(self.named(known.name), known)
        if known.inn:
            self._by_inn[known.inn] = _with(self.with_inn(known.inn), known)
        if known.website:
            self._by_website[known.website] = _with(self.at(known.website), known)


def _with(found: tuple[Known, ...], known: Known) -> tuple[Known, ...]:
    return found if known in found else (*found, known)


def check_name(name: str, field: str) -> None:
    """Refuse a name that no client can bear."""
    if not name.strip():
        raise Invalid(field, "required")
    if len(name) > _LONGEST:
        raise Invalid(field, "too_long", max_length=_LONGEST)


def custom_text(custom: dict[str, Any]) -> str:
    """Own fields as the file keeps them."""
    return json.dumps(custom, ensure_ascii=False, sort_keys=True)


def own_changes(was: str, now: str, *, overwrite: bool) -> dict[str, str]:
    """What the own fields that a row brings make of those of a known person, as the column that
    changes: all of them, else only those that are not there yet."""
    old, new = json.loads(was), json.loads(now)
    merged = {**old, **new} if overwrite else {**new, **old}
    return {} if merged == old else {"custom": custom_text(merged)}
