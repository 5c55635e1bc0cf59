"""A terminal to run programs in and to take times by, from outside, through a real pty.

Bytes are stamped as they come and thought about only afterwards, so measuring costs the measured
program nothing. A state counts when no synchronized frame is open, and as settled when nothing more
came for a while; the while itself is not part of any figure.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_QUIET_S = 0.25
_LIMIT_S = 30.0
_UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
"""Where this is set every start compiles the source anew, which no installed program does."""
_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[c": b"\x1b[?62c", b"\x1b[6n": b"\x1b[1;1R"}


@dataclass(frozen=True)
class Span:
    """Milliseconds from a stimulus to the first byte it caused, to nine tenths of the settled screen,
    and to the last byte; how many bytes; resident MiB of the program then."""

    first: float
    frame: float
    settled: float
    size: int
    memory: float


class Terminal:
    """One program in a terminal of its own. Use as a context."""

    def __init__(
        self, argv: Sequence[str], *, columns: int = 120, lines: int = 40,
        env: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._argv = list(argv)
        self._size = struct.pack("HHHH", lines, columns, 0, 0)
        self._env = {
            **{name: value for name, value in os.environ.items() if name != _UNCOMPILED},
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            **(env or {}),
        }
        self.columns, self.lines = columns, lines
        self.output = b""
        self.pid = 0
        self._fd = -1

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pid:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
            os.close(self._fd)

    def launch(self) -> Span:
        """Start the program; answers with the times of its first byte and its settled screen."""
        start = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, self._size)
            os.execvpe(self._argv[0], self._argv, self._env)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, self._size)
        return self._listen(start, _QUIET_S * 2)

    def press(self, keys: str) -> Span:
        """Send keys; answers with the times of what they caused."""
        start = time.perf_counter()
        os.write(self._fd, keys.encode())
        return self._listen(start, _QUIET_S)

    def press_for(self, keys: str, text: str) -> float:
        """Milliseconds from keys to the first byte after which `text`, drawn in one piece, has come.

        Raises RuntimeError where it does not come.
        """
        start = time.perf_counter()
        os.write(self._fd, keys.encode())
        chunks = self._chunks(start, _LIMIT_S / 3, text.encode())
        written = b"".join(data for _, data in chunks)
        self.output += written
        if text.encode() not in written:
            raise RuntimeError(f"no {text!r} after {keys!r}:\n" + "\n".join(self.screen()))
        return (chunks[-1][0] - start) * 1000

    def screen(self) -> list[str]:
        """The text on the screen now."""
        return [line.rstrip() for line in _shown(self.output, self.columns, self.lines)]

    def _full_at(self, before: bytes, chunks: list[tuple[float, bytes]]) -> float:
        """When nine tenths of what differs in the end were there; only at launch is it worked out."""
        if before:
            return chunks[-1][0]
        final = "".join(_shown(self.output, self.columns, self.lines))
        ink = sum(cell != " " for cell in final) or 1
        seen = b""
        for at, data in chunks:
            seen += data
            now = "".join(_shown(seen, self.columns, self.lines))
            if sum(a == b != " " for a, b in zip(now, final, strict=True)) >= 0.9 * ink:
                return at
        return chunks[-1][0]

    def memory_mib(self) -> float:
        """Resident memory of the program."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def _chunks(
        self, start: float, quiet: float, wanted: bytes | None = None
    ) -> list[tuple[float, bytes]]:
        """What the program writes until it is quiet, or has written what is wanted; each part with
        the time at which it came."""
        chunks: list[tuple[float, bytes]] = []
        tail = b""
        while time.perf_counter() - start < _LIMIT_S:
            wait = quiet if chunks else _LIMIT_S
            ready, _, _ = select.select([self._fd], [], [], wait)
            if not ready:
                break
            try:
                data = os.read(self._fd, 1 << 16)
            except OSError:
                break
            chunks.append((time.perf_counter(), data))
            for question, answer in _ANSWERS.items():
                if question in data:
                    os.write(self._fd, answer)
            tail = tail[-100:] + data
            if wanted is not None and wanted in tail:
                break
        if not chunks:
            raise RuntimeError(f"no answer from {self._argv}")
        return chunks

    def _listen(self, start: float, quiet: float) -> Span:
        chunks = self._chunks(start, quiet)
        memory = self.memory_mib()  # before thinking about the bytes, which takes its time
        before, self.output = self.output, self.output + b"".join(data for _, data in chunks)
        return Span(
            first=(chunks[0][0] - start) * 1000,
            frame=(self._full_at(before, chunks) - start) * 1000,
            settled=(chunks[-1][0] - start) * 1000,
            size=sum(len(data) for _, data in chunks),
            memory=memory,
        )


def _shown(output: bytes, columns: int, lines: int) -> list[str]:
    import pyte

    screen = pyte.Screen(columns, lines)
    pyte.ByteStream(screen).feed(output)
    return list(screen.display)
