"""What is measured, told as a ratio to a floor of the same run; and the clocks to take it by."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline_tui.config import Settings
from pipeline_tui.services.desk import Desk

HERE = Path(__file__).parent
ZONE = ZoneInfo("Europe/Moscow")
Work = Callable[[], object]


class Line(NamedTuple):
    """One line of the table: a figure, the floor it stands on, and what the ratio may be at most. Where
    there is no floor, the figure itself has the budget."""

    what: str
    ours: float
    floor: float | None = None
    budget: float | None = None
    unit: str = "ms"

    @property
    def told(self) -> float:
        """What the budget is for."""
        return self.ours if self.floor is None else self.ours / self.floor

    @property
    def short(self) -> bool:
        return self.budget is not None and self.told > self.budget

    @property
    def verdict(self) -> str:
        return "" if self.budget is None else "short" if self.short else "pass"

    @property
    def allowed(self) -> str:
        if self.budget is None:
            return ""
        return f"{self.budget:g}" if self.floor is not None else f"{self.budget:g} {self.unit}"


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def late(values: Sequence[float]) -> float:
    """The value that one in twenty is above."""
    return statistics.quantiles(values, n=20)[-1]


def milliseconds(work: Work, times: int = 1) -> float:
    """How much of a processor it takes once; the machine may have other work."""
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) * 1000 / times


def by_turns(works: Sequence[Work], rounds: int, times: int = 1) -> list[float]:
    """Milliseconds of each, median of the rounds. Each call is followed by one of the next, so that all
    find the caches as the others leave them; a first round only fills them."""
    found = []
    for _ in range(rounds + 1):
        sums = [0.0] * len(works)
        for _time in range(times):
            for place, work in enumerate(works):
                sums[place] += milliseconds(work)
        found.append([total / times for total in sums])
    return [median(column) for column in zip(*found[1:], strict=True)]


def enough(work: Work) -> int:
    """How often to do it for the clock to tell: a twentieth of a second's worth."""
    work()
    return max(1, min(200, int(50 / max(milliseconds(work), 0.01))))


def open_desk(path: Path, *, new: bool = False, now: datetime | None = None) -> Desk:
    """A desk with the settings of the first day; its clock stands still where `now` is given."""

    def clock() -> datetime:
        return now or datetime.now(UTC)

    if new:
        return Desk.create(
            path, clock=clock, settings=Settings(), zone=ZONE, actor="benchmark", language=""
        )
    return Desk.open(path, clock=clock, settings=Settings(), zone=ZONE, actor="benchmark")


def surroundings(db: Path, **more: str) -> dict[str, str]:
    """The environment of a program that is to work on a file, whatever the user's own settings are."""
    return {"PIPELINE_TUI_DB": str(db), "PIPELINE_TUI_LANG": "en",
            "PIPELINE_TUI_CONFIG": os.devnull, **more}  # fmt: skip


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """That of a program as it is installed: a start compiles nothing anew."""
    return {**{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}, **more}


def table(lines: Iterable[Line]) -> str:
    """As it stands in a terminal."""
    rows = [f"{'':46}{'ours':>12}{'floor':>12}{'ratio':>8}{'budget':>10}"]
    for line in lines:
        floor = "" if line.floor is None else f"{line.floor:.2f}"
        ratio = "" if line.floor is None else f"{line.told:.2f}"
        rows.append(
            f"{line.what:46}{line.ours:9.2f} {line.unit:<3}{floor:>11}{ratio:>8}{line.allowed:>10}"
            f" {line.verdict}"
        )
    return "\n".join(rows)
