"""What `import` shows: how files were read, what became of their rows, and all of it as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline_tui.cli import base
from pipeline_tui.domain.imports import FilePlan, FileResult, ImportResult, Reason, RowNote
from pipeline_tui.i18n import _

_LISTED = 10
"""Rows not taken that are shown; `--rejects` keeps all."""


def give_plans(plans: Sequence[FilePlan]) -> None:
    """How each file was read, column by column."""
    from pipeline_tui.wording import imports as words

    for plan in plans:
        base.give(" · ".join(filter(None, (words.head(plan), words.remembered(plan)))))
        base.give_table(
            (_("Column"), _("Becomes"), _("For example")),
            [
                (column.header, words.becomes(column), column.example)
                for column in plan.columns
                if column.taken
            ],
        )
        if left := [column.header for column in plan.columns if not column.taken and column.header]:
            base.give(words.left_out(left))
        base.give("")


def give_result(result: ImportResult, *, done: bool) -> None:
    """What became of the rows, or would."""
    from pipeline_tui.wording import imports as words
    from pipeline_tui.wording.formats import number

    base.give_table(
        (_("File"), _("Kind"), _("Rows"), _("New"), _("Merged"), _("Changed"), _("Not taken")),
        [
            (
                one.file, words.kind(one.kind), number(one.rows), number(one.taken),
                number(one.merged), number(one.changed), number(one.not_taken),
            )
            for one in result.files
        ],
        right=(2, 3, 4, 5, 6),
    )  # fmt: skip
    if result.made:
        text = _("Entered: {what}") if done else _("Would be entered: {what}")
        base.give(text.format(what=words.made_all(result)))
    for one in result.files:
        # Before an import is asked about, its plans have named them.
        if done and (left := words.columns_left(one.plan)):
            base.give(f"• {left}")
        for remark in one.remarks:
            base.give(f"• {words.remark(remark)}")
    _give_changes(result)
    _give_notes(result, "listed", _("Not taken:"))
    _give_notes(result, "warned", _("Taken without a value, which is kept in the notes:"))


def _give_changes(result: ImportResult) -> None:
    from pipeline_tui.wording import imports as words

    found = [(one, change) for one in result.files for change in one.changes]
    if not found:
        return
    base.give(_("What changes in records that are there:"))
    for one, change in found[:_LISTED]:
        base.give(f"  {one.file}, {words.row(change.row)}: {words.change(change)}")
    more = len(found) - len(found[:_LISTED]) + sum(one.more_changes for one in result.files)
    if more:
        base.give("  " + _("… and {n} more").format(n=more))


def _give_notes(result: ImportResult, which: str, heading: str) -> None:
    from pipeline_tui.wording import imports as words

    notes: list[tuple[FileResult, RowNote]] = [
        (one, note) for one in result.files for note in getattr(one, which)
    ]
    if not notes:
        return
    base.give(heading)
    for one, note in notes[:_LISTED]:
        base.give(f"  {words.place(one.file, note)}: {words.row_note(note)}")
    if more := words.more_notes(result, which, len(notes[:_LISTED])):
        base.give("  " + more)
        for one, reason in words.reasons(result, which)[:_LISTED]:
            base.give(f"  {words.reason(one.file, reason)}")


def file_json(result: FileResult) -> dict[str, Any]:
    """All that there is to say of one file."""
    from pipeline_tui.wording import imports as words

    def notes(found: Sequence[RowNote]) -> list[dict[str, Any]]:
        return [
            {
                "row": note.row, "column": note.column, "code": note.problem.code,
                "text": words.row_note(note),
            }
            for note in found
        ]  # fmt: skip

    def reasons(found: Sequence[Reason]) -> list[dict[str, Any]]:
        return [{"code": one.code, "column": one.column, "count": one.count} for one in found]

    return {
        "file": result.plan.path,
        "kind": result.kind,
        "columns": {
            column.header: column.field or (f"custom:{column.custom}" if column.custom else None)
            for column in result.plan.columns
        },
        "written": {
            column.header: column.written for column in result.plan.columns if column.written
        },
        "remembered": result.plan.remembered,
        "rows": result.rows,
        "taken": result.taken,
        "merged": result.merged,
        "changed": result.changed,
        "changes": [
            {
                "row": change.row, "record": change.name, "field": change.field,
                "from": change.was, "to": change.now,
            }
            for change in result.changes
        ],
        "more_changes": result.more_changes,
        "not_taken": result.not_taken,
        "listed": notes(result.listed),
        "more_listed": result.more_listed,
        "reasons": reasons(result.reasons),
        "warned": notes(result.warned),
        "more_warned": result.more_warned,
        "warned_of": reasons(result.warned_of),
        "remarks": [
            {
                "code": remark.code, "count": remark.count, "examples": remark.examples,
                "text": words.remark(remark),
            }
            for remark in result.remarks
        ],
    }  # fmt: skip
