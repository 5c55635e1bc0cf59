"""People at a client: who they are, how to reach them, in what order, and what they agreed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel, col, select

from pipeline_tui.domain import lengths
from pipeline_tui.domain.clients import (
    ConsentPurpose,
    fold,
    person_name,
    read_email,
    read_phone,
)
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.persons import Way
from pipeline_tui.domain.records import Client, Consent, Contact, ContactDraft, Email, Phone
from pipeline_tui.domain.vocabulary import Channel
from pipeline_tui.services.base import Service, revise, validated
from pipeline_tui.services.custom_fields import take_custom
from pipeline_tui.store.erased_reach import is_erased

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit

_NAMES = ("last_name", "first_name", "patronymic")
_FEWEST_DIGITS = 3


def add_contact(unit: Unit, client_id: int, values: Mapping[str, Any], *, country: str) -> Contact:
    """A person, inside a larger change: fields of `ContactDraft`, `phones` and `emails`.

    They come last in the order of calling. A person without a name is known by their job or number.
    """
    values = dict(values)
    phones = values.pop("phones", ())
    emails = values.pop("emails", ())
    draft = validated(ContactDraft, _trimmed(values))
    name = _full_name(draft)
    if not name and not any(one.strip() for one in (*phones, *emails)):
        raise Invalid("last_name", "required")
    last = unit.session.exec(
        select(Contact.position).where(Contact.client_id == client_id)
        .order_by(col(Contact.position).desc())
    ).first()  # fmt: skip
    contact = unit.add(
        Contact(
            **draft.model_dump(), client_id=client_id, full_name=name, name_key=fold(name),
            position=0 if last is None else last + 1, created_at=unit.now,
        )
    )  # fmt: skip
    set_phones(unit, client_id, contact.id, phones, country=country)
    set_emails(unit, client_id, contact.id, emails)
    return contact


def set_phones(
    unit: Unit, client_id: int, contact_id: int | None, typed: Sequence[str], *, country: str
) -> None:
    """Make these the numbers of a contact, or (None) the client's own, in this order.

    A number is kept as typed and in E.164 where it can be understood; raises Invalid bad_phone for
    fewer than three digits, too_long, erased_number for one of somebody whose data was erased. The same number
    twice is one.
    """
    wanted: dict[tuple[str, str], dict[str, Any]] = {}
    for one in typed:
        if not one.strip():
            continue
        if len(one) > lengths.LINE:
            raise Invalid("phones", "too_long", max_length=lengths.LINE)
        parts = read_phone(one, country)
        if len(parts.digits) < _FEWEST_DIGITS:
            raise Invalid("phones", "bad_phone", value=one.strip())
        if is_erased(unit.db, Way.PHONE, parts.digits):
            raise Invalid("phones", "erased_number", value=one.strip())
        wanted.setdefault(
            (parts.digits, parts.extension),
            {
                "typed": parts.typed, "e164": parts.e164, "digits": parts.digits,
                "extension": parts.extension,
            },
        )  # fmt: skip
    _set_whole(unit, Phone, client_id, contact_id, list(wanted.values()), "typed")


def set_emails(unit: Unit, client_id: int, contact_id: int | None, typed: Sequence[str]) -> None:
    """Make these the addresses of a contact, or (None) the client's own, in this order.

    Raises Invalid bad_email, too_long, erased_number.
    """
    addresses = dict.fromkeys(read_email(one) for one in typed if one.strip())
    for one in addresses:
        if is_erased(unit.db, Way.EMAIL, one):
            raise Invalid("emails", "erased_number", value=one)
    _set_whole(
        unit, Email, client_id, contact_id, [{"address": one} for one in addresses], "address"
    )


def _set_whole(
    unit: Unit,
    record: type[Phone] | type[Email],
    client_id: int,
    contact_id: int | None,
    wanted: Sequence[Mapping[str, Any]],
    same: str,
) -> None:
    """Rows that stay are left alone, so that an entry of the log says only what changed."""
    there: dict[Any, SQLModel] = {}
    for row in unit.session.exec(
        select(record).where(record.client_id == client_id, record.contact_id == contact_id)
    ).all():
        if getattr(row, same) in there:
            unit.remove(row)
        else:
            there[getattr(row, same)] = row
    for position, values in enumerate(wanted):
        old = there.pop(values[same], None)
        if old is None:
            unit.session.add(
                record(client_id=client_id, contact_id=contact_id, position=position, **values)
            )
            continue
        for name, value in {**values, "position": position}.items():
            if getattr(old, name) != value:
                setattr(old, name, value)
        unit.session.add(old)
    for gone in there.values():
        unit.session.delete(gone)
    unit.session.flush()


class Contacts(Service):
    """Use cases of the people at a client."""

    def add(
        self,
        client_id: int,
        values: Mapping[str, Any],
        *,
        phones: Sequence[str] = (),
        emails: Sequence[str] = (),
    ) -> int:
        """Enter a person; answers with their number. `values` are fields of `ContactDraft`."""
        with self._write("contact.add") as unit:
            client = unit.get(Client, client_id)
            if "custom" in values:
                custom = take_custom(
                    unit, "contact", values["custom"], None, self._settings.currency
                )
                values = {**values, "custom": custom}
            contact = add_contact(
                unit, client_id, {**values, "phones": phones, "emails": emails},
                country=self._settings.country,
            )  # fmt: skip
            unit.about("contact", contact.id, name=contact.full_name, client=client.name)
            return contact.id or 0

    def edit(
        self,
        contact_id: int,
        values: Mapping[str, Any],
        seen: Mapping[str, Any] | None = None,
        *,
        phones: Sequence[str] | None = None,
        emails: Sequence[str] | None = None,
    ) -> None:
        """Change a person; phones and e-mails, where given, are set as a whole."""
        with self._write("contact.edit") as unit:
            contact = unit.get(Contact, contact_id)
            values = _trimmed(values)
            if "custom" in values:
                values["custom"] = take_custom(
                    unit, "contact", values["custom"], contact.custom, self._settings.currency
                )
            revise(contact, ContactDraft, values, seen)
            contact.full_name = _full_name(contact)
            contact.name_key = fold(contact.full_name)
            unit.session.add(contact)
            if phones is not None:
                set_phones(
                    unit, contact.client_id, contact_id, phones, country=self._settings.country
                )
            if emails is not None:
                set_emails(unit, contact.client_id, contact_id, emails)
            unit.about("contact", contact_id, name=contact.full_name, client=_of(unit, contact))

    def archive(self, contact_id: int) -> None:
        """Put a person away, with their numbers: they are not called and not found any more."""
        with self._write("contact.archive") as unit:
            contact = unit.get(Contact, contact_id)
            if contact.archived_at is None:
                contact.archived_at = unit.now
            unit.session.add(contact)
            unit.about("contact", contact_id, name=contact.full_name, client=_of(unit, contact))

    def unarchive(self, contact_id: int) -> None:
        """Take a person back."""
        with self._write("contact.unarchive") as unit:
            contact = unit.get(Contact, contact_id)
            contact.archived_at = None
            unit.session.add(contact)
            unit.about("contact", contact_id, name=contact.full_name, client=_of(unit, contact))

    def reorder(self, client_id: int, ids: Sequence[int]) -> None:
        """Put people in this order of calling; those not named follow as they stood."""
        with self._write("contact.reorder") as unit:
            client = unit.get(Client, client_id)
            there = unit.session.exec(
                select(Contact).where(Contact.client_id == client_id)
                .order_by(col(Contact.position), col(Contact.id))
            ).all()  # fmt: skip
            known = {contact.id: contact for contact in there}
            wanted = list(dict.fromkeys(ids))
            for id_ in wanted:
                if id_ not in known:
                    raise Invalid("contacts", "not_a_choice", value=id_)
            ordered = [known[id_] for id_ in wanted]
            ordered += [contact for contact in there if contact.id not in wanted]
            for position, contact in enumerate(ordered):
                if contact.position != position:
                    contact.position = position
                    unit.session.add(contact)
            unit.about("client", client_id, client=client.name)

    def consent(
        self,
        client_id: int,
        *,
        given: bool,
        evidence: str,
        channel: str = Channel.PHONE,
        purpose: str = ConsentPurpose.SALES,
        contact_id: int | None = None,
    ) -> int:
        """Record a yes or a no, with its evidence; answers with its number. Never edited.

        A yes to sales calls lifts a do-not-call; a no to them does not set one, it only stands.
        """
        from pipeline_tui.services.clients import allow_calls

        if not evidence.strip():
            raise Invalid("evidence", "required")
        if channel not in tuple(Channel):
            raise Invalid("channel", "not_a_choice", value=channel)
        if purpose not in tuple(ConsentPurpose):
            raise Invalid("purpose", "not_a_choice", value=purpose)
        with self._write("consent.record") as unit:
            client = unit.get(Client, client_id)
            said = unit.add(
                Consent(
                    client_id=client_id, contact_id=contact_id, channel=str(channel),
                    purpose=str(purpose), given=given, recorded_at=unit.now,
                    evidence=evidence.strip(),
                )
            )  # fmt: skip
            if given and channel == Channel.PHONE and purpose == ConsentPurpose.SALES:
                allow_calls(unit, client)
            unit.about("client", client_id, client=client.name)
            return said.id or 0


def _trimmed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: " ".join(value.split()) if name in _NAMES and isinstance(value, str) else value
        for name, value in values.items()
    }


def _full_name(contact: ContactDraft) -> str:
    return person_name(contact.last_name, contact.first_name, contact.patronymic)


def _of(unit: Unit, contact: Contact) -> str:
    return unit.get(Client, contact.client_id).name
