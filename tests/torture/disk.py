"""The disk between the program and its file: recorded, made to fail, and cut from its power.

`shim.c` does the work inside the process; it needs a C compiler and a dynamic linker that preloads.
"""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

KILL = -9
"""In place of an errno: the process is killed at that call."""
_HEAD = struct.Struct("=cIQQ")
_VOLATILE = ("-shm",)
"""Files that SQLite makes anew after a crash; they are shared memory, not data."""


def build_layer(folder: Path) -> Path | None:
    """Compile the layer; none where the machine cannot."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    library = folder / "shim.so"
    source = Path(__file__).with_name("shim.c")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl", "-lpthread"],
        check=True,
    )
    return library


def under_layer(module: str, argv: Sequence[str]) -> int | None:
    """Run a script again with the layer beneath it; none where this already is that run.

    `root` is then a fresh folder whose files are watched.
    """
    if "SHIM_ROOT" in os.environ:
        return None
    with tempfile.TemporaryDirectory(prefix="torture-") as name:
        folder = Path(name)
        library = build_layer(folder)
        if library is None:
            print("skipped: no C compiler, or not Linux")
            return 0
        root = folder / "disk"
        root.mkdir()
        env = {**os.environ, "LD_PRELOAD": str(library), "SHIM_ROOT": str(root)}
        return subprocess.run(
            [sys.executable, "-m", module, *argv], env=env, check=False
        ).returncode


def root() -> Path:
    """The folder whose files are watched, in a run under the layer."""
    return Path(os.environ["SHIM_ROOT"])


def arm(at: int, how: int, *, on: bool = False) -> None:
    """Make the at-th write, sync or renaming from now on fail with an errno, or kill; 0: none.
    `on`: and every later one that needs room, as on a disk that is full."""
    ctypes.CDLL(None).shim_arm(ctypes.c_long(at), how, int(on))


def counted() -> int:
    """Calls since `arm`."""
    count = ctypes.CDLL(None).shim_count
    count.restype = ctypes.c_long
    return int(count())


def record(to: Path | None) -> None:
    """Begin to write down every call, or end it."""
    ctypes.CDLL(None).shim_record(b"" if to is None else os.fsencode(to))


@dataclass(frozen=True)
class Event:
    """One call: C made, W written, T cut to `offset` bytes, S synced, U removed, R renamed to `data`."""

    op: str
    path: str
    offset: int
    data: bytes


def events(log: Path) -> Iterator[Event]:
    """The calls of a record, in order."""
    data = log.read_bytes()
    at = 0
    while at < len(data):
        op, named, offset, size = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        path = data[at : at + named].decode()
        at += named
        kept = size if op in b"WR" else 0
        yield Event(op.decode(), path, offset, data[at : at + kept])
        at += kept


@dataclass
class _File:
    """A file as the platter has it, and the writes that wait in memory."""

    solid: bytearray = field(default_factory=bytearray)
    waiting: list[Event] = field(default_factory=list)

    def settle(self, chosen: Sequence[Event]) -> bytes:
        """Its bytes once these of the waiting writes are there."""
        found = bytearray(self.solid)
        for event in chosen:
            if event.op == "T":
                del found[event.offset :]
                found.extend(bytes(event.offset - len(found)))
            else:
                end = event.offset + len(event.data)
                found.extend(bytes(max(0, end - len(found))))
                found[event.offset : end] = event.data
        return bytes(found)


class Platter:
    """What a disk holds that keeps, at a power cut, only what was synced and luck's share of the rest.

    A name is made, moved or removed for good only when its folder is synced, or its file after it
    was made, as on ext4 and xfs.
    """

    def __init__(self, folder: Path) -> None:
        """Begin with the files that are there, all of them safe."""
        self._files = {
            str(path.relative_to(folder)): _File(bytearray(path.read_bytes()))
            for path in folder.rglob("*")
            if path.is_file()
        }
        self._durable = dict(self._files)
        """The names on the platter; `_files` are those that the program sees."""

    def take(self, event: Event) -> None:
        """Do what the call did."""
        if event.path.endswith(_VOLATILE):
            return
        if event.op == "C":
            self._files[event.path] = _File()
        elif event.op == "U":
            self._files.pop(event.path, None)
        elif event.op == "R":
            self._files[event.data.decode()] = self._files.pop(event.path)
        elif event.op == "S":
            self._sync(event.path)
        elif event.path in self._files:
            self._files[event.path].waiting.append(event)

    def _sync(self, path: str) -> None:
        found = self._files.get(path)
        if found is not None:
            found.solid = bytearray(found.settle(found.waiting))
            found.waiting.clear()
            self._durable.setdefault(path, found)
            return
        folder = "" if path == "." else f"{path}/"
        for names in (self._durable, self._files):
            for name in [one for one in names if one.rpartition("/")[0] == folder.rstrip("/")]:
                if name not in self._files:
                    del self._durable[name]
                else:
                    self._durable[name] = self._files[name]

    def cut(self, to: Path, luck: random.Random | None) -> None:
        """Write down what is left when the power goes now.

        Without luck nothing unsynced is there; with it any part of it, and a write may be torn.
        """
        names = dict(self._durable)
        if luck is not None:
            for name in self._files.keys() | self._durable.keys():
                if self._files.get(name) is not self._durable.get(name) and luck.random() < 0.5:
                    if name in self._files:
                        names[name] = self._files[name]
                    else:
                        names.pop(name, None)
        for name, file in names.items():
            target = to / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.settle(_surviving(file.waiting, luck)))


def _surviving(waiting: Sequence[Event], luck: random.Random | None) -> list[Event]:
    if luck is None:
        return []
    share = luck.choice((0.1, 0.5, 0.9))
    found = []
    for event in waiting:
        if luck.random() >= share:
            continue
        if event.op == "W" and len(event.data) > 512 and luck.random() < 0.2:
            kept = 512 * luck.randrange(1, len(event.data) // 512 + 1)
            found.append(Event("W", event.path, event.offset, event.data[:kept]))
        else:
            found.append(event)
    return found
