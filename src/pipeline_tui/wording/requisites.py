"""Requisites in words: what a BIK stands for, what is odd about numbers, what became of a directory."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline_tui.domain.banks import BankRow, BanksTaken
from pipeline_tui.domain.imports import RowNote
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording import imports
from pipeline_tui.wording.formats import number
from pipeline_tui.wording.labels import field

_DOUBTS: Mapping[str, str] = {
    "bik_unknown": N_(
        "no bank with BIK {bik} in the list you loaded: look for a slip, or load a newer one"
    ),
    "kpp_elsewhere": N_("KPP {kpp} is of another region than INN {inn}: a branch, or they moved"),
}
"""What is no mistake, but worth a look."""


def bank(found: BankRow) -> str:
    """Its name and town."""
    return ", ".join(filter(None, (found.name, found.city)))


def doubt(code: str, numbers: Mapping[str, str]) -> str:
    """What is odd about these numbers."""
    return _(_DOUBTS[code]).format(**numbers)


def taken(done: BanksTaken) -> str:
    """How many rows of a directory did what."""
    return _("banks: {added} new, {changed} changed, {same} as they were; not taken: {listed}").format(
        added=number(done.added), changed=number(done.changed), same=number(done.same),
        listed=number(len(done.listed)),
    )  # fmt: skip


def place(file: str, note: RowNote) -> str:
    """Where a row that was not taken is: `banks.csv, row 12, column BIK`."""
    column = field(note.column) if note.column else ""
    return imports.place(file, RowNote(note.row, column, note.problem))


def why(note: RowNote) -> str:
    """Why it was not taken."""
    return imports.row_note(note)
