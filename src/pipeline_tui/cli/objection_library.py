"""`objection export` and `objection import`: the library as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline_tui.cli import base
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
        from pipeline_tui.wording.labels import label
        from pipeline_tui.wording.objections import answer_count

        with base.run_of(context).desk() as desk:
            count = desk.objection_library.write(
                file, lambda kind: kind.name or label("objection", kind.code), overwrite=force
            )
        base.done(f"{file}: {answer_count(count)}")

    @noun.command(
        "import",
        help=_(
            "Bring in a library that was written by export, as Markdown, CSV or XLSX. Known answers are"
            " changed, new ones added, none taken away; one undo takes it back."
        ),
    )
    def bring(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE", help=_("Markdown, CSV or XLSX."))],
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            found = desk.objection_library.bring(file)
        if as_json:
            base.give_json(found)
            return
        base.give(
            _("Kinds: {kinds} new. Answers: {answers} new, {same} as they were. Changed: {changed}.").format(
                kinds=found.kinds, answers=found.answers, same=found.same, changed=found.changed
            )
        )  # fmt: skip
