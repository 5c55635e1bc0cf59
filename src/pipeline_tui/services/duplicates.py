"""Clients entered twice: found, compared side by side, merged or told apart for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline_tui.domain.duplicates import (
    LIKELY,
    Comparison,
    FieldChoice,
    MergeRow,
    Pair,
    PairRow,
)
from pipeline_tui.domain.duplicates.judge import Judge
from pipeline_tui.domain.errors import NotFound, Refused
from pipeline_tui.services.base import Service
from pipeline_tui.store import merging
from pipeline_tui.store.queries import duplicates

JOINED = ("contacts", "phones", "emails", "tags", "notes")
"""Fields of which both values stay after a merge."""
_SMALL = 3_000
"""Bases up to this size are compared anew at every look; larger ones when somebody asks."""


class Duplicates(Service):
    """The review queue, and what comes of it. Importing it brings no sqlmodel."""

    _found: tuple[int, int, list[Pair]] | None = None
    """(revision, least score, pairs) of the last comparison."""

    def queue(self, least: int = LIKELY, *, anew: bool = False) -> list[PairRow]:
        """Pairs of clients in work that may be one, the surest first, without those found distinct.

        All are compared (100 000 clients take some seconds). What was found is kept while the program
        runs: `anew` compares again on a large base, a small one is compared whenever it has changed.
        """
        revision = self._desk.history.revision()
        known = self._found
        if known is None or anew or known[1] != least or (
            known[0] != revision and self._is_small()
        ):  # fmt: skip
            pairs = Judge(duplicates.records(self._db)).pairs(least)
            known = self._found = (revision, least, pairs)
        apart = duplicates.distinct(self._db)
        pairs = [pair for pair in known[2] if (pair.first, pair.second) not in apart]
        names = duplicates.in_work(
            self._db, dict.fromkeys(id_ for pair in pairs for id_ in (pair.first, pair.second))
        )
        there = [pair for pair in pairs if pair.first in names and pair.second in names]
        return [
            PairRow(
                place, pair.first, names[pair.first], pair.second, names[pair.second], pair.score,
                pair.reasons,
            )
            for place, pair in enumerate(there, 1)
        ]  # fmt: skip

    def takes_seconds(self, *, anew: bool = False) -> bool:
        """Whether the queue would have to compare a large base now."""
        return (anew or self._found is None) and not self._is_small()

    def _is_small(self) -> bool:
        return sum(self._desk.lists.counts().values()) <= _SMALL

    def compare(self, one: int, two: int) -> Comparison:
        """Two clients field by field. The one with more history stays, else the older.

        Raises NotFound; Refused merge_with_itself.
        """
        if one == two:
            raise Refused("merge_with_itself")
        whole = {id_: duplicates.whole(self._db, id_) for id_ in (one, two)}
        for id_, found in whole.items():
            if found is None:
                raise NotFound("not_found", kind="client", id=id_)
        counts = {id_: duplicates.moves(self._db, id_) for id_ in (one, two)}
        kept_id, gone_id = sorted((one, two), key=lambda id_: (-sum(counts[id_].values()), id_))
        kept, gone = whole[kept_id] or {}, whole[gone_id] or {}
        return Comparison(
            kept_id, gone_id, kept["name"], gone["name"],
            tuple(_choices(kept, gone)),
            tuple((kind, count) for kind, count in counts[gone_id].items() if count),
        )  # fmt: skip

    def merge(self, kept_id: int, gone_id: int, take: Iterable[str] = ()) -> None:
        """Make one client of two; fields named in `take` come from the one that goes.

        Raises Invalid take_unknown; as `Clients.merge`.
        """
        self._desk.clients.merge(kept_id, [gone_id], take=tuple(take))

    def distinct(self, one: int, two: int) -> None:
        """Remember that two clients are two: the pair is not shown again. One undo forgets it.

        Raises NotFound; Refused merge_with_itself.
        """
        first, second = sorted((one, two))
        if first == second:
            raise Refused("merge_with_itself")
        names = [self._desk.lists.name_of(id_) for id_ in (first, second)]
        for id_, name in zip((first, second), names, strict=True):
            if not name:
                raise NotFound("not_found", kind="client", id=id_)
        with self._write("client.distinct") as unit:
            merging.tell_apart(unit.db, first, second, unit.now)
            unit.about("client", first, name=names[0], other=names[1])

    def merged(self, client_id: int) -> list[MergeRow]:
        """What was merged into a client, the newest first."""
        return duplicates.merges(self._db, client_id)

    def merged_into(self, client_id: int) -> tuple[int, str] | None:
        """(number, name) of the client that this record was merged into, or none."""
        return duplicates.merged_into(self._db, client_id)

    def apart_from(self, client_id: int) -> set[int]:
        """Clients that were found to be another than this one."""
        return duplicates.distinct_from(self._db, client_id)


def _choices(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> Iterator[FieldChoice]:
    """Fields that either one has, names first; what only the second knows is taken."""
    first = ("name", "contacts", "phones", "emails")
    for name in dict.fromkeys((*first, *kept)):
        mine, theirs = kept[name], gone[name]
        blank = mine in (None, "")
        if blank and theirs in (None, ""):
            continue
        joined = name in JOINED
        yield FieldChoice(name, mine, theirs, take=blank and not joined, joined=joined)
