"""Problems in words: what is wrong, where, and what to do. The sentences are in `problem_sentences`;
where there is no place before one, its first letter is raised."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pipeline_tui.domain.errors import Invalid, NotFound, Problem
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording.formats import day_plain, decimal, number, quoted_once, weekday
from pipeline_tui.wording.labels import field, label
from pipeline_tui.wording.problem_sentences import SENTENCES

_LONGEST = 200
"""Characters of a fact that a sentence quotes."""


def problem(found: Problem) -> str:
    """The whole sentence, with its place before it: `clients.csv, row 12: …`, `INN: …`."""
    where = _where(found)
    return f"{where}: {_sentence(found)}" if where else remark(found)


def remark(found: Problem) -> str:
    """The sentence without its place, for beside the field that is meant."""
    text = _sentence(found)
    return text[:1].upper() + text[1:]


def _sentence(found: Problem) -> str:
    # No release gets to the second text: the tests compare every code with the table.
    sentence = SENTENCES.get(found.code, N_("something is wrong here ({code})"))
    text = quoted_once(_(sentence).format_map(_Words(found)))
    if restore := found.facts.get("restore"):
        return _("{what}; the newest good backup comes back with: {command}").format(
            what=text, command=_shown(str(restore))
        )
    return text


class _Words(dict[str, str]):
    """The facts of a problem as text, made when the sentence asks for them."""

    def __init__(self, found: Problem) -> None:
        super().__init__()
        self._found = found

    def __missing__(self, name: str) -> str:
        if name == "code":
            return self._found.code
        return _word(name, self._found.facts.get(name))


def _word(name: str, value: object) -> str:
    match value:
        case None:
            return "—"
        case bool():
            return _("yes") if value else _("no")
        case int():
            return str(value) if name in ("id", "pid", "year") else number(value)
        case float():
            return decimal(value, 2)
        case datetime():
            return f"{day_plain(value.date())} {value:%H:%M}"
        case date():
            return day_plain(value)
        case tuple() if name == "options":
            return _(" or ").join(_moment(one) for one in value)
        case list() | tuple() | set() | frozenset():
            return ", ".join(_word(name, item) for item in value)
        case str() if name == "kind":
            return label("record", value)
        case str() if name == "fields":
            return label("needs", value).lower()
        case str() if name in ("field", "other_field"):
            return field(value)
        case str() if name == "expected":
            return _(value)
        case _:
            return _shown(str(value))


def _moment(found: Any) -> str:
    """What a time in words may mean (a `When`): its day, and its hour where one was said."""
    day = f"{weekday(found.day)} {day_plain(found.day)}"
    return day if found.time is None else f"{day} {found.time:%H:%M}"


def _shown(text: str) -> str:
    """What somebody typed, fit for a line of text: no control characters, not endless."""
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    return "".join(c if c.isprintable() else " " if c.isspace() else "�" for c in text)


def _where(found: Problem) -> str:
    facts = found.facts
    parts = []
    if file := facts.get("file"):
        parts.append(_shown(str(file)))
    if "sheet" in facts and found.code != "sheet_unknown":
        parts.append(_("sheet “{sheet}”").format(sheet=_word("sheet", facts["sheet"])))
    if (row := facts.get("row")) is not None:
        parts.append(_("row {row}").format(row=_word("row", row)))
    if (column := facts.get("column")) is not None:
        parts.append(_("column {column}").format(column=_word("column", column)))
    if title := facts.get("title"):
        parts.append(_("“{name}”").format(name=_shown(str(title))))
    if not file and isinstance(found, Invalid | NotFound) and (name := str(facts.get("field", ""))):
        known = field(name)
        # An option of the command line is called as it is typed.
        if known != name or known.startswith("--"):
            parts.append(known)
    return ", ".join(parts)
