"""What a table shows and where it comes from: cells, rows, sections, sources."""

from __future__ import annotations

from array import array
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

WINDOW = 64
"""Rows are asked for in aligned windows of this many."""


class Cell(Struct, frozen=True):
    """Text with a tone of the palette: "strong", "muted", "accent", "success", "warning", "danger".

    The text alone must say what the tone says. User data goes in as it is: the table cleans it.
    """

    text: str
    tone: str = ""
    also: str = ""
    """Said behind the text, muted; a long text leaves it half of the room."""


class Row(Struct, frozen=True):
    """One row by column key; a key without a value is blank. `tone` serves cells without one."""

    id: int
    cells: Mapping[str, str | Cell]
    tone: str = ""


class Section(Struct, frozen=True):
    """A group title above the row at index `start`; the cursor steps over it."""

    start: int
    title: str
    tone: str = "accent"


Rows = Mapping[int, Row]


class RowSource(Protocol):
    """Rows by id, in the order of `ids`. Ids are unique within a source."""

    @property
    def ids(self) -> Sequence[int]: ...

    @property
    def sections(self) -> Sequence[Section]: ...

    def rows(self, ids: Sequence[int]) -> Rows | Awaitable[Rows]:
        """The rows of these ids, at most a few windows; an id that is gone may be left out."""
        ...


class ListSource:
    """Rows already in memory."""

    def __init__(self, items: Sequence[Row], sections: Sequence[Section] = ()) -> None:
        self.sections = sections
        self.ids: Sequence[int] = [row.id for row in items]
        self.by_id = {row.id: row for row in items}

    def rows(self, ids: Sequence[int]) -> Rows:
        return {id_: self.by_id[id_] for id_ in ids if id_ in self.by_id}


class LazySource(Struct):
    """An id vector, and a function that gives the rows of a window.

    `fetch` is called on the event loop. It returns a mapping, or an awaitable of one when the
    work is done elsewhere: `LazySource(ids, lambda ids: self.ask(desk.clients.rows, ids))`.
    """

    ids: Sequence[int]
    fetch: Callable[[Sequence[int]], Rows | Awaitable[Rows]]
    sections: Sequence[Section] = ()

    def __post_init__(self) -> None:
        self.ids = packed(self.ids)

    def rows(self, ids: Sequence[int]) -> Rows | Awaitable[Rows]:
        return self.fetch(ids)


def packed(ids: Sequence[int]) -> Sequence[int]:
    """Ids to be kept for long: eight bytes each, where a list keeps forty."""
    return array("q", ids)


def index_of(ids: Sequence[int], wanted: int, near: int = 0) -> int | None:
    """Where `wanted` is among `ids`; looks around `near` first, as data rarely moves far."""
    for at in _around(near, len(ids)):
        if ids[at] == wanted:
            return at
    try:
        return ids.index(wanted)
    except ValueError:
        return None


def _around(near: int, count: int, reach: int = 3) -> Iterable[int]:
    return range(max(0, near - reach), min(count, near + reach + 1))
