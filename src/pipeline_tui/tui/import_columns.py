"""The columns of an import as rows of a list, and what the user may say that each of them means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline_tui.domain.imports import Correction, FilePlan
from pipeline_tui.exchange import recognise
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.table import Cell, Column, ListSource, Row, Section
from pipeline_tui.wording import imports as words

LEFT_OUT, OWN_FIELD, AS_SEEN = "-", "custom", ""
_STRIDE = 100_000
"""More than a sheet has columns: a row's number is its file's times this, and its column's place."""
_WITH_OWN_FIELDS = frozenset({"clients", "contacts", "deals", "activities"})


def columns() -> tuple[Column, ...]:
    """Columns of the list."""
    return (
        Column("header", _("Column"), flex=3, min_width=14, sortable=False),
        Column("becomes", _("Becomes"), flex=3, min_width=18, sortable=False),
        Column("example", _("For example"), flex=4, min_total_width=70, sortable=False),
    )


def source(plans: Sequence[FilePlan]) -> ListSource:
    """Every file's kind, and then its columns."""
    rows: list[Row] = []
    sections: list[Section] = []
    for number, plan in enumerate(plans):
        notes = (words.head(plan), words.dates(plan), words.remembered(plan))
        sections.append(Section(len(rows), clean(" · ".join(filter(None, notes)))))
        kind = {"header": Cell(_("What it is"), "muted"), "becomes": Cell(words.kind(plan.kind))}
        rows.append(Row(number * _STRIDE, kind))
        for place, column in enumerate(plan.columns):
            becomes = Cell(_("left out"), "muted")
            if column.field:
                becomes = Cell(words.column(column.field), "accent")
            elif column.custom:
                becomes = Cell(_("own field “{name}”").format(name=column.custom))
            if _said(plan, place):
                becomes = Cell(_("{meaning} (you said)").format(meaning=becomes.text), becomes.tone)
            cells: dict[str, str | Cell] = {
                "header": column.header or _name(plan, place), "becomes": becomes,
                "example": Cell(column.example, "muted"),
            }  # fmt: skip
            rows.append(Row(number * _STRIDE + place + 1, cells))
    return ListSource(rows, sections)


def place_of(row_id: int) -> tuple[int, int | None]:
    """(file, column) of a row of the list; no column where the row is the file's kind."""
    file, place = divmod(row_id, _STRIDE)
    return file, place - 1 if place else None


def kinds() -> list[Choice]:
    """What a file may hold."""
    return [Choice(kind, words.kind(kind)) for kind in recognise.KINDS]


def meanings(plan: FilePlan, place: int) -> list[Choice]:
    """What a column may mean, each meaning once; what needs no field comes first."""
    choices = [Choice(LEFT_OUT, _("leave out"))]
    if plan.kind in _WITH_OWN_FIELDS:
        choices.append(Choice(OWN_FIELD, _("keep as a field of its own")))
    if _said(plan, place):
        choices.append(Choice(AS_SEEN, _("as the program sees it")))
    fields = recognise.meanings(plan.kind)
    return choices + [Choice(name, words.column(name)) for name in fields]


def with_meaning(plan: FilePlan, place: int, meaning: str) -> Correction:
    """What was said of a file, and that this column means so; the file's kind stays what it is."""
    said = {
        name: value
        for name, value in plan.corrected.columns.items()
        if name not in (f"#{place + 1}", plan.columns[place].header)
    }
    if meaning == AS_SEEN:
        return Correction(plan.kind, said)
    return Correction(plan.kind, _put(plan.kind, said, _name(plan, place), meaning))


def with_column(kind: str, said: Mapping[str, str], column: str, meaning: str) -> Correction:
    """What was said of a file of this kind, and that the column of this header means so."""
    return Correction(kind, _put(kind, said, column, meaning))


def _put(kind: str, said: Mapping[str, str], column: str, meaning: str) -> dict[str, str]:
    """A meaning belongs to one column; of several phones each has a place of its own."""
    if meaning in (LEFT_OUT, OWN_FIELD):
        return {**said, column: meaning}
    slots = recognise.slots(kind, meaning)
    slot = next((each for each in slots if each not in said.values()), slots[-1])
    return {**{name: value for name, value in said.items() if value != slot}, column: slot}


def _said(plan: FilePlan, place: int) -> bool:
    return _name(plan, place) in plan.corrected.columns or f"#{place + 1}" in plan.corrected.columns


def _name(plan: FilePlan, place: int) -> str:
    """How a column is named in a correction: by its header, by its place where that is no name."""
    header = plan.columns[place].header
    alike = sum(column.header == header for column in plan.columns)
    return header if header and alike == 1 else f"#{place + 1}"
