"""A real terminal for the program to run in, for what only a terminal shows."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

_LIMIT_S = 60.0
_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[c": b"\x1b[?62c", b"\x1b[6n": b"\x1b[1;1R"}

ENTERED, LEFT = "\x1b[?1049h", "\x1b[?1049l"
"""What a program writes to take the whole screen, and to give it back."""


class Terminal:
    """The program in a terminal of its own, 120x36. Use as a context.

    `patch` is Python that runs before the program does, `env` what its environment has besides.
    """

    def __init__(self, db: Path, patch: str = "", **env: str) -> None:
        self._db = db
        self._patch = patch
        self._env = env
        self._seen = b""
        self._gone = False
        self.all = b""
        """All that was written to the terminal."""

    def __enter__(self) -> Terminal:
        env = {
            **os.environ, "TERM": "xterm-256color", "PIPELINE_TUI_DB": str(self._db),
            "HOME": str(self._db.parent), "LANG": "en_US.UTF-8", **self._env,
        }  # fmt: skip
        argv = [sys.executable, "-m", "pipeline_tui"]
        if self._patch:
            argv[1:] = ["-c", f"{self._patch}\nfrom pipeline_tui.__main__ import main\nmain()"]
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            _resize(0, 120, 36)
            os.execvpe(sys.executable, argv, env)
        self.settings = termios.tcgetattr(self.fd)
        return self

    def __exit__(self, *_: object) -> None:
        if not self._gone:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.fd >= 0:
            os.close(self.fd)

    def press(self, keys: str) -> None:
        """Send keys."""
        os.write(self.fd, keys.encode())

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        _resize(self.fd, columns, lines)

    def send(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the window."""
        os.close(self.fd)
        self.fd = -1

    def wait_for(self, text: str) -> None:
        """Read until the text has come, drawn in one piece; what came up to it is then forgotten."""
        wanted = text.encode()
        end = time.monotonic() + _LIMIT_S
        while wanted not in self._seen:
            left = end - time.monotonic()
            assert left > 0 and select.select([self.fd], [], [], left)[0], (
                text,
                self._seen[-2000:],
            )
            data = self._read()
            assert data, (text, self._seen[-2000:])
        self._seen = self._seen[self._seen.index(wanted) + len(wanted) :]

    def drain(self, seconds: float) -> None:
        """Read whatever comes within so many seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                assert self._read(), self.all[-2000:]

    def settle(self) -> None:
        """Read until nothing has come for a second and a half."""
        while select.select([self.fd], [], [], 1.5)[0]:
            assert self._read(), self.all[-2000:]

    def stopped(self) -> bool:
        """Wait until the program has stopped or ended: whether it stopped."""
        _pid, status = os.waitpid(self.pid, os.WUNTRACED)
        self._gone = not os.WIFSTOPPED(status)
        return not self._gone

    def code(self) -> int:
        """Read until the program has ended; answers with its exit code, less than 0 for a signal
        that killed it."""
        while self.fd >= 0 and self._read():
            pass
        _pid, status = os.waitpid(self.pid, 0)
        self._gone = True
        return os.waitstatus_to_exitcode(status)

    def _read(self) -> bytes:
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:  # nobody holds the other end any more
            return b""
        for question, answer in _ANSWERS.items():
            if question in data:
                os.write(self.fd, answer)
        self._seen += data
        self.all += data
        return data


def _resize(fd: int, columns: int, lines: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
