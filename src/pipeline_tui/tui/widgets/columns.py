"""What a column of a table is, and how columns share the width there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

GAP = 2
"""Blank cells between two columns."""


class Column(Struct, frozen=True):
    """One column: `width` cells, or (None) a share `flex` of what the fixed ones leave.

    `min_total_width`: the column is dropped when the table is narrower than this many cells, so
    the larger the number the less the column matters. A flexible column is not squeezed below
    `min_width`: columns are dropped instead, the one with the largest `min_total_width` first.
    """

    key: str
    title: str
    width: int | None = None
    align: Literal["left", "right"] = "left"
    flex: int = 1
    min_width: int = 10
    min_total_width: int = 0
    sortable: bool = True
    name: str = ""
    """The whole word, where the title is cut to fit the head of a narrow column."""


class Placed(Struct, frozen=True):
    """A column with the place it got: first cell `x`, `width` cells."""

    column: Column
    x: int
    width: int


def place_columns(columns: Sequence[Column], total: int, left: int = 0) -> list[Placed]:
    """Share `total` cells, of which the first `left` and the last are margins, among the columns."""
    shown = [column for column in columns if total >= column.min_total_width]
    room = total - left - 1

    def need(column: Column) -> int:
        return column.min_width if column.width is None else column.width

    while len(shown) > 1 and sum(map(need, shown)) + GAP * (len(shown) - 1) > room:
        least = max(range(len(shown)), key=lambda at: (shown[at].min_total_width, at))
        del shown[least]
    fixed = sum(column.width for column in shown if column.width is not None)
    spare = max(0, room - fixed - GAP * max(0, len(shown) - 1))
    weights = sum(column.flex for column in shown if column.width is None)
    placed: list[Placed] = []
    x = left
    for column in shown:
        if column.width is None:
            width = spare * column.flex // weights
            spare, weights = spare - width, weights - column.flex
        else:
            width = column.width
        width = max(0, min(width, total - 1 - x))
        placed.append(Placed(column, x, width))
        x += width + GAP
    return placed
