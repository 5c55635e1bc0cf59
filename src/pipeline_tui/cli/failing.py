"""What is said of a failure of the program itself: nothing of the user's data, and where it is noted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline_tui import config, i18n
from pipeline_tui.cli.run import FAILED, remark
from pipeline_tui.i18n import _
from pipeline_tui.services import failures

if TYPE_CHECKING:
    from pipeline_tui.cli.run import Run


def tell(error: Exception, env: Mapping[str, str], clock: Callable[[], datetime]) -> int:
    """Say on standard error that the program failed; answers with the exit code. `python -X dev` has it
    raised as ever."""
    if sys.flags.dev_mode:
        raise error
    log = config.log_file(env)
    noted = failures.note(log, failures.report(error, clock()))
    if i18n.current() not in i18n.LANGUAGES:
        i18n.use(i18n.detect(env))
    kind = type(error).__name__
    if noted:
        said = _("The program failed ({kind}). Where in it is noted, without your data: {file}")
        remark(said.format(kind=kind, file=log))
    else:
        remark(_("The program failed ({kind}).").format(kind=kind))
    return FAILED


def open_again(run: Run, error: Exception) -> bool:
    """Note a failure of the screens and say it on a screen; whether they are to open once more."""
    if sys.flags.dev_mode:
        raise error
    now = run.clock().astimezone(run.zone)
    text = failures.report(error, now)
    log = config.log_file(run.env)
    failures.note(log, text)
    from pipeline_tui.tui.failed import ask_again

    return ask_again(text, run.settings, lambda: failures.save(log.parent, text, now))
