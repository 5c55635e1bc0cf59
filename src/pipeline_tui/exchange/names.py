"""A person's name in one cell, taken apart: фамилия, имя, отчество, or first and last name."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline_tui.exchange.values import clean

_PATRONYMIC = re.compile(r"(?:вич|ьич|кич|мич|тич|вна|чна|шна|оглы|кызы|улы)$", re.IGNORECASE)
_SURNAME = re.compile(
    r"(?:[оеё]в|ин|ын|ск[ио]й|цк[ио]й|[оеё]ва|ина|ына|ская|цкая|енко|чук|юк|ец|дзе|швили|ян|их|ых)$",
    re.IGNORECASE,
)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_TITLE = re.compile(r"(?:mr|mrs|ms|miss|dr|prof|г-н|г-жа)\.?\s+", re.IGNORECASE)


class PersonName(NamedTuple):
    """Parts of a name; empty where not known."""

    last: str
    first: str
    patronymic: str


def split_name(text: str) -> PersonName:
    """The parts of a full name.

    "Doe, John" and "Фамилия Имя Отчество" lead with the surname, "John Doe" ends with it. Of two
    Russian words the one with a surname's ending is the surname, else the first.
    """
    text = _TITLE.sub("", " ".join(clean(text).split()), count=1)
    before, comma, after = text.partition(",")
    if comma and before.strip() and after.strip():
        return PersonName(before.strip(), *_given(after.split()))
    words = text.replace(",", " ").split()
    if len(words) < 2:
        return PersonName("", text.strip(" ,"), "")
    if not _CYRILLIC.search(text):
        return PersonName(words[-1], " ".join(words[:-1]), "")
    if len(words) > 2:
        if _PATRONYMIC.search(words[1]):  # Иван Иванович Петров
            return PersonName(" ".join(words[2:]), words[0], words[1])
        return PersonName(words[0], *_given(words[1:]))
    if _PATRONYMIC.search(words[1]) and not _SURNAME.search(words[0]):
        return PersonName("", words[0], words[1])
    if _SURNAME.search(words[1]) and not _SURNAME.search(words[0]):
        return PersonName(words[1], words[0], "")
    return PersonName(words[0], words[1], "")


def _given(words: list[str]) -> tuple[str, str]:
    if len(words) > 1 and _PATRONYMIC.search(words[-1]):
        return " ".join(words[:-1]), words[-1]
    if len(words) > 1 and _CYRILLIC.search(words[0]):
        return words[0], " ".join(words[1:])
    return " ".join(words), ""
