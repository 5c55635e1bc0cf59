"""The objection library and the call scripts that a new file is filled with.

They are package data, one file per language: a seller corrects them in place after that, so
these are only read when a file is created or when the user asks for what is missing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from msgspec import Struct

from pipeline_tui.domain.letters import Template

LANGUAGES: Final = ("ru", "en")

FIELDS: Final = frozenset(
    {
        "name",
        "company",
        "product",
        "price",
        "competitor",
        "me",
        "our_company",
        "invoice",
        "amount",
        "date",
    }
)
"""What a text may hold in braces. `name` is the contact as addressed, `company` the client,
`me` and `our_company` the seller; money and dates come as text, already in the user's language."""

_FIELD = re.compile(r"\{(\w+)\}")
_OPENS = re.compile(r"(?:^|[.!?]\s+)$")


class StarterAnswer(Struct, frozen=True):
    """One thing to say: `code` is stable for good, so that statistics survive an edited text."""

    code: str
    technique: str
    text: str
    follow_up: str | None


class StarterKind(Struct, frozen=True):
    """One kind of objection. `heard` holds lower-case phrases as clients say them."""

    code: str
    title: str
    behind: str
    probe: str
    heard: tuple[str, ...]
    answers: tuple[StarterAnswer, ...]


class StarterScript(Struct, frozen=True):
    """How to open and steer one situation of call; no `voicemail` where the other side called."""

    code: str
    title: str
    goal: str
    openings: tuple[str, ...]
    steps: tuple[str, ...]
    close: str
    voicemail: str


@cache
def kinds(language: str) -> tuple[StarterKind, ...]:
    """All kinds of objection in `language` (unknown languages get English), most frequent first."""
    return tuple(
        StarterKind(
            code=kind["code"],
            title=kind["title"],
            behind=kind["behind"],
            probe=kind["probe"],
            heard=tuple(kind["heard"]),
            answers=tuple(
                StarterAnswer(a["code"], a["technique"], a["text"], a.get("follow_up"))
                for a in kind["answers"]
            ),
        )
        for kind in _load("objections", language)["kinds"]
    )


@cache
def scripts(language: str) -> tuple[StarterScript, ...]:
    """All scripts in `language` (unknown languages get English)."""
    return tuple(
        StarterScript(
            code=script["code"],
            title=script["title"],
            goal=script["goal"],
            openings=tuple(script["openings"]),
            steps=tuple(script["steps"]),
            close=script["close"],
            voicemail=script.get("voicemail", ""),
        )
        for script in _load("scripts", language)["scripts"]
    )


def script(code: str, language: str) -> StarterScript | None:
    """The script of one situation, or None for a situation without one."""
    return next((s for s in scripts(language) if s.code == code), None)


def letter(step: str, language: str) -> Template:
    """The letter of a step of the reminder ladder (unknown languages get English)."""
    found = _load("letters", language)[step]
    return Template(found["subject"], found["text"].strip())


@cache
def blanks(language: str) -> Mapping[str, str]:
    """The words to say instead of a field that nobody has filled in."""
    return {**_load("objections", language)["blanks"], **_load("scripts", language)["blanks"]}


def fill(text: str, facts: Mapping[str, str | None], language: str) -> str:
    """`text` ready to be read aloud: no braces stay, whatever `facts` lack.

    A missing field gives way to its blank ("your current supplier"). One without a blank (a name)
    disappears with the comma that held it. Braces that are not fields are the user's own and stay.
    """
    spare = blanks(language)
    known = {f: (facts.get(f) or "").strip() for f in FIELDS}
    lost = [f for f in sorted(FIELDS) if not known[f] and f not in spare]
    if lost:
        gone = rf"\{{(?:{'|'.join(lost)})\}}"
        lead = rf"(^|[.!?]\s+){gone}[,:]?\s*(\w?)"
        text = re.sub(lead, lambda m: m[1] + m[2].upper(), text)
        text = re.sub(rf",?\s+(?:(?:from|at|with)\s+)?{gone}", "", text)

    def word(match: re.Match[str]) -> str:
        field = match[1]
        if field not in FIELDS:
            return match[0]
        blank = spare.get(field, "")
        if _OPENS.search(match.string, 0, match.start()):
            blank = blank[:1].upper() + blank[1:]
        return known[field] or blank

    return _FIELD.sub(word, text)


def _load(name: str, language: str) -> dict[str, Any]:
    tongue = language if language in LANGUAGES else "en"
    source = files(__name__).joinpath(f"{name}_{tongue}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
