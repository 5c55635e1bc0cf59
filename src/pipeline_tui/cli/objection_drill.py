"""`objection drill`: practise the answers, or see what is to be practised."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.drill import Exercise, Session
    from pipeline_tui.services.desk import Desk


def add(noun: typer.Typer) -> None:
    """Add the verb."""

    @noun.command(
        help=_(
            "Practise the answers for five minutes: recall one, see it, say how well it came to mind."
            " In a pipe, or with --list or --json, only what is to be practised today."
        )
    )
    def drill(
        context: typer.Context,
        number: Annotated[int | None, typer.Argument(metavar="NUMBER", help=_("With --grade: the answer practised elsewhere."))] = None,
        only_list: Annotated[bool, typer.Option("--list", help=_("Only what is to be practised."))] = False,
        grade: Annotated[int | None, typer.Option("--grade", min=1, max=4, help=_("How well it came to mind: from 1, not at all, to 4, at once."))] = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            if grade is not None or number is not None:
                if grade is None or number is None:
                    raise Invalid("answer" if number is None else "--grade", "required")
                desk.drill.grade(number, grade)
                base.done(_("Noted."))
            elif as_json:
                base.give_json(_plain(desk.drill.session()))
            elif only_list or not (sys.stdin.isatty() and sys.stdout.isatty()):
                _give_list(desk.drill.session())
            else:
                _practise(desk)


def _give_list(found: Session) -> None:
    from pipeline_tui.wording import drill as words
    from pipeline_tui.wording import objections
    from pipeline_tui.wording.labels import field

    base.give_table(
        (_("No."), field("objection"), field("verbatim"), _("practised")),
        [
            (
                str(one.answer.id), objections.kind_name(one.kind), words.heard(one),
                str(one.recall.times if one.recall is not None else 0),
            )
            for one in found.queue
        ],
        right=(0, 3),
    )  # fmt: skip
    base.give(words.today(found.progress))
    for line in words.so_far(found.progress):
        base.give(line)


def _practise(desk: Desk) -> None:
    """Question and answer until nothing is left, or an empty line where a grade is asked for."""
    from pipeline_tui.domain.drill import Grade
    from pipeline_tui.wording import drill as words

    grades = " · ".join(f"{grade.value} {words.grade_name(grade)}" for grade in Grade)
    while (found := desk.drill.session()).queue:
        one = found.queue[0]
        base.give(f"\n{words.heard(one)}  ({words.today(found.progress)})")
        base.typed(_("Say your answer aloud; Enter shows one."))
        _show(one)
        answer = base.typed(f"{_('How well did it come to mind?')} {grades}; {_('Enter stops')}")
        if answer not in [str(grade.value) for grade in Grade]:
            break
        desk.drill.grade(one.answer.id, int(answer))
    base.give("")
    for line in (words.today(found.progress), *words.so_far(found.progress)):
        base.give(line)


def _show(one: Exercise) -> None:
    from pipeline_tui.domain.objections import CardFacts
    from pipeline_tui.wording import objections

    base.give(objections.said(one.answer.text, CardFacts()))
    if one.answer.follow_up:
        base.give(f"→ {objections.said(one.answer.follow_up, CardFacts())}")


def _plain(found: Session) -> dict[str, Any]:
    return {
        "progress": found.progress,
        "queue": [
            {
                "answer": one.answer, "kind": one.kind.code, "heard": one.heard, "lost": one.lost,
                "recall": one.recall,
            }
            for one in found.queue
        ],
    }  # fmt: skip
