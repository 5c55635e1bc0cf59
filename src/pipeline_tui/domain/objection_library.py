"""The objection library as it goes into a file and comes out of one."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.errors import Invalid, Problem

FIELDS = ("name", "company", "product", "price", "competitor", "me", "our_company")
"""What an answer may name in braces; a card fills it in."""

_FIELD = re.compile(r"\{(\w+)\}")


def check_fields(part: str, text: str) -> None:
    """Raises Invalid answer_field at `part` for a word in braces that no card fills in: it would be read
    aloud as it stands."""
    for name in _FIELD.findall(text):
        if name not in FIELDS:
            raise Invalid(part, "answer_field", name=name, known=", ".join(FIELDS))


class KeptAnswer(Struct, frozen=True):
    """An answer; `code` is of the starter set, empty for one's own. Tags are where it is meant for:
    codes of stages, segments and products by name, one after a comma; empty is everywhere."""

    text: str
    follow_up: str = ""
    technique: str = ""
    stages: str = ""
    segments: str = ""
    products: str = ""
    code: str = ""
    retired: bool = False
    row: int = 0
    """Where it begins in the file it was read from."""


class KeptKind(Struct, frozen=True):
    """A kind with its answers. One of ours has its `code`, and a `name` only where the user gave it
    one; one's own kind has a name and no code. `heard` are phrases, one a line."""

    answers: tuple[KeptAnswer, ...]
    code: str = ""
    name: str = ""
    heard: str = ""
    behind: str = ""
    probe: str = ""
    retired: bool = False
    row: int = 0


class Fate(StrEnum):
    """What becomes of a kind or an answer of a file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


class BroughtLine(Struct, frozen=True):
    """A kind or an answer of a file: the `row` where it begins, what became of it, the code or name of
    the kind, the text of the answer (empty for the kind itself). `fields` were changed; of one that
    was refused they are the wrong one, and `problem` says why."""

    row: int
    fate: Fate
    kind: str
    answer: str = ""
    fields: tuple[str, ...] = ()
    problem: Problem | None = None


class Brought(Struct, frozen=True):
    """What an import did, or would do, line by line in the order of the file."""

    file: str
    lines: tuple[BroughtLine, ...] = ()

    @property
    def kinds(self) -> int:
        """Kinds that are new."""
        return sum(one.fate is Fate.NEW and not one.answer for one in self.lines)

    @property
    def answers(self) -> int:
        """Answers that are new."""
        return sum(one.fate is Fate.NEW and bool(one.answer) for one in self.lines)

    @property
    def changed(self) -> int:
        """Kinds and answers that were changed."""
        return sum(one.fate is Fate.CHANGED for one in self.lines)

    @property
    def same(self) -> int:
        """Answers that were there as they are."""
        return sum(one.fate is Fate.SAME and bool(one.answer) for one in self.lines)

    @property
    def refused(self) -> tuple[BroughtLine, ...]:
        """What was not taken."""
        return tuple(one for one in self.lines if one.fate is Fate.REFUSED)


def tags(text: str) -> tuple[str, ...]:
    """Tags as they are compared: each once, none empty, spaces around them gone."""
    return tuple(dict.fromkeys(filter(None, (one.strip() for one in text.split(",")))))
