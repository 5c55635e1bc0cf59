"""The same job side by side with programs of others, each installed apart where it can be.

    python -m benchmarks.peers [--sizes 50 500] [--rounds 3] [--folder FOLDER]

- kanban-tui, a board on the same toolkit: its board with so many cards beside ours with as many open deals:
  the launch until the board has settled, a key down, memory.
- taskwarrior, a command line in C++: what is next among so many tasks beside our list of the day.
- bagels needs Python 3.13; jsoncrm is in no registry at hand. What cannot be installed is said and left out.

Python programs go to a virtual environment of their own, Debian's are unpacked, in FOLDER, which is kept
where it is named.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from benchmarks import big
from benchmarks.command_line import worked
from benchmarks.launch import PROGRAM
from benchmarks.measure import median, surroundings
from benchmarks.terminal import Terminal

_OPEN_OF_DEALS = 0.093
"""The share of open deals in the big database."""
_INSTALL_S = 300


class Missing(Exception):
    """A program that cannot be had here."""


class Seen(NamedTuple):
    """Milliseconds until a board of cards stands, of a key down on it; MiB."""

    stands: float
    down: float
    memory: float


def from_registry(name: str, folder: Path) -> Path:
    """The program `name` in an environment of its own. Raises Missing."""
    home = folder / name
    program = home / "bin" / name
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        _run([str(home / "bin" / "pip"), "install", "-q", name], folder, name)
    return program


def from_debian(package: str, program: str, folder: Path) -> Path:
    """A program of a Debian package, unpacked and not installed. Raises Missing."""
    found = folder / package / "usr" / "bin" / program
    if not found.exists():
        _run(["apt-get", "download", package], folder, package)
        for archive in folder.glob(f"{package}_*.deb"):
            _run(["dpkg", "-x", str(archive), str(folder / package)], folder, package)
    return found


def _run(argv: list[str], folder: Path, name: str) -> None:
    try:
        subprocess.run(argv, cwd=folder, check=True, capture_output=True, timeout=_INSTALL_S)
    except (subprocess.SubprocessError, OSError) as error:
        raise Missing(name) from error


def board(argv: Sequence[str], env: dict[str, str], before: str = "") -> Seen:
    """Launch, go to the board, press down."""
    with Terminal(argv, env=env) as one:
        took = one.launch().settled
        for key in before:
            took += one.press(key).settled
        one.press("j")
        downs = [one.press("j").settled for _ in range(8)]
        return Seen(took, median(downs), one.memory_mib())


def kanban(folder: Path, cards: int) -> tuple[list[str], dict[str, str]]:
    """kanban-tui on a board of so many cards, a third in each column."""
    program = from_registry("kanban-tui", folder)
    home = folder / f"kanban-{cards}"
    env = {"HOME": str(home), "XDG_DATA_HOME": f"{home}/data", "XDG_CONFIG_HOME": f"{home}/config"}
    if not home.exists():
        home.mkdir()
        worked([str(program), "board", "create", "Deals"], env)
        with closing(sqlite3.connect(home / "data/kanban_tui/kanban_tui.db")) as db, db:
            db.executemany(
                "INSERT INTO tasks (title, column, description, creation_date, position)"
                " VALUES (?, ?, '', '2026-01-01T00:00:00', ?)",
                ((f"Deal {n}", n % 3 + 1, n // 3) for n in range(cards)),
            )
    return [str(program)], env


def tasks(folder: Path, count: int) -> tuple[list[str], dict[str, str]]:
    """taskwarrior with so many tasks that are due."""
    program = from_debian("taskwarrior", "task", folder)
    home = folder / f"tasks-{count}"
    env = {"HOME": str(home), "TASKRC": str(home / "rc"), "TASKDATA": str(home)}
    if not home.exists():
        home.mkdir()
        (home / "rc").write_text(f"data.location={home}\nconfirmation=no\n")
        due = f"{datetime.now(UTC) - timedelta(days=1):%Y%m%dT%H%M%SZ}"
        (home / "tasks.json").write_text(json.dumps([
            {"description": f"Call client {n}", "uuid": str(uuid.uuid4()), "status": "pending",
             "entry": "20260101T000000Z", "due": due}
            for n in range(count)
        ]))  # fmt: skip
        worked([str(program), "import", str(home / "tasks.json")], env)
    return [str(program), "next", "limit:20"], env


def ours(folder: Path, open_deals: int) -> dict[str, str]:
    """Our program on a file with so many open deals."""
    path = folder / f"ours-{open_deals}-{int(time.time()) // 86400}.db"
    if not path.exists():
        scale = open_deals / _OPEN_OF_DEALS / 300_000
        big.make(path, now=datetime.now(UTC), scale=scale)
    return surroundings(path)


def boards(folder: Path, cards: int, rounds: int) -> Iterator[str]:
    """Lines of the comparison with kanban-tui."""
    argv, env = kanban(folder, cards)
    mine = ours(folder, cards)
    pairs = [(board(PROGRAM, mine, "3"), board(argv, env)) for _ in range(rounds)]
    for at, what in enumerate(("until the board stands", "a key down", "memory, MiB")):
        own, theirs = (median(pair[side][at] for pair in pairs) for side in (0, 1))
        yield f"{f'{cards} cards: {what}':40}{own:10.1f}{theirs:12.1f}{theirs / own:8.1f}"


def lists(folder: Path, count: int, rounds: int) -> Iterator[str]:
    """A line of the comparison with taskwarrior."""
    argv, env = tasks(folder, count)
    mine = ours(folder, count)
    pairs = [(worked([*PROGRAM, "today"], mine), worked(argv, env)) for _ in range(rounds)]
    own, theirs = (median(side) for side in zip(*pairs, strict=True))
    yield f"{f'{count} due: the list of the day':40}{own:10.1f}{theirs:12.1f}{theirs / own:8.2f}"


def compare(folder: Path, sizes: Sequence[int], rounds: int) -> None:
    """Print the table."""
    for name, kind in (("kanban-tui", boards), ("taskwarrior", lists)):
        print(f"{'milliseconds':40}{'ours':>10}{name:>12}{'ratio':>8}")
        try:
            for size in sizes:
                print(*kind(folder, size, rounds), sep="\n", flush=True)
        except Missing:
            print(f"{name} cannot be installed here")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 500])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if asked.folder:
        asked.folder.mkdir(exist_ok=True)
        compare(asked.folder.resolve(), asked.sizes, asked.rounds)
    else:
        with tempfile.TemporaryDirectory() as folder:
            compare(Path(folder), asked.sizes, asked.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
