"""Told to go or to stop from outside, in a real terminal."""

from __future__ import annotations

import os
import signal
import sys
import termios
from pathlib import Path

import pytest

from pipeline_tui.services.desk import Desk
from tests.terminal import ENTERED, LEFT, Terminal

if sys.platform == "win32":
    pytest.skip("no pseudo-terminal", allow_module_level=True)


@pytest.fixture
def path(demo_desk: Desk) -> Path:
    """The demo file, closed."""
    demo_desk.close()
    return demo_desk.book.path


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_gives_the_terminal_back(path: Path, number: signal.Signals) -> None:
    with Terminal(path) as terminal:
        terminal.wait_for("Today")
        terminal.send(number)
        terminal.wait_for(LEFT)
        assert terminal.code() == 128 + number
        assert termios.tcgetattr(terminal.fd)[3] == terminal.settings[3]


def test_a_signal_in_a_call_leaves_the_call_to_be_finished(path: Path) -> None:
    with Terminal(path) as terminal:
        terminal.wait_for("Call")
        terminal.press("c")
        terminal.wait_for("No answer")
        terminal.send(signal.SIGTERM)
        terminal.wait_for(LEFT)
        assert terminal.code() == 128 + signal.SIGTERM
    with Terminal(path) as terminal:
        terminal.wait_for("was not finished")


def test_the_first_question_leaves_too(tmp_path: Path) -> None:
    with Terminal(tmp_path / "new.db") as terminal:
        terminal.wait_for("Start empty")
        terminal.send(signal.SIGTERM)
        terminal.wait_for(LEFT)
        terminal.code()
    assert not (tmp_path / "new.db").exists()


def test_a_window_that_is_closed_ends_it(path: Path) -> None:
    with Terminal(path) as terminal:
        terminal.wait_for("Today")
        terminal.hang_up()
        assert terminal.code() in (128 + signal.SIGHUP, 0)


def test_ctrl_z_gives_the_terminal_back_until_fg(path: Path) -> None:
    with Terminal(path) as terminal:
        terminal.wait_for("Today")
        terminal.press("\x1a")
        terminal.wait_for(LEFT)
        assert terminal.stopped()
        terminal.send(signal.SIGCONT)
        terminal.wait_for(ENTERED)
        terminal.wait_for("Today")
        terminal.press("q")
        assert terminal.code() == os.EX_OK
