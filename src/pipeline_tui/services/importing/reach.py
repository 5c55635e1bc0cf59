"""How a client or a person is reached: the phones and e-mail addresses of a row."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from pipeline_tui.domain.clients import read_phone
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.persons import Way
from pipeline_tui.exchange.values import split_emails, split_phones
from pipeline_tui.services.importing.intake import Intake, Line
from pipeline_tui.store.erased_reach import is_erased
from pipeline_tui.store.queries import imported as there

_LEAST_DIGITS = 3


class Reach(Struct, frozen=True):
    """Phones as columns of their table, and e-mail addresses, in the order of the row."""

    phones: tuple[dict[str, Any], ...] = ()
    emails: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """The first address, else the first phone as it was typed, else nothing."""
        typed = next((str(phone["typed"]) for phone in self.phones), "")
        return next(iter(self.emails), typed)

    @property
    def any(self) -> bool:
        """Whether there is a way at all."""
        return bool(self.phones or self.emails)

    @classmethod
    def of(cls, line: Line, country: str) -> Reach:
        """What a row says, phones without a code being of `country`; what is neither is left over.

        Raises Invalid erased_number: a row about somebody whose data was erased is not taken.
        """
        found = cls(tuple(_phones(line, country)), tuple(_emails(line)))
        if not line.intake.anybody_erased:
            return found
        numbers = [(Way.PHONE, phone["digits"], phone["typed"]) for phone in found.phones]
        for way, value, typed in [*numbers, *((Way.EMAIL, one, one) for one in found.emails)]:
            if is_erased(line.intake.db, way, value):
                raise Invalid(way.value, "erased_number", value=typed)
        return found

    def enter(self, intake: Intake, client_id: int, contact_id: int | None, start: int = 0) -> None:
        """Write all of it, from this place in the order of calling."""
        whose = {"client_id": client_id, "contact_id": contact_id}
        for position, phone in enumerate(self.phones, start):
            intake.bulk.insert("phone", {**whose, **phone, "position": position})
        for position, address in enumerate(self.emails, start):
            intake.bulk.insert("email", {**whose, "address": address, "position": position})

    def add(
        self,
        intake: Intake,
        client_id: int,
        contact_id: int | None,
        *,
        line: Line | None,
        name: str,
    ) -> bool:
        """Write what is not there yet; whether anything was new. `line` is told of it, by the name of
        whoever is reached so."""
        if not self.any:
            return False
        intake.bulk.flush()
        digits, addresses = there.reach_of(intake.db, client_id, contact_id)
        new = Reach(
            tuple(phone for phone in self.phones if phone["digits"] not in digits),
            tuple(address for address in self.emails if address not in addresses),
        )
        new.enter(intake, client_id, contact_id, max(len(digits), len(addresses)))
        if line is not None:
            for phone in new.phones:
                line.tally.changed(line.row, name, "phone", None, phone["typed"])
            for address in new.emails:
                line.tally.changed(line.row, name, "email", None, address)
        return new.any


def _phones(line: Line, country: str) -> list[dict[str, Any]]:
    phones: dict[tuple[str, str], dict[str, Any]] = {}
    for name in ("phone", "phone_2", "phone_3"):
        text = line.values.get(name)
        if not text:
            continue
        for number, extension in split_phones(text):
            parts = read_phone(number, country)
            if len(parts.digits) < _LEAST_DIGITS:
                line.warn(Invalid(name, "bad_phone", value=text))
                line.leave(name)
                continue
            extension = extension or parts.extension
            phones.setdefault(
                (parts.digits, extension),
                {
                    "typed": parts.typed, "e164": parts.e164, "digits": parts.digits,
                    "extension": extension,
                },
            )  # fmt: skip
    return list(phones.values())


def _emails(line: Line) -> list[str]:
    emails: dict[str, None] = {}
    for name in ("email", "email_2", "email_3"):
        text = line.values.get(name)
        if not text:
            continue
        found = split_emails(text)
        if not found:
            line.warn(Invalid(name, "bad_email", value=text))
            line.leave(name)
        emails |= dict.fromkeys(address.lower() for address in found)
    return list(emails)
