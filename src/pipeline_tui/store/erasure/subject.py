"""Who is erased: the person as a contact, as a client, under every number of either; and what tells a
text about them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import NotFound, Refused
from pipeline_tui.domain.persons import FullName, same_person, sure_traces, traces
from pipeline_tui.domain.spelling import to_latin
from pipeline_tui.domain.vocabulary import ClientKind
from pipeline_tui.store.erasure.columns import replaced

_SHORTEST_SURNAME = 4
"""Letters of a surname that is looked for in texts of others, to say where it stands."""
_HANDED_ON = ("inn", "kpp", "ogrn", "bik", "account", "address", "website")
"""What a client takes from one that is merged into it, where it has none of its own."""
_NOT_DIGIT = re.compile(r"\D+")
_DIGIT = re.compile(r"\d")


class Subject:
    """One person. `contacts` are their numbers as a contact, of records merged away too; `family` the
    client they are at, with what was merged into it; `clients` those of it that are the person."""

    def __init__(
        self, db: sqlite3.Connection, client_id: int, contacts: set[int], clients: set[int]
    ) -> None:
        self._db = db
        self.client_id = client_id
        self.contacts = contacts
        self.family = _family(db, client_id)
        self.clients = clients
        self._handed_on: dict[str, set[str]] = {}
        self._join_records()
        self.acts = {
            row[0]
            for row in db.execute(
                "SELECT id FROM activity WHERE contact_id IN (SELECT value FROM json_each(?))",
                (_list(contacts),),
            )
        }
        people, self.phones, self.emails = self._known()
        lines = [" ".join(filter(None, (one.last, one.first, one.patronymic))) for one in people]
        reach = (self.phones, self.emails)
        self._near = traces(lines, *reach)
        self._sure = sure_traces(people, *reach)
        self._by_name, self._by_reach = sure_traces(people, (), ()), sure_traces((), *reach)
        surnames = [one.last for one in people if len(one.last) >= _SHORTEST_SURNAME]
        self._surnames = traces(surnames, (), ())
        self._by_surname = traces([one.last for one in people], *reach)
        self._hints = _hints(people, self.emails)
        self._tails = tuple({one[-7:] for one in self.phones})
        self._holders = self._holding("phone", "digits", self.phones) | self._holding(
            "email", "address", self.emails
        )
        self._namesakes = self._called(people)

    @classmethod
    def of_contact(cls, db: sqlite3.Connection, contact_id: int) -> Subject:
        """A person at a client; where the client is this very person, it too. Raises NotFound."""
        row = db.execute(
            "SELECT client_id, full_name FROM contact WHERE id = ?", (contact_id,)
        ).fetchone()
        if row is None:
            raise NotFound("not_found", kind="contact", id=contact_id)
        clients = {
            id_
            for id_ in _private(db, _family(db, row[0]))
            if same_person(names(db, [id_])[0], row[1])
        }
        return cls(db, row[0], {contact_id}, clients)

    @classmethod
    def of_client(cls, db: sqlite3.Connection, client_id: int) -> Subject:
        """A client that is a person. Raises NotFound; Refused erase_company for a company."""
        row = db.execute("SELECT kind, name FROM client WHERE id = ?", (client_id,)).fetchone()
        if row is None:
            raise NotFound("not_found", kind="client", id=client_id)
        if row[0] == ClientKind.COMPANY:
            raise Refused("erase_company", title=row[1])
        family = _family(db, client_id)
        called = names(db, family)
        contacts = {
            id_
            for id_, name in db.execute(
                "SELECT id, full_name FROM contact WHERE client_id IN (SELECT value FROM json_each(?))",
                (_list(family),),
            )
            if any(same_person(name, each) for each in called)
        }
        return cls(db, client_id, contacts, {client_id, *_private(db, family)})

    def _join_records(self) -> None:
        """A merge makes one of two records of a person, and deletes the second."""
        db = self._db
        known = {
            row[0]
            for row in db.execute(
                "SELECT name_key FROM contact WHERE id IN (SELECT value FROM json_each(:ids))"
                " UNION SELECT json_extract(before, '$.name_key') FROM row_change"
                " WHERE table_name = 'contact' AND before IS NOT NULL"
                " AND row_id IN (SELECT value FROM json_each(:ids))",
                {"ids": _list(self.contacts)},
            )
            if row[0]
        }
        for row_id, before in db.execute(
            "SELECT row_id, before FROM row_change WHERE table_name = 'contact' AND before IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = row_id)"
        ):
            image = json.loads(before)
            if image["client_id"] in self.family and (
                image["name_key"] in known
                or any(same_person(image["full_name"], one) for one in names(db, self.clients))
            ):
                self.contacts.add(row_id)

    def _known(self) -> tuple[list[FullName], list[str], list[str]]:
        """Names, digits and addresses that the person has or had."""
        people: list[FullName] = []
        phones: list[str] = []
        emails: list[str] = []
        for table, row in self._records():
            if table == "contact":
                people.append(
                    FullName(row["last_name"], row["first_name"], row["patronymic"])
                    if row["last_name"] else FullName.read(row["full_name"])
                )  # fmt: skip
            elif table == "client":
                people.append(FullName.read(row["name"]))
                for name in (*_HANDED_ON, "notes"):
                    if row[name]:
                        self._handed_on.setdefault(name, set()).add(row[name])
            elif table == "phone":
                phones.append(row["digits"])
            else:
                emails.append(row["address"])
        return (
            list(dict.fromkeys(people)),
            [one for one in dict.fromkeys(phones) if one],
            [one for one in dict.fromkeys(emails) if one],
        )

    def _records(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The person's own rows that hold a name or a number, now and before."""
        db = self._db
        for table, columns in (
            ("contact", "id, client_id, last_name, first_name, patronymic, full_name"),
            ("client", f"id, name, {', '.join(_HANDED_ON)}, notes"),
            ("phone", "id, client_id, contact_id, digits"),
            ("email", "id, client_id, contact_id, address"),
        ):
            listed = columns.split(", ")
            key = "contact_id" if table in ("phone", "email") else "id"
            found = {"contact": self.contacts, "client": self.clients}.get(table, self.contacts)
            extra = (
                " OR contact_id IS NULL AND client_id IN (SELECT value FROM json_each(:own))"
                if key == "contact_id" else ""
            )  # fmt: skip
            values = {"ids": _list(found), "own": _list(self.clients), "table": table}
            ids = "(SELECT value FROM json_each(:ids))"
            for row in db.execute(
                f"SELECT {columns} FROM {table} WHERE {key} IN {ids}{extra}", values
            ):
                yield table, dict(zip(listed, row, strict=True))
            for row_id, before in db.execute(
                "SELECT row_id, before FROM row_change WHERE table_name = :table AND before IS NOT NULL",
                values,
            ):
                image = json.loads(before)
                if self.owns(table, row_id, image, image.get("client_id")):
                    yield table, image

    def _holding(self, table: str, column: str, values: Iterable[str]) -> set[int]:
        """Other clients, and people at this one, that have the same number or address."""
        return {
            row[0]
            for row in self._db.execute(
                f"SELECT client_id, contact_id FROM {table}"
                f" WHERE {column} IN (SELECT value FROM json_each(?))",
                (json.dumps(list(values)),),
            )
            if row[1] is None or row[1] not in self.contacts
            if row[0] not in self.family or row[1] is not None
        }

    def _called(self, people: Iterable[FullName]) -> set[int]:
        """Clients where somebody else has the same full name."""
        found: set[int] = set()
        for one in people:
            words = [word for word in (one.last, one.first) if len(word) > 1]
            if len(words) < 2:
                continue
            for name, client_id, contact_id in self._db.execute(
                "SELECT full_name, client_id, id FROM contact WHERE name_key LIKE :like"
                " UNION SELECT name, id, NULL FROM client WHERE name_key LIKE :like",
                {"like": f"%{fold(one.last)}%"},
            ):
                theirs = (
                    client_id in self.clients if contact_id is None else contact_id in self.contacts
                )
                if not theirs and self._by_name.search(name):
                    found.add(client_id)
        return found

    def beside(self) -> tuple[str, ...]:
        """Other people at a client that is the person."""
        return tuple(
            row[0]
            for row in self._db.execute(
                "SELECT full_name FROM contact WHERE client_id IN (SELECT value FROM json_each(?))"
                " AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY name_key",
                (_list(self.clients), _list(self.contacts)),
            )
        )

    def elsewhere(self) -> tuple[str, ...]:
        """Clients that hold the same number, address or full name still."""
        return self.named(self._holders | self._namesakes)

    def named(self, clients: Iterable[int]) -> tuple[str, ...]:
        """Names of clients, in alphabetical order."""
        return tuple(sorted(set(names(self._db, clients))))

    # What is theirs, and what tells of them

    def owns(self, table: str, row_id: int, row: Mapping[str, Any], client_id: int | None) -> bool:
        """Whether a row, or what it was, is about nobody else."""
        if table == "contact":
            return row_id in self.contacts
        if table == "client":
            return row_id in self.clients
        if table == "client_merge":
            return row["gone_id"] in self.clients
        if "contact_id" in row and table != "deal":
            whose = row["contact_id"]
            if whose is not None:
                return whose in self.contacts
        if table == "objection_event" and row["activity_id"] in self.acts:
            return True
        return client_id in self.clients

    def taken_over(self, row: Mapping[str, Any]) -> dict[str, str | None]:
        """What another record of their client has from theirs since a merge, as it is without that."""
        left: dict[str, str | None] = {
            name: "" if name in ("address", "website") else None
            for name in _HANDED_ON
            if row[name] in self._handed_on.get(name, ())
        }
        notes = str(row["notes"])
        for one in self._handed_on.get("notes", ()):
            notes = notes.replace(one, "").strip("\n")
        return left if notes == row["notes"] else {**left, "notes": notes}

    def near(self, text: str, mark: str, *, any_name: bool = True) -> str:
        """A text of their client's, without them: any one of their names, or the full one."""
        found = self._near if any_name else self._sure
        return replaced(text, lambda one: found.sub(mark, one)) if text else text

    def line(self, text: str, mark: str) -> str:
        """A line that the user typed, or a file's name, without them: a surname is enough, a first
        name is anybody's."""
        if not text:
            return text
        return replaced(text, lambda one: self._by_surname.sub(mark, self._sure.sub(mark, one)))

    def far(self, text: str, mark: str, client_id: int | None = None) -> str:
        """A text of somebody else's, without them. Who shares a number or a full name with them keeps
        it: it may be theirs."""
        if not text or not self.may_be_in(text):
            return text
        shares, called = client_id in self._holders, client_id in self._namesakes
        if shares and called:
            return text
        found = self._by_name if shares else self._by_reach if called else self._sure
        return replaced(text, lambda one: found.sub(mark, one))

    def may_mention(self, text: str) -> bool:
        """Whether the surname alone stands in a text: theirs, or a namesake's."""
        return self.may_be_in(text) and self._surnames.search(text)

    def may_be_in(self, text: str) -> bool:
        """A quick look, without patterns: most texts of a large base are about others."""
        folded = text.casefold()
        if "ё" in folded:
            folded = folded.replace("ё", "е")
        if any(hint in folded for hint in self._hints):
            return True
        if not self._tails or not _DIGIT.search(text):
            return False
        digits = _NOT_DIGIT.sub("", text)
        return any(tail in digits for tail in self._tails)


def _hints(people: Iterable[FullName], emails: Iterable[str]) -> tuple[str, ...]:
    """Pieces of text of which one stands wherever the person is named."""
    found = [*emails]
    for one in people:
        if len(one.last) > 1:
            last = fold(one.last)
            found += [last[: max(2, len(last) - 2)], to_latin(one.last)]
    return tuple(dict.fromkeys(found))


def _family(db: sqlite3.Connection, client_id: int) -> set[int]:
    """A client with all that was merged with it."""
    return {
        row[0]
        for row in db.execute(
            "WITH RECURSIVE family (id) AS (SELECT ? UNION SELECT CASE m.kept_id WHEN f.id"
            " THEN m.gone_id ELSE m.kept_id END FROM family f JOIN client_merge m"
            " ON f.id IN (m.kept_id, m.gone_id)) SELECT id FROM family",
            (client_id,),
        )
    }


def _private(db: sqlite3.Connection, clients: Iterable[int]) -> set[int]:
    return {
        row[0]
        for row in db.execute(
            "SELECT id FROM client WHERE kind <> ? AND id IN (SELECT value FROM json_each(?))",
            (ClientKind.COMPANY.value, _list(clients)),
        )
    }


def names(db: sqlite3.Connection, clients: Iterable[int]) -> list[str]:
    """Names of clients, in the order of their numbers."""
    return [
        row[0]
        for row in db.execute(
            "SELECT name FROM client WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (_list(clients),),
        )
    ]


def _list(ids: Iterable[int]) -> str:
    return json.dumps(sorted(ids))
