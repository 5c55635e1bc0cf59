"""A person's rights over their data: to see all of it, and to have it erased."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from pipeline_tui.domain.clients import read_email, read_phone
from pipeline_tui.domain.errors import Invalid, NotFound, Refused
from pipeline_tui.domain.persons import ClientData, Erased, PersonData, Way
from pipeline_tui.domain.vocabulary import ClientKind
from pipeline_tui.services.base import Service
from pipeline_tui.store import backup, erased_reach, erasure, journal
from pipeline_tui.store.erasure import subject
from pipeline_tui.store.erasure.subject import Subject
from pipeline_tui.store.queries import persons


class Persons(Service):
    """Use cases of one person's data."""

    def data(self, contact_id: int) -> PersonData:
        """All that is held on a person; raises NotFound."""
        return persons.data(self._db, contact_id)

    def client_data(self, client_id: int) -> ClientData:
        """All that is held on a client, who may be a person; raises NotFound."""
        return persons.client_data(self._db, client_id)

    def erasable_client(self, client_id: int) -> ClientData:
        """As `client_data`, of a person or sole trader; raises Refused erase_company too."""
        found = self.client_data(client_id)
        if found.kind == ClientKind.COMPANY:
            raise Refused("erase_company", title=found.name)
        return found

    def erase(self, contact_id: int, *, mark: str) -> Erased:
        """Erase a person for good: no undo brings them back, nor anything that was done before.

        Their name becomes `mark`; numbers, addresses, birthday, notes and their own words go from
        records, search, log and file. Sums, days, outcomes and the fact of a refusal stay; numbers
        stay as keyed hashes, by which they are refused when they are entered again. Free text of
        their client is cleaned of their names and numbers, that of others of their full name and
        numbers. Backups are left as they are. Repeated, it clears the file once more. Raises NotFound.
        """
        return self._erase("contact", contact_id, Subject.of_contact, mark)

    def erase_client(self, client_id: int, *, mark: str) -> Erased:
        """Erase a private person or a sole trader who is a client, as `erase` does.

        Days, numbers and sums of invoices and payments stay, as the law on accounts wants, and the
        figures of deals, which are called `mark`. The client is put away unless it owes or a deal is
        open. Other people at it stay. Raises NotFound; Refused erase_company.
        """
        return self._erase("client", client_id, Subject.of_client, mark)

    def _erase(
        self, kind: str, id_: int, whom: Callable[[sqlite3.Connection, int], Subject], mark: str
    ) -> Erased:
        path = self._desk.book.path
        with self._write(f"{kind}.erase", undoable=False) as unit:
            journal.still(unit.db, unit.entry, kind, id_)
            head = journal.head(unit.db)
            found = erasure.erase(unit.db, whom(unit.db, id_), mark, unit.now)
            [name] = subject.names(unit.db, [found.client_id])
            # The seal that the log had stays written down: who kept a copy of it can compare.
            unit.about(kind, id_, client=name, number=id_, sealed=found.entries, head=head)
        clean = erasure.settle(path)
        return Erased(
            id_, found.client_id, found.texts, found.entries, found.elsewhere, found.mentions,
            found.beside,            self.copies(), clean,
        )  # fmt: skip

    def copies(self) -> tuple[Path, ...]:
        """Backups beside the file, which keep what is erased here."""
        return tuple(each.path for each in backup.listed(self._desk.book.path))

    def allow(self, number: str, evidence: str) -> None:
        """Take back a phone or an e-mail of somebody erased, who has now agreed to be in the base.

        Raises Invalid required without evidence, NotFound not_erased.
        """
        if not evidence.strip():
            raise Invalid("evidence", "required")
        way, value = (
            (Way.EMAIL, read_email(number)) if "@" in number
            else (Way.PHONE, read_phone(number, self._settings.country).digits)
        )  # fmt: skip
        with self._write("contact.allow") as unit:
            if not erased_reach.allow(unit.db, way, value):
                raise NotFound("not_erased", text=number)
            unit.about("contact", None, evidence=evidence.strip())
