"""Passphrases as the shell gives them: from a file, from the environment, or typed without an echo. Never
from the command line, which every other program of the machine can read."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from pipeline_tui.cli.run import harmless
from pipeline_tui.domain.errors import Conflict, Refused, Unreadable
from pipeline_tui.i18n import _

TRIES = 3


def given(file: Path | None, env: Mapping[str, str], variable: str) -> str | None:
    """The first line of a file, else a variable, else none; raises Unreadable file_no_read."""
    if file is None:
        return env.get(variable) or None
    try:
        return file.expanduser().read_text("utf-8").split("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else _("not text")
        raise Unreadable("file_no_read", file=str(file), detail=reason or "") from error


def typed(question: str) -> str:
    """A passphrase typed on the terminal; raises Refused passphrase_needed where there is none."""
    import getpass

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Refused("passphrase_needed")
    return getpass.getpass(f"{harmless(question)} ", stream=sys.stderr)


def typed_twice(question: str) -> str:
    """A new passphrase, typed again; raises Conflict passphrases_differ."""
    first = typed(question)
    if typed(_("Once more:")) != first:
        raise Conflict("passphrases_differ")
    return first
