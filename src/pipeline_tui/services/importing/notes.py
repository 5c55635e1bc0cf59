"""Notes about rows of a file: the first of them to be read, all of them counted and kept packed."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from pipeline_tui.domain.imports import Reason, RowNote
from pipeline_tui.exchange.packed import Packed

SHOWN = 1_000
"""Notes kept as they are; a file has millions of rows, and nobody reads so many."""


class Notes:
    """All notes of one kind about one file."""

    def __init__(self) -> None:
        self._shown: list[RowNote] = []
        self._reasons: dict[tuple[str, str], tuple[int, RowNote]] = {}
        self._runs: list[Packed[RowNote]] = []
        self._row = 0
        self._count = 0

    def add(self, note: RowNote) -> None:
        """One more note."""
        # What led to it holds on to the whole row, and to the frames that read it.
        note.problem.__traceback__ = note.problem.__context__ = note.problem.__cause__ = None
        self._count += 1
        if len(self._shown) < SHOWN:
            self._shown.append(note)
        reason = note.problem.code, note.column
        count, first = self._reasons.get(reason, (0, note))
        self._reasons[reason] = count + 1, first
        # Rows come in order but for those told of last; each run of rows in order is kept apart.
        if not self._runs or note.row < self._row:
            self._runs.append(Packed())
        self._runs[-1].append(note)
        self._row = note.row

    @property
    def shown(self) -> tuple[RowNote, ...]:
        """Those to be read, by row."""
        return tuple(sorted(self._shown, key=_row))

    @property
    def more(self) -> int:
        """How many there are beyond those."""
        return self._count - len(self._shown)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What all of them are about, the most frequent first."""
        return tuple(
            Reason(code, column, count, first)
            for (code, column), (count, first) in sorted(
                self._reasons.items(), key=lambda item: -item[1][0]
            )
        )

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[RowNote]:
        return heapq.merge(*self._runs, key=_row)


def _row(note: RowNote) -> int:
    return note.row
