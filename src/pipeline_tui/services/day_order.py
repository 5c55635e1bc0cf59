"""The order of the day's list: once a line has its place it keeps it until the day is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pipeline_tui.domain.errors import StoreProblem
from pipeline_tui.domain.ranking import INTERRUPTS, Candidate, Ranked
from pipeline_tui.services.base import Service
from pipeline_tui.store import memos

ORDER = "today:order"
"""The memo that keeps it."""

Places = list[tuple[int, int, str]]
"""(client, tier, reason) of the lines, in their order."""


class DayOrder(Service):
    """Reading the order of a day, and adding what is new to it."""

    def of(self, day: date) -> Places:
        """The order of a day; empty while nobody has seen its list."""
        kept = memos.recall(self._db, ORDER)
        if not isinstance(kept, dict) or kept.get("day") != day.isoformat():
            return []
        return [(row[0], row[1], row[2]) for row in kept["rows"]]

    def arranged(self, listed: Sequence[Ranked], frozen: Places, today: date) -> list[Ranked]:
        """The lines in their frozen order, new ones at the end of their tier; keeps what is new.

        Exact times and requests go where their time puts them.
        """
        places = {(row[0], row[2]): place for place, row in enumerate(frozen)}

        def key(pair: tuple[int, Ranked]) -> tuple[bool, int, bool, int]:
            at, one = pair
            candidate = one.candidate
            place = places.get((candidate.client.client_id, candidate.reason.value))
            if candidate.tier in INTERRUPTS or not frozen:
                place = at
            return (
                not candidate.client.pinned,
                candidate.tier,
                place is None,
                at if place is None else place,
            )

        ordered = [one for _, one in sorted(enumerate(listed), key=key)]
        new = [
            one.candidate for one in ordered
            if (one.candidate.client.client_id, one.candidate.reason.value) not in places
        ]  # fmt: skip
        if new or not frozen:
            self._freeze(today, frozen, new)
        return ordered

    def _freeze(self, today: date, frozen: Places, new: list[Candidate]) -> None:
        rows: list[Any] = [list(row) for row in frozen]
        rows += [[one.client.client_id, int(one.tier), one.reason.value] for one in new]
        try:
            with self._desk.book.scribble() as db:
                memos.remember(db, ORDER, {"day": today.isoformat(), "rows": rows}, self._now())
        except StoreProblem:
            return  # a file that cannot be written still gives its list
