"""What moved in the funnel since a day: where deals stood then against where they stand now.

A deal moved there and back by mistake has not moved. One that entered and was closed since counts as
both, so that what was open then, with what entered and came back, less what closed, is what is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.funnel import is_back_move
from pipeline_tui.domain.vocabulary import StageKind


class Moved(StrEnum):
    """What became of a deal since a day."""

    ENTERED = "entered"
    MOVED_ON = "moved_on"
    MOVED_BACK = "moved_back"
    REOPENED = "reopened"
    WON = "won"
    LOST = "lost"
    SLIPPED = "slipped"
    """Open, and its expected close was put off or has passed since."""


def moves(before: StageRow | None, after: StageRow) -> list[Moved]:
    """What became of a deal that stood at `before`, None for nowhere, and stands at `after`.

    Nothing where it stands as it stood, or only went on from one step of fulfilment to another.
    """
    found = [] if before is not None else [Moved.ENTERED]
    if after.kind == StageKind.LOST:
        if before is None or before.kind != StageKind.LOST:
            found.append(Moved.LOST)
    elif not after.is_open:
        if before is None or before.is_open or before.kind == StageKind.LOST:
            found.append(Moved.WON)
    elif before is not None and before.id != after.id:
        if not before.is_open:
            found.append(Moved.REOPENED)
        else:
            found.append(Moved.MOVED_BACK if is_back_move(before, after) else Moved.MOVED_ON)
    return found


def slipped(then: str | None, now: str | None, since: str, today: str) -> bool:
    """Whether the expected close of an open deal, `then` at first and `now`, was put off to a later
    day, or has come and gone unclosed since `since`. Days are ISO text."""
    if now is None:
        return False
    return (then is not None and now > then) or since <= now < today


class MoveRow(Struct, frozen=True):
    """Deals of which one thing became; their sums by currency, as they are now."""

    moved: Moved
    count: int
    amounts: Mapping[str, int]


class Changes(Struct, frozen=True):
    """Everything that moved, and how many deals were open then and are now."""

    rows: tuple[MoveRow, ...]
    open_before: int
    open_now: int

    def count(self, moved: Moved) -> int:
        """How many deals."""
        return next(row.count for row in self.rows if row.moved is moved)
