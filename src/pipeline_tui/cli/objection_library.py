"""`objection export` and `objection import`: the library as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline_tui.cli import base
from pipeline_tui.domain.objection_library import Brought, Fate
from pipeline_tui.i18n import _


def add(noun: typer.Typer) -> None:
    """Add the verbs."""

    @noun.command(
        help=_(
            "Write the library of kinds and answers to a file: Markdown (.md), CSV, XLSX or JSON."
        )
    )
    def export(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE", help=_("Its ending is the format."))],
        force: Annotated[
            bool, typer.Option("--force", help=_("Write over a file that is there."))
        ] = False,
    ) -> None:
        from pipeline_tui.wording.objection_library import heading
        from pipeline_tui.wording.objections import answer_count

        with base.run_of(context).desk() as desk:
            count = desk.objection_library.write(file, heading, overwrite=force)
        base.done(f"{file}: {answer_count(count)}")

    @noun.command(
        "import",
        help=_(
            "Bring in a library that was written by export, as Markdown, CSV or XLSX. Known answers are"
            " changed, new ones added, none taken away; what is wrong is refused by itself, with its row"
            " and field; one undo takes it back."
        ),
    )
    def bring(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE", help=_("Markdown, CSV or XLSX."))],
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what is new, changed or refused; change nothing."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import objection_library as words

        with base.run_of(context).desk() as desk:
            found = desk.objection_library.bring(file, dry_run=dry_run)
        if as_json:
            base.give_json(_plain(found, dry_run=dry_run))
            return
        for line in words.told(found) if dry_run else ():
            base.give(line)
        base.give(words.brought(found))
        for line in () if dry_run else words.told(Brought(found.file, found.refused)):
            base.remark(line)


def _plain(found: Brought, *, dry_run: bool) -> dict[str, Any]:
    from pipeline_tui.wording.problems import remark

    return {
        "file": found.file, "dry_run": dry_run, "kinds": found.kinds, "answers": found.answers,
        "changed": found.changed, "same": found.same, "refused": len(found.refused),
        "lines": [
            {
                "row": one.row, "fate": one.fate, "kind": one.kind, "answer": one.answer,
                "fields": one.fields, "problem": one.problem.code if one.problem else None,
                "said": remark(one.problem) if one.problem else None,
            }
            for one in found.lines if one.fate is not Fate.SAME
        ],
    }  # fmt: skip
