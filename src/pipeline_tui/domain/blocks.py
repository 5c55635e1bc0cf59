"""Blocks of the day: the call list looked at one kind of work at a time, by the clock where it is set."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import time
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.ranking import INTERRUPTS, Tier
from pipeline_tui.domain.vocabulary import TaskKind


class Block(StrEnum):
    """A kind of work, in the order in which the views are stepped through."""

    ALL = "all"
    CALLS = "calls"
    DEBTS = "debts"
    PAPERWORK = "paperwork"
    REQUESTS = "requests"


_PAPERWORK = frozenset({TaskKind.EMAIL, TaskKind.MESSAGE, TaskKind.TODO})
_SPAN = re.compile(
    r"\s*([a-z]+)\s+(\d{1,2}(?::\d\d)?)\s*[-–—]\s*(\d{1,2}(?::\d\d)?)\s*", re.IGNORECASE
)


class Timed(Struct, frozen=True):
    """When the work of a block is done, the user's local time; `end` is the first minute after it."""

    block: Block
    start: time
    end: time


def takes(block: Block, tier: int, task_kind: str, *, pinned: bool = False) -> bool:
    """Whether a line of the list belongs to a block. What interrupts, and pins, belong to every one.

    Debts are lines about money overdue; paperwork is letters, messages and documents to prepare;
    calls are all that is done by phone besides debts.
    """
    if block == Block.ALL or pinned or tier in INTERRUPTS:
        return True
    if block == Block.DEBTS:
        return tier == Tier.DEBT
    if block == Block.PAPERWORK:
        return task_kind in _PAPERWORK
    return block == Block.CALLS and tier != Tier.DEBT and task_kind == TaskKind.CALL


def running(times: Sequence[Timed], at: time) -> Timed | None:
    """Which block it is at a local time, none between them."""
    return next((one for one in times if one.start <= at < one.end), None)


def read_times(lines: Sequence[str]) -> tuple[Timed, ...]:
    """Blocks as a person writes them, `calls 09:30-12:00`, in the order of the day.

    Raises ValueError for a line that is none, and for two blocks at one time.
    """
    found = sorted(map(_read, lines), key=lambda one: one.start)
    for before, after in itertools.pairwise(found):
        if after.start < before.end:
            raise ValueError(f"{after.block} begins before {before.block} ends")
    return tuple(found)


def _read(line: str) -> Timed:
    found = _SPAN.fullmatch(line)
    if found is None:
        raise ValueError(line)
    timed = Timed(Block(found[1].lower()), _time(found[2]), _time(found[3]))
    if timed.start >= timed.end:
        raise ValueError(line)
    return timed


def _time(text: str) -> time:
    hour, _colon, minute = text.partition(":")
    return time(int(hour), int(minute or 0))
