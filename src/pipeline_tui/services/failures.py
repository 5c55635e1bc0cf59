"""Failures of the program itself, told without anything that belongs to the user.

Of a failure only its kind and the places of the code that it passed are told: no values, no message (it may
quote what it stumbled over), no folder of the machine.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import sysconfig
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pipeline_tui import __version__
from pipeline_tui.domain.errors import Refused
from pipeline_tui.store.private import private_folder

LARGEST = 256 * 1024
"""Bytes of the log; beyond it the log becomes the older one, of which there is one."""
_MOST_FRAMES = 60
_OWN_PLACES = ("pipeline_tui", "site-packages", "dist-packages")


def report(error: BaseException, now: datetime) -> str:
    """A failure with what is needed to look into it, as lines of text; `now` says when it was."""
    lines = [
        now.strftime("%Y-%m-%d %H:%M:%S %z"),
        f"pipeline-tui {__version__}, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.machine()}",
        *_told(error),
    ]
    return "\n".join(lines) + "\n"


def note(log: Path, text: str) -> bool:
    """Add a report to the log, which only the user can read; whether that worked: a failure is told
    where it can be, and makes no second one."""
    try:
        private_folder(log.parent)
        if log.exists() and log.stat().st_size + len(text) > LARGEST:
            log.replace(log.with_name(log.name + ".1"))
        handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as stream:
            stream.write(text + "\n")
    except OSError:
        return False
    return True


def save(folder: Path, text: str, now: datetime) -> Path:
    """Write a report into a file of its own, which only the user can read; raises Refused
    file_no_write."""
    path = folder / f"report-{now:%Y%m%d-%H%M%S}.txt"
    try:
        private_folder(folder)
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as stream:
            stream.write(text)
    except OSError as error:
        if path.exists():
            return path  # of this very second, and so of this failure
        raise Refused("file_no_write", file=path.name, detail=error.strerror or "") from error
    return path


def _told(error: BaseException) -> Iterator[str]:
    """Each failure of the chain, the one that began it first."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = _behind(one)
    for one in reversed(chain):
        yield f"{type(one).__module__}.{type(one).__qualname__}"
        yield from _places(one)


def _behind(error: BaseException) -> BaseException | None:
    within = getattr(error, "error", None)  # where the screens put the failure of a thread
    if isinstance(within, BaseException):
        return within
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _places(error: BaseException) -> Iterator[str]:
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"  {_short(code.co_filename)}:{trace.tb_lineno} {code.co_qualname}")
        trace = trace.tb_next
    left_out = len(frames) - _MOST_FRAMES
    if left_out > 0:
        half = _MOST_FRAMES // 2
        frames[half:-half] = [f"  … {left_out}"]
    yield from frames


def _short(file: str) -> str:
    """A file of code without the folders of the machine that it lies in."""
    parts = Path(file).parts
    for name in _OWN_PLACES:
        if name in parts:
            place = len(parts) - 1 - parts[::-1].index(name)
            return "/".join(parts[place if name == _OWN_PLACES[0] else place + 1 :])
    try:
        return Path(file).relative_to(sysconfig.get_path("stdlib")).as_posix()
    except ValueError:
        return parts[-1] if parts else file
