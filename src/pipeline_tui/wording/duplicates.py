"""Why two clients may be one, in words; and fields of clients as values to choose between."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline_tui.domain.duplicates import SURE, Comparison, MergeRow, PairRow, Reason, Sign
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording import formats
from pipeline_tui.wording.labels import label

_SIGNS: dict[Sign, str] = {
    Sign.INN: N_("same INN {text}"),
    Sign.PHONE: N_("same phone {text}"),
    Sign.EMAIL: N_("same e-mail {text}"),
    Sign.DOMAIN: N_("same site or mail domain {text}"),
    Sign.NAME: N_("same name"),
    Sign.SPELLING: N_("same name, spelt in another way"),
    Sign.NEAR: N_("nearly the same name"),
    Sign.SLIPS: N_("nearly the same name"),
    Sign.BARE: N_("nothing else is known of one of them"),
    Sign.INITIALS: N_("same surname and initials"),
    Sign.PART: N_("one name is part of the other"),
    Sign.CITY: N_("same city"),
    Sign.OTHER_INN: N_("but different INNs"),
    Sign.BRANCH: N_("but different KPPs: branches?"),
    Sign.OTHER_CITY: N_("but different cities"),
    Sign.OTHER_NUMBER: N_("but different numbers in the names"),
    Sign.OTHER_PERSON: N_("but another first name"),
    Sign.OTHER_NAME: N_("but different names"),
}
_FIELDS = {
    "contacts": N_("Contacts"),
    "phones": N_("Phones"),
    "emails": N_("E-mails"),
    "tags": N_("Tags"),
}
_SHORT = ("credit_limit_minor", "payment_terms_days")
"""Fields whose labels stand under the name without its unit."""
_CODES = {"kind": "client_kind", "status": "client_status"}


def reason(found: Reason) -> str:
    """One sign in words."""
    text = found.text
    if found.sign is Sign.PHONE:
        text = formats.phone(f"+{text}" if len(text) > 10 else None, text)
    return _(_SIGNS[found.sign]).format(text=text)


def reasons(found: tuple[Reason, ...]) -> str:
    """All signs of a pair in one line, those for it first."""
    return ", ".join(map(reason, found))


def score(row: PairRow) -> str:
    """The score with its meaning."""
    return f"{row.score} {_('surely') if row.score >= SURE else _('maybe')}"


def field(name: str) -> str:
    """A field of a client as it is called."""
    if name in _FIELDS:
        return _(_FIELDS[name])
    return label(
        "field", name.removesuffix("_minor").removesuffix("_days") if name in _SHORT else name
    )


def value(name: str, found: Any, currency: str) -> str:
    """A stored value as it is read."""
    if found in (None, ""):
        return "—"
    if name in _CODES:
        return label(_CODES[name], str(found))
    if name == "phones":
        numbers = str(found).split("; ")
        return "; ".join(
            formats.phone(one if one.startswith("+") else None, one) for one in numbers
        )
    if name.endswith("_minor"):
        return formats.money(int(found), currency)
    if name == "verified_on":
        return formats.day_plain(date.fromisoformat(str(found)))
    return " ".join(str(found).split())


def moves(found: Comparison) -> str:
    """What goes over to the client that stays."""
    parts = [f"{label('record', kind)}: {count}" for kind, count in found.moves]
    return ", ".join(parts) or _("nothing hangs on it")


def merge(row: MergeRow) -> str:
    """A merge of the past: “merged with Ромашка on 3 March 2026”."""
    return _("merged with {name} on {day}").format(
        name=row.name, day=formats.day_plain(row.merged_at.date())
    )
