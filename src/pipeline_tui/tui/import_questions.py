"""What a file does not tell, and the window asks: what it is, which column a field is, and how the
dates and sums of a column are written."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from pipeline_tui.domain.errors import Invalid, Problem
from pipeline_tui.domain.imports import Correction, FilePlan
from pipeline_tui.exchange.amounts import DecimalMark, parse_money
from pipeline_tui.exchange.dates import DateStyle, parse_date
from pipeline_tui.i18n import _
from pipeline_tui.tui import import_columns
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.wording import imports as words
from pipeline_tui.wording.formats import day_full, decimal


class Question(Struct, frozen=True):
    """A question about files of one header row; `answer` makes of a choice what was said of them."""

    text: str
    choices: tuple[Choice, ...]
    signature: str
    answer: Callable[[str], Correction]
    hint: str = ""


def of_problem(found: Problem) -> Question | None:
    """The question that gets over a problem, where one does."""
    match found.code:
        case "date_ambiguous":
            return _order(found.facts)
        case "decimal_ambiguous":
            return _mark(found.facts)
        case "columns_unknown" | "columns_missing":
            return _columns(found.facts)
    return None


def of_kind(plan: FilePlan) -> Question:
    """What a file is, other than what it was taken for."""
    said = [Choice("", _("as the program sees it"))] if plan.corrected.any else []
    return Question(
        _("What is in {file}?").format(file=plan.file), (*import_columns.kinds(), *said),
        plan.signature, lambda kind: replace(plan.corrected, kind=kind, columns={}),
    )  # fmt: skip


def of_column(plan: FilePlan, place: int) -> Question:
    """What a column means, and how it is written where it holds dates or sums."""
    column = plan.columns[place]
    header = column.header or f"#{place + 1}"
    if column.example:
        text = _("What is in the column “{column}”, for example {text}?").format(
            column=header, text=column.example
        )
    else:
        text = _("What is in the column “{column}”?").format(column=header)
    return Question(
        text,
        tuple(import_columns.meanings(plan, place)), plan.signature,
        lambda meaning: import_columns.with_meaning(plan, place, meaning),
    )  # fmt: skip


def _order(facts: dict[str, Any]) -> Question:
    text, column, said = str(facts["text"]), str(facts["column"]), facts["said"]
    orders = [DateStyle.DMY, DateStyle.MDY, *[DateStyle.YMD] * bool(facts.get("short_years"))]
    choices = []
    for order in orders:
        try:
            day = parse_date(text, order)
        except Invalid:  # no day of any month in that order
            continue
        if day is not None:
            label = f"{day_full(day)} · {words.written(order.value)}"
            choices.append(Choice(order.value, label))
    return Question(
        _("What day is “{text}” in “{column}”?").format(text=text, column=column),
        tuple(choices), str(facts["signature"]),
        lambda order: replace(said, dates={**said.dates, column: order}), _hint(facts),
    )  # fmt: skip


def _mark(facts: dict[str, Any]) -> Question:
    text, column, said = str(facts["text"]), str(facts["column"]), facts["said"]
    dot = "." in text
    ways = (
        (DecimalMark.COMMA if dot else DecimalMark.DOT, _thousands(dot=dot)),
        (DecimalMark.DOT if dot else DecimalMark.COMMA, _decimals(dot=dot)),
    )
    choices = tuple(
        Choice(mark.value, f"{_figure(parse_money(text, mark=mark))} · {way}") for mark, way in ways
    )
    return Question(
        _("How much is “{text}” in “{column}”?").format(text=text, column=column),
        choices, str(facts["signature"]),
        lambda mark: replace(said, decimals={**said.decimals, column: mark}), _hint(facts),
    )  # fmt: skip


def _thousands(*, dot: bool) -> str:
    return _("the dot divides thousands") if dot else _("the comma divides thousands")


def _decimals(*, dot: bool) -> str:
    return _("decimals follow the dot") if dot else _("decimals follow the comma")


def _figure(amount: Decimal | None) -> str:
    """A sum without marks between its thousands, which would only repeat the question."""
    if amount is None or amount == amount.to_integral_value():
        return f"{amount or 0:.0f}"
    return decimal(float(amount), 3)


def _columns(facts: dict[str, Any]) -> Question:
    """First what the file is, then which column it needs, until it makes sense."""
    said: Correction = facts["said"]
    if not said.kind:
        return Question(
            _("What is in {file}?").format(file=facts["file"]), tuple(import_columns.kinds()),
            str(facts["signature"]), lambda kind: replace(said, kind=kind),
        )  # fmt: skip
    wanted = str(facts["field"])
    return Question(
        _("Which column is “{field}”?").format(field=words.column(wanted)),
        tuple(Choice(column, column) for column in dict.fromkeys(facts["columns"])),
        str(facts["signature"]),
        lambda column: import_columns.with_column(said, column, wanted),
    )


def _hint(facts: dict[str, Any]) -> str:
    return _("{file}; the answer is kept for files with these columns").format(file=facts["file"])
