"""Verbs of the command line, beside an interpreter that only imports what they do from elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.launch import PROGRAM
from benchmarks.measure import Line, environment, median, surroundings

_NAMES = """
import sys
before = set(sys.modules)
from datetime import UTC, datetime
from pipeline_tui.cli.main import run
import os, contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    run(sys.argv[1:], os.environ, lambda: datetime.now(UTC))
print(*(name for name in sys.modules if name not in before and not name.startswith("pipeline_tui")))
"""
"""Tells the modules that a verb loads, those of the program left out."""


def worked(argv: list[str], env: dict[str, str]) -> float:
    """Milliseconds of a processor that a program takes from start to end."""
    with subprocess.Popen(
        argv, env=environment(env), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as started:
        _, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise RuntimeError(f"{argv} failed: {started.returncode}")
    return (used.ru_utime + used.ru_stime) * 1000


def imports(verb: list[str], env: dict[str, str]) -> str:
    """A program that imports what a verb needs and no more. What is found within another module, or
    is not there by itself, its importing brings along."""
    done = subprocess.run(
        [sys.executable, "-c", _NAMES, *verb], env=environment(env), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    names = done.stdout.split()
    return (
        "import importlib\n"
        f"for name in {names!r}:\n"
        "    try:\n"
        "        importlib.import_module(name)\n"
        "    except ImportError:\n"
        "        pass\n"
    )


def command_line(copy: Path, rounds: int) -> list[Line]:
    """On a file that may be written to."""
    env = surroundings(copy)
    env.pop("PIPELINE_TUI_CONFIG")
    helped = [sys.executable, "-c", "import typer"]
    cases = [("--help / import typer", ["--help"], helped, 1.5)]
    for verb in (
        ["client", "show", "1"], ["today", "--json"], ["call", "log", "1", "no_answer"],
    ):  # fmt: skip
        floor = [sys.executable, "-c", imports(verb, env)]
        name = " ".join(word for word in verb[:2])
        cases.append((f"{name} / what it imports", verb, floor, 1.3))
    lines = []
    for what, verb, floor, budget in cases:
        found = [(worked([*PROGRAM, *verb], env), worked(floor, env)) for _ in range(rounds)]
        ours, least = (median(side) for side in zip(*found, strict=True))
        lines.append(Line(what, ours, least, budget))
    bare = median(worked([sys.executable, "-c", "pass"], env) for _ in range(rounds))
    return [*lines, Line("--help / python -c pass", lines[0].ours, bare)]
