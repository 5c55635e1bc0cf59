"""The names that a filter line knows, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pipeline_tui.domain.vocabulary import ClientKind, ClientStatus


class Kind(StrEnum):
    """What a field holds, and so what can be asked of it."""

    TEXT = "text"
    """As stored, compared without regard to case; the first letters are enough."""
    CODE = "code"
    """One of a few words (`CODES`)."""
    MONEY = "money"
    NUMBER = "number"
    PAST = "past"
    """A day gone by: a span of time says how long ago."""
    AHEAD = "ahead"
    """A day to come: a span of time says how far ahead."""


FIELDS: Mapping[str, tuple[Kind, tuple[str, ...]]] = {
    "status": (Kind.CODE, ("status", "статус")),
    "abc": (Kind.CODE, ("class", "abc", "класс")),
    "kind": (Kind.CODE, ("kind", "вид", "лицо")),
    "city": (Kind.TEXT, ("city", "город")),
    "region": (Kind.TEXT, ("region", "регион", "область")),
    "country": (Kind.TEXT, ("country", "страна")),
    "tag": (Kind.TEXT, ("tag", "тег", "метка")),
    "owner": (Kind.TEXT, ("owner", "manager", "менеджер")),
    "industry": (Kind.TEXT, ("industry", "отрасль")),
    "source": (Kind.TEXT, ("source", "источник")),
    "debt": (Kind.MONEY, ("debt", "долг")),
    "overdue": (Kind.MONEY, ("overdue", "просрочка")),
    "deals": (Kind.MONEY, ("deals", "сделки")),
    "turnover": (Kind.MONEY, ("turnover", "оборот")),
    "attempts": (Kind.NUMBER, ("attempts", "попытки")),
    "last": (Kind.PAST, ("last", "touch", "касание", "контакт")),
    "created": (Kind.PAST, ("created", "создан", "заведен")),
    "verified": (Kind.PAST, ("verified", "проверен")),
    "next": (Kind.AHEAD, ("next", "step", "шаг")),
}
"""Field → what it holds, and its names, the one that help shows first in each language."""

CUSTOM = ("custom", "поле")
"""Names of the user's own fields stand behind one of these: custom:NAME."""

FLAGS: Mapping[str, tuple[str, ...]] = {
    "debt": ("debt", "долг"),
    "overdue": ("overdue", "просрочка"),
    "deal": ("deal", "сделка"),
    "nostep": ("nostep", "безшага"),
    "winback": ("winback", "вернуть"),
    "nophone": ("nophone", "безтелефона"),
    "unverified": ("unverified", "непроверен"),
    "duplicates": ("duplicates", "дубли"),
    "archived": ("archived", "архив"),
}

AND = ("and", "и")
OR = ("or", "или")
NOT = ("not", "не")
NOTHING = ("none", "нет")
"""A value that stands for an empty field."""
YES = ("yes", "да", "true", "1", "+")
NO = ("no", "нет", "false", "0", "-")
"""What a field of one's own that is answered by yes or no may be; there «нет» is the answer no."""

CODES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "status": {
        ClientStatus.LEAD: ("lead", "лид", "потенциальный", "новый"),
        ClientStatus.ACTIVE: ("active", "активный", "действующий"),
        ClientStatus.DORMANT: ("dormant", "спящий", "затих"),
        ClientStatus.LOST: ("lost", "потерянный", "ушедший", "потерян", "ушел"),
        ClientStatus.DO_NOT_CALL: (
            "do_not_call", "donotcall", "nocall", "незвонить", "не звонить", "do not call",
        ),
    },
    "abc": {"A": ("a", "а"), "B": ("b", "в", "б"), "C": ("c", "с", "ц")},
    "kind": {
        ClientKind.COMPANY: ("company", "компания", "организация", "юрлицо"),
        ClientKind.SOLE_TRADER: ("sole_trader", "soletrader", "trader", "ип", "предприниматель"),
        ClientKind.PERSON: ("person", "человек", "физлицо"),
    },
}  # fmt: skip
"""Field → stored code → the words for it, any of which may be cut short."""


def field_named(typed: str) -> str | None:
    """The field that a folded word names."""
    return next((field for field, (_kind, names) in FIELDS.items() if typed in names), None)


def flag_named(typed: str) -> str | None:
    """The flag that a folded word names."""
    return next((flag for flag, names in FLAGS.items() if typed in names), None)
