"""What a filter line says, as a tree. Every node is true or false of a client."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from pipeline_tui.domain.clients import name_words, search_digits

Op = Literal["=", "<", "<=", ">", ">="]


class Words(Struct, frozen=True):
    """Free text: every word, or every e-mail, or any spelling of a run of digits is found."""

    text: str
    words: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()
    """Spellings of a number, any of which may be found; the text is then no name."""
    emails: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    """Beginnings of words to be found in deals and notes, in place of the rest."""

    @classmethod
    def of(cls, text: str) -> Words:
        """What a typed text means."""
        text = text.strip()
        if digits := search_digits(text):
            return cls(text, digits=tuple(digits))
        parts = text.split()
        emails = tuple(dict.fromkeys(part.lower() for part in parts if "@" in part))
        words = name_words(" ".join(part for part in parts if "@" not in part))
        return cls(text, words=tuple(dict.fromkeys(words)), emails=emails)


class OneOf(Struct, frozen=True):
    """A text field that begins with one of these folded values, or has one of these codes; an empty
    value stands for nothing being there."""

    field: str
    values: tuple[str, ...]


class Figure(Struct, frozen=True):
    """A sum or a count against a number. Money is in whole units, of `currency` or, where it is
    empty, of the user's own; a client without any has 0."""

    field: str
    op: Op
    number: Decimal
    currency: str = ""


class Edge(Struct, frozen=True):
    """A day: a date, or so many days from today, back where negative."""

    day: date | None = None
    shift: int = 0

    def on(self, today: date) -> date:
        """Which day it is."""
        return (today if self.day is None else self.day) + timedelta(days=self.shift)

    def after(self, days: int) -> Edge:
        """The day so many days later."""
        return replace(self, shift=self.shift + days)


class Within(Struct, frozen=True):
    """A day from `since` on and before `until`. What never was counts as the longest ago: it is
    within where `since` is open. A step that is not planned is within nothing."""

    field: str
    since: Edge | None = None
    until: Edge | None = None


class Flag(Struct, frozen=True):
    """One of `fields.FLAGS`."""

    name: str


class Own(Struct, frozen=True):
    """A field of the user's own, by its folded name: is one of `values`, folded, or with `op` compares
    so with the first of them; or, without any, is there. What the values mean is told by the kind of
    the field (`values.own_…`), which the file knows."""

    name: str
    values: tuple[str, ...] = ()
    op: Op | None = None


class Not(Struct, frozen=True):
    """The contrary."""

    part: Node


class All(Struct, frozen=True):
    """Every one of these; all clients where there is none."""

    parts: tuple[Node, ...] = ()


class Either(Struct, frozen=True):
    """At least one of these."""

    parts: tuple[Node, ...]


Node = Words | OneOf | Figure | Within | Flag | Own | Not | All | Either


class ClientFilter(Struct, frozen=True):
    """Whom to keep. Without `archived` anywhere in it, of those in work only."""

    where: All = All()

    @property
    def is_empty(self) -> bool:
        """Whether it keeps everything in work."""
        return not self.where.parts

    @property
    def text(self) -> str:
        """The free text that all of the rest is narrowed by, for trying other spellings of it;
        empty for a number."""
        found = self.words
        return "" if found is None or found.digits else found.text

    @property
    def archived_too(self) -> bool:
        """Whether those put away are asked about."""
        return mentions(self.where, "archived")

    @property
    def words(self) -> Words | None:
        """The free text that all of the rest is narrowed by."""
        return next((part for part in self.where.parts if isinstance(part, Words)), None)


def reread(asked: ClientFilter, words: Words) -> ClientFilter:
    """The same filter with other free text, such as the same words on the other layout."""
    parts = tuple(words if isinstance(part, Words) else part for part in asked.where.parts)
    return ClientFilter(All(parts))


def mentions(node: Node, flag: str) -> bool:
    """Whether a flag stands anywhere in it."""
    match node:
        case Flag(name):
            return name == flag
        case Not(part):
            return mentions(part, flag)
        case All(parts) | Either(parts):
            return any(mentions(part, flag) for part in parts)
    return False
