"""Clients taken in, one row after another: matched with those there are, merged or entered."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.imports import RemarkCode
from pipeline_tui.domain.vocabulary import ClientStatus
from pipeline_tui.exchange.values import split_tags
from pipeline_tui.services.importing.client_rows import read_client
from pipeline_tui.services.importing.intake import Fate, Intake, Line, joined, same_text
from pipeline_tui.services.importing.known import Known, KnownClients, custom_text, name_key
from pipeline_tui.services.importing.reach import Reach
from pipeline_tui.store.queries import imported as there

_LONGEST_TAG = 60
_RANK = (ClientStatus.LEAD, ClientStatus.LOST, ClientStatus.DORMANT, ClientStatus.ACTIVE,
         ClientStatus.DO_NOT_CALL)  # fmt: skip


class Clients:
    """Rows of a table of clients, and what rows of other tables say of their clients."""

    def __init__(self, intake: Intake, known: KnownClients) -> None:
        self._intake = intake
        self._clients = known
        self._tags: dict[int, set[str]] = {}

    def take(self, line: Line, person: Callable[[Line, int], bool]) -> Fate:
        """Take one client; `person` enters the contact that the row names at the client of this
        number, and says whether anything changed."""
        values = read_client(line)
        reach = Reach.of(line, values.get("country") or self._intake.country)
        if custom := {**line.extra, **line.left}:
            values["custom"] = custom
        tags = split_tags(line.values["tags"]) if "tags" in line.values else ()
        row_hash = line.hash()
        own_key = line.key() or (
            f"{name_key(values['name'])}|{values.get('inn', '')}|{values.get('website', '')}"
            f"|{fold(values.get('city', ''))}@{line.table.source}"
        )
        linked = self._intake.link_of("client", own_key)
        if linked and linked[1] == row_hash:
            return Fate.MERGED
        number = line.text("external_id")
        known = self._clients.by_id(linked[0]) if linked else self._match(line, values)
        if known is None:
            if "status" not in line.table.headers:
                # A list of clients is a base to sell to: as leads they would all be cold calls.
                values.setdefault("status", ClientStatus.ACTIVE.value)
            made = self._clients.make(**values)
            reach.enter(self._intake, made.id, None)
            self.tag(made.id, tags)
            self._clients.link(own_key, made, row_hash, number=number)
            person(line, made.id)
            return Fate.TAKEN
        overwrite = bool(linked and not linked[2]) or known.placeholder
        changed = self._merge(line, known, values, overwrite=overwrite)
        changed |= reach.add(self._intake, known.id, None, line=line, name=known.name)
        changed |= self.tag(known.id, tags)
        changed |= person(line, known.id)
        known.placeholder = False
        if linked is None or not linked[2]:
            self._clients.link(own_key, known, row_hash, number=number)
        return Fate.CHANGED if changed else Fate.MERGED

    def _match(self, line: Line, values: dict[str, Any]) -> Known | None:
        """The client that a row without a link means, if any: never one that is plainly another."""
        number = line.text("external_id")
        if number and (known := self._clients.numbered(number)):
            # Entered under its number by another row, or by an earlier import.
            known.placeholder |= known.name == number
            if known.placeholder:
                return known
        for known in self._clients.with_inn(values.get("inn")):
            return known
        for known in self._clients.at(values.get("website")):
            if not self._another(line, known, values):
                return known
        for known in self._clients.named(values["name"]):
            if not self._another(line, known, values):
                return known
        return None

    def _another(self, line: Line, known: Known, values: dict[str, Any]) -> bool:
        """Whether two rows of one name are two clients: ИНН, website, town or number differ."""
        inn, website, city = values.get("inn"), values.get("website"), values.get("city")
        numbered = known.foreign.rpartition("@")[2] == line.table.source
        return bool(
            (inn and known.inn and inn != known.inn)
            or (website and known.website and website != known.website)
            or (city and known.city and _town(city) != _town(known.city))
            or (line.key() and numbered and known.foreign != line.key())
        )

    def _merge(
        self,
        line: Line | None,
        known: Known,
        values: dict[str, Any],
        *,
        overwrite: bool,
    ) -> bool:
        """Set what the row carries: everything where the row was linked, else only blanks.

        A row whose other values stay out is remarked on, where it is a row of the client's own.
        """
        row = self._intake.bulk.row("client", known.id)
        if row is None:
            return False
        changes: dict[str, Any] = {}
        differs = False
        for column, value in values.items():
            if column in ("custom", "created_at", "kind") and not overwrite:
                continue
            if column in ("custom", "created_at"):
                continue
            old = row[column]
            if column == "status":
                value = _status_after(old, value, overwrite=overwrite)
            if column == "notes" and old and not overwrite:
                value = old if value in old else joined((old, value))
                changes |= {} if value == old else {"notes": value}
                continue
            if old == value:
                continue
            if overwrite or old in ("", None):
                changes[column] = value
            elif not same_text(str(old), str(value)) and column != "status":
                differs = True
        own = json.loads(row["custom"])
        more = {k: v for k, v in values.get("custom", {}).items() if overwrite or k not in own}
        if any(own.get(k) != v for k, v in more.items()):
            changes["custom"] = custom_text({**own, **more})
        if differs and line is not None:
            line.tally.remark(RemarkCode.KEPT_AS_WAS, known.name)
        if not changes:
            return False
        if line is not None:
            line.changes(row, changes)
        if "name" in changes:
            changes["name_key"] = name_key(changes["name"])
        known.name = changes.get("name", known.name)
        known.inn = changes.get("inn", known.inn)
        known.city = changes.get("city", known.city)
        known.website = changes.get("website", known.website)
        self._clients.enlist(known)
        self._intake.bulk.update("client", known.id, changes)
        return True

    def fill(self, known: Known, values: dict[str, Any]) -> bool:
        """Fill the blanks of a client with what a row of another kind says of it."""
        kept = {name: value for name, value in values.items() if value not in ("", None)}
        return bool(kept) and self._merge(None, known, kept, overwrite=False)

    def tag(self, client_id: int, names: tuple[str, ...]) -> bool:
        """Put tags on a client; whether any was new."""
        if not names:
            return False
        known = self._tags.get(client_id)
        if known is None:
            self._intake.bulk.flush()
            known = self._tags[client_id] = {
                fold(name) for name in there.tags_of(self._intake.db, client_id)
            }
        added = False
        for name in names:
            name = " ".join(name.replace('"', " ").split())[:_LONGEST_TAG]
            if name and fold(name) not in known:
                known.add(fold(name))
                self._intake.bulk.insert("tag", {"client_id": client_id, "name": name})
                added = True
        return added


def _town(city: str) -> str:
    return fold(city).removeprefix("г. ").removeprefix("г.").removeprefix("город ")


def _status_after(old: str, new: str, *, overwrite: bool) -> str:
    """A do-not-call stands until a person lifts it; a first meeting of two records only raises."""
    if old == ClientStatus.DO_NOT_CALL:
        return old
    if overwrite:
        return new
    return max(old, new, key=lambda each: _RANK.index(ClientStatus(each)))
