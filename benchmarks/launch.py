"""Launch: what is seen when, and the memory of it, beside a bare program; on all clients, and on a
hundredth of them."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measure import HERE, Line, median, surroundings
from benchmarks.terminal import Span, Terminal

BARE = [sys.executable, str(HERE / "bare.py")]
PROGRAM = [sys.executable, "-m", "pipeline_tui"]
_TOUR = "23456"
IDLE_S = 4.0


def launched(argv: list[str], db: Path | None = None) -> Span:
    """One launch."""
    with Terminal(argv, env=surroundings(db) if db else {}) as one:
        return one.launch()


def launch(big: Path, small: Path, rounds: int) -> list[Line]:
    """Launches by turns, and the memory at first paint."""
    bare, ours, few = [], [], []
    for _ in range(rounds):
        bare.append(launched(BARE))
        ours.append(launched(PROGRAM, big))
        few.append(launched(PROGRAM, small))

    def told(spans: list[Span], what: str) -> float:
        return median(getattr(span, what) for span in spans)

    frame = told(bare, "frame")
    return [
        Line("launch: something to be seen / bare app", told(ours, "paint"), told(bare, "paint"), 1.25),
        Line("launch: full frame / bare app", told(ours, "frame"), frame, 1.25),
        Line("launch: Today settled / bare app", told(ours, "settled"), frame, 1.6),
        Line("launch: processor until then / bare app", told(ours, "work"), told(bare, "work")),
        Line("launch: 100 000 clients / 1 000", told(ours, "settled"), told(few, "settled"), 1.1),
        Line("memory: first paint / bare app", told(ours, "memory"), told(bare, "memory"), 1.3, "MiB"),
    ]  # fmt: skip


def standing(big: Path) -> list[Line]:
    """Memory after all screens, each with a list moved in and a card opened, and what it takes while
    nothing is pressed."""
    with Terminal(BARE) as bare, Terminal(PROGRAM, env=surroundings(big)) as one:
        bare.launch()
        one.launch()
        for key in _TOUR:
            one.press(key)
            one.press("j")
        one.press("2")
        one.press("\r")
        one.press("\x1b")
        one.press("1")
        idle = one.idle(IDLE_S)
        bare.press("j")
        return [
            Line("memory: after all screens / bare app", one.memory_mib(), bare.memory_mib(), 2.5, "MiB"),
            Line("idle, of a processor", idle, None, 0.3, "%"),
        ]  # fmt: skip
