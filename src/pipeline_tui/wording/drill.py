"""Practice in words."""

from __future__ import annotations

from pipeline_tui.domain.drill import KNOWN_DAYS, Exercise, Grade, Progress
from pipeline_tui.i18n import NP_, _, pgettext
from pipeline_tui.wording.formats import count, days, number
from pipeline_tui.wording.objections import kind_name, quoted

_GRADES = {
    Grade.AGAIN: NP_("drill", "not at all"),
    Grade.HARD: NP_("drill", "barely"),
    Grade.GOOD: NP_("drill", "well"),
    Grade.EASY: NP_("drill", "at once"),
}


def grade_name(grade: Grade) -> str:
    """How well it came to mind."""
    return pgettext("drill", _GRADES[grade])


def heard(one: Exercise) -> str:
    """What the client says: in quotation marks where the kind has phrases, else its name."""
    return quoted(one.heard) if one.heard else kind_name(one.kind)


def lost(one: Exercise) -> str:
    """How often the kind was met and not taken off; empty for never."""
    return count(one.lost, "lost {n} time", "lost {n} times") if one.lost else ""


def today(progress: Progress) -> str:
    """How far today has come: `3 done, 7 to go`."""
    return _("{done} done, {left} to go").format(
        done=number(progress.done), left=number(progress.left)
    )


def so_far(progress: Progress) -> list[str]:
    """How far practice has come, a line each."""
    lines = [
        _("Kept in mind for {span} and more: {known} of {whole} answers, {begun} begun.").format(
            span=days(KNOWN_DAYS), known=number(progress.known), whole=number(progress.whole),
            begun=number(progress.begun),
        )
    ]  # fmt: skip
    if progress.days:
        lines.append(_("In a row: {days}.").format(days=days(progress.days)))
    return lines
