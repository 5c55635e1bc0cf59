"""Which lines of Today are looked at, and where one stood: what is come back to after a restart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.blocks import Block, Timed, running, takes
from pipeline_tui.i18n import _, pgettext
from pipeline_tui.tui.widgets.headline import Figure
from pipeline_tui.wording import blocks as words

if TYPE_CHECKING:
    from pipeline_tui.domain.calls import CallRow

KEY = "place:today"
"""The memo of the view and of the client under the cursor."""

_VIEWS = tuple(Block)


class DayView:
    """The view of the list, and the client one stood on when the program was last left."""

    def __init__(self, times: Sequence[Timed] = ()) -> None:
        self._times = tuple(times)
        self.block = Block.ALL
        self.client_id: int | None = None

    def open(self, kept: Any, today: date, at: time) -> None:
        """Begin where the memo says; the block that it is by the clock goes before the view kept.

        The client is looked for on the same day only: each morning has a list of its own.
        """
        kept = kept if isinstance(kept, dict) else {}
        now = running(self._times, at)
        if now is not None:
            self.block = now.block
        elif kept.get("view") in _VIEWS:
            self.block = Block(kept["view"])
        if kept.get("day") == today.isoformat() and isinstance(kept.get("client"), int):
            self.client_id = kept["client"]

    def to_keep(self, today: date, client_id: int | None) -> dict[str, Any]:
        """The memo of this view, with the client under the cursor."""
        return {"view": self.block.value, "client": client_id, "day": today.isoformat()}

    def step(self) -> None:
        """The next view."""
        self.block = _VIEWS[(_VIEWS.index(self.block) + 1) % len(_VIEWS)]

    def of(self, rows: Sequence[CallRow]) -> list[CallRow]:
        """The lines of this view, in the order of the day."""
        return [
            row for row in rows if takes(self.block, row.tier, row.task_kind, pinned=row.pinned)
        ]

    def figures(self, at: time) -> list[Figure]:
        """What the head says of the view, and of the block that it is by the clock."""
        now = running(self._times, at)
        if now is not None and now.block == self.block:
            return [Figure(pgettext("block", "Now"), words.until(now), "accent")]
        found = []
        if self.block != Block.ALL:
            found.append(Figure(_("View"), words.name(self.block), "accent"))
        if now is not None:
            found.append(Figure(pgettext("block", "Now"), words.until(now), "warning"))
        return found
