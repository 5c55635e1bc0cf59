"""The columns of an import as rows of a list, and what the user may say that each of them means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from pipeline_tui.domain.imports import Correction, FilePlan
from pipeline_tui.exchange import headings
from pipeline_tui.exchange.aliases import KINDS
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.table import Cell, Column, ListSource, Row, Section
from pipeline_tui.wording import imports as words

LEFT_OUT, OWN_FIELD, AS_SEEN = "-", "custom", ""
_WRITTEN = "written:"
"""Before a word for how a column is written, among the meanings that it may have."""
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
        notes = (words.head(plan), words.remembered(plan))
        sections.append(Section(len(rows), clean(" · ".join(filter(None, notes)))))
        kind = {"header": Cell(_("What it is"), "muted"), "becomes": Cell(words.kind(plan.kind))}
        rows.append(Row(number * _STRIDE, kind))
        for place, column in enumerate(plan.columns):
            becomes = Cell(words.becomes(column), "accent" if column.field else "")
            if not column.taken:
                becomes = Cell(_("left out"), "muted")
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
    return [Choice(kind, words.kind(kind)) for kind in KINDS]


def meanings(plan: FilePlan, place: int) -> list[Choice]:
    """What a column may mean, each meaning once; what needs no field comes first."""
    choices = [Choice(LEFT_OUT, _("leave out"))]
    if plan.kind in _WITH_OWN_FIELDS:
        choices.append(Choice(OWN_FIELD, _("keep as a field of its own")))
    if _said(plan, place):
        choices.append(Choice(AS_SEEN, _("as the program sees it")))
    fields = headings.meanings(plan.kind)
    choices += [Choice(name, words.column(name)) for name in fields]
    return choices + [Choice(_WRITTEN + word, words.written(word)) for word in _ways(plan, place)]


def _ways(plan: FilePlan, place: int) -> tuple[str, ...]:
    """How else the dates or sums of a column may be written, where that makes a difference."""
    written = plan.columns[place].written
    for ways in (("dmy", "mdy", "ymd"), ("comma", "dot")):
        if written in ways:
            return tuple(way for way in ways if way != written)
    return ()


def with_meaning(plan: FilePlan, place: int, meaning: str) -> Correction:
    """What was said of a file, and that this column means so; the file's kind stays what it is."""
    if meaning.startswith(_WRITTEN):
        return _with_way(plan, place, meaning.removeprefix(_WRITTEN))
    said = {
        name: value
        for name, value in plan.corrected.columns.items()
        if name not in (f"#{place + 1}", plan.columns[place].header)
    }
    if meaning != AS_SEEN:
        said = _put(plan.kind, said, _name(plan, place), meaning)
    return replace(plan.corrected, kind=plan.kind, columns=said)


def _with_way(plan: FilePlan, place: int, way: str) -> Correction:
    name, said = _name(plan, place), plan.corrected
    if way in ("comma", "dot"):
        return replace(said, decimals={**said.decimals, name: way})
    return replace(said, dates={**said.dates, name: way})


def with_column(said: Correction, column: str, meaning: str) -> Correction:
    """What was said of a file whose kind is known, and that the column of this header means so."""
    return replace(said, columns=_put(said.kind, said.columns, column, meaning))


def _put(kind: str, said: Mapping[str, str], column: str, meaning: str) -> dict[str, str]:
    """A meaning belongs to one column; of several phones each has a place of its own."""
    if meaning in (LEFT_OUT, OWN_FIELD):
        return {**said, column: meaning}
    slots = headings.slots(kind, meaning)
    slot = next((each for each in slots if each not in said.values()), slots[-1])
    return {**{name: value for name, value in said.items() if value != slot}, column: slot}


def _said(plan: FilePlan, place: int) -> bool:
    said = plan.corrected
    names = (_name(plan, place), f"#{place + 1}")
    return any(name in each for name in names for each in (said.columns, said.dates, said.decimals))


def _name(plan: FilePlan, place: int) -> str:
    """How a column is named in a correction."""
    return headings.column_name([column.header for column in plan.columns], place)
