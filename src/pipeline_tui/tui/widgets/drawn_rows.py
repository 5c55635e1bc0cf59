"""What a table has drawn already: rows without cursor or mark, in columns placed for one width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.strip import Strip

from pipeline_tui.tui.widgets.columns import Column, Placed, place_columns
from pipeline_tui.tui.widgets.row_drawing import MARGIN
from pipeline_tui.tui.widgets.rows import WINDOW

_KEPT = 4 * WINDOW
"""Strips kept: several screens."""


class DrawnRows:
    """Columns in their places, and the strips of rows drawn in them."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self._strips: dict[int, Strip] = {}
        self._placed: list[Placed] | None = None
        self._width = -1

    def placed(self, width: int) -> list[Placed]:
        """The columns in a width; another one than before forgets what was drawn."""
        if self._placed is None or self._width != width:
            self._strips.clear()
            self._placed = place_columns(self.columns, width, MARGIN)
            self._width = width
        return self._placed

    def strip(self, id_: int, width: int, draw: Callable[[], Strip]) -> Strip:
        """The strip of a row, drawn where it is not kept."""
        self.placed(width)
        strip = self._strips.get(id_)
        if strip is None:
            strip = draw()
            if len(self._strips) >= _KEPT:
                self._strips.clear()
            self._strips[id_] = strip
        return strip

    def drop(self, ids: Iterable[int]) -> None:
        """These rows have another text."""
        for id_ in ids:
            self._strips.pop(id_, None)

    def forget(self) -> None:
        """All rows may have another text."""
        self._strips.clear()

    def forget_all(self) -> None:
        """The columns are placed anew too."""
        self._strips.clear()
        self._placed = None
