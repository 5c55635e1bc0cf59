"""A terminal to run programs in and to take times by, from outside, through a real pty.

Bytes are stamped as they come and thought about only afterwards, so measuring costs the measured
program nothing. A state counts when no synchronized frame is open, and as settled when nothing more
came for a while; the while itself is not part of any figure.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.measure import environment

_QUIET_S = 0.25
_LIMIT_S = 30.0
_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[c": b"\x1b[?62c", b"\x1b[6n": b"\x1b[1;1R"}
_SPEAKS_TO_TERMINALS = re.compile(rb"\x1b\[[<=>][^a-zA-Z]*[a-zA-Z]|\x1b\[\?[\d;]*\$p")
"""Questions and keyboard modes, which the emulator would take for text."""
_BROKEN_OFF = re.compile(rb"\x1b(\[[^a-zA-Z]*)?$")
_SEEN = 20
"""Cells with something in them that make a first paint."""
_FULL = 0.9
"""The share of cells, blank ones too, that are as they stay: a full frame."""


class Chunk(NamedTuple):
    """What came at once; the moment, and what the program had of memory and had taken of a processor
    then."""

    at: float
    data: bytes
    memory: float
    work: float


Chunks = list[Chunk]


class Span(NamedTuple):
    """Milliseconds from a stimulus to the first byte it caused, to something to be seen, to a full
    frame and to the last byte; how many bytes; resident MiB of the program when there was something to
    be seen; milliseconds of a processor that it took to the last byte."""

    first: float
    paint: float
    frame: float
    settled: float
    size: int
    memory: float
    work: float


class Terminal:
    """One program in a terminal of its own. Use as a context."""

    def __init__(
        self, argv: Sequence[str], *, columns: int = 120, lines: int = 40,
        env: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._argv = list(argv)
        self._size = struct.pack("HHHH", lines, columns, 0, 0)
        self._env = environment({"TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})})
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
        chunks = self._chunks(start, _QUIET_S * 2)
        found = self._span(start, chunks, 0.0)
        paint, frame = self._seen(chunks)
        return found._replace(
            paint=(paint.at - start) * 1000, frame=(frame.at - start) * 1000, memory=paint.memory
        )

    def press(self, keys: str) -> Span:
        """Send keys; answers with the times of what they caused."""
        worked = self.worked_ms()
        start = time.perf_counter()
        os.write(self._fd, keys.encode())
        return self._span(start, self._chunks(start, _QUIET_S), worked)

    def press_for(self, keys: str, text: str) -> float:
        """Milliseconds from keys to the first byte after which `text`, drawn in one piece, has come.

        Raises RuntimeError where it does not come.
        """
        start = time.perf_counter()
        os.write(self._fd, keys.encode())
        chunks = self._chunks(start, _LIMIT_S / 3, text.encode())
        written = b"".join(one.data for one in chunks)
        self.output += written
        if text.encode() not in written:
            raise RuntimeError(f"no {text!r} after {keys!r}:\n" + "\n".join(self.screen()))
        return (chunks[-1].at - start) * 1000

    def hold(self, key: str, times: int, hertz: float = 30.0) -> float:
        """Hold a key; milliseconds from the last repeat to the last byte."""
        chunks: Chunks = []
        start = time.perf_counter()
        for number in range(times):
            chunks += self._until(start + number / hertz)
            sent = time.perf_counter()
            os.write(self._fd, key.encode())
        chunks += self._chunks(sent, _QUIET_S)
        self.output += b"".join(one.data for one in chunks)
        return (chunks[-1].at - sent) * 1000

    def idle(self, seconds: float) -> float:
        """Percent of a processor that it takes while nothing is pressed."""
        worked = self.worked_ms()
        start = time.perf_counter()
        self.output += b"".join(one.data for one in self._until(start + seconds))
        return (self.worked_ms() - worked) / (time.perf_counter() - start) / 10

    def screen(self) -> list[str]:
        """The text on the screen now."""
        *_, last = self._replayed([self.output])
        return ["".join(cell.data for cell in row).rstrip() for row in last]

    def memory_mib(self) -> float:
        """Resident memory of the program."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def worked_ms(self) -> float:
        """Milliseconds of a processor that the program took so far, by the clock of its process."""
        return time.clock_gettime((~self.pid << 3) | 2) * 1000

    def _until(self, moment: float) -> Chunks:
        """What the program writes until a moment."""
        chunks: Chunks = []
        while (left := moment - time.perf_counter()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                chunks.append(self._read())
        return chunks

    def _read(self) -> Chunk:
        data = os.read(self._fd, 1 << 16)
        chunk = Chunk(time.perf_counter(), data, self.memory_mib(), self.worked_ms())
        for question, answer in _ANSWERS.items():
            if question in data:
                os.write(self._fd, answer)
        return chunk

    def _chunks(self, start: float, quiet: float, wanted: bytes | None = None) -> Chunks:
        """What the program writes until it is quiet, or has written what is wanted; each part with
        the time at which it came."""
        chunks: Chunks = []
        tail = b""
        while time.perf_counter() - start < _LIMIT_S:
            wait = quiet if chunks else _LIMIT_S
            ready, _, _ = select.select([self._fd], [], [], wait)
            if not ready:
                break
            try:
                chunks.append(self._read())
            except OSError:
                break
            tail = tail[-100:] + chunks[-1].data
            if wanted is not None and wanted in tail:
                break
        if not chunks:
            raise RuntimeError(f"no answer from {self._argv}")
        return chunks

    def _span(self, start: float, chunks: Chunks, worked: float) -> Span:
        self.output += b"".join(one.data for one in chunks)
        first, last = chunks[0], chunks[-1]
        begun, settled = ((one.at - start) * 1000 for one in (first, last))
        size = sum(len(one.data) for one in chunks)
        return Span(begun, begun, settled, settled, size, last.memory, last.work - worked)

    def _seen(self, chunks: Chunks) -> tuple[Chunk, Chunk]:
        """When anything was there to be seen, and when nine tenths of the cells were as they stay."""
        states = list(self._replayed(one.data for one in chunks))
        last = states[-1]
        cells = self.columns * self.lines
        paint = frame = None
        for chunk, rows in zip(chunks, states, strict=True):
            if not paint and sum(cell.data != " " for row in rows for cell in row) >= _SEEN:
                paint = chunk
            same = sum(
                self.columns if mine is final or mine == final
                else sum(a == b for a, b in zip(mine, final, strict=True))
                for mine, final in zip(rows, last, strict=True)
            )  # fmt: skip
            if paint and not frame and same >= _FULL * cells:
                frame = chunk
        return paint or chunks[-1], frame or chunks[-1]

    def _replayed(self, parts: Any) -> Iterator[list[tuple[Any, ...]]]:
        """The cells after each part, with their colours; while a frame is open, those before it."""
        import pyte

        screen = pyte.Screen(self.columns, self.lines)
        stream = pyte.ByteStream(screen)
        kept, depth = b"", 0
        whole = [tuple(screen.buffer[y][x] for x in range(self.columns)) for y in range(self.lines)]
        for part in parts:
            data = kept + part
            kept = found.group() if (found := _BROKEN_OFF.search(data)) else b""
            data = data[: len(data) - len(kept)]
            depth += data.count(b"\x1b[?2026h") - data.count(b"\x1b[?2026l")
            stream.feed(_SPEAKS_TO_TERMINALS.sub(b"", data))
            if not depth:
                whole = list(whole)
                for y in screen.dirty:
                    if y < self.lines:
                        whole[y] = tuple(screen.buffer[y][x] for x in range(self.columns))
                screen.dirty.clear()
            yield whole
