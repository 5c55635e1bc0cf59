"""The line that filters a client list: words, and `key:value` for what words cannot say.

    ромашка казань              every word in the name, a contact, the city, a phone, ИНН or e-mail
    status:active city:Казань   a field; quotes hold spaces: city:"Нижний Новгород"
    tag:vip tag:опт             both tags
    class:A owner:Анна          as stored, without regard to case
    debt overdue nostep         owes, owes past the due day, has nothing planned
    archived                    those put away, instead of those in work

Keys and flags are understood in English and in Russian. A value is enough in its first letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from pipeline_tui.domain.clients import fold, name_words, search_digits
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.vocabulary import ClientStatus

KEYS: Mapping[str, tuple[str, ...]] = {
    "status": ("status", "статус"),
    "abc": ("class", "abc", "класс"),
    "city": ("city", "город"),
    "tag": ("tag", "тег", "метка"),
    "owner": ("owner", "manager", "менеджер"),
    "industry": ("industry", "отрасль"),
    "source": ("source", "источник"),
}
FLAGS: Mapping[str, tuple[str, ...]] = {
    "debt": ("debt", "долг"),
    "overdue": ("overdue", "просрочка"),
    "nostep": ("nostep", "безшага"),
    "archived": ("archived", "архив"),
}
_STATUSES: Mapping[str, tuple[str, ...]] = {
    ClientStatus.LEAD: ("lead", "лид", "потенциальный", "новый"),
    ClientStatus.ACTIVE: ("active", "активный", "действующий"),
    ClientStatus.DORMANT: ("dormant", "спящий", "затих"),
    ClientStatus.LOST: ("lost", "потерянный", "ушедший", "потерян", "ушел"),
    ClientStatus.DO_NOT_CALL: (
        "do_not_call",
        "donotcall",
        "nocall",
        "незвонить",
        "не звонить",
        "do not call",
    ),
}
_CLASSES = {"а": "A", "в": "B", "с": "C", "б": "B", "ц": "C"}
_TOKEN = re.compile(r'([^\W\d_]\w*):(?:"([^"]*)("?)|(\S*))|"([^"]*)("?)|(\S+)')


class ClientFilter(Struct, frozen=True):
    """What to keep. Words and each kind of value are all to agree; tags too."""

    words: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()
    """Spellings of a number, any of which may be found; the text is then no name."""
    emails: tuple[str, ...] = ()
    text: str = ""
    """The free text as typed, for trying other spellings of it."""
    statuses: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether it keeps everything in work."""
        return self == ClientFilter()


def read_filter(line: str) -> ClientFilter:
    """Understand a filter line.

    Raises Invalid with the place, counted from 1: filter_unknown_key, filter_no_value,
    filter_unknown_status, filter_unknown_class, filter_open_quote.
    """
    values: dict[str, list[str]] = {key: [] for key in KEYS}
    flags: set[str] = set()
    free: list[str] = []
    for found in _TOKEN.finditer(line):
        key, quoted, closed, bare, phrase, phrase_closed, word = found.groups()
        if (quoted is not None and not closed) or (phrase is not None and not phrase_closed):
            raise Invalid("filter", "filter_open_quote", at=found.start() + 1)
        if key is not None:
            name = _name(KEYS, key)
            if name is None:
                raise Invalid("filter", "filter_unknown_key", at=found.start() + 1, text=key)
            value = (quoted if quoted is not None else bare).strip()
            if not value:
                raise Invalid("filter", "filter_no_value", at=found.end() + 1, text=key)
            values[name].append(_value(name, value, found.end() - len(value) + 1))
        elif phrase is not None:
            free.append(phrase)
        elif (flag := _name(FLAGS, word)) is not None:
            flags.add(flag)
        else:
            free.append(word)
    asked = ClientFilter(
        statuses=tuple(values["status"]), classes=tuple(values["abc"]),
        cities=tuple(values["city"]), tags=tuple(values["tag"]), owners=tuple(values["owner"]),
        industries=tuple(values["industry"]), sources=tuple(values["source"]),
        flags=frozenset(flags),
    )  # fmt: skip
    return reread(asked, " ".join(free))


def quoted(text: str) -> str:
    """Any text as a filter line of plain words: nothing in it is a key or a flag."""
    return '"' + text.replace('"', " ") + '"'


def reread(asked: ClientFilter, text: str) -> ClientFilter:
    """The same filter with other free text, such as the same words on the other layout."""
    text = text.strip()
    if digits := search_digits(text):
        return replace(asked, digits=tuple(digits), text=text, words=(), emails=())
    parts = text.split()
    emails = tuple(part.lower() for part in parts if "@" in part)
    words = tuple(name_words(" ".join(part for part in parts if "@" not in part)))
    return replace(asked, words=words, emails=emails, text=text, digits=())


def _name(table: Mapping[str, tuple[str, ...]], typed: str) -> str | None:
    typed = fold(typed)
    return next((name for name, words in table.items() if typed in words), None)


def _value(key: str, value: str, at: int) -> str:
    """A value as it is compared: folded, or the code it stands for."""
    folded = fold(value)
    if key == "status":
        for code, words in _STATUSES.items():
            if any(word.startswith(folded) for word in words):
                return code
        raise Invalid("filter", "filter_unknown_status", at=at, text=value)
    if key == "abc":
        letter = _CLASSES.get(folded, folded.upper())
        if letter not in ("A", "B", "C"):
            raise Invalid("filter", "filter_unknown_class", at=at, text=value)
        return letter
    return folded
