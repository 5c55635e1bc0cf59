"""`doctor`: whether the file is whole, and what to do where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from pipeline_tui.cli import base
from pipeline_tui.cli.run import FAILED
from pipeline_tui.domain.errors import Problem
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.cli.run import Run
    from pipeline_tui.domain.keeping import Check


def add(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def doctor(
        context: typer.Context,
        fix: Annotated[
            bool, typer.Option("--fix", help=_("Put right permissions and the search tables."))
        ] = False,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.services import checkup
        from pipeline_tui.wording import keeping as words

        run = base.run_of(context)
        run.refuse_to_forget()
        if fix:
            run.refuse_read_only()
        run.unlock()
        mended = checkup.mend(run.db) if fix and run.db.is_file() else []
        found = [
            *(_with_way_out(each, run) for each in checkup.check(run.db, run.clock())),
            _settings(run),
        ]
        if as_json:
            base.give_json(
                [
                    {
                        "check": each.code, "ok": each.ok, "count": each.count,
                        "text": words.check(each, run.clock(), run.zone),
                        "advice": "" if each.ok else words.advice(each),
                    }
                    for each in found
                ]
            )  # fmt: skip
        else:
            for code in mended:
                base.give(_("Put right: {what}").format(what=words.name(code)))
            for each in found:
                mark = "✓" if each.ok else "✗"
                base.give(f"{mark} {words.check(each, run.clock(), run.zone)}")
                if not each.ok:
                    base.give(f"    → {words.advice(each)}")
        if not all(each.ok for each in found if each.code not in words.ADVICE_ONLY):
            raise typer.Exit(FAILED)


def _with_way_out(found: Check, run: Run) -> Check:
    """A finding whose advice names the backup that helps, where one does."""
    problem = found.facts.get("problem")
    if not isinstance(problem, Problem):
        return found
    return replace(found, facts={**found.facts, "problem": run.way_out(problem)})


def _settings(run: Run) -> Check:
    """The settings: what cannot be read has ended the program before it got here."""
    from pipeline_tui import config
    from pipeline_tui.domain.keeping import Check, CheckCode
    from pipeline_tui.tui.slips import slips

    file = config.file_used(run.env)
    found = slips(run.settings)
    return Check(
        CheckCode.SETTINGS, not found, len(found),
        {"file": "" if file is None else str(file), "problems": found},
    )  # fmt: skip
