"""Contacts as vCard 4.0 (RFC 6350), for a phone's address book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from msgspec import Struct

from pipeline_tui.exchange.content_lines import escaped, folded

_RUSSIAN_MOBILE = "+79"


class Tel(Struct, frozen=True):
    """A number in E.164 where it is known, else only as typed."""

    e164: str | None
    typed: str
    extension: str = ""


class Card(Struct, frozen=True):
    """A person, or (`is_firm`) a company. `uid` stays the same from one export to the next."""

    uid: str
    name: str
    family: str = ""
    given: str = ""
    additional: str = ""
    is_firm: bool = False
    company: str = ""
    title: str = ""
    role: str = ""
    phones: tuple[Tel, ...] = ()
    emails: tuple[str, ...] = ()
    birthday: date | None = None
    street: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    website: str = ""


def written(cards: Iterable[Card], made_at: datetime) -> Iterator[str]:
    """The text of the file, card by card."""
    revised = made_at.strftime("%Y%m%dT%H%M%SZ")
    for card in cards:
        yield "".join(folded(name, value) for name, value in _lines(card, revised))


def _lines(card: Card, revised: str) -> Iterator[tuple[str, str]]:
    yield "BEGIN", "VCARD"
    yield "VERSION", "4.0"
    yield "UID", escaped(card.uid)
    yield "KIND", "org" if card.is_firm else "individual"
    yield "FN", escaped(card.name)
    if not card.is_firm:
        yield "N", ";".join(map(escaped, (card.family, card.given, card.additional, "", "")))
    if card.company:
        yield "ORG", escaped(card.company)
    if card.title:
        yield "TITLE", escaped(card.title)
    if card.role:
        yield "ROLE", escaped(card.role)
    for place, phone in enumerate(card.phones):
        yield _phone(phone, 1 if place == 0 and len(card.phones) > 1 else None)
    for address in card.emails:
        yield "EMAIL;TYPE=work", escaped(address)
    if card.birthday is not None:
        yield "BDAY", card.birthday.strftime("%Y%m%d")
    place_parts = ("", "", card.street, card.city, card.region, "", card.country)
    if any(place_parts):
        yield "ADR;TYPE=work", ";".join(map(escaped, place_parts))
    if card.website:
        yield "URL", escaped(card.website)
    yield "REV", revised
    yield "END", "VCARD"


def _phone(phone: Tel, preference: int | None) -> tuple[str, str]:
    kind = "cell" if (phone.e164 or "").startswith(_RUSSIAN_MOBILE) else "work"
    name = f"TEL;TYPE={kind}" + (f";PREF={preference}" if preference else "")
    if phone.e164 is None:
        more = f" ext. {phone.extension}" if phone.extension else ""
        return name, escaped(phone.typed + more)
    more = f";ext={phone.extension}" if phone.extension else ""
    return name + ";VALUE=uri", f"tel:{phone.e164}{more}"
