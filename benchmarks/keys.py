"""Keys: from the key to the last byte that it paints, beside the same in a bare program, by turns."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.launch import BARE, PROGRAM
from benchmarks.measure import Line, late, median, surroundings
from benchmarks.terminal import Span, Terminal

DOWN, PAGE, LEFT, RIGHT, ENTER, ESCAPE = "j", "\x1b[6~", "\x1b[D", "\x1b[C", "\r", "\x1b"
WORDS = ("родник", "север", "acorn", "hjlybr", "петров", "gtnhjd", "0001234")
"""Searched for letter by letter: names, the other layout, people, a phone."""

_HOURS = 'work_start = "00:01"\nwork_end = "23:59"\n'
"""Clients may be called whenever the benchmark is run."""


class Beside:
    """The program and the bare ones, each in a terminal of the same size."""

    def __init__(self, db: Path, columns: int, lines: int) -> None:
        self._db, self._size = db, (columns, lines)
        self._open = ExitStack()
        self.found: dict[str, tuple[list[Span], list[Span]]] = {}

    def __enter__(self) -> Beside:
        columns, lines = self._size
        self.ours, self.bare, self.typed = (
            self._open.enter_context(Terminal(argv, columns=columns, lines=lines, env=env))
            for argv, env in (
                (PROGRAM, surroundings(self._db)), (BARE, {}), ([*BARE, "input"], {}),
            )
        )  # fmt: skip
        for one in (self.ours, self.bare, self.typed):
            one.launch()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def go(self, *keys: str) -> None:
        """Press what is not measured."""
        for key in keys:
            self.ours.press(key)

    def press(
        self, what: str, keys: Iterable[str], *, bare: str = "j", typed: bool = False
    ) -> None:
        """Press each of the keys, and after each the one of the bare program."""
        mine, floor = self.found.setdefault(what, ([], []))
        for key in keys:
            mine.append(self.ours.press(key))
            floor.append((self.typed if typed else self.bare).press(bare))

    def line(self, what: str, key: str, budget: float | None, at: str = "settled") -> Line:
        """How it compares, by the last byte or by another moment of the span."""
        mine, floor = (median(getattr(span, at) for span in side) for side in self.found[key])
        return Line(what, mine, floor, budget)


def moving(one: Beside, times: int) -> None:
    """In the list of clients and on the board."""
    one.go("2", DOWN)
    one.press("down", [DOWN] * times)
    one.press("page", [PAGE] * (times // 2))
    one.go("3", DOWN)
    one.press("cursor", (DOWN, DOWN, "k", RIGHT) * (times // 4))


def keys(big: Path, rounds: int) -> list[Line]:
    """At 120×40 and 200×60, where the card of the row stands beside the list: read once the hand rests, so
    that the row counts when it is painted, and the card apart."""
    times = 4 * rounds
    with Beside(big, 120, 40) as one:
        moving(one, times)
        one.go("2")
        held = [one.ours.hold(DOWN, 45) for _ in range(3)]
        for word in WORDS[:rounds]:
            one.go(":", *word[:2])
            one.press("search", word[2:], typed=True)
            one.go(ESCAPE, "/", *word[:2])
            one.press("filter", word[2:], typed=True)
            one.go(ESCAPE)
        one.go("4", "5", "6", "2")
        for _ in range(2 * rounds):
            one.press("card", [ENTER], bare="o")
            one.go(ESCAPE, DOWN)
            one.press("switch", ("5", "2"), bare="o")
        downs = one.found["down"][0]
        lines = [
            one.line("list: a row down / bare key", "down", 1.3),
            Line("list: a row down, the slowest of twenty", late([s.settled for s in downs]), None, 10),
            one.line("list: a row down, by the processor", "down", None, "work"),
            one.line("list: a page / bare key", "page", 5),
            one.line("board: cursor / bare key", "cursor", 3),
            Line("key held at 30 Hz: lag", median(held), None, 16),
            one.line("search: a letter, from the third / bare input", "search", 4),
            one.line("list filter: a letter, from the third / bare", "filter", 4),
            one.line("card opened / bare screen", "card", 2),
            one.line("screen switched / bare screen", "switch", 2),
            Line("list: a row down, written", median(s.size for s in downs), None, None, "B"),
            Line("list: a page, written", median(s.size for s in one.found["page"][0]), None, None, "B"),
        ]  # fmt: skip
    with Beside(big, 200, 60) as one:
        moving(one, times // 2)
        return [
            *lines,
            one.line("list: a row down, 200×60 / bare key", "down", 1.3, "first"),
            one.line("list: a row down, 200×60, its card beside", "down", None),
            one.line("list: a page, 200×60 / bare key", "page", 5, "first"),
            one.line("board: cursor, 200×60 / bare key", "cursor", 3),
        ]


def moved_cards(copy: Path, times: int) -> list[Line]:
    """Moving deals to the next stage, which changes the file."""
    with Beside(copy, 120, 40) as one:
        one.go("3", DOWN)
        for _ in range(times):
            one.press("moved", [">"])
            one.go(LEFT, DOWN)
        spans: Sequence[Span] = one.found["moved"][0]
        return [
            one.line("board: a card moved / bare key", "moved", 3),
            Line("board: a card moved, first change", median(s.first for s in spans), None, None),
        ]


def next_cards(copy: Path, cards: int) -> list[Line]:
    """From the key of a call's outcome to the next client's card, on a file that is changed by it."""
    ours, bare = [], []
    settings = copy.with_suffix(".toml")
    settings.write_text(_HOURS, encoding="utf-8")
    env = surroundings(copy, PIPELINE_TUI_CONFIG=str(settings))
    with Terminal(PROGRAM, env=env) as one, Terminal(BARE) as floor:
        floor.launch()
        one.launch()
        one.press_for("c", "1 / ")
        for number in range(1, cards + 2):
            time.sleep(0.8)  # a digit is not taken for a slip any more
            bare.append(floor.press_for("o", f"card {number} of"))
            ours.append(one.press_for("2", f"{number + 1} / "))
    return [
        Line("call: outcome key, next card / bare screen", median(ours[1:]), median(bare[1:]), 1.5)
    ]
