"""The objection library as a file, from its screen: written, or brought in once one has seen what comes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.wording import objection_library as words
from pipeline_tui.wording import objections

if TYPE_CHECKING:
    from pipeline_tui.domain.objection_library import Brought

_FILE = "objections.md"
_TOLD = 8
"""Lines of a file that are told before it is brought in."""


async def library_file(screen: DeskScreen) -> None:
    """Ask which way and which file, and do it."""
    way = await screen.prompt(
        ChoicePrompt(
            _("The library as a file"),
            [
                Choice("out", _("Write it: Markdown, CSV or XLSX, by the ending")),
                Choice("in", _("Bring one in; first see what is new and what changes")),
            ],
        )
    )
    if way is None:
        return
    typed = await screen.prompt(
        TextPrompt(
            _("To which file?") if way == "out" else _("From which file?"),
            value=_FILE if way == "out" else "", hint=str(Path.cwd()),
        )
    )  # fmt: skip
    if typed:
        await (_write if way == "out" else _bring)(screen, Path(typed).expanduser())


async def _write(screen: DeskScreen, path: Path) -> None:
    done, count = await screen.attempt(screen.desk.objection_library.write, path, words.heading)
    if done:
        screen.say(f"{path.absolute()}: {objections.answer_count(count or 0)}")


async def _bring(screen: DeskScreen, path: Path) -> None:
    library = screen.desk.objection_library
    done, found = await screen.attempt(library.bring, path, dry_run=True)
    if not done or found is None:
        return
    if not (found.kinds or found.answers or found.changed):
        screen.warn("\n".join((words.brought(found), *_first(found))))
        return
    go = await screen.prompt(
        ChoicePrompt(
            words.brought(found),
            [Choice(True, _("Bring it in")), Choice(False, _("Leave all as it is"))],
            "\n".join(_first(found)),
        )
    )
    if go:
        done, found = await screen.attempt(library.bring, path)
        if done and found is not None:
            screen.say(words.brought(found))


def _first(found: Brought) -> list[str]:
    """What was refused before all else, as far as there is room."""
    lines = sorted(found.lines, key=lambda one: one.problem is None)
    told = list(words.told(type(found)(found.file, tuple(lines))))
    more = len(told) - _TOLD
    return told[:_TOLD] + ([_("… and {n} more").format(n=more)] if more > 0 else [])
