"""Dialling by what the user has for it: a tel: link, or a command of their own; and other links for
the system to open. Never by a shell."""

from __future__ import annotations

import shlex
import subprocess
import sys

from pipeline_tui.domain.errors import Refused

_WAIT_S = 3.0
"""A dialler that has not failed by then is at work: some stay open for as long as one talks."""


def dial(how: str, number: str) -> None:
    """Hand a number to the setting `dial`, "tel" or a command with {phone} in it.

    Only digits, `+`, `*` and `#` of the number are handed on. Raises Refused dial_failed when
    nothing could be run, or it left with an error.
    """
    number = "".join(one for one in number if one in "+*#0123456789")
    _run(_opener(f"tel:{number}") if how == "tel" else _filled(how, number), "dial_failed")


def open_link(link: str) -> None:
    """Have the system open a link, such as mailto:; raises Refused link_failed when nothing could be
    run, or it left with an error."""
    _run(_opener(link), "link_failed")


def _run(words: list[str], failure: str) -> None:
    try:
        started = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        failed = started.wait(timeout=_WAIT_S) != 0
    except subprocess.TimeoutExpired:
        return
    except (OSError, ValueError) as error:
        raise Refused(failure, command=words[0]) from error
    if failed:
        raise Refused(failure, command=words[0])


def _opener(link: str) -> list[str]:
    openers = {"darwin": ["open"], "win32": ["rundll32", "url.dll,FileProtocolHandler"]}
    return [*openers.get(sys.platform, ["xdg-open"]), link]


def _filled(command: str, number: str) -> list[str]:
    return [word.replace("{phone}", number) for word in shlex.split(command)]
