"""People taken in: at the client that they work for, or as clients of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline_tui.domain.clients import fold, person_name
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.vocabulary import ClientKind, ClientStatus
from pipeline_tui.exchange.countries import country_code
from pipeline_tui.exchange.headings import normalise
from pipeline_tui.exchange.kinds import client_status_of, contact_role_of
from pipeline_tui.exchange.names import PersonName, split_name
from pipeline_tui.exchange.values import domain_of, split_tags
from pipeline_tui.services.importing.client_rows import person_named, web_address
from pipeline_tui.services.importing.clients import Clients
from pipeline_tui.services.importing.intake import Fate, Intake, Line, joined
from pipeline_tui.services.importing.known import (
    Known,
    KnownClients,
    custom_text,
    name_key,
    own_changes,
)
from pipeline_tui.services.importing.reach import Reach
from pipeline_tui.store.queries import imported as there

_LONGEST = 300
_COMPANY = frozenset(["компания", "company", "организация", "organization", "юрлицо"])
_CONTACT = frozenset(["", "контакт", "contact", "person", "человек"])
"""Words for what a row of a table of people is."""


class Person:
    """A contact as another row may mean it."""

    __slots__ = ("client_id", "id", "name_key")

    def __init__(self, id_: int, client_id: int, name_key: str) -> None:
        self.id = id_
        self.client_id = client_id
        self.name_key = name_key


class Contacts:
    """The people there are, and those this batch makes."""

    def __init__(self, intake: Intake, known: KnownClients, clients: Clients) -> None:
        self._intake = intake
        self._known = known
        self._clients = clients
        self._by_address: dict[str, list[Person]] = {}
        self._at_client: dict[int, dict[str, Person]] = {}
        self._places: dict[int, int] = {}

    def at(self, address: str) -> list[Person]:
        """People with this e-mail address."""
        address = address.lower()
        if address not in self._by_address:
            self._by_address[address] = [
                Person(*row) for row in there.contacts_at(self._intake.db, address)
            ]
        return self._by_address[address]

    def of(self, client_id: int) -> dict[str, Person]:
        """Folded name → person at a client."""
        if client_id not in self._at_client:
            rows = []
            if client_id not in self._known.made:
                self._intake.bulk.flush()
                rows = there.contacts_of(self._intake.db, client_id)
            self._at_client[client_id] = {
                name_key: Person(id_, client_id, name_key) for id_, name_key, _ in rows if name_key
            }
            self._places[client_id] = max((row[2] + 1 for row in rows), default=0)
        return self._at_client[client_id]

    def take(self, line: Line) -> Fate:
        """Take one person, or a company where the row says that it is one."""
        _say_what(line)
        name = _name_of(line)
        full_name = person_name(*name)
        if len(full_name) > _LONGEST:
            raise Invalid("full_name", "too_long", max_length=_LONGEST)
        # A person's country says nothing of a phone that they wrote with the company's code.
        reach = Reach.of(line, _country(line) or self._intake.country)
        if not (full_name or reach.any or line.text("company")):
            raise Invalid(_first_of_name(line), "required")
        full_key = fold(full_name)
        row_hash = line.hash()
        key = line.key() or (
            f"{next(iter(reach.emails), '')}|{full_key}|{fold(line.text('company'))}"
            f"|{'' if reach.emails or not reach.phones else reach.phones[0]['digits']}"
            f"@{line.table.source}"
        )
        linked = self._intake.link_of("contact", key)
        if linked and linked[1] == row_hash:
            return Fate.MERGED
        if not full_name and line.text("company"):
            return self._firm(line, reach, key, row_hash)
        own = _columns(line, name, full_name, full_key)
        if linked:
            changed = self._revise(line, linked[0], own, reach, overwrite=not linked[2])
            if not linked[2]:
                self._intake.keep_link("contact", key, linked[0], row_hash)
            return Fate.CHANGED if changed else Fate.MERGED
        person = self._same(line, full_key, reach.emails)
        if person is not None:
            changed = self._revise(line, person.id, own, reach, overwrite=False)
            self._intake.keep_link("contact", key, person.id, row_hash)
            return Fate.CHANGED if changed else Fate.MERGED
        client = self._employer(line)
        alone = client is None
        if client is None:
            client = self._known.make(
                name=full_name or reach.first, kind=ClientKind.PERSON.value
            )  # somebody of no company is a client of their own
        if person := self.of(client.id).get(full_key) if full_key else None:
            changed = self._revise(line, person.id, own, reach, overwrite=False)
            self._intake.keep_link("contact", key, person.id, row_hash)
            return Fate.CHANGED if changed else Fate.MERGED
        self._tell_client(line, client, alone=alone)
        own["notes"] = joined((own["notes"], _beside(line, alone=alone)))
        person_id = self._add(client.id, own, reach)
        self._intake.keep_link("contact", key, person_id, row_hash)
        return Fate.TAKEN

    def _firm(self, line: Line, reach: Reach, key: str, row_hash: str) -> Fate:
        """Take a row that names a company and nobody in it: how to reach the company itself."""
        linked = self._intake.link_of("client", key)
        if linked and linked[1] == row_hash:
            return Fate.MERGED
        made = self._intake.bulk.made.get("client", 0)
        client = self._known.by_id(linked[0]) if linked else self._employer(line)
        if client is None:
            raise Invalid("company", "required")
        new = self._intake.bulk.made.get("client", 0) > made
        changed = self._tell_client(line, client, alone=True)
        changed |= reach.add(
            self._intake, client.id, None, line=None if new else line, name=client.name
        )
        if linked is None or not linked[2]:  # of several rows about one company the first is kept
            self._intake.keep_link("client", key, client.id, row_hash)
        return Fate.TAKEN if new else Fate.CHANGED if changed else Fate.MERGED

    def of_client(self, line: Line, client_id: int) -> bool:
        """Enter the person that a client's row names, once; whether they are new."""
        text = person_named(line)
        if not text:
            return False
        name = split_name(text)
        full_name = person_name(*name)
        full_key = fold(full_name)
        if full_key in self.of(client_id):
            return False
        self._add(client_id, _named(line, name, full_name), Reach())
        return True

    def of_deal(self, line: Line, client: Known | None) -> Person | None:
        """The person that a deal's row names: known by an address or by the name at the client,
        else entered there, or as a client of their own where the row names no client."""
        text = person_named(line)
        reach = Reach.of(line, self._intake.country)
        if not text and client is not None:
            reach.add(self._intake, client.id, None, line=line, name=client.name)
            return None
        if not text and not reach.any:
            return None
        name = split_name(text)
        full_name = person_name(*name)
        full_key = fold(full_name)
        for person in (each for address in reach.emails for each in self.at(address)):
            same_name = not full_key or person.name_key in ("", full_key)
            if same_name and client in (None, self._known.by_id(person.client_id)):
                return person
        if client is None:
            twins = self._known.named(full_name) if full_name else ()
            client = next((each for each in twins if full_key in self.of(each.id)), None)
            client = client or self._known.make(
                name=full_name or reach.first, kind=ClientKind.PERSON.value
            )
        if full_key and (met := self.of(client.id).get(full_key)):
            reach.add(self._intake, client.id, met.id, line=line, name=full_name)
            return met
        person_id = self._add(client.id, _named(line, name, full_name), reach)
        return Person(person_id, client.id, full_key)

    def _same(self, line: Line, full_key: str, emails: Sequence[str]) -> Person | None:
        """Who bears one of the addresses and no other name, at the same client where one is named."""
        company, domain = line.text("company"), domain_of(line.text("company_domain"))
        for address in emails:
            for person in self.at(address):
                if full_key and person.name_key and person.name_key != full_key:
                    continue
                if company or domain:
                    client = self._known.by_id(person.client_id)
                    if client is None:
                        continue
                    named = company and name_key(client.name) == name_key(company)
                    if not named and not (domain and client.website == domain):
                        continue
                return person
        return None

    def _employer(self, line: Line) -> Known | None:
        return self._known.referred(line, "company", domain=line.text("company_domain"))

    def _tell_client(self, line: Line, client: Known, *, alone: bool) -> bool:
        """Whether it changed by it. What a row says of its client: owner, source, tags; all of it for a client of its own."""
        values: dict[str, Any] = {"owner": line.text("owner"), "source": line.text("source")}
        status = client_status_of(line.text("status"))
        if status and (alone or status == ClientStatus.ACTIVE):
            values["status"] = status
        if alone:
            # What is of a person goes to the person, where the row names one.
            own = self._intake.own.beside(line) if any(_name_of(line)) else line.extra
            values |= {
                "city": line.text("city"), "address": line.text("address"),
                "country": country_code(line.text("country")) or "",
                "custom": {**own, **line.left},
            }  # fmt: skip
            if text := line.text("website"):
                values["website"] = web_address(text)
        changed = self._clients.fill(client, values)
        return self._clients.tag(client.id, split_tags(line.text("tags"))) or changed

    def _add(self, client_id: int, own: dict[str, Any], reach: Reach) -> int:
        people = self.of(client_id)
        place = self._places[client_id]
        self._places[client_id] = place + 1
        before = [self.at(address) for address in reach.emails]
        person_id = self._intake.bulk.insert(
            "contact",
            {
                **own, "client_id": client_id, "position": place,
                "created_at": self._intake.now_text, "batch_id": self._intake.batch_id,
            },
        )  # fmt: skip
        reach.enter(self._intake, client_id, person_id)
        person = Person(person_id, client_id, own["name_key"])
        if person.name_key:
            people.setdefault(person.name_key, person)
        for found in before:
            found.append(person)
        return person_id

    def _revise(
        self,
        line: Line,
        person_id: int,
        own: dict[str, Any],
        reach: Reach,
        *,
        overwrite: bool,
    ) -> bool:
        """Set what the row carries: everything where it was linked before, else only blanks."""
        row = self._intake.bulk.row("contact", person_id)
        if row is None:
            return False
        changes: dict[str, Any] = {}
        for column, value in own.items():
            old = row[column]
            if column == "custom":
                changes |= own_changes(old, value, overwrite=overwrite)
                continue
            if column == "notes":
                value = joined((value, _beside(line, alone=False))) if overwrite else value
                value = old if value in old else joined((old, value))
            if (value not in ("", None) and old != value and (overwrite or old in ("", None))) or (
                column == "notes" and value != old
            ):
                changes[column] = value
        if changes:
            line.changes(row, changes)
            self._intake.bulk.update("contact", person_id, changes)
        client_id = row["client_id"]
        added = reach.add(self._intake, client_id, person_id, line=line, name=row["full_name"])
        for address in reach.emails:
            if not any(person.id == person_id for person in self.at(address)):
                self.at(address).append(Person(person_id, client_id, row["name_key"]))
        added |= self._clients.tag(client_id, split_tags(line.text("tags")))
        return bool(changes) or added


def _named(line: Line, name: PersonName, full_name: str) -> dict[str, Any]:
    """Columns of a person of whom a row of something else tells the name and the job."""
    title = line.text("job_title")
    return {
        "last_name": name.last, "first_name": name.first, "patronymic": name.patronymic,
        "full_name": full_name, "name_key": fold(full_name), "job_title": title,
        "role": contact_role_of(title),
    }  # fmt: skip


def _say_what(line: Line) -> None:
    """Put the name of a company where a company's is: amoCRM exports both into one table, and a
    column says which is which."""
    word = normalise(line.text("record"))
    if word in _COMPANY:
        name = line.values.pop("full_name", "")
        line.values.setdefault("company", name)
        for part in ("last_name", "first_name", "patronymic"):
            line.values.pop(part, None)
    elif word not in _CONTACT:
        line.leave("record")


def _name_of(line: Line) -> PersonName:
    last, first, patronymic = (
        line.text(part) for part in ("last_name", "first_name", "patronymic")
    )
    if last or first or patronymic:
        return PersonName(last, first, patronymic)
    return split_name(line.text("full_name"))


def _first_of_name(line: Line) -> str:
    known = ("full_name", "last_name", "first_name", "email", "phone")
    return next((name for name in known if name in line.table.headers), "full_name")


def _country(line: Line) -> str:
    return country_code(line.text("country")) or "" if line.text("country") else ""


def _columns(line: Line, name: PersonName, full_name: str, name_key: str) -> dict[str, Any]:
    title = line.text("job_title")
    birthday = line.day_if_any("birthday")
    role = contact_role_of(line.text("role")) or contact_role_of(title)
    if line.text("role") and not role:
        line.leave("role")
    return {
        "last_name": name.last,
        "first_name": name.first,
        "patronymic": name.patronymic,
        "full_name": full_name,
        "name_key": name_key,
        "job_title": title,
        "role": role,
        "birthday": None if birthday is None else birthday.isoformat(),
        "notes": line.text("notes"),
        "custom": custom_text(line.intake.own.of(line)),
    }


def _beside(line: Line, *, alone: bool) -> str:
    """What a contact has no field for, one line each: the card shows notes whole."""
    if alone:
        return ""
    parts = {
        line.header(name): line.text(name)
        for name in ("status", "city", "country", "address", "website")
        if line.text(name)
    }
    parts |= line.intake.own.beside(line) | line.left
    return "\n".join(f"{header}: {value}" for header, value in parts.items())
