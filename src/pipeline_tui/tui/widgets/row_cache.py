"""The rows a table knows, and which it still has to ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline_tui.tui.widgets.rows import WINDOW, Row

_KEPT = 64 * WINDOW


class RowCache:
    """Rows by id. Stale rows may be shown while their fresh text is on its way."""

    def __init__(self) -> None:
        self._rows: dict[int, Row] = {}
        self._stale: set[int] = set()

    def get(self, id_: int) -> Row | None:
        return self._rows.get(id_)

    def clear(self) -> None:
        self._rows = {}
        self._stale.clear()

    def expire(self) -> None:
        """Every row is to be asked for again."""
        self._stale = set(self._rows)

    def fill(self, rows: Mapping[int, Row]) -> None:
        """All the rows there are, none of them stale."""
        self._rows = dict(rows)
        self._stale.clear()

    def take(self, rows: Mapping[int, Row]) -> set[int]:
        """Keep fresh rows; the ids of those that differ from what was known."""
        changed = {id_ for id_, row in rows.items() if self._rows.get(id_) != row}
        self._rows.update(rows)
        self._stale.difference_update(rows)
        return changed

    def take_gone(self, ids: Sequence[int]) -> None:
        """Rows that went since the list was read: what was known stays, or a blank, asked once."""
        for id_ in ids:
            self._rows.setdefault(id_, Row(id_, {}))
        self._stale.difference_update(ids)

    def missing(self, ids: Sequence[int], first: int, last: int) -> list[int]:
        """Ids to ask for when the rows at indexes `first` to `last` are in view.

        Whole windows: first those in view, then the one after, then the one before.
        """
        low, high = first // WINDOW * WINDOW, (last // WINDOW + 1) * WINDOW
        for start, stop in ((low, high), (high, high + WINDOW), (low - WINDOW, low)):
            wanted = [
                id_
                for id_ in ids[max(0, start) : max(0, stop)]
                if id_ not in self._rows or id_ in self._stale
            ]
            if wanted:
                return wanted
        return []

    def trim(self, ids: Sequence[int], near: int) -> None:
        """When there are very many rows, keep those around the index `near`."""
        if len(self._rows) <= _KEPT:
            return
        kept = ids[max(0, near - _KEPT // 4) : near + _KEPT // 4]
        self._rows = {id_: self._rows[id_] for id_ in kept if id_ in self._rows}
        self._stale.intersection_update(self._rows)
