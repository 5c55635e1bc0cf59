"""Where group titles stand among the rows of a list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline_tui.tui.widgets.rows import Section


class Sections:
    """Maps between row indexes and screen lines when titles take lines of their own."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sorted(sections, key=lambda section: section.start)
        self._starts = [section.start for section in self._sections]
        self._lines = [start + above for above, start in enumerate(self._starts)]

    def __len__(self) -> int:
        return len(self._sections)

    def line_of(self, index: int) -> int:
        """The line of the row at `index`."""
        return index + bisect_right(self._starts, index)

    def index_at(self, line: int) -> int | None:
        """The row on `line`, None where a title stands."""
        above = bisect_left(self._lines, line)
        if above < len(self._lines) and self._lines[above] == line:
            return None
        return line - above

    def title_at(self, line: int) -> Section:
        """The section whose title stands on `line`."""
        return self._sections[bisect_left(self._lines, line)]

    def index_near(self, line: int, count: int) -> int:
        """The row on `line`, or the first one below a title; clamped to `count` rows."""
        index = line - bisect_left(self._lines, line)
        return max(0, min(index, count - 1))

    def titles_above(self, index: int) -> int:
        """How many title lines stand directly above the row at `index`."""
        return bisect_right(self._starts, index) - bisect_left(self._starts, index)
