"""Keys cost the same on a file ten times as large: questions, steps of the database, widgets, bytes.

Work is counted and never timed, so that a busy machine says the same as an idle one. `benchmarks/` tells
the seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

from benchmarks.big import make
from pipeline_tui.domain.deals import DealFilter
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import book
from pipeline_tui.tui import app
from pipeline_tui.tui.app import PipelineApp
from tests.conftest import NOW, HandClock, open_desk

_EVERY = 50
"""Steps of the database's machine between two counts."""
_SMALL, _LARGE = 0.002, 0.02
"""200 and 2 000 clients; each as busy in both."""


class Counter:
    """Questions asked, steps that their answers took, and bytes sent to the terminal, so far."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.ticks = 0
        self.written = 0

    def install(self, patch: pytest.MonkeyPatch) -> None:
        real = book.connect

        def connect(path: Path, *, read_only: bool = False) -> object:
            db = real(path, read_only=read_only)
            db.set_trace_callback(self.asked.append)
            db.set_progress_handler(self._tick, _EVERY)
            return db

        patch.setattr(book, "connect", connect)
        patch.setattr(HeadlessDriver, "write", lambda _driver, data: self._write(data))
        patch.setattr(PipelineApp, "is_headless", False)  # so that it paints
        for wait in ("_LOOK_EVERY_S", "_WARM_UP_AFTER_S"):  # a slow machine counts no more
            patch.setattr(app, wait, 1000)

    def _tick(self) -> None:
        self.ticks += 1

    def _write(self, data: str) -> None:
        self.written += len(data.encode())


class Cost(NamedTuple):
    """What a key cost, and how many widgets stood on the screen after it."""

    asked: int
    steps: int
    written: int
    widgets: int


class Step(NamedTuple):
    """Keys, and what they are called where they are counted."""

    keys: tuple[str, ...]
    name: str = ""


WALK = (
    Step(("2",)),
    Step(("j",)),
    Step(("j",), "list: a row down"),
    Step(("pagedown",), "list: a page"),
    Step(("enter",)),
    Step(("escape", "j")),
    Step(("enter",), "card: open"),
    Step(("escape",)),
    Step(("3",)),
    Step(("j",)),
    Step(("j",), "board: a card down"),
    Step(("right",), "board: a column on"),
    Step(("colon", "r", "o")),
    Step(("d",), "search: a letter"),
    Step(("escape",)),
    Step(("1",), "today: again"),
)
"""What is read for the first time is kept: each key is pressed once before it is counted."""


async def settled(pilot: Pilot[int]) -> None:
    for _round in range(3):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


FIRST_LIST = "today: the first list"
MOST: dict[str, Cost] = {
    "list: a row down": Cost(asked=1, steps=100, written=800, widgets=16),
    "list: a page": Cost(asked=8, steps=15_000, written=15_000, widgets=16),
    "card: open": Cost(asked=45, steps=8_000, written=45_000, widgets=14),
    "board: a card down": Cost(asked=1, steps=100, written=1_000, widgets=20),
    "board: a column on": Cost(asked=1, steps=100, written=2_500, widgets=20),
    "search: a letter": Cost(asked=60, steps=3_000, written=5_000, widgets=6),
    "today: again": Cost(asked=1, steps=100, written=20_000, widgets=10),
    "deal: moved": Cost(asked=90, steps=8_000, written=0, widgets=0),
    "call: outcome, next line": Cost(asked=100, steps=9_000, written=0, widgets=0),
}
"""What each may cost at most on the large file: some more than it does now."""


class Counting:
    """What was counted of what."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self.found: dict[str, Cost] = {}

    @contextmanager
    def of(self, name: str, widgets: Callable[[], int] = lambda: 0) -> Iterator[None]:
        now = self._counter
        asked, ticks, written = len(now.asked), now.ticks, now.written
        yield
        self.found[name] = Cost(
            len(now.asked) - asked, (now.ticks - ticks) * _EVERY, now.written - written, widgets()
        )


async def walk(desk: Desk, counting: Counting) -> None:
    """Press the keys of the walk."""
    opened = PipelineApp(desk)
    async with opened.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        for step in WALK:
            with counting.of(step.name, lambda: len(opened.screen.query("*"))):
                await pilot.press(*step.keys)
                await settled(pilot)


def write(desk: Desk, counting: Counting) -> None:
    """Move a deal, and put down a call with what comes after it."""
    needs, offer = (
        next(one.id for one in desk.funnel.stages() if one.code == code)
        for code in ("needs", "offer")
    )
    for name in ("", "deal: moved"):
        deal = desk.funnel.ids(DealFilter(stage_id=needs))[0]
        with counting.of(name):
            desk.deals.move(deal, offer, step_on=desk.today(), step_title="call")
    for name in ("", "call: outcome, next line"):
        who = desk.call_list.today().rows[0].id
        with counting.of(name):
            desk.calls.log(who, "no_answer")
            desk.call_list.after_call()


def costs(path: Path, scale: float) -> dict[str, Cost]:
    """What everything costs on a file of that size."""
    make(path, now=NOW, scale=scale)
    with pytest.MonkeyPatch.context() as patch:
        counter = Counter()
        counter.install(patch)
        counting = Counting(counter)
        with open_desk(path, HandClock()) as desk:
            with counting.of(FIRST_LIST):
                desk.call_list.today()
            asyncio.run(walk(desk, counting))
            write(desk, counting)
        return counting.found


def test_what_is_done_all_day_stays_within_bounds_and_costs_the_same_on_ten_times_as_much(
    tmp_path: Path,
) -> None:
    small, large = (costs(tmp_path / f"{scale}.db", scale) for scale in (_SMALL, _LARGE))
    over = {
        (name, what): (found, bound)
        for name, most in MOST.items()
        for what, found, bound in zip(Cost._fields, large[name], most, strict=True)
        if found > bound
    }
    grown = {
        name: (small[name], large[name])
        for name in MOST
        if large[name].asked > small[name].asked + 5
        or large[name].steps > 1.2 * small[name].steps + 500
    }
    assert (over, grown) == ({}, {})
    # The first list of a day looks at what is open: it grows no faster than the file.
    first = small[FIRST_LIST], large[FIRST_LIST]
    assert first[1].asked <= 3 * first[0].asked
    assert first[1].steps <= 6 * first[0].steps
