"""Letters about a debt: which step writes one, about what, and how a text takes its facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from pipeline_tui.domain.clients import SUMS
from pipeline_tui.domain.dunning import LADDER, DunningStep, Reminders
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.ranking.debt_law import Limit

STEPS: tuple[DunningStep, ...] = tuple(step for _day, step in LADDER)
"""Steps that have a letter, in the order of the ladder."""
FIELDS = (
    "client", "sum", "days", "due", "invoices", "interest", "today", "requisites", "owner",
)  # fmt: skip
"""What a text may hold in braces."""
_FIELD = re.compile(r"\{[^\S\n]*([^{}\n]*?)[^\S\n]*\}")
_RUSSIAN = frozenset({"RU", "BY", "KZ", "KG", "AM", "TJ", "UZ", "AZ", "MD", "TM"})
"""Countries whose firms are written to in Russian."""


class Way(StrEnum):
    """How a step was taken: by a message that a draft was made of, on paper, or without us."""

    MESSAGE = "message"
    PAPER = "paper"
    HAND = "hand"


class Template(Struct, frozen=True):
    """A text with fields in braces, and where it comes from: the user's file, or none for ours."""

    subject: str
    text: str
    file: Path | None = None


class LetterPart(Struct, frozen=True):
    """An instalment that a letter asks for. Days are past its due day, none before it."""

    invoice_id: int
    number: str
    issued_on: date
    due_on: date
    open_minor: int
    currency: str


class LetterFacts(Struct, frozen=True):
    """What a letter says: to whom, about which debts, with which words."""

    client_id: int
    name: str
    step: DunningStep
    language: str
    today: date
    parts: tuple[LetterPart, ...]
    sums: SUMS
    interest: SUMS
    email: str
    template: Template
    limited: bool = False
    """Whether the law limits messages about the debt: the client is a natural person."""
    held: Limit | None = None
    """Which of its limits forbids a message now, and until when."""
    opens_at: datetime | None = None

    @property
    def due_on(self) -> date:
        """The oldest due day."""
        return min(part.due_on for part in self.parts)

    @property
    def days(self) -> int:
        """Days past it; none before."""
        return max(0, (self.today - self.due_on).days)


class Letter(Struct, frozen=True):
    """A letter to be read over and sent by the user."""

    to: str
    subject: str
    text: str


def language_of(country: str) -> str:
    """The language that a client of this country is written to in."""
    return "ru" if country.upper() in _RUSSIAN else "en"


def asks_for(step: DunningStep, due_on: date, today: date, ladder: Reminders = LADDER) -> bool:
    """Whether a step asks for a debt of this due day: the reminders before it, the others after."""
    if step is DunningStep.REMINDER:
        first = next((days for days, one in ladder if one is step), LADDER[0][0])
        return today <= due_on <= today - timedelta(days=first)
    if step is DunningStep.DUE_TODAY:
        return due_on <= today
    return due_on < today


def parse(content: str, file: Path) -> Template:
    """A text of the user's: the subject, an empty line, the letter. Raises Invalid letter_form."""
    subject, _line, text = content.strip().partition("\n")
    if not text.strip():
        raise Invalid("text", "letter_form", file=file.name)
    return Template(subject.strip(), text.strip(), file)


def check_fields(text: str) -> None:
    """Raises Invalid letter_field for a field that there is none of."""
    for name in _FIELD.findall(text):
        if name not in FIELDS:
            raise Invalid("text", "letter_field", name=name, known=", ".join(FIELDS))


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with its fields filled in; a line that held nothing but an empty field goes.

    Raises as `check_fields`.
    """
    check_fields(text)
    lines = []
    for line in text.strip().split("\n"):
        filled = _FIELD.sub(lambda found: values[found[1]], line)
        if filled.strip() or not line.strip():
            lines.append(filled.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
