"""Whatever terminal it gets, and whatever becomes of that terminal: it is given back, nothing spins."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline_tui.services.desk import Desk
from tests.terminal import ENTERED, LEFT, Terminal

if sys.platform == "win32":
    pytest.skip("no pseudo-terminal", allow_module_level=True)

SIZES = [(1, 1), (500, 200), (2, 1), (1, 40), (500, 1), (80, 24), (3, 3), (200, 200), (40, 12)]
TAKEN = {"?1049": "the second screen", "?1000": "the mouse", "?1003": "the mouse", "?2004": "paste"}
"""What the program takes of a terminal by `h` and gives back by `l`."""


@pytest.fixture
def path(demo_desk: Desk) -> Path:
    """The demo file, closed."""
    demo_desk.close()
    return demo_desk.book.path


def kept_from_the_terminal(written: bytes) -> list[str]:
    """What was taken last and not given back; a hidden cursor is given back by `h`."""
    kept = []
    text = written.decode("utf-8", "replace")
    for mode, what in TAKEN.items():
        switches = re.findall(rf"\x1b\[{re.escape(mode)}([hl])", text)
        if switches and switches[-1] == "h":
            kept.append(what)
    cursor = re.findall(r"\x1b\[\?25([hl])", text)
    if cursor and cursor[-1] == "l":
        kept.append("the cursor")
    return kept


def busy_s(pid: int) -> float:
    """Seconds of a processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_everything_taken_is_given_back(path: Path, number: signal.Signals) -> None:
    with Terminal(path) as terminal:
        terminal.wait_for("Today")
        terminal.send(number)
        assert terminal.code() == 128 + number
    assert ENTERED in terminal.all.decode("utf-8", "replace")
    assert kept_from_the_terminal(terminal.all) == []


def test_a_storm_of_sizes_is_outlived(path: Path) -> None:
    order = random.Random(7)
    with Terminal(path) as terminal:
        terminal.wait_for("Today")
        for key in "123456":
            terminal.press(key)
            for columns, lines in order.sample(SIZES, 6):
                terminal.resize(columns, lines)
                terminal.drain(0.02)
        terminal.resize(120, 36)
        terminal.press("1")
        terminal.settle()
        before = busy_s(terminal.pid)
        terminal.drain(2)
        assert busy_s(terminal.pid) - before < 0.6
        terminal.press("q")
        assert terminal.code() == os.EX_OK
    assert kept_from_the_terminal(terminal.all) == []


def test_a_terminal_of_lines_is_told_of_the_commands(path: Path) -> None:
    with Terminal(path, TERM="dumb") as terminal:
        terminal.wait_for("only writes lines")
        assert terminal.code() == 1
    assert b"\x1b" not in terminal.all


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ({"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, "Клиент по-русски"),
        ({"PYTHONIOENCODING": "ascii"}, "?????? ??-??????"),
        ({"PYTHONIOENCODING": "cp1251"}, "Клиент по-русски"),
    ],
)
def test_a_locale_without_the_letters_stops_no_answer(
    desk: Desk, locale: dict[str, str], told: str
) -> None:
    desk.clients.add({"name": "Клиент по-русски ✓"})
    desk.close()
    env = {"PATH": os.environ["PATH"], "HOME": str(desk.book.path.parent), **locale}
    call = [sys.executable, "-m", "pipeline_tui", "--db", str(desk.book.path)]
    for words in (["client", "list"], ["client", "list", "--json"], ["client", "show", "1"]):
        done = subprocess.run([*call, *words], env=env, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        encoding = "cp1251" if locale.get("PYTHONIOENCODING") == "cp1251" else "utf-8"
        assert told in done.stdout.decode(encoding)


def test_the_screens_draw_in_a_locale_of_ascii(path: Path) -> None:
    with Terminal(
        path, LANG="", LC_ALL="POSIX", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0",
        PIPELINE_TUI_LANG="ru",
    ) as terminal:  # fmt: skip
        terminal.wait_for("Сегодня")
        terminal.press("q")
        terminal.wait_for(LEFT)
        assert terminal.code() == os.EX_OK
