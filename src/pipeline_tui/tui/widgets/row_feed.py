"""Rows by need: a table asks for those in view, and paints them when they come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from pipeline_tui.tui.widgets.row_cache import RowCache
from pipeline_tui.tui.widgets.rows import ListSource, Row, Rows, RowSource


class RowFeed:
    """The rows of one table and what it still has to ask its source for.

    `window` says which indexes are in view, `came` gets the ids of rows whose text has changed.
    """

    def __init__(
        self, window: Callable[[], tuple[int, int]], came: Callable[[set[int]], None]
    ) -> None:
        self._window = window
        self._came = came
        self._rows = RowCache()
        self._generation = 0
        self.source: RowSource | None = None
        self.loading = False

    @property
    def ids(self) -> Sequence[int]:
        """The ids in order."""
        return () if self.source is None else self.source.ids

    def row(self, id_: int) -> Row | None:
        """The row as last given, None when it has not come yet."""
        return self._rows.get(id_)

    def use(self, source: RowSource, *, forget: bool) -> None:
        """Take another source; rows known by id stay until their fresh text comes, or are forgotten."""
        if forget:
            self._rows.clear()
        self.source = source
        self.expire()

    def expire(self) -> None:
        """Every row is to be asked for again; a list in memory needs no waiting."""
        self._generation += 1
        self._rows.expire()
        if isinstance(self.source, ListSource):
            self._rows.fill(self.source.by_id)

    def take(self, rows: Rows) -> None:
        """Put fresh rows in place of those with the same ids."""
        self._came(self._rows.take(rows))

    def missing(self) -> list[int]:
        """Ids to ask for, given what is in view."""
        if not self.ids or isinstance(self.source, ListSource):
            return []
        return self._rows.missing(self.ids, *self._window())

    async def load(self) -> None:
        """One at a time: a held key asks for where the list is now, not for where it was."""
        try:
            while (source := self.source) is not None and (wanted := self.missing()):
                generation = self._generation
                answer = source.rows(wanted)
                rows = await answer if isinstance(answer, Awaitable) else answer
                if generation != self._generation:
                    continue
                self._rows.trim(self.ids, self._window()[0])
                self._rows.take_gone([id_ for id_ in wanted if id_ not in rows])
                self.take(rows)
        finally:
            self.loading = False
