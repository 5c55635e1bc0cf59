"""Rules of the client base: how names are folded, numbers checked, and what a list row shows."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct

from pipeline_tui.domain import lengths
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.firm_names import without_forms, words_of

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


_MARKED = "ёàáâãäåāăąçćčèéêëēėęěìíîïīįıðďñńňòóôõöøōőùúûüūůűýÿžźżšśşťţřłľğ"
_UNMARKED = "еaaaaaaaaaccceeeeeeeeiiiiiiiddnnnoooooooouuuuuuuyyzzzsssttrllg"
_PLAIN = str.maketrans(_MARKED, _UNMARKED)
"""Nobody types the dots of `Müller` on a Russian keyboard."""


def fold(text: str) -> str:
    """Case, ё/е, marks of Latin letters and inner spacing made equal: what search compares."""
    lower = text.casefold()
    if not lower.isascii():
        lower = lower.translate(_PLAIN)
    return " ".join(lower.split())


def client_key(name: str) -> str:
    """The folded name without quotes, punctuation and legal form, for sorting and look-up.

    A name that is nothing but a legal form keeps it, so that no key is ever empty for a real name.
    """
    words = words_of(fold(name))
    return " ".join(without_forms(words) or words) or fold(name)


def person_name(last: str, first: str, patronymic: str) -> str:
    """Фамилия Имя Отчество where it is written in Cyrillic, else First Last; whatever is known."""
    parts = [last.strip(), first.strip(), patronymic.strip()]
    if not _CYRILLIC.search("".join(parts)):
        parts = [parts[1], parts[2], parts[0]]
    return " ".join(part for part in parts if part)


def check_inn(value: str) -> str:
    """The ИНН without spaces, checksum verified (python-stdnum)."""
    from stdnum.exceptions import ValidationError
    from stdnum.ru import inn

    try:
        return str(inn.validate(value))
    except ValidationError as error:
        raise Invalid("inn", "bad_inn", value=value) from error


def check_zone(value: str) -> str:
    """The name of an IANA time zone; raises Invalid bad_zone."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(value.strip()).key
    except (OSError, ValueError, KeyError) as error:
        raise Invalid("time_zone", "bad_zone", value=value) from error


class PhoneParts(Struct, frozen=True):
    """A typed number taken apart: E.164 where it is certain, else only its digits."""

    typed: str
    e164: str | None
    digits: str
    extension: str


_EXTENSION = re.compile(r"(?:доб\.?|вн\.?|ext\.?|x|#)\s*(\d{1,10})\s*$", re.IGNORECASE)
_BETWEEN_DIGITS = dict.fromkeys(map(ord, "+() -"))
"""What a plain number has besides digits; one without more is spared two searches."""
_NOT_DIGIT = re.compile(r"\D+")


def read_phone(typed: str, country: str = "RU") -> PhoneParts:
    """Take a typed number apart. Never fails: what cannot be understood stays as typed.

    Plain Russian numbers take a short way, because the phonenumbers library costs 20 µs a number
    and 100 ms to import.
    """
    body = typed.strip()
    extension = ""
    digits = body.translate(_BETWEEN_DIGITS)
    if not (digits.isascii() and digits.isdigit()):
        found = _EXTENSION.search(body)
        if found and len(_NOT_DIGIT.sub("", body[: found.start()])) >= 5:
            extension = found.group(1)
            body = body[: found.start()].rstrip(" ,;-")
        digits = _NOT_DIGIT.sub("", body)
    e164: str | None = None
    if country == "RU" and len(digits) == 11 and digits[0] in "78" and digits[1] in "3489":
        if not body.startswith("+8"):
            digits = "7" + digits[1:]
            e164 = "+" + digits
    elif country == "RU" and len(digits) == 10 and digits[0] == "9" and not body.startswith("+"):
        digits = "7" + digits
        e164 = "+" + digits
    elif len(digits) >= 7:
        import phonenumbers

        try:
            number = phonenumbers.parse(body, country)
        except phonenumbers.NumberParseException:
            number = None
        if number is not None and phonenumbers.is_possible_number(number):
            e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            digits = e164[1:]
    return PhoneParts(typed=typed.strip(), e164=e164, digits=digits, extension=extension)


_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")


def read_email(typed: str) -> str:
    """An address in lower case; raises Invalid bad_email, too_long."""
    address = typed.strip().lower()
    if len(address) > lengths.EMAIL:
        raise Invalid("emails", "too_long", max_length=lengths.EMAIL)
    if not _EMAIL.fullmatch(address):
        raise Invalid("emails", "bad_email", value=typed.strip())
    return address


def name_words(text: str) -> list[str]:
    """Words of a name that a search goes by: folded, without punctuation and legal forms."""
    return without_forms(words_of(fold(text)))


def search_digits(text: str) -> list[str]:
    """Runs of digits by which a typed number may be stored: a Russian 8 is a 7 there.

    Empty when the text holds letters or fewer than three digits.
    """
    digits = _NOT_DIGIT.sub("", text)
    if len(digits) < 3 or _NOT_NUMBER.search(text):
        return []
    found = [digits]
    if digits.startswith("00") and len(digits) > 7:
        found = [digits[2:]]
    elif digits[0] == "8" and len(digits) > 3 and not text.lstrip().startswith("+"):
        found.append("7" + digits[1:])
    if len(digits) == 11 and digits[0] in "78":
        found.append(digits[1:])  # it may have been kept without the code of the country
    return found


_NOT_NUMBER = re.compile(r"[^\d\s()+.,/#-]")

SUMS = tuple[tuple[str, int], ...]
"""Money by currency, (currency, minor units): sums of different currencies are never added."""

VERIFY_AFTER_DAYS = 180
"""Data of a client that nobody has looked through for so long is not to be trusted."""


class ConsentPurpose(StrEnum):
    """What somebody agreed to, or refused."""

    SALES = "sales"
    """To be called or written to with an offer."""
    MAILING = "mailing"
    """To get mailings about offers and promotions."""
    PERSONAL_DATA = "personal_data"
    """To have their data kept and worked with."""


class ClientRow(Struct, frozen=True):
    """A line of the client list."""

    id: int
    name: str
    kind: str
    status: str
    abc: str | None
    city: str
    industry: str
    owner: str
    phone: str | None
    """In E.164 where it could be understood, else as typed."""
    open_deals: int
    open_sums: SUMS
    debt: SUMS
    overdue: SUMS
    last_touch: datetime | None
    next_step: date | None
    next_at: datetime | None
    tags: tuple[str, ...]
    snoozed_until: date | None
    archived: bool
    region: str = ""
    country: str = ""
    source: str = ""
    created: datetime | None = None
    verified_on: date | None = None
    turnover: SUMS = ()
    """Paid in the last twelve months, where it was asked for."""
    attempts: int = 0
    """Unanswered calls in a row, where it was asked for."""
    custom: dict[str, Any] = {}
    """The user's own fields."""


class ClientHit(Struct, frozen=True):
    """A client found; by what, says `found_by.FoundBy`."""

    id: int
    name: str
    city: str
    matched: str
    why: str
    contact_id: int | None = None


class Twin(Struct, frozen=True):
    """A client that may be the one being entered; `same` names what agrees: inn, phone, email,
    domain (of the e-mail), name, or near for a name with a slip in it or in the other alphabet."""

    id: int
    name: str
    city: str
    same: tuple[str, ...]
    archived: bool
