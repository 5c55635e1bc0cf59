"""Every problem that can be raised has a sentence, and the facts that the sentence needs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline_tui import i18n
from pipeline_tui.domain import errors
from pipeline_tui.domain.errors import Invalid, NotFound, Problem, Refused, StoreProblem, Unreadable
from pipeline_tui.i18n import _
from pipeline_tui.wording.labels import field
from pipeline_tui.wording.problem_sentences import SENTENCES
from pipeline_tui.wording.problems import problem, remark
from tools import catalogue

PACKAGE = Path(errors.__file__).parents[1]
CLASSES = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, Problem)
}


@dataclass(frozen=True)
class Raised:
    """One place in the source that makes a problem."""

    where: str
    code: str
    field: str | None
    facts: frozenset[str] | None
    """None where the call passes facts that only running it tells."""


def raised() -> Iterator[Raised]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id not in CLASSES or not node.args:
                continue
            invalid = node.func.id == "Invalid"
            names = {keyword.arg for keyword in node.keywords}
            facts = None if None in names else frozenset(n for n in names if n) | {"code"}
            if facts is not None and invalid:
                facts |= {"field"}
            for code in _texts(node.args[1] if invalid else node.args[0]):
                name = next(_texts(node.args[0]), None) if invalid else None
                yield Raised(f"{path.relative_to(PACKAGE)}:{node.lineno}", code, name, facts)


def _texts(node: ast.expr) -> Iterator[str]:
    """The literal values an argument can have: one, or the two of `a if x else b`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


SITES = list(raised())


def test_every_code_that_is_raised_has_a_sentence() -> None:
    assert [f"{site.where} {site.code}" for site in SITES if site.code not in SENTENCES] == []


def test_every_sentence_finds_its_facts_wherever_it_is_raised() -> None:
    assert [
        f"{site.where} {site.code} lacks {', '.join(sorted(lacking))}"
        for site in SITES
        if site.facts is not None
        and (lacking := catalogue.fields(SENTENCES.get(site.code, "")) - site.facts)
    ] == []


def test_every_field_that_is_refused_has_a_name() -> None:
    # A problem with a file is placed by the file; an option of the command line is called as typed.
    assert [
        f"{site.where} {site.field}"
        for site in SITES
        if site.field
        and not site.field.startswith("--")
        and field(site.field) == site.field
        and not (site.facts or {"file"}) & {"file", "key"}
    ] == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_sentences_start_low_and_end_open(language: str) -> None:
    i18n.use(language)
    for code, sentence in SENTENCES.items():
        text = _(sentence)
        assert not text[0].isupper() or text[:2].isupper(), code
        assert not text.endswith("."), code


def test_a_place_goes_before_the_sentence() -> None:
    found = Unreadable("file_unclosed_quote", file="base.csv", row=1204)
    assert problem(found) == (
        "base.csv, row 1,204: a quotation mark is opened and never closed; "
        "close it, or save the file again from the spreadsheet"
    )
    assert remark(found).startswith("A quotation mark is opened")


def test_the_same_in_russian(russian: None) -> None:
    found = Invalid("inn", "bad_inn", value="7707083894")
    assert problem(found) == (
        "ИНН: «7707083894» — не ИНН, контрольные цифры не сходятся; поищите опечатку"
    )
    assert problem(NotFound("not_found", kind="deal", id=12345)) == (
        "Не нашлось: сделка № 12345; возможно, запись удалили"
    )


def test_a_deal_is_a_place(russian: None) -> None:
    found = Refused("loss_reason_required", title="Станок 16К20")
    assert problem(found) == "«Станок 16К20»: укажите, почему проиграли: выберите причину"


def test_a_sheet_and_a_column_are_places_too() -> None:
    found = Unreadable("file_too_big", file="a.xlsx", sheet="Лист1", row=7, column=3)
    assert problem(found).startswith("a.xlsx, sheet “Лист1”, row 7, column 3: this is more")
    unknown = Unreadable("sheet_unknown", file="a.xlsx", sheet="Лист9", sheets=["Лист1", "Лист2"])
    assert problem(unknown) == "a.xlsx: there is no sheet “Лист9”; the file has Лист1, Лист2"


def test_what_the_user_typed_is_not_a_pattern() -> None:
    found = Invalid("inn", "bad_inn", value="{code} {0} %s")
    assert "“{code} {0} %s”" in problem(found)


def test_what_the_user_typed_is_shown_tame() -> None:
    found = Invalid("inn", "bad_inn", value="1\x1b[31m2\n3\u202e" + "9" * 1000)
    told = problem(found)
    assert told.startswith("INN: “1�[31m2 3�999")
    assert told.isprintable()
    assert len(told) < 300
    assert problem(Unreadable("file_missing", file="a\x07.csv")).startswith("a�.csv: ")


def test_facts_are_told_as_people_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SENTENCES, "sample", "{a} {b} {c} {d} {e} {f}")
    found = Problem(
        "sample",
        a=date(2026, 3, 13),
        b=datetime(2026, 3, 13, 9, 5, tzinfo=UTC),
        c=1234567,
        d=True,
        e=None,
        f=2.5,
    )
    assert problem(found) == "13 Mar 2026 13 Mar 2026 09:05 1,234,567 yes — 2.5"


def test_a_code_without_a_sentence_is_still_a_message() -> None:
    assert (
        problem(StoreProblem("unheard_of", file="a.db"))
        == "a.db: something is wrong here (unheard_of)"
    )
