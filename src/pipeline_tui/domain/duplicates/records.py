"""What of a client is compared, and how it is read: numbers as they were meant, domains of one firm."""

from __future__ import annotations

import re

from msgspec import Struct

FREE_MAIL = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "mail.ru",
        "bk.ru",
        "list.ru",
        "inbox.ru",
        "internet.ru",
        "yandex.ru",
        "yandex.com",
        "ya.ru",
        "yandex.by",
        "yandex.kz",
        "rambler.ru",
        "lenta.ru",
        "ro.ru",
        "icloud.com",
        "me.com",
        "mac.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "msn.com",
        "yahoo.com",
        "yahoo.co.uk",
        "aol.com",
        "proton.me",
        "protonmail.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "t-online.de",
        "ukr.net",
        "tut.by",
        "qq.com",
        "163.com",
        "126.com",
        "seznam.cz",
        "wp.pl",
        "libero.it",
        "orange.fr",
        "free.fr",
        "zoho.com",
        "example.com",
        "example.org",
        "example.net",
    ]
)
"""Mail that anybody has: the same domain says nothing."""
_SHARED_SITES = frozenset(
    [
        "vk.com",
        "vk.ru",
        "ok.ru",
        "t.me",
        "facebook.com",
        "instagram.com",
        "youtube.com",
        "linkedin.com",
        "avito.ru",
        "wa.me",
        "taplink.cc",
        "tilda.ws",
        "wixsite.com",
        "narod.ru",
        "ucoz.ru",
        "github.io",
        "2gis.ru",
        "yandex.ru",
        "google.com",
        "twitter.com",
        "x.com",
    ]
)
_SECOND_LEVEL = frozenset(["co", "com", "org", "net", "gov", "edu", "ac", "msk", "spb"])


def own_domain(address: str) -> str:
    """The domain of a site or of an e-mail that belongs to one firm; empty where it may be anybody's.

    `https://www.shop.romashka.ru/contacts`, `info@romashka.ru` → `romashka.ru`.
    """
    host = address.strip().lower().rpartition("@")[2]
    host = host.partition("://")[2] or host
    host = re.split(r"[/?#:\s]", host, maxsplit=1)[0].rstrip(".")
    labels = host.split(".")
    if len(labels) < 2 or not all(labels):
        return ""
    wide = len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2
    site = ".".join(labels[-3 if wide else -2 :])
    if site in _SHARED_SITES:
        return ""
    return "" if site in FREE_MAIL else site


def read_inn(text: str | None) -> str:
    """ИНН as it was meant: without spaces, without the `.0` of a spreadsheet, with the leading nought
    that a spreadsheet eats. Empty where it is none by its length."""
    digits = re.sub(r"\D", "", re.sub(r"[.,]0+$", "", (text or "").strip()))
    if len(digits) in (9, 11):
        digits = "0" + digits
    return digits if len(digits) in (10, 12) and len(set(digits)) > 1 else ""


class Record(Struct, frozen=True, gc=False):
    """What of a client is compared. Phones are E.164 without the plus, or digits.

    The garbage collector leaves it alone, for it is in no cycle: looking through the records of a large
    base it would keep the screen waiting for half a second.
    """

    id: int
    name: str
    kind: str = "company"
    inn: str = ""
    kpp: str = ""
    city: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    @property
    def bare(self) -> bool:
        """Whether nothing but its name and city is known."""
        return not (self.inn or self.phones or self.emails or self.domains)
