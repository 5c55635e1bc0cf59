"""Entry of the program. A bare call goes straight to the screens, past the command line's imports."""

from __future__ import annotations

import codecs
import gc
import io
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

_PLAIN = ("--db", "--lang", "--key-file")
_READ_ONLY = "--read-only"
_MANY_OBJECTS = 300_000
_COMPLETE = "_PIPELINE_TUI_COMPLETE"


def main() -> None:
    """Run and leave with the exit code."""
    _never_stumble_over_letters()
    try:
        code = _run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    except Exception as error:  # noqa: BLE001 - whatever it was, it is told without clients' data
        from pipeline_tui.cli.failing import tell

        code = tell(error, os.environ, _clock)
    sys.exit(code)


def _never_stumble_over_letters() -> None:
    """Have answers written whatever the locale's letters are.

    A locale of ASCII says that none is set, as in a job of cron, not what the terminal can show: it
    gets UTF-8, unless PYTHONIOENCODING means it. A letter that another encoding has not becomes a `?`.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            bare = codecs.lookup(stream.encoding).name == "ascii"
            meant = "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding="utf-8" if bare and not meant else None, errors="replace")


def _run(argv: Sequence[str]) -> int:
    # The shell asks for what Tab completes by a bare call with this variable set.
    if _COMPLETE not in os.environ and _only_opens(argv):
        return _open(argv)
    # What a verb imports stays to its end; only what works long makes enough to be looked through.
    gc.set_threshold(_MANY_OBJECTS)
    from pipeline_tui.cli.main import run

    return run(argv, os.environ, _clock)


def _clock() -> datetime:
    return datetime.now(UTC)


def _only_opens(argv: Sequence[str]) -> bool:
    """Whether the call names no verb, only which file and language and how: `--db PATH`, `--lang ru`,
    `--read-only`."""
    argv = [word for word in argv if word != _READ_ONLY]
    return len(argv) % 2 == 0 and all(
        option in _PLAIN and not value.startswith("-")
        for option, value in zip(argv[::2], argv[1::2], strict=True)
    )


def _open(argv: Sequence[str]) -> int:
    """Open the screens; typer, which only verbs need, stays unloaded."""
    # Textual reads it as it is imported. What is found for a letter waits half as long for its frame.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    # All that is made until the first screen stands is there to stay: looking through it for what can
    # go costs a tenth of the start. The application turns it on again.
    gc.disable()
    _load_asyncio()
    from pipeline_tui.cli.opening import open_screens
    from pipeline_tui.cli.run import choose_language, exit_code, prepare, remark
    from pipeline_tui.domain.errors import Problem

    pairs = [word for word in argv if word != _READ_ONLY]
    wanted = dict(zip(pairs[::2], pairs[1::2], strict=True))
    call = None
    try:
        call = prepare(os.environ, _clock)
        if "--lang" in wanted:
            choose_language(call, wanted["--lang"])
        if "--db" in wanted:
            call.db = Path(wanted["--db"]).expanduser()
        if "--key-file" in wanted:
            call.key_file = Path(wanted["--key-file"])
        call.read_only = len(pairs) < len(argv)
        return open_screens(call)
    except Problem as found:
        from pipeline_tui.wording.problems import problem

        remark(problem(found if call is None else call.way_out(found)))
        return exit_code(found)


def _load_asyncio() -> None:
    """Import asyncio without TLS: the screens open no connection, and OpenSSL is 4 MiB and 5 ms.

    asyncio does without where there is none; whoever wants it later imports it as ever.
    """
    if "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]
        import asyncio  # noqa: F401

        del sys.modules["ssl"]


if __name__ == "__main__":
    main()
